"""Names of things: a card or a party is a random 60-bit number, written as 12 letters and digits.

The text form is Crockford's base 32 in lower case (no i, l, o, u), so that it can be read aloud. It says nothing
about the woman, and it is the first part of the FHIR id of everything on her card: `{card}-{seq}`, or
`{card}-{cover}` where the number must not tell how many things there are (`record/covers.py`).
"""

import re
from collections.abc import Callable
from functools import lru_cache

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12
BITS = 60
LEAST_COVER = 1 << 46
"""A number from here on is the cover of a sequence, and is written as `COVER_LENGTH` letters and digits."""
COVER_LENGTH = 10
_REMEMBERED = 4096
"""A card's resources name the same card, woman and clinicians again and again."""
_TEN_BITS = (1 << 10) - 1
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_COVER = re.compile(f"[{ALPHABET}]{{{COVER_LENGTH}}}")
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
    """FHIR id of a resource on a card: the card's own id for its first entry, `{card}-{seq}` for the rest.

    A cover in place of the sequence is written in letters and digits, always as many.
    """
    if origin == 1:
        return to_text(card)
    return f"{to_text(card)}-{origin_text(origin)}"


@lru_cache(_REMEMBERED)
def split_entry_id(text: str) -> tuple[int, int]:
    """(card, origin) from a FHIR id; UnreadableId where it is none."""
    card, dash, origin = text.partition("-")
    if not dash:
        return from_text(card), 1
    return from_text(card), origin_of_text(origin)


def origin_text(origin: int) -> str:
    """How a thing on a card is named beside its card: by its sequence, or by the 10 characters of a cover."""
    return str(origin) if origin < LEAST_COVER else to_text(origin)[LENGTH - COVER_LENGTH :]


def origin_of_text(text: str) -> int:
    """The sequence, from 2 on, or the cover that a text names; UnreadableId where it is neither."""
    if _COVER.fullmatch(text):
        cover = int(text.translate(_TO_PYTHON), 32)
        if not LEAST_COVER <= cover < LEAST_COVER << 1:
            raise UnreadableId("not an id")
        return cover
    if (
        not (text.isascii() and text.isdigit() and len(text) < COVER_LENGTH)
        or int(text) < 2
        or text[0] == "0"
    ):
        raise UnreadableId("not an id")
    return int(text)
