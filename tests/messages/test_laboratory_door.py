"""POST /meldinger/lab: XML in, receipt out; who sends is known by a token, and nothing of the message is repeated."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import NOBODY
from helsekort.actions import receiving, registry, sessions
from helsekort.actions.outcomes import Unavailable
from helsekort.fhir.times import NORWAY
from helsekort.kith.receipt.parse import read_receipt
from helsekort.kith.receipt.structs import Outcome
from helsekort.kith.safe_xml import LARGEST_BYTES
from helsekort.messages import laboratory
from helsekort.store.parties import PersonaRow
from tests.answers import KARI, answer, haemoglobin, results, sent, states
from tests.cast import JOB, Cast

PATH = "/meldinger/lab"
FUZZED = [
    b"",
    b"<",
    b"\x00" * 50,
    b"<?xml version='1.0' encoding='utf-16'?><x/>",
    b"{}",
    b"\xff\xfe<\x00x\x00/\x00>\x00",
]


@pytest.fixture
def client(cast: Cast) -> Iterator[TestClient]:
    with TestClient(app.build(cast.ctx), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def headers(cast: Cast) -> dict[str, str]:
    """Of a laboratory's system."""
    return {"Authorization": f"Bearer {token(cast, 'laboratory', 'system', 0)}"}


def token(cast: Cast, key: str, kind: str, party: int, unit: int = 0) -> str:
    row = PersonaRow(key, 1, kind, party, unit, "", key)
    registry.register_persona(JOB, ctx=cast.ctx, persona=row)
    return sessions.enter_as_persona(NOBODY, ctx=cast.ctx, persona=key)


def test_a_message_is_placed_and_answered_by_its_receipt(
    cast: Cast, client: TestClient, headers: dict[str, str]
) -> None:
    message = answer(KARI, haemoglobin("12.4"))
    answered = client.post(PATH, content=sent(message)[0], headers=headers)
    assert (answered.status_code, answered.headers["content-type"]) == (200, "application/xml")
    assert read_receipt(answered.content, NORWAY).original.message_id == message.message_id
    assert set(results(cast, cast.kari_card)) == {"haemoglobin"}
    again = client.post(PATH, content=sent(message)[0], headers=headers)
    assert (again.status_code, again.content) == (200, answered.content)


def test_a_refused_message_is_answered_by_a_receipt_where_its_sender_is_known(
    client: TestClient, headers: dict[str, str]
) -> None:
    (raw,) = sent(answer(KARI, haemoglobin("12.4")))
    broken = raw.replace(b"<ServProvId>", b"<ServProvId>" + b"1" * 65)
    answered = client.post(PATH, content=broken, headers=headers)
    assert answered.status_code == 200
    assert read_receipt(answered.content, NORWAY).outcome is Outcome.REFUSED


def test_one_who_wants_no_receipt_gets_none(client: TestClient, headers: dict[str, str]) -> None:
    (raw,) = sent(replace(answer(KARI, haemoglobin("12.4")), ack_wanted=False))
    answered = client.post(PATH, content=raw, headers=headers)
    assert (answered.status_code, answered.text) == (202, "kept\n")


@pytest.mark.parametrize("said", [None, "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer " + "x" * 300])
def test_without_a_token_nothing_is_kept(cast: Cast, client: TestClient, said: str | None) -> None:
    given = {"Authorization": said} if said is not None else {}
    answered = client.post(PATH, content=sent(answer(KARI, haemoglobin("12.4")))[0], headers=given)
    assert answered.status_code == 401
    assert answered.headers["www-authenticate"].startswith("Bearer")
    assert states(cast.ctx) == []


def test_a_cookie_opens_nothing_here(cast: Cast, client: TestClient) -> None:
    client.cookies.set("helsekort", token(cast, "laboratory", "system", 0))
    assert client.post(PATH, content=b"<x/>").status_code == 401


def test_a_persons_token_may_not_send(cast: Cast, client: TestClient) -> None:
    amir = token(cast, "amir", "clinician", cast.amir.party, cast.amir.organisation)
    answered = client.post(PATH, content=b"<x/>", headers={"Authorization": f"Bearer {amir}"})
    assert answered.status_code == 403
    assert states(cast.ctx) == []


def test_an_ended_session_may_not_send(cast: Cast, client: TestClient) -> None:
    ended = token(cast, "laboratory", "system", 0)
    sessions.leave(NOBODY, ctx=cast.ctx, token=ended)
    assert client.post(PATH, content=b"<x/>", headers={"Authorization": f"Bearer {ended}"}).status_code == 401


def test_ten_megabytes_and_one_byte_are_too_much(
    cast: Cast, client: TestClient, headers: dict[str, str]
) -> None:
    answered = client.post(PATH, content=b"x" * (LARGEST_BYTES + 1), headers=headers)
    assert (answered.status_code, answered.text) == (413, "send at most 10 000 000 bytes in one message\n")
    assert states(cast.ctx) == []


@pytest.mark.parametrize("raw", FUZZED)
def test_what_is_no_message_is_said_in_one_sentence(
    client: TestClient, headers: dict[str, str], raw: bytes
) -> None:
    answered = client.post(PATH, content=raw, headers=headers)
    assert answered.status_code == 422
    assert answered.text.count("\n") == 1


def test_nothing_of_the_message_is_repeated(client: TestClient, headers: dict[str, str]) -> None:
    raw = b"<Kanarifugl nr='03059012345'>Kari Lunde Berg</Kanarifugl>"
    answered = client.post(PATH, content=raw, headers=headers)
    assert answered.status_code == 422
    for word in ("Kanarifugl", "03059012345", "Kari"):
        assert word not in answered.text


def test_kept_although_it_could_not_be_worked_now(
    cast: Cast, client: TestClient, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(receiving, "_sort", fails)
    answered = client.post(PATH, content=sent(answer(KARI, haemoglobin("12.4")))[0], headers=headers)
    assert (answered.status_code, answered.text) == (202, "kept\n")
    assert states(cast.ctx) == [("received", "")]


def test_a_busy_database_is_said(
    client: TestClient, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Unavailable

    monkeypatch.setattr(laboratory, "receive_message", busy)
    assert client.post(PATH, content=b"<x/>", headers=headers).status_code == 503
