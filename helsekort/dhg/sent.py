"""Reading what someone sent: by path, where absent is not null."""

from enum import Enum
from typing import Final, TypeAlias

from helsekort.dhg.faults import Code, Fault, unreadable
from helsekort.fhir.strict_json import Number, Object, Tree


class Missing(Enum):
    """Not sent at all: its sender did not know it."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING
Sent: TypeAlias = "Tree | Missing"
MOST_VERSION_SIGNS = 3


def look(sent: Object, path: str, place: str) -> Sent:
    """What stands at a path. An object that is null has nulls in it. Fault where a part on the way is no object."""
    first, dot, rest = path.partition(".")
    if first not in sent:
        return MISSING
    value = sent[first]
    if not dot or value is None:
        return value
    return look(object_in(value, f"{place}.{first}"), rest, f"{place}.{first}")


def object_in(value: Tree, place: str) -> Object:
    if not isinstance(value, dict):
        raise unreadable(place, "send an object.")
    return value


def objects_in(value: Sent, place: str) -> list[Object]:
    """A list of objects; none where it is absent or null."""
    if value is None or value is MISSING:
        return []
    if not isinstance(value, list):
        raise unreadable(place, "send a list.")
    return [object_in(each, f"{place}[{index}]") for index, each in enumerate(value)]


def whole_in(value: Sent, place: str) -> int:
    """A small whole number from 0."""
    if not isinstance(value, Number) or not value.isdigit() or len(value) > MOST_VERSION_SIGNS:
        raise unreadable(place, "send a whole number.")
    return int(value)


def version_in(sent: Object) -> int:
    """The version that an update has read. Fault where it says none: then nobody knows what it would overwrite."""
    version = look(sent, "metadata.version", "")
    if version is None or version is MISSING:
        raise Fault(Code.VERSION, "metadata.version: send the version that you read last.")
    return whole_in(version, "metadata.version")


def in_error(sent: Object) -> bool:
    """Whether its sender marks it as entered in error."""
    return look(sent, "metadata.enteredInError", "") is True
