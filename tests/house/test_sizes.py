"""Small enough to read: files, functions, and names that say what a thing is for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import NOT_OURS, ROOT, sources

LONGEST_FILE, USUAL_FILE = 400, 250
LONGEST_FUNCTION, USUAL_FUNCTION = 50, 25
USUAL_SHARE = 0.9
WRITTEN_BY_HAND = (".py", ".jinja", ".css", ".sql", ".toml", ".svg")
FOLDERS = ("helsekort", "tests", "docs", "benchmarks", "bin")
SAYS_NOTHING = frozenset(
    [
        "util",
        "utils",
        "helper",
        "helpers",
        "common",
        "manager",
        "managers",
        "processor",
        "processors",
        "handler",
        "handlers",
        "base",
        "misc",
    ]
)


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            by_hand = path.suffix in WRITTEN_BY_HAND or (folder == "bin" and path.is_file())
            if by_hand and not NOT_OURS & {*path.relative_to(ROOT / folder).parts[:1], path.parent.name}:
                yield path
    yield ROOT / "build_assets.py"


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): _lines(path) for path in _files()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}
    assert len(lengths) > 100


def test_nine_files_of_ten_are_short() -> None:
    lengths = [_lines(source.path) for source in sources("helsekort", "tests")]
    assert _share(lengths, USUAL_FILE) >= USUAL_SHARE


def _functions(*folders: str) -> dict[str, int]:
    """`helsekort/cli.py:40 main` -> its lines, docstring and all, decorators left out."""
    found = {}
    for source in sources(*folders):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[f"{source.at(node)} {node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    return found


def test_no_function_is_too_long() -> None:
    lengths = _functions("helsekort", "tests", "docs", "benchmarks", "build_assets.py")
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert len(lengths) > 300


@pytest.mark.parametrize("folder", ["helsekort", "tests"])
def test_nine_functions_of_ten_are_short(folder: str) -> None:
    assert _share(list(_functions(folder).values()), USUAL_FUNCTION) >= USUAL_SHARE


def _share(lengths: list[int], limit: int) -> float:
    return sum(length <= limit for length in lengths) / len(lengths)


def test_names_say_what_a_thing_is_for() -> None:
    empty = []
    for source in sources(*FOLDERS):
        parts = source.path.relative_to(ROOT).with_suffix("").parts
        if SAYS_NOTHING & {word for part in parts for word in re.split(r"[_-]", part)}:
            empty.append(source.name)
    assert empty == []
