"""What each input comes to where it is easily wrong: the newest of two, the last day, the day it ended, nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case, Fact
from helsekort.guideline.conditions import Asker
from helsekort.guideline.evaluate import Answer, TopicAnswer, Verdict, by_urgency, judge_topic
from helsekort.guideline.inputs import reading_of, resolve, years_between
from helsekort.guideline.reading import Known, Lack, Missing, Resolved
from helsekort.guideline.reasons import Reason
from helsekort.guideline.selection import choose
from helsekort.guideline.shape import Condition, Input, Limit
from helsekort.guideline.truth import Outcome, Truth, all_of, any_of
from helsekort.record.card import fold
from helsekort.record.entries import CardOpened, Entry, Finding, Pressure

DAY = dt.date(2026, 3, 10)
CATALOGUE = datafiles.catalogue()
CARDS = Cards(CATALOGUE, datafiles.terms())
PACK = datafiles.guideline(CATALOGUE)
LIMITS = {"from20": Limit(age="20+0", source="x", mark="D"), "to20": Limit(age="20+0", source="x", mark="D")}
HB = Input(label="hb", take="latest", of="haemoglobin")
EARLY = Input(label="hb", take="latest", of="haemoglobin", before_age="to20")
LATE = Input(label="hb", take="latest", of="haemoglobin", from_age="from20")
LIE = Input(label="lie", take="latest", of="presentation", each_fetus=True)
LIE_AGE = Input(label="age", take="age_when", of="lie")
VERSION = replace(
    PACK.topics[0].versions[0],
    limits=LIMITS,
    inputs={"hb": HB, "lie": LIE, "late": LATE, "early": EARLY},
)


def hb(value: str | None, days_ago: int = 0, *, preliminary: bool = False, comparator: str = "") -> Fact:
    return Fact(
        what="haemoglobin", value=value, days_ago=days_ago, preliminary=preliminary, comparator=comparator
    )


def known(
    *facts: Fact, age: str | None = "30+0", ended: int | None = None, fetuses: tuple[str, ...] = ("A",)
) -> Known:
    return CARDS.known(Case(name="x", age=age, ended_days_ago=ended, known=facts, fetuses=fetuses, expect={}))


def read(one: Input, *facts: Fact, age: str | None = "30+0", ended: int | None = None) -> Resolved:
    return resolve(known(*facts, age=age, ended=ended), VERSION, one)


def values(resolved: Resolved) -> list[object]:
    return [each.value for each in resolved.readings]


def test_the_latest_is_the_newest_and_the_first_the_oldest() -> None:
    two = hb("10,1", 9), hb("12,2", 1)
    assert values(read(HB, *two)) == [Decimal("12.2")]
    assert values(read(replace(HB, take="first"), *two)) == [Decimal("10.1")]


@pytest.mark.parametrize(
    ("one", "age", "entered"),
    [
        (Input(label="x", take="age"), None, False),
        (Input(label="x", take="age"), "30+0", True),
        (Input(label="x", take="her_age"), "30+0", False),
        (Input(label="x", take="due_method"), None, False),
        (Input(label="x", take="days_since_end"), "30+0", False),
        (Input(label="x", take="bmi"), "30+0", False),
    ],
)
def test_what_is_not_known_is_not_entered(one: Input, age: str | None, *, entered: bool) -> None:
    assert read(one, age=age).entered is entered


def test_half_of_what_a_body_mass_needs_is_entered_and_missing() -> None:
    resolved = read(Input(label="x", take="bmi"), Fact(what="height", value="170"))
    assert (resolved.readings, resolved.entered) == ((), True)


def test_an_age_is_read_as_weeks_and_days() -> None:
    assert [each.shown for each in read(Input(label="x", take="age"), age="30+4").readings] == ["30+4"]


def test_without_a_fetus_there_is_no_number_of_them() -> None:
    resolved = resolve(known(fetuses=()), VERSION, Input(label="x", take="fetuses"))
    assert (resolved.readings, resolved.entered) == ((), False)


@pytest.mark.parametrize(("shift", "there"), [(-1, False), (0, True)])
def test_a_fetus_counts_from_the_day_it_is_known(shift: int, *, there: bool) -> None:
    one = known(Fact(what="presentation", value="H", days_ago=CARDS.terms.oldest_days))
    first = one.card.live_fetuses()[0].now.since
    early = Known(one.card, first + dt.timedelta(days=shift))
    assert bool(resolve(early, VERSION, Input(label="x", take="fetuses")).readings) is there
    lie = choose(early, VERSION, LIE)
    assert (len(lie), lie[0].entered) == (1, there)


def test_born_that_very_day_she_is_none_and_born_later_is_not_known() -> None:
    card = known().card
    her_age = Input(label="x", take="her_age")
    assert values(resolve(Known(card, DAY, DAY), VERSION, her_age)) == [0]
    assert resolve(Known(card, DAY, DAY + dt.timedelta(days=1)), VERSION, her_age).readings == ()


def test_years_are_the_birthdays_passed_and_the_part_since_the_last() -> None:
    assert years_between(dt.date(2000, 6, 1), DAY) == 25 + Decimal(282) / 365
    assert years_between(dt.date(2000, 3, 10), DAY) == 26


def test_an_age_at_a_finding_is_missing_as_soon_as_one_fetus_lacks_it() -> None:
    one = known(Fact(what="presentation", value="H"), fetuses=("A", "B"))
    both = resolve(one, VERSION, LIE)
    assert (len(both.readings), len(both.missing)) == (1, 1)
    assert resolve(one, VERSION, LIE_AGE).readings == ()


@pytest.mark.parametrize(("ended", "days"), [(0, [0]), (1, [1]), (-1, [])])
def test_days_since_the_end_begin_on_that_day(ended: int, days: list[int]) -> None:
    assert values(read(Input(label="x", take="days_since_end"), ended=ended)) == days


def test_over_without_its_day_is_known_to_be_over() -> None:
    opened = Entry(1, 1, 1, 1, 1, 1, CardOpened(1, DAY, 1, active=False))
    over = Known(fold(1, [opened], 300), DAY)
    resolved = resolve(over, VERSION, Input(label="x", take="days_since_end"))
    assert (resolved.readings, resolved.entered) == ((), True)
    line = judge_topic(PACK.topic("lie"), over)
    assert {each.verdict for each in line.answers if each.rule} == {Verdict.NOT_APPLICABLE}


def test_only_what_does_not_count_is_left_out_and_a_refusal_is_nothing() -> None:
    facts = hb("11,0"), hb(None), hb("12,0", preliminary=True)
    (chosen,) = choose(known(*facts), VERSION, HB)
    assert [each.value for each in chosen.findings] == [Decimal("11.0")]
    assert [each.value for each in chosen.left_out] == [Decimal("12.0")]


def test_why_nothing_counts_is_said_of_the_last() -> None:
    resolved = read(HB, hb("11,0", 3), hb("12,0", preliminary=True), age=None)
    assert values(resolved) == [Decimal("11.0")]
    assert [each.why for each in read(HB, hb("12,0", preliminary=True)).missing] == [Lack.PRELIMINARY_ONLY]


def test_what_was_taken_before_the_pregnancy_is_in_no_window() -> None:
    assert read(LATE, hb("12,0", 290)).readings == ()
    assert read(EARLY, hb("12,0", 290)).readings == ()


@pytest.mark.parametrize(
    ("days_ago", "late", "early"),
    [(3, True, False), (2, True, False), (1, True, False), (70, False, True)],
)
def test_a_window_goes_by_the_age_of_the_day_and_after_the_end_by_the_age_then(
    days_ago: int, *, late: bool, early: bool
) -> None:
    fact = hb("12,0", days_ago)
    assert bool(read(LATE, fact, age="25+0", ended=2).readings) is late
    assert bool(read(EARLY, fact, age="25+0", ended=2).readings) is early


@pytest.mark.parametrize(("days_ago", "early"), [(2, True), (1, False)])
def test_the_day_it_ended_is_still_in_the_pregnancy(days_ago: int, *, early: bool) -> None:
    assert bool(read(EARLY, hb("12,0", days_ago), age="19+0", ended=2).readings) is early


@pytest.mark.parametrize("name", ["late", "early"])
def test_without_a_due_date_nothing_is_said_to_be_missing_from_a_window(name: str) -> None:
    asker = Asker(known(age=None), VERSION, {})
    outcome = asker.ask(Condition(value=name, missing=True))
    assert (outcome.truth, [each.why for each in outcome.missing]) == (Truth.UNKNOWN, [Lack.NO_DUE_DATE])


def test_a_bound_on_both_sides_of_a_limit_is_missing_as_not_exact() -> None:
    one = known(Fact(what="ferritin", value="20", comparator="<"), age="10+0")
    answers = {each.id: each for each in judge_topic(PACK.topic("anaemia"), one).answers}
    assert Lack.NOT_EXACT in {each.why for each in answers["iron_at_once"].missing}


def test_what_is_not_known_is_said_first_and_then_what_is() -> None:
    said, unsaid = Reason("known", ()), Reason("not known", ())
    lack = Missing("x", Lack.NOT_TAKEN)
    together = all_of([Outcome(Truth.YES, reasons=(said,)), Outcome(Truth.UNKNOWN, (), (lack,), (unsaid,))])
    assert together.reasons == (unsaid, said)
    either = any_of([Outcome(Truth.NO, reasons=(said,)), Outcome(Truth.UNKNOWN, (), (lack,), (unsaid,))])
    assert either.reasons == (unsaid, said)


def line(key: str, *verdicts: Verdict) -> TopicAnswer:
    answers = tuple(Answer(key, str(place), 1, each) for place, each in enumerate(verdicts))
    return TopicAnswer(PACK.topic(key), VERSION, answers)


def test_what_cannot_be_judged_is_graver_than_nothing_found_and_comes_before_it() -> None:
    unknown = line("lie", Verdict.NOT_MET, Verdict.CANNOT, Verdict.NOT_APPLICABLE)
    assert unknown.verdict is Verdict.CANNOT
    assert line("lie").verdict is Verdict.CANNOT
    clear = line("anaemia", Verdict.NOT_MET, Verdict.NOT_APPLICABLE)
    assert clear.verdict is Verdict.NOT_MET
    assert by_urgency([clear, unknown]) == [unknown, clear]


@pytest.mark.parametrize(
    ("written", "shown"), [("134/86", "134/86"), ("134/", "134/?"), ("/86", "?/86"), ("134,5/86", "134,5/86")]
)
def test_a_pressure_is_read_as_it_is_written_and_a_missing_half_is_said(written: str, shown: str) -> None:
    upper, lower = (Decimal(half.replace(",", ".")) if half else None for half in written.split("/"))
    finding = Finding("blood_pressure", Pressure(upper, lower), DAY)
    assert reading_of("Blodtrykk", finding).shown == shown
