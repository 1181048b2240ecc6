"""`bin/advisories` says that all is well only where all was looked up; here with tools that answer as theirs do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALL_IS_WELL = "no weakness is known"
# As the tool does where it reaches nothing: a fault when it is told to be strict, and otherwise none.
NOT_REACHED = 'case " $* " in *" --strict "*) echo "could not be audited" >&2; exit 1 ;; esac; exit 0'


def _house(place: Path, tool: str | None) -> Path:
    """A copy of the scripts and locks, with its tools laid as if they had been installed. Gives the script."""
    release = place / ".venv" / "release"
    (release / "bin").mkdir(parents=True)
    (release / "installed").mkdir()
    (release / "bin" / "python").symlink_to(sys.executable)
    shutil.copytree(ROOT / "requirements", place / "requirements")
    shutil.copy(ROOT / "requirements" / "release.lock", release / "installed")
    (place / "bin").mkdir()
    for name in ("_environment", "advisories"):
        shutil.copy(ROOT / "bin" / name, place / "bin")
    if tool is not None:
        program = release / "bin" / "pip-audit"
        program.write_text(f"#!/bin/sh\n{tool}\n", encoding="utf-8")
        program.chmod(0o755)
    return place / "bin" / "advisories"


def _run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        [script, *arguments], env=bare, capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize(
    "tool",
    [NOT_REACHED, "echo 'anyio 4.16.0 PYSEC-0'; exit 1", "kill -9 $$", None],
    ids=["nothing reached", "a weakness", "killed", "no tool"],
)
def test_it_fails_closed(tmp_path: Path, tool: str | None) -> None:
    ended = _run(_house(tmp_path, tool))
    assert ended.returncode == 1
    assert "NOT TO BE RELEASED" in ended.stderr
    assert ALL_IS_WELL not in ended.stderr


def test_all_looked_up_it_says_so(tmp_path: Path) -> None:
    """Control: what is asked about is the lock that the service is installed from, by its hashes."""
    told = tmp_path / "told"
    ended = _run(_house(tmp_path, f'echo "$@" >{told}; exit 0'))
    assert (ended.returncode, ALL_IS_WELL in ended.stderr) == (0, True)
    asked = told.read_text(encoding="utf-8").split()
    assert asked[asked.index("-r") + 1] == str(tmp_path / "requirements" / "run.lock")
    assert "--require-hashes" in asked


def test_what_it_does_not_know_it_does_not_do(tmp_path: Path) -> None:
    assert _run(_house(tmp_path, "exit 0"), "--lenient").returncode == 2
