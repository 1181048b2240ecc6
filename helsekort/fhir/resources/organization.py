"""Organization: a unit, with its number and the telephone a rightful person rings."""

from msgspec import field

from helsekort.fhir.datatypes import Closed, Identifier, Meta
from helsekort.fhir.heads import Head
from helsekort.record.codes import ENH
from helsekort.record.parties import Organisation


class ContactPoint(Closed, frozen=True):
    system: str
    value: str


class Organization(Closed, frozen=True, tag_field="resourceType", tag="Organization"):
    """The closed profile."""

    id: str
    meta: Meta
    identifier: list[Identifier] = field(default_factory=list)
    active: bool | None = None
    name: str | None = None
    telecom: list[ContactPoint] = field(default_factory=list)


def from_organisation(organisation: Organisation, head: Head) -> Organization:
    """A unit -> the stored form."""
    return Organization(
        id=head.id,
        meta=head.meta("organization"),
        identifier=[Identifier("official", ENH, organisation.number)] if organisation.number else [],
        active=True,
        name=organisation.name,
        telecom=[ContactPoint("phone", organisation.phone)] if organisation.phone else [],
    )


def to_organisation(organization: Organization) -> Organisation:
    """The stored form -> a unit."""
    return Organisation(
        name=organization.name or "",
        number=organization.identifier[0].value if organization.identifier else None,
        phone=organization.telecom[0].value if organization.telecom else None,
    )
