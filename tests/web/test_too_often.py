"""Limits at the doors: 429 with how long to wait, in the words of each door, and the way on for who is in a hurry."""

import httpx
import pytest
from msgspec.structs import replace

from helsekort import app, datafiles
from helsekort.access.limits import Spent
from helsekort.access.scopes import LABORATORY
from tests.actions.test_limiting import lines
from tests.api.callers import Caller
from tests.api.dhg.national_caller import National
from tests.bound import System, numbered
from tests.cast import Cast, number_of
from tests.web import made_files
from tests.web.at_work import AtWork, amir, card_path, ingrid, kari, words
from tests.web.logging_in import Homes
from tests.web.test_door import OWN, Browser

NEWCOMER = {
    "number": number_of(30),
    "name": "Siv Nord",
    "kind": "national",
    "birth_date": "30.05.1990",
    "language": "NO",
    "why": "came",
}


def few(cast: Cast, most: int = 1) -> Cast:
    """The cast in a house where everything that has a limit may be done once."""
    others = dict.fromkeys(datafiles.limits().named, most)
    return replace(cast, ctx=replace(cast.ctx, limits=datafiles.limits(others.items()), spent=Spent()))


def waits(answer: httpx.Response) -> bool:
    """Whether it is refused for now and says for how long."""
    return answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 3600


def search(midwife: AtWork, day: int = 4) -> httpx.Response:
    return midwife.post("/klinikk/finn", number=number_of(day))


def test_a_midwife_who_has_searched_too_often_is_told_to_wait_and_led_to_emergency_access(cast: Cast) -> None:
    midwife = ingrid(few(cast))
    assert search(midwife).status_code == 303
    answer = search(midwife)
    assert waits(answer)
    said = words(answer.text)
    assert "Det er søkt på fødselsnummer mange ganger på kort tid. Vent" in said
    assert "Trenger hun hjelp nå, så bruk nødtilgang. Den har ingen grense." in said
    assert 'href="/klinikk/nodtilgang"' in answer.text
    assert number_of(4) not in answer.text
    assert search(midwife, day=30).text == answer.text


def test_in_a_hurry_she_goes_on_from_that_page_to_the_card(cast: Cast) -> None:
    midwife = AtWork(few(cast).ctx, cast.lars, "lars")
    search(midwife)
    assert waits(search(midwife))
    assert midwife.get("/klinikk/nodtilgang").status_code == 200
    opened = midwife.post("/klinikk/nodtilgang", number=number_of(4), reason="labour", words="Føder nå.")
    assert opened.headers["location"] == f"{card_path(cast.nora_card)}/akutt"
    assert midwife.get(opened.headers["location"]).status_code == 200
    assert waits(search(midwife))


def test_the_field_the_taking_in_and_other_systems_share_one_limit(cast: Cast) -> None:
    house = few(cast)
    midwife, system = ingrid(house), Caller(house, cast.ingrid)
    assert search(midwife).status_code == 303
    assert waits(midwife.post("/klinikk/ny", **NEWCOMER))
    answer = system.client.post("/Patient/_search", data={"identifier": number_of(4)})
    assert waits(answer)
    (issue,) = answer.json()["issue"]
    assert (issue["code"], "Wait" in issue["diagnostics"]) == ("throttled", True)
    assert number_of(4) not in answer.text
    # what has no limit goes on
    assert midwife.get(card_path(cast.nora_card)).status_code == 200


def test_the_national_door_answers_without_a_body(cast: Cast) -> None:
    system = National(few(cast), cast.ingrid)
    assert system.ask("GET", "/status").status_code == 200
    answer = system.ask("GET", "/status")
    assert waits(answer)
    assert answer.content == b""


def test_her_own_questions_and_downloads_have_limits_of_their_own(cast: Cast) -> None:
    her = kari(few(cast))
    assert her.get("/min/innsyn/last-ned").status_code == 200
    answer = her.get("/min/innsyn/last-ned")
    assert waits(answer)
    assert "Loggen er lastet ned mange ganger" in words(answer.text)
    assert "nødtilgang" not in answer.text
    assert her.get("/min").status_code == 200


def test_a_file_is_refused_before_it_is_read(cast: Cast) -> None:
    doctor = amir(few(cast))
    path = f"{card_path(cast.nora_card)}/vedlegg"
    sent = {"owner": (None, "1"), "title": (None, "Bilde"), "file": ("a.png", made_files.picture("PNG"))}

    def send() -> httpx.Response:
        return doctor.client.post(path, files=sent, headers={"Origin": "http://127.0.0.1"})

    assert send().status_code == 422
    answer = send()
    assert waits(answer)
    assert "Det er lastet opp mange filer på kort tid." in words(answer.text)


@pytest.mark.parametrize(
    "path", ["/fhir/r4/Patient/x", "/dhg/api/maternity-record/v1/status", "/meldinger/lab"]
)
def test_tokens_that_are_refused_are_slowed_and_one_that_holds_is_taken(cast: Cast, path: str) -> None:
    house = few(numbered(cast), 2)
    system = System(house.ctx, {}, scope=LABORATORY.name if "lab" in path else "nhn:helsekort/read")
    method = "POST" if "lab" in path else "GET"
    bad = {"Authorization": "DPoP not-a-token", "DPoP": "x"}
    answers = [system.client.request(method, path, headers=bad) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 429, 429]
    assert waits(answers[-1])
    assert system.client.request(method, path).status_code == 401
    held = system.send(method, path, b"<x/>", "application/xml") if "lab" in path else system.get(path)
    assert held.status_code not in (401, 429)
    (line,) = lines(house.ctx)
    assert (line.kind, line.about) == ("nobody", ("refused-tokens", "1"))


def test_whoever_begins_to_log_in_too_often_waits_and_health_personnel_can_press_on(homes: Homes) -> None:
    ctx = few(homes.cast).ctx
    browser = Browser(app.build(ctx, origin="http://127.0.0.1", clients=homes.clients))
    assert browser.get("/inn/helseid").status_code == 303
    answer = browser.get("/inn/helseid")
    assert waits(answer)
    assert '<form method="post" action="/inn/helseid">' in answer.text
    assert waits(browser.get("/inn/idporten"))
    assert '<form method="post" action="/inn/' not in browser.get("/inn/idporten").text
    assert browser.post("/inn/helseid", headers=OWN).status_code == 303
    assert waits(browser.post("/inn/idporten", headers=OWN))
    assert browser.post("/inn/helseid", headers={"sec-fetch-site": "cross-site"}).status_code == 403
