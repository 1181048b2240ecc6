"""The files of a card at the FHIR door: what is said of them, and their bytes."""

import base64

import pytest

from helsekort.actions import attachments
from helsekort.record.ids import entry_id, to_text
from tests import cast as made
from tests.actions import every_file_action as every
from tests.api.callers import Caller, issues
from tests.cast import Cast


def reference(cast: Cast, origin: int) -> str:
    return entry_id(cast.nora_card, origin)


def test_what_is_said_of_a_file_leads_to_its_bytes(cast: Cast, ingrid: Caller) -> None:
    owner = every.contact(cast)
    every.attached(cast, owner)
    (found,) = ingrid.found(f"/DocumentReference?patient={to_text(cast.nora.party)}")
    assert found["context"] == {"encounter": [{"reference": f"Encounter/{reference(cast, owner)}"}]}
    url = found["content"][0]["attachment"]["url"]
    assert url == f"Binary/{found['id']}"
    answer = ingrid.get(f"/{url}").json()
    assert (answer["resourceType"], answer["id"], answer["contentType"]) == (
        "Binary",
        found["id"],
        "application/pdf",
    )
    assert base64.b64decode(answer["data"]) == every.PDF


def test_it_is_read_and_never_written_here(cast: Cast, ingrid: Caller) -> None:
    origin = every.attached(cast)
    stands = ingrid.get(f"/DocumentReference/{reference(cast, origin)}").json()
    for answer in (
        ingrid.post("/DocumentReference", stands, Idempotency_Key="k"),
        ingrid.put(f"/DocumentReference/{stands['id']}", stands, If_Match='W/"1"'),
        ingrid.post("/Binary", {"resourceType": "Binary"}, Idempotency_Key="k"),
    ):
        assert answer.status_code in (404, 405), answer.text


@pytest.mark.parametrize("origin", [1, 2, 9999])
def test_what_is_no_file_has_no_bytes(cast: Cast, ingrid: Caller, origin: int) -> None:
    issues(ingrid.get(f"/Binary/{reference(cast, origin)}"), 404)
    issues(ingrid.get("/Binary/x"), 404)


def test_who_may_not_open_the_card_gets_none_of_it(cast: Cast, ingrid: Caller) -> None:
    origin = every.attached(cast)
    assert ingrid.get(f"/Binary/{reference(cast, origin)}").status_code == 200
    named = made.hers(cast, origin)
    assert Caller(cast, cast.nora).get(f"/Binary/{reference(cast, named)}").status_code == 200
    for who in (cast.lars, cast.kari):
        issues(Caller(cast, who).get(f"/Binary/{reference(cast, origin)}"), 404)


def test_what_is_kept_off_her_page_is_not_there_for_her(cast: Cast, ingrid: Caller) -> None:
    owner = made.record(cast, cast.nora_card, made.finding("mood", "Tung."))
    origin = every.attached(cast, owner)
    hers = Caller(cast, cast.nora)
    for path in (f"/Binary/{reference(cast, origin)}", f"/DocumentReference/{reference(cast, origin)}"):
        assert ingrid.get(path).status_code == 200
        issues(hers.get(path), 404)
    assert hers.found(f"/DocumentReference?patient={to_text(cast.nora.party)}") == []


def test_a_file_about_another_woman_is_gone_here_too(cast: Cast, ingrid: Caller) -> None:
    origin = every.attached(cast)
    given = every.withdrawal(cast, origin, wrong_woman=True)
    attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **given)
    for path in (f"/Binary/{reference(cast, origin)}", f"/DocumentReference/{reference(cast, origin)}"):
        issues(ingrid.get(path), 404)
