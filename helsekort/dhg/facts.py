"""One property of the model against one finding of the card.

What is absent was not known to its sender and is left as it stands. null takes back only what came by this door.
What is sent as it already stands writes nothing. What others wrote is not changed through a block: what differs from
it is a statement of its own. An item of a list is addressed by itself, so there the finding is corrected.
"""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from helsekort.dhg.changes import Changes
from helsekort.dhg.sent import MISSING, Sent
from helsekort.dhg.table import Property
from helsekort.dhg.values import read, written
from helsekort.dhg.view import came_by_us
from helsekort.record.card import Trail
from helsekort.record.entries import Finding, Value


class Slot(Struct, frozen=True):
    """Where a property's finding is, or goes. `day` is its day where that is stated, `otherwise` where it is not.

    `direct`: the sender addresses this very finding, as an item of a list or a part of one.
    """

    prop: Property
    place: str
    trail: Trail[Finding] | None
    otherwise: dt.date
    day: dt.date | None = None
    fetus: int | None = None
    contact: int | None = None
    direct: bool = False

    @property
    def by_row(self) -> bool:
        """Whether it may be a row that says it."""
        return bool(self.prop.cell_of or self.prop.told)


def settle(changes: Changes, slot: Slot, sent: Sent) -> None:
    """Plan what brings the finding to what was sent; nothing where it says so already."""
    view, trail = changes.view, slot.trail
    changes.at(slot.place)
    if sent is MISSING:
        if trail is not None and trail.now.value is not None:
            _stand(changes, slot, trail.now.value)
        return
    value = read(slot.prop, sent, slot.place, view.table, view.catalogue)
    if slot.by_row and not (
        trail and value is not None and alike(changes, slot.prop, trail.now.value, value)
    ):
        slot = _beside_rows(changes, slot, value)
        trail = slot.trail
    if value is None:
        if trail is not None and came_by_us(trail.now):
            changes.withdraw(trail, view.table.reasons.withdrawn)
        return
    if slot.day is None and _is_shown(changes, slot, value):
        return
    if trail is not None and alike(changes, slot.prop, trail.now.value, value):
        # two of our words can be one of theirs: the finer one stays
        value = value if trail.now.value is None else trail.now.value
    _stand(changes, slot, value)


def _beside_rows(changes: Changes, slot: Slot, value: Value | None) -> Slot:
    """Where a row says it newest: the finding behind it is what is changed, unless it says what is sent already."""
    found = changes.view.finding(slot.prop, slot.fetus)
    same = found is not None and value is not None and found.now.value == value
    return slot if same else replace(slot, trail=found)


def _is_shown(changes: Changes, slot: Slot, value: Value) -> bool:
    """Whether it is what the card works out by itself, so that there is nothing to state."""
    prop, view = slot.prop, changes.view
    if not prop.count and prop.reckoned != "bmi":
        return False
    said = view.said(prop, lambda prop, fetus: None)
    return said is not None and said == written(prop, value, view.catalogue)


def alike(changes: Changes, prop: Property, stands: Value | None, value: Value) -> bool:
    """Whether two values are one in the words of the model."""
    catalogue = changes.view.catalogue
    said = written(prop, stands, catalogue)
    return said is not None and said == written(prop, value, catalogue)


def _stand(changes: Changes, slot: Slot, value: Value) -> None:
    """Have this value stand on the day that is stated for it, or on the day it has."""
    trail = slot.trail
    if trail is not None:
        same_day = slot.day in (None, trail.now.on)
        if trail.now.value == value and same_day:
            return
        if slot.direct or came_by_us(trail.now):
            kept = trail.now.on if slot.direct or trail.now.value == value else slot.otherwise
            on = slot.day or kept
            at = trail.now.at if on == trail.now.on or slot.direct else None
            changes.correct(
                trail,
                replace(
                    trail.now, value=value, absent=None, on=on, at=at, unverified=_undated(changes, slot)
                ),
            )
            return
    changes.add(
        Finding(
            slot.prop.key,
            value,
            slot.day or slot.otherwise,
            fetus=slot.fetus,
            contact=slot.contact,
            unverified=_undated(changes, slot),
            identifiers=changes.mark(),
        )
    )


def _undated(changes: Changes, slot: Slot) -> str | None:
    """A value that is stated for another time of the pregnancy than the day it came: that day is not its own."""
    if slot.prop.window is None or changes.view.age_fits(slot.prop, slot.day or slot.otherwise):
        return None
    return changes.view.table.reasons.undated
