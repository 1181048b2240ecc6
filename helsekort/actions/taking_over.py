"""What a unit documented here and its own record lacks: read, and marked as taken over."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.log import read_card
from helsekort.actions.opened import Opened
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.taken import mark, taken_by
from helsekort.actions.whole_card import as_opened
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.card import Card
from helsekort.record.own_part import ended_since, own_part
from helsekort.store import parties, taken_over
from helsekort.store.cards import OPENING


class TakenOver(Struct, frozen=True):
    """Once that something was taken over: when (microseconds), and by whom."""

    at: int
    name: str


class Lacking(Struct, frozen=True):
    """The card whole and the part that the unit's own record lacks. `up_to` is the newest sequence that was read;
    `ended` says that the unit ended the pregnancy, or took that back, since; `open` that anything at all is lacking.
    `before` is when it took over earlier, the last time first, without what its own system wrote here."""

    opened: Opened
    part: Card
    up_to: int
    ended: bool
    open: bool
    before: tuple[TakenOver, ...]


def read_lacking(actor: Actor, *, ctx: Context, card: int) -> Lacking:
    """What this clinician's unit documented on the card and has not taken over."""
    with work(ctx, actor, Permission.READ_LACKING, card=card) as doing:
        whole = read_card(doing)
        rows = taken_over.of_card(doing.tx, card, actor.organisation)
        names = parties.names(doing.tx, {row.party for row in rows})
        taken = taken_by(doing)
        part = own_part(whole, actor.organisation, taken)
        ended = ended_since(whole, actor.organisation, taken)
        anything = card in taken_over.lacking(doing.tx, actor.organisation, [card])
        doing.audit(Event.READ, about=("taking-over",), up_to=whole.last_seq)
        before = tuple(TakenOver(row.at, names.get(row.party, "")) for row in rows if not row.typed_there)
        return Lacking(as_opened(doing, whole, None, {}), part, whole.last_seq, ended, anything, before)


def mark_taken(actor: Actor, *, ctx: Context, card: int, up_to: int) -> None:
    """Say that the unit's own record has all that the unit documented up to the sequence that was read.

    Marked twice it stands there once. Rejected for a sequence that the card does not have.
    """
    with work(ctx, actor, Permission.MARK_TAKEN, card=card) as doing:
        whole = read_card(doing)
        if not OPENING <= up_to <= whole.last_seq:
            raise Rejected([Problem("up_to", "missing")])
        had = max((last for _, last in taken_by(doing, typed_there=False)), default=0)
        if had >= up_to:
            doing.audit(Event.READ, about=("repeated",))
            return
        mark(doing, had + 1, up_to, typed_there=False)
        doing.audit(Event.TAKEN_OVER, up_to=up_to)
