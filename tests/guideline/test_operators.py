"""Each operator at its limit, one step either side, at zero, with nothing known, and with only a bound known."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Literal

import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case, Fact
from helsekort.guideline.conditions import EDGES, Asker
from helsekort.guideline.inputs import years_between
from helsekort.guideline.reading import Lack, Reading, exact, number_shown
from helsekort.guideline.shape import Condition, Input, Limit, days_of
from helsekort.guideline.truth import OPPOSITE, Outcome, Truth, all_of, any_of, negated

CATALOGUE = datafiles.catalogue()
CARDS = Cards(CATALOGUE, datafiles.terms())
VERSION = datafiles.guideline(CATALOGUE).topics[0].versions[0]
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def limit(value: str) -> Limit:
    return Limit(value=Decimal(value), source="test", mark="D")


def reading(value: str, comparator: str = "") -> Reading:
    return exact("x", Decimal(value), None, comparator=comparator)


@pytest.mark.parametrize(
    ("edge", "below", "at", "above"),
    [
        ("at_least", NO, YES, YES),
        ("above", NO, NO, YES),
        ("before", YES, NO, NO),
        ("up_to", YES, YES, NO),
    ],
)
@pytest.mark.parametrize(("figure", "step"), [("47", "1"), ("5.3", "0.1"), ("0", "1"), ("0", "0.01")])
def test_an_edge_below_at_and_above_its_limit(
    edge: str, below: Truth, at: Truth, above: Truth, figure: str, step: str
) -> None:
    values = [Decimal(figure) - Decimal(step), Decimal(figure), Decimal(figure) + Decimal(step)]
    judged = [EDGES[edge](reading(str(value)), limit(figure)) for value in values]
    assert judged == [below, at, above]


@pytest.mark.parametrize(
    ("value", "comparator", "edge", "expected"),
    [
        ("5", "<", "before", YES),
        ("5", "<", "at_least", NO),
        ("20", "<", "before", UNKNOWN),
        ("20", "<=", "at_least", UNKNOWN),
        ("20", ">", "at_least", YES),
        ("5", ">", "before", UNKNOWN),
        ("5", ">=", "up_to", UNKNOWN),
    ],
)
def test_a_bound_is_judged_only_where_every_value_it_may_stand_for_agrees(
    value: str, comparator: str, edge: str, expected: Truth
) -> None:
    assert EDGES[edge](reading(value, comparator), limit("12")) is expected


def slow_all(truths: tuple[Truth, ...]) -> Truth:
    """By trying every way in which the unknown ones could come out."""
    ways = [[YES, NO] if truth is UNKNOWN else [truth] for truth in truths]
    answers = {all(way is YES for way in each) for each in itertools.product(*ways)}
    return UNKNOWN if len(answers) == 2 else (YES if answers == {True} else NO)


@pytest.mark.parametrize(
    "truths", [each for length in (1, 2, 3) for each in itertools.product(Truth, repeat=length)]
)
def test_conditions_put_together_agree_with_trying_every_way(truths: tuple[Truth, ...]) -> None:
    outcomes = [Outcome(truth) for truth in truths]
    assert all_of(outcomes).truth is slow_all(truths)
    opposite = tuple(OPPOSITE[truth] for truth in truths)
    assert any_of(outcomes).truth is OPPOSITE[slow_all(opposite)]
    assert negated(outcomes[0]).truth is opposite[0]


@pytest.mark.parametrize(
    ("born", "on", "above", "at"),
    [
        ("2000-03-10", "2025-03-09", False, False),
        ("2000-03-10", "2025-03-10", False, True),
        ("2000-03-10", "2025-03-11", True, False),
        ("2000-03-10", "2026-03-09", True, False),
        ("2000-02-29", "2025-02-28", False, False),
        ("2000-02-29", "2025-03-01", False, True),
        ("2000-02-29", "2025-03-02", True, False),
    ],
)
def test_above_25_years_begins_the_day_after_the_birthday(born: str, on: str, above: bool, at: bool) -> None:
    years = years_between(dt.date.fromisoformat(born), dt.date.fromisoformat(on))
    assert (years > 25, years == 25) == (above, at)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("25.0390625", "25,04"), ("6.95", "6,95"), ("11.0", "11,0"), ("160", "160"), ("0", "0")],
)
def test_a_value_is_shown_as_reported_and_a_reckoned_one_with_two_decimals(value: str, shown: str) -> None:
    assert number_shown(Decimal(value)) == shown


@pytest.mark.parametrize(("age", "days"), [("0+0", 0), ("24+0", 168), ("24+6", 174), ("42+0", 294)])
def test_an_age_is_whole_days(age: str, days: int) -> None:
    assert days_of(age) == days


@pytest.mark.parametrize(
    ("kind", "what", "value", "truth", "lack"),
    [
        ("limit", "platelets", "210", UNKNOWN, Lack.NO_LIMIT),
        ("limit", "platelets", "0", UNKNOWN, Lack.NO_LIMIT),
        ("limit", "platelets", None, UNKNOWN, Lack.DECLINED),
        ("which", "illness_kidney", True, UNKNOWN, Lack.WHICH),
        ("which", "illness_kidney", False, NO, None),
        ("which", "illness_kidney", None, UNKNOWN, Lack.DECLINED),
    ],
)
def test_what_stands_there_and_settles_nothing_is_not_known_unless_it_is_a_no(
    kind: Literal["limit", "which"], what: str, value: str | bool | None, truth: Truth, lack: Lack | None
) -> None:
    version = replace(VERSION, inputs={"it": Input(label="Det", take="latest", of=what)})
    known = CARDS.known(Case(name="x", known=(Fact(what=what, value=value),), expect={}))
    outcome = Asker(known, version, {}).ask(Condition(value="it", unsettled=kind))
    assert outcome.truth is truth
    assert [each.why for each in outcome.missing] == ([lack] if lack else [])
    assert bool(outcome.used) is (value is not None)
    assert outcome.reasons


def test_what_nothing_settles_is_missing_where_it_was_not_taken() -> None:
    version = replace(VERSION, inputs={"it": Input(label="Det", take="latest", of="platelets")})
    known = CARDS.known(Case(name="x", expect={}))
    outcome = Asker(known, version, {}).ask(Condition(value="it", unsettled="limit"))
    assert [each.why for each in outcome.missing] == [Lack.NOT_TAKEN]
