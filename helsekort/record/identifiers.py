"""Identifiers of people and organisations, as values that cannot be built wrong.

Nothing here gives a birth date or a sex. From 2032 a national number no longer tells either, so both must
come from the register, for old numbers too. The digits are reached only by `.value`; `repr`, `str` and
every error are masked, so that a number does not reach a log or an error page by accident.

Source: Skatteetaten, "Nytt fødselsnummer fra 2032" and "Validering av fødselsnummer og d-nummer", and Tenor's
synthetic numbers (month + 80). For help numbers: HL7 Norway's naming system, and Folkehelseinstituttet's NINCheck.
"""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from enum import StrEnum
from typing import Literal

_LONGEST_HER_ID = 10
_DAY_OFFSET_D_NUMBER = 40
_MONTH_OFFSET_HELP_NUMBER = 40
_HELP_NUMBER_STARTS = ("8", "9")
_MONTH_OFFSET_SYNTHETIC = 80
# February has 29: whether this year has it is asked on its own, from the two digits of the year.
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_ORGANISATION_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
# Weighted sum plus first control digit, modulo 11: 0 is the rule of today, 1 to 3 come with the rule of 2032.
_FIRST_REMAINDERS = frozenset({0, 1, 2, 3})


class Refusal(StrEnum):
    """Why a text is not the identifier it was said to be; a machine code, worded where it is shown."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    CONTROL_DIGITS = "control_digits"
    DATE_PART = "date_part"
    HELP_NUMBER = "help_number"
    SYNTHETIC = "synthetic_not_allowed"
    ZERO = "zero"
    SERIES = "series"


class InvalidIdentifier(ValueError):
    """A text is not a valid identifier. Holds which identifier and the reason, never the text itself."""

    def __init__(self, identifier: str, reason: Refusal) -> None:
        super().__init__(identifier, reason)
        self.identifier = identifier
        self.reason = reason

    def __str__(self) -> str:
        """`national_number: control_digits`."""
        return f"{self.identifier}: {self.reason.value}"


@dataclass(frozen=True, slots=True, repr=False)
class NationalNumber:
    """A fødselsnummer or a D-number: eleven digits with valid control digits and a possible day and month.

    `allow_synthetic` must be said each time: a synthetic number is right in a demo and wrong in real use.
    Raises InvalidIdentifier.
    """

    value: str
    allow_synthetic: InitVar[bool] = field(kw_only=True)

    def __post_init__(self, allow_synthetic: bool) -> None:
        _refuse_unless_digits("national_number", self.value, shortest=11, longest=11)
        refusal = _national_refusal(self.value, allow_synthetic)
        if refusal is not None:
            raise InvalidIdentifier("national_number", refusal)

    @property
    def kind(self) -> Literal["fnr", "dnr"]:
        """`dnr` for a D-number (day + 40), otherwise `fnr`."""
        return "dnr" if int(self.value[:2]) > _DAY_OFFSET_D_NUMBER else "fnr"

    @property
    def synthetic(self) -> bool:
        """True for a test number (month + 80), which no living person can have."""
        return int(self.value[2:4]) > _MONTH_OFFSET_SYNTHETIC

    def __repr__(self) -> str:
        """Masked: the digits are reached only by `.value`."""
        return "NationalNumber(***********)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class HprNumber:
    """A number in the register of health personnel (HPR): 1 to 9 digits, without a control digit.

    Held without leading zeros, because the same number is written both with and without them.
    Raises InvalidIdentifier.
    """

    value: str

    def __post_init__(self) -> None:
        _refuse_unless_digits("hpr_number", self.value, shortest=1, longest=9)
        if self.value.startswith("0"):
            raise InvalidIdentifier("hpr_number", Refusal.ZERO)

    def __repr__(self) -> str:
        """Masked: the digits are reached only by `.value`."""
        return "HprNumber(*********)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class OrganisationNumber:
    """A Norwegian organisation number: nine digits, the last a control digit (modulo 11).

    Raises InvalidIdentifier.
    """

    value: str

    def __post_init__(self) -> None:
        _refuse_unless_digits("organisation_number", self.value, shortest=9, longest=9)
        if _control_digit(self.value[:8], _ORGANISATION_WEIGHTS) != int(self.value[8]):
            raise InvalidIdentifier("organisation_number", Refusal.CONTROL_DIGITS)

    def __repr__(self) -> str:
        """Masked: the digits are reached only by `.value`."""
        return "OrganisationNumber(*********)"

    __str__ = __repr__


def parse_national_number(text: str, *, allow_synthetic: bool) -> NationalNumber:
    """Read a fødselsnummer or D-number as typed (spaces anywhere are tolerated). Raises InvalidIdentifier."""
    return NationalNumber(_without_spaces(text), allow_synthetic=allow_synthetic)


def parse_help_number(text: str) -> str:
    """The eleven digits of a joint help number (felles hjelpenummer), spaces tolerated. Raises InvalidIdentifier.

    That its last two digits are control digits stands in HL7 Norway's naming system. That they are made as those of a
    fødselsnummer, and that it begins with 8 or 9, is taken over from the public health institute's own check of numbers
    and from others that agree with it; the register's own description was not found.
    """
    digits = _without_spaces(text)
    _refuse_unless_digits("help_number", digits, shortest=11, longest=11)
    if not _control_digits_hold(digits):
        raise InvalidIdentifier("help_number", Refusal.CONTROL_DIGITS)
    if not digits.startswith(_HELP_NUMBER_STARTS):
        raise InvalidIdentifier("help_number", Refusal.SERIES)
    return digits


def parse_hpr_number(text: str) -> HprNumber:
    """Read an HPR number as typed, with or without leading zeros. Raises InvalidIdentifier."""
    digits = _without_spaces(text)
    _refuse_unless_digits("hpr_number", digits, shortest=1, longest=9)
    return HprNumber(digits.lstrip("0") or "0")


def parse_organisation_number(text: str) -> OrganisationNumber:
    """Read an organisation number as typed (spaces anywhere are tolerated). Raises InvalidIdentifier."""
    return OrganisationNumber(_without_spaces(text))


def is_her_id(text: str) -> bool:
    """Whether a text can be a unit's number in the address register: digits only, and no check digit."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_HER_ID


def make_synthetic_number(
    day: int, month: int, year2: int, individual: int, *, d_number: bool = False
) -> NationalNumber | None:
    """Make the synthetic number (month + 80) of a fictive person, by the control digits of today's rule.

    `day` and `month` are those of a calendar, `year2` is the year's last two digits (0-99), `individual` is
    0-999; a D-number has 40 added to its day. None where a control digit would be 10: take another `individual`.
    Raises InvalidIdentifier (`date_part` or `length`) for arguments out of range.
    """
    if not _possible_date(day, month, year2):
        raise InvalidIdentifier("national_number", Refusal.DATE_PART)
    if not 0 <= individual <= 999:
        raise InvalidIdentifier("national_number", Refusal.LENGTH)
    shown_day = day + _DAY_OFFSET_D_NUMBER * d_number
    nine = f"{shown_day:02}{month + _MONTH_OFFSET_SYNTHETIC:02}{year2:02}{individual:03}"
    first = _control_digit(nine, _FIRST_WEIGHTS)
    if first is None:
        return None
    second = _control_digit(f"{nine}{first}", _SECOND_WEIGHTS)
    if second is None:
        return None
    return NationalNumber(f"{nine}{first}{second}", allow_synthetic=True)


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _refuse_unless_digits(identifier: str, text: str, *, shortest: int, longest: int) -> None:
    if not text:
        raise InvalidIdentifier(identifier, Refusal.EMPTY)
    # Both are asked: digits of other scripts are digits to Python, but not to any register.
    if not (text.isascii() and text.isdigit()):
        raise InvalidIdentifier(identifier, Refusal.NOT_DIGITS)
    if not shortest <= len(text) <= longest:
        raise InvalidIdentifier(identifier, Refusal.LENGTH)


def _national_refusal(digits: str, allow_synthetic: bool) -> Refusal | None:
    # Control digits first: after a slip of the finger, "mistyped" is truer than what the wrong digits
    # happen to mean.
    if not _control_digits_hold(digits):
        return Refusal.CONTROL_DIGITS
    day, month, year2 = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if day > _DAY_OFFSET_D_NUMBER:
        day -= _DAY_OFFSET_D_NUMBER
    synthetic = month > _MONTH_OFFSET_SYNTHETIC
    help_number = not synthetic and month > _MONTH_OFFSET_HELP_NUMBER
    if synthetic:
        month -= _MONTH_OFFSET_SYNTHETIC
    elif help_number:
        month -= _MONTH_OFFSET_HELP_NUMBER
    if not _possible_date(day, month, year2):
        return Refusal.DATE_PART
    if help_number:
        return Refusal.HELP_NUMBER
    return Refusal.SYNTHETIC if synthetic and not allow_synthetic else None


def _control_digits_hold(digits: str) -> bool:
    first = (_weighted_sum(digits, _FIRST_WEIGHTS) + int(digits[9])) % 11
    second = (_weighted_sum(digits, _SECOND_WEIGHTS) + int(digits[10])) % 11
    return first in _FIRST_REMAINDERS and second == 0


def _possible_date(day: int, month: int, year2: int) -> bool:
    if not (1 <= month <= 12 and 0 <= year2 <= 99 and 1 <= day <= _DAYS_IN_MONTH[month - 1]):
        return False
    # The century is not known, and need not be: a leap year's last two digits are divisible by four in all of
    # them, and of the years ending in 00, 2000 had the day.
    return not (month == 2 and day == 29 and year2 % 4 != 0)


def _control_digit(digits: str, weights: Sequence[int]) -> int | None:
    digit = -_weighted_sum(digits, weights) % 11
    return None if digit == 10 else digit


def _weighted_sum(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
