"""Writes a svarrapport v1.4 from the structs it is read into: for samples, and to test the reader against."""

from itertools import pairwise

from lxml.etree import _Element as Element

from helsekort.kith.lab_report.structs import (
    NAMESPACE,
    AnalysedSubject,
    DateValue,
    Interval,
    LabMessage,
    LabPatient,
    LabReport,
    Number,
    ResultItem,
    Text,
    Value,
)
from helsekort.kith.values import Code, Ident, Party
from helsekort.kith.writing import Writer, as_bytes, in_utc

_WRITER = Writer(NAMESPACE)


def write_lab_message(message: LabMessage, encoding: str = "UTF-8") -> bytes:
    """A bare Message. Keys of results are not written: the reader makes them anew."""
    return as_bytes(lab_element(message), encoding)


def lab_element(message: LabMessage) -> Element:
    """The Message element, as it stands alone or inside a head message."""
    w, root = _WRITER, _WRITER.root("Message")
    w.code(root, "Type", message.message_kind)
    w.text(root, "MIGversion", message.version)
    w.attribute(root, "GenDate", message.sent_text)
    w.text(root, "MsgId", message.message_id)
    _report(w.add(root, "ServReport"), message.report, message)
    return root


def _report(around: Element, report: LabReport, message: LabMessage) -> None:
    w = _WRITER
    w.attribute(around, "ServType", report.kind.value)
    w.attribute(around, "IssueDate", in_utc(report.issued))
    if report.approved is not None:
        w.attribute(around, "ApprDate", in_utc(report.approved))
    w.attribute(around, "Status", report.status.value if report.status is not None else "")
    if not message.ack_wanted:
        w.attribute(around, "Ack", "N")
    w.code(around, "MsgDescr", report.discipline)
    w.text(around, "ServProvId", report.report_id)
    w.text(around, "Comment", "\n".join(report.comments))
    for request in report.requests:
        element = w.add(around, "ServReq")
        w.moment(element, "IssueDate", request.issued)
        w.text(element, "Id", request.request_id)
        w.text(element, "IdByServProvider", request.id_by_provider)
    _patients(around, report.patients)
    _party(around, "ServProvider", message.sender)
    if report.requester is not None:
        _party(around, "Requester", report.requester)


def _patients(around: Element, patients: tuple[LabPatient, ...]) -> None:
    """The second person stands inside the first, at the end."""
    elements = [_patient(patient) for patient in patients]
    for outer, inner in pairwise([around, *elements]):
        outer.append(inner)


def _patient(patient: LabPatient) -> Element:
    w, element = _WRITER, _WRITER.root("Patient")
    if patient.birth_date is not None:
        w.attribute(element, "DateOfBirth", patient.birth_date.isoformat())
    w.text(element, "Name", patient.name)
    w.text(element, "IdByServProvider", patient.id_by_provider)
    w.text(element, "OffId", patient.national_number)
    w.attribute(element, "TypeOffId", patient.number_kind)
    w.attribute(element, "Relation", patient.relation)
    if patient.ordered_by is not None:
        responsible = w.add(element, "ResponsibleHcp")
        w.attribute(responsible, "Relation", "REK")
        _hcp(responsible, patient.ordered_by)
    for subject in patient.subjects:
        _subject(w.add(element, "AnalysedSubject"), subject)
    for item in patient.items:
        _item(w.add(element, "ResultItem"), item)
    return element


def _subject(around: Element, subject: AnalysedSubject) -> None:
    w = _WRITER
    if subject.collected is not None:
        w.moment(w.add(around, "CollectedSample"), "CollectedDate", subject.collected)
    w.text(around, "Type", subject.material_text)
    w.code(around, "TypeCoded", subject.material)
    w.text(around, "Number", subject.number)
    w.text(around, "IdByServProvider", subject.id_by_provider)


def _item(around: Element, item: ResultItem) -> None:
    w = _WRITER
    if item.value is not None:
        _value(around, item.value)
    w.attribute(around, "ServType", item.kind.value)
    for line in item.reference.splitlines():
        w.text(w.add(around, "RefInterval"), "Descr", line)
    if item.codes:
        investigation = w.add(around, "Investigation")
        for code in item.codes:
            w.code(investigation, "Id", code)
    w.moment(around, "InvDate", item.investigated)
    w.text(around, "Comment", item.comment)
    w.attribute(around, "DevResultInd", item.deviation)
    w.text(around, "IdResultItem", item.item_id)
    w.text(around, "RefIdResultItem", item.ref_item)
    w.attribute(around, "StatusInvestigation", item.status)
    for subject in item.subjects:
        w.text(around, "RefAnalysedSubject", subject)
    if item.accredited is not None:
        w.attribute(around, "Accredited", str(item.accredited).lower())
    for child in item.children:
        _item(w.add(around, "ResultItem"), child)


def _value(around: Element, value: Value) -> None:
    w = _WRITER
    match value:
        case Number():
            result = w.add(around, "NumResult")
            w.attribute(result, "ArithmeticComp", value.comparator.value if value.comparator else "")
            _quantity(result, "NumResultValue", value)
        case Text():
            result = w.add(around, "TextResult")
            w.code(result, "Heading", value.heading)
            w.text(result, "TextResultValue", value.text)
            for code in value.codes:
                w.code(result, "TextCode", code)
            w.text(result, "Unit", value.unit)
        case Interval():
            result = w.add(around, "Interval")
            for name, limit in (("Low", value.low), ("High", value.high)):
                if limit is not None:
                    _quantity(result, name, limit)
        case DateValue():
            w.moment(w.add(around, "DateResult"), "DateResultValue", value.moment)


def _quantity(around: Element, name: str, number: Number) -> None:
    element = _WRITER.add(around, name)
    element.set("V", number.text)
    if number.unit:
        element.set("U", number.unit)


def _party(around: Element, role: str, party: Party) -> None:
    _hcp(_WRITER.add(around, role), party)


def _hcp(around: Element, party: Party) -> None:
    w = _WRITER
    institution = w.add(w.add(around, "HCP"), "Inst")
    _named(institution, party.name, party.idents)
    for unit in party.units:
        _named(w.add(institution, "Dept"), unit.name, unit.idents[:1])
    for person in party.persons:
        _named(w.add(institution, "HCPerson"), person.name, person.idents[:1])
    for ident in party.idents[1:]:
        other = w.add(institution, "AdditionalId")
        w.text(other, "Id", ident.value)
        w.code(other, "Type", Code(ident.kind))


def _named(around: Element, name: str, idents: tuple[Ident, ...]) -> None:
    _WRITER.text(around, "Name", name)
    for ident in idents[:1]:
        _WRITER.text(around, "Id", ident.value)
        _WRITER.code(around, "TypeId", Code(ident.kind))
