"""DiagnosticReport: a laboratory's report, with the results of it that stand on the card."""

import datetime as dt

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    Extension,
    Identifier,
    Meta,
    Named,
    Reference,
    concept,
)
from helsekort.fhir.heads import Head, origin_in
from helsekort.fhir.marks import find, marks, reason_in, refuse_others, status_in
from helsekort.fhir.resources.laboratory import PRELIMINARY
from helsekort.fhir.times import instant
from helsekort.record import codes
from helsekort.record.entries import LabReport, Status

REQUESTER = codes.EXTENSION + "requester"
LABORATORY = "laboratory"
WORDS = {
    Status.FINAL: "final",
    Status.CORRECTED: "corrected",
    Status.WITHDRAWN: "entered-in-error",
    Status.MISPLACED: "entered-in-error",
}
_SECOND = dt.timedelta(seconds=1)
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class DiagnosticReport(Closed, frozen=True, tag_field="resourceType", tag="DiagnosticReport"):
    """The closed profile."""

    id: str
    meta: Meta
    identifier: list[Identifier]
    status: str
    code: CodeableConcept
    subject: Reference
    issued: str
    performer: list[Named]
    extension: list[Extension] = field(default_factory=list)
    category: list[CodeableConcept] = field(default_factory=list)
    result: list[Reference] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension, REQUESTER)


def from_lab_report(report: LabReport, head: Head) -> DiagnosticReport:
    """A report -> its stored form. Its time is kept to the millisecond."""
    extensions = marks(report.status, report.reason, corrected_has_word=not report.preliminary)
    if report.requester:
        extensions.append(Extension(REQUESTER, value_string=report.requester))
    standing = report.status in (Status.FINAL, Status.CORRECTED)
    return DiagnosticReport(
        id=head.id,
        meta=head.meta("laboratory-report"),
        extension=extensions,
        identifier=[
            Identifier(codes.LAB_REPORT, report.key),
            Identifier(codes.LAB_REPORT_ID, report.report_id),
        ],
        status=PRELIMINARY if report.preliminary and standing else WORDS[report.status],
        category=[CodeableConcept(text=report.discipline)] if report.discipline else [],
        code=concept(codes.REPORT_KIND, LABORATORY),
        subject=head.woman_reference,
        issued=instant(report.issued),
        performer=[Named(report.laboratory)],
        result=[head.reference("Observation", origin) for origin in report.results],
    )


def to_lab_report(report: DiagnosticReport) -> LabReport:
    """The stored form -> a report. ValueError where it is none of this profile's."""
    if [each.system for each in report.identifier] != [codes.LAB_REPORT, codes.LAB_REPORT_ID]:
        raise ValueError("identifier: a report has its key, and then the laboratory's own identifier")
    if len(report.performer) != 1 or len(report.category) > 1:
        raise ValueError("performer, category: this profile has one of each")
    if report.code != concept(codes.REPORT_KIND, LABORATORY):
        raise ValueError("code: this profile is for laboratory reports")
    preliminary = report.status == PRELIMINARY
    words = {**WORDS, Status.FINAL: PRELIMINARY} if preliminary else WORDS
    requester = find(report.extension, REQUESTER)
    return LabReport(
        key=report.identifier[0].value,
        report_id=report.identifier[1].value,
        laboratory=report.performer[0].display,
        issued=_microseconds(report.issued),
        discipline=(report.category[0].text or "") if report.category else "",
        requester=(requester.value_string or "") if requester else "",
        results=tuple(origin_in(each, "Observation", report.id) for each in report.result),
        preliminary=preliminary,
        status=status_in(report.status, words, report.extension),
        reason=reason_in(report.extension),
    )


def _microseconds(text: str) -> int:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("issued: an instant has an offset")
    return round((moment - _BEGINNING) / _SECOND * 1000) * 1000
