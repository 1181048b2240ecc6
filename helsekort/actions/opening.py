"""A new card inside an action: its head, its key and its first entry."""

from helsekort.actions.log import Pen, content_hash
from helsekort.actions.work import Work
from helsekort.audit.events import Event
from helsekort.record.entries import CardOpened
from helsekort.record.ids import new_id
from helsekort.store import cards
from helsekort.store.cards import OPENING


def open_for(doing: Work, woman: int, key: str) -> tuple[int, bool]:
    """(the card, whether it is new): the same key opens one card, however often and however much at once it comes."""
    ctx, party, content = doing.ctx, doing.actor.party, content_hash(woman)
    # the key is taken first: of two at once the database lets one go on, and the other finds its card
    if not cards.take_key(doing.tx, woman, party, key, content, OPENING, doing.now):
        made = cards.opened_with(doing.tx, woman, party, key)
        doing.audit(Event.READ, card=made, about=("repeated",))
        return made, False
    card = new_id(ctx.random_bits)
    cards.open_head(doing.tx, card, woman)
    cards.take_key(doing.tx, card, party, key, content, OPENING, doing.now)
    pen = Pen(doing, card, woman)
    pen.add(CardOpened(woman, ctx.today(), doing.actor.organisation))
    doing.audit(Event.WRITTEN, card=card, entries=pen.entries, about=("card",))
    pen.put_down()
    return card, True
