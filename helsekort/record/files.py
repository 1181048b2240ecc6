"""Which files a card takes, known by how their bytes begin and never by what their sender calls them."""

from typing import Final

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
