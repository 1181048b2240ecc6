"""A line of the log as an AuditEvent, to two readers that we did not write."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.actions.audit_events import export_audit_events, read_own_audit_events
from helsekort.actions.cards import open_card, read_own_log
from helsekort.actions.outcomes import Refused
from helsekort.audit.events import Event
from helsekort.fhir.audit_event import ACTIONS, INTERACTIONS, TRUST_FRAMEWORK, Told, audit_event
from tests.cast import JOB, Cast, record
from tests.fhir.test_validators import by_fhir_resources, by_fhirkit
from tests.fhir.trust_framework import faults

VALIDATORS = pytest.mark.parametrize("accept", [by_fhirkit, by_fhir_resources])
FULL = Told(
    line=7,
    at=1_773_133_200_000_000,
    event="read",
    kind="clinician",
    card=5,
    woman=6,
    party=8,
    name="Ingrid Dahl",
    category="JO",
    organisation=9,
    unit="Solsiden",
    client=10,
    legal_entity=11,
    acting_for=12,
    purpose="TREAT",
    rule="care-relation",
    permission="open_card",
    reason="labour",
    outcome="partly",
    decision_ref="d1",
    entries=(1, 2),
    classes=("infection",),
    hidden=("violence",),
)
"""With everything that a line can say."""
IN_ROLE = replace(FULL, acting_for=0)


def test_each_event_of_the_catalogue_is_an_interaction_or_an_operation() -> None:
    assert set(INTERACTIONS) <= {event.value for event in Event}
    assert set(INTERACTIONS.values()) <= set(ACTIONS)


@VALIDATORS
@pytest.mark.parametrize("event", Event)
def test_every_kind_of_line_is_accepted(accept: Callable[[bytes], None], event: Event) -> None:
    for full in (FULL, IN_ROLE):
        accept(audit_event(replace(full, event=event.value)))
    accept(audit_event(Told(line=1, at=1, event=event.value, kind="nobody")))
    accept(audit_event(Told(line=1, at=1, event=event.value, kind="system", job="registry")))


def test_who_where_why_and_what_stand_where_others_look_for_them() -> None:
    said: dict[str, Any] = json.loads(audit_event(FULL))
    assert said["meta"]["profile"] == [
        "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead"
    ]
    assert (said["action"], said["outcome"], said["recorded"][:10]) == ("R", "0", "2026-03-10")
    client, server, user, unit, legal, behalf = said["agent"]
    assert [each["type"]["coding"][0]["code"] for each in (client, server, user)] == [
        "110152",
        "110153",
        "IRCP",
    ]
    assert user["requestor"] is True
    assert user["who"]["display"] == "Ingrid Dahl"
    assert user["role"][0]["coding"][0]["code"] == "JO"
    assert user["purposeOfUse"][0]["coding"][0]["code"] == "TREAT"
    assert unit["who"]["display"] == "Solsiden"
    assert legal["who"]["reference"].startswith("Organization/")
    assert behalf["who"]["reference"].startswith("Patient/")
    patient, data = said["entity"]
    assert (patient["role"]["code"], data["role"]["code"]) == ("1", "4")
    details = {each["type"]: each["valueString"] for each in data["detail"]}
    assert details["classes"] == "infection"
    assert details["hidden"] == "violence"


def test_who_of_the_personnel_did_it_stands_as_the_trust_framework_has_it() -> None:
    said: dict[str, Any] = json.loads(audit_event(IN_ROLE))
    assert TRUST_FRAMEWORK in said["meta"]["profile"]
    assert faults(said) == []
    role, place = said["contained"]
    (user,) = [each for each in said["agent"] if each["requestor"]]
    assert user["who"] == {"reference": "#role", "display": "Ingrid Dahl"}
    assert role["practitioner"]["reference"].startswith("Practitioner/")
    assert role["organization"] != place["managingOrganization"]
    assert place["managingOrganization"]["display"] == "Solsiden"
    alone: dict[str, Any] = json.loads(audit_event(replace(IN_ROLE, legal_entity=0)))
    assert faults(alone) == []
    assert alone["contained"][0]["organization"] == place["managingOrganization"]


@pytest.mark.parametrize(
    "less",
    [
        {"woman": 0},
        {"party": 0},
        {"organisation": 0},
        {"acting_for": 12},
        {"kind": "woman"},
        {"kind": "system"},
    ],
)
def test_what_the_profile_is_not_for_does_not_claim_it(less: dict[str, Any]) -> None:
    said: dict[str, Any] = json.loads(audit_event(replace(IN_ROLE, **less)))
    assert TRUST_FRAMEWORK not in said.get("meta", {}).get("profile", [])
    assert "contained" not in said


SPOILT: dict[str, Callable[[dict[str, Any]], object]] = {
    "nobody is named as the patient": lambda said: said.pop("extension"),
    "two are": lambda said: said["extension"].append(said["extension"][0]),
    "a practitioner and no role": lambda said: said["agent"][2].update(who={"reference": "Practitioner/1"}),
    "an agent that is nobody": lambda said: said["agent"][0].pop("who"),
    "a role that is not there": lambda said: said["contained"].pop(0),
    "a role without a place": lambda said: said["contained"][0].pop("location"),
    "a place that is not there": lambda said: said["contained"].pop(1),
    "a role of no unit": lambda said: said["contained"][0].pop("organization"),
    "a role of nobody": lambda said: said["contained"][0].pop("practitioner"),
    "two purposes in one": lambda said: said["purposeOfEvent"][0]["coding"].append(
        {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "BTG"}
    ),
    "a purpose of one's own": lambda said: said["purposeOfEvent"][0]["coding"][0].update(code="CURIOUS"),
    "half of what leads to the decision": lambda said: said["extension"].append(
        {
            "url": "http://hl7.no/fhir/StructureDefinition/auditevent-carerelation-metadata-extension",
            "extension": [],
        }
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_the_check_of_the_profile_sees_what_is_wrong(how: str) -> None:
    said: dict[str, Any] = json.loads(audit_event(IN_ROLE))
    SPOILT[how](said)
    assert faults(said) != []


@VALIDATORS
def test_her_own_log_says_what_her_page_says(cast: Cast, accept: Callable[[bytes], None]) -> None:
    record(cast, cast.nora_card)
    open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    with pytest.raises(Refused):
        open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)
    shown = read_own_log(cast.nora, ctx=cast.ctx)
    found = read_own_audit_events(cast.nora, ctx=cast.ctx, woman=cast.nora.party)
    assert len(found) == len(shown)
    for body in found:
        accept(body)
        assert b"permission" not in body
        assert b"entries" not in body
    assert sum(b"Access Denied" in body and b"Lars Brekke" in body for body in found) == 1


@VALIDATORS
def test_the_whole_log_is_handed_out_without_any_number_or_her_name(
    cast: Cast, accept: Callable[[bytes], None]
) -> None:
    open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    found = export_audit_events(JOB, ctx=cast.ctx, since=0)
    assert len(found) > 20
    for body in found:
        accept(body)
    claiming = [body for body in map(json.loads, found) if TRUST_FRAMEWORK in str(body.get("meta"))]
    assert len(claiming) > 2
    assert [faults(body) for body in claiming] == [[]] * len(claiming)
    text = b"\n".join(found).decode()
    with cast.ctx.database.transaction(write=False) as tx:
        numbers = [value for (value,) in tx.rows("SELECT value FROM party_number")]
    assert not any(f'"{number}"' in text for number in numbers)
    assert "Nora Haugen Sletten" not in text
    assert "Amir Rahimi" in text
