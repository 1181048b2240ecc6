"""Transactions write all or nothing on one card; a batch answers each entry by itself."""

from typing import Any

import pytest

from helsekort.fhir.bundles import MOST_ENTRIES
from helsekort.record.ids import to_text
from tests.api.callers import Caller, issues, places
from tests.api.resources import (
    REASON,
    SYSTEM,
    Resource,
    bundle,
    encounter,
    entry,
    fetus,
    heart_rate,
    observation,
    pressure,
    urn,
)
from tests.cast import Cast, read
from tests.store.stored import breaks, written


def _check_up(cast: Cast, value: str = "72.50") -> Resource:
    """A contact, a second fetus and findings of both, each before what it refers to."""
    return bundle(
        "transaction",
        entry("POST", "Observation", observation(cast, value=value, encounter=urn(1))),
        entry("POST", "Observation", heart_rate(cast, urn(2))),
        entry("POST", "Observation", pressure(cast) | {"encounter": {"reference": urn(1)}}),
        entry("POST", "Encounter", encounter(cast), full_url=urn(1)),
        entry("POST", "RelatedPerson", fetus(cast), full_url=urn(2)),
    )


def test_a_check_up_is_written_whole(cast: Cast, ingrid: Caller) -> None:
    answer = ingrid.post("", _check_up(cast), Idempotency_Key="b")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["type"] == "transaction-response"
    assert [each["response"]["status"] for each in told["entry"]] == ["201 Created"] * 5
    kinds = [each["resource"]["resourceType"] for each in told["entry"]]
    assert kinds == ["Observation", "Observation", "Observation", "Encounter", "RelatedPerson"]
    met = told["entry"][3]["resource"]["id"]
    assert told["entry"][0]["resource"]["encounter"] == {"reference": f"Encounter/{met}"}
    (line,) = read(cast, cast.nora_card).contacts
    assert [trail.now.what for trail in line.findings] == ["weight", "blood_pressure"]
    assert breaks(cast.ctx) == []


def test_sent_again_it_writes_nothing(cast: Cast, ingrid: Caller) -> None:
    first = ingrid.post("", _check_up(cast), Idempotency_Key="b").json()
    before = written(cast.ctx)
    again = ingrid.post("", _check_up(cast), Idempotency_Key="b").json()
    assert [each["response"]["status"] for each in again["entry"]] == ["200 OK"] * 5
    assert [each["resource"] for each in again["entry"]] == [each["resource"] for each in first["entry"]]
    assert written(cast.ctx) == before
    other = ingrid.post("", _check_up(cast, "73"), Idempotency_Key="b")
    assert places(other) == ["Bundle.entry[0]"]


def test_one_fault_and_nothing_is_written(cast: Cast, ingrid: Caller) -> None:
    sent = _check_up(cast)
    sent["entry"][0]["resource"]["valueQuantity"]["code"] = "g"
    sent["entry"][3]["resource"]["period"] = {"start": "2027-01-01"}
    before = written(cast.ctx)
    found = places(ingrid.post("", sent, Idempotency_Key="b"))
    assert {each.partition("].")[0] for each in found} == {"Bundle.entry[0", "Bundle.entry[3"}
    assert written(cast.ctx) == before
    assert ingrid.post("", _check_up(cast), Idempotency_Key="b").status_code == 200


def test_a_transaction_corrects_and_creates(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast))
    wanted: dict[str, Any] = made | {
        "status": "entered-in-error",
        "extension": [{"url": REASON, "valueString": "Feil"}],
    }
    sent = bundle(
        "transaction",
        entry("PUT", f"Observation/{made['id']}", wanted, ifMatch='W/"1"'),
        entry(
            "POST",
            "Observation",
            observation(cast, value="74", identifier="o2"),
            ifNoneExist=f"identifier={SYSTEM}|o2",
        ),
    )
    answer = ingrid.post("", sent)
    assert [each["response"]["etag"] for each in answer.json()["entry"]] == ['W/"2"', 'W/"1"']
    assert [str(trail.now.value) for trail in read(cast, cast.nora_card).series("weight")] == ["74"]
    assert places(ingrid.post("", sent), 412) == ["Bundle.entry[0]"]


def test_what_a_transaction_is_not(cast: Cast, ingrid: Caller) -> None:
    nora, kari = encounter(cast, "a"), encounter(cast, "b")
    kari["episodeOfCare"] = [{"reference": f"EpisodeOfCare/{to_text(cast.kari_card)}"}]
    two_women = bundle("transaction", entry("POST", "Encounter", nora), entry("POST", "Encounter", kari))
    assert "one card" in issues(ingrid.post("", two_women), 422)[0]["diagnostics"]
    strange = [
        entry("DELETE", "Observation/x"),
        entry("GET", f"EpisodeOfCare/{to_text(cast.nora_card)}"),
        entry("POST", "Patient", {"resourceType": "Patient"}),
        entry("POST", "Observation?status=final", observation(cast, identifier="o")),
        entry("PUT", "Observation?identifier=o", observation(cast, identifier="o")),
        entry("POST", "Observation", observation(cast, identifier="o")) | {"search": {"mode": "match"}},
    ]
    for each in strange:
        issues(
            ingrid.post("", bundle("transaction", each)),
            ingrid.post("", bundle("transaction", each)).status_code,
        )
        assert ingrid.post("", bundle("transaction", each)).status_code in (400, 422)
    assert read(cast, cast.nora_card).series("weight") == []


def test_a_reference_to_nothing_in_the_bundle_is_told(cast: Cast, ingrid: Caller) -> None:
    lost = observation(cast, identifier="o", encounter=urn(9))
    answer = ingrid.post("", bundle("transaction", entry("POST", "Observation", lost)))
    assert places(answer) == ["Bundle.entry[0].resource.encounter.reference"]
    alone = ingrid.post("/Observation", lost)
    assert places(alone, 400) == ["Observation.encounter.reference"]


def test_without_keys_each_entry_is_told(cast: Cast, ingrid: Caller) -> None:
    told = issues(ingrid.post("", _check_up(cast)), 422)
    assert [each["expression"] for each in told] == [[f"Bundle.entry[{place}]"] for place in range(5)]


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        (("DELETE", "Observation/x", None, {}), "method"),
        (("PATCH", "Observation/x", "o", {}), "method"),
        (("PUT", "Observation?identifier=o", "o", {}), "url"),
        (("POST", "Observation/x", "o", {}), "url"),
        (("POST", "Observation", "o", {"ifNoneExist": "identifier=a|b"}), "ifNoneExist"),
        (("PUT", "Observation/{card}-2", "o", {"ifMatch": "*"}), "ifMatch"),
    ],
)
def test_a_fault_of_a_request_is_told_where_it_stands(
    cast: Cast, ingrid: Caller, sent: tuple[str, str, str | None, dict[str, str]], place: str
) -> None:
    method, url, name, more = sent
    url = url.format(card=to_text(cast.nora_card))
    named = observation(cast, identifier=name) | {"id": url.rpartition("/")[2]} if name else None
    if named is not None and method == "POST":
        del named["id"]
    answer = ingrid.post("", bundle("transaction", entry(method, url, named, **more)))
    assert places(answer, answer.status_code) == [f"Bundle.entry[0].request.{place}"]


def test_an_echo_is_left_out_and_every_other_fault_is_told(cast: Cast, ingrid: Caller) -> None:
    """The contact is faulty, so that what refers to it finds nothing: that is no fault. The others have their own."""
    faulty = encounter(cast, "e") | {"period": {"start": "2026-03-11"}}
    sent = bundle(
        "transaction",
        entry("POST", "Encounter", faulty, full_url=urn(1)),
        entry("POST", "Observation", observation(cast, identifier="a", encounter=urn(1))),
        entry("POST", "Observation", observation(cast, identifier="b", encounter=urn(9))),
        entry("POST", "Observation", observation(cast, identifier="c", encounter=77)),
        entry("POST", "Observation", observation(cast, identifier="d", value="900")),
    )
    assert sorted(places(ingrid.post("", sent))) == [
        "Bundle.entry[0].resource.period",
        "Bundle.entry[2].resource.encounter.reference",
        "Bundle.entry[3].resource.encounter",
        "Bundle.entry[4].resource.value",
    ]


def test_no_bundle_makes_a_woman(cast: Cast, ingrid: Caller) -> None:
    sent = observation(cast, identifier="o") | {"subject": {"reference": urn(1)}}
    answer = ingrid.post("", bundle("transaction", entry("POST", "Observation", sent)))
    assert places(answer, 400) == ["Bundle.entry[0].resource.subject.reference"]


@pytest.mark.parametrize("entries", [None, [], [1], [{}], [{"request": {"method": "GET"}}], [{"request": 1}]])
def test_a_bundle_that_is_none(cast: Cast, ingrid: Caller, entries: object) -> None:
    sent = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    assert ingrid.post("", sent).status_code in (400, 422)
    assert issues(
        ingrid.post("", {**sent, "type": "history"}), ingrid.post("", {**sent, "type": "history"}).status_code
    )


@pytest.mark.parametrize("kind", [None, 1, True, ["batch"], {"batch": "batch"}, "", "history", "Batch"])
def test_a_type_that_is_none(cast: Cast, ingrid: Caller, kind: object) -> None:
    sent = bundle("batch", entry("GET", f"Patient/{to_text(cast.nora.party)}")) | {"type": kind}
    assert "Bundle.type" in places(ingrid.post("", sent), 400)


def test_ten_thousand_entries_are_refused_before_they_are_looked_at(cast: Cast, ingrid: Caller) -> None:
    one = {"request": {"method": "GET", "url": "x"}}
    many = {"resourceType": "Bundle", "type": "batch", "entry": [one] * 10_000}
    told = issues(ingrid.post("", many), 422)
    assert (told[0]["code"], str(MOST_ENTRIES) in told[0]["diagnostics"]) == ("too-costly", True)


def test_lars_writes_nothing_in_a_bundle(cast: Cast, lars: Caller) -> None:
    before = written(cast.ctx)
    issues(lars.post("", _check_up(cast), Idempotency_Key="b"), 404)
    assert written(cast.ctx) == before
