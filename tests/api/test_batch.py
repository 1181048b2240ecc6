"""A batch answers each entry by itself: a fault in one changes nothing for the others, and each has its remedy."""

from collections import Counter
from typing import Any

import pytest

from helsekort.access.permissions import Permission
from helsekort.api.fhir import batch
from helsekort.audit.events import Event
from helsekort.record.ids import to_text
from tests.api.callers import Caller
from tests.api.resources import Resource, bundle, entry, observation
from tests.cast import Cast, read
from tests.store.stored import audit, refusals


def _sent(caller: Caller, *entries: Resource) -> list[dict[str, Any]]:
    """The answers to the entries of a batch."""
    answer = caller.post("", bundle("batch", *entries))
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.json()["entry"]
    for each in told:
        assert ("outcome" in each["response"]) == (each["response"]["status"] >= "4")
    return told


def _statuses(told: list[dict[str, Any]]) -> list[str]:
    return [each["response"]["status"] for each in told]


def _remedy(told: dict[str, Any]) -> str:
    said: str = told["response"]["outcome"]["issue"][0]["diagnostics"]
    return said


def test_a_batch_answers_each_by_itself(cast: Cast, ingrid: Caller) -> None:
    woman = to_text(cast.nora.party)
    told = _sent(
        ingrid,
        entry("GET", f"Patient/{woman}"),
        entry("GET", f"Observation?patient={woman}&_summary=count"),
        entry("GET", f"Patient/{woman}/Observation?_summary=count"),
        entry("GET", "Observation"),
        entry("GET", f"Patient/{to_text(5)}"),
        entry("POST", "Observation", observation(cast, identifier="o")),
        entry("POST", "Observation", observation(cast)),
        entry("GET", "a/b/c/d/e"),
    )
    assert _statuses(told) == ["200", "200", "200", "400", "404", "201", "428", "404"]


def test_a_query_that_cannot_be_read_leaves_the_other_entries_their_answers(
    cast: Cast, ingrid: Caller
) -> None:
    many = "Observation?" + "&".join(f"code={each}" for each in range(60))
    write = entry("POST", "Observation", observation(cast, identifier="o"))
    assert _statuses(_sent(ingrid, write, entry("GET", many), write)) == ["201", "400", "200"]
    assert len(read(cast, cast.nora_card).series("weight")) == 1


@pytest.mark.parametrize(
    ("method", "url", "remedy"),
    [
        ("DELETE", "Observation/x", "entered-in-error"),
        ("PATCH", "Observation/x", "send it whole"),
        ("PUT", "Observation?identifier=x", "by id"),
    ],
)
def test_what_is_not_done_here_is_answered_with_what_to_do(
    cast: Cast, ingrid: Caller, method: str, url: str, remedy: str
) -> None:
    sent = None if method == "DELETE" else observation(cast)
    told = _sent(ingrid, entry(method, url, sent), entry("GET", f"Patient/{to_text(cast.nora.party)}"))
    assert _statuses(told) == ["405", "200"]
    assert remedy in _remedy(told[0])


def test_a_batch_about_two_women_stands_in_the_log_of_each(cast: Cast, ingrid: Caller) -> None:
    kari = observation(cast) | {"subject": {"reference": f"Patient/{to_text(cast.kari.party)}"}}
    named = {"identifier": [{"system": "https://journal.example/id", "value": "k"}]}
    told = _sent(
        ingrid,
        entry("POST", "Observation", observation(cast, identifier="o")),
        entry("POST", "Observation", kari | named),
        entry("GET", f"EpisodeOfCare/{to_text(77)}"),
    )
    assert _statuses(told) == ["201", "201", "404"]
    lines = [line for line in audit(cast.ctx) if line.permission == Permission.CREATE_RESOURCE]
    assert Counter((line.event, line.card) for line in lines) == {
        (Event.WRITTEN, cast.nora_card): 1,
        (Event.WRITTEN, cast.kari_card): 1,
    }
    assert [line.card for line in refusals(cast.ctx)] == [0]


def test_reads_end_where_the_answers_are_too_much_and_writes_do_not(
    cast: Cast, ingrid: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MOST_ANSWERED", 100)
    card = entry("GET", f"EpisodeOfCare/{to_text(cast.nora_card)}")
    write = entry("POST", "Observation", observation(cast, identifier="o"))
    told = _sent(ingrid, card, card, write, card)
    assert _statuses(told) == ["200", "413", "201", "413"]
    assert "another Bundle" in _remedy(told[1])
