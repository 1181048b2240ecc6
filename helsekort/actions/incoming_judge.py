"""What judging.py says of a page's form, as problems of a resource, each with its place."""

from collections.abc import Callable

from helsekort.actions.judging import (
    ask,
    confirmation_mark,
    judge_contact,
    judge_due_date,
    judge_findings,
)
from helsekort.actions.judging_rows import cell_mark, judge_rows
from helsekort.actions.outcomes import Doubt, Problem, Rejected
from helsekort.actions.work import Work
from helsekort.fhir.changes import KINDS
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.record.card import Card
from helsekort.record.entries import Contact, Content, DueDate, Fetus, Finding, Row
from helsekort.record.measurements import Concern, Level

Judge = Callable[[Card, Content], None]


def judge_of(doing: Work, confirmed: frozenset[str]) -> Judge:
    """The judge of the pages, whose answers are turned into problems with a path."""

    def judged(card: Card, content: Content) -> None:
        kind = KINDS[type(content)]
        try:
            if isinstance(content, Finding):
                _tied(card, content)
                ask(judge_findings(doing.ctx, card, [content], confirmed))
            elif isinstance(content, Row):
                ask(judge_rows(doing.ctx, card, [content], confirmed))
            elif isinstance(content, Contact):
                ask(judge_contact(doing.ctx, card, content, confirmed))
            elif isinstance(content, DueDate):
                judge_due_date(doing.ctx, content)
            elif isinstance(content, Fetus):
                _labelled(card, content)
        except Rejected as rejected:
            raise NotAccepted(_rejected(kind, content, each) for each in rejected.problems) from None
        except Doubt as doubt:
            assert isinstance(content, Finding | Row | Contact)  # noqa: S101  # nothing else is asked about
            raise NotAccepted(_doubts(kind, content, doubt)) from None

    return judged


def _tied(card: Card, finding: Finding) -> None:
    line = card.contact(finding.contact) if finding.contact is not None else None
    if finding.contact is not None and (line is None or not line.contact.stands):
        says = "There is no such Encounter on this card that stands."
        raise NotAccepted([Issue("not-found", says, "Observation.encounter")])


def _labelled(card: Card, fetus: Fetus) -> None:
    if any(trail.now.label == fetus.label for trail in card.fetuses):
        says = "Another fetus of this card has this label."
        raise NotAccepted([Issue("business-rule", says, "RelatedPerson.name")])


PLACES = {
    "unknown": ("code", "Nothing on a card has this code by itself."),
    "value-or-absent": ("value", "Send a value, or the reason why there is none."),
    "fetus": ("focus", "Name the fetus in focus where the value is one of a fetus, and only there."),
    "fetus-gone": ("focus", "The day lies after the one that this fetus is no longer growing on."),
    "after-end": (
        "period",
        "The day lies after the pregnancy: send a contact that is no check-up, or another day.",
    ),
    "form": ("value", "The value has not the form that this code asks for. See docs/measurements.md."),
    "future": ("effective", "The day lies in the future."),
    "future-time": ("effective", "The time lies in the future."),
    "missing": ("extension", "Say who wrote it on paper, and send what the group requires."),
    "empty": ("component", "A row has one component at least."),
    "no-such-contact": ("encounter", "There is no such Encounter on this card that stands."),
    "second": (
        "code",
        "One stands already: a pregnancy has one birth, and a child is born once. Correct that one.",
    ),
    "outside": ("component", "The length is not one that this method allows."),
    "not-this-method": ("component", "This method has the Norwegian length."),
    "outside-pregnancy": ("value", "The day lies outside of any pregnancy with this due date."),
}

OTHER = ("value", "The record does not allow this.")


def rejected_issue(kind: str, code: str) -> Issue:
    """A problem's code in the words of a resource."""
    element, says = PLACES.get(code, OTHER)
    if kind == "Encounter" and element in ("effective", "value"):
        element = "period"
    return Issue("business-rule", says, f"{kind}.{element}")


def _rejected(kind: str, content: Content, problem: Problem) -> Issue:
    """A problem's code with its place; of a row, with the cell it is about."""
    issue = rejected_issue(kind, problem.code)
    cell = problem.field.rpartition(".")[2]
    places = (
        [at for at, each in enumerate(content.cells) if each.what == cell] if isinstance(content, Row) else []
    )
    if places:
        return Issue(issue.code, issue.says, f"{kind}.component[{places[0]}]")
    return issue


def impossible(kind: str, concern: Concern) -> Issue:
    """A value that can only be stored as stated."""
    limits = f" ({concern.low} to {concern.high})" if concern.low is not None else ""
    says = (
        f"This is outside of what can be{limits}. It is stored only as stated, unverified, with the"
        " reason in the extension `unverified`."
    )
    return Issue("business-rule", says, f"{kind}.value")


def _doubts(kind: str, content: Finding | Row | Contact, doubt: Doubt) -> list[Issue]:
    issues = []
    for asked in doubt.asked:
        concern = asked.concern
        if concern.level is not Level.ASK:
            issues.append(impossible(kind, concern))
            continue
        limits = f" ({concern.low} to {concern.high})" if concern.low is not None else ""
        says = (
            f"This is unusual{limits}. Where it is meant, send it again with the header"
            " Helsekort-Confirm and the code in details."
        )
        place = "period" if isinstance(content, Contact) else "value"
        issues.append(Issue("business-rule", says, f"{kind}.{place}", _mark(content, concern)))
    return issues


def _mark(content: Finding | Row | Contact, concern: Concern) -> str:
    """What confirms it; of a row, the cell the concern is about."""
    if not isinstance(content, Row):
        return confirmation_mark(content)
    pressed = concern.what in ("systolic", "diastolic")
    what = "blood_pressure" if pressed else concern.what
    return next((cell_mark(content, cell) for cell in content.cells if cell.what == what), "")
