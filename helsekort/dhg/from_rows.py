"""What rows of the card say of a property that is one value in the model: as if a finding said it. Pure."""

import datetime as dt
from decimal import Decimal

from msgspec.structs import replace

from helsekort.dhg.table import Property, Told
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Cell, Finding, Row
from helsekort.record.measurements import Catalogue, Kind

LONGEST_TEXT = 4000


def newest(
    card: Card, catalogue: Catalogue, prop: Property, found: Trail[Finding] | None
) -> Trail[Finding] | None:
    """Of a finding and the rows that say the same, what is newest by its day; of one day, what was written last.

    A text that rows have added to since is shown with what they say.
    """
    rows = _rows(card, prop)
    if not rows:
        return found
    if found is not None and _when(found) >= _when(rows[-1]):
        return found
    if prop.told is None:
        return _as_finding(rows[-1], prop.key, rows[-1].now.value(prop.key))
    said = [_says(catalogue, prop.told, trail.now) for trail in rows]
    if found is not None and isinstance(found.now.value, str):
        said.insert(0, found.now.value)
    return _as_finding(rows[-1], prop.key, "\n".join(said)[:LONGEST_TEXT])


def _rows(card: Card, prop: Property) -> list[Trail[Row]]:
    """Those that stand and say something of it, the newest last."""
    group, needed = (prop.told.group, prop.told.needs) if prop.told else (prop.cell_of, prop.key)
    return [trail for trail in card.rows_of(group) if trail.now.value(needed) is not None] if group else []


def _when(trail: Trail[Finding] | Trail[Row]) -> tuple[dt.date, int]:
    return trail.now.on, trail.last.seq


def _as_finding(trail: Trail[Row], what: str, value: object) -> Trail[Finding]:
    """The row's newest version, saying this: nothing about it is stored, and it bears no name of the door's."""
    said = Finding(what, value, trail.now.on)  # type: ignore[arg-type]  # of the kind that the table was held to
    return Trail([replace(trail.last, content=said)])


def _says(catalogue: Catalogue, told: Told, row: Row) -> str:
    """`Folsyre, dosering 400 mikrogram daglig, brukt til 2026-08-12`: what it is about bare, the rest with names."""
    cells = [cell for what in told.cells for cell in row.cells if cell.what == what]
    bare = {cells[0].what, told.needs}
    names = (f"{catalogue[cell.what].label.lower()} " if cell.what not in bare else "" for cell in cells)
    return ", ".join(name + _plain(catalogue, cell) for name, cell in zip(names, cells, strict=True))


def _plain(catalogue: Catalogue, cell: Cell) -> str:
    value = cell.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    code = catalogue[cell.what].kind is Kind.CODE
    return catalogue.text(cell.what, str(value)) if code else str(value)
