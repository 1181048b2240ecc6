"""The stretches of a card that a unit's own record has, inside an action."""

from helsekort.access.actors import ActorKind
from helsekort.actions.work import Work
from helsekort.record.spans import Spans, spans_of
from helsekort.store import taken_over
from helsekort.store.taken_over import TakenRow


def taken_by(doing: Work, *, typed_there: bool = True) -> Spans:
    """What the actor's unit has of this card; without what its own system wrote here, where that is not asked for."""
    rows = taken_over.of_card(doing.tx, doing.card, doing.actor.organisation)
    return tuple((row.first, row.last) for row in rows if typed_there or not row.typed_there)


def mark(doing: Work, first: int, last: int, *, typed_there: bool) -> None:
    """Say that it has this stretch."""
    row = TakenRow(first, last, doing.now, doing.actor.party, typed_there)
    taken_over.add(doing.tx, doing.card, doing.actor.organisation, row)


def came_by_api(doing: Work, entries: tuple[int, ...]) -> None:
    """What another system has just written for a clinician is in that system: there it was typed."""
    if doing.actor.kind is ActorKind.CLINICIAN:
        for first, last in spans_of(entries):
            mark(doing, first, last, typed_there=True)
