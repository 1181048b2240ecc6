"""What a create may be, and what an update may change: rules of the record that no profile can say."""

from collections.abc import Iterator

from msgspec.structs import replace

from helsekort.fhir.marks import REASON
from helsekort.fhir.outcome import Issue
from helsekort.record.entries import (
    Attachment,
    CardOpened,
    Contact,
    Content,
    DueDate,
    Fetus,
    Finding,
    LabReport,
    Referral,
    ReferralAnswer,
    Row,
    Status,
)
from helsekort.record.epicrisis import Delivery, Epicrisis

KINDS: dict[type, str] = {
    CardOpened: "EpisodeOfCare",
    Contact: "Encounter",
    Finding: "Observation",
    Row: "Observation",
    DueDate: "Observation",
    Fetus: "RelatedPerson",
    LabReport: "DiagnosticReport",
    Referral: "ServiceRequest",
    ReferralAnswer: "Task",
    Attachment: "DocumentReference",
    Epicrisis: "Composition",
    Delivery: "Task",
}
NOT_CHANGED_HERE = (
    CardOpened,
    DueDate,
    LabReport,
    Referral,
    ReferralAnswer,
    Attachment,
    Epicrisis,
    Delivery,
)
RULE = "business-rule"


def new_faults(content: Content) -> Iterator[Issue]:
    """Why content cannot be new on a card."""
    kind = KINDS[type(content)]
    if content.status is not Status.FINAL:
        yield Issue(
            RULE, "What is new is neither corrected nor withdrawn. Create it as it stands.", f"{kind}.status"
        )
    if content.reason is not None:
        yield Issue(RULE, "A reason for a change goes with an update. Leave it out.", f"{kind}.extension")
    if isinstance(content, Finding) and content.lab is not None:
        yield Issue(RULE, "A laboratory's answer comes as its own message, not here.", f"{kind}.extension")
    if isinstance(content, Contact) and content.moved_in:
        yield Issue(RULE, "The service itself marks what was moved. Leave it out.", f"{kind}.extension")
    if isinstance(content, Fetus) and content.state_on is not None:
        says = "A fetus comes in as growing. A clinician says on the card what became of it."
        yield Issue(RULE, says, f"{kind}.extension")
    if isinstance(content, DueDate) and (not content.proposed or content.replaces or content.why):
        says = (
            "A due date comes in as a proposal: status preliminary, and a component `proposed` that is true."
            " A clinician confirms it on the card, and says why where it replaces another."
        )
        yield Issue(RULE, says, f"{kind}.status")


def _state(fetus: Fetus) -> tuple[object, ...]:
    return fetus.state, fetus.state_on, fetus.child


def bare(content: Content) -> Content:
    """What it says, without how it came to say it."""
    return replace(content, status=Status.FINAL, reason=None)


def says_the_same(before: Content, wanted: Content) -> bool:
    """Whether there is nothing to write. Final and corrected both stand: they differ in how it came to be said."""
    standing = (Status.FINAL, Status.CORRECTED)
    both_stand = before.status in standing and wanted.status in standing
    return bare(before) == bare(wanted) and (both_stand or before.status is wanted.status)


def kept_as_before(before: Content, wanted: Content) -> Content:
    """What is wanted, with what the service set at first and an update cannot say anew.

    A number that is the same stays as it was first written: many clients make 72.5 of 72.50.
    """
    if isinstance(before, Finding) and isinstance(wanted, Finding) and before.value == wanted.value:
        return replace(wanted, value=before.value)
    if isinstance(before, Row) and isinstance(wanted, Row):
        stood = {cell: cell for cell in before.cells}
        return replace(wanted, cells=tuple(stood.get(cell, cell) for cell in wanted.cells))
    if isinstance(before, Contact) and isinstance(wanted, Contact):
        held_by = before.held_by if wanted.held_by is None else wanted.held_by
        return replace(wanted, held_by=held_by, moved_in=before.moved_in)
    return wanted


def change_faults(before: Content, wanted: Content) -> Iterator[Issue]:
    """Why content cannot take the place of what stands. They differ, or there would be nothing to do."""
    kind = KINDS[type(before)]
    if type(before) is not type(wanted):
        yield Issue(RULE, "This is another kind of thing. Create it by itself.", kind)
        return
    if before.status not in (Status.FINAL, Status.CORRECTED):
        yield Issue(RULE, "It is withdrawn, and stays so. Create a new one.", f"{kind}.status")
    if not (wanted.reason or "").strip():
        yield Issue("required", f"Say why it is changed, in the extension {REASON}.", f"{kind}.extension")
    if wanted.status is Status.WITHDRAWN:
        if bare(before) != bare(wanted):
            says = "What is withdrawn stays as it stood. Send it unchanged but for status and reason."
            yield Issue(RULE, says, f"{kind}.status")
    elif wanted.status is not Status.CORRECTED:
        yield Issue(RULE, "What is changed is corrected: send the status corrected.", f"{kind}.status")
    yield from _fixed_faults(before, wanted, kind)


def _fixed_faults(before: Content, wanted: Content, kind: str) -> Iterator[Issue]:
    """What names a thing or ties it to another cannot change."""
    if isinstance(before, NOT_CHANGED_HERE):
        yield Issue(RULE, "This is not changed here. A clinician does it on the card.", kind)
        return
    if isinstance(before, Finding) and isinstance(wanted, Finding):
        if before.lab is not None or wanted.lab is not None:
            yield Issue(RULE, "A laboratory's answer is corrected by the laboratory.", kind)
        if before.what != wanted.what:
            yield Issue(
                RULE, "It stays about the same thing. Withdraw it, and create another.", f"{kind}.code"
            )
        if before.contact != wanted.contact:
            says = "It stays in its contact. Withdraw it, and create another."
            yield Issue(RULE, says, f"{kind}.encounter")
    if isinstance(before, Row) and isinstance(wanted, Row):
        if before.group != wanted.group or before.fetus != wanted.fetus:
            says = "It stays in its group, and about the same fetus. Withdraw it, and create another."
            yield Issue(RULE, says, f"{kind}.code")
        if before.contact != wanted.contact:
            says = "It stays in its contact. Withdraw it, and create another."
            yield Issue(RULE, says, f"{kind}.encounter")
    if isinstance(before, Contact) and isinstance(wanted, Contact) and before.held_by != wanted.held_by:
        yield Issue(RULE, "Who held it stays as it is.", f"{kind}.participant")
    if isinstance(before, Fetus) and isinstance(wanted, Fetus) and before.label != wanted.label:
        yield Issue(RULE, "A label never moves from one fetus to another.", f"{kind}.name")
    if isinstance(before, Fetus) and isinstance(wanted, Fetus) and _state(before) != _state(wanted):
        says = "What becomes of a fetus is said on the card, by a clinician. Leave its state as it is."
        yield Issue(RULE, says, f"{kind}.extension")
    if (
        isinstance(wanted, Contact | Finding | Row | DueDate | Fetus)
        and before.identifiers != wanted.identifiers
    ):
        yield Issue(RULE, "What other systems call it stays as it is.", f"{kind}.identifier")
