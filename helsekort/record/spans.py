"""Sequences as stretches: (first, last) each. Most of a card's stand side by side."""

from collections.abc import Iterable

Spans = tuple[tuple[int, int], ...]


def spans_of(sequences: Iterable[int]) -> Spans:
    """The stretches of these sequences, in order."""
    found: list[tuple[int, int]] = []
    for each in sorted(sequences):
        if found and each <= found[-1][1] + 1:
            found[-1] = (found[-1][0], each)
        else:
            found.append((each, each))
    return tuple(found)


def within(spans: Spans) -> tuple[int, ...]:
    """The sequences of these stretches."""
    return tuple(each for first, last in spans for each in range(first, last + 1))
