"""Chance that can be repeated: the same words of a seed always give the same throws, on every machine.

Each topic of each woman throws from a stream of its own, so that one more throw in one topic moves nothing else.
"""

import hashlib
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

from helsekort.record.ids import BITS

T = TypeVar("T")

_WORD = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
_NORMAL = NormalDist()
# Below the smallest step of a throw, so that the normal quantile is never asked for 0.
_HALF_STEP = 2.0**-54


def _words(*seed: object) -> int:
    text = "/".join(str(word) for word in seed)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def new_id(*seed: object) -> int:
    """An id of a card or a party, 1 to 2**60 - 1: the same for the same words."""
    return _words("id", *seed) >> (64 - BITS) or 1


class Dice:
    """A stream of throws (the generator splitmix64, by Steele, Lea and Flood 2014)."""

    def __init__(self, *seed: object) -> None:
        self._state = _words(*seed)

    def throw(self) -> float:
        """From 0 up to, not including, 1."""
        self._state = (self._state + _STEP) & _WORD
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _WORD
        return ((mixed ^ (mixed >> 31)) >> 11) * 2.0**-53

    def chance(self, share: float) -> bool:
        return self.throw() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.throw() * (high - low + 1))

    def normal(self, mean: float, sd: float) -> float:
        return mean + sd * _NORMAL.inv_cdf(self.throw() + _HALF_STEP)

    def one_of(self, things: Sequence[T]) -> T:
        return things[int(self.throw() * len(things))]

    def by_weight(self, weights: dict[T, float]) -> T:
        """A key; its weight is its share of all weights."""
        left = self.throw() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return key
