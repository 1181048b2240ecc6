"""A posted form with a file in it, read piece by piece: what is more than allowed is never held in memory.

The fields of the form stand before the file in our pages, so that they are read also where the file is not.
"""

from __future__ import annotations  # a type that the parser has for checkers alone

from typing import TYPE_CHECKING

from msgspec import Struct
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from helsekort.web.shared.posted import MOST_BYTES, MOST_FIELDS, Form, FormRefused, form_of

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

KIND = "multipart/form-data"
FILE = "file"
"""The name of the field that the file is in."""


class Sent(Struct):
    """What came: the fields, and the bytes of the file; `too_big` where there were more of them than allowed."""

    form: Form
    data: bytes = b""
    too_big: bool = False


async def read_sent(request: Request, most: int) -> Sent:
    """The posted form, with at most `most` bytes of file. FormRefused as `posted.read_form`."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind.decode("latin-1") != KIND or not options.get(b"boundary"):
        raise FormRefused(415, "not-a-form")
    parts = _Parts(most)
    try:
        parser = MultipartParser(options[b"boundary"], parts.callbacks())
        async for piece in request.stream():
            parser.write(piece)
            if parts.too_big:
                # what is left is passed over unread by the server, which answers at once
                return Sent(form_of(parts.fields), too_big=True)
        parser.finalize()
    except FormParserError:
        raise FormRefused(422, "not-a-form") from None
    if not parts.whole:
        raise FormRefused(422, "not-a-form")
    return Sent(form_of(parts.fields), bytes(parts.file))


class _Parts:
    """Takes the parts as the parser finds them."""

    def __init__(self, most: int) -> None:
        self.fields: list[tuple[bytes, bytes]] = []
        self.file = bytearray()
        self.too_big = False
        self.whole = False
        self._most = most
        self._left = MOST_BYTES
        self._header, self._said = bytearray(), bytearray()
        self._name, self._value = b"", bytearray()

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._said.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finished,
        }

    def _begin(self) -> None:
        self._name, self._value = b"", bytearray()
        self._header, self._said = bytearray(), bytearray()

    def _header_end(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._said))
            self._name = options.get(b"name", b"")
        self._header, self._said = bytearray(), bytearray()

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._name == FILE.encode():
            self.file += data[start:end]
            if len(self.file) > self._most:
                self.too_big, self.file = True, bytearray()
            return
        self._value += data[start:end]
        self._left -= end - start
        if self._left < 0:
            raise FormRefused(413, "too-much")

    def _finished(self) -> None:
        self.whole = True

    def _end(self) -> None:
        if self._name == FILE.encode():
            return
        self.fields.append((self._name, bytes(self._value)))
        if len(self.fields) > MOST_FIELDS:
            raise FormRefused(413, "too-many-fields")
