"""Task: the way of a referral, or of a summary, a version for each step, each with who took it."""

from typing import Literal

from msgspec import field

from helsekort.fhir.datatypes import Closed, Extension, Meta, Note, Reference
from helsekort.fhir.heads import Head, origin_in, party_in
from helsekort.fhir.marks import find, marks, reason_in, refuse_others, status_in
from helsekort.record import codes
from helsekort.record.entries import ReferralAnswer, Status, Step
from helsekort.record.epicrisis import Delivered, Delivery

TAKEN_BY = codes.EXTENSION + "step-taken-by"
VERSION = codes.EXTENSION + "version-sent"
INSTEAD = codes.EXTENSION + "referral-instead"
ERROR = "entered-in-error"
WORDS = {Status.WITHDRAWN: ERROR, Status.MISPLACED: ERROR}


class Task(Closed, frozen=True, tag_field="resourceType", tag="Task"):
    """The closed profile."""

    id: str
    meta: Meta
    status: str
    intent: Literal["order"]
    focus: Reference
    for_: Reference = field(name="for")
    owner: Reference
    extension: list[Extension] = field(default_factory=list)
    note: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension, TAKEN_BY, INSTEAD, VERSION)


def from_answer(answer: ReferralAnswer, head: Head) -> Task:
    """A step of a referral -> its stored form."""
    extensions = marks(answer.status, answer.reason)
    extensions.append(Extension(TAKEN_BY, value_reference=head.author_reference))
    if answer.instead is not None:
        unit = Reference(head.party("Organization", answer.instead))
        extensions.append(Extension(INSTEAD, value_reference=unit))
    return Task(
        id=head.id,
        meta=head.meta("referral-answer"),
        extension=extensions,
        status=WORDS.get(answer.status, str(answer.step)),
        intent="order",
        focus=head.reference("ServiceRequest", answer.referral),
        for_=head.woman_reference,
        owner=Reference(head.party("Organization", answer.to)),
        note=[Note(answer.words)] if answer.words else [],
    )


def from_delivery(delivery: Delivery, head: Head) -> Task:
    """A step of a summary on its way -> its stored form."""
    extensions = marks(delivery.status, delivery.reason)
    extensions.append(Extension(TAKEN_BY, value_reference=head.author_reference))
    extensions.append(Extension(VERSION, value_string=str(delivery.sent)))
    return Task(
        id=head.id,
        meta=head.meta("epicrisis-delivery"),
        extension=extensions,
        status=WORDS.get(delivery.status, str(delivery.step)),
        intent="order",
        focus=head.reference("Composition", delivery.epicrisis),
        for_=head.woman_reference,
        owner=Reference(head.party("Organization", delivery.to)),
    )


def is_delivery(task: Task) -> bool:
    """Whether it is the way of a summary."""
    return task.focus.reference.startswith("Composition/")


def to_delivery(task: Task) -> Delivery:
    """The stored form -> a step of a summary. ValueError where it is none of this profile's."""
    version = find(task.extension, VERSION)
    if version is None or task.note or find(task.extension, INSTEAD):
        raise ValueError("a summary on its way has the version that was sent, and no note")
    wrong = task.status == ERROR
    return Delivery(
        epicrisis=origin_in(task.focus, "Composition", task.id),
        to=party_in(task.owner, "Organization"),
        sent=int(version.value_string or ""),
        step=Delivered.WITHDRAWN if wrong else Delivered(task.status),
        status=status_in(ERROR if wrong else "", {**WORDS, Status.FINAL: ""}, task.extension),
        reason=reason_in(task.extension),
    )


def to_answer(task: Task) -> ReferralAnswer:
    """The stored form -> a step. ValueError where it is none of this profile's."""
    if len(task.note) > 1 or find(task.extension, VERSION):
        raise ValueError("note: this profile has one at most, and no version that was sent")
    instead = find(task.extension, INSTEAD)
    if instead is not None and instead.value_reference is None:
        raise ValueError("extension: a unit is a reference")
    wrong = task.status == ERROR
    return ReferralAnswer(
        referral=origin_in(task.focus, "ServiceRequest", task.id),
        to=party_in(task.owner, "Organization"),
        step=Step.WITHDRAWN if wrong else Step(task.status),
        words=task.note[0].text if task.note else "",
        instead=party_in(instead.value_reference, "Organization")
        if instead and instead.value_reference
        else None,
        status=status_in(ERROR if wrong else "", {**WORDS, Status.FINAL: ""}, task.extension),
        reason=reason_in(task.extension),
    )
