"""The demo's laboratory messages about one of its women: a haemoglobin of 15.0, corrected to 12.0, then withdrawn.

A fourth has her name and a number that is nobody's: it waits until a person says whose it is.
"""

import datetime as dt

from msgspec.structs import replace

from helsekort.demo.stories_read import Cast
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
from helsekort.kith.lab_report.structs import Kind, LabMessage
from helsekort.kith.values import Ident, Party, Person


def demo_messages(cast: Cast, *, name: str, number: str, taken: dt.date) -> dict[str, bytes]:
    """File name -> message, in the order they are sent. Asked for by the cast's first doctor."""
    asked = _first_doctor(cast)
    report = uuid_of(f"demo {number} {taken.isoformat()}")
    *given, family = name.split()
    who = Subject(f"{family}, {' '.join(given)}", number)
    nobody = replace(who, number=someone(family=family).number)
    ferritin = item("118802", "NPU19763", "P-Ferritin", sent_number("24", "ug/L"), reference="15 - 150")
    made = {
        "1-ny.xml": message(who, Times(taken, 1), (haemoglobin("15.0"),), report_id=report),
        "2-endring.xml": message(
            who, Times(taken, 168), (haemoglobin("12.0", Kind.CHANGED),), report_id=report, kind=Kind.CHANGED
        ),
        "3-kansellering.xml": message(who, Times(taken, 232), (), report_id=report, kind=Kind.CANCELLED),
        "4-ukjent-nummer.xml": message(nobody, Times(taken), (ferritin,), report_id=uuid_of(f"{report} 4")),
    }
    return {file: build(_asked_for_by(asked, one)) for file, one in made.items()}


def _asked_for_by(asked: Party, one: LabMessage) -> LabMessage:
    patients = tuple(replace(patient, ordered_by=asked) for patient in one.report.patients)
    return replace(one, report=replace(one.report, requester=asked, patients=patients))


def _first_doctor(cast: Cast) -> Party:
    doctor = next(one for one in cast.clinician if one.category == "LE")
    unit = next(one for one in cast.unit if one.key == doctor.unit)
    person = Person(doctor.name, (Ident(doctor.hpr, "HPR"),))
    return Party(unit.name, (Ident(unit.her_id, "HER"),), persons=(person,))
