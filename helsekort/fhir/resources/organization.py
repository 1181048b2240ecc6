"""Organization: a unit, with its number and the telephone a rightful person rings."""

from typing import Literal

from msgspec import field

from helsekort.fhir.datatypes import Closed, Identifier, Meta, value_in
from helsekort.fhir.heads import Head
from helsekort.record.codes import ENH
from helsekort.record.parties import Organisation


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
    telecom: list[ContactPoint] = field(default_factory=list)


def from_organisation(organisation: Organisation, head: Head) -> Organization:
    """A unit -> the stored form."""
    return Organization(
        id=head.id,
        meta=head.meta("organization"),
        identifier=[Identifier(ENH, organisation.number, "official")] if organisation.number else [],
        active=True,
        name=organisation.name,
        telecom=[ContactPoint("phone", organisation.phone)] if organisation.phone else [],
    )


def to_organisation(organization: Organization) -> Organisation:
    """The stored form -> a unit."""
    return Organisation(
        name=organization.name,
        number=value_in(organization.identifier, ENH),
        phone=organization.telecom[0].value if organization.telecom else None,
    )
