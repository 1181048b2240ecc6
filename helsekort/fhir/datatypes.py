"""FHIR R4 data types, only the elements our profiles use. An element that is not here is refused, not dropped.

Times and dates stay text as FHIR writes them; `Quantity.value` is the number's own characters (72.50 stays 72.50).
"""

import re
from decimal import Decimal
from typing import Literal

import msgspec
from msgspec import Struct, field

from helsekort.record.codes import UCUM

NUMBER = re.compile(rb"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class Closed(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """A struct that refuses what it does not name, and writes nothing that is not set."""


class Coding(Closed, frozen=True):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class CodeableConcept(Closed, frozen=True):
    coding: list[Coding] = field(default_factory=list)
    text: str | None = None


class Period(Closed, frozen=True):
    """From a day or moment on."""

    start: str


class Span(Closed, frozen=True):
    """From a day on, to a day where it has ended."""

    start: str
    end: str | None = None


class OpenPeriod(Closed, frozen=True):
    """A period whose ends may be unknown."""

    start: str | None = None
    end: str | None = None


class Reference(Closed, frozen=True):
    reference: str


class Named(Closed, frozen=True):
    """A reference that only says the name of what it means."""

    display: str


class Performer(Closed, frozen=True):
    """Someone known here, or one who is only named. ValueError for neither, and for both."""

    reference: str | None = None
    display: str | None = None

    def __post_init__(self) -> None:
        if (self.reference is None) == (self.display is None):
            raise ValueError("a performer has a reference or a display")


class Identifier(Closed, frozen=True):
    system: str
    value: str
    use: str | None = None
    period: OpenPeriod | None = None


class HumanName(Closed, frozen=True):
    text: str
    use: str | None = None


class Note(Closed, frozen=True):
    """FHIR's Annotation: a text."""

    text: str


class NotANumber(ValueError):
    """A quantity's value is not a JSON number."""


class Quantity(Closed, frozen=True):
    value: msgspec.Raw
    unit: str | None = None
    system: str | None = None
    code: str | None = None

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(bytes(self.value)):
            raise NotANumber("a quantity's value is a JSON number without quotation marks")


class Compared(Quantity, frozen=True):
    """A quantity that may be a limit: the true one is below it, or above."""

    comparator: Literal["<", "<=", ">=", ">"] | None = None


class Extension(Closed, frozen=True):
    """One value, or extensions of its own (ext-1)."""

    url: str
    extension: list["Extension"] = field(default_factory=list)
    value_string: str | None = None
    value_date: str | None = None
    value_code: str | None = None
    value_boolean: bool | None = None
    value_reference: Reference | None = None

    def __post_init__(self) -> None:
        values = (
            self.value_string,
            self.value_date,
            self.value_code,
            self.value_boolean,
            self.value_reference,
        )
        if sum(value is not None for value in values) + bool(self.extension) != 1:
            raise ValueError("an extension holds one value, or extensions")


class Meta(Closed, frozen=True):
    version_id: str | None = None
    last_updated: str | None = None
    profile: list[str] = field(default_factory=list)


class WrongUnit(ValueError):
    """A quantity is not in the unit it is read in."""


def quantity(value: Decimal, unit: str, code: str) -> Quantity:
    """A UCUM quantity that keeps the decimals of `value`. NotANumber for infinity and for no number."""
    return Quantity(msgspec.Raw(format(value, "f").encode()), unit, UCUM, code)


def number(value: Quantity, code: str) -> Decimal:
    """The number as sent. WrongUnit where it is not in the UCUM unit `code`: it would be another amount."""
    if (value.system, value.code) != (UCUM, code):
        raise WrongUnit(f"the quantity must be in the UCUM unit {code}")
    return Decimal(bytes(value.value).decode())


def concept(system: str, code: str, display: str | None = None) -> CodeableConcept:
    """A concept with one coding."""
    return CodeableConcept([Coding(system, code, display)])


def code_in(value: CodeableConcept | None, system: str) -> str | None:
    """The code of a concept in one system, or None."""
    for coding in value.coding if value else []:
        if coding.system == system:
            return coding.code
    return None


def only_name(names: list[HumanName]) -> str:
    """The one name. ValueError where there is none, or several."""
    if len(names) != 1:
        raise ValueError("name: this profile has one")
    return names[0].text


def value_in(identifiers: list[Identifier], system: str) -> str | None:
    """The one number of this system, or None. ValueError where there is any other: it would be lost."""
    if any(identifier.system != system for identifier in identifiers) or len(identifiers) > 1:
        raise ValueError(f"identifier: this profile has one, of the system {system}")
    return identifiers[0].value if identifiers else None
