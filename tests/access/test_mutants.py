"""A mistake in `decide` or its rules is noticed by a test: a few in each run, all of them by `bin/test --deep`."""

import pytest

from tests.access.decide_mutants import mistakes, objects
from tests.mutating import noticed

# Mistakes that change no answer -> why. The line is left out: it moves.
SAME_ANSWER = {
    "helsekort.access.facts: `False` as `True`": "a fact that is always stated, or that no rule reads yet",
}


@pytest.mark.parametrize("step", [37, pytest.param(1, marks=pytest.mark.deep)])
def test_a_mistake_in_decide_is_noticed(step: int) -> None:
    missed = [one for one in [*mistakes()][::step] if not noticed(one, objects)]
    assert {f"{one.module}: `{one.was}` as `{one.now}`" for one in missed} <= set(SAME_ANSWER)
