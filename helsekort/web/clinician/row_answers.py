"""One row of a group in a line of words: an earlier birth, an allergy, an offer. Pure."""

from helsekort.record.entries import Cell, Finding, Row
from helsekort.record.measurements import Kind
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk

_SPEAK_FOR_THEMSELVES = (Kind.CODE, Kind.CODES, Kind.TEXT, Kind.DATE, Kind.MOMENT)


def row_words(desk: Desk, row: Row) -> str:
    """`2019 · vaginal · vekt 3450 g · rift: nei`: what is said by itself alone, the rest with its name."""
    return " · ".join(_cell_words(desk, row, cell) for cell in row.cells)


def cell_text(desk: Desk, row: Row, cell: Cell) -> str:
    """One cell's answer in words, with its unit."""
    finding = Finding(cell.what, cell.value, row.on, absent=cell.absent, unverified=cell.unverified)
    return wording.shown(desk.catalogue, desk.texts, finding, cell.what)


def _cell_words(desk: Desk, row: Row, cell: Cell) -> str:
    text, label = cell_text(desk, row, cell), desk.label(cell.what)
    measurable = desk.catalogue.measurables.get(cell.what)
    if measurable is None or cell.absent or cell.value is False:
        return f"{label}: {text}"
    if cell.value is True:
        return label
    return text if measurable.kind in _SPEAK_FOR_THEMSELVES else f"{label.lower()} {text}"
