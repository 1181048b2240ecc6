"""A message in the words it came in, for the one who must decide what becomes of it."""

import datetime as dt

from msgspec import Struct

from helsekort.actions.answers import SIGNS, Answer
from helsekort.fhir.times import NORWAY
from helsekort.kith.faults import Problem, UnreadableMessage
from helsekort.kith.incoming import read_message
from helsekort.kith.lab_report.settled import SettledReport, Stage, State
from helsekort.kith.lab_report.structs import DateValue, Interval, Number, Text, Value


class SentPerson(Struct, frozen=True):
    """Whom the message says it is about. `relation` is to the first person; empty for herself."""

    name: str
    number: str
    birth_date: dt.date | None
    relation: str


class SentItem(Struct, frozen=True):
    """A result as sent, and its fate: "card", "outside" or "waiting", with the reason."""

    name: str
    code: str
    value: str
    unit: str
    reference: str
    comparator: str
    sampled: dt.date | None
    withdrawn: bool
    preliminary: bool
    fate: str
    reason: str


class SentFault(Struct, frozen=True):
    """What was wrong with the message, where in it, and what the sender does about it. No value of it."""

    fault: str
    place: str
    remedy: str


def faults_in(raw: bytes) -> tuple[SentFault, ...]:
    """Every fault of a message, readable or not."""
    try:
        problems: tuple[Problem, ...] = read_message(raw, NORWAY).problems
    except UnreadableMessage as unreadable:
        problems = unreadable.problems
    return tuple(SentFault(each.fault, each.place, each.remedy) for each in problems)


def persons_of(report: SettledReport) -> list[SentPerson]:
    return [
        SentPerson(
            one.patient.name, one.patient.national_number, one.patient.birth_date, one.patient.relation
        )
        for one in report.patients
    ]


def items_of(answers: list[Answer]) -> list[SentItem]:
    return [_item(one) for one in answers]


def _item(answer: Answer) -> SentItem:
    item = answer.item
    shown = next((each.item for each in reversed(item.versions) if each.item is not None), None)
    values = [each.value for each in reversed(item.versions) if each.value is not None]
    text, unit, sign = _words(values[0]) if values else ("", "", "")
    return SentItem(
        name=(shown.name or shown.code) if shown else "",
        code=shown.code if shown else "",
        value=text,
        unit=unit,
        reference=shown.reference if shown else "",
        comparator=sign,
        sampled=item.collected.on if item.collected is not None else None,
        withdrawn=item.state is State.WITHDRAWN,
        preliminary=item.stage is not Stage.FINAL,
        fate=answer.fate,
        reason=answer.reason,
    )


def _words(value: Value) -> tuple[str, str, str]:
    """(text, unit, sign) as sent."""
    match value:
        case Number():
            sign = SIGNS.get(value.comparator, value.comparator.value) if value.comparator else ""
            return value.text, value.unit, sign
        case Text():
            said = value.text or ", ".join(code.name or code.value for code in value.codes)
            return said, value.unit, ""
        case Interval():
            limits = [limit.text if limit is not None else "" for limit in (value.low, value.high)]
            unit = next((limit.unit for limit in (value.low, value.high) if limit is not None), "")
            return "–".join(limits), unit, ""
        case DateValue():
            return value.moment.on.isoformat(), "", ""
