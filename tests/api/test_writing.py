"""Create and update: what is written is what the page shows, nothing is doubled, overwritten or dropped."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from helsekort.audit.events import Event
from helsekort.record.entries import Pressure, Status
from helsekort.record.ids import entry_id, to_text
from tests.api.callers import Caller, issues, places
from tests.api.resources import (
    LOINC,
    REASON,
    SYSTEM,
    Resource,
    concept,
    due_date,
    encounter,
    episode,
    fetus,
    heart_rate,
    number,
    observation,
    pressure,
    sent_bytes,
)
from tests.cast import Cast, read, record
from tests.cast import pressure as measured
from tests.store.stored import audit, breaks, written


def _path(resource: dict[str, Any]) -> str:
    return f"/{resource['resourceType']}/{resource['id']}"


def _corrected(resource: dict[str, Any], **changes: Any) -> Resource:  # noqa: ANN401  # any JSON
    """What a client sends that has read, changed and says why."""
    return resource | changes | {"extension": [{"url": REASON, "valueString": "Tastefeil"}]}


def test_a_create_gives_the_resource_and_where_it_stands(cast: Cast, ingrid: Caller) -> None:
    answer = ingrid.post("/Observation", observation(cast), Idempotency_Key="one")
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["etag"] == 'W/"1"'
    assert answer.headers["location"] == f"http://testserver/fhir/r4{_path(made)}/_history/1"
    assert made["performer"] == [{"reference": f"Practitioner/{to_text(cast.ingrid.party)}"}]
    assert b'"value":72.50,' in answer.content
    assert b'"value":72.50,' in ingrid.get(_path(made)).content
    assert breaks(cast.ctx) == []


def test_it_is_what_the_page_shows(cast: Cast, ingrid: Caller) -> None:
    met = ingrid.create(encounter(cast), "e")
    ingrid.create(pressure(cast) | {"encounter": {"reference": _path(met)[1:]}}, "p")
    ingrid.create(heart_rate(cast, cast.nora_fetus), "h")
    by_page = record(cast, cast.nora_card, measured(118, 76))
    card = read(cast, cast.nora_card)
    lines = {line.contact.origin: line for line in card.contacts}
    by_api = lines[int(met["id"].partition("-")[2])]
    assert by_api.contact.now == lines[by_page].contact.now
    assert [trail.now.value for trail in by_api.findings] == [Pressure(Decimal(118), Decimal(76))]
    assert by_api.findings[0].now.what == lines[by_page].findings[0].now.what
    assert card.latest("fetal_heart_rate", cast.nora_fetus).value == Decimal(140)  # type: ignore[union-attr]  # just written


@pytest.mark.parametrize("make", [observation, pressure, encounter, fetus, due_date])
def test_the_same_key_writes_once(cast: Cast, ingrid: Caller, make: Callable[[Cast], Resource]) -> None:
    made = ingrid.create(make(cast), "once")
    before = written(cast.ctx)
    again = ingrid.post(f"/{made['resourceType']}", make(cast), Idempotency_Key="once")
    assert (again.status_code, again.json()) == (200, made)
    assert written(cast.ctx) == before


def test_an_identifier_is_the_cards_whoever_sends_it(cast: Cast, ingrid: Caller) -> None:
    first = ingrid.post("/Observation", observation(cast, identifier="o1"))
    assert first.status_code == 201
    amir = Caller(cast, cast.amir)
    condition = {"If_None_Exist": f"identifier={SYSTEM}|o1"}
    for headers in ({}, condition):
        again = amir.post("/Observation", observation(cast, identifier="o1"), **headers)
        assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
        other = amir.post("/Observation", observation(cast, value="73", identifier="o1"), **headers)
        assert issues(other, 422)[0]["code"] == "duplicate"
    assert len(read(cast, cast.nora_card).series("weight")) == 1


def test_a_write_without_a_condition_is_told_what_to_do(cast: Cast, ingrid: Caller) -> None:
    for make in (observation, encounter, fetus):
        resource = make(cast)
        assert (
            "Idempotency-Key"
            in issues(ingrid.post(f"/{resource['resourceType']}", resource), 428)[0]["diagnostics"]
        )
    assert "Idempotency-Key" in issues(ingrid.post("/EpisodeOfCare", episode(cast, 5)), 428)[0]["diagnostics"]
    made = ingrid.create(observation(cast))
    del made["meta"]
    assert "If-Match" in issues(ingrid.put(_path(made), made), 428)[0]["diagnostics"]


@pytest.mark.parametrize(
    ("headers", "place"),
    [
        ({"Idempotency_Key": "with space"}, "http.idempotency-key"),
        ({"Idempotency_Key": "x" * 201}, "http.idempotency-key"),
        ({"If_None_Exist": "code=29463-7"}, "http.if-none-exist"),
        ({"If_None_Exist": f"identifier={SYSTEM}|another"}, "http.if-none-exist"),
        ({"If_None_Exist": "identifier=o1"}, "http.if-none-exist"),
        ({"If_None_Exist": ""}, "http.if-none-exist"),
    ],
)
def test_a_condition_that_means_nothing_is_refused(
    cast: Cast, ingrid: Caller, headers: dict[str, str], place: str
) -> None:
    answer = ingrid.post("/Observation", observation(cast, identifier="o1"), **headers)
    assert issues(answer, answer.status_code)[0]["expression"] == [place]
    assert answer.status_code in (400, 422)


def test_an_update_is_the_next_version_and_keeps_the_first(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast))
    wanted = _corrected(made, status="corrected")
    wanted["valueQuantity"]["value"] = number("71.0")
    answer = ingrid.put(_path(made), wanted)
    assert (answer.status_code, answer.headers["etag"]) == (200, 'W/"2"')
    assert b'"value":71.0,' in answer.content
    versions = ingrid.get(_path(made) + "/_history").json()["entry"]
    assert [each["resource"]["status"] for each in versions] == ["corrected", "final"]
    (trail,) = read(cast, cast.nora_card).series("weight")
    assert (trail.now.status, trail.now.reason, trail.now.value) == (
        Status.CORRECTED,
        "Tastefeil",
        Decimal("71.0"),
    )
    assert (Event.CORRECTED, "update_resource") in {(each.event, each.permission) for each in audit(cast.ctx)}


def test_what_says_nothing_new_writes_nothing(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast))
    before = written(cast.ctx)
    answer = ingrid.put(_path(made), made)
    assert (answer.status_code, answer.headers["etag"], written(cast.ctx)) == (200, 'W/"1"', before)


def test_a_stale_update_overwrites_nothing(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast))
    wanted = _corrected(made, status="corrected")
    wanted["valueQuantity"]["value"] = number("71.0")
    assert ingrid.put(_path(made), wanted).status_code == 200
    wanted["valueQuantity"]["value"] = number("70.0")
    before = written(cast.ctx)
    issues(ingrid.put(_path(made), wanted), 412)
    issues(ingrid.put(_path(made), wanted, If_Match='W/"1"'), 412)
    issues(ingrid.put(_path(made), wanted, If_Match='W/"9"'), 412)
    issues(ingrid.put(_path(made), wanted, If_Match="*"), 400)
    assert written(cast.ctx) == before
    assert ingrid.put(_path(made), wanted, If_Match='W/"2"').status_code == 200


def test_another_clinician_sends_back_who_wrote_it_first(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast))
    amir = Caller(cast, cast.amir)
    answer = amir.put(
        _path(made),
        _corrected(amir.get(_path(made)).json(), status="corrected", effectiveDateTime="2026-03-09"),
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["performer"] == [{"reference": f"Practitioner/{to_text(cast.amir.party)}"}]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"status": "final"}, "Observation.status"),
        ({"status": "corrected", "extension": None}, "Observation.extension"),
        ({"code": concept(LOINC, "56077-1")}, "Observation.code"),
        ({"encounter": None}, "Observation.encounter"),
        ({"identifier": [{"system": SYSTEM, "value": "o2"}]}, "Observation.identifier"),
        ({"status": "entered-in-error"}, "Observation.status"),
    ],
)
def test_what_an_update_cannot_change(
    cast: Cast, ingrid: Caller, changes: dict[str, Any], place: str
) -> None:
    met = ingrid.create(encounter(cast), "e")
    sent = observation(cast, identifier="o1", encounter=_path(met)[1:])
    made = ingrid.create(sent, "o")
    wanted = _corrected(made, status="corrected", effectiveDateTime="2026-03-09") | changes
    wanted = {name: part for name, part in wanted.items() if part is not None}
    assert place in places(ingrid.put(_path(made), wanted))


def test_a_finding_is_withdrawn_with_its_reason_and_stays_so(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast))
    gone = ingrid.put(_path(made), _corrected(made, status="entered-in-error"))
    assert gone.status_code == 200, gone.text
    assert read(cast, cast.nora_card).series("weight") == []
    back = _corrected(gone.json(), status="corrected")
    assert "Observation.status" in places(ingrid.put(_path(made), back))


def test_a_contact_takes_its_findings_along(cast: Cast, ingrid: Caller) -> None:
    met = ingrid.create(encounter(cast), "e")
    made = ingrid.create(observation(cast, encounter=_path(met)[1:]), "o")
    answer = ingrid.put(_path(met), _corrected(met, status="entered-in-error"))
    assert answer.status_code == 200, answer.text
    assert ingrid.get(_path(made)).json()["status"] == "entered-in-error"
    late = ingrid.post("/Observation", observation(cast, encounter=_path(met)[1:]), Idempotency_Key="late")
    assert places(late) == ["Observation.encounter"]


def test_a_contact_and_a_fetus_are_corrected(cast: Cast, ingrid: Caller) -> None:
    met = ingrid.create(encounter(cast), "e")
    moved = ingrid.put(_path(met), _corrected(met, period={"start": "2026-03-09"}))
    assert (moved.status_code, moved.json()["period"]) == (200, {"start": "2026-03-09"})
    child = ingrid.create(fetus(cast), "f")
    later = ingrid.put(_path(child), _corrected(child, period={"start": "2026-03-01"}))
    assert later.status_code == 200, later.text
    renamed = _corrected(later.json(), name=[{"text": "C", "use": "temp"}])
    assert "RelatedPerson.name" in places(ingrid.put(_path(child), renamed))


def test_a_fetus_that_findings_are_about_is_not_withdrawn(cast: Cast, ingrid: Caller) -> None:
    ingrid.create(heart_rate(cast, cast.nora_fetus))
    path = f"/RelatedPerson/{entry_id(cast.nora_card, cast.nora_fetus)}"
    wanted = _corrected(ingrid.get(path).json(), active=False)
    assert places(ingrid.put(path, wanted)) == ["RelatedPerson.active"]


def test_a_due_date_comes_as_a_proposal_and_is_confirmed_elsewhere(cast: Cast, ingrid: Caller) -> None:
    before = read(cast, cast.nora_card).due
    made = ingrid.create(due_date(cast))
    card = read(cast, cast.nora_card)
    assert card.due == before
    assert card.due_dates[-1].now.proposed
    final = due_date(cast) | {"status": "final", "component": due_date(cast)["component"][:3]}
    assert places(ingrid.post("/Observation", final, Idempotency_Key="f")) == ["Observation.status"]
    wanted = _corrected(made, valueDateTime="2026-05-18")
    assert ingrid.put(_path(made), wanted).status_code == 422


def test_an_unusual_value_is_asked_about_and_an_impossible_one_needs_a_reason(
    cast: Cast, ingrid: Caller
) -> None:
    asked = issues(ingrid.post("/Observation", observation(cast, value="160"), Idempotency_Key="k"), 422)
    mark = asked[0]["details"]["coding"][0]["code"]
    meant = ingrid.post(
        "/Observation", observation(cast, value="160"), Idempotency_Key="k", Helsekort_Confirm=mark
    )
    assert meant.status_code == 201
    impossible = observation(cast, value="900")
    told = issues(ingrid.post("/Observation", impossible, Idempotency_Key="l", Helsekort_Confirm=mark), 422)
    assert "details" not in told[0]
    stated = {"url": REASON.replace("change-reason", "unverified"), "valueString": "Slik står det"}
    kept = ingrid.post("/Observation", impossible | {"extension": [stated]}, Idempotency_Key="l")
    assert kept.status_code == 201, kept.text


def test_nothing_that_is_sent_is_dropped(cast: Cast, ingrid: Caller) -> None:
    """Each of these would not be stored as it was sent, so each is refused by name."""
    other = {"reference": f"Practitioner/{to_text(cast.amir.party)}"}
    loinc = {"system": LOINC, "code": "29463-7"}
    sent: list[tuple[dict[str, Any], str]] = [
        ({"performer": [other]}, "Observation.performer[0].reference"),
        ({"code": {"coding": [loinc | {"display": "Body weight"}]}}, "Observation.code.coding[0]"),
        ({"code": {"coding": [loinc, loinc | {"code": "3141-9"}]}}, "Observation.code.coding[1]"),
        ({"code": {"coding": [loinc], "text": "Vekt"}}, "Observation.code.text"),
        ({"category": [concept("http://x.example", "y")]}, "Observation.category[0].coding[0].system"),
        ({"note": [{"text": "etter frokost"}]}, "Observation.note"),
        ({"meta": {"profile": ["http://x.example"]}}, "Observation.meta.profile[0]"),
    ]
    for change, place in sent:
        found = places(ingrid.post("/Observation", observation(cast) | change, Idempotency_Key="k"))
        assert any(each.startswith(place) for each in found), (place, found)
    assert read(cast, cast.nora_card).series("weight") == []


def test_what_is_minimal_is_short(cast: Cast, ingrid: Caller) -> None:
    answer = ingrid.post("/Observation", observation(cast), Idempotency_Key="k", Prefer="return=minimal")
    assert (answer.status_code, answer.content) == (201, b"")
    assert answer.headers["location"]


@pytest.mark.parametrize("kind", ["Patient", "Practitioner", "DiagnosticReport"])
def test_what_comes_in_another_way_is_not_written_here(cast: Cast, ingrid: Caller, kind: str) -> None:
    sent = {"resourceType": kind, "id": "x"}
    for answer in (ingrid.post(f"/{kind}", sent, Idempotency_Key="k"), ingrid.put(f"/{kind}/x", sent)):
        issues(answer, 405)
        assert answer.headers["allow"] == "GET"


def test_deleting_is_answered_with_what_to_do_instead(cast: Cast, ingrid: Caller) -> None:
    answer = ingrid.client.delete(f"/Observation/{to_text(cast.nora_card)}-2")
    assert "entered-in-error" in issues(answer, 405)[0]["diagnostics"]
    assert answer.headers["allow"] == "GET, HEAD, PUT"


def test_every_problem_is_told_at_once(cast: Cast, ingrid: Caller) -> None:
    broken = observation(cast) | {
        "status": 1,
        "stats": "final",
        "valueString": "x",
        "effectiveDateTime": "2026-02-30",
    }
    broken["valueQuantity"]["value"] = "72.50"
    del broken["code"]
    assert sorted(places(ingrid.post("/Observation", broken, Idempotency_Key="k"))) == [
        "Observation.code",
        "Observation.effectiveDateTime",
        "Observation.stats",
        "Observation.status",
        "Observation.value",
        "Observation.valueQuantity.value",
    ]


def test_decimals_are_kept_as_they_were_sent(cast: Cast, ingrid: Caller) -> None:
    for text in ("72.50", "72.5", "72", "7.25e1"):
        sent = sent_bytes(observation(cast, value=text))
        answer = ingrid.post("/Observation", sent, Idempotency_Key=text)
        stored = json.loads(answer.text, parse_float=str, parse_int=str)["valueQuantity"]["value"]
        assert stored == (text if "e" not in text else "72.5")
