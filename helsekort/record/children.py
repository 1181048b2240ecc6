"""The child's own part of a card: what was written about it since it was born, and nothing of its mother. Pure."""

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from msgspec.structs import replace

from helsekort.record.card import Card, Trail
from helsekort.record.endings import BORN, FetusState
from helsekort.record.entries import Entry, Fetus, Moment, Row
from helsekort.record.groups import Group
from helsekort.record.measurements import Catalogue

AT_BIRTH, CHECK, CHILD_STATE = "newborn", "newborn_check", "child_state"
STILLBORN = frozenset({"STILL_BEFORE", "STILL_DURING"})
"""Codes of list L19, the child's state, that go with a child that was not born alive."""
DIED = frozenset({"DIED_0_24H", "DIED_LATER"})
_PAST = {FetusState.LOST: frozenset({AT_BIRTH, CHECK}), FetusState.STILLBORN: frozenset({CHECK})}
_PERCENT = Decimal("0.1")


class ChildPart(Struct, frozen=True):
    """What stands about one child. `at_birth` is None where nothing is written yet; `checks` are oldest first.

    `child` is the party it is, None for one that was not born alive; `born_at` is None where no clock time is known.
    """

    origin: int
    label: str
    state: FetusState
    born_on: dt.date
    born_at: Moment | None
    child: int | None
    alone: bool  # whether it was the only one
    at_birth: Trail[Row] | None
    checks: list[Trail[Row]]

    @property
    def trails(self) -> list[Trail[Row]]:
        """Everything, in the order of time."""
        return [*([self.at_birth] if self.at_birth else []), *self.checks]

    def days_old(self, on: dt.date) -> int:
        """Whole days since the day of birth, which is day 0."""
        return (on - self.born_on).days

    def weight_change(self, now: Decimal) -> Decimal | None:
        """Per cent of the weight at birth that was gained, or lost where it is negative; None where that is unknown."""
        first = self.at_birth.now.value("weight_g") if self.at_birth else None
        if not isinstance(first, Decimal) or not first:
            return None
        return ((now - first) / first * 100).quantize(_PERCENT, ROUND_HALF_UP)


def past_groups(state: FetusState) -> frozenset[str]:
    """The groups of a child's part that nobody fills in for a fetus that was lost, or a child not born alive."""
    return _PAST.get(state, frozenset())


def born(card: Card) -> list[Trail[Fetus]]:
    """The fetuses that were born, alive or not, by their labels."""
    return [trail for trail in card.live_fetuses() if trail.now.state in BORN]


def child_part(card: Card, origin: int, catalogue: Catalogue) -> ChildPart | None:
    """The part of one that was born; None for an origin that is none."""
    trail = next((one for one in born(card) if one.origin == origin), None)
    if trail is None or trail.now.state_on is None:
        return None
    at_birth = [*_rows(card, AT_BIRTH, origin, catalogue)]
    born_at = at_birth[-1].now.value("born_at") if at_birth else None
    return ChildPart(
        origin=origin,
        label=trail.now.label,
        state=trail.now.state,
        born_on=born_at.on if isinstance(born_at, Moment) else trail.now.state_on,
        born_at=born_at if isinstance(born_at, Moment) else None,
        child=trail.now.child,
        alone=len(card.live_fetuses()) == 1,
        at_birth=at_birth[-1] if at_birth else None,
        checks=[*_rows(card, CHECK, origin, catalogue)],
    )


def _rows(card: Card, group: str, origin: int, catalogue: Catalogue) -> Iterator[Trail[Row]]:
    """The rows of a group about this child, without what tells of its mother, and without an earlier version."""
    for trail in card.rows_of(group, origin):
        kept = _without(trail.last, trail.now, catalogue.groups[group])
        if kept.content is not None:
            yield Trail[Row]([kept])


def _without(entry: Entry, row: Row, group: Group) -> Entry:
    cells = tuple(cell for cell in row.cells if cell.what not in group.of_mother)
    return replace(entry, content=replace(row, cells=cells) if cells else None)


def bereaved(card: Card) -> bool:
    """Whether one that was born does not live, as far as is written."""
    return any(has_died(card, trail) for trail in born(card))


def none_lives(card: Card) -> bool:
    """Whether every fetus or child of the card has been lost or has died, as far as is written."""
    all_of_it = card.live_fetuses()
    return bool(all_of_it) and all(
        one.now.state is FetusState.LOST or has_died(card, one) for one in all_of_it
    )


def has_died(card: Card, trail: Trail[Fetus]) -> bool:
    """Whether one that was born was stillborn, or has died since."""
    row = card.latest_row(AT_BIRTH, trail.origin)
    if trail.now.state is FetusState.STILLBORN:
        return True
    return row is not None and (row.value(CHILD_STATE) in DIED or row.value("died_at") is not None)


def contradicts(state: FetusState, code: str) -> bool:
    """Whether the child's state by list L19 cannot go with how the birth was told of."""
    if state is FetusState.BORN_ALIVE:
        return code in STILLBORN
    return state is FetusState.STILLBORN and code not in STILLBORN
