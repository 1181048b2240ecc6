"""CDS Hooks 2.0: discovery, the three hooks, and what is wrong with a request. Cards have the published shape."""

import json
from typing import Any

import httpx2
import pytest
from msgspec.structs import replace

from helsekort.actions.cards import read_own_log
from helsekort.guideline.hooks import LONGEST_SUMMARY, SERVICES, short
from helsekort.record.ids import entry_id, to_text
from tests import cast as made
from tests.actions.test_children import end
from tests.api.callers import Caller
from tests.cast import Cast

INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
BASE = "http://testserver/cds-services"
Json = dict[str, Any]


def request_of(hook: str, cast: Cast, woman: int, **context: object) -> Json:
    about = {"userId": "PractitionerRole/x", "patientId": to_text(woman), "encounterId": "other-system-1"}
    return {"hook": hook, "hookInstance": INSTANCE, "context": {**about, **context}, "prefetch": {"x": None}}


def ask(caller: Caller, service: str, sent: object, **headers: str) -> httpx2.Response:
    content = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    return caller.client.post(
        f"{BASE}/{service}", content=content, headers={"Content-Type": "application/json", **headers}
    )


def cards(answer: httpx2.Response) -> list[Json]:
    """The cards, each held against what the specification says of it."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    found: list[Json] = answer.json()["cards"]
    for one in found:
        assert set(one) <= {"summary", "detail", "indicator", "source", "links"}
        assert 0 < len(one["summary"]) < 140
        assert one["indicator"] in ("info", "warning", "critical")
        assert one["source"]["label"]
        assert set(one["source"]) <= {"label", "url", "topic"}
        if "topic" in one["source"]:
            assert set(one["source"]["topic"]) == {"system", "code", "display"}
        for link in one["links"]:
            assert set(link) == {"label", "url", "type"}
            assert link["url"].startswith("http://testserver/klinikk/kort/")
    return found


@pytest.fixture
def raised(cast: Cast, ingrid: Caller) -> Caller:
    """Ingrid's system, where Nora's blood pressure today was 152/94."""
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    return ingrid


def test_discovery_names_the_services_to_anyone(cast: Cast) -> None:
    answer = Caller(cast, None).client.get(BASE)
    assert answer.status_code == 200
    services = answer.json()["services"]
    assert [each["hook"] for each in services] == ["patient-view", "encounter-start", "order-select"]
    for each in services:
        assert set(each) == {"hook", "id", "title", "description"}


def test_a_finding_is_a_card_with_its_reason_source_and_urgency(raised: Caller) -> None:
    cast = raised.cast
    found = cards(ask(raised, "helsekort-patient", request_of("patient-view", cast, cast.nora.party)))
    (one,) = [one for one in found if one["source"].get("topic", {}).get("code") == "blood_pressure"]
    assert (one["summary"], one["indicator"]) == ("Høyt blodtrykk", "warning")
    assert "Overtrykk 152 mmHg (10.03.2026) er minst 140 mmHg." in one["detail"]
    assert "ikke sertifisert" in one["detail"]
    assert one["source"]["url"].startswith("https://www.helsedirektoratet.no/")
    assert one["links"][0]["url"].endswith(to_text(cast.nora_card))


def test_what_cannot_be_judged_is_said_and_never_left_out(ingrid: Caller) -> None:
    cast = ingrid.cast
    found = cards(ask(ingrid, "helsekort-patient", request_of("patient-view", cast, cast.nora.party)))
    (unjudged,) = [one for one in found if one["summary"].startswith("Kan ikke vurderes")]
    assert "Infeksjoner" in unjudged["detail"]
    assert "Vold" not in json.dumps(found)


@pytest.mark.parametrize("code", ["LIVE", "STILL_BEFORE"])
def test_once_the_pregnancy_is_over_only_what_is_found_is_told(raised: Caller, code: str) -> None:
    cast = raised.cast
    end(cast, code, looked=True)
    for service, hook in (("helsekort-patient", "patient-view"), ("helsekort-visit", "encounter-start")):
        found = cards(ask(raised, service, request_of(hook, cast, cast.nora.party)))
        assert [one["summary"] for one in found] == ["Høyt blodtrykk"]


def test_a_visit_that_begins_also_says_what_is_due(ingrid: Caller) -> None:
    cast = ingrid.cast
    view = cards(ask(ingrid, "helsekort-patient", request_of("patient-view", cast, cast.nora.party)))
    begun = request_of("encounter-start", cast, cast.nora.party, encounterId=entry_id(cast.nora_card, 1))
    visit = cards(ask(ingrid, "helsekort-visit", begun))
    assert [one for one in visit if not one["summary"].startswith("Ved denne kontrollen")] == view


def order(system: str, code: str) -> Json:
    draft = {
        "resourceType": "ServiceRequest",
        "id": "1",
        "code": {"coding": [{"system": system, "code": code}]},
    }
    return {
        "selections": ["ServiceRequest/1"],
        "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": draft}]},
    }


def test_an_order_is_answered_by_the_topics_that_read_it_alone(raised: Caller) -> None:
    cast = raised.cast
    haemoglobin = cast.ctx.catalogue["haemoglobin"].loinc
    asked = request_of("order-select", cast, cast.nora.party, **order("http://loinc.org", haemoglobin))
    found = cards(ask(raised, "helsekort-order", asked))
    assert {one["source"].get("topic", {}).get("code") for one in found} <= {"anaemia", None}
    assert found != []
    other = request_of("order-select", cast, cast.nora.party, **order("http://loinc.org", "0000-0"))
    assert cards(ask(raised, "helsekort-order", other)) == []
    unselected = request_of("order-select", cast, cast.nora.party, **order("http://loinc.org", haemoglobin))
    unselected["context"]["selections"] = []
    assert cards(ask(raised, "helsekort-order", unselected)) == []


def test_reading_by_a_hook_stands_in_her_log(raised: Caller) -> None:
    cast = raised.cast
    before = len(read_own_log(cast.nora, ctx=cast.ctx))
    ask(raised, "helsekort-patient", request_of("patient-view", cast, cast.nora.party))
    assert len(read_own_log(cast.nora, ctx=cast.ctx)) > before


def test_without_a_relation_there_is_nothing_and_no_difference(cast: Cast, lars: Caller) -> None:
    answers = [
        ask(lars, "helsekort-patient", request_of("patient-view", cast, woman))
        for woman in (cast.nora.party, 999_999)
    ]
    unreadable = request_of("patient-view", cast, cast.nora.party, patientId="Patient/of-another-system")
    answers.append(ask(lars, "helsekort-patient", unreadable))
    assert {(each.status_code, each.text) for each in answers} == {(404, answers[0].text)}


def test_a_visit_on_another_womans_card_is_passed_over(cast: Cast, ingrid: Caller) -> None:
    """Never the other's card, whatever the visit says."""
    sent = request_of("encounter-start", cast, cast.nora.party, encounterId=entry_id(cast.kari_card, 1))
    links = {one["links"][0]["url"] for one in cards(ask(ingrid, "helsekort-visit", sent))}
    assert {each.rpartition("/")[2] for each in links} == {to_text(cast.nora_card)}


def test_without_a_token_nobody_is_asked(cast: Cast) -> None:
    sent = request_of("patient-view", cast, cast.nora.party)
    assert ask(Caller(cast, None), "helsekort-patient", sent).status_code == 401


def test_switched_off_there_is_no_service(cast: Cast) -> None:
    off = replace(cast, ctx=replace(cast.ctx, guideline=None))
    caller = Caller(off, off.ingrid)
    assert caller.client.get(BASE).status_code == 404
    assert (
        ask(caller, "helsekort-patient", request_of("patient-view", off, off.nora.party)).status_code == 404
    )


BAD: dict[str, tuple[Any, str]] = {
    "not json": (b"{", "$"),
    "a list": (b"[]", "$"),
    "a name twice": (b'{"hook": "patient-view", "hook": "x"}', ""),
    "no hook": ({"hookInstance": INSTANCE, "context": {}}, "hook"),
    "another hook": ({"hook": "order-sign", "hookInstance": INSTANCE, "context": {}}, "hook"),
    "an instance that is none": (
        {"hook": "order-select", "hookInstance": "7", "context": {}},
        "hookInstance",
    ),
    "no context": ({"hook": "order-select", "hookInstance": INSTANCE}, "context"),
    "a patient that is a number": (
        {"hook": "order-select", "hookInstance": INSTANCE, "context": {"patientId": 7}},
        "context.patientId",
    ),
    "selections of objects": (
        {"hook": "order-select", "hookInstance": INSTANCE, "context": {"selections": [{}]}},
        "context.selections",
    ),
    "drafts that are a text": (
        {"hook": "order-select", "hookInstance": INSTANCE, "context": {"draftOrders": "x"}},
        "context.draftOrders",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_request_is_told_with_its_place(ingrid: Caller, name: str) -> None:
    sent, place = BAD[name]
    answer = ask(ingrid, "helsekort-order", sent)
    assert answer.status_code == 400, answer.text
    issues = answer.json()["issue"]
    assert place in {"".join(each.get("expression", [""])) for each in issues} | {""}, answer.text
    assert all(each["diagnostics"] for each in issues)


@pytest.mark.parametrize("entry", [7, [7], [{"resource": 7}], [{}], {"resource": {}}], ids=json.dumps)
def test_drafts_of_another_shape_are_refused(ingrid: Caller, entry: object) -> None:
    asked = request_of("order-select", ingrid.cast, ingrid.cast.nora.party, selections=[])
    asked["context"]["draftOrders"] = {"resourceType": "Bundle", "entry": entry}
    assert ask(ingrid, "helsekort-order", asked).status_code == 400


@pytest.mark.parametrize("code", [7, {"coding": 7}, {"coding": [7]}, {"coding": [{"code": {}}]}, None])
def test_a_draft_without_a_code_that_can_be_read_is_passed_over(ingrid: Caller, code: object) -> None:
    asked = request_of("order-select", ingrid.cast, ingrid.cast.nora.party, selections=["Task/1"])
    draft = {"resourceType": "Task", "id": "1", "code": code}
    asked["context"]["draftOrders"] = {"resourceType": "Bundle", "entry": [{"resource": draft}]}
    assert cards(ask(ingrid, "helsekort-order", asked)) == []


def test_an_encounter_that_is_no_text_is_refused(ingrid: Caller) -> None:
    asked = request_of("patient-view", ingrid.cast, ingrid.cast.nora.party, encounterId=[1])
    assert ask(ingrid, "helsekort-patient", asked).status_code == 400


def test_other_ways_of_asking_are_told(ingrid: Caller) -> None:
    sent = request_of("patient-view", ingrid.cast, ingrid.cast.nora.party)
    assert ask(ingrid, "no-such-service", sent).status_code == 404
    assert ingrid.client.put(f"{BASE}/helsekort-patient").status_code == 405
    assert ingrid.client.get(f"{BASE}/helsekort-patient").status_code == 404
    assert ingrid.client.get(f"{BASE}/helsekort-patient/feedback").status_code == 404
    plain = ask(ingrid, "helsekort-patient", sent, **{"Content-Type": "text/plain"})
    assert plain.status_code == 415


def test_a_summary_is_never_longer_than_a_card_may_have() -> None:
    assert short("x" * LONGEST_SUMMARY) == "x" * LONGEST_SUMMARY
    assert len(short("x" * (LONGEST_SUMMARY + 1))) == LONGEST_SUMMARY
    assert {each.hook for each in SERVICES.values()} == {"patient-view", "encounter-start", "order-select"}
