"""OperationOutcome: every problem found, where it stands, and what to do about it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal

import msgspec
from msgspec import Struct, field

from helsekort.fhir.datatypes import Closed, CodeableConcept, concept
from helsekort.record.codes import CODE_SYSTEM

CONFIRMATION = CODE_SYSTEM + "confirmation"
Severity = Literal["fatal", "error", "warning", "information"]
MOST_TOLD = 100
"""Problems told at once. A megabyte can hold hundreds of thousands, and telling them all would be 30."""


class Issue(Struct, frozen=True):
    """One problem. `code` is of FHIR's list issue-type; `says` holds the remedy and never a value that was sent.

    `where` is a path such as `Observation.component[0].valueQuantity`. `mark` is what confirms the value, where
    it is a question and no fault.
    """

    code: str
    says: str
    where: str = ""
    mark: str = ""
    severity: Severity = "error"

    def within(self, place: str) -> "Issue":
        """The same problem of a resource that stands at `place`, such as `Bundle.entry[2].resource`."""
        rest = self.where.partition(".")[2]
        where = f"{place}.{rest}" if rest else place
        return Issue(self.code, self.says, where, self.mark, self.severity)


class NotAccepted(Exception):
    """What was sent cannot be taken. Nothing was saved. `issues` are all the problems found."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = list(issues)
        super().__init__(f"{len(self.issues)} problems")


def first(issues: Iterable[Issue]) -> Iterator[Issue]:
    """As many as are told, and one more where there are more: what comes after it is not looked for."""
    return islice(issues, MOST_TOLD + 1)


class _Issue(Closed, frozen=True):
    severity: str
    code: str
    details: CodeableConcept | None = None
    diagnostics: str | None = None
    expression: list[str] = field(default_factory=list)


class OperationOutcome(Closed, frozen=True, tag_field="resourceType", tag="OperationOutcome"):
    """FHIR's answer where there is no other."""

    issue: list[_Issue]


_MORE = Issue("too-costly", f"There are more problems than these {MOST_TOLD}. Mend these, and send it again.")
_encoder = msgspec.json.Encoder()


def outcome(issues: Iterable[Issue]) -> bytes:
    """The JSON of an OperationOutcome with these issues; there is at least one. Of very many the first are told."""
    told = list(first(issues))
    if len(told) > MOST_TOLD:
        told[MOST_TOLD] = _MORE
    return _encoder.encode(OperationOutcome([_element(issue) for issue in told]))


def _element(issue: Issue) -> _Issue:
    details = concept(CONFIRMATION, issue.mark) if issue.mark else None
    return _Issue(issue.severity, issue.code, details, issue.says, [issue.where] if issue.where else [])
