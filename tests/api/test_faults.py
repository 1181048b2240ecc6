"""Where something breaks here: told in FHIR, without a word of anyone, and logged by place alone."""

import pytest
from starlette.testclient import TestClient

from helsekort import app
from helsekort.actions import resources
from helsekort.record.ids import to_text
from helsekort.store.database import Busy
from tests.api.callers import Caller, issues
from tests.cast import Cast

CANARY = "Kanarifugl"


def _raise(fault: Exception) -> object:
    def act(*_: object, **__: object) -> None:
        raise fault

    return act


def test_a_fault_of_ours(
    cast: Cast, ingrid: Caller, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(resources, "read_resource", _raise(ValueError(CANARY)))
    headers = {"Authorization": ingrid.client.headers["Authorization"]}
    client = TestClient(
        app.build(cast.ctx), "http://testserver", raise_server_exceptions=False, headers=headers
    )
    answer = client.get(f"/fhir/r4/Observation/{to_text(cast.nora_card)}-2")
    assert issues(answer, 500)[0]["code"] == "exception"
    written = "".join(capfd.readouterr())
    assert "/fhir/r4/{type}/{id}" in written
    assert CANARY not in written + answer.text
    assert to_text(cast.nora_card) not in written


def test_a_database_that_does_not_answer(cast: Cast, ingrid: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(cast.ctx.database), "transaction", _raise(Busy("no")))
    answer = ingrid.get(f"/Observation/{to_text(cast.nora_card)}-2")
    assert issues(answer, 503)[0]["code"] == "transient"
    assert answer.headers["retry-after"] == "60"


def test_nothing_of_anyone_stands_in_an_address_that_is_given(cast: Cast, ingrid: Caller) -> None:
    woman, card = to_text(cast.nora.party), to_text(cast.nora_card)
    for path in (f"/Observation?patient={woman}&_count=1", f"/EpisodeOfCare/{card}/$everything", "/metadata"):
        told = ingrid.get(path)
        addresses = [each["fullUrl"] for each in told.json().get("entry", [])]
        addresses += [each["url"] for each in told.json().get("link", [])]
        assert not [each for each in addresses if "Nora" in each or "Sletten" in each]
