"""HL7 Norway's AuditEvent profile for the trust framework, as a check: what in an event is not as it asks.

Written from the profile and not from the code that is tried. Source: HL7Norway/AuditEvent, profile
no-domain-Trustframework-Auditevent and those that it names, version 0.9.8 (draft) of 2024-11-07. What it leaves to
resources that lie elsewhere (the practitioner's and the patient's identifiers) is not asked for here: an event refers
to them at the FHIR door, and nobody's number is in it.
"""

from collections.abc import Iterator
from typing import Any

_OWN = "http://hl7.no/fhir/StructureDefinition/"
PATIENT, DECISION = _OWN + "auditevent-patient-extension", _OWN + "auditevent-carerelation-metadata-extension"
WHOLE_DECISION = {"decision-ref-id", "decision-ref-description", "decision-ref-user-selected", "toa"}
REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
PURPOSES = {"TREAT", "ETREAT", "COC", "BTG"}
"""Those of the value set v3-PurposeOfUse that the trust framework takes."""


def faults(event: dict[str, Any]) -> list[str]:
    """What is not as the profile asks; nothing where all is."""
    return [*_of_extensions(event), *_of_agents(event), *_of_purposes(event)]


def _of_extensions(event: dict[str, Any]) -> Iterator[str]:
    extensions = event.get("extension", [])
    patients = [each for each in extensions if each["url"] == PATIENT]
    if len(patients) != 1:
        yield "not one patient"
    for each in patients:
        if not each.get("valueReference", {}).get("reference", "").startswith("Patient/"):
            yield "the patient is none"
    for each in extensions:
        if each["url"] == DECISION and {part["url"] for part in each["extension"]} != WHOLE_DECISION:
            yield "half a decision"


def _of_agents(event: dict[str, Any]) -> Iterator[str]:
    contained = {"#" + each["id"]: each for each in event.get("contained", [])}
    for agent in event["agent"]:
        who = agent.get("who")
        if not who:
            yield "an agent that is nobody"
        elif "reference" in who:
            yield from _of_role(contained.get(who["reference"]), contained)


def _of_role(role: dict[str, Any] | None, contained: dict[str, dict[str, Any]]) -> Iterator[str]:
    if role is None or role["resourceType"] != "PractitionerRole":
        yield "an agent that is no role"
        return
    if not role.get("practitioner", {}).get("reference", "").startswith("Practitioner/"):
        yield "a role of nobody"
    if not role.get("organization", {}).get("reference", "").startswith("Organization/"):
        yield "a role of no unit"
    places = [contained.get(each["reference"], {}) for each in role.get("location", [])]
    if [each.get("resourceType") for each in places] != ["Location"]:
        yield "a role at no place"
    for place in places:
        if not place.get("managingOrganization", {}).get("reference", "").startswith("Organization/"):
            yield "a place of no unit"


def _of_purposes(event: dict[str, Any]) -> Iterator[str]:
    for purpose in event.get("purposeOfEvent", []):
        known = [
            each
            for each in purpose.get("coding", [])
            if each.get("system") == REASONS and each.get("code") in PURPOSES
        ]
        if len(known) != 1:
            yield "not one purpose of use"
