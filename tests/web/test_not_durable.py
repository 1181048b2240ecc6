"""Where a commit fails, every entrance says that it cannot answer now, and nothing was saved or shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from helsekort import app
from helsekort.record.ids import to_text
from tests.api.callers import token_of
from tests.api.resources import observation, sent_bytes
from tests.cast import LAB, Cast, make_cast, open_house
from tests.store.stored import audit, breaks, content
from tests.store.watched import watch


@pytest.fixture
def cast(tmp_path: Path) -> Iterator[Cast]:
    """The people in a house on SQLite, where one commit serves several."""
    ctx = open_house(f"sqlite:///{tmp_path / 'helsekort.db'}")
    yield make_cast(ctx)
    ctx.database.close()


@pytest.mark.parametrize("entrance", ["page", "fhir read", "fhir write", "laboratory"])
def test_a_commit_that_fails_is_told_as_unavailable(cast: Cast, entrance: str) -> None:
    token = token_of(cast, LAB if entrance == "laboratory" else cast.ingrid)
    before, told = content(cast.ctx), audit(cast.ctx)
    headers = {"Authorization": f"Bearer {token}", "Cookie": f"helsekort={token}"}
    card = to_text(cast.nora_card)
    requests: dict[str, tuple[str, str, bytes]] = {
        "page": ("GET", f"/klinikk/kort/{card}", b""),
        "fhir read": ("GET", f"/fhir/r4/EpisodeOfCare/{card}/$everything", b""),
        "fhir write": ("POST", "/fhir/r4/Observation", sent_bytes(observation(cast))),
        "laboratory": ("POST", "/meldinger/lab", b"<a/>"),
    }
    method, path, body = requests[entrance]
    with TestClient(app.build(cast.ctx), headers=headers) as client:
        watch(cast, fails=True)
        more = {"Idempotency-Key": "one", "Content-Type": "application/fhir+json"} if body else {}
        answer = client.request(method, path, content=body, headers=more)
        assert answer.status_code == 503, answer.text
        assert card not in answer.text
        assert (content(cast.ctx), audit(cast.ctx)) == (before, told)
        again = client.request(method, path, content=body, headers=more)
        # the laboratory token is of nobody in the cast: even that it is refused had to be durable
        assert again.status_code in ((403,) if entrance == "laboratory" else (200, 201)), again.text
    assert breaks(cast.ctx) == []
