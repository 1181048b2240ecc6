"""The programme: when a visit is due, overdue, or held, at the limits; and a slow second way of counting days."""

import datetime as dt
from decimal import Decimal

import pytest

from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case, Fact
from helsekort.guideline.place import BadRules
from helsekort.guideline.reading import Known
from helsekort.guideline.schedule import Done, Planned, State, plan, read_schedule
from helsekort.record.entries import Contact, ContactKind, Finding, Pressure, Status, Way
from tests.record.card_logs import Log, check_up, day, due

CATALOGUE = datafiles.catalogue()
TERMS = datafiles.terms()
SCHEDULE = datafiles.schedule(CATALOGUE)
TEXT = datafiles.schedule_text()
CARDS = Cards(CATALOGUE, TERMS)


def known(age: str | None, *held: str, facts: tuple[Fact, ...] = (), method: str = "LMP_SURE") -> Known:
    """A card on a day of this age, with check-ups held at these ages."""
    ages = {each: Fact(what="note", value="-", age=each) for each in held}
    case = Case(name="x", age=age, visits=(), known=(*ages.values(), *facts), due_method=method, expect={})
    return CARDS.known(case)


def planned(key: str, one: Known) -> Planned:
    return next(each for each in plan(SCHEDULE, one) if each.visit.key == key)


@pytest.mark.parametrize(
    ("key", "age", "state"),
    [
        ("week_28", "27+6", State.NOT_YET),
        ("week_28", "28+0", State.DUE),
        ("week_28", "28+6", State.DUE),
        ("week_28", "29+0", State.OVERDUE),
        ("week_38", "38+3", State.DUE),
        ("week_38", "38+4", State.OVERDUE),
        ("week_40", "40+4", State.OVERDUE),
        ("first", "5+6", State.NOT_YET),
        ("first", "6+0", State.DUE),
        ("first", "13+0", State.OVERDUE),
        ("early_scan", "10+6", State.NOT_YET),
        ("early_scan", "11+0", State.UNKNOWN),
        ("week_28", None, State.UNKNOWN),
    ],
)
def test_a_visit_is_due_in_its_week_and_overdue_after_it(key: str, age: str | None, state: State) -> None:
    assert planned(key, known(age)).state is state


@pytest.mark.parametrize(
    ("key", "held", "counts"),
    [
        ("week_28", "26+6", False),
        ("week_28", "27+0", True),
        ("week_28", "29+6", True),
        ("week_28", "30+0", False),
        ("week_24", "23+2", True),
        ("first", "22+6", True),
        ("first", "23+0", False),
    ],
)
def test_a_check_up_counts_from_the_week_before_to_the_week_after(key: str, held: str, counts: bool) -> None:
    assert (planned(key, known("34+0", held)).state is State.HELD) == counts


def test_a_check_up_counts_once_and_for_the_earliest_visit_it_can_be() -> None:
    one = known("40+0", "37+3")
    assert [planned(key, one).state for key in ("week_36", "week_38")] == [State.HELD, State.OVERDUE]
    both = known("40+0", "36+0", "37+3")
    assert [planned(key, both).state for key in ("week_36", "week_38")] == [State.HELD, State.HELD]


def test_a_scan_is_held_where_a_due_date_was_set_by_it_and_otherwise_not_known() -> None:
    assert planned("early_scan", known("20+0", method="US_EARLY")).state is State.HELD
    assert planned("second_scan", known("20+0", method="US_EARLY")).state is State.UNKNOWN


def test_what_was_done_at_a_visit_is_told_apart_from_declined_and_not_done() -> None:
    facts = (Fact(what="weight", value="70", age="28+0"), Fact(what="urine_protein", age="28+0"))
    visit = planned("week_28", known("28+3", "28+0", facts=facts))
    assert (visit.contact is not None, visit.on) == (True, dt.date(2026, 3, 7))
    found = dict(visit.done)
    assert (found["weight"], found["urine_protein"]) == (Done.DONE, Done.DECLINED)
    assert found["haemoglobin"] is Done.NOT_DONE


def test_a_sample_of_another_day_belongs_to_the_visit_it_could_be_taken_for() -> None:
    """Sent to the laboratory two days after the check-up; one of week 20 says nothing of week 28."""
    log = Log()
    log.add(due(day(283 - 28 * 7)))
    contact = log.add(check_up(day(0)))
    log.add(Finding("haemoglobin", Decimal("12.1"), day(-56)))
    log.add(Finding("weight", Decimal(71), day(0), contact=contact))
    done = dict(planned("week_28", Known(log.folded(), day(5))).done)
    assert (done["weight"], done["haemoglobin"]) == (Done.DONE, Done.NOT_DONE)
    log.add(Finding("haemoglobin", Decimal("11.9"), day(2)))
    assert dict(planned("week_28", Known(log.folded(), day(1))).done)["haemoglobin"] is Done.NOT_DONE
    assert dict(planned("week_28", Known(log.folded(), day(5))).done)["haemoglobin"] is Done.DONE


def test_another_contact_counts_when_blood_pressure_and_urine_were_taken_at_it() -> None:
    log = Log()
    log.add(due(day(283 - 28 * 7)))
    contact = log.add(Contact(ContactKind.CONTACT, Way.VISIT, day(0)))
    log.add(Finding("blood_pressure", Pressure(Decimal(120), Decimal(70)), day(0), contact=contact))
    assert planned("week_28", Known(log.folded(), day(0))).state is State.DUE
    log.add(Finding("urine_protein", "NEG", day(0), contact=contact))
    assert planned("week_28", Known(log.folded(), day(0))).state is State.HELD


def test_a_check_up_that_was_withdrawn_or_comes_later_does_not_count() -> None:
    log = Log()
    log.add(due(day(283 - 28 * 7)))
    held = log.add(check_up(day(0)))
    assert planned("week_28", Known(log.folded(), day(0))).state is State.HELD
    assert planned("week_28", Known(log.folded(), day(-1))).state is State.NOT_YET
    log.end(held, Status.WITHDRAWN)
    assert planned("week_28", Known(log.folded(), day(0))).state is State.DUE


def test_the_whole_plan_falls_away_when_the_pregnancy_has_ended() -> None:
    ended = CARDS.known(Case(name="x", age="30+0", ended_days_ago=0, expect={}))
    assert plan(SCHEDULE, ended) == []
    assert len(plan(SCHEDULE, known("30+0"))) == 9


def test_windows_are_days_counted_one_by_one() -> None:
    """A second way: step a day at a time from the day the age is 0+0, as a calendar on the wall is counted."""
    one = known("10+0")
    today, weeks, days = one.on, 10, 0
    while (weeks, days) != (0, 0):
        today -= dt.timedelta(days=1)
        weeks, days = (weeks, days - 1) if days else (weeks - 1, 6)
    ages: dict[str, dt.date] = {}
    for number in range(300):
        ages[f"{number // 7}+{number % 7}"] = today + dt.timedelta(days=number)
    for each in plan(SCHEDULE, one):
        assert each.window is not None
        assert each.window[0] == ages[each.visit.due_from]
        assert each.window[1] + dt.timedelta(days=1) == ages[each.visit.overdue_from]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('label = "Uke 24"', 'labl = "Uke 24"', "labl"),
        ('overdue_from = "25+0"', 'overdue_from = "24+0"', "before it is overdue"),
        ('counts_before = "26+0"', 'counts_before = "23+0"', "after `counts_from`"),
        ('counts_before = "26+0"\n', "", "one of the two"),
        ('due_method = "US_EARLY"\n', "", "one of the two"),
        ('key = "week_28"', 'key = "week_24"', "more than once"),
        ('"haemoglobin", "ferritin"', '"haemoglobn", "ferritin"', "not in measurements.toml"),
        ('mark = "V"\nwindows', 'mark = "X"\nwindows', "mark"),
        ("[[versions]]", "[[versions]", "schedule.toml"),
    ],
)
def test_a_fault_in_the_schedule_is_refused_by_line(old: str, new: str, told: str) -> None:
    assert old in TEXT
    with pytest.raises(BadRules, match=r"schedule\.toml") as refused:
        read_schedule(TEXT.replace(old, new, 1), CATALOGUE)
    assert "line" in str(refused.value)
    assert told in str(refused.value)


def test_versions_of_the_programme_follow_day_by_day() -> None:
    second = TEXT[TEXT.index("[[versions]]") :].replace("number = 1", "number = 2")
    first = TEXT.replace("valid_from = 2024-01-01", "valid_from = 2024-01-01\nvalid_to = 2025-12-31")
    good = read_schedule(
        first + second.replace("valid_from = 2024-01-01", "valid_from = 2026-01-01"), CATALOGUE
    )
    days = [dt.date(2023, 12, 31), dt.date(2025, 12, 31), dt.date(2026, 1, 1)]
    found = [good.in_force(day) for day in days]
    assert [one.number if one else None for one in found] == [None, 1, 2]
    for wrong in ("2025-12-31", "2026-01-02"):
        with pytest.raises(BadRules, match="the day after version 1 ends"):
            read_schedule(
                first + second.replace("valid_from = 2024-01-01", f"valid_from = {wrong}"), CATALOGUE
            )


WEEKS = (24, 28, 32, 36, 38, 40)
OVERDUE_FROM_THE_FOURTH_DAY = (38, 40)


def test_the_windows_are_those_of_the_statement() -> None:
    """From the statement, not from the file: due w+0, overdue (w+1)+0, counted from (w-1)+0 to (w+1)+6."""
    stated = {
        "first": ("6+0", "13+0", "0+0", "23+0"),
        "early_scan": ("11+0", "14+0", None, None),
        "second_scan": ("17+0", "20+0", None, None),
    }
    for week in WEEKS:
        overdue = f"{week}+4" if week in OVERDUE_FROM_THE_FOURTH_DAY else f"{week + 1}+0"
        stated[f"week_{week}"] = (f"{week}+0", overdue, f"{week - 1}+0", f"{week + 2}+0")
    programme = SCHEDULE.in_force(dt.date(2026, 3, 10))
    assert programme is not None
    found = {
        each.key: (each.due_from, each.overdue_from, each.counts_from, each.counts_before)
        for each in programme.visits
    }
    assert found == stated
