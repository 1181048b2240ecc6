"""What the pages on security count is what their tables hold, and each row that is met has a test that is there."""

import re

import pytest

from tests.house.tree import ROOT

HOW = ("met", "in part", "not met", "does not apply")
ROW = re.compile(r"^\| (\d[^|]*)\|(.*)\|$", re.MULTILINE)
TEST = re.compile(r"\[`\w+`\]\(\.\./(tests/[\w/.]+)\)|`(tests/[\w/.]+)`")


def _rows(page: str) -> list[tuple[str, str, bool]]:
    """(number, how far, whether a test is named), of every row that says how far it is met."""
    found = []
    for number, rest in ROW.findall((ROOT / "docs" / page).read_text(encoding="utf-8")):
        how = [cell.strip() for cell in rest.split("|") if cell.strip() in HOW]
        found += [(number.strip(), each, bool(TEST.search(rest))) for each in how]
    return found


def _stated(page: str, words: str) -> tuple[str, ...]:
    found = re.search(words, (ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert found
    return found.groups()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("security.md", r"\*\*(\d+) met, (\d+) in part, (\d+) not\*\*"),
        ("asvs.md", r"(\d+) are met, (\d+) in part, (\d+) not; (\d+) do not apply"),
    ],
)
def test_what_is_counted_is_what_the_table_holds(written: str, words: str) -> None:
    stated = _stated(written, words)
    held = [how for _, how, _ in _rows(written)]
    assert tuple(map(int, stated)) == tuple(held.count(each) for each in HOW[: len(stated)])


def test_the_requirements_are_thirty_in_order() -> None:
    assert [number for number, _, _ in _rows("security.md")] == [str(each) for each in range(1, 31)]


@pytest.mark.parametrize("written", ["security.md", "asvs.md"])
def test_what_is_met_names_its_test(written: str) -> None:
    assert [number for number, how, tested in _rows(written) if how == "met" and not tested] == []


def test_each_risk_to_her_names_a_test() -> None:
    risks = ROW.findall((ROOT / "docs" / "dpia.md").read_text(encoding="utf-8"))
    assert len(risks) > 10
    assert [number.strip() for number, rest in risks if not TEST.search(rest)] == []
