"""The only XML parser of the project: no declarations, no entities, no network, and limits on all that can grow.

What is refused is refused before the parser sees it where that can be, and while it reads where it cannot, so that
a hostile message costs at most its own bytes. Errors are faults.UnreadableMessage, without words of the message.
"""

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from helsekort.kith.faults import Fault, unreadable

LARGEST_BYTES: Final = 10_000_000
DEEPEST: Final = 60
# A result of the published samples is a dozen elements, so 10 000 results fit.
MOST_ELEMENTS: Final = 200_000

_CHUNK: Final = 65_536
_BOM: Final = b"\xef\xbb\xbf"
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00")
_DECLARATION: Final = re.compile(r"<\?xml\s[^>]{0,300}?\?>")
_ENCODING: Final = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_TAKEN: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
}
# Bytes that are control signs in ISO-8859-1 and quotes and dashes in windows-1252: the declaration is then wrong.
_WINDOWS_SIGNS: Final = re.compile("[\x80-\x9f]")
_SPACE: Final = re.compile(r"[ \t\r\n]*")


def read_xml(raw: bytes) -> Element:
    """The root element of a message. Comments and processing instructions are left out. UnreadableMessage."""
    if not raw.strip():
        raise unreadable(Fault.EMPTY)
    if len(raw) > LARGEST_BYTES:
        raise unreadable(Fault.TOO_LARGE)
    text = _decoded(raw)
    _refuse_declarations(text)
    root = _parsed(text)
    # The prolog held no declaration, so there is none; if the two readers ever differ, the message is refused.
    if root.getroottree().docinfo.internalDTD is not None:
        raise unreadable(Fault.DECLARES_ENTITIES)
    return root


def _decoded(raw: bytes) -> str:
    """The text, without byte order mark and XML declaration; refused where the bytes are not what they say."""
    if raw.startswith(_WIDE):
        raise unreadable(Fault.ENCODING_NOT_TAKEN)
    marked = raw.startswith(_BOM)
    body = raw.removeprefix(_BOM)
    said = _ENCODING.match(body)
    encoding = _TAKEN.get(said[1].decode("ascii").lower()) if said else "utf-8"
    if encoding is None:
        raise unreadable(Fault.ENCODING_NOT_TAKEN)
    if marked and encoding == "latin-1":
        raise unreadable(Fault.ENCODING_NOT_AS_SAID)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable(Fault.ENCODING_NOT_AS_SAID) from None
    if encoding == "latin-1" and _is_something_else(body, text):
        raise unreadable(Fault.ENCODING_NOT_AS_SAID)
    return _DECLARATION.sub("", text, count=1) if text.startswith("<?xml") else text


def _is_something_else(body: bytes, text: str) -> bool:
    """Any bytes can be read as ISO-8859-1. Norwegian text in it is practically never well-formed UTF-8."""
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _WINDOWS_SIGNS.search(text) is not None
    return True


def _refuse_declarations(text: str) -> None:
    """A document type can stand only before the first element: walk over what else may stand there."""
    at = 0
    while True:
        at = _after_space(text, at)
        if text.startswith("<!DOCTYPE", at):
            raise unreadable(Fault.DECLARES_ENTITIES)
        for start, end in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(start, at):
                found = text.find(end, at + len(start))
                at = found + len(end)
                break
        else:
            return
        if found < 0:
            return  # the parser says where it stopped


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _parsed(text: str) -> Element:
    """Feeds the parser piece by piece, and stops as soon as a limit is passed."""
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    body = text.encode("utf-8")
    limits = _Limits()
    try:
        for start in range(0, len(body), _CHUNK):
            parser.feed(body[start : start + _CHUNK])
            limits.count(parser)
        root = parser.close()
        limits.count(parser)  # what the parser held back until the end
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise unreadable(Fault.NOT_XML, f"line {line}, column {column}") from None
    return root


class _Limits:
    """Counts elements and depth over the pieces."""

    def __init__(self) -> None:
        self._elements = 0
        self._depth = 0

    def count(self, parser: "etree.XMLPullParser") -> None:
        for event, _ in parser.read_events():
            if event == "end":
                self._depth -= 1
                continue
            self._depth += 1
            self._elements += 1
            if self._depth > DEEPEST:
                raise unreadable(Fault.TOO_DEEP)
            if self._elements > MOST_ELEMENTS:
                raise unreadable(Fault.TOO_MANY_ELEMENTS)
