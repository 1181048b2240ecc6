"""Arithmetic that can hurt, done a second time: slowly, by counting days one by one, with no calendar of Python's.

Written from the statement (a pregnancy of 283 days, 40+3; egg retrieval is day 14) and compared with the program over
many generated cases: few here, many by `bin/test --deep`.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest

from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case, Fact
from helsekort.guideline.evaluate import Verdict, judge_topic
from helsekort.guideline.inputs import years_between
from helsekort.record.gestation import due_date_from, gestational_age, length_of

TERMS = datafiles.terms()
CATALOGUE = datafiles.catalogue()
CARDS = Cards(CATALOGUE, TERMS)
MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
many = pytest.mark.parametrize("cases", [300, pytest.param(250_000, marks=pytest.mark.deep)])
Day = tuple[int, int, int]


def next_day(day: Day) -> Day:
    year, month, number = day
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    last = 29 if month == 2 and leap else MONTHS[month - 1]
    if number < last:
        return year, month, number + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def after(day: Day, days: int) -> Day:
    for _ in range(days):
        day = next_day(day)
    return day


def date(day: Day) -> dt.date:
    return dt.date(*day)


def weeks_and_days(days: int) -> str:
    """By a tally: seven days are put away as a week until fewer are left."""
    weeks = 0
    while days >= 7:
        days -= 7
        weeks += 1
    return f"{weeks}+{days}"


def starts(cases: int) -> Iterator[tuple[Day, Random]]:
    """Days to begin at: any, and every one around a leap day, a new year and both shifts of summer time."""
    dice = Random(283)  # noqa: S311  # cases to compare, no secret
    for year in (1900, 2000, 2023, 2024, 2025, 2100):
        for month, number in ((2, 27), (2, 28), (3, 1), (3, 28), (10, 25), (12, 31), (1, 1)):
            yield (year, month, number), dice
    for _ in range(cases):
        yield (dice.randint(1990, 2090), dice.randint(1, 12), dice.randint(1, 28)), dice


@many
def test_age_and_due_date_by_counting_days(cases: int) -> None:
    for first, dice in starts(cases):
        age = dice.randint(0, 315)
        on, edd = date(after(first, age)), date(after(first, 283))
        assert due_date_from("LMP_SURE", date(first), TERMS, None) == edd
        found = gestational_age(on, edd, 283, oldest_days=TERMS.oldest_days)
        assert str(found) == weeks_and_days(age)


@many
def test_assisted_conception_by_counting_days(cases: int) -> None:
    """On the day of retrieval she is 2+0; on the day of transfer as many days older as the embryo is."""
    for first, dice in starts(cases):
        embryo = dice.choice([2, 3, 5, 6])
        edd = date(after(first, 283))
        retrieval, transfer = date(after(first, 14)), date(after(first, 14 + embryo))
        assert due_date_from("ART_RETRIEVAL", retrieval, TERMS, None) == edd
        assert due_date_from("ART_TRANSFER", transfer, TERMS, embryo) == edd
        found = gestational_age(transfer, edd, 283, oldest_days=TERMS.oldest_days)
        assert str(found) == weeks_and_days(14 + embryo)


def test_a_date_set_abroad_keeps_its_own_length() -> None:
    edd = dt.date(2026, 6, 1)
    length = length_of("FOREIGN", TERMS, 280)
    on = edd - dt.timedelta(days=70)
    assert str(gestational_age(on, edd, length, oldest_days=TERMS.oldest_days)) == "30+0"
    assert str(gestational_age(on, edd, 283, oldest_days=TERMS.oldest_days)) == "30+3"


@many
def test_the_days_past_term_by_counting_from_the_due_date(cases: int) -> None:
    """41+0 is four days past the due date, 42+0 eleven; the rule is asked of cards, the count is made here."""
    topic = datafiles.guideline(CATALOGUE).topic("term")
    dice = Random(294)  # noqa: S311  # cases to compare, no secret
    for _ in range(cases):
        past = dice.randint(-20, 20)
        known = CARDS.known(Case(name="x", age=weeks_and_days(283 + past), expect={}))
        found = {each.id: each.verdict for each in judge_topic(topic, known).answers if each.rule}
        met = [name for name, verdict in found.items() if verdict is Verdict.MET]
        if past < 4:
            expected = []
        elif past < 8:
            expected = ["hospital_visit"]
        elif past < 10:
            expected = ["hospital_visit_passed"]
        else:
            expected = ["plan_for_induction"] if past == 10 else ["post_term"]
        assert met == expected, past


def test_over_25_years_by_counting_birthdays() -> None:
    """She is over 25 when the day after her 25th birthday has come."""
    dice = Random(25)  # noqa: S311  # cases to compare, no secret
    for _ in range(60):
        born = (dice.randint(1980, 2010), dice.randint(1, 12), dice.randint(1, 28))
        day, birthdays, turned = born, 0, False
        for _ in range(25 * 365 + dice.randint(0, 20)):
            day = next_day(day)
            turned = day[1:] == born[1:]
            birthdays += turned
        over = birthdays > 25 or (birthdays == 25 and not turned)
        assert (years_between(date(born), date(day)) > 25) == over, (born, day)


@many
def test_body_mass_index_by_whole_numbers(cases: int) -> None:
    """kg / m² above 35 is hectograms times 1000 above 35 times the square of centimetres: no fraction is made."""
    topic = datafiles.guideline(CATALOGUE).topic("weight")
    dice = Random(25)  # noqa: S311  # cases to compare, no secret
    for _ in range(cases):
        height, hectograms = dice.randint(140, 195), dice.randint(450, 1300)
        facts = (
            Fact(what="height", value=str(height)),
            Fact(what="prepregnancy_weight", value=str(Decimal(hectograms) / 10)),
        )
        known = CARDS.known(Case(name="x", known=facts, expect={}))
        found = {each.id: each.verdict for each in judge_topic(topic, known).answers if each.rule}
        grams_times, square = hectograms * 1000, height * height
        heavy, very = grams_times >= 30 * square, grams_times > 35 * square
        assert found["bmi_above_35"] is (Verdict.MET if very else Verdict.NOT_MET)
        assert found["bmi_30_to_35"] is (Verdict.MET if heavy and not very else Verdict.NOT_MET)
