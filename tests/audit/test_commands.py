"""`helsekort checkpoint`, `verify` and `audit-events`, as one who runs the service types them."""

import json
from pathlib import Path

import pytest

from helsekort.audit.outside import NOTES
from helsekort.cli import main
from helsekort.log_key import make_key
from tests.cast import make_cast, open_house


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives the folder of a record with the cast in it, named by the environment; no key is set."""
    ctx = open_house(f"sqlite:///{tmp_path / 'helsekort.db'}")
    make_cast(ctx)
    ctx.database.close()
    monkeypatch.setenv("HELSEKORT_DATABASE_URL", f"sqlite:///{tmp_path / 'helsekort.db'}")
    monkeypatch.setenv("HELSEKORT_DATA_DIR", str(tmp_path))
    return tmp_path


def _with_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key(folder / "log.key")
    monkeypatch.setenv("HELSEKORT_LOG_KEY", str(folder / "log.key"))
    monkeypatch.setenv("HELSEKORT_CHECKPOINTS", str(folder / "outside"))


@pytest.mark.usefixtures("folder")
def test_without_a_key_it_says_how_to_make_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checkpoint"]) == 2
    assert "openssl genpkey" in capsys.readouterr().err
    assert main(["verify"]) == 0
    said = capsys.readouterr().out
    assert "wait for a checkpoint" in said
    assert "No folder keeps the checkpoints" in said


def test_a_checkpoint_is_printed_and_kept_outside_and_a_cut_is_then_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_key(folder, monkeypatch)
    assert main(["checkpoint"]) == 0
    said = capsys.readouterr().out
    note = (folder / "outside" / NOTES).read_text()
    assert note.strip() in said
    assert "1 new checkpoints; no line waits." in said
    assert main(["verify"]) == 0
    (folder / "outside" / NOTES).write_text(note.replace("\nat 20", "\nat 21"))
    assert main(["verify"]) == 1
    assert "not signed by a key of this log" in capsys.readouterr().out


def test_a_key_that_others_can_read_stops_the_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_key(folder, monkeypatch)
    (folder / "log.key").chmod(0o444)
    assert main(["checkpoint"]) == 2
    assert "chmod 400" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_the_log_is_printed_from_a_day_on(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["audit-events", "--since", "2026-03-10"]) == 0
    lines = capfdbinary.readouterr().out.splitlines()
    assert len(lines) > 20
    assert {json.loads(line)["resourceType"] for line in lines} == {"AuditEvent"}
    assert main(["audit-events", "--since", "2027-01-01"]) == 0
    # nothing but that the log was handed out the first time, which is of today
    assert all(b"log-exported" in line for line in capfdbinary.readouterr().out.splitlines())
