"""A new card inside an action: its head, its key and its first entry."""

from helsekort.actions.agreeing import refuse_without_consent
from helsekort.actions.log import Pen, content_hash
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.shelf import cards_of
from helsekort.actions.work import Work
from helsekort.audit.events import Event
from helsekort.record.entries import CardOpened
from helsekort.record.ids import new_id
from helsekort.store import cards, chain, parties
from helsekort.store.cards import OPENING
from helsekort.store.chain import PARTIES


def open_for(doing: Work, woman: int, key: str) -> tuple[int, bool]:
    """(the card, whether it is new): the same key opens one card, however often and however much at once it comes.

    Rejected where she has an active card: a pregnancy has one, and this is the one place that opens any.
    """
    ctx, party, content = doing.ctx, doing.actor.party, content_hash(woman)
    # the key is taken first: of two at once the database lets one go on, and the other finds its card
    if not cards.take_key(doing.tx, woman, party, key, content, OPENING, doing.now):
        made = cards.opened_with(doing.tx, woman, party, key)
        doing.audit(Event.READ, card=made, about=("repeated",))
        return made, False
    _refuse_second(doing, woman)
    refuse_without_consent(doing, woman)
    card = new_id(ctx.random_bits)
    cards.open_head(doing.tx, card, woman)
    cards.take_key(doing.tx, card, party, key, content, OPENING, doing.now)
    pen = Pen(doing, card, woman)
    pen.add(CardOpened(woman, ctx.today(), doing.actor.organisation))
    doing.audit(Event.WRITTEN, card=card, entries=pen.entries, about=("card",))
    pen.put_down()
    return card, True


def _refuse_second(doing: Work, woman: int) -> None:
    """Her own log is locked meanwhile, so that of two with keys of their own the later finds the earlier's card."""
    chain.head(doing.tx, PARTIES, parties.resolved(doing.tx, woman), lock=True)
    if any(each.pregnant for each in cards_of(doing.tx, woman)):
        raise Rejected([Problem("woman", "active-card")])
