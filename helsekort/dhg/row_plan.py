"""A list whose items are rows, as versions to write. The rules are those of single facts: see facts.py."""

from msgspec import Struct
from msgspec.structs import replace

from helsekort.dhg.changes import Changes
from helsekort.dhg.facts import alike
from helsekort.dhg.faults import invalid
from helsekort.dhg.fetuses import Fetuses
from helsekort.dhg.row_items import row_of, row_of_fetus
from helsekort.dhg.sent import MISSING, look, object_in
from helsekort.dhg.table import Property, Rows
from helsekort.dhg.values import is_nothing, read
from helsekort.dhg.view import came_by_us
from helsekort.fhir.strict_json import Object
from helsekort.record.card import Trail
from helsekort.record.entries import Cell, Row, Value


class _Slot(Struct, frozen=True):
    """Where a row is, or goes: `given` are the cells that say which one it is."""

    trail: Trail[Row] | None
    place: str
    given: tuple[Cell, ...] = ()
    fetus: int | None = None


def plan_rows(changes: Changes, rows: Rows, listed: list[Object], block: str) -> None:
    """Plan what brings each row that is named to what was sent. Rows that are not named are left as they stand."""
    place = f"{block}.{rows.path}"
    if rows.each_fetus:
        for fetus, item in Fetuses(changes).named(listed, place):
            trail = row_of_fetus(changes.view.card, rows, fetus)
            _settle(changes, rows, item, _Slot(trail, place, fetus=fetus))
        return
    seen: set[str] = set()
    for item in listed:
        code = _kind(changes, rows, item, f"{place}.{rows.kind_path}")
        if code in seen:
            raise invalid(place, "each kind is named once.")
        seen.add(code)
        for path, when in rows.parts.items():
            _settle_part(changes, rows, item, path, (code, when), place)


def _kind(changes: Changes, rows: Rows, item: Object, place: str) -> str:
    sent = look(item, rows.kind_path, place)
    code = None
    if sent is not MISSING:
        code = read(rows.kind, sent, place, changes.view.table, changes.view.catalogue)
    if not isinstance(code, str):
        raise invalid(place, "this is required. Send it.")
    return code


def _settle_part(
    changes: Changes, rows: Rows, item: Object, path: str, named: tuple[str, str], place: str
) -> None:
    code, when = named
    part = look(item, path, place)
    if part is MISSING:
        return
    trail = row_of(changes.view.card, rows, code, when)
    if part is None:
        if trail is not None and came_by_us(trail.now):
            changes.at(f"{place}.{path}")
            changes.withdraw(trail, changes.view.table.reasons.withdrawn)
        return
    given = (Cell(rows.kind.key, code), Cell(rows.when, when))
    _settle(changes, rows, object_in(part, f"{place}.{path}"), _Slot(trail, f"{place}.{path}", given))


def _settle(changes: Changes, rows: Rows, sent: Object, slot: _Slot) -> None:
    """One row: its cells as they will be, and whether that is something new."""
    trail = slot.trail
    changes.at(slot.place)
    before = (
        {cell.what: cell for cell in trail.now.cells} if trail else {each.what: each for each in slot.given}
    )
    after = dict(before)
    for path, prop in rows.cells.items():
        value = look(sent, path, slot.place)
        if value is MISSING:
            continue
        if is_nothing(value):
            if trail is not None and came_by_us(trail.now):
                after.pop(prop.key, None)
            continue
        new = read(prop, value, f"{slot.place}.{path}", changes.view.table, changes.view.catalogue)
        _put(changes, prop, after, new)
    if after != before:
        _write(changes, rows, slot, tuple(after.values()))


def _put(changes: Changes, prop: Property, cells: dict[str, Cell], new: Value | None) -> None:
    """Set a cell, unless it says so already in a finer word."""
    stands = cells.get(prop.key)
    if new is not None and not (stands and alike(changes, prop, stands.value, new)):
        cells[prop.key] = Cell(prop.key, new)


def _write(changes: Changes, rows: Rows, slot: _Slot, cells: tuple[Cell, ...]) -> None:
    trail, today = slot.trail, changes.terms.today
    if trail is not None and came_by_us(trail.now):
        if cells and len(cells) > len(slot.given):
            changes.correct(trail, replace(trail.now, cells=cells))
        else:
            changes.withdraw(trail, changes.view.table.reasons.withdrawn)
        return
    if trail is not None and not changes.view.catalogue.groups[rows.group].repeats:
        raise invalid(slot.place, "this stands otherwise on the card, and only once. Correct it there.")
    changes.add(Row(rows.group, today, cells, fetus=slot.fetus, identifiers=changes.mark()))
