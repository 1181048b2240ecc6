"""An answered form -> what it says about her: findings and rows, by the code of each item. Pure.

What has no answer says nothing: it was not asked. Nothing is judged here.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct, field

from helsekort.fhir.datatypes import number
from helsekort.fhir.questionnaire import YES_CODE
from helsekort.fhir.resources.questionnaire import (
    ABOUT,
    DECLINED,
    DENIED,
    FORM_PART,
    GROUP,
    UNKNOWN,
    UNVERIFIED,
    Answer,
    Answered,
    Asked,
    Questionnaire,
    QuestionnaireResponse,
    said,
    why_none,
)
from helsekort.fhir.times import split_date_time
from helsekort.record import codes
from helsekort.record.entries import Absent, Cell, Finding, FromPaper, Moment, Pressure, Row, Value
from helsekort.record.ids import split_entry_id
from helsekort.record.measurements import Catalogue, Kind


class Frame(Struct, frozen=True):
    """What holds for a whole form: the day it is about, and how it came here."""

    on: dt.date
    at: dt.time | None = None
    paper: FromPaper | None = None
    by_woman: bool = False


class Extracted(Struct):
    """What a form says. `places` and `row_places` are the element ids of the items, in the same order."""

    findings: list[Finding] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    row_places: list[str] = field(default_factory=list)


def extract(
    response: QuestionnaireResponse, questionnaire: Questionnaire, catalogue: Catalogue, frame: Frame
) -> Extracted:
    """The findings and rows of an answered form. KeyError for an item that the form does not have."""
    asked = {one.link_id: one for one in every(questionnaire.item)}
    found = Extracted()
    for answered in leaves(response.item, asked):
        code = asked[answered.link_id].code[0]
        if code.system == GROUP:
            row = _row(answered, asked, catalogue, frame)
            if row.cells:
                found.rows.append(row)
                found.row_places.append(answered.id or answered.link_id)
        elif code.system == codes.MEASURABLE:
            cell = _cell(answered, asked[answered.link_id], catalogue)
            if cell is not None:
                found.findings.append(_finding(cell, answered, frame))
                found.places.append(answered.id or answered.link_id)
    return found


def every(items: list[Asked]) -> Iterator[Asked]:
    """All items of a form, those inside others too."""
    for one in items:
        yield one
        yield from every(one.item)


def leaves(items: list[Answered], asked: dict[str, Asked]) -> Iterator[Answered]:
    """The items with a code of their own; what only holds others together is gone through."""
    for one in items:
        if asked[one.link_id].code:
            yield one
        else:
            yield from leaves(one.item, asked)


def _finding(cell: Cell, answered: Answered, frame: Frame) -> Finding:
    return Finding(
        cell.what,
        cell.value,
        frame.on,
        at=frame.at,
        fetus=_fetus(answered),
        absent=cell.absent,
        unverified=cell.unverified,
        by_woman=frame.by_woman,
        paper=frame.paper,
    )


def _row(answered: Answered, asked: dict[str, Asked], catalogue: Catalogue, frame: Frame) -> Row:
    on = frame.on
    cells = []
    for each in leaves(answered.item, asked):
        one = asked[each.link_id]
        if one.code[0].system == FORM_PART:
            on = dt.date.fromisoformat(each.answer[0].value_date or "") if each.answer else on
            continue
        cell = _cell(each, one, catalogue)
        if cell is not None:
            cells.append(cell)
    group = asked[answered.link_id].code[0].code or ""
    return Row(
        group,
        on,
        tuple(cells),
        at=frame.at if on == frame.on else None,
        fetus=_fetus(answered),
        by_woman=frame.by_woman,
        paper=frame.paper,
    )


def _fetus(answered: Answered) -> int | None:
    """Origin of the fetus's own entry that an item is about."""
    about = said(answered.extension, ABOUT)
    if about is None or about.value_reference is None:
        return None
    return split_entry_id(about.value_reference.reference.partition("/")[2])[1]


def _cell(answered: Answered, asked: Asked, catalogue: Catalogue) -> Cell | None:
    """What one item says; None where nothing was answered."""
    what = asked.code[0].code or ""
    absent = _absent(answered)
    if absent is not None:
        return Cell(what, None, absent)
    value = _value(answered, catalogue, what)
    if value is None:
        return None
    reason = said(answered.extension, UNVERIFIED)
    return Cell(what, value, unverified=reason.value_string if reason else None)


_ABSENT = {DECLINED: Absent.DECLINED, UNKNOWN: Absent.UNKNOWN}


def _absent(answered: Answered) -> Absent | None:
    """Why there is no value, where it was asked."""
    codings = (each.value_coding for each in answered.answer if each.value_coding is not None)
    reasons = [each.code for each in codings if each.system == codes.ABSENT_REASON]
    return _ABSENT.get(why_none(answered.extension) or (reasons[0] if reasons else None) or "")


def _value(answered: Answered, catalogue: Catalogue, what: str) -> Value | None:
    kind = catalogue[what].kind
    if kind is Kind.PRESSURE:
        return _pressure(answered, catalogue)
    if not answered.answer:
        return None
    if kind is Kind.CODES:
        return tuple(each.value_coding.code or "" for each in answered.answer if each.value_coding)
    answer = answered.answer[0]
    match kind:
        case Kind.YESNO:
            return answer.value_coding is not None and answer.value_coding.code == YES_CODE
        case Kind.CODE:
            return answer.value_coding.code if answer.value_coding else None
        case Kind.DATE:
            return dt.date.fromisoformat(answer.value_date or "")
        case Kind.MOMENT:
            on, at = split_date_time(answer.value_date_time or "")
            return Moment(on, at or dt.time.min)
        case Kind.TEXT:
            denied = answer.value_coding is not None and answer.value_coding.system == DENIED
            return False if denied else answer.value_string
    return _number(answer, catalogue[what].unit)


def _number(answer: Answer, unit: str) -> Decimal | None:
    if answer.value_quantity is not None:
        return number(answer.value_quantity, unit)
    if answer.value_decimal is not None:
        return Decimal(bytes(answer.value_decimal).decode())
    return None if answer.value_integer is None else Decimal(answer.value_integer)


def _pressure(answered: Answered, catalogue: Catalogue) -> Pressure | None:
    parts = {each.link_id.rpartition(".")[2]: each.answer for each in answered.item}
    numbers = [
        _number(parts[part][0], catalogue[part].unit) if parts.get(part) else None
        for part in ("systolic", "diastolic")
    ]
    return None if numbers == [None, None] else Pressure(*numbers)
