"""A mistake in `decide` or its rules is noticed by a test: a few in each run, all of them by `bin/test --deep`."""

import pytest

from tests.access.decide_mutants import mistakes, modules, objects
from tests.mutating import noticed, unchanged


@pytest.mark.parametrize("step", [37, pytest.param(1, marks=pytest.mark.deep)])
def test_a_mistake_in_decide_is_noticed(step: int) -> None:
    missed = [one for one in [*mistakes()][::step] if not noticed(one, objects)]
    assert [str(one) for one in missed] == []


def test_nothing_objects_where_there_is_no_mistake() -> None:
    """A control: else every mistake would count as noticed, whatever the tests hold."""
    for module in modules():
        assert not noticed(unchanged(module), objects), module.__name__
