"""A message in the words it came in, for the one who must decide what becomes of it."""

import datetime as dt

from msgspec import Struct

from helsekort.actions.answers import WAITING, Answer
from helsekort.fhir.times import NORWAY
from helsekort.kith.faults import Problem, UnreadableMessage
from helsekort.kith.incoming import read_message
from helsekort.kith.lab_report.groups import as_written
from helsekort.kith.lab_report.settled import SettledReport, Stage, State

LONGEST_SHOWN = 20_000
"""Bytes of a message that no program reads."""


class SentPerson(Struct, frozen=True):
    """Whom the message says it is about. `relation` is to the first person; empty for herself."""

    name: str
    number: str
    birth_date: dt.date | None
    relation: str


class SentItem(Struct, frozen=True):
    """A result as sent, and its fate: "card", "outside" or "waiting", with the reason.

    `handle` names it where a person can say what it means; `what` is the catalogue's key where that much is known.
    """

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
    handle: str = ""
    what: str = ""


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


def as_text(raw: bytes) -> str:
    """The beginning of a message as it came, for a person to read; what is no text is replaced."""
    return raw[:LONGEST_SHOWN].decode("utf-8", errors="replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")


def persons_of(report: SettledReport) -> list[SentPerson]:
    return [
        SentPerson(
            one.patient.name, one.patient.national_number, one.patient.birth_date, one.patient.relation
        )
        for one in report.patients
    ]


def items_of(answers: list[Answer], *, decided: bool) -> list[SentItem]:
    """`decided`: the message counts in its report, so that a person can say what single results mean."""
    return [_item(one, decided=decided) for one in answers]


def _item(answer: Answer, *, decided: bool) -> SentItem:
    item = answer.item
    said = [each.item for each in reversed(item.versions) if each.item is not None]
    shown = said[0] if said else None
    valued = next((each for each in said if each.value is not None or each.as_sent), None)
    text, unit, sign = as_written(valued) if valued is not None else ("", "", "")
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
        handle=answer.content.hex() if decided and answer.fate == WAITING else "",
        what=answer.what,
    )
