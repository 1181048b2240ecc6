"""Names that do not count: a thing on a card by a number from which nobody can tell how many others there are.

The sequence of a thing is where it stands in the log, so a gap tells of something hidden. What goes out to the woman,
and to whom she shows it, names each thing by its cover: a keyed permutation of 46 bits (a Feistel network of four
rounds), so that every sequence has one cover, always the same, and the service needs no table to read it back.
"""

import re
from hashlib import blake2b

from msgspec import Struct

from helsekort.record.ids import LEAST_COVER, entry_id, to_text

HALF = 23
_LOW = (1 << HALF) - 1
_ROUNDS = 4


class Covers(Struct, frozen=True):
    """The covers of one card. `key` is secret, of the card, and never changes; 16 to 64 bytes."""

    card: int
    key: bytes

    def of(self, origin: int) -> int:
        """The cover of a thing; the card itself, 1, has none and needs none."""
        if origin == 1:
            return origin
        left, right = origin >> HALF & _LOW, origin & _LOW
        for turn in range(_ROUNDS):
            left, right = right, left ^ self._mixed(turn, right)
        return LEAST_COVER | left << HALF | right

    def origin(self, cover: int) -> int:
        """The thing under a cover; 0, which is none, for a number that covers nothing."""
        if cover == 1:
            return cover
        if not LEAST_COVER <= cover < LEAST_COVER << 1:
            return 0
        left, right = cover >> HALF & _LOW, cover & _LOW
        for turn in reversed(range(_ROUNDS)):
            left, right = right ^ self._mixed(turn, left), left
        return left << HALF | right

    def over(self, body: bytes) -> bytes:
        """A resource, or several, with every name of a thing on this card covered."""
        return self._plain.sub(lambda found: entry_id(self.card, self.of(int(found[1]))).encode(), body)

    @property
    def _plain(self) -> re.Pattern[bytes]:
        return re.compile(rb"\b" + to_text(self.card).encode() + rb"-([1-9][0-9]{0,8})(?![0-9a-z])")

    def _mixed(self, turn: int, half: int) -> int:
        made = blake2b(bytes((turn,)) + half.to_bytes(3, "big"), digest_size=3, key=self.key).digest()
        return int.from_bytes(made, "big") & _LOW
