"""Read, vread, history and $everything, and that nothing comes out for those who may not see it."""

import re
from collections import Counter

import pytest

from helsekort.actions import contacts, registry
from helsekort.audit.events import Event
from helsekort.record.ids import entry_id, to_text
from tests.api.callers import Caller, issues
from tests.api.resources import LOINC, observation
from tests.cast import JOB, Cast, begin_care, finding, make_woman, record
from tests.store.stored import audit, refusals


def _card(cast: Cast) -> str:
    return to_text(cast.nora_card)


def _about(cast: Cast) -> str:
    return f"patient={to_text(cast.nora.party)}"


def test_a_card_is_read_with_its_version(cast: Cast, ingrid: Caller) -> None:
    answer = ingrid.get(f"/EpisodeOfCare/{_card(cast)}")
    assert (answer.status_code, answer.headers["etag"]) == (200, 'W/"1"')
    assert answer.headers["last-modified"] == "Tue, 10 Mar 2026 09:00:00 GMT"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["patient"] == {"reference": f"Patient/{to_text(cast.nora.party)}"}


def test_each_version_of_a_due_date_can_be_read(cast: Cast, ingrid: Caller) -> None:
    (due,) = ingrid.found(f"/Observation?{_about(cast)}&code={LOINC}|11778-8")
    path = f"/Observation/{due['id']}"
    told = ingrid.get(f"{path}/_history").json()
    assert [each["resource"]["meta"]["versionId"] for each in told["entry"]] == ["2", "1"]
    assert [each["request"]["method"] for each in told["entry"]] == ["PUT", "POST"]
    assert [ingrid.get(f"{path}/_history/{each}").json()["status"] for each in "12"] == [
        "preliminary",
        "final",
    ]
    for missing in ("3", "0", "x", "99999999999999999999"):
        issues(ingrid.get(f"{path}/_history/{missing}"), 404)


@pytest.mark.parametrize(
    "path",
    [
        "/EpisodeOfCare/{card}",
        "/Observation/{card}-2",
        "/Observation/{card}-2/_history",
        "/Observation/{card}-2/_history/1",
        "/EpisodeOfCare/{card}/$everything",
        "/Patient/{woman}",
        "/Patient/{woman}/$everything",
        "/Observation?patient={woman}",
        "/Observation?episode-of-care={card}",
        "/Patient/{woman}/Observation",
    ],
)
def test_forbidden_and_absent_look_the_same(cast: Cast, lars: Caller, path: str) -> None:
    there = {"card": _card(cast), "woman": to_text(cast.nora.party)}
    nowhere = {"card": to_text(77), "woman": to_text(78)}
    forbidden, absent = (lars.get(path.format(**names)) for names in (there, nowhere))
    issues(forbidden, 404)
    assert (forbidden.content, forbidden.headers) == (absent.content, absent.headers)
    lines = refusals(cast.ctx)
    assert Counter(line.card for line in lines) == {cast.nora_card: 1, 0: 1}
    assert {line.party for line in lines} == {cast.lars.party}


def test_an_id_that_is_none_is_refused_like_one_that_is_not_there(cast: Cast, ingrid: Caller) -> None:
    absent = ingrid.get(f"/Observation/{to_text(77)}-2")
    for name in ("x", "x" * 65, f"{_card(cast)}-0", f"{_card(cast)}-999", "%C3%A6", "-"):
        assert ingrid.get(f"/Observation/{name}").content == absent.content
    assert ingrid.get(f"/Encounter/{_card(cast)}-2").content == absent.content
    issues(absent, 404)


def test_what_is_read_stands_in_her_log(cast: Cast, ingrid: Caller) -> None:
    earlier = audit(cast.ctx)
    ingrid.get(f"/Observation/{_card(cast)}-2")
    (line,) = (Counter(audit(cast.ctx)) - Counter(earlier)).elements()
    assert (line.card, line.event, line.permission, line.entries, line.party) == (
        cast.nora_card,
        Event.READ,
        "read_resource",
        (3,),
        cast.ingrid.party,
    )


def test_without_a_token_nobody_is_asked_anything(cast: Cast, ingrid: Caller) -> None:
    nobody = Caller(cast, None)
    for headers in ({}, {"Authorization": "Basic aW5ncmlk"}, {"Authorization": "Bearer "}):
        answer = nobody.get(f"/EpisodeOfCare/{_card(cast)}", **headers)
        issues(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")
    issues(nobody.get("/Patient/x", Authorization="Bearer wrong"), 401)
    token = ingrid.client.headers["Authorization"].removeprefix("Bearer ")
    cookie = nobody.get(f"/EpisodeOfCare/{_card(cast)}", Cookie=f"helsekort={token}")
    issues(cookie, 401)


def test_she_reads_her_own_and_no_other(cast: Cast, nora: Caller) -> None:
    assert nora.get(f"/EpisodeOfCare/{_card(cast)}").status_code == 200
    assert nora.get(f"/Patient/{to_text(cast.nora.party)}").json()["name"][0]["text"].startswith("Nora")
    assert nora.found(f"/Observation?{_about(cast)}")
    issues(nora.get(f"/EpisodeOfCare/{to_text(cast.kari_card)}"), 404)
    issues(nora.get(f"/Patient/{to_text(cast.kari.party)}"), 404)
    issues(nora.post("/Observation", observation(cast), Idempotency_Key="k"), 404)


def test_what_was_made_on_the_wrong_woman_is_not_there(cast: Cast, ingrid: Caller) -> None:
    origin = record(cast, cast.nora_card)
    path = f"/Encounter/{entry_id(cast.nora_card, origin)}"
    assert ingrid.get(path).status_code == 200
    contacts.move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=origin + 1,
        to_number=None,
        reason="Feil kvinne",
    )
    for gone in (path, path + "/_history", path + "/_history/1", f"{path[:-1]}{origin + 1}"):
        issues(ingrid.get(gone), 404)
    everything = ingrid.get(f"/EpisodeOfCare/{_card(cast)}/$everything").text
    assert entry_id(cast.nora_card, origin) not in everything
    assert not ingrid.found(f"/Encounter?{_about(cast)}")


def test_what_is_held_from_her_does_not_come_out_here(cast: Cast, ingrid: Caller, nora: Caller) -> None:
    answer = finding("hiv", "NEG")
    (origin,) = contacts.state_facts(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[answer], key="hiv"
    )
    name = entry_id(cast.nora_card, origin)
    assert ingrid.get(f"/Observation/{name}").status_code == 200
    for path in (f"/Observation/{name}", f"/Observation/{name}/_history", f"/Observation/{name}/_history/1"):
        issues(nora.get(path), 404)
    for path in (f"/Observation?{_about(cast)}", f"/EpisodeOfCare/{_card(cast)}/$everything"):
        assert name not in nora.get(path).text
        assert name in ingrid.get(path).text
    count = f"/Observation?{_about(cast)}&_summary=count"
    assert nora.get(count).json()["total"] == ingrid.get(count).json()["total"] - 1


def test_what_the_law_erased_is_gone_and_says_so(cast: Cast, ingrid: Caller) -> None:
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=3, basis="§ 25")
    path = f"/Observation/{_card(cast)}-2"
    assert issues(ingrid.get(path), 410)[0]["code"] == "deleted"
    issues(ingrid.get(path + "/_history/2"), 410)
    assert ingrid.get(path + "/_history/1").status_code == 200
    newest, oldest = ingrid.get(path + "/_history").json()["entry"]
    assert ("resource" in newest, newest["response"]["status"], "resource" in oldest) == (False, "410", True)
    assert not ingrid.found(f"/Observation?{_about(cast)}")


def test_everything_is_the_card_she_and_those_it_names(cast: Cast, ingrid: Caller) -> None:
    record(cast, cast.nora_card)
    entries = ingrid.get(f"/EpisodeOfCare/{_card(cast)}/$everything").json()["entry"]
    kinds = Counter(each["resource"]["resourceType"] for each in entries)
    assert kinds == {
        "EpisodeOfCare": 1,
        "Observation": 2,
        "RelatedPerson": 1,
        "Encounter": 1,
        "Patient": 1,
        "Practitioner": 1,
        "Organization": 1,
    }
    assert all(re.fullmatch(r"http://testserver/fhir/r4/\w+/[a-z0-9-]+", each["fullUrl"]) for each in entries)
    hers = ingrid.get(f"/Patient/{to_text(cast.nora.party)}/$everything").json()["entry"]
    assert len(hers) == len(entries)


def test_personnel_and_units_are_read_and_a_woman_is_none_of_them(cast: Cast, nora: Caller) -> None:
    assert nora.get(f"/Practitioner/{to_text(cast.amir.party)}").status_code == 200
    assert nora.get(f"/Organization/{to_text(cast.amir.organisation)}/_history/1").status_code == 200
    issues(nora.get(f"/Practitioner/{to_text(cast.kari.party)}"), 404)
    issues(nora.get(f"/Organization/{to_text(cast.amir.party)}"), 404)
    issues(nora.get(f"/Practitioner?_id={to_text(cast.amir.party)}"), 400)


def test_a_woman_without_a_card_has_none(cast: Cast, ingrid: Caller) -> None:
    woman = make_woman(cast.ctx, "Silje Aas", 6)
    issues(ingrid.get(f"/EpisodeOfCare?patient={to_text(woman.party)}"), 404)
    begin_care(cast.ctx, woman, cast.ingrid)
    assert ingrid.found(f"/EpisodeOfCare?patient={to_text(woman.party)}") == []
