"""A local record gets a ticket to her card; a browser uses it once."""

from typing import Any

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import NOBODY
from helsekort.actions.launches import SECONDS, ask_launch, follow_launch
from helsekort.actions.outcomes import Refused
from helsekort.audit.events import Event
from helsekort.record.codes import FNR
from helsekort.record.ids import to_text
from helsekort.store import launches
from tests.api.callers import Caller, issues, token_of
from tests.cast import MOMENT, Cast, number_of
from tests.store.stored import audit, refusals

NORA = number_of(4)
WHERE = "/klinikk/fra-journal"


def _parameters(number: str = NORA, system: str = FNR) -> dict[str, Any]:
    named = {"system": system, "value": number}
    return {"resourceType": "Parameters", "parameter": [{"name": "identifier", "valueIdentifier": named}]}


def _told(caller: Caller) -> dict[str, Any]:
    answer = caller.post("/Patient/$launch", _parameters())
    assert answer.status_code == 200, answer.text
    return {
        each["name"]: next(value for key, value in each.items() if key != "name")
        for each in answer.json()["parameter"]
    }


def test_one_press_leads_to_her_card(cast: Cast, ingrid: Caller) -> None:
    told = _told(ingrid)
    assert told["url"] == f"http://testserver{WHERE}?launch={told['launch']}"
    assert told["expires_in"] == SECONDS
    assert NORA not in told["url"]
    browser = TestClient(app.build(cast.ctx), follow_redirects=False)
    answer = browser.get(told["url"])
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/klinikk/kort/{to_text(cast.nora_card)}"
    assert "Nora Haugen Sletten" in browser.get(answer.headers["location"]).text
    assert Event.LAUNCHED in [line.event for line in audit(cast.ctx) if line.card == cast.nora_card]


def test_a_ticket_is_used_once(cast: Cast, ingrid: Caller) -> None:
    url = _told(ingrid)["url"]
    first, second = (TestClient(app.build(cast.ctx), follow_redirects=False) for _ in range(2))
    assert first.get(url).status_code == 303
    again = second.get(url)
    assert again.status_code == 403
    assert "én gang" in again.text
    assert not second.cookies
    assert refusals(cast.ctx)[-1].permission == "follow_launch"


def test_a_ticket_is_its_askers_alone(cast: Cast, ingrid: Caller) -> None:
    url = _told(ingrid)["url"]
    amir = TestClient(app.build(cast.ctx), follow_redirects=False)
    amir.cookies.set("helsekort", token_of(cast, cast.amir))
    refused = amir.get(url)
    assert refused.status_code == 403
    assert "logg ut først" in refused.text
    own = TestClient(app.build(cast.ctx), follow_redirects=False)
    own.cookies.set("helsekort", token_of(cast, cast.ingrid))
    answer = own.get(url)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("after", "good"), [(SECONDS - 1, True), (SECONDS, False), (-1, False)])
def test_a_ticket_is_good_for_a_short_while(cast: Cast, after: int, good: bool) -> None:
    launch = ask_launch(cast.ingrid, ctx=cast.ctx, number=NORA)
    later = cast.ctx.at(MOMENT + after * 1_000_000)
    if good:
        assert follow_launch(cast.ingrid, ctx=later, launch=launch).card == cast.nora_card
    else:
        with pytest.raises(Refused):
            follow_launch(cast.ingrid, ctx=later, launch=launch)


def test_outside_the_demo_nobody_comes_in_by_a_ticket(cast: Cast) -> None:
    launch = ask_launch(cast.ingrid, ctx=cast.ctx, number=NORA)
    real = replace(cast.ctx, demo=False)
    with pytest.raises(Refused):
        follow_launch(NOBODY, ctx=real, launch=launch)
    assert follow_launch(cast.ingrid, ctx=real, launch=launch).token is None


def test_without_a_care_relation_there_is_no_ticket(cast: Cast, lars: Caller, nora: Caller) -> None:
    unknown = lars.post("/Patient/$launch", _parameters(number_of(20)))
    known = lars.post("/Patient/$launch", _parameters())
    assert unknown.content == known.content
    assert issues(known, 404)
    assert issues(nora.post("/Patient/$launch", _parameters()), 404)
    assert cast.nora_card in [line.card for line in refusals(cast.ctx)]
    with cast.ctx.database.transaction() as tx:
        assert tx.rows("SELECT token_hash FROM launch") == []


def test_only_a_hash_is_kept_and_old_ones_go(cast: Cast) -> None:
    launch = ask_launch(cast.ingrid, ctx=cast.ctx, number=NORA)
    later = cast.ctx.at(MOMENT + 2 * SECONDS * 1_000_000)
    ask_launch(cast.ingrid, ctx=later, number=NORA)
    with cast.ctx.database.transaction() as tx:
        (row,) = tx.rows("SELECT token_hash FROM launch")
        assert launches.find(tx, launch.encode()) is None
    assert launch.encode() not in bytes(row[0])


@pytest.mark.parametrize(
    "sent",
    [
        {"resourceType": "Parameters"},
        {"resourceType": "Patient", "parameter": _parameters()["parameter"]},
        {**_parameters(), "parameter": _parameters()["parameter"] * 2},
        {**_parameters(), "id": "x"},
        _parameters(system="urn:oid:1.2.3"),
        {"resourceType": "Parameters", "parameter": [{"name": "number", "valueString": NORA}]},
    ],
)
def test_what_is_no_question_is_told(ingrid: Caller, sent: dict[str, Any]) -> None:
    (issue,) = issues(ingrid.post("/Patient/$launch", sent), 400)
    assert NORA not in issue["diagnostics"]
