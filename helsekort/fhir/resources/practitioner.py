"""Practitioner: a clinician with an HPR number."""

from msgspec import field

from helsekort.fhir.datatypes import Closed, HumanName, Identifier, Meta, only_name, value_in
from helsekort.fhir.heads import Head
from helsekort.record.codes import HPR
from helsekort.record.parties import Clinician


class Practitioner(Closed, frozen=True, tag_field="resourceType", tag="Practitioner"):
    """The closed profile. No national number: the staff's are not ours to keep."""

    id: str
    meta: Meta
    name: list[HumanName]
    identifier: list[Identifier] = field(default_factory=list)
    active: bool | None = None


def from_clinician(clinician: Clinician, head: Head) -> Practitioner:
    """A clinician -> the stored form."""
    numbers = [Identifier(HPR, clinician.hpr, "official")] if clinician.hpr else []
    return Practitioner(head.id, head.meta("practitioner"), [HumanName(clinician.name)], numbers, active=True)


def to_clinician(practitioner: Practitioner) -> Clinician:
    """The stored form -> a clinician."""
    return Clinician(only_name(practitioner.name), value_in(practitioner.identifier, HPR))
