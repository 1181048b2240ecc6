"""Inputs that count, reckon or read rows: at a step, with nothing there, declined, by herself, and after the day."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case, Fact
from helsekort.guideline.conditions import Asker
from helsekort.guideline.gate import read_topic
from helsekort.guideline.inputs import resolve
from helsekort.guideline.place import BadRules
from helsekort.guideline.reading import Lack, Resolved
from helsekort.guideline.shape import Condition, Input
from helsekort.guideline.truth import Truth

CATALOGUE = datafiles.catalogue()
CARDS = Cards(CATALOGUE, datafiles.terms())
VERSION = datafiles.guideline(CATALOGUE).topics[0].versions[0]
TEXTS = datafiles.rule_texts(datafiles.pack_folder("who"))
TIMES = Input(label="x", take="times", of="blood_pressure")
OVER = Input(label="x", take="over_weeks", of="fundal_height")
EARLIER = Input(label="x", take="cells", of="earlier_birth.pre_eclampsia")


def taken(one: Input, *facts: Fact, age: str | None = "30+0") -> Resolved:
    return resolve(CARDS.known(Case(name="x", age=age, known=facts, expect={})), VERSION, one)


def pressure(hour: int, days_ago: int = 0, *, home: bool = False) -> Fact:
    return Fact(what="blood_pressure", value="120/80", at=dt.time(hour), days_ago=days_ago, home=home)


def earlier(value: str | bool | None, days_ago: int = 0, *, home: bool = False) -> Fact:
    return Fact(what="earlier_birth.pre_eclampsia", value=value, days_ago=days_ago, home=home)


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ((pressure(8),), 1),
        ((pressure(8), pressure(9)), 2),
        ((pressure(8), pressure(9), pressure(10)), 3),
        ((pressure(8, 1), pressure(9, 1), pressure(10)), 1),
        ((pressure(8), pressure(9, home=True)), 1),
    ],
)
def test_times_counts_what_was_taken_on_the_last_day(facts: tuple[Fact, ...], count: int) -> None:
    assert [each.value for each in taken(TIMES, *facts).readings] == [Decimal(count)]


def test_times_of_nothing_is_missing_and_not_none() -> None:
    resolved = taken(TIMES)
    assert (resolved.readings, resolved.entered) == ((), False)
    assert [each.why for each in resolved.missing] == [Lack.NOT_TAKEN]


@pytest.mark.parametrize(("age", "apart"), [("29+6", 1), ("30+0", 0), ("30+6", 0), ("31+0", -1)])
def test_a_height_is_held_against_the_completed_weeks(age: str, apart: int) -> None:
    resolved = taken(OVER, Fact(what="fundal_height", value="30"), age=age)
    assert [each.value for each in resolved.readings] == [Decimal(apart)]


def test_a_height_without_a_due_date_or_that_was_not_taken_is_missing() -> None:
    undated = taken(OVER, Fact(what="fundal_height", value="30"), age=None)
    assert [each.why for each in undated.missing] == [Lack.NO_DUE_DATE]
    assert undated.entered
    assert [each.why for each in taken(OVER).missing] == [Lack.NOT_TAKEN]


def test_every_row_is_read_and_one_that_does_not_say_is_missing_by_itself() -> None:
    other = Fact(what="earlier_birth.preterm", value=True, days_ago=3)
    resolved = taken(EARLIER, other, earlier(True, 2), earlier(False, 1), earlier(None))
    assert [each.value for each in resolved.readings] == [True, False]
    assert [(each.why, each.on and each.on.day) for each in resolved.missing] == [
        (Lack.NOT_TAKEN, 7),
        (Lack.DECLINED, 10),
    ]


def test_rows_written_by_herself_count_only_where_the_input_says_so_and_later_ones_never() -> None:
    assert taken(EARLIER, earlier(True, home=True)).readings == ()
    hers = Input(label="x", take="cells", of="earlier_birth.pre_eclampsia", home=True)
    assert [each.value for each in taken(hers, earlier(True, home=True)).readings] == [True]
    assert taken(EARLIER, earlier(True, -1)).readings == ()


def test_rows_that_say_nothing_of_it_are_passed_over_where_the_input_says_so() -> None:
    silent = Input(label="x", take="cells", of="earlier_birth.pre_eclampsia", silent=True)
    other = Fact(what="earlier_birth.preterm", value=True)
    assert taken(silent, other).entered is False
    both = taken(silent, other, earlier(False), earlier(None))
    assert [each.value for each in both.readings] == [False]
    assert [each.why for each in both.missing] == [Lack.DECLINED]


BORN = Input(
    label="x", take="cells", of="earlier_birth.pre_eclampsia", where="outcome", among=("LIVE",), silent=True
)
OFFER = Input(label="x", take="cells", of="offer.offered", where="offer_answer", among=("DONE",))
DOSES = Input(label="x", take="cells", of="vaccine.vaccine_name", in_pregnancy=True)


def test_a_row_of_other_codes_is_passed_over_where_it_says_nothing() -> None:
    """A miscarriage is not asked about pre-eclampsia; a birth that does not say, or of no outcome, is missing."""
    lost = Fact(what="earlier_birth.outcome", value="SA_EARLY")
    assert taken(BORN, lost).entered is False
    assert len(taken(BORN, Fact(what="earlier_birth.outcome", value="LIVE")).missing) == 1
    assert len(taken(BORN, Fact(what="earlier_birth.preterm", value=True)).missing) == 1
    told = Fact(what="earlier_birth.pre_eclampsia", value=True, beside={"outcome": "SA_EARLY"})
    assert [each.value for each in taken(BORN, told).readings] == [True]


def test_a_row_of_other_codes_is_passed_over_whatever_it_says_where_it_may_not_be_silent() -> None:
    def offer(**beside: str | bool) -> Fact:
        return Fact(what="offer.offered", value="RSV", beside=beside)

    assert taken(OFFER, offer(offer_answer="DEFERRED")).entered is False
    assert [each.value for each in taken(OFFER, offer(offer_answer="DONE"), offer()).readings] == ["RSV"] * 2


@pytest.mark.parametrize(("days_ago", "counts"), [(0, True), (210, True), (211, False), (400, False)])
def test_a_row_counts_in_the_pregnancy_from_its_first_day(days_ago: int, *, counts: bool) -> None:
    dose = Fact(what="vaccine.vaccine_name", value="PERTUSSIS", days_ago=days_ago)
    assert taken(DOSES, dose).entered is counts


@pytest.mark.parametrize("given", [True, False])
def test_without_a_due_date_no_row_is_known_to_be_of_the_pregnancy(*, given: bool) -> None:
    doses = (Fact(what="vaccine.vaccine_name", value="PERTUSSIS"),) if given else ()
    resolved = taken(DOSES, *doses, age=None)
    assert (resolved.readings, resolved.entered) == ((), given)
    assert [each.why for each in resolved.missing] == [Lack.NO_DUE_DATE]
    known = CARDS.known(Case(name="x", known=doses, expect={}))
    asker = Asker(known, replace(VERSION, inputs={"doses": DOSES}), {})
    assert asker.ask(Condition(value="doses", missing=True)).truth is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('where = "outcome", ', "", "write both, or none"),
        ('"LIVE", ', '"LIVELY", ', "`LIVELY` is no code of outcome"),
        ('where = "outcome"', 'where = "shoulder_dystocia"', "is no code of shoulder_dystocia"),
        ('where = "outcome"', 'where = "nothing"', "is no code of nothing"),
    ],
)
def test_codes_that_the_rows_cannot_have_are_refused_with_their_line(old: str, new: str, told: str) -> None:
    text = datafiles.rule_texts()["preeclampsia_risk"].replace(old, new)
    with pytest.raises(BadRules, match=rf"preeclampsia_risk.toml, line \d+.*{told}"):
        read_topic("preeclampsia_risk", text, CATALOGUE)


def test_no_row_is_missing_and_not_a_no() -> None:
    resolved = taken(EARLIER)
    assert (resolved.readings, resolved.entered) == ((), False)
    assert [each.why for each in resolved.missing] == [Lack.NOT_TAKEN]


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("earlier_birth.nothing", "no field of a group"),
        ("pre_eclampsia", "no field of a group"),
        ("newborn.weight_g", "only rows about the woman"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(of: str, told: str) -> None:
    text = TEXTS["preeclampsia_risk"].replace("earlier_birth.pre_eclampsia", of)
    with pytest.raises(BadRules, match=rf"preeclampsia_risk.toml, line \d+.*{told}"):
        read_topic("preeclampsia_risk", text, CATALOGUE)


def test_a_case_about_a_field_that_no_row_has_is_told() -> None:
    with pytest.raises(BadRules, match="is no measurable"):
        taken(EARLIER, Fact(what="earlier_birth.nothing", value=True))


@pytest.mark.parametrize(
    ("visits", "contacts", "kinds"),
    [((0,), (), ["check-up"]), ((3,), (0,), ["contact"]), ((0,), (0,), ["check-up"]), ((), (), [])],
)
def test_the_last_contact_is_a_check_up_where_one_was_that_day(
    visits: tuple[int, ...], contacts: tuple[int, ...], kinds: list[str]
) -> None:
    case = Case(name="x", age="30+0", visits=visits, contacts=contacts, expect={})
    resolved = resolve(CARDS.known(case), VERSION, Input(label="x", take="contact"))
    assert [each.value for each in resolved.readings] == kinds
    assert resolved.entered is bool(kinds)


def test_a_refusal_of_something_else_in_the_row_is_not_a_refusal_of_this() -> None:
    resolved = taken(EARLIER, Fact(what="earlier_birth.preterm", days_ago=1))
    assert [each.why for each in resolved.missing] == [Lack.NOT_TAKEN]
