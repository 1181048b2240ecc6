"""The demo's day: `--today` fixes it for every command that makes demo data, and those after it follow."""

import datetime as dt
from pathlib import Path

import pytest

from helsekort import cli, cli_demo
from helsekort.actions.sessions import personas
from helsekort.cli_day import MadeOn, clock_of, read_made_on, real_today
from helsekort.fhir.times import NORWAY

CHRISTMAS = dt.date(2031, 12, 24)


def said(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main([*words]) == 0
    return capfd.readouterr().out


def test_the_day_is_fixed_and_followed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = ("--data", str(tmp_path))
    page = said(capfd, "get", "/klinikk", "--as", "ingrid", "--today", "2031-12-24", *data)
    assert "20.03.2032" in page, "Kari's due date is 87 days on"
    made = (tmp_path / "demo.db").stat().st_ino
    assert "20.03.2032" in said(capfd, "get", "/klinikk", "--as", "ingrid", *data)
    assert said(capfd, "token", "--as", "kari", *data).strip()
    written = said(capfd, "demo-messages", "--for", "kari", "--to", str(tmp_path / "sent"), *data)
    assert "1-ny.xml" in written
    assert "2031-12-23" in (tmp_path / "sent" / "1-ny.xml").read_text()
    received = said(capfd, "receive", str(tmp_path / "sent" / "1-ny.xml"), *data)
    assert "placed" in received
    assert (tmp_path / "demo.db").stat().st_ino == made, "the same data all the way"
    assert "Every chain holds" in said(capfd, "verify", *data)


def test_another_day_makes_the_data_anew(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for day in ("2031-12-24", "2031-12-25"):
        said(capfd, "get", "/klinikk", "--as", "ingrid", "--today", day, "--data", str(tmp_path))
        assert read_made_on(tmp_path / "made-on") == MadeOn(dt.date.fromisoformat(day), real_today())


@pytest.mark.parametrize("day", ["2031-13-01", "i dag", "1899-01-01", "2100-01-01", "2031-02-29", ""])
def test_a_day_that_cannot_be_is_told(day: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["get", "/", "--as", "ingrid", "--today", day, "--data", str(tmp_path)])
    assert "write a day from 2018-01-01 to 2099-12-31 as YYYY-MM-DD" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "there", "made"),
    [(True, False, True), (False, True, False), (None, True, True), (None, False, False)],
)
def test_the_demo_has_the_stories_that_were_asked_for(
    asked: bool | None, there: bool, made: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None: a command that does not say takes what is there."""
    monkeypatch.delenv("HELSEKORT_DATABASE_URL", raising=False)
    chosen = cli.parser().parse_args(["get", "/", "--as", "ingrid", "--data", str(tmp_path)])
    for wanted in (there, asked):
        ctx = cli_demo.demo_context(chosen, cli.read_settings(), all_stories=wanted)
        people = {each.key for each in personas(ctx)}
        ctx.database.close()
    assert ("berit" in people) is made
    assert "kari" in people


def test_a_database_made_without_all_stories_says_so(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELSEKORT_DATABASE_URL", postgresql_url)
    monkeypatch.setenv("HELSEKORT_DATA_DIR", str(tmp_path))
    chosen = cli.parser().parse_args(["get", "/", "--as", "ingrid"])
    cli_demo.demo_context(chosen, cli.read_settings(), all_stories=False).database.close()
    with pytest.raises(cli.Stop, match="without all stories"):
        cli_demo.demo_context(chosen, cli.read_settings(), all_stories=True)


def test_the_clock_has_the_real_time_of_day() -> None:
    before = dt.datetime.now(NORWAY)
    there = dt.datetime.fromtimestamp(clock_of(CHRISTMAS)() / 1_000_000, NORWAY)
    after = dt.datetime.now(NORWAY)
    assert there.date() == CHRISTMAS or after.date() != before.date()
    assert before.time() <= there.time() <= after.time() or after.date() != before.date()


@pytest.mark.parametrize("text", ["", "2026-03-10", "2026-03-10 tull", "x y z"])
def test_a_file_of_another_version_is_no_word_of_the_day(text: str, tmp_path: Path) -> None:
    file = tmp_path / "made-on"
    assert read_made_on(file) is None
    file.write_text(text)
    assert read_made_on(file) is None
