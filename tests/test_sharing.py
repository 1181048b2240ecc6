"""Processes that share the tests: together they run each once, and nothing is left out."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.fixtures.sharing import untaken

ROOT = Path(__file__).parent.parent
FILES = 7


def _tests() -> list[Any]:
    return [
        SimpleNamespace(nodeid=f"tests/room/test_{file}.py::test_{n}") for file in range(FILES) for n in "ab"
    ]


def test_from_both_ends_each_file_is_one_processs_and_whole(tmp_path: Path) -> None:
    ways = untaken(_tests(), tmp_path), untaken(_tests(), tmp_path, backwards=True)
    ran: list[list[str]] = [[], []]
    for turn in (0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0):
        one = next(ways[turn], None)
        if one is not None:
            ran[turn].append(one.nodeid)
    assert sorted(ran[0] + ran[1]) == [one.nodeid for one in _tests()]
    assert ran[0][:2] == ["tests/room/test_0.py::test_a", "tests/room/test_0.py::test_b"]
    assert ran[1][:2] == ["tests/room/test_6.py::test_a", "tests/room/test_6.py::test_b"]


TEST = """
import pytest

@pytest.fixture(scope="module")
def lines():
    with open("{name}.txt", "w") as file:
        yield file

def test_one(lines):
    lines.write("one ")

def test_two(lines):
    lines.write("two ")
"""


def test_what_another_took_is_left_to_it_and_told(tmp_path: Path) -> None:
    taken, files = tmp_path / "taken", tmp_path / "files"
    taken.mkdir()
    files.mkdir()
    for name in ("a", "b", "c"):
        (files / f"test_{name}.py").write_text(TEST.format(name=name))
    (taken / "test_b.py").touch()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HELSEKORT_SHARED": str(taken)}
    words = [sys.executable, "-m", "pytest", "-p", "tests.fixtures.sharing", "-p", "no:cacheprovider"]
    said = subprocess.run(words, cwd=files, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "4 passed" in said.stdout
    assert "Another process had 2 of these tests" in said.stdout
    assert sorted(file.name for file in taken.iterdir()) == ["test_a.py", "test_b.py", "test_c.py"]
    assert {file.name: file.read_text() for file in files.glob("*.txt")} == {
        "a.txt": "one two ",
        "c.txt": "one two ",
    }
