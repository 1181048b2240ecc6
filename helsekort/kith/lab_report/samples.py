"""Answers about fictive people, made from the day given: for the demo, and for the tests of every case.

`build` makes one message; `cases` has one sequence of messages for each case that the project meets, in the order
in which they arrive. Everyone is invented, and numbers are synthetic.
"""

import datetime as dt
import hashlib
from decimal import Decimal

from msgspec import Struct

from helsekort.kith.lab_report.structs import (
    VERSION,
    AnalysedSubject,
    Comparator,
    Kind,
    LabMessage,
    LabPatient,
    LabReport,
    Number,
    ReportStatus,
    Request,
    ResultItem,
    Text,
    Value,
)
from helsekort.kith.lab_report.write import lab_element, write_lab_message
from helsekort.kith.message_head.structs import Head
from helsekort.kith.message_head.write import write_in_head
from helsekort.kith.values import Code, Ident, Moment, Party, Person, Unit
from helsekort.record.identifiers import NationalNumber, make_synthetic_number

NLK = "2.16.578.1.12.4.1.1.7280"
MATERIALS = "2.16.578.1.12.4.1.1.8351"
LABORATORY = Party(
    "Fjordlaboratoriet",
    (Ident("900101", "HER"), Ident("998570328", "ENH")),
    (Unit("Medisinsk biokjemi", (Ident("900102", "HER"),)),),
)
MICROBIOLOGY = Party(
    "Fjordlaboratoriet",
    (Ident("900101", "HER"),),
    (Unit("Mikrobiologi", (Ident("900103", "HER"),)),),
)
REQUESTER = Party(
    "Bakken legekontor",
    (Ident("900201", "HER"),),
    persons=(Person("Amir Rahimi", (Ident("900202", "HER"),)),),
)
TAKEN_AT = dt.time(7, 57)
ANSWERED_AT = dt.time(9, 4, 10)


class Subject(Struct, frozen=True):
    """Whom an answer is about."""

    name: str  # family name first, as laboratories write it
    number: str
    born: dt.date | None = None


class Times(Struct, frozen=True):
    """When things happened, in Norwegian civil time. Versions of a report differ in `made_minutes` alone."""

    taken: dt.date
    made_minutes: int = 1  # after the answer was first written

    @property
    def issued(self) -> dt.datetime:
        return dt.datetime.combine(self.taken, ANSWERED_AT)

    @property
    def made(self) -> dt.datetime:
        return self.issued + dt.timedelta(minutes=self.made_minutes)


def someone(day: int = 3, month: int = 4, year2: int = 95, *, family: str = "Sletten") -> Subject:
    """A fictive woman with the first synthetic number of her day. ValueError where the day has none."""
    made = (make_synthetic_number(day, month, year2, individual) for individual in range(200, 300, 2))
    number: NationalNumber | None = next((one for one in made if one is not None), None)
    if number is None:
        raise ValueError("no synthetic number can be made for that day")
    return Subject(f"{family}, Prøve", number.value)


def number(text: str, unit: str, comparator: Comparator | None = None) -> Number:
    """A number as a laboratory writes it. What is no number at all keeps its text, to be refused by the reader."""
    value = Decimal(text) if text.replace(".", "").isdigit() else Decimal(0)
    return Number(value, text, unit, comparator)


def item(
    item_id: str,
    code: str,
    name: str,
    value: Value | None,
    *,
    kind: Kind = Kind.NEW,
    status: str = "3",
    reference: str = "",
    subjects: tuple[str, ...] = ("1",),
    comment: str = "",
    system: str = NLK,
    children: tuple[ResultItem, ...] = (),
) -> ResultItem:
    """A result as it is sent."""
    codes = (Code(code, system, name),) if code else ()
    return ResultItem(
        key="",
        kind=kind,
        item_id=item_id,
        codes=codes,
        value=value,
        reference=reference,
        status=status,
        subjects=subjects,
        comment=comment,
        children=children,
    )


def haemoglobin(
    text: str | None, kind: Kind = Kind.NEW, *, status: str = "3", unit: str = "g/dL"
) -> ResultItem:
    """The same haemoglobin in its versions; None is its withdrawal."""
    return item(
        "118801",
        "NOR05172",
        "B-Hemoglobin",
        number(text, unit) if text is not None else None,
        kind=kind,
        status=status,
        reference="11,7 - 15,3",
    )


def samples_of(taken: dt.date, *later_days: int) -> tuple[AnalysedSubject, ...]:
    """Blood, first on the day, then on days after it; all with number 1, as real senders have it."""
    days = (0, *later_days)
    return tuple(
        AnalysedSubject(
            id_by_provider=str(position),
            collected=_moment(taken + dt.timedelta(days=day), TAKEN_AT),
            material=Code("B", MATERIALS, "Blod"),
            number="1",
        )
        for position, day in enumerate(days, start=1)
    )


def message(
    who: Subject,
    times: Times,
    items: tuple[ResultItem, ...],
    *,
    report_id: str,
    kind: Kind = Kind.NEW,
    status: ReportStatus = ReportStatus.FINAL,
    laboratory: Party = LABORATORY,
    discipline: str = "CLIN",
    comment: str = "",
    subjects: tuple[AnalysedSubject, ...] | None = None,
    others: tuple[LabPatient, ...] = (),
) -> LabMessage:
    """One version of a report, as it is sent."""
    taken = samples_of(times.taken) if subjects is None else subjects
    patient = patient_of(who, items, taken if items else ())
    report = LabReport(
        report_id=report_id,
        kind=kind,
        status=status,
        issued=times.issued,
        discipline=Code(discipline),
        comments=(comment,) if comment else (),
        requests=(Request(uuid_of(f"request of {report_id}"), issued=_moment(times.taken, None)),),
        patients=(patient, *others),
        requester=REQUESTER,
    )
    return LabMessage(
        message_id=uuid_of(f"{report_id} {kind.value} {times.made.isoformat()}"),
        sent=times.made,
        sent_text=times.made.isoformat(),
        message_kind=Code("SVAR_LAB", name="Svarrapport-Laboratoriemedisin"),
        sender=laboratory,
        version=VERSION,
        report=report,
    )


def patient_of(
    who: Subject,
    items: tuple[ResultItem, ...],
    subjects: tuple[AnalysedSubject, ...],
    *,
    number_kind: str = "FNR",
    relation: str = "",
) -> LabPatient:
    """A person of a report."""
    return LabPatient(
        name=who.name,
        national_number=who.number,
        number_kind=number_kind,
        number_holds=None,
        birth_date=who.born,
        relation=relation,
        ordered_by=REQUESTER,
        subjects=subjects,
        items=items,
    )


def build(one: LabMessage, *, encoding: str = "UTF-8", in_head: bool = False) -> bytes:
    """The message as bytes, bare or in a head message from the laboratory to the requester."""
    if not in_head:
        return write_lab_message(one, encoding)
    head = Head(
        message_id=uuid_of(f"head of {one.message_id}"),
        kind=one.message_kind,
        sent=one.sent,
        sent_text=one.sent_text,
        sender=one.sender,
        receiver=REQUESTER,
        ack_wanted=True,
        signed=False,
    )
    return write_in_head(head, lab_element(one), encoding=encoding)


def haemoglobin_story(who: Subject, taken: dt.date, *, report_id: str = "") -> tuple[bytes, bytes, bytes]:
    """15.0, corrected to 12.0, then the whole report withdrawn: three messages about one report."""
    name = report_id or uuid_of(f"report {taken.isoformat()}")
    first = message(who, Times(taken, 1), (haemoglobin("15.0"),), report_id=name)
    second = message(
        who,
        Times(taken, 168),
        (haemoglobin("12.0", Kind.CHANGED),),
        report_id=name,
        kind=Kind.CHANGED,
        comment="Ett svar er endret.",
    )
    third = message(
        who,
        Times(taken, 232),
        (),
        report_id=name,
        kind=Kind.CANCELLED,
        comment="Hele svarrapporten er trukket tilbake.",
    )
    return build(first), build(second), build(third)


def uuid_of(text: str) -> str:
    """The same UUID for the same text; version 8, which is free to be made of a digest."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-9{digest[17:20]}-{digest[20:32]}"


def worded(text: str, heading: str = "LR", *codes: Code) -> Text:
    """A result in words."""
    return Text(text, Code(heading), codes)


def _moment(on: dt.date, at: dt.time | None) -> Moment:
    """For writing only: the instant, which is not written, takes the civil time for UTC."""
    return Moment(on, at, dt.datetime.combine(on, at or dt.time(), dt.UTC))
