"""How FHIR writes its simple values, and what to say where one is written otherwise. Source: FHIR R4 §2.24."""

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from helsekort.fhir.datatypes import NUMBER
from helsekort.fhir.strict_json import Number
from helsekort.fhir.times import split_date_time

MOST_DIGITS = 18  # FHIR R4 §2.24.0.1: what every reader of decimals can hold
_DAY = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MOMENT = re.compile(
    _DAY.pattern + r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)"
)
ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_URI = re.compile(r"\S{1,200}")
_CODE = re.compile(r"\S+( \S+)*")
_REFERENCE = re.compile(r"[A-Z][A-Za-z]{2,40}/[A-Za-z0-9.-]{1,64}")


class Form(Struct, frozen=True):
    """A test of a text, and the remedy where it fails."""

    fits: Callable[[str], object]
    says: str


def _is_day(text: str) -> bool:
    return bool(_DAY.fullmatch(text)) and _is_real(text)


def _is_moment(text: str) -> bool:
    return _is_day(text) or (bool(_MOMENT.fullmatch(text)) and _is_real(text))


def _is_real(text: str) -> bool:
    """Whether there is such a day in the calendar."""
    try:
        split_date_time(text)
    except ValueError:
        return False
    return True


DATE = Form(_is_day, "Write a whole day of the calendar, such as 2026-03-10.")
MOMENT = Form(_is_moment, "Write a whole day, or a time with its offset, such as 2026-03-10T10:30:00+01:00.")
NAME = Form(ID.fullmatch, "An id has 1 to 64 letters, digits, hyphens and points.")
URI = Form(_URI.fullmatch, "Write a URI of at most 200 signs without white space.")
CODE = Form(_CODE.fullmatch, "Write a code without white space around it.")
REFERENCE = Form(_REFERENCE.fullmatch, "Write a reference as Type/id, such as Patient/0123456789ab.")

BY_NAME = {
    "id": NAME,
    "versionId": NAME,
    "effectiveDateTime": MOMENT,
    "valueDateTime": MOMENT,
    "start": MOMENT,
    "end": MOMENT,
    "birthDate": DATE,
    "valueDate": DATE,
    "system": URI,
    "url": URI,
    "code": CODE,
    "status": CODE,
    "use": CODE,
    "reference": REFERENCE,
}
"""The form of an element by its name; an element that is not here is any text."""


def number_fault(value: object) -> str | None:
    """What is wrong with a quantity's value; None where it is a number that can be kept as it was written."""
    if not isinstance(value, Number):
        return "Write the number without quotation marks." if isinstance(value, str) else "Write a number."
    if not NUMBER.fullmatch(value.encode()):
        return "Write a JSON number, such as 72.50."
    # the characters are counted first: 1e999999999 is short to send and long to write out
    mantissa, _, exponent = value.lower().partition("e")
    digits = sum(letter.isdigit() for letter in mantissa)
    if digits > MOST_DIGITS or len(exponent) > len("+99") or abs(Decimal(value).adjusted()) > MOST_DIGITS:
        return f"A number has at most {MOST_DIGITS} digits."
    return None
