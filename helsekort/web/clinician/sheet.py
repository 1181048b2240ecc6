"""A form as its template shows it: plain data, made by fields.py."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from helsekort.actions.outcomes import Asked, Problem


class Doubted(Struct):
    """What is asked about a field. `mark` confirms just this value; empty where it cannot be meant."""

    text: str
    confirm: str = ""
    mark: str = ""


class Field(Struct):
    """One field for a finding. `kind` is the catalogue's, or `line` for a text of one line."""

    name: str
    what: str
    label: str
    kind: str
    value: str = ""
    unit: str = ""
    width: str = ""
    hint: str = ""
    error: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    at: str = ""
    at_error: str = ""
    doubted: Doubted | None = None
    unverified: str = ""
    refusable: bool = False
    denied_label: str = ""
    denied: bool = False
    declined: bool = False


class Group(Struct):
    """Fields that belong together under one heading."""

    key: str
    title: str
    fields: list[Field]


class Sheet(Struct):
    """A whole form. `typed` are the posted fields, `errors` sentences by field.

    `past_reasons` are for a contact of the time before the pregnancy was over.
    """

    kind: str
    groups: list[Group]
    typed: dict[str, str]
    errors: dict[str, str]
    summary: list[tuple[str, str]]
    ways: list[tuple[str, str]]
    reasons: list[tuple[str, str]]
    declinable: list[Field]
    confirmed: list[str]
    doubted_date: Doubted | None = None
    past_reasons: list[tuple[str, str]] = field(default_factory=list)


class Trouble(Struct):
    """Why a form comes back. `marks` are confirmation marks by field name."""

    problems: Sequence[Problem] = ()
    asked: Sequence[tuple[str, Asked]] = ()
    marks: Mapping[str, str] = {}
    confirmed: Sequence[str] = ()
