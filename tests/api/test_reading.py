"""Read, vread, history, search and $everything, and that nothing comes out for those who may not see it."""

import re
from collections import Counter

import pytest

from helsekort.actions import contacts, registry
from helsekort.audit.events import Event
from helsekort.record.codes import FNR
from helsekort.record.entries import Contact, ContactKind, Finding, Way
from helsekort.record.ids import entry_id, to_text
from tests.api.callers import Caller, issues, places
from tests.api.resources import LOINC, encounter, fetus, heart_rate, observation, pressure
from tests.cast import JOB, TODAY, Cast, begin_care, finding, make_woman, number_of, record
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


# --- search ------------------------------------------------------------------------------------------------


@pytest.fixture
def written(cast: Cast, ingrid: Caller) -> dict[str, str]:
    """Gives ids on Nora's card by what they are."""
    met = ingrid.create(encounter(cast, "e1"))
    names = {"encounter": met["id"], "fetus": entry_id(cast.nora_card, cast.nora_fetus)}
    weight = observation(cast, identifier="o1", encounter=f"Encounter/{met['id']}")
    names["weight"] = ingrid.create(weight, "w")["id"]
    names["pressure"] = ingrid.create(pressure(cast), "p")["id"]
    names["heart"] = ingrid.create(heart_rate(cast, cast.nora_fetus), "h")["id"]
    (due,) = ingrid.found(f"/Observation?{_about(cast)}&code=11778-8")
    return names | {"due": due["id"]}


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("code=29463-7", "weight"),
        ("code=http://loinc.org|29463-7,http://loinc.org|85354-9", "weight pressure"),
        ("code=http://snomed.info/sct|27113001", "weight"),
        ("code=http://loinc.org|", "due heart pressure weight"),
        ("code:not=29463-7", "due heart pressure"),
        ("code=nothing", ""),
        ("category=vital-signs", "pressure weight"),
        ("category:missing=true", "due heart"),
        ("status=final", "due heart pressure weight"),
        ("status=entered-in-error,corrected", ""),
        ("encounter={encounter}", "weight"),
        ("encounter=Encounter/{encounter}", "weight"),
        ("encounter:Encounter={encounter}", "weight"),
        ("encounter:missing=true", "due heart pressure"),
        ("focus=RelatedPerson/{fetus}", "heart"),
        ("identifier=o1", "weight"),
        ("identifier=https://journal.example/id|o1", "weight"),
        ("identifier=https://other.example|o1", ""),
        ("_id={weight},{heart}", "heart weight"),
        ("date=2026-03-10", "due heart pressure weight"),
        ("date=2026-03", "due heart pressure weight"),
        ("date=ge2026-03-10&date=lt2026-03-11", "due heart pressure weight"),
        ("date=gt2026-03-10", ""),
        ("date=ne2026-03-10", ""),
        ("date=sa2026-03-09", "due heart pressure weight"),
        ("date=eb2026-03-10", ""),
        ("date=le2026-03-10T10:00:00%2B01:00", "due heart pressure weight"),
        ("_lastUpdated=2026-03-10T09:00:00Z", "due heart pressure weight"),
        ("_lastUpdated=lt2026-03-10T09:00:00Z", ""),
        ("status=final&code=29463-7", "weight"),
        ("subject=Patient/{woman}", "due heart pressure weight"),
        ("episode-of-care={card}", "due heart pressure weight"),
    ],
)
def test_search(cast: Cast, ingrid: Caller, written: dict[str, str], query: str, finds: str) -> None:
    names = {**written, "woman": to_text(cast.nora.party), "card": _card(cast)}
    found = ingrid.found(f"/Observation?{_about(cast)}&{query}".format(**names))
    by_id = {name: key for key, name in written.items()}
    assert sorted(by_id[each["id"]] for each in found) == sorted(finds.split())


def test_a_card_is_named_by_something_on_it(cast: Cast, ingrid: Caller, written: dict[str, str]) -> None:
    assert [each["id"] for each in ingrid.found(f"/Observation?encounter={written['encounter']}")] == [
        written["weight"]
    ]
    assert len(ingrid.found(f"/Observation?_id={written['weight']}")) == 1
    assert len(ingrid.found(f"/EpisodeOfCare?{_about(cast)}")) == 1
    assert len(ingrid.found(f"/RelatedPerson?{_about(cast)}&active=true")) == 1
    assert len(ingrid.found(f"/Encounter?episode-of-care={_card(cast)}&type=check-up&class=AMB")) == 1
    assert len(ingrid.found(f"/Patient/{to_text(cast.nora.party)}/Encounter")) == 1
    assert len(ingrid.found(f"/Encounter/{written['encounter']}/Observation")) == 1


def test_pages_fit_together_while_others_write(cast: Cast, ingrid: Caller, written: dict[str, str]) -> None:
    path, seen = f"/Observation?{_about(cast)}&_count=1&_sort=-_lastUpdated,_id", []
    for number in range(len(written)):
        page = ingrid.get(path).json()
        assert page["total"] == 4
        seen += [each["resource"]["id"] for each in page["entry"]]
        links = {link["relation"]: link["url"] for link in page["link"]}
        later = Caller(_an_hour_later(cast), cast.ingrid)
        later.create(observation(cast, value=f"72.{number}"), f"later-{number}")
        if "next" not in links:
            break
        path = links["next"].removeprefix("http://testserver/fhir/r4")
    assert sorted(seen) == sorted(written[each] for each in ("weight", "pressure", "heart", "due"))


def _an_hour_later(cast: Cast) -> Cast:
    ctx = cast.ctx.at(cast.ctx.now() + 3_600_000_000)
    return Cast(ctx, *(getattr(cast, name) for name in Cast.__struct_fields__[1:]))


def test_a_count_is_a_number_alone(cast: Cast, ingrid: Caller, written: dict[str, str]) -> None:
    for query in ("_summary=count", "_count=0"):
        told = ingrid.get(f"/Observation?{_about(cast)}&{query}").json()
        assert (told["total"], "entry" in told) == (4, False)


def test_what_matches_refer_to_comes_along(cast: Cast, ingrid: Caller, written: dict[str, str]) -> None:
    asked = f"/Observation?{_about(cast)}&code=29463-7&_include=Observation:encounter&_include=Observation:patient"
    entries = ingrid.get(asked).json()["entry"]
    assert [(each["search"]["mode"], each["resource"]["resourceType"]) for each in entries] == [
        ("match", "Observation"),
        ("include", "Encounter"),
        ("include", "Patient"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/Observation",
        "/Observation?code=29463-7",
        "/Encounter?status=finished",
        "/EpisodeOfCare",
        "/Observation?patient={kari},{nora}",
        "/Observation?patient={kari}&patient={nora}",
        "/Observation?_id={kari_card}-2,{nora_card}-2",
        "/Observation?encounter:missing=true",
        "/Patient?_id={kari},{nora}",
        "/Patient",
    ],
)
def test_there_are_no_queries_across_women(cast: Cast, ingrid: Caller, path: str) -> None:
    names = {
        "kari": to_text(cast.kari.party),
        "nora": to_text(cast.nora.party),
        "kari_card": to_text(cast.kari_card),
        "nora_card": to_text(cast.nora_card),
    }
    assert "across women" in issues(ingrid.get(path.format(**names)), 400)[0]["diagnostics"]


def test_every_word_of_a_query_that_is_not_understood_is_told(cast: Cast, ingrid: Caller) -> None:
    query = "name=x&date=yesterday&code:text=y&_sort=colour&_count=many&_include=Observation:all&_summary=text&status="
    assert len(issues(ingrid.get(f"/Observation?{_about(cast)}&{query}&_page=first"), 400)) == 9


def test_a_woman_is_found_by_her_number_and_never_in_an_address(
    cast: Cast, ingrid: Caller, lars: Caller
) -> None:
    number = number_of(4)
    for value in (number, f"{FNR}|{number}"):
        told = ingrid.client.post("/Patient/_search", data={"identifier": value}).json()
        assert [each["resource"]["id"] for each in told["entry"]] == [to_text(cast.nora.party)]
        assert number not in str(told["link"])
    for path in (f"/Patient?identifier={number}", f"/Observation?{_about(cast)}&identifier={number}"):
        assert "POST" in issues(ingrid.get(path), 400)[0]["diagnostics"]
    hidden = [
        caller.client.post("/Patient/_search", data={"identifier": value}).json()
        for caller, value in ((lars, number), (lars, number_of(9)), (ingrid, "12345678901"))
    ]
    assert hidden[0] == hidden[1] == hidden[2]
    assert (hidden[0]["total"], hidden[0]["entry"][0]["search"]["mode"]) == (0, "outcome")


def test_a_search_can_be_posted_and_shows_no_number_in_its_links(cast: Cast, ingrid: Caller) -> None:
    ingrid.create(observation(cast, identifier="o1"))
    told = ingrid.client.post(
        "/Observation/_search",
        data={"patient": to_text(cast.nora.party), "identifier": "o1", "_count": "1"},
    ).json()
    assert told["total"] == 1
    assert "o1" not in str(told["link"])


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


def test_a_query_says_where_it_is_wrong(cast: Cast, ingrid: Caller) -> None:
    assert places(ingrid.get(f"/Observation?{_about(cast)}&date=x"), 400) == ["Observation.search.date"]


def test_an_old_contact_is_found_by_the_day_it_was(cast: Cast, ingrid: Caller) -> None:
    day = TODAY.replace(month=2)
    contact = Contact(ContactKind.CHECK_UP, Way.VISIT, day)
    contacts.record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=contact,
        findings=[Finding("headache", False, day)],
        key="old",
    )
    assert len(ingrid.found(f"/Encounter?{_about(cast)}&date=2026-02")) == 1
    assert ingrid.found(f"/Encounter?{_about(cast)}&date=lt2026-02") == []
    assert ingrid.post("/RelatedPerson", fetus(cast), Idempotency_Key="b").status_code == 201
