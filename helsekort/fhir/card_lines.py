"""Whole cards as lines of JSON: one party or one card a line, each resource in its stored, canonical bytes.

The form of a file that `helsekort load` reads and `helsekort generate` writes. A line is exactly what `write_line`
gives: one that could be read in two ways, such as with a doubled name, is refused.
"""

from itertools import zip_longest

import msgspec
from msgspec import Raw, Struct

from helsekort.fhir.accept import as_issue
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.strict_json import LONGEST_TEXT, Tree, place_of, read

_SPACES = (b"\xc2", b"\xe1", b"\xe2", b"\xe3")
"""How a space of another alphabet begins in UTF-8. Norwegian letters begin otherwise."""


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """The first version of a party: when (microseconds UTC), by whom, at which unit; 0 is the service itself."""

    id: int
    recorded: int
    author: int
    organisation: int
    resource: Raw


class PartyLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit, a clinician or a role."""

    party: Written


class Number(Struct, frozen=True, forbid_unknown_fields=True):
    """A national number by the OID of its kind."""

    system: str
    value: str


class EntryLine(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry. Its sequence is its place in the list, from 1."""

    origin: int
    version: int
    recorded: int
    author: int
    organisation: int
    resource: Raw


class Care(Struct, frozen=True, forbid_unknown_fields=True):
    """A care relation to the woman, from and to a moment in microseconds UTC."""

    clinician: int
    organisation: int
    since: int
    until: int | None


class CardLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A card with the woman it belongs to."""

    card: int
    woman: Written
    number: Number | None
    entries: list[EntryLine]
    care: list[Care]


_encoder = msgspec.json.Encoder()
_card = msgspec.json.Decoder(CardLine)
_party = msgspec.json.Decoder(PartyLine)


def write_line(line: CardLine | PartyLine) -> bytes:
    """A line without its end."""
    return _encoder.encode(line)


def read_line(text: bytes) -> CardLine | PartyLine:
    """A line, with or without its end. NotAccepted with the place of the first fault; nothing sent is repeated."""
    text = text.rstrip(b"\r\n")
    try:
        text.decode()
        line = (_party if text.startswith(b'{"party"') else _card).decode(text)
    except UnicodeDecodeError:
        raise NotAccepted([Issue("structure", "Write the file in UTF-8.", "$")]) from None
    except msgspec.DecodeError as fault:
        raise NotAccepted([as_issue(str(fault), "$")]) from fault
    if write_line(line) != text:
        says = (
            "Write each name once, in the order of the form, without spaces, and null where there is nothing."
        )
        raise NotAccepted([Issue("structure", says, "$")])
    return line


def _is_plain(body: bytes) -> bool:
    """Whether no text in a resource can be empty, blank, long, or hold a control character: asked of every entry."""
    if len(body) > LONGEST_TEXT or b"\\" in body or b"\x7f" in body or b'""' in body or b'" ' in body:
        return False
    return body.isascii() or not any(first in body and b'"' + first in body for first in _SPACES)


def refuse_texts(body: bytes) -> None:
    """NotAccepted where a text in a resource is empty, too long or holds what cannot be stored.

    Most resources hold no byte that such a text needs, and are looked at no further.
    """
    if not _is_plain(body):
        issues = read(body)[1]
        if issues:
            raise NotAccepted(issues)


def difference(sent: Tree, stored: Tree, place: str) -> str:
    """The path of the first place where two resources differ; `place` itself where only the order or form does."""
    if isinstance(sent, dict) and isinstance(stored, dict):
        for name in dict.fromkeys((*sent, *stored)):
            if sent.get(name) != stored.get(name):
                return difference(sent.get(name), stored.get(name), place_of(place, name))
    elif isinstance(sent, list) and isinstance(stored, list):
        for index, (one, other) in enumerate(zip_longest(sent, stored)):
            if one != other:
                return difference(one, other, f"{place}[{index}]")
    return place
