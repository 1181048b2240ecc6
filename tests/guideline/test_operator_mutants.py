"""A mistake in the operators' own code is noticed by a case or a test: a few in each run, all by `bin/test --deep`."""

import re
from pathlib import Path

import pytest

from tests.guideline.mutants import changed_conditions, moved_limits
from tests.guideline.operator_mutants import MODULES, every_case, mistakes, noticed
from tests.guideline.test_cases import RULED, SAME_ANSWER
from tests.mutating import unchanged

FIGURES = Path(__file__).parents[2] / "docs" / "figures.md"
# On the birthday itself: a whole year since the last is the same as none since this.
SAME_NUMBER = {"`_birthday(born, on.year) > on` as `_birthday(born, on.year) >= on`"}


@pytest.mark.parametrize("step", [31, pytest.param(1, marks=pytest.mark.deep)])
def test_a_mistake_in_an_operator_is_noticed(step: int) -> None:
    cases = every_case()
    tried = [*mistakes()][::step]
    missed = [str(one) for one in tried if not noticed(one, cases)]
    assert {each.split(": ", 1)[1] for each in missed} <= SAME_NUMBER


def test_nothing_objects_where_there_is_no_mistake() -> None:
    cases = every_case()
    for module in MODULES:
        assert not noticed(unchanged(module), cases), module.__name__


def test_the_page_of_figures_says_how_many_mistakes_are_tried() -> None:
    topics = [each.values[0] for each in RULED]
    limits = sum(1 for topic in topics for _ in moved_limits(topic))
    changed = sum(1 for topic in topics for _ in changed_conditions(topic))
    code = sum(1 for _ in mistakes())
    page = FIGURES.read_text(encoding="utf-8")
    rows = (
        rf"every limit of .* one step.*\| {limits} \| .*unnoticed: 0 ",
        rf"the conditions of .*\| {changed} \| .*unnoticed: 0, .*answer: {len(SAME_ANSWER)} ",
        rf"operators' own code.*\| {code} \| .*unnoticed: 0, .*number: {len(SAME_NUMBER)} ",
    )
    for row in rows:
        assert re.search(row, page), row
