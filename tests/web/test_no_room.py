"""A disk that fills while people work: a page says so, nothing is kept, nothing typed is lost, and there is no 500."""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from helsekort.record.ids import to_text
from helsekort.store.audit_lines import counts
from tests.cast import Cast, make_cast, open_house
from tests.web.at_work import AtWork, card_path, ingrid, words
from tests.web.walking import Read

TYPED = {
    "on": "23.11.2026",
    "way": "visit",
    "weight": "71,4",
    "blood_pressure-1": "118/72",
    "note": "Skrevet da disken var full.",
}


@pytest.fixture
def cast(tmp_path: Path) -> Iterator[Cast]:
    """The cast on a file of its own."""
    ctx = open_house(f"sqlite:///{tmp_path / 'full.db'}")
    yield make_cast(ctx)
    ctx.database.close()


ONE_PAGE = 4096
"""Bytes: room for a line of the technical log, and none for what the database writes."""


@contextmanager
def full_disk(size: int = ONE_PAGE) -> Iterator[None]:
    """No file of this process may grow past `size` bytes, as when the disk has no room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def entries(cast: Cast) -> tuple[int, ...]:
    with cast.ctx.database.transaction(write=False) as tx:
        return tuple(counts(tx))


def form_of(cast: Cast, midwife: AtWork) -> dict[str, str]:
    """What stands in a fresh form, with what she types in it."""
    page = Read(midwife.get(f"{card_path(cast.kari_card)}/kontroll").text)
    (form,) = (form for form in page.forms if form.action.endswith("/kontroll"))
    return dict(form.fields) | TYPED | {"on": dict(form.fields)["on"]}


def test_a_check_up_on_a_full_disk_is_shown_again_and_can_be_sent_again(
    cast: Cast, capfd: pytest.CaptureFixture[str]
) -> None:
    midwife = ingrid(cast)
    typed, before = form_of(cast, midwife), entries(cast)
    path = f"{card_path(cast.kari_card)}/kontroll"
    with full_disk():
        answer = midwife.post(path, **typed)
    assert answer.status_code == 503
    said = words(answer.text)
    for sentence in ("kan ikke lagre nå", "Ingenting av det du skrev, er lagret", "drifter helsekortet"):
        assert sentence in said
    for text in ("71,4", "118/72", "Skrevet da disken var full."):
        assert text in said
    assert entries(cast) == before
    assert [json.loads(line) for line in capfd.readouterr().err.splitlines()] == [{"event": "unwritable"}]
    (again,) = (form for form in Read(answer.text).forms if form.action == path)
    assert dict(again.fields) == typed
    assert midwife.post(path, **dict(again.fields)).status_code == 303
    assert midwife.post(path, **dict(again.fields)).status_code == 303
    whole = midwife.get(card_path(cast.kari_card) + "/alt").text
    table = whole[whole.index('id="kontroller"') : whole.index('id="tidslinje"')]
    assert table.count("Skrevet da disken var full.") == 1


@pytest.mark.parametrize("path", ["/klinikk", "/klinikk/kort/{card}", "/klinikk/kort/{card}/kontroll", "/"])
def test_a_page_that_cannot_be_logged_is_not_shown_and_says_why(cast: Cast, path: str) -> None:
    midwife = ingrid(cast)
    with full_disk():
        answer = midwife.get(path.replace("{card}", to_text(cast.kari_card)))
    if path == "/":
        assert answer.status_code == 200  # shows no one, and writes nothing
        return
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    assert "Ingenting kan vises heller" in words(answer.text)
    assert "Kari" not in answer.text


@pytest.mark.parametrize("action", ["/inn", "/ut"])
def test_coming_in_and_going_out_meet_it_with_a_page_too(cast: Cast, action: str) -> None:
    midwife = ingrid(cast)
    with full_disk():
        answer = midwife.post(action, person="ingrid")
    assert answer.status_code == 503
    assert "drifter helsekortet" in words(answer.text)


def test_a_technical_log_without_room_holds_up_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    midwife = ingrid(cast)
    with Path("/dev/full").open("w") as nowhere:
        monkeypatch.setattr(sys, "stderr", nowhere)
        with full_disk():
            assert midwife.get("/klinikk").status_code == 503
        monkeypatch.undo()
        with suppress(OSError):
            nowhere.close()
