"""Gestational age and due date: the table of the reference, properties, and a slow second implementation."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import helsekort.record.gestation as gestation
from helsekort.record.gestation import (
    GestationalAge,
    TermTable,
    due_date_at_age,
    due_date_from,
    gestational_age,
    length_of,
    read_term_table,
)

TEXT = (Path(gestation.__file__).parent / "data" / "term.toml").read_text(encoding="utf-8")
TABLE = read_term_table(TEXT)
DUE = date(2026, 3, 1)
NORWEGIAN = TABLE.norwegian_length
FOREIGN = 280

dates = st.dates(date(1990, 1, 1), date(2110, 12, 31))
lengths = st.sampled_from([NORWEGIAN, FOREIGN])


def age(on: date, due: date = DUE, length: int = NORWEGIAN) -> GestationalAge | None:
    return gestational_age(on, due, length, oldest_days=TABLE.oldest_days)


def shown(on: date, due: date = DUE, length: int = NORWEGIAN) -> str | None:
    found = age(on, due, length)
    return None if found is None else str(found)


def days(number: int) -> timedelta:
    return timedelta(days=number)


# --- the reference's table -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after_due", "expected"),
    [
        (0, "40+3"),
        (-3, "40+0"),
        (-4, "39+6"),
        (3, "40+6"),
        (4, "41+0"),
        (10, "41+6"),
        (11, "42+0"),
        (-283, "0+0"),
        (-284, None),
        (32, "45+0"),
        (33, None),
    ],
)
def test_ages_around_a_norwegian_due_date(after_due: int, expected: str | None) -> None:
    assert shown(DUE + days(after_due)) == expected


@pytest.mark.parametrize("method", ["LMP_SURE", "LMP_UNSURE"])
def test_last_period(method: str) -> None:
    first_day = date(2025, 5, 23)
    due = due_date_from(method, first_day, TABLE, None)
    assert due == first_day + days(283) == date(2026, 3, 2)
    assert shown(first_day, due) == "0+0"
    assert shown(first_day - days(1), due) is None


@pytest.mark.parametrize("method", ["ART_RETRIEVAL", "ART_INSEM"])
def test_retrieval_and_insemination(method: str) -> None:
    day = date(2025, 6, 6)
    due = due_date_from(method, day, TABLE, None)
    assert due == day + days(269)
    assert shown(day, due) == "2+0"


@pytest.mark.parametrize(
    ("embryo", "added", "on_transfer"), [(2, 267, 16), (3, 266, 17), (5, 264, 19), (6, 263, 20)]
)
def test_transfer(embryo: int, added: int, on_transfer: int) -> None:
    day = date(2025, 6, 11)
    due = due_date_from("ART_TRANSFER", day, TABLE, embryo)
    assert due == day + days(added)
    assert age(day, due) == GestationalAge(on_transfer)


def test_a_foreign_date_keeps_its_own_length() -> None:
    today = DUE - days(70)
    length = length_of("FOREIGN", TABLE, FOREIGN)
    assert due_date_from("FOREIGN", DUE, TABLE, None) == DUE
    assert shown(today, DUE, length) == "30+0"
    assert shown(today, DUE, NORWEGIAN) == "30+3"


@pytest.mark.parametrize("method", ["US_EARLY", "US_SECOND", "US_OTHER"])
def test_a_scan_gives_the_due_date_itself(method: str) -> None:
    assert due_date_from(method, DUE, TABLE, None) == DUE


def test_order_of_precedence() -> None:
    ranked = [method for method in TABLE.methods.values() if method.rank is not None]
    steps: dict[int, set[str]] = {}
    for method in ranked:
        assert method.rank is not None
        steps.setdefault(method.rank, set()).add(method.code)
    assert [steps[rank] for rank in sorted(steps)] == [
        {"ART_RETRIEVAL", "ART_TRANSFER", "ART_INSEM"},
        {"US_EARLY"},
        {"US_SECOND"},
        {"US_OTHER"},
        {"LMP_SURE"},
        {"LMP_UNSURE"},
    ]
    # Nobody here knows what a date set abroad rests on: it has no rank, which is not the same as the last.
    assert set(TABLE.methods) - {method.code for method in ranked} == {"FOREIGN"}


@pytest.mark.parametrize(
    ("method", "first", "last"),
    [("US_EARLY", "11+0", "13+6"), ("US_SECOND", "17+0", "19+6"), ("US_OTHER", "0+0", "23+6")],
)
def test_windows(method: str, first: str, last: str) -> None:
    window = TABLE.method(method).window
    assert window is not None
    assert str(GestationalAge(window.from_days)) == first
    assert str(GestationalAge(window.before_days - 1)) == last
    assert window.holds(window.from_days)
    assert not window.holds(window.from_days - 1)
    assert window.holds(window.before_days - 1)
    assert not window.holds(window.before_days)


# --- the value itself ------------------------------------------------------------------------------------


def test_an_age_in_weeks_and_days() -> None:
    found = GestationalAge(217)
    assert (found.weeks, found.days_into_week, str(found)) == (31, 0, "31+0")
    assert GestationalAge(0) < GestationalAge(1)
    with pytest.raises(ValueError, match="below 0"):
        GestationalAge(-1)


@given(st.integers(0, 400))
def test_weeks_and_days_make_up_the_age(number: int) -> None:
    found = GestationalAge(number)
    assert 7 * found.weeks + found.days_into_week == number
    assert 0 <= found.days_into_week <= 6


# --- properties ------------------------------------------------------------------------------------------


@given(dates, lengths, st.integers(0, 315))
def test_due_date_and_age_are_inverse(on: date, length: int, number: int) -> None:
    due = due_date_at_age(GestationalAge(number), on, length)
    assert age(on, due, length) == GestationalAge(number)


@given(dates, lengths, st.integers(-30, 345))
def test_a_day_later_is_a_day_older(due: date, length: int, number: int) -> None:
    on = due - days(length) + days(number)
    today, tomorrow = age(on, due, length), age(on + days(1), due, length)
    assert (today is not None) is (0 <= number <= 315)
    if today is not None and tomorrow is not None:
        assert tomorrow.days == today.days + 1
        assert tomorrow > today


@given(dates, lengths, st.integers(0, 280), st.integers(0, 30))
def test_a_later_due_date_is_never_an_older_pregnancy(
    due: date, length: int, number: int, later: int
) -> None:
    on = due - days(length) + days(number)
    before, after = age(on, due, length), age(on, due + days(later), length)
    assert before is not None
    assert after is None or after.days == before.days - later


@given(dates, st.sampled_from(["LMP_SURE", "LMP_UNSURE", "ART_RETRIEVAL", "ART_INSEM"]))
def test_age_on_the_measured_day(measured: date, method: str) -> None:
    on_the_day = {"last_period": 0, "egg_retrieval": 14, "insemination": 14}[TABLE.method(method).measured]
    assert age(measured, due_date_from(method, measured, TABLE, None)) == GestationalAge(on_the_day)


# --- a slow second implementation, without the calendar of the standard library ---------------------------

MONTHS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def leap(year: int) -> bool:
    return year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)


def next_day(day: tuple[int, int, int]) -> tuple[int, int, int]:
    year, month, number = day
    if number < MONTHS[month] + (1 if month == 2 and leap(year) else 0):
        return year, month, number + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def steps(start: date, end: date) -> int:
    """How many times one must turn the page of the calendar to come from start to end."""
    day, turned = (start.year, start.month, start.day), 0
    while day != (end.year, end.month, end.day):
        day, turned = next_day(day), turned + 1
    return turned


def slow_age(on: date, due: date, length: int) -> int:
    return length - steps(on, due) if on <= due else length + steps(due, on)


@given(dates, lengths, st.integers(-60, 330))
def test_against_counting_day_by_day(due: date, length: int, before: int) -> None:
    on = due - days(before)
    counted = slow_age(on, due, length)
    found = age(on, due, length)
    assert (None if found is None else found.days) == (counted if 0 <= counted <= 315 else None)


@pytest.mark.parametrize("year", [2000, 2024, 2025, 2028, 2100])
def test_leap_years_day_by_day(year: int) -> None:
    first_day = date(year - 1, 9, 1)
    due = due_date_from("LMP_SURE", first_day, TABLE, None)
    assert steps(first_day, due) == 283
    assert shown(date(year, 3, 1), due) == ("26+0" if leap(year) else "25+6")


# --- what is refused -------------------------------------------------------------------------------------


def test_embryo_days_belong_to_transfer_alone() -> None:
    with pytest.raises(ValueError, match="ART_TRANSFER needs"):
        due_date_from("ART_TRANSFER", DUE, TABLE, None)
    for outside in (-1, 0, 1, 7):
        with pytest.raises(ValueError, match="outside"):
            due_date_from("ART_TRANSFER", DUE, TABLE, outside)
    with pytest.raises(ValueError, match="leave it out"):
        due_date_from("LMP_SURE", DUE, TABLE, 0)


def test_a_length_of_its_own_belongs_to_a_date_from_abroad_alone() -> None:
    assert length_of("US_EARLY", TABLE, None) == 283
    with pytest.raises(ValueError, match="FOREIGN needs"):
        length_of("FOREIGN", TABLE, None)
    with pytest.raises(ValueError, match="leave the own length out"):
        length_of("LMP_SURE", TABLE, FOREIGN)
    for outside in (-280, 0, 316):
        with pytest.raises(ValueError, match="outside"):
            length_of("FOREIGN", TABLE, outside)


def test_unknown_method_and_end_of_calendar() -> None:
    with pytest.raises(ValueError, match="No due-date method"):
        due_date_from("GUESS", DUE, TABLE, None)
    with pytest.raises(ValueError, match="too far off"):
        due_date_from("LMP_SURE", date.max, TABLE, None)
    with pytest.raises(ValueError, match="too far off"):
        due_date_at_age(GestationalAge(0), date.max, NORWEGIAN)


def changed(old: str, new: str) -> TermTable:
    assert old in TEXT, "the test's own premise"
    return read_term_table(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('edition = "2026-1"\n', "", "missing required field `edition`.*correct that key"),
        ('edition = "2026-1"', 'edition = ""', "edition"),
        ('edition = "2026-1"', 'edition = "2026-1"\nextra = 1', "unknown field `extra`"),
        ("rank = 2\n", "rank = 2\nwidow = 3\n", "methods.US_EARLY: .*unknown field `widow`"),
        ("rank = 2\n", "rank = 0\n", r"methods.US_EARLY: .*\$.rank"),
        ("rank = 2\n", 'rank = "2"\n', r"methods.US_EARLY: .*\$.rank"),
        ("rank = 2\n", "rank = true\n", r"methods.US_EARLY: .*\$.rank"),
        ("days = 283\n", "", "missing required field `days`.*length"),
        ("days = 283\n", "days = 0\n", r"\$.length.days"),
        ("days = 283\n", "days = 280\n", "methods.LMP_SURE: `days_added` must be the length, 280"),
        ("before_days = 98", "before_days = 77", "`from_days` must be below"),
        ('source = "Reckoned as', 'remark = "Reckoned as', "methods.ART_INSEM: .*(source|remark)"),
        ('mark = "K"', 'mark = "X"', r"\$.oldest.mark|Invalid enum value 'X'"),
        ('measured = "insemination"', 'measured = "guess"', "methods.ART_INSEM: .*measured"),
        ('measured = "insemination"', 'measured = "due_date"', "methods.ART_INSEM: `days_added` must be 0"),
        ('measured = "insemination"', 'measured = "embryo_transfer"', "methods.ART_INSEM: `embryo_days`"),
        ("rank = 6\n", "rank = 6\nown_length = true\n", "methods.LMP_UNSURE: `own_length`"),
        ("rank = 6\n", 'rank = 6\ncode = "OTHER"\n', "methods.LMP_UNSURE: `code` .* remove the key"),
        ("[length]", "[length", "not valid TOML: .*line"),
    ],
)
def test_a_faulty_table_is_refused_by_key_and_remedy(old: str, new: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        changed(old, new)


@pytest.mark.parametrize("text", ["", "methods = 3", "[methods]", "[methods]\nLMP_SURE = 283"])
def test_a_table_without_methods_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="methods"):
        read_term_table(text)


def test_every_figure_has_source_and_mark() -> None:
    assert set(TABLE.methods) == {
        *("ART_RETRIEVAL", "ART_TRANSFER", "ART_INSEM", "US_EARLY", "US_SECOND", "US_OTHER"),
        *("LMP_SURE", "LMP_UNSURE", "FOREIGN"),
    }
    assert TEXT.count("source = ") == len(TABLE.methods) + 17
    assert TEXT.count("\nmark = ") == len(TABLE.methods) + 16
