"""Organization: a unit, with its number and the telephone a rightful person rings."""

from typing import Literal

from msgspec import field

from helsekort.fhir.datatypes import Closed, Identifier, Meta
from helsekort.fhir.heads import Head
from helsekort.record.codes import ENH, HER
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
    numbers = ((ENH, organisation.number), (HER, organisation.her_id))
    return Organization(
        id=head.id,
        meta=head.meta("organization"),
        identifier=[Identifier(system, value, "official") for system, value in numbers if value],
        active=True,
        name=organisation.name,
        telecom=[ContactPoint("phone", organisation.phone)] if organisation.phone else [],
    )


def to_organisation(organization: Organization) -> Organisation:
    """The stored form -> a unit."""
    numbers = {each.system: each.value for each in organization.identifier}
    if len(numbers) < len(organization.identifier) or not {ENH, HER}.issuperset(numbers):
        raise ValueError(f"identifier: this profile has one of the system {ENH} and one of {HER}")
    return Organisation(
        name=organization.name,
        number=numbers.get(ENH),
        phone=organization.telecom[0].value if organization.telecom else None,
        her_id=numbers.get(HER),
    )
