"""Practitioner: a clinician with an HPR number."""

from msgspec import field

from helsekort.fhir.datatypes import Closed, HumanName, Identifier, Meta
from helsekort.fhir.heads import Head
from helsekort.record.codes import HPR
from helsekort.record.parties import Clinician


class Practitioner(Closed, frozen=True, tag_field="resourceType", tag="Practitioner"):
    """The closed profile. No national number: the staff's are not ours to keep."""

    id: str
    meta: Meta
    identifier: list[Identifier] = field(default_factory=list)
    active: bool | None = None
    name: list[HumanName] = field(default_factory=list)


def from_clinician(clinician: Clinician, head: Head) -> Practitioner:
    """A clinician -> the stored form."""
    numbers = [Identifier("official", HPR, clinician.hpr)] if clinician.hpr else []
    return Practitioner(head.id, head.meta("practitioner"), numbers, True, [HumanName(text=clinician.name)])


def to_clinician(practitioner: Practitioner) -> Clinician:
    """The stored form -> a clinician."""
    name = (practitioner.name[0].text if practitioner.name else None) or ""
    return Clinician(name, practitioner.identifier[0].value if practitioner.identifier else None)
