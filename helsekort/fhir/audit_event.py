"""AuditEvent: a line of the log as others read it, after IHE's Basic Audit Log Patterns. Pure; never stored.

Source: IHE ITI BALP (agents DCM 110152 and 110153, user IRCP, entities patient and data), FHIR R4 AuditEvent. Of
health personnel and a woman it is also after HL7 Norway's profile for the trust framework (HL7Norway/AuditEvent, draft
0.9.8 of 2024-11-07): who did it is a role with its unit and place, and she is named by the extension that R5 made an
element. What that profile would have of the attest beyond this (its description, its moment, the kind of service) is
in no line, so its optional extensions for them are left out. The rule and the decision's name are in details of ours.
"""

import msgspec
from msgspec import Struct

from helsekort.fhir.times import instant
from helsekort.record.codes import HPR_CATEGORY
from helsekort.record.ids import to_text

_TERMS = "http://terminology.hl7.org/CodeSystem/"
EVENT_TYPE, ENTITY_TYPE, ROLE = (
    _TERMS + name for name in ("audit-event-type", "audit-entity-type", "object-role")
)
INTERACTION = "http://hl7.org/fhir/restful-interaction"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
PARTICIPATION, ROLE_CLASS = _TERMS + "v3-ParticipationType", _TERMS + "v3-RoleClass"
SUBJECT, REASON = _TERMS + "extra-security-role-type", _TERMS + "v3-ActReason"
BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
TRUST_FRAMEWORK = "http://hl7.no/fhir/StructureDefinition/no-domain-Trustframework-Auditevent"
HER = "http://hl7.no/fhir/StructureDefinition/auditevent-patient-extension"
OWN, CLIENT = "urn:helsekort:event", "urn:helsekort:client"
SERVICE = "helsekort"
SUCCESS, DENIED = "0", "4"

READ, SEARCH, CREATE, UPDATE, DELETE, OPERATION = "read", "search", "create", "update", "delete", "operation"
ACTIONS = {READ: "R", SEARCH: "E", CREATE: "C", UPDATE: "U", DELETE: "D", OPERATION: "E"}
_PROFILES = {READ: "PatientRead", SEARCH: "PatientQuery", CREATE: "PatientCreate", UPDATE: "PatientUpdate"}
_KINDS = {
    READ: "read printed log-read message-read result-seen review-read why-read shown-more",
    SEARCH: "listed drafts-listed inbox-listed reviews-listed",
    CREATE: "written registered care-begun loaded message-received draft-kept",
    UPDATE: "corrected withdrawn moved taken-over told responsibility message-placed message-set-aside",
    DELETE: "erased",
}
INTERACTIONS = {event: kind for kind, events in _KINDS.items() for event in events.split()}
"""Event of the catalogue -> the interaction it is; every other one is an operation."""
LOGIN = {"entered": "110122", "left": "110123"}


class Told(Struct, frozen=True):
    """A line to be told: ids of parties and of the card (0 where there is none), names where they are told, and
    codes. `entries` are sequences, `classes` were read and `hidden` withheld."""

    line: int
    at: int
    event: str
    kind: str
    card: int = 0
    woman: int = 0
    party: int = 0
    name: str = ""
    category: str = ""
    organisation: int = 0
    unit: str = ""
    job: str = ""
    client: int = 0
    legal_entity: int = 0
    acting_for: int = 0
    purpose: str = ""
    rule: str = ""
    permission: str = ""
    reason: str = ""
    outcome: str = ""
    decision_ref: str = ""
    entries: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


Json = dict[str, object]


def audit_event(told: Told) -> bytes:
    """The AuditEvent of a line, as canonical JSON."""
    interaction = INTERACTIONS.get(told.event, OPERATION)
    refused = told.event == "refused"
    pattern = _PROFILES.get(interaction) if told.woman and told.party and not refused else None
    profiles = [BALP + pattern] if pattern else []
    in_role = _in_role(told)
    body: Json = {
        "resourceType": "AuditEvent",
        "id": to_text(told.line),
        "meta": {"profile": [*profiles, TRUST_FRAMEWORK] if in_role else profiles}
        if profiles or in_role
        else None,
        "contained": _role_and_place(told) if in_role else None,
        "extension": [{"url": HER, "valueReference": _reference("Patient", told.woman)}] if in_role else None,
        "type": _type(told),
        "subtype": _subtypes(told, interaction),
        "action": ACTIONS[interaction],
        "recorded": instant(told.at),
        "outcome": DENIED if refused else SUCCESS,
        "outcomeDesc": told.outcome or ("Access Denied" if refused else None),
        "purposeOfEvent": [_concept(REASON, told.purpose)] if told.purpose else None,
        "agent": _agents(told, interaction),
        "source": {"observer": {"display": SERVICE}},
        "entity": _entities(told) or None,
    }
    return msgspec.json.encode({name: value for name, value in body.items() if value is not None})


def _type(told: Told) -> Json:
    if told.event in LOGIN:
        return {"system": DICOM, "code": "110114", "display": "User Authentication"}
    return {"system": EVENT_TYPE, "code": "rest", "display": "RESTful Operation"}


def _subtypes(told: Told, interaction: str) -> list[Json]:
    own: Json = {"system": OWN, "code": told.event}
    if told.event in LOGIN:
        return [{"system": DICOM, "code": LOGIN[told.event]}, own]
    return [{"system": INTERACTION, "code": interaction}, own]


def _concept(system: str, code: str, display: str | None = None) -> Json:
    coding = {"system": system, "code": code}
    return {"coding": [{**coding, "display": display} if display else coding]}


def _in_role(told: Told) -> bool:
    """Whether it is what the trust framework's profile is for: personnel of a unit, and one woman."""
    personnel = told.kind == "clinician" and told.party and told.organisation
    return bool(personnel and told.woman and not told.acting_for)


def _role_and_place(told: Told) -> list[Json]:
    """Who did it, as who they were: of the legal entity, where that is known, and at the unit."""
    return [
        {
            "resourceType": "PractitionerRole",
            "id": "role",
            "practitioner": _reference("Practitioner", told.party, told.name),
            "organization": _reference("Organization", told.legal_entity)
            or _reference("Organization", told.organisation, told.unit),
            "location": [{"reference": "#place"}],
        },
        {
            "resourceType": "Location",
            "id": "place",
            "managingOrganization": _reference("Organization", told.organisation, told.unit),
        },
    ]


def _agents(told: Told, interaction: str) -> list[Json]:
    """Who asked, the unit, for whom, and the two machines: data flows to the service only where it is written to."""
    inwards = interaction in (CREATE, UPDATE)
    source, destination = (_concept(DICOM, code) for code in ("110153", "110152"))
    client: Json = {"display": told.job or "browser"}
    if told.client:
        client = {"identifier": {"system": CLIENT, "value": to_text(told.client)}}
    found: list[Json] = [
        {"type": source if inwards else destination, "who": client, "requestor": False},
        {"type": destination if inwards else source, "who": {"display": SERVICE}, "requestor": False},
        _user(told),
    ]
    # in a role they stand in the role, and the profile has no agent for them
    units = () if _in_role(told) else ((told.organisation, told.unit), (told.legal_entity, ""))
    for party, name in units:
        who = _reference("Organization", party, name)
        if who:
            found.append({"type": _concept(ROLE_CLASS, "PROV"), "who": who, "requestor": False})
    if told.acting_for:
        who = _reference("Patient", told.acting_for)
        found.append({"type": _concept(SUBJECT, "datasubject"), "who": who, "requestor": False})
    return found


def _user(told: Told) -> Json:
    user: Json = {
        "type": _concept(PARTICIPATION, "IRCP", "information recipient"),
        "who": _who(told),
        "requestor": True,
    }
    if told.category:
        user["role"] = [_concept(HPR_CATEGORY, told.category)]
    if told.rule:
        user["policy"] = [f"urn:helsekort:rule:{told.rule}"]
    if told.purpose:
        user["purposeOfUse"] = [_concept(REASON, told.purpose)]
    return user


def _who(told: Told) -> Json:
    if _in_role(told):
        return {"reference": "#role", "display": told.name} if told.name else {"reference": "#role"}
    kind = "Patient" if told.kind == "woman" else "Practitioner"
    return _reference(kind, told.party, told.name) or {"display": told.job or told.kind}


def _reference(kind: str, party: int, name: str = "") -> Json | None:
    if not party:
        return None
    reference: Json = {"reference": f"{kind}/{to_text(party)}"}
    return {**reference, "display": name} if name else reference


def _entities(told: Told) -> list[Json]:
    found: list[Json] = []
    if told.woman:
        what = _reference("Patient", told.woman)
        found.append({"what": what, "type": _coding(ENTITY_TYPE, "1"), "role": _coding(ROLE, "1")})
    if told.card:
        data: Json = {
            "what": {"reference": f"EpisodeOfCare/{to_text(told.card)}-1"},
            "type": _coding(ENTITY_TYPE, "2"),
            "role": _coding(ROLE, "4"),
        }
        details = _details(told)
        if details:
            data["detail"] = details
        found.append(data)
    return found


def _details(told: Told) -> list[Json]:
    said = {
        "permission": told.permission,
        "reason": told.reason,
        "decision": told.decision_ref,
        "entries": " ".join(map(str, told.entries)),
        "classes": " ".join(told.classes),
        "hidden": " ".join(told.hidden),
    }
    return [{"type": name, "valueString": value} for name, value in said.items() if value]


def _coding(system: str, code: str) -> Json:
    return {"system": system, "code": code}
