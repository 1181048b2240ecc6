"""The simulator of a local record against a running demo, over HTTP alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from helsekort.access.actors import NOBODY
from helsekort.actions.sessions import enter_as_persona, leave, personas, recognise
from helsekort.demo.local_record.door import Door
from helsekort.demo.local_record.exchange import Mistyped, transaction
from helsekort.demo.local_record.journal import Journal, Patient, Visit
from helsekort.demo.local_record.pages import Desk, build
from tests.cast import TODAY, number_of
from tests.running import Running, running_demo


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_demo(Path(tmp_path_factory.mktemp("beside"))) as demo:
        yield demo


class Beside:
    """The simulator in the hands of one of the demo's people, with Nora and one who is nobody here as patients."""

    def __init__(self, running: Running, persona: str) -> None:
        self.running = running
        self.tokens: list[str] = []
        nora = next(one for one in personas(running.ctx) if one.key == "nora")
        assert nora.number is not None
        self.nora = Patient(nora.name, nora.number)
        self.journal = Journal("Fiktiv", [self.nora, Patient("Ukjent", number_of(21))])
        self.door = Door(running.origin, lambda: self._token(persona))
        today = running.ctx.today
        self.client = TestClient(build(Desk(self.journal, self.door, today)), follow_redirects=False)

    def _token(self, persona: str) -> str:
        self.tokens.append(enter_as_persona(NOBODY, ctx=self.running.ctx, persona=persona))
        return self.tokens[-1]

    def visit(self, **typed: str) -> str:
        """Type a check-up, and send it; the page that comes."""
        said = {"on": self.running.ctx.today().isoformat(), **typed}
        return self.client.post("/pasient/1/kontroll", data=said, follow_redirects=True).text


@pytest.fixture
def amir(running: Running) -> Beside:
    return Beside(running, "amir")


def test_every_page_says_that_it_is_a_simulator(amir: Beside) -> None:
    for path in ("/", "/pasient/1", "/pasient/0", "/pasient/9", "/pasient/x"):
        assert "Dette er ikke en ekte journal" in amir.client.get(path).text


def test_one_press_goes_to_her_card(amir: Beside) -> None:
    answer = amir.client.post("/pasient/1/helsekort")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{amir.running.origin}/klinikk/fra-journal?launch=")
    assert amir.nora.number not in answer.headers["location"]


@pytest.mark.parametrize("way", ["helsekort", "nytt"])
def test_without_a_care_relation_it_says_so(running: Running, way: str) -> None:
    lars = Beside(running, "lars")
    told = lars.client.post(f"/pasient/1/{way}")
    assert told.status_code == 502
    assert "ikke en behandlingsrelasjon" in told.text
    assert "ikke en behandlingsrelasjon" in lars.client.post(f"/pasient/2/{way}").text


def test_what_is_typed_there_arrives_once_and_is_no_news_there(amir: Beside) -> None:
    first = amir.client.post("/pasient/1/nytt").text
    assert "nye opplysninger" in first
    assert "Ingenting nytt" in amir.client.post("/pasient/1/nytt").text
    page = amir.visit(weight="95,7", blood_pressure="138/88", urine_protein="SPOR", note="Fra journalen")
    assert "Står i helsekortet" in page
    (visit,) = amir.nora.visits
    before = _standing(amir)
    assert "Fra journalen" in before
    amir.client.post("/pasient/1/send", data={"key": visit.key})
    assert _standing(amir) == before
    assert "Ingenting nytt" in amir.client.post("/pasient/1/nytt").text


def _standing(beside: Beside) -> list[str]:
    """Every text on the card, by the door."""
    resources = beside.door.document(beside.running.card)
    return [each["valueString"] for each in resources if "valueString" in each]


def test_what_is_asked_about_is_kept_and_sent_when_it_is_meant(amir: Beside) -> None:
    page = amir.visit(weight="140")
    assert "Helsekortet spør om dette stemmer" in page
    assert "Ikke i helsekortet ennå" in page
    visit = amir.nora.visits[-1]
    confirm = page.split('name="confirm" value="')[1].split('"')[0]
    amir.client.post("/pasient/1/send", data={"key": visit.key, "confirm": confirm})
    assert visit.key in amir.nora.sent


@pytest.mark.parametrize(
    ("field", "typed"), [("weight", "tung"), ("blood_pressure", "120"), ("weight", "NaN")]
)
def test_what_cannot_be_read_is_told_and_stays(amir: Beside, field: str, typed: str) -> None:
    page = amir.visit(**{field: typed, "note": "Blir stående"})
    assert "kan ikke leses" in page
    assert "Blir stående" in page
    assert amir.nora.visits == []


def test_a_day_that_is_none_is_told(amir: Beside) -> None:
    assert "Dato kan ikke leses" in amir.visit(on="i går")


def test_where_the_service_is_silent_the_visit_stays(running: Running) -> None:
    beside = Beside(running, "amir")
    beside.door.origin = "http://127.0.0.1:9"
    page = beside.visit(weight="80")
    assert "Helsekortet svarer ikke" in page
    assert "Ikke i helsekortet ennå" in page


def test_a_session_that_has_ended_is_begun_anew(amir: Beside) -> None:
    amir.client.post("/pasient/1/nytt")
    ctx = amir.running.ctx
    known = recognise(NOBODY, ctx=ctx, token=amir.tokens[0])
    assert known is not None
    leave(known.actor, ctx=ctx, token=amir.tokens[0])
    assert amir.client.post("/pasient/1/nytt").status_code == 200
    assert len(amir.tokens) == 2


def test_a_form_of_another_site_is_not_taken(amir: Beside) -> None:
    told = amir.client.post(
        "/pasient/1/kontroll", data={"on": "2026-03-10"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert told.status_code == 404
    assert amir.nora.visits == []


def test_half_a_pressure_is_mistyped() -> None:
    with pytest.raises(Mistyped):
        transaction(Visit(TODAY, {"blood_pressure": "120/"}), "w", "c")
