"""Open a card, find one, and the woman's own card and log."""

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.held import as_shown_to_her
from helsekort.actions.her_log import log_of_hers
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card
from helsekort.actions.opened import LogLine, Opened, OwnCard
from helsekort.actions.opening import open_for
from helsekort.actions.result_states import result_states
from helsekort.actions.shelf import cards_of
from helsekort.actions.whole_card import as_opened, by_number, own_card
from helsekort.actions.work import Work, work
from helsekort.audit.events import SHOWN_TO_HER, Event
from helsekort.record.classes import classes_on
from helsekort.record.entries import Status
from helsekort.record.reviewing import Way
from helsekort.store import cards, notices, parties
from helsekort.store.database import Transaction


def open_card(actor: Actor, *, ctx: Context, card: int, news: bool = True) -> Opened:
    """Her card for someone who cares for her. Refused alike where it may not be opened and where it is not.

    `news` is False for a page that does not tell what is new: what is new is then still new.
    """
    with work(ctx, actor, Permission.OPEN_CARD, card=card) as doing:
        day = ctx.today().isoformat()
        before = cards.seen_before(doing.tx, card, actor.party, day)
        card_now = read_card(doing)
        opened = as_opened(doing, card_now, before, result_states(doing, card_now))
        if news:
            cards.mark_seen(doing.tx, card, actor.party, before, opened.card.last_seq, day)
        read = classes_on(opened.card, ctx.catalogue)
        doing.audit(Event.READ, about=("card",), up_to=opened.card.last_seq, classes=read)
        return opened


def open_own_card(actor: Actor, *, ctx: Context, card: int | None = None) -> Opened:
    """A woman's own card, whole and at once, but for the results that a person shall tell her of first.

    Of None, the one of the pregnancy that goes on, else of the last one that is over.
    """

    def which(tx: Transaction) -> Target:
        return own_card(tx, actor) if card is None else Target(card)

    with work(ctx, actor, Permission.OPEN_OWN_CARD, which) as doing:
        opened = as_opened(doing, as_shown_to_her(doing, read_card(doing)), None, {})
        doing.audit(Event.READ, about=("card",), up_to=opened.card.last_seq)
        return replace(opened, notice=notices.waits(doing.tx, _herself(doing), Way.PAGE))


def list_own_cards(actor: Actor, *, ctx: Context) -> list[OwnCard]:
    """Every card of hers but those opened in error, the newest first."""
    with work(ctx, actor, Permission.LIST_OWN_CARDS, lambda tx: own_card(tx, actor)) as doing:
        summaries = cards_of(doing.tx, actor.herself)
        openings = [(each.card, read_card(doing, each.card).opening.now) for each in summaries]
        doing.audit(Event.READ, about=("cards",))
        found = [
            OwnCard(number, opening.opened, opening.over is None and opening.active)
            for number, opening in openings
            if opening.status not in (Status.WITHDRAWN, Status.MISPLACED)
        ]
        return sorted(found, key=lambda one: one.opened, reverse=True)


def read_own_log(actor: Actor, *, ctx: Context) -> list[LogLine]:
    """Who opened her card, wrote on it or was refused; newest first."""
    with work(ctx, actor, Permission.READ_OWN_LOG, lambda tx: own_card(tx, actor)) as doing:
        found = log_of_hers(doing, SHOWN_TO_HER)
        notices.take(doing.tx, _herself(doing), Way.PAGE, doing.now)
        doing.audit(Event.LOG_READ)
        return found


def _herself(doing: Work) -> int | None:
    """The party that her notices are for; None where it is another who reads, for whom they are not."""
    assert doing.summary is not None  # noqa: S101  # she has a card
    her, reader = doing.summary.woman, doing.actor.party
    if her == reader or parties.resolved(doing.tx, her) == parties.resolved(doing.tx, reader):
        return her
    return None


def find_woman(actor: Actor, *, ctx: Context, number: str) -> int:
    """The card of the woman with this national number. Refused alike for every way it can fail."""
    with work(ctx, actor, Permission.FIND_WOMAN, lambda tx: by_number(ctx, tx, number)) as doing:
        doing.audit(Event.READ, about=("found",))
        return doing.card


def open_new_card(actor: Actor, *, ctx: Context, woman: int, key: str) -> int:
    """Open a card for a pregnancy; nothing is copied from an earlier one. Rejected where she has an active one."""
    with work(ctx, actor, Permission.OPEN_NEW_CARD, lambda tx: Target(woman=woman)) as doing:
        return open_for(doing, woman, key)[0]
