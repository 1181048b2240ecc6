"""What a browser sent: read with limits, or refused with a message code. Nothing is mended silently."""

import re
from urllib.parse import parse_qsl

from msgspec import Struct
from starlette.datastructures import Headers
from starlette.requests import Request

MOST_BYTES = 64 * 1024
MOST_FIELDS = 1000
LONGEST_TEXT = 4000
HIDDEN = frozenset(
    {
        *(
            "key",
            "base",
            "version",
            "in_force",
            "to_card",
            "method",
            "up_to",
            "confirmed",
            "person",
            "videre",
            "utkast",
            "til",
            "act",
            "take",
            "paper_again_by",
            "paper_again_on",
        ),
        *("kind", "to", "otherwise", "instead", "do", "how_soon", "level", "owner"),
        # never shown again where nobody is logged in
        *("number", "to_number"),
    }
)
"""Names of fields nobody types."""
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class FormRefused(Exception):
    """The form cannot be taken. `status` is the HTTP status, `code` a message code the error page knows.

    `typed` is what could be read of it, with a mark for what could not: shown to the sender, so nothing is lost.
    """

    def __init__(self, status: int, code: str, typed: list[tuple[str, str]] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.typed = typed or []


class Form(Struct, frozen=True):
    """The fields in the order sent, line ends as a single newline."""

    fields: list[tuple[str, str]]

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field, without white space around it."""
        return next((value.strip() for key, value in self.fields if key == name), default)

    def all(self, name: str) -> list[str]:
        """Every value of a field, as sent."""
        return [value for key, value in self.fields if key == name]


EMPTY = Form([])


async def read_form(request: Request) -> Form:
    """The posted form. FormRefused for another content type, too much, broken UTF-8 or control characters."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise FormRefused(413, "too-much")
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if body and kind != "application/x-www-form-urlencoded":
        raise FormRefused(415, "not-a-form")
    return parse_form(bytes(body))


def parse_form(body: bytes) -> Form:
    """URL-encoded bytes -> the form; FormRefused as `read_form`."""
    try:
        pairs = _pairs(body, "strict")
    except UnicodeError:
        # Lone surrogates come as bytes that are not UTF-8: text that nobody could read again.
        raise FormRefused(422, "unreadable-text", _legible(_pairs(body, "replace"))) from None
    return _checked(pairs)


def form_of(pairs: list[tuple[bytes, bytes]]) -> Form:
    """Names and values as they came, each by itself -> the form; FormRefused as `read_form`."""
    try:
        return _checked(_decoded(pairs, "strict"))
    except UnicodeError:
        raise FormRefused(422, "unreadable-text", _legible(_decoded(pairs, "replace"))) from None


def _decoded(pairs: list[tuple[bytes, bytes]], errors: str) -> list[tuple[str, str]]:
    return [
        (_line_ends(name.decode(errors=errors)), _line_ends(value.decode(errors=errors)))
        for name, value in pairs
    ]


def _checked(pairs: list[tuple[str, str]]) -> Form:
    if any(_UNREADABLE.search(name + value) for name, value in pairs):
        raise FormRefused(422, "unreadable-text", _legible(pairs))
    if any(len(text) > LONGEST_TEXT for pair in pairs for text in pair):
        raise FormRefused(422, "text-too-long", _legible(pairs))
    return Form(pairs)


def _pairs(body: bytes, errors: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(
            body.decode("ascii", errors), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors=errors
        )
    except UnicodeError:
        raise
    except ValueError:
        raise FormRefused(413, "too-many-fields") from None
    return [(_line_ends(name), _line_ends(value)) for name, value in pairs]


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _legible(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, _UNREADABLE.sub("\ufffd", value)) for name, value in pairs]


def opened_by_itself(headers: Headers) -> bool:
    """Whether a page is wanted as a page: from our own, from nowhere, or by a link that leads here from elsewhere.

    Not as a picture, a script, a frame or by a program of another site's. A browser that says nothing of it is let in:
    what it may do with what it gets, the headers of the answer say.
    """
    site = headers.get("sec-fetch-site")
    if site in (None, "same-origin", "none"):
        return True
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"


def same_origin(headers: Headers, own_address: str) -> bool:
    """Whether a form was sent from this service's own pages. Neither header at all is a no.

    `Sec-Fetch-Site` goes first: with Referrer-Policy no-referrer browsers send `Origin: null` even from our
    own pages.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == own_address
