"""What stands on a card -> the fields of a form that says it. Pure: the other way of answering.py."""

from decimal import Decimal

from helsekort.fhir.questionnaire import NO_CODE, YES_CODE
from helsekort.record.entries import Absent, Cell, Finding, Moment, Row, Value
from helsekort.record.gestation import GestationalAge
from helsekort.record.measurements import Catalogue, Kind
from helsekort.web.shared.answering import NOBODY_KNOWS, TICKED
from helsekort.web.shared.readings import DAYS
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import typed, typed_clock

Pairs = list[tuple[str, str]]


def place_of(fact: Finding | Row) -> str:
    """The field of a fact, or the row's name, in a form of that thing alone."""
    name = fact.group if isinstance(fact, Row) else fact.what
    if fact.fetus is not None:
        return f"{name}.f{fact.fetus}"
    return f"{name}.1" if isinstance(fact, Row) else name


def filled_in(catalogue: Catalogue, texts: Texts, fact: Finding | Row) -> Pairs:
    """The pairs of a form that says this, its day and its paper mark included."""
    name, day = place_of(fact), typed(texts, fact.on)
    pairs: Pairs = [("on", day)]
    if fact.paper is not None:
        pairs += [("paper", TICKED), ("paper_written_by", fact.paper.written_by)]
        if fact.paper.written_on is not None:
            pairs.append(("paper_written_on", typed(texts, fact.paper.written_on)))
    if isinstance(fact, Finding):
        cell = Cell(fact.what, fact.value, fact.absent, fact.unverified)
        return pairs + _cell(catalogue, texts, name, cell)
    pairs.append((f"{name}.on", day))
    for each in fact.cells:
        pairs += _cell(catalogue, texts, f"{name}.{each.what}", each)
    return pairs


def _cell(catalogue: Catalogue, texts: Texts, name: str, cell: Cell) -> Pairs:
    reason = [(f"{name}-unverified", cell.unverified)] if cell.unverified else []
    return _value(catalogue, texts, name, cell) + reason


def _value(catalogue: Catalogue, texts: Texts, name: str, cell: Cell) -> Pairs:
    if cell.absent is Absent.UNKNOWN:
        return [(name, NOBODY_KNOWS)]
    if cell.absent is not None or cell.value is None:
        return [(f"{name}-declined", TICKED)]
    match cell.value:
        case bool() if catalogue[cell.what].kind is Kind.TEXT:
            return [(f"{name}-denied", TICKED)]
        case bool():
            return [(name, YES_CODE if cell.value else NO_CODE)]
        case tuple():
            return [(name, code) for code in cell.value]
        case Moment():
            return [(name, typed(texts, cell.value.on)), (f"{name}-at", typed_clock(texts, cell.value.at))]
        case Decimal() if catalogue[cell.what].unit == DAYS:
            return [(name, str(GestationalAge(int(cell.value))))]
    return [(name, typed(texts, cell.value))]


def codes_of(value: Value | None) -> list[str]:
    """The codes a value says, as a form has them; none for what is measured or written."""
    if isinstance(value, bool):
        return [YES_CODE if value else NO_CODE]
    if isinstance(value, tuple):
        return list(value)
    return [value] if isinstance(value, str) else []
