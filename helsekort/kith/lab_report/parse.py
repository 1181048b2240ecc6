"""Reads a svarrapport v1.4: strict where a meaning could change, tolerant where real senders differ."""

import datetime as dt
from typing import Final

from lxml.etree import _Element as Element

from helsekort.kith.elements import LONGEST_NAME, Reader, cut
from helsekort.kith.faults import Effect, Fault, Problems
from helsekort.kith.lab_report import schema_names
from helsekort.kith.lab_report.parse_items import ItemReader
from helsekort.kith.lab_report.parties import ordered_by, parse_party
from helsekort.kith.lab_report.structs import (
    NAMESPACE,
    AnalysedSubject,
    Kind,
    LabMessage,
    LabPatient,
    LabReport,
    ReportStatus,
    Request,
)
from helsekort.kith.message_head.parse import message_identifier
from helsekort.record.identifiers import InvalidIdentifier, parse_national_number

_REPORT_KINDS: Final = (Kind.NEW, Kind.CHANGED, Kind.CANCELLED)
_CHECKED_NUMBERS: Final = ("FNR", "DNR")


def parse_lab_message(root: Element, zone: dt.tzinfo, problems: Problems) -> LabMessage | None:
    """A labsvar Message element -> the message. None when a problem that reaches the whole message was found."""
    reader = Reader(NAMESPACE, zone, problems)
    kind = reader.code(root, "Type", Effect.MESSAGE, needed=True)
    sent = reader.moment(root, "GenDate", Effect.MESSAGE, needed=True)
    message_id = message_identifier(reader, root)
    report = reader.one(root, "ServReport", Effect.MESSAGE)
    if report is None:
        problems.add(Fault.NO_REPORT, root, Effect.MESSAGE)
        return None
    laboratory = parse_party(reader, reader.one(report, "ServProvider", Effect.MESSAGE, needed=True))
    if laboratory is None and not problems.fatal:
        problems.add(Fault.MISSING, reader.all(report, "ServProvider")[0], Effect.MESSAGE)
    parsed = _report(reader, report)
    if kind is None or sent is None or laboratory is None or parsed is None:
        return None
    return LabMessage(
        message_id=message_id,
        sent=sent.instant,
        sent_text=_sent_text(reader, root),
        message_kind=kind,
        sender=laboratory,
        version=reader.text(root, "MIGversion", Effect.NOTE),
        report=parsed,
        ack_wanted=reader.choice(report, "Ack", ("J", "N", "F"), Effect.NOTE) != "N",
    )


def _sent_text(reader: Reader, root: Element) -> str:
    element = reader.all(root, "GenDate")[0]
    return (element.get("V") or element.text or "").strip()


def _report(reader: Reader, report: Element) -> LabReport | None:
    reader.know(report, schema_names.REPORT, Effect.MESSAGE)
    kind = reader.choice(report, "ServType", _REPORT_KINDS, Effect.MESSAGE, needed=True)
    issued = reader.moment(report, "IssueDate", Effect.MESSAGE, needed=True)
    report_id = reader.identifier(report, "ServProvId", Effect.MESSAGE, needed=True)
    status = reader.choice(report, "Status", [*ReportStatus], Effect.NOTE, needed=True)
    approved = reader.moment(report, "ApprDate", Effect.NOTE)
    for other in ("Animal", "Material"):
        if (found := reader.one(report, other, Effect.NOTE)) is not None:
            reader.problems.add(Fault.NOT_A_PERSON, found, Effect.MESSAGE)
    patients = _patients(reader, report)
    if kind is None or issued is None:
        return None
    return LabReport(
        report_id=report_id,
        kind=Kind(kind),
        status=ReportStatus(status) if status else None,
        issued=issued.instant,
        approved=approved.instant if approved is not None else None,
        discipline=reader.code(report, "MsgDescr", Effect.NOTE, needed=True),
        comments=_comments(reader, report),
        requests=tuple(_request(reader, one) for one in reader.all(report, "ServReq")),
        patients=patients,
        requester=parse_party(reader, reader.one(report, "Requester", Effect.NOTE)),
    )


def _comments(reader: Reader, report: Element) -> tuple[str, ...]:
    written = reader.text(report, "Comment", Effect.NOTE)
    coded = (one.name or one.value for one in reader.codes(report, "CodedComment"))
    return tuple(text for text in (written, *coded) if text)


def _request(reader: Reader, request: Element) -> Request:
    return Request(
        request_id=reader.text(request, "Id", Effect.NOTE),
        id_by_provider=reader.text(request, "IdByServProvider", Effect.NOTE),
        issued=reader.moment(request, "IssueDate", Effect.NOTE),
    )


def _patients(reader: Reader, report: Element) -> tuple[LabPatient, ...]:
    """The patient, then the one inside it, such as a child or a partner: each with results of its own."""
    found: list[LabPatient] = []
    counted = 0
    around = report
    while (element := reader.one(around, "Patient", Effect.MESSAGE, needed=around is report)) is not None:
        reader.know(element, schema_names.PATIENT, Effect.MESSAGE)
        subjects = _subjects(reader, element)
        items = ItemReader(reader, frozenset(one.id_by_provider for one in subjects), counted)
        found.append(_patient(reader, element, subjects, items))
        counted, around = items.count, element
    return tuple(found)


def _patient(
    reader: Reader, element: Element, subjects: tuple[AnalysedSubject, ...], items: ItemReader
) -> LabPatient:
    name = cut(reader.text(element, "Name", Effect.NOTE), LONGEST_NAME)
    number = reader.identifier(element, "OffId", Effect.MESSAGE)
    kind = reader.code(element, "TypeOffId", Effect.MESSAGE)
    holds = _holds(number, kind.value if kind is not None else "")
    if not name or not number:
        reader.problems.add(Fault.PERSON_UNIDENTIFIED, element, Effect.NOTE)
    if number and holds is False:
        reader.problems.add(Fault.NATIONAL_NUMBER_FAILS, element, Effect.NOTE)
    born = reader.moment(element, "DateOfBirth", Effect.NOTE)
    return LabPatient(
        name=name,
        national_number=number,
        number_kind=kind.value if kind is not None else "",
        number_holds=holds,
        birth_date=born.on if born is not None else None,
        id_by_provider=reader.text(element, "IdByServProvider", Effect.NOTE),
        relation=code.value if (code := reader.code(element, "Relation", Effect.NOTE)) is not None else "",
        ordered_by=ordered_by(reader, element),
        subjects=subjects,
        items=items.read(element),
    )


def _holds(number: str, kind: str) -> bool | None:
    """Whether the control digits fit; None for kinds without any that we know. Synthetic numbers fit here."""
    if kind not in _CHECKED_NUMBERS:
        return None
    try:
        parse_national_number(number, allow_synthetic=True)
    except InvalidIdentifier:
        return False
    return True


def _subjects(reader: Reader, patient: Element) -> tuple[AnalysedSubject, ...]:
    """The samples; one taken out of another, such as serum out of blood, stands inside it and is listed after it."""
    found: list[AnalysedSubject] = []
    for outer in reader.all(patient, "AnalysedSubject"):
        subject: Element | None = outer
        while subject is not None:
            found.append(_subject(reader, subject))
            subject = reader.one(subject, "AnalysedSubject", Effect.NOTE)
    return tuple(found)


def _subject(reader: Reader, subject: Element) -> AnalysedSubject:
    sample = reader.one(subject, "CollectedSample", Effect.NOTE)
    return AnalysedSubject(
        id_by_provider=reader.identifier(subject, "IdByServProvider", Effect.NOTE, needed=True),
        collected=reader.moment(sample, "CollectedDate", Effect.NOTE) if sample is not None else None,
        material=reader.code(subject, "TypeCoded", Effect.NOTE),
        material_text=reader.text(subject, "Type", Effect.NOTE),
        number=reader.text(subject, "Number", Effect.NOTE),
    )
