"""Names of things: a card or a party is a random 60-bit number, written as 12 letters and digits.

The text form is Crockford's base 32 in lower case (no i, l, o, u), so that it can be read aloud. It says nothing
about the woman, and it is the first part of the FHIR id of everything on her card: `{card}-{seq}`.
"""

from collections.abc import Callable

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12
BITS = 60


class UnreadableId(ValueError):
    """The text is not the name of a card, a party or an entry. The text itself is never in the message."""


def new_id(random_bits: Callable[[int], int]) -> int:
    """A fresh id: 1 to 2**60 - 1. `random_bits(n)` gives n random bits (`secrets.randbits`)."""
    return random_bits(BITS) or 1


def to_text(number: int) -> str:
    """12 characters for a number from 1 to 2**60 - 1; UnreadableId for another, which would name something else."""
    if not 0 < number < 1 << BITS:
        raise UnreadableId("not an id")
    letters = []
    for _ in range(LENGTH):
        number, digit = divmod(number, 32)
        letters.append(ALPHABET[digit])
    return "".join(reversed(letters))


def from_text(text: str) -> int:
    """The number behind 12 characters; UnreadableId where the text is none."""
    if len(text) != LENGTH or any(letter not in ALPHABET for letter in text):
        raise UnreadableId("not an id")
    number = 0
    for letter in text:
        number = number * 32 + ALPHABET.index(letter)
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
