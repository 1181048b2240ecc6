"""Names of things: a card or a party is a random 60-bit number, written as 12 letters and digits.

The text form is Crockford's base 32 in lower case (no i, l, o, u), so that it can be read aloud. It says nothing
about the woman, and it is the first part of the FHIR id of everything on her card: `{card}-{seq}`.
"""

import re
from collections.abc import Callable
from functools import lru_cache

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12
BITS = 60
_REMEMBERED = 4096
"""A card's resources name the same card, woman and clinicians again and again."""
_TEN_BITS = (1 << 10) - 1
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_TO_PYTHON = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstuv")


class UnreadableId(ValueError):
    """The text is not the name of a card, a party or an entry. The text itself is never in the message."""


def new_id(random_bits: Callable[[int], int]) -> int:
    """A fresh id: 1 to 2**60 - 1. `random_bits(n)` gives n random bits (`secrets.randbits`)."""
    return random_bits(BITS) or 1


@lru_cache(_REMEMBERED)
def to_text(number: int) -> str:
    """12 characters for a number from 1 to 2**60 - 1; UnreadableId for another, which would name something else."""
    if not 0 < number < 1 << BITS:
        raise UnreadableId("not an id")
    # two letters at a time: every reference in every resource is written here
    return (
        _PAIRS[number >> 50]
        + _PAIRS[number >> 40 & _TEN_BITS]
        + _PAIRS[number >> 30 & _TEN_BITS]
        + _PAIRS[number >> 20 & _TEN_BITS]
        + _PAIRS[number >> 10 & _TEN_BITS]
        + _PAIRS[number & _TEN_BITS]
    )


@lru_cache(_REMEMBERED)
def from_text(text: str) -> int:
    """The number behind 12 characters; UnreadableId where the text is none."""
    if not _ID.fullmatch(text):
        raise UnreadableId("not an id")
    number = int(text.translate(_TO_PYTHON), 32)
    if number == 0:
        raise UnreadableId("not an id")
    return number


def entry_id(card: int, origin: int) -> str:
    """FHIR id of a resource on a card: the card's own id for its first entry, `{card}-{seq}` for the rest."""
    return to_text(card) if origin == 1 else f"{to_text(card)}-{origin}"


def split_entry_id(text: str) -> tuple[int, int]:
    """(card, origin) from a FHIR id; UnreadableId where it is none."""
    card, dash, origin = text.partition("-")
    if not dash:
        return from_text(card), 1
    if (
        not (origin.isascii() and origin.isdigit() and len(origin) < 10)
        or int(origin) < 2
        or origin[0] == "0"
    ):
        raise UnreadableId("not an id")
    return from_text(card), int(origin)
