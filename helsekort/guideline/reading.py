"""What the rules are given of a card: readings with their dates, and what is missing with why."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from helsekort.record.card import Card
from helsekort.record.gestation import GestationalAge


class Known(Struct, frozen=True):
    """What a card is judged on: the folded card, the day, and when she was born (None: not known).

    Only what is about that day or an earlier one counts.
    """

    card: Card
    on: dt.date
    born: dt.date | None = None


class Reading(Struct, frozen=True):
    """A value as it was used. `low` and `high` differ where only a bound is known, such as a laboratory's "<5".

    `age` marks one in days of pregnancy, shown as weeks and days.
    """

    label: str
    value: Decimal | str | bool
    on: dt.date | None = None
    low: Decimal = Decimal("NaN")
    high: Decimal = Decimal("NaN")
    comparator: str = ""
    age: bool = False

    @property
    def shown(self) -> str:
        """As it is written in a reason: `25,04`, `31+0`, `<5`, or the code."""
        if self.age and isinstance(self.value, Decimal):
            return str(GestationalAge(int(self.value)))
        if isinstance(self.value, Decimal):
            return self.comparator + number_shown(self.value)
        return str(self.value)


SHOWN_DECIMALS = "0.01"


def number_shown(value: Decimal) -> str:
    """With a comma, as reported; what was reckoned to more than two decimals is rounded for reading only."""
    rounded = value.quantize(Decimal(SHOWN_DECIMALS))
    return str(value if value == rounded else rounded).replace(".", ",")


class Lack(StrEnum):
    """Why there is no value to judge by."""

    NOT_TAKEN = "not taken"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    HALF = "half of it"
    HOME_ONLY = "measured by herself only"
    UNVERIFIED_ONLY = "stored as stated only"
    PRELIMINARY_ONLY = "preliminary only"
    CONTRADICTORY = "contradictory"
    NO_DUE_DATE = "no due date"
    NO_BIRTH_DATE = "her date of birth"
    NO_END_DATE = "the day it ended"
    NOT_EXACT = "not exact"
    NO_PLACE = "the card has no place for it"
    NO_LIMIT = "the limit was not obtained"
    WHICH = "not said which"


class Missing(Struct, frozen=True):
    """What is missing for an answer, and why."""

    label: str
    why: Lack
    on: dt.date | None = None


class Resolved(Struct, frozen=True):
    """What an input came to. `entered` says whether anything at all stands on the card, a refusal included."""

    readings: tuple[Reading, ...] = ()
    missing: tuple[Missing, ...] = ()
    entered: bool = True


def exact(
    label: str, value: Decimal, on: dt.date | None, *, comparator: str = "", age: bool = False
) -> Reading:
    """A reading of a number; a comparator opens it downwards or upwards."""
    low = Decimal("-Infinity") if comparator.startswith("<") else value
    high = Decimal("Infinity") if comparator.startswith(">") else value
    return Reading(label, value, on, low, high, comparator, age)
