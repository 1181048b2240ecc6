"""FHIR R4 data types, only the elements our profiles use. An element that is not here is refused, not dropped.

Times and dates stay text as FHIR writes them; `Quantity.value` is the number's own characters (72.50 stays 72.50).
"""

import re
from decimal import Decimal

import msgspec
from msgspec import Struct, field

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
    start: str | None = None
    end: str | None = None


class Reference(Closed, frozen=True):
    reference: str | None = None
    display: str | None = None


class Identifier(Closed, frozen=True):
    use: str | None = None
    system: str | None = None
    value: str | None = None
    period: Period | None = None


class HumanName(Closed, frozen=True):
    text: str | None = None
    family: str | None = None
    given: list[str] = field(default_factory=list)


class Quantity(Closed, frozen=True):
    value: msgspec.Raw
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Extension(Closed, frozen=True):
    url: str
    extension: list["Extension"] = field(default_factory=list)
    value_string: str | None = None
    value_date: str | None = None
    value_integer: int | None = None
    value_code: str | None = None
    value_boolean: bool | None = None


class Meta(Closed, frozen=True):
    version_id: str | None = None
    last_updated: str | None = None
    profile: list[str] = field(default_factory=list)


class NotANumber(ValueError):
    """A quantity's value is not a JSON number."""


def quantity(value: Decimal, unit: str, code: str) -> Quantity:
    """A UCUM quantity that keeps the decimals of `value`."""
    return Quantity(msgspec.Raw(format(value, "f").encode()), unit, "http://unitsofmeasure.org", code)


def number(value: Quantity) -> Decimal:
    """The number as sent; NotANumber for text, null or nothing."""
    raw = bytes(value.value)
    if not NUMBER.fullmatch(raw):
        raise NotANumber("a quantity's value is a JSON number without quotation marks")
    return Decimal(raw.decode())


def concept(system: str, code: str, display: str | None = None) -> CodeableConcept:
    """A concept with one coding."""
    return CodeableConcept([Coding(system, code, display)])


def code_in(value: CodeableConcept | None, system: str) -> str | None:
    """The code of a concept in one system, or None."""
    for coding in value.coding if value else []:
        if coding.system == system:
            return coding.code
    return None
