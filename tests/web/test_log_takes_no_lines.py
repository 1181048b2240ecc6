"""The log takes no line: the service lost its right to write there, or the database its room. Whatever is asked for, at
whichever door, fails with a sentence; nothing is changed, and nothing of anyone is shown."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from msgspec import Struct
from starlette.testclient import TestClient

from helsekort import app
from helsekort.actions import registry
from helsekort.actions.context import Context
from helsekort.record.ids import to_text
from helsekort.store.parties import PersonaRow
from tests.answers import KARI, answer, haemoglobin, sent
from tests.api.callers import token_of
from tests.api.dhg.national_caller import BASE, role
from tests.api.resources import pressure, sent_bytes
from tests.cast import JOB, LAB, Cast, make_cast, number_of, open_house
from tests.fixtures.wall import SERVICE, Walled
from tests.store.stored import audit, content
from tests.web.at_work import HERE, card_path, words

NAMES = ("Nora", "Kari", "Sletten", "Haugen", number_of(4), number_of(3))
SAID = {
    "page": ("kan ikke lagre nå", "gikk galt hos oss"),
    "FHIR": ("cannot be written now", "went wrong here"),
    "national": ("cannot be written now", "went wrong here"),
    "laboratory": ("nothing was kept", "went wrong here"),
}


class Doors(Struct):
    """Everyone who asks, ready before the log is closed: a token each, and a client that sees faults as users do."""

    cast: Cast
    client: TestClient
    tokens: dict[str, str]

    @classmethod
    def of(cls, cast: Cast) -> "Doors":
        actors = {"ingrid": cast.ingrid, "nora": cast.nora, "lars": cast.lars, "laboratory": LAB}
        tokens = {name: token_of(cast, actor) for name, actor in actors.items()}
        kari = PersonaRow("kari", 1, cast.kari.kind, cast.kari.party, 0, "", "")
        registry.register_persona(JOB, ctx=cast.ctx, persona=kari)
        client = TestClient(
            app.build(cast.ctx), base_url=HERE, raise_server_exceptions=False, follow_redirects=False
        )
        return cls(cast, client, tokens)

    def page(self, who: str, path: str, **typed: str) -> httpx2.Response:
        headers = {"Cookie": f"helsekort={self.tokens[who]}", "Sec-Fetch-Site": "same-origin"}
        if not typed:
            return self.client.get(path, headers=headers)
        return self.client.post(path, data=typed, headers=headers)

    def system(self, who: str, method: str, path: str, body: bytes = b"", **more: str) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}", **more}
        return self.client.request(method, path, content=body or None, headers=headers)

    def national(self, path: str) -> httpx2.Response:
        more = {
            "nhn-source-system": "Testsystem 1.0",
            "nhn-user-role": role("JO"),
            "nhn-patient-nin": number_of(4),
        }
        return self.system("ingrid", "GET", BASE + path, **more)


JSON = {"Content-Type": "application/fhir+json"}
Ask = Callable[[Doors], httpx2.Response]
KINDS: dict[str, tuple[str, Ask]] = {
    "a card": ("page", lambda doors: doors.page("ingrid", card_path(doors.cast.nora_card))),
    "her own page": ("page", lambda doors: doors.page("nora", "/min")),
    "her log": ("page", lambda doors: doors.page("nora", "/min/innsyn")),
    "a refusal": ("page", lambda doors: doors.page("lars", card_path(doors.cast.nora_card))),
    "a search": ("page", lambda doors: doors.page("ingrid", "/klinikk/finn", number=number_of(4))),
    "an emergency": (
        "page",
        lambda doors: doors.page(
            "lars", "/klinikk/nodtilgang", number=number_of(4), reason="labour", words="Føder."
        ),
    ),
    "a contact": (
        "page",
        lambda doors: doors.page(
            "ingrid",
            f"{card_path(doors.cast.kari_card)}/kontakt",
            key="k",
            on="10.03.2026",
            way="phone",
            note="Ringte.",
        ),
    ),
    "coming in": ("page", lambda doors: doors.page("nora", "/inn", person="kari")),
    "going out": ("page", lambda doors: doors.page("nora", "/ut", ut="1")),
    "reading by FHIR": (
        "FHIR",
        lambda doors: doors.system(
            "ingrid", "GET", f"/fhir/r4/EpisodeOfCare/{to_text(doors.cast.nora_card)}/$everything"
        ),
    ),
    "searching by FHIR": (
        "FHIR",
        lambda doors: doors.system(
            "ingrid",
            "POST",
            "/fhir/r4/Patient/_search",
            f"identifier={number_of(4)}".encode(),
            **{"Content-Type": "application/x-www-form-urlencoded"},
        ),
    ),
    "writing by FHIR": (
        "FHIR",
        lambda doors: doors.system(
            "ingrid",
            "POST",
            "/fhir/r4/Observation",
            sent_bytes(pressure(doors.cast)),
            **JSON,
            **{"Idempotency-Key": "k"},
        ),
    ),
    "the national status": ("national", lambda doors: doors.national("/status")),
    "the national list": ("national", lambda doors: doors.national("/history")),
    "a laboratory's message": (
        "laboratory",
        lambda doors: doors.system(
            "laboratory",
            "POST",
            "/meldinger/lab",
            sent(answer(KARI, haemoglobin("12.4")))[0],
            **{"Content-Type": "application/xml"},
        ),
    ),
}


def failed_cleanly(door: str, answered: httpx2.Response) -> bool:
    """Whether it failed with a sentence of its door's, and says nothing of anyone."""
    assert answered.status_code in (500, 503), answered.status_code
    assert any(sentence in answered.text for sentence in SAID[door]), answered.text
    # above what a page says stands who is logged in, which their session tells
    shown = words(answered.text) if door == "page" else answered.text
    assert [name for name in NAMES if name in shown] == []
    assert "set-cookie" not in answered.headers
    return answered.status_code == 503


@pytest.mark.parametrize("table", ["audit", "audit_payload", "audit_waiting"])
def test_where_the_service_may_not_write_the_log_every_request_fails(
    walled: Walled, walled_cast: Cast, table: str
) -> None:
    served = Cast(walled.service, *list(_people(walled_cast)))
    doors = Doors.of(served)
    with walled.connection("postgres") as administrator:
        administrator.execute(f"REVOKE INSERT ON {table} FROM {SERVICE}")
    before, told = content(walled.owner), audit(walled.owner)
    for door, ask in KINDS.values():
        failed_cleanly(door, ask(doors))
    assert content(walled.owner) == before
    assert audit(walled.owner) == told


def _people(cast: Cast) -> Iterator[object]:
    """All of the cast but its house."""
    yield from (getattr(cast, name) for name in Cast.__struct_fields__[1:])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Context]:
    """Gives a house on a file of its own."""
    ctx = open_house(f"sqlite:///{tmp_path / 'full.db'}")
    yield ctx
    ctx.database.close()


def _fill(ctx: Context) -> None:
    """From now on the file grows no more; what room its pages have is used up by the requests."""
    connection: sqlite3.Connection = ctx.database._connection  # type: ignore[attr-defined]  # SQLite's
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")


MOST_TRIES = 60


# who has gone out once has nothing more to log out of
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "going out"])
def test_where_there_is_no_room_each_is_whole_with_its_line_or_not_at_all(house: Context, kind: str) -> None:
    doors = Doors.of(make_cast(house))
    _fill(house)
    door, ask = KINDS[kind]
    for _ in range(MOST_TRIES):
        before, told = content(house), audit(house)
        answered = ask(doors)
        if answered.status_code in (500, 503):
            break
        assert len(audit(house)) > len(told), answered.status_code
    assert failed_cleanly(door, answered), "no room is no fault of ours: 503"
    assert content(house) == before
    assert audit(house) == told
