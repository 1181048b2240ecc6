"""A woman's age: from her birth date alone, in completed years."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort.record.codes import DNR, FNR
from helsekort.record.parties import NationalNumberFact, Woman


def age(birth: dt.date | None, on: dt.date) -> int | None:
    return Woman("Kari Lunde Berg", birth).age(on)


@pytest.mark.parametrize(
    ("birth", "on", "expected"),
    [
        (dt.date(1994, 5, 3), dt.date(2026, 5, 2), 31),
        (dt.date(1994, 5, 3), dt.date(2026, 5, 3), 32),
        (dt.date(1994, 5, 3), dt.date(2026, 5, 4), 32),
        (dt.date(1994, 12, 31), dt.date(2026, 1, 1), 31),
        (dt.date(2000, 2, 29), dt.date(2026, 2, 28), 25),
        (dt.date(2000, 2, 29), dt.date(2026, 3, 1), 26),
        (dt.date(2000, 2, 29), dt.date(2028, 2, 29), 28),
        (dt.date(2026, 3, 10), dt.date(2026, 3, 10), 0),
    ],
)
def test_completed_years(birth: dt.date, on: dt.date, expected: int) -> None:
    assert age(birth, on) == expected


def test_no_age_without_a_birth_date() -> None:
    # A number's first digits look like a date. They say nothing here.
    numbers = (NationalNumberFact(FNR, "13097248022"), NationalNumberFact(DNR, "53097248016"))
    assert Woman("Kari Lunde Berg", None, numbers).age(dt.date(2026, 3, 10)) is None


@given(st.dates(dt.date(1960, 1, 1), dt.date(2015, 12, 31)), st.integers(0, 60 * 365))
def test_a_year_older_on_each_birthday_and_on_no_other_day(birth: dt.date, days: int) -> None:
    on = birth + dt.timedelta(days=days)
    before, after = age(birth, on), age(birth, on + dt.timedelta(days=1))
    assert before is not None
    assert after is not None
    tomorrow = on + dt.timedelta(days=1)
    leap = (birth.month, birth.day) == (2, 29) and tomorrow.year % 4 != 0
    birthday = (3, 1) if leap else (birth.month, birth.day)
    assert after - before == ((tomorrow.month, tomorrow.day) == birthday)
