"""Search inside one woman: what is found, how pages fit together, and what is told of a question that is none."""

import pytest

from helsekort.actions import contacts
from helsekort.record.codes import FNR
from helsekort.record.entries import Contact, ContactKind, Finding, Way
from helsekort.record.ids import entry_id, to_text
from tests.api.callers import Caller, issues, places
from tests.api.resources import encounter, fetus, heart_rate, observation, pressure
from tests.cast import TODAY, Cast, number_of


def _card(cast: Cast) -> str:
    return to_text(cast.nora_card)


def _about(cast: Cast) -> str:
    return f"patient={to_text(cast.nora.party)}"


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
        ("status=http://hl7.org/fhir/observation-status|final", "due heart pressure weight"),
        ("status=http://hl7.org/fhir/encounter-status|final", ""),
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


def test_pages_are_walked_to_the_end_and_back(cast: Cast, ingrid: Caller, written: dict[str, str]) -> None:
    def walk(path: str, relation: str) -> list[tuple[str, str]]:
        found = []
        while path:
            page = ingrid.get(path).json()
            links = {link["relation"]: link["url"] for link in page["link"]}
            found.append((links["self"].rpartition("_page=")[2], page["entry"][0]["resource"]["id"]))
            path = links.get(relation, "")
        return found

    start = ingrid.get(f"/Observation?{_about(cast)}&_count=3&_sort=_id").json()
    (there,) = (link["url"] for link in start["link"] if link["relation"] == "next")
    (last,) = walk(there, "next")
    back = walk(there, "previous")
    assert back[0] == last
    assert [each for _, each in back[1:]] == [start["entry"][0]["resource"]["id"]]
    assert [place.partition("-")[2] for place, _ in back] == ["3", "0"]


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
    for path in (
        f"/Patient?identifier={number}",
        f"/Observation?{_about(cast)}&identifier={number}",
        f"/Observation?{_about(cast)}&identifier={FNR}|{number},x|y",
    ):
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


@pytest.mark.parametrize(("count", "pages"), [("3", 2), ("500", 1), ("1000000000", 1)])
def test_a_page_holds_as_many_as_are_asked_for(
    cast: Cast, ingrid: Caller, written: dict[str, str], count: str, pages: int
) -> None:
    told = ingrid.get(f"/Observation?{_about(cast)}&_count={count}").json()
    assert [each["relation"] for each in told["link"]] == ["self", "next"][:pages]


@pytest.mark.parametrize(
    "query",
    [
        "subject=Group/{woman}",
        "patient:Practitioner={woman}",
        "subject=Patient/{woman}/_history/1",
        "episode-of-care=Encounter/{card}-2",
        "patient={woman}&encounter=Observation/{card}-2",
        "patient={woman}&_count=1&_count=2",
        "patient={woman}&_sort=date&_sort=code",
        "patient={woman}&_count=-1",
    ],
)
def test_nothing_of_a_question_is_read_as_another(cast: Cast, ingrid: Caller, query: str) -> None:
    names = {"woman": to_text(cast.nora.party), "card": _card(cast)}
    (told,) = issues(ingrid.get(f"/Observation?{query}".format(**names)), 400)
    assert told["code"] in ("value", "structure")


def test_a_posted_search_is_answered_in_json_or_not_at_all(cast: Cast, ingrid: Caller) -> None:
    form = {"patient": to_text(cast.nora.party), "_summary": "count"}
    issues(ingrid.client.post("/Observation/_search", data=form | {"_format": "xml"}), 406)
    assert ingrid.client.post("/Observation/_search", data=form | {"_format": "json"}).status_code == 200
