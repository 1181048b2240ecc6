"""Rows of a group in a line each: an earlier birth, an allergy, an examination. Pure.

What was asked and denied is left out of a line, for a line says what is; the whole card shows every cell.
"""

import datetime as dt

from helsekort.record.card import Card
from helsekort.record.entries import Absent, Cell, Row
from helsekort.record.measurements import Catalogue, Kind
from helsekort.web.clinician import wording
from helsekort.web.shared.said import Said
from helsekort.web.shared.texts import Texts

_HEADS = {
    "earlier_birth": ("birth_year", "ended_on"),
    "risk": ("risk_kind",),
    "medicine": ("drug",),
    "allergy": ("substance",),
    "precaution": ("precaution_kind",),
    "offer": ("offered",),
    "task": ("task_kind",),
    "visit_not_held": ("planned_on",),
    "stimulus": ("stimulus_kind",),
    "vaccine": ("vaccine_name",),
}
"""What a line of a group begins with: the first of these that is known, else the day the row is about."""

_SELF_EVIDENT = frozenset({"weight_g", "age_at_birth", "birth_year"})
"""Numbers that need no name beside them."""

_ANSWERS = frozenset({"POSNEG"})
"""Lists whose codes answer what the label asks, and say nothing without it."""

_ENDED = {"task": ("task_state", ("DONE", "DROPPED"))}
"""Of which rows a line is no longer wanted: a field, and the codes by which it is over."""


def current(card: Card, today: dt.date, group: str, fetus: int | None = None) -> list[Row]:
    """The rows of a group that stand and are not over, oldest first; of medicines the important kinds first."""
    rows = [trail.now for trail in card.rows_of(group, fetus)]
    rows = [row for row in rows if not _over(row, today)]
    return sorted(rows, key=lambda row: row.value("drug_kind") is None)


def _over(row: Row, today: dt.date) -> bool:
    until = row.value("drug_until")
    field, codes = _ENDED.get(row.group, ("", ()))
    return (isinstance(until, dt.date) and until < today) or row.value(field) in codes


def line(catalogue: Catalogue, texts: Texts, row: Row) -> Said:
    """`2019: akutt keisersnitt · 39+4 · 3720 g`."""
    head = next((what for what in _HEADS.get(row.group, ()) if row.value(what) is not None), "")
    parts = [_part(catalogue, texts, cell) for cell in _in_order(catalogue, row) if cell.what != head]
    text = " · ".join(part for part in parts if part)
    begins = _value(catalogue, texts, row, head) if head else texts.brief(row.on)
    if not text:
        return Said(_group_name(catalogue, texts, row.group), begins, wide=True)
    return Said(begins, text, wide=True)


def _group_name(catalogue: Catalogue, texts: Texts, group: str) -> str:
    known = catalogue.groups.get(group)
    return texts.translate(known.label) if known else group


def _in_order(catalogue: Catalogue, row: Row) -> list[Cell]:
    """As the group names its fields, not as they were sent."""
    group = catalogue.groups.get(row.group)
    places = {what: place for place, what in enumerate(group.fields if group else ())}
    return sorted(row.cells, key=lambda cell: places.get(cell.what, len(places)))


def _value(catalogue: Catalogue, texts: Texts, row: Row, what: str) -> str:
    value = row.value(what)
    return wording.value_words(catalogue, texts, value, what) if value is not None else ""


def _part(catalogue: Catalogue, texts: Texts, cell: Cell) -> str:
    """One cell in a line; empty for a no, and for what was declined."""
    unknown = cell.absent is Absent.UNKNOWN
    silent = cell.value is False or (cell.value is None and not unknown)
    if silent or cell.what not in catalogue.measurables:
        return ""
    label = wording.label(catalogue, texts, cell.what)
    name = label[:1].lower() + label[1:] if label[1:2].islower() else label
    if unknown or cell.value is None:
        return f"{name} {texts.translate('ukjent')}"
    if cell.value is True:
        return name
    words = wording.value_words(catalogue, texts, cell.value, cell.what)
    if cell.unverified:
        words = texts.translate("%(value)s, som oppgitt, ikke verifisert") % {"value": words}
    measurable = catalogue[cell.what]
    if measurable.code_list in _ANSWERS:
        return f"{name} {words}"
    if cell.what in _SELF_EVIDENT or measurable.kind in (Kind.CODE, Kind.CODES, Kind.TEXT):
        return words
    return f"{name} {words}"
