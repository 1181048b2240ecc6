"""Who asks: only a live session of a person's, in the header, opens anything."""

import pytest
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import NOBODY
from helsekort.actions import registry, sessions
from helsekort.record.ids import to_text
from helsekort.store.parties import PersonaRow
from tests.api.callers import Caller, issues
from tests.api.resources import bundle, entry, observation
from tests.cast import JOB, MINUTE, MOMENT, Cast
from tests.store.stored import written


def test_a_session_ends_with_its_time(cast: Cast, ingrid: Caller) -> None:
    path, headers = f"/fhir/r4/EpisodeOfCare/{to_text(cast.nora_card)}", dict(ingrid.client.headers)
    for minutes, status in ((cast.ctx.session_minutes, 200), (2 * cast.ctx.session_minutes + 1, 401)):
        later = cast.ctx.at(MOMENT + minutes * MINUTE)
        answer = TestClient(app.build(later), "http://testserver", headers=headers).get(path)
        assert answer.status_code == status
    assert issues(answer, 401)[0]["code"] == "expired"
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_who_has_left_is_told_like_one_who_never_came(cast: Cast, ingrid: Caller) -> None:
    token = ingrid.client.headers["Authorization"].removeprefix("Bearer ")
    sessions.leave(NOBODY, ctx=cast.ctx, token=token)
    path = f"/EpisodeOfCare/{to_text(cast.nora_card)}"
    left, never = ingrid.get(path), Caller(cast, None).get(path, Authorization="Bearer never")
    issues(left, 401)
    assert (left.content, left.headers) == (never.content, never.headers)


def test_the_laboratory_s_token_opens_nothing_here(cast: Cast, ingrid: Caller) -> None:
    row = PersonaRow("laboratory", 1, "system", 0, 0, "", "laboratory")
    registry.register_persona(JOB, ctx=cast.ctx, persona=row)
    token = sessions.enter_as_persona(NOBODY, ctx=cast.ctx, persona=row.key)
    laboratory = Caller(cast, None)
    laboratory.client.headers["Authorization"] = f"Bearer {token}"
    before = written(cast.ctx)
    woman, card = to_text(cast.nora.party), to_text(cast.nora_card)
    for path in (f"/Patient/{woman}", f"/Observation?patient={woman}", f"/EpisodeOfCare/{card}/$everything"):
        issues(laboratory.get(path), 404)
    issues(laboratory.get(f"/Practitioner/{to_text(cast.ingrid.party)}"), 404)
    issues(laboratory.post("/Observation", observation(cast, identifier="o")), 404)
    one = entry("POST", "Observation", observation(cast, identifier="o"))
    issues(laboratory.post("", bundle("transaction", one)), 404)
    assert written(cast.ctx) == before


@pytest.mark.parametrize("name", ["access_token", "token", "Authorization"])
def test_a_token_in_an_address_or_a_form_opens_nothing(cast: Cast, ingrid: Caller, name: str) -> None:
    nobody, token = Caller(cast, None), ingrid.client.headers["Authorization"].removeprefix("Bearer ")
    woman = to_text(cast.nora.party)
    issues(nobody.get(f"/Patient/{woman}?{name}={token}"), 401)
    form = {"patient": woman, name: token}
    answer = nobody.client.post("/Observation/_search", data=form)
    issues(answer, 401)
    assert token not in answer.text
