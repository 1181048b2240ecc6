"""What the national API calls our things: UUIDs that say nothing, and are read back without a table of their own.

RFC 9562 version 8 leaves 122 bits to us: 48 bits hold the number of a thing on a card (1 is the card itself),
12 bits the number of a block, and the last 60 the card's own random id.
"""

import re

from msgspec import Struct

from helsekort.record.ids import BITS

OPENING = 1
_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_VERSION, _VARIANT = 8, 0b10


class Name(Struct, frozen=True):
    """What a UUID stands for. `origin` is 0 for a block, and `block` is 0 for a thing."""

    card: int
    origin: int = OPENING
    block: int = 0


def uuid_of(name: Name) -> str:
    """The UUID of a record, of a thing on it, or of one of its blocks."""
    number = name.origin << 80 | _VERSION << 76 | name.block << 64 | _VARIANT << 62 | name.card
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def name_in(text: str) -> Name | None:
    """What a UUID stands for; None where it is none of ours."""
    if not _TEXT.fullmatch(text):
        return None
    number = int(text.replace("-", ""), 16)
    card = number & ((1 << BITS) - 1)
    name = Name(card, number >> 80, number >> 64 & 0xFFF)
    return name if card and uuid_of(name) == text.lower() else None


def card_in(text: str) -> int:
    """The card a record's UUID names; 0 where it names none."""
    name = name_in(text)
    return name.card if name is not None and (name.origin, name.block) == (OPENING, 0) else 0
