"""Where people come by TLS, every answer of the real server tells browsers to come by nothing else."""

from pathlib import Path

import httpx
import pytest

from helsekort import app
from helsekort.settings import Settings
from helsekort.web.shared import front
from tests.running import serving

HEADER = "strict-transport-security"
YEAR = 365 * 24 * 60 * 60
# A page, a machine's answer, a file, what is not there, the FHIR door, and a fault of ours.
PATHS = {"/": 500, "/health": 200, "/static/app.css": 200, "/finnes-ikke": 404, "/fhir/r4/Patient/x": 401}


def _answers(place: Path, told: str) -> dict[str, httpx.Response]:
    ctx = app.context(Settings(f"sqlite:///{place / 'empty.db'}", place))
    with serving(ctx, told) as origin:
        # the server hangs up after a fault
        return {path: httpx.get(origin + path, headers={"Connection": "close"}) for path in PATHS}


def _break_down(*_: object, **__: object) -> None:
    raise ValueError


@pytest.fixture(autouse=True)
def broken_front(monkeypatch: pytest.MonkeyPatch) -> None:
    """The front page has a fault of ours."""
    monkeypatch.setattr(front, "show", _break_down)


def test_every_answer_says_it_where_there_is_tls(tmp_path: Path) -> None:
    answers = _answers(tmp_path, "https://helsekort.example")
    assert {path: answer.status_code for path, answer in answers.items()} == PATHS
    for path, answer in answers.items():
        (said,) = answer.headers.get_list(HEADER) or [""]
        age, _, more = said.partition("; ")
        assert int(age.removeprefix("max-age=") or 0) >= YEAR, path
        assert more == "includeSubDomains"


def test_none_says_it_where_there_is_none(tmp_path: Path) -> None:
    """A browser that believed it would find the demo on 127.0.0.1 no more."""
    assert [path for path, answer in _answers(tmp_path, "").items() if HEADER in answer.headers] == []
