"""Organization: a unit, with its number, its kind and the telephone a rightful person rings."""

from typing import Literal

from msgspec import field

from helsekort.fhir.datatypes import Closed, CodeableConcept, Identifier, Meta, Reference, code_in, concept
from helsekort.fhir.heads import Head, party_in
from helsekort.record.codes import ENH, HER, UNIT_KIND
from helsekort.record.parties import Organisation, UnitKind


class ContactPoint(Closed, frozen=True):
    """A telephone: the only way to reach a unit that this profile has."""

    system: Literal["phone"]
    value: str


class Organization(Closed, frozen=True, tag_field="resourceType", tag="Organization"):
    """The closed profile."""

    id: str
    meta: Meta
    name: str
    identifier: list[Identifier] = field(default_factory=list)
    active: bool | None = None
    type: list[CodeableConcept] = field(default_factory=list)
    telecom: list[ContactPoint] = field(default_factory=list)
    part_of: Reference | None = None


def from_organisation(organisation: Organisation, head: Head) -> Organization:
    """A unit -> the stored form."""
    numbers = ((ENH, organisation.number), (HER, organisation.her_id))
    return Organization(
        id=head.id,
        meta=head.meta("organization"),
        identifier=[Identifier(system, value, "official") for system, value in numbers if value],
        active=True,
        type=[concept(UNIT_KIND, organisation.kind)] if organisation.kind else [],
        name=organisation.name,
        telecom=[ContactPoint("phone", organisation.phone)] if organisation.phone else [],
        part_of=Reference(head.party("Organization", organisation.part_of)) if organisation.part_of else None,
    )


def to_organisation(organization: Organization) -> Organisation:
    """The stored form -> a unit."""
    numbers = {each.system: each.value for each in organization.identifier}
    if len(numbers) < len(organization.identifier) or not {ENH, HER}.issuperset(numbers):
        raise ValueError(f"identifier: this profile has one of the system {ENH} and one of {HER}")
    if len(organization.type) > 1:
        raise ValueError("type: this profile has one kind")
    kind = code_in(organization.type[0], UNIT_KIND) if organization.type else None
    if organization.type and kind is None:
        raise ValueError(f"type: this profile has a code of {UNIT_KIND}")
    return Organisation(
        name=organization.name,
        number=numbers.get(ENH),
        phone=organization.telecom[0].value if organization.telecom else None,
        her_id=numbers.get(HER),
        kind=UnitKind(kind) if kind else None,
        part_of=party_in(organization.part_of, "Organization") if organization.part_of else None,
    )
