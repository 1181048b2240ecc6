"""PractitionerRole: a clinician at a unit, as what."""

from helsekort.fhir.datatypes import Closed, CodeableConcept, Meta, Reference, code_in, concept
from helsekort.fhir.heads import Head, party_in
from helsekort.record.codes import HPR_CATEGORY
from helsekort.record.parties import Role


class PractitionerRole(Closed, frozen=True, tag_field="resourceType", tag="PractitionerRole"):
    """The closed profile."""

    id: str
    meta: Meta
    practitioner: Reference
    organization: Reference
    code: list[CodeableConcept]
    active: bool | None = None


def from_role(role: Role, head: Head) -> PractitionerRole:
    """A role -> the stored form."""
    return PractitionerRole(
        id=head.id,
        meta=head.meta("practitioner-role"),
        practitioner=Reference(head.party("Practitioner", role.clinician)),
        organization=Reference(head.party("Organization", role.organisation)),
        active=True,
        code=[concept(HPR_CATEGORY, role.category)],
    )


def to_role(role: PractitionerRole) -> Role:
    """The stored form -> a role."""
    category = code_in(role.code[0], HPR_CATEGORY) if len(role.code) == 1 else None
    if category is None:
        raise ValueError(f"code: this profile has one, of the system {HPR_CATEGORY}")
    clinician = party_in(role.practitioner, "Practitioner")
    return Role(clinician, party_in(role.organization, "Organization"), category)
