"""A line of the log as an AuditEvent, to two readers that we did not write."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from helsekort.actions.audit_events import export_audit_events, read_own_audit_events
from helsekort.actions.cards import open_card, read_own_log
from helsekort.actions.outcomes import Refused
from helsekort.audit.events import Event
from helsekort.fhir.audit_event import ACTIONS, INTERACTIONS, Told, audit_event
from tests.cast import JOB, Cast, record
from tests.fhir.test_validators import by_fhir_resources, by_fhirkit

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


def test_each_event_of_the_catalogue_is_an_interaction_or_an_operation() -> None:
    assert set(INTERACTIONS) <= {event.value for event in Event}
    assert set(INTERACTIONS.values()) <= set(ACTIONS)


@VALIDATORS
@pytest.mark.parametrize("event", Event)
def test_every_kind_of_line_is_accepted(accept: Callable[[bytes], None], event: Event) -> None:
    from msgspec.structs import replace

    accept(audit_event(replace(FULL, event=event.value)))
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
    text = b"\n".join(found).decode()
    with cast.ctx.database.transaction(write=False) as tx:
        numbers = [value for (value,) in tx.rows("SELECT value FROM party_number")]
    assert not any(f'"{number}"' in text for number in numbers)
    assert "Nora Haugen Sletten" not in text
    assert "Amir Rahimi" in text
