"""Stretches say exactly the sequences that they were made of."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helsekort.record.spans import spans_of, within


@given(sequences=st.sets(st.integers(1, 60)))
def test_there_and_back(sequences: set[int]) -> None:
    spans = spans_of(sequences)
    assert within(spans) == tuple(sorted(sequences))
    # no stretch could be joined to the one before it
    assert all(one[1] + 1 < two[0] for one, two in pairwise(spans))


def test_side_by_side_is_one() -> None:
    assert spans_of([3, 1, 2, 7, 5, 6, 9]) == ((1, 3), (5, 7), (9, 9))
    assert spans_of([]) == ()
