"""Encounter: a check-up or a contact between visits."""

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    Coding,
    Extension,
    Meta,
    Period,
    Reference,
    code_in,
    concept,
)
from helsekort.fhir.heads import Head, party_in
from helsekort.fhir.marks import (
    PAPER,
    ForeignIdentifier,
    find,
    foreign_elements,
    foreign_ids,
    marks,
    paper_in,
    reason_in,
    refuse_others,
    status_in,
)
from helsekort.fhir.times import date_time, split_date_time
from helsekort.record import codes
from helsekort.record.entries import Contact, ContactKind, Status, Way

MOVED_IN = codes.EXTENSION + "moved-in"
WAY = codes.CODE_SYSTEM + "contact-way"
ABOUT = codes.CODE_SYSTEM + "contact-reason"
WORDS = {
    Status.FINAL: "finished",
    Status.CORRECTED: "finished",
    Status.WITHDRAWN: "entered-in-error",
    Status.MISPLACED: "entered-in-error",
}
CLASSES = {Way.PHONE: "VR", Way.VIDEO: "VR", Way.HOME: "HH"}


class Participant(Closed, frozen=True):
    individual: Reference


class Encounter(Closed, frozen=True, tag_field="resourceType", tag="Encounter"):
    """The closed profile."""

    id: str
    meta: Meta
    status: str
    class_: Coding = field(name="class")
    type: list[CodeableConcept]
    subject: Reference
    episode_of_care: list[Reference]
    period: Period
    extension: list[Extension] = field(default_factory=list)
    identifier: list[ForeignIdentifier] = field(default_factory=list)
    participant: list[Participant] = field(default_factory=list)
    reason_code: list[CodeableConcept] = field(default_factory=list)

    def __post_init__(self) -> None:
        refuse_others(self.extension, PAPER, MOVED_IN)


def from_contact(contact: Contact, head: Head) -> Encounter:
    """A contact -> its stored form."""
    extensions = marks(contact.status, contact.reason, contact.paper)
    if contact.moved_in:
        extensions.append(Extension(MOVED_IN, value_boolean=True))
    held_by = head.party("Practitioner", contact.held_by) if contact.held_by else None
    return Encounter(
        id=head.id,
        meta=head.meta("encounter"),
        status=WORDS[contact.status],
        class_=Coding(codes.ACT_CODE, CLASSES.get(contact.way, "AMB")),
        extension=extensions,
        identifier=foreign_elements(contact.identifiers),
        type=[concept(codes.CONTACT_KIND, contact.kind), concept(WAY, contact.way)],
        subject=head.woman_reference,
        episode_of_care=[head.reference("EpisodeOfCare", 1)],
        participant=[Participant(Reference(held_by))] if held_by else [],
        period=Period(start=date_time(contact.on, contact.at)),
        reason_code=[concept(ABOUT, code) for code in contact.about],
    )


def to_contact(encounter: Encounter) -> Contact:
    """The stored form -> a contact."""
    on, at = split_date_time(encounter.period.start)
    extensions, participant = encounter.extension, encounter.participant
    return Contact(
        kind=ContactKind(_first(encounter.type, codes.CONTACT_KIND)),
        way=Way(_first(encounter.type, WAY)),
        on=on,
        at=at,
        held_by=party_in(participant[0].individual, "Practitioner") if participant else None,
        about=tuple(_code(each, ABOUT) for each in encounter.reason_code),
        status=status_in(encounter.status, WORDS, extensions),
        reason=reason_in(extensions),
        paper=paper_in(extensions),
        moved_in=find(extensions, MOVED_IN) is not None,
        identifiers=foreign_ids(encounter.identifier),
    )


def _first(concepts: list[CodeableConcept], system: str) -> str:
    return next((code for code in (code_in(each, system) for each in concepts) if code), "")


def _code(value: CodeableConcept, system: str) -> str:
    code = code_in(value, system)
    if code is None:
        raise ValueError(f"a code of {system} is missing")
    return code
