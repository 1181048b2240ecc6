"""RelatedPerson: a fetus, a person of its own from the first ultrasound."""

import datetime as dt

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    Extension,
    Identifier,
    Meta,
    Period,
    Reference,
    concept,
)
from helsekort.fhir.heads import Head
from helsekort.fhir.marks import find, marks, reason_in, status_in
from helsekort.record import codes
from helsekort.record.entries import Fetus, Status

LABEL = codes.CODE_SYSTEM + "fetus-label"
POSITION = codes.EXTENSION + "fetus-position"
WITHDRAWN = codes.EXTENSION + "withdrawn"


class RelatedPerson(Closed, frozen=True, tag_field="resourceType", tag="RelatedPerson"):
    """The closed profile."""

    id: str
    meta: Meta
    patient: Reference
    extension: list[Extension] = field(default_factory=list)
    identifier: list[Identifier] = field(default_factory=list)
    active: bool | None = None
    relationship: list[CodeableConcept] = field(default_factory=list)
    period: Period | None = None


def from_fetus(fetus: Fetus, head: Head) -> RelatedPerson:
    """A fetus -> its stored form."""
    extensions = marks(fetus.status, fetus.reason)
    if fetus.position is not None:
        extensions.append(Extension(POSITION, value_string=fetus.position))
    return RelatedPerson(
        id=head.id,
        meta=head.meta("fetus"),
        patient=head.woman_reference,
        extension=extensions,
        identifier=[Identifier(system=LABEL, value=fetus.label)],
        active=fetus.status in (Status.FINAL, Status.CORRECTED),
        relationship=[concept(codes.ROLE_CODE, "CHILD")],
        period=Period(start=fetus.since.isoformat()),
    )


def to_fetus(person: RelatedPerson) -> Fetus:
    """The stored form -> a fetus."""
    position = find(person.extension, POSITION)
    reason = reason_in(person.extension)
    word = "active" if person.active else "inactive"
    status = status_in(word, {Status.WITHDRAWN: "inactive"}, person.extension)
    return Fetus(
        label=(person.identifier[0].value if person.identifier else None) or "",
        since=dt.date.fromisoformat((person.period.start if person.period else None) or ""),
        position=position.value_string if position else None,
        status=Status.CORRECTED if status is Status.FINAL and reason is not None else status,
        reason=reason,
    )
