"""Laboratory messages about the demo's women.

`demo_messages` makes a haemoglobin of 15.0, corrected to 12.0, then withdrawn, and a fourth with a number that is
nobody's: it waits until a person says whose it is. `story_message` makes what a story says that a laboratory sent.
"""

import datetime as dt
from collections.abc import Iterator

from msgspec.structs import replace

from helsekort.demo.stories_read import Answer, Cast, CastClinician
from helsekort.kith.lab_report.mapping import MappingTable
from helsekort.kith.lab_report.samples import (
    Subject,
    Times,
    build,
    haemoglobin,
    item,
    message,
    someone,
    uuid_of,
)
from helsekort.kith.lab_report.samples import number as sent_number
from helsekort.kith.lab_report.structs import Kind, LabMessage, ResultItem
from helsekort.kith.values import Ident, Party, Person

MINUTES_AFTER = {Kind.NEW: 1, Kind.CHANGED: 168, Kind.CANCELLED: 232}
"""Minutes after the first answer that a version of it is made."""


class NotSendable(Exception):
    """A value that no laboratory code of the mapping stands for."""


def demo_messages(cast: Cast, *, name: str, number: str, taken: dt.date) -> dict[str, bytes]:
    """File name -> message, in the order they are sent. Asked for by the cast's first doctor."""
    asked = _asker(cast, next(one for one in cast.clinician if one.category == "LE"))
    report = uuid_of(f"demo {number} {taken.isoformat()}")
    who = _subject(name, number)
    family, *_ = who.name.split(",")
    nobody = replace(who, number=someone(family=family).number)
    ferritin = item("118802", "NPU19763", "P-Ferritin", sent_number("24", "ug/L"), reference="15 - 150")
    new, changed, cancelled = MINUTES_AFTER.values()
    made = {
        "1-ny.xml": message(who, Times(taken, new), (haemoglobin("15.0"),), report_id=report),
        "2-endring.xml": message(
            who,
            Times(taken, changed),
            (haemoglobin("12.0", Kind.CHANGED),),
            report_id=report,
            kind=Kind.CHANGED,
        ),
        "3-kansellering.xml": message(
            who, Times(taken, cancelled), (), report_id=report, kind=Kind.CANCELLED
        ),
        "4-ukjent-nummer.xml": message(nobody, Times(taken), (ferritin,), report_id=uuid_of(f"{report} 4")),
    }
    return {file: build(_asked_for_by(asked, one)) for file, one in made.items()}


def story_message(
    cast: Cast, answer: Answer, *, name: str, number: str, taken: dt.date, mapping: MappingTable
) -> bytes:
    """A laboratory's answer of a story. NotSendable for a value that the mapping has no code and unit for."""
    kind = Kind[answer.change.upper()]
    one = message(
        _subject(name, number),
        Times(taken, MINUTES_AFTER[kind]),
        tuple(_items(answer, mapping, kind)),
        report_id=uuid_of(f"{number} {answer.report}"),
        kind=kind,
    )
    asked_by = next(one for one in cast.clinician if one.key == answer.asked_by)
    return build(_asked_for_by(_asker(cast, asked_by), one))


def _items(answer: Answer, mapping: MappingTable, kind: Kind) -> Iterator[ResultItem]:
    for what, value in answer.values.items():
        code, name, unit = _code(mapping, what)
        yield item(f"{answer.report} {code}", code, name, sent_number(str(value), unit), kind=kind)
    for other in answer.others:
        sent = sent_number(other.value, other.unit)
        yield item(f"{answer.report} {other.code}", other.code, other.name, sent, kind=kind)


def _code(mapping: MappingTable, what: str) -> tuple[str, str, str]:
    """(code, name, the unit that the card's own is)."""
    for code, row in mapping.items.items():
        unit = next((unit for unit, factor in row.units.items() if factor == 1), None)
        if row.key == what and unit is not None:
            return code, row.name, unit
    raise NotSendable(f"laboratory code for {what}")


def _subject(name: str, number: str) -> Subject:
    """Family name first, as laboratories write it."""
    *given, family = name.split()
    return Subject(f"{family}, {' '.join(given)}", number)


def _asked_for_by(asked: Party, one: LabMessage) -> LabMessage:
    patients = tuple(replace(patient, ordered_by=asked) for patient in one.report.patients)
    return replace(one, report=replace(one.report, requester=asked, patients=patients))


def _asker(cast: Cast, one: CastClinician) -> Party:
    unit = next(unit for unit in cast.unit if unit.key == one.unit)
    person = Person(one.name, (Ident(one.hpr, "HPR"),))
    return Party(unit.name, (Ident(unit.her_id, "HER"),), persons=(person,))
