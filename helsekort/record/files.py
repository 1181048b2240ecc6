"""What a card says of a file, and which it takes: known by how their bytes begin, never by what they are called."""

import datetime as dt
from typing import Final

from msgspec import Struct

from helsekort.record.standing import Status

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"

BEGINS: Final[dict[str, bytes]] = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
"""Media type -> the first bytes of every file of it. Sources: ISO 32000-2 7.5.2, ITU-T T.81 B.1.1.3, W3C PNG 5.2."""
ENDINGS: Final[dict[str, str]] = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
"""Media type -> how the name of such a file ends."""
LONGEST_TITLE: Final = 120
"""Characters of what a file is called on the card."""


def media_type_of(data: bytes) -> str | None:
    """The media type of these bytes; None where it is none that a card takes."""
    return next((kind for kind, begins in BEGINS.items() if data.startswith(begins)), None)


class Attachment(Struct, frozen=True):
    """A file of a contact or of a row, such as the report of an examination. Its bytes lie apart, under its origin.

    `media_type` is one of `BEGINS`; `size` (bytes) and `digest` (SHA-256 in hex) are of the bytes as they are
    kept; `on` is the day of what it belongs to. ValueError for one that belongs to none of the two, or to both.
    """

    title: str
    media_type: str
    size: int
    digest: str
    on: dt.date
    contact: int | None = None  # origin of the contact
    row: int | None = None  # origin of the row
    status: Status = Status.FINAL
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.contact is None) == (self.row is None):
            raise ValueError("a file belongs to one contact, or to one row")

    @property
    def owner(self) -> int:
        """The origin of what it belongs to."""
        return self.contact or self.row or 0
