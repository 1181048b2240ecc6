"""JSON read strictly: what could mean two things, or nothing, is refused with its place.

Numbers keep their own characters (72.50 stays 72.50). Python's reader takes doubled keys, NaN, half characters
and any depth; each is found here. Source: RFC 8259 §4 and §8, FHIR R4 §2.6.2.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from helsekort.fhir.outcome import Issue, NotAccepted, first

DEEPEST = 24
LONGEST_TEXT = 4000
NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_]{0,63}")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HALF = re.compile("[\ud800-\udfff]")
# what any problem of an ASCII body needs: an escape, a sign that is none, nothing in quotes or brackets, null, NaN
_CONSTANT = re.compile(rb"NaN|Infinity")
_ODD = re.compile(rb'[\\\x7f]|"\s*"|[\[{]\s*[\]}]|null|NaN|Infinity')

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | bool | None"
Object: TypeAlias = dict[str, "Tree"]


class Number(str):
    """A number as it was written. Not a text: `isinstance(x, str)` is asked after this."""

    __slots__ = ()


class _Doubled(dict[str, Any]):
    """An object in which a name stands more than once."""

    names: frozenset[str] = frozenset()


class _NoNumber(str):
    """NaN or an infinity."""

    __slots__ = ()


def read(body: bytes) -> tuple[Object, list[Issue]]:
    """Bytes -> the object they hold, and every problem found in it. NotAccepted where there is no object.

    Of very many problems the first are given.

    The first word of every path is the object's `resourceType`, or `$` where it names none.
    """
    tree, doubled = _one_object(body)
    if not doubled and _is_plain(body):
        return tree, []
    return tree, list(first(_problems(tree, kind_of(tree))))


def read_bare(body: bytes) -> tuple[Object, bool]:
    """(the object, whether something in it is no JSON, or two things), for a format in which null means something.

    What its texts hold is not looked at. NotAccepted where there is no object.
    """
    tree, doubled = _one_object(body)
    return tree, doubled or (bool(_CONSTANT.search(body)) and _has_no_number(tree))


def _has_no_number(tree: Any) -> bool:  # noqa: ANN401  # as JSON gives it, faults marked
    if isinstance(tree, dict | list):
        return any(_has_no_number(part) for part in (tree.values() if isinstance(tree, dict) else tree))
    return isinstance(tree, _NoNumber)


def _one_object(body: bytes) -> tuple[Object, bool]:
    tree, doubled = _parsed(_text(body))
    if not isinstance(tree, dict):
        raise NotAccepted([Issue("structure", "Send one JSON object: a resource in curly brackets.", "$")])
    return tree, doubled


def _is_plain(body: bytes) -> bool:
    """Whether no byte is there that a problem would need: so it is with nearly all, and they need no walk."""
    return len(body) <= LONGEST_TEXT and body.isascii() and not _ODD.search(body)


def own(body: bytes) -> Object:
    """The object that bytes of our own making hold, in the form of `read`; nothing is looked for in it."""
    tree: Object = _parsed(body.decode("utf-8"))[0]
    return tree


def kind_of(tree: Object) -> str:
    """The type a resource says it is; `$` where that is no name."""
    kind = tree.get("resourceType")
    return kind if isinstance(kind, str) and NAME.fullmatch(kind) else "$"


def _text(body: bytes) -> str:
    if body.startswith(b"\xef\xbb\xbf"):
        raise NotAccepted([Issue("structure", "Leave out the byte order mark before the JSON.", "$")])
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise NotAccepted([Issue("structure", "Send the JSON in UTF-8; these bytes are not.", "$")]) from None
    if body.count(b"{") + body.count(b"[") > DEEPEST and _depth(body) > DEEPEST:
        says = f"No resource here is nested deeper than {DEEPEST} levels. Send it flatter."
        raise NotAccepted([Issue("too-long", says, "$")])
    return text


def _depth(body: bytes) -> int:
    """How deep brackets stand in one another, outside of texts."""
    deepest = now = 0
    for byte in _STRING.sub(b"", body):
        if byte in b"[{":
            now += 1
            deepest = max(deepest, now)
        elif byte in b"]}":
            now -= 1
    return deepest


def _parsed(text: str) -> tuple[Any, bool]:
    """(the tree with its faults marked, whether a name is doubled in it)."""
    try:
        try:
            return _plain.decode(text), False
        except _NameTwice:
            return _marking.decode(text), True
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        kinds = {"Extra data": "Something stands after the resource", "Expecting": "This is not JSON"}
        says = next((text for word, text in kinds.items() if error.msg.startswith(word)), "This is not JSON")
        says = f"{says} ({place}). Mend the text there."
        raise NotAccepted([Issue("structure", says, "$")]) from None


class _NameTwice(Exception):
    """Raised while reading, to read again and mark it."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _NameTwice
    return made


def _marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    doubled = _Doubled(made)
    seen: set[str] = set()
    doubled.names = frozenset(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]  # add gives None
    return doubled


def _decoder(of_object: Callable[[list[tuple[str, Any]]], dict[str, Any]]) -> json.JSONDecoder:
    return json.JSONDecoder(
        parse_int=Number, parse_float=Number, parse_constant=_NoNumber, object_pairs_hook=of_object
    )


# made once, for to make one takes longer than to read a resource
_plain, _marking = _decoder(_object), _decoder(_marked)


def place_of(parent: str, name: str) -> str:
    """The path of a named part. A name that no element can have is not repeated: it may be anything."""
    return f"{parent}.{name}" if NAME.fullmatch(name) else f"{parent}.?"


def _problems(tree: Any, place: str) -> Iterator[Issue]:  # noqa: ANN401  # as JSON gives it, faults marked
    if isinstance(tree, dict):
        yield from _object_problems(tree, place)
    elif isinstance(tree, list):
        if not tree:
            yield Issue("structure", "A list is not empty: leave the element out.", place)
        for index, each in enumerate(tree):
            yield from _problems(each, f"{place}[{index}]")
    elif isinstance(tree, _NoNumber):
        yield Issue("value", "NaN and infinities are no JSON numbers. Leave the element out.", place)
    elif tree is None:
        yield Issue("structure", "null is not allowed: leave the element out.", place)
    elif isinstance(tree, str) and not isinstance(tree, Number):
        yield from _text_problems(tree, place)


def _object_problems(tree: dict[str, Any], place: str) -> Iterator[Issue]:
    if not tree:
        yield Issue("structure", "An object is not empty: leave the element out.", place)
    if isinstance(tree, _Doubled):
        for name in sorted(tree.names):
            yield Issue("structure", "This name stands there twice. Send it once.", place_of(place, name))
    for name, part in tree.items():
        yield from _problems(part, place_of(place, name))


def _text_problems(text: str, place: str) -> Iterator[Issue]:
    if _HALF.search(text):
        yield Issue("value", "Half a character (a lone surrogate) cannot be stored. Write it whole.", place)
    if _CONTROL.search(text):
        yield Issue("value", "Control characters cannot be stored. Leave them out.", place)
    if not text.strip():
        yield Issue("value", "A text is not empty: leave the element out.", place)
    if len(text) > LONGEST_TEXT:
        yield Issue("too-long", f"A text has at most {LONGEST_TEXT} characters. Shorten it.", place)


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def write(tree: Tree) -> bytes:
    """A tree -> JSON bytes, numbers as they were written."""
    return _written(tree).encode()


def _written(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree if isinstance(tree, Number) else _quoted(tree)
    if isinstance(tree, dict):
        parts = [f"{_quoted(name)}:{_written(part)}" for name, part in tree.items()]
        return "{" + ",".join(parts) + "}"
    if isinstance(tree, list):
        return "[" + ",".join([_written(part) for part in tree]) + "]"
    return {True: "true", False: "false", None: "null"}[tree]
