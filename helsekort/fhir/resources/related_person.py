"""RelatedPerson: a fetus, a person of its own from the first ultrasound."""

import datetime as dt

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    Extension,
    HumanName,
    Meta,
    Period,
    Reference,
    concept,
    only_name,
)
from helsekort.fhir.heads import Head, party_in
from helsekort.fhir.marks import (
    ForeignIdentifier,
    find,
    foreign_elements,
    foreign_ids,
    marks,
    reason_in,
    refuse_others,
    status_in,
)
from helsekort.record import codes
from helsekort.record.endings import FetusState
from helsekort.record.entries import Fetus, Status

POSITION = codes.EXTENSION + "fetus-position"
STATE = codes.EXTENSION + "fetus-state"
STATE_ON = codes.EXTENSION + "fetus-state-on"
CHILD = codes.EXTENSION + "child"
WORDS = {Status.FINAL: "active", Status.WITHDRAWN: "inactive"}


class RelatedPerson(Closed, frozen=True, tag_field="resourceType", tag="RelatedPerson"):
    """The closed profile."""

    id: str
    meta: Meta
    patient: Reference
    active: bool
    name: list[HumanName]
    period: Period
    extension: list[Extension] = field(default_factory=list)
    identifier: list[ForeignIdentifier] = field(default_factory=list)
    relationship: list[CodeableConcept] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension, POSITION, STATE, STATE_ON, CHILD)


def from_fetus(fetus: Fetus, head: Head) -> RelatedPerson:
    """A fetus -> its stored form."""
    extensions = marks(fetus.status, fetus.reason)
    if fetus.position is not None:
        extensions.append(Extension(POSITION, value_string=fetus.position))
    if fetus.state_on is not None:
        extensions.append(Extension(STATE, value_code=fetus.state))
        extensions.append(Extension(STATE_ON, value_date=fetus.state_on.isoformat()))
    if fetus.child is not None:
        extensions.append(Extension(CHILD, value_reference=Reference(head.party("Patient", fetus.child))))
    return RelatedPerson(
        id=head.id,
        meta=head.meta("fetus"),
        patient=head.woman_reference,
        extension=extensions,
        identifier=foreign_elements(fetus.identifiers),
        # A label is no identifier, for every card has an A; it is the name until there is another.
        name=[HumanName(fetus.label, "temp")],
        active=fetus.status in (Status.FINAL, Status.CORRECTED),
        relationship=[concept(codes.ROLE_CODE, "CHILD")],
        period=Period(start=fetus.since.isoformat()),
    )


def to_fetus(person: RelatedPerson) -> Fetus:
    """The stored form -> a fetus."""
    position = find(person.extension, POSITION)
    state, state_on = find(person.extension, STATE), find(person.extension, STATE_ON)
    child = find(person.extension, CHILD)
    word = "active" if person.active else "inactive"
    return Fetus(
        label=only_name(person.name),
        since=dt.date.fromisoformat(person.period.start),
        position=position.value_string if position else None,
        status=status_in(word, WORDS, person.extension),
        reason=reason_in(person.extension),
        identifiers=foreign_ids(person.identifier),
        state=FetusState(state.value_code) if state and state.value_code else FetusState.GROWING,
        state_on=dt.date.fromisoformat(state_on.value_date) if state_on and state_on.value_date else None,
        child=party_in(child.value_reference, "Patient") if child and child.value_reference else None,
    )
