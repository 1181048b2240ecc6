"""Every problem of a resource at once: its JSON is walked against the struct that is its closed profile.

The decoder of the stored form stops at the first fault, which is right for what is stored and unkind to whoever
sends. Nothing is decided here that the profile does not say.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

import msgspec.inspect as shape

from helsekort.fhir.forms import BY_NAME, number_fault
from helsekort.fhir.outcome import Issue, first
from helsekort.fhir.profiles import WOMAN
from helsekort.fhir.strict_json import NAME, Number, Object, Tree, place_of

SET_BY_US = frozenset({"id", "meta"})
"""Elements of a resource that the service sets, and that may therefore be left out."""
LONGEST_LIST = 150
URN = re.compile(r"urn:uuid:[0-9a-fA-F-]{36}")
_VALUE = re.compile(r"value[A-Z]\w*")


@cache
def fields_of(profile: type) -> dict[str, shape.Field]:
    """The elements a profile names, by their JSON names."""
    found = shape.type_info(profile)
    assert isinstance(found, shape.StructType)  # noqa: S101  # every profile is a struct; tells the type checker
    return {each.encode_name: each for each in found.fields}


def explain(sent: Object, profile: type, *, urns: bool = False) -> list[Issue]:
    """Every problem of a resource against its profile; of very many the first.

    With `urns`, references may be those of a Bundle, but for her own: no Bundle makes a woman.
    """
    name = profile.__name__
    content = {key: part for key, part in sent.items() if key != "resourceType"}
    issues = _object(content, profile, name, SET_BY_US)
    if not urns:
        return list(first(issues))
    own = {
        where
        for where, reference in references(sent, name)
        if URN.fullmatch(reference) and where.split(".")[1] not in WOMAN
    }
    return list(first(issue for issue in issues if issue.where not in own))


def references(tree: Tree, place: str) -> Iterator[tuple[str, str]]:
    """Every reference below a place, with its path."""
    if isinstance(tree, dict):
        for name, part in tree.items():
            if name == "reference" and isinstance(part, str):
                yield f"{place}.{name}", part
            else:
                yield from references(part, f"{place}.{name}")
    elif isinstance(tree, list):
        for index, each in enumerate(tree):
            yield from references(each, f"{place}[{index}]")


def _object(
    sent: Object, profile: type, place: str, not_needed: frozenset[str] = frozenset()
) -> Iterator[Issue]:
    known = fields_of(profile)
    for name, part in sent.items():
        if name not in known:
            yield _unknown(name, known, place)
        else:
            yield from _element(part, known[name].type, f"{place}.{name}", name)
    required, kinds = _demands(profile)
    for name in required:
        if name not in sent and name not in not_needed:
            yield Issue("required", "This element is missing. Send it.", f"{place}.{name}")
    if len(kinds) > 1:
        yield from _one_value(sent, kinds, place)


def _unknown(name: str, known: dict[str, shape.Field], place: str) -> Issue:
    where = place_of(place, name)
    if name.startswith("_"):
        return Issue("not-supported", "Extensions of simple values are not kept here. Leave it out.", where)
    near = get_close_matches(name, known, n=1) if NAME.fullmatch(name) else []
    hint = f" Perhaps {near[0]} is meant." if near else f" Kept here: {', '.join(sorted(known))}."
    return Issue("not-supported", "This element is not kept here, and nothing is dropped." + hint, where)


@cache
def _demands(profile: type) -> tuple[list[str], list[str]]:
    """(the elements that must be there, the kinds of value[x]) of a profile."""
    known = fields_of(profile)
    return [name for name in known if known[name].required], [
        name for name in known if _VALUE.fullmatch(name)
    ]


def _one_value(sent: Object, kinds: list[str], place: str) -> Iterator[Issue]:
    """value[x]: one of the kinds, or the reason why there is none."""
    there = [name for name in (*kinds, "dataAbsentReason") if name in sent]
    if len(there) > 1:
        yield Issue("structure", f"Send one of {', '.join(there)}, not several.", f"{place}.value")


def _element(sent: Tree, kind: shape.Type, place: str, name: str) -> Iterator[Issue]:
    if isinstance(kind, shape.UnionType):
        kind = next(each for each in kind.types if not isinstance(each, shape.NoneType))
    if isinstance(kind, shape.ListType):
        if not isinstance(sent, list):
            yield Issue("structure", "Send a list, in square brackets.", place)
            return
        if len(sent) > LONGEST_LIST:
            says = f"A list has at most {LONGEST_LIST} entries. Send fewer."
            yield Issue("too-long", says, place)
            return
        for index, each in enumerate(sent):
            yield from _element(each, kind.item_type, f"{place}[{index}]", name)
    elif isinstance(kind, shape.StructType):
        if isinstance(sent, dict):
            yield from _object(sent, kind.cls, place)
        else:
            yield Issue("structure", "Send an object, in curly brackets.", place)
    elif isinstance(kind, shape.RawType):
        fault = number_fault(sent)
        if fault:
            yield Issue("value", fault, place)
    else:
        yield from _simple(sent, kind, place, name)


def _simple(sent: Tree, kind: shape.Type, place: str, name: str) -> Iterator[Issue]:
    if isinstance(kind, shape.BoolType):
        if not isinstance(sent, bool):
            yield Issue("value", "Write true or false without quotation marks.", place)
    elif isinstance(kind, shape.IntType):
        if not isinstance(sent, Number) or not sent.isdigit():
            yield Issue("value", "Write a whole number, without quotation marks.", place)
    elif isinstance(sent, Number) or not isinstance(sent, str):
        yield Issue("value", "Write a text, in quotation marks.", place)
    elif isinstance(kind, shape.LiteralType):
        if sent not in kind.values:
            yield Issue("code-invalid", f"Write one of: {', '.join(map(str, kind.values))}.", place)
    elif name in BY_NAME and not BY_NAME[name].fits(sent):
        yield Issue("value", BY_NAME[name].says, place)
