"""What the door says of itself is what it does, and what it stores is FHIR to readers we did not write."""

import json
from collections import Counter
from typing import Any

import fhirkit
import pytest
from fhir.resources.R4B import get_fhir_model_class

from helsekort.fhir.profiles import ALL, CREATED, FILES, FORMS, LOG, ON_CARD, RULES, UPDATED
from helsekort.fhir.search import parameters_of
from helsekort.record.ids import to_text
from tests.api.callers import Caller, issues
from tests.api.resources import (
    bundle,
    due_date,
    encounter,
    entry,
    fetus,
    heart_rate,
    observation,
    pressure,
    urn,
)
from tests.cast import Cast, record


def _accept(body: bytes) -> None:
    """Both readers take it, without a warning."""
    found = fhirkit.parse(body, strict=True)
    assert found.issues == []
    get_fhir_model_class(json.loads(body)["resourceType"]).model_validate_json(body)


def _resources(statement: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["type"]: each for each in statement["rest"][0]["resource"]}


def test_the_statement_is_open_and_is_fhir(cast: Cast) -> None:
    answer = Caller(cast, None).get("/metadata")
    assert answer.status_code == 200
    _accept(answer.content)
    told = answer.json()
    assert (told["fhirVersion"], told["format"][0]) == ("4.0.1", "application/fhir+json")
    assert set(_resources(told)) == {*ALL, FORMS, FILES, LOG, *RULES}


def test_every_interaction_that_is_stated_is_there_and_no_other(cast: Cast, ingrid: Caller) -> None:
    told = _resources(ingrid.get("/metadata").json())
    for kind, resource in told.items():
        can = {each["code"] for each in resource["interaction"]}
        assert ("create" in can, "update" in can) == (kind in CREATED, kind in UPDATED)
        post, put = ingrid.post(f"/{kind}", {"a": 1}), ingrid.put(f"/{kind}/x", {"a": 1})
        assert [answer.status_code != 405 for answer in (post, put)] == ["create" in can, "update" in can]
        history = ingrid.get(f"/{kind}/x/_history")
        assert ("history-instance" in can) == ("cannot be done" not in history.text)


def test_every_search_parameter_that_is_stated_is_understood(cast: Cast, ingrid: Caller) -> None:
    told = _resources(ingrid.get("/metadata").json())
    woman, card = to_text(cast.nora.party), to_text(cast.nora_card)
    values = {"date": "2026-03-10", "_lastUpdated": "2026-03-10", "issued": "2026-03-10", "_id": card}
    for kind in ON_CARD:
        names = [each["name"] for each in told[kind]["searchParam"]]
        assert names == list(parameters_of(kind))
        for name in names:
            value = woman if name in ("patient", "subject") else values.get(name, f"{card}-2")
            answer = ingrid.get(
                f"/{kind}?patient={woman}&{name}={value}" if value != woman else f"/{kind}?{name}={value}"
            )
            assert answer.status_code == 200, (kind, name, answer.text)
        for include in told[kind]["searchInclude"]:
            assert ingrid.get(f"/{kind}?patient={woman}&_include={include}").status_code == 200


def test_her_log_is_searched_by_herself_alone(cast: Cast, ingrid: Caller) -> None:
    woman, other = to_text(cast.nora.party), to_text(cast.kari.party)
    nora = Caller(cast, cast.nora)
    answer = nora.get(f"/AuditEvent?patient=Patient/{woman}")
    assert answer.status_code == 200
    _accept(answer.content)
    assert answer.json()["total"] == len(answer.json()["entry"]) > 0
    assert nora.get(f"/AuditEvent?patient={other}").status_code == 404
    assert ingrid.get(f"/AuditEvent?patient={woman}").status_code == 404
    for wrong in ("", "?date=2026", f"?patient={woman}&date=2026", f"?patient={woman}&patient={woman}"):
        assert nora.get(f"/AuditEvent{wrong}").status_code == 400


def test_a_type_that_is_stored_is_here_by_itself() -> None:
    assert set(ON_CARD) >= {"EpisodeOfCare", "Encounter", "Observation", "RelatedPerson"}
    assert {"patient", "_id", "episode-of-care"} <= set(parameters_of("RelatedPerson"))
    assert "date" not in parameters_of("RelatedPerson")


def test_all_that_this_door_stores_and_answers_is_fhir(cast: Cast, ingrid: Caller) -> None:
    sent = bundle(
        "transaction",
        entry("POST", "Encounter", encounter(cast, "e"), full_url=urn(1)),
        entry("POST", "RelatedPerson", fetus(cast), full_url=urn(2)),
        entry("POST", "Observation", observation(cast, identifier="o", encounter=urn(1))),
        entry("POST", "Observation", pressure(cast)),
        entry("POST", "Observation", heart_rate(cast, urn(2))),
        entry("POST", "Observation", due_date(cast)),
    )
    answer = ingrid.post("", sent, Idempotency_Key="b")
    assert answer.status_code == 200, answer.text
    _accept(answer.content)
    record(cast, cast.nora_card)
    card, woman = to_text(cast.nora_card), to_text(cast.nora.party)
    kinds: Counter[str] = Counter()
    for path in (
        f"/EpisodeOfCare/{card}/$everything",
        f"/Patient/{woman}/$everything",
        f"/Observation?patient={woman}&_include=Observation:encounter&_count=3",
        f"/Observation/{card}-2/_history",
    ):
        body = ingrid.get(path).content
        _accept(body)
        for each in json.loads(body)["entry"]:
            kinds[each["resource"]["resourceType"]] += 1
            _accept(json.dumps(each["resource"]).encode())
    assert set(kinds) >= {
        "EpisodeOfCare",
        "Encounter",
        "Observation",
        "RelatedPerson",
        "Patient",
        "Practitioner",
    }


def test_what_goes_wrong_is_told_in_fhir(cast: Cast, ingrid: Caller) -> None:
    for answer in (
        ingrid.get("/Observation"),
        ingrid.get("/nothing/here/at/all"),
        ingrid.post("/Observation", b"{", Idempotency_Key="k"),
        ingrid.post("/Observation", observation(cast, value="160"), Idempotency_Key="k"),
    ):
        _accept(answer.content)
        assert issues(answer, answer.status_code)


@pytest.mark.parametrize("path", ["/metadata", "/openapi.json"])
def test_descriptions_name_the_door_as_it_was_reached(cast: Cast, path: str) -> None:
    assert "http://testserver/fhir/r4" in Caller(cast, None).get(path).text
