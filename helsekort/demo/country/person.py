"""One woman of the country: who she is and how her pregnancy will go. Everything after follows from this."""

import datetime as dt

from msgspec import Struct

from helsekort.demo.country.dice import Dice, new_id
from helsekort.demo.country.land import Land, full_name
from helsekort.demo.country.parameters import Conditions, span
from helsekort.record.codes import FNR
from helsekort.record.identifiers import make_synthetic_number
from helsekort.record.parties import NationalNumberFact, Woman

WEEK = 7
MOST_WOMEN = 54_750
"""So many women have a number of their own whatever years they are born in: 150 blocks of three on each of 365 days."""
_BLOCKS, _DAYS = 150, 365
_TERM, _POST_TERM = "37-41", "42-42"


class Person(Struct, frozen=True):
    """`births` are those before this one; `height` in cm, `prepregnancy_weight` in kg."""

    party: int
    woman: Woman
    births: int
    height: int
    prepregnancy_weight: float
    interpreter: bool

    @property
    def body_mass(self) -> float:
        return self.prepregnancy_weight / (self.height / 100) ** 2


class Pregnancy(Struct, frozen=True):
    """Days are counted from day 0; `end` is the day it ends, `onset` the day a raised blood pressure begins."""

    day_0: dt.date
    end: int
    lost: bool
    fetuses: int
    shared_placenta: bool
    breech: bool
    assisted: bool
    unsure_period: bool
    period_error: int
    early_scan: bool
    preeclampsia: bool
    hypertension: bool
    chronic: bool
    diabetes: bool
    slow_growth: bool
    onset: int
    first_visit: int
    today: int

    def on(self, day: int) -> dt.date:
        return self.day_0 + dt.timedelta(days=day)

    @property
    def ended(self) -> bool:
        """Whether it has ended before today."""
        return self.end < self.today


def draw_person(land: Land, number: int, ends: dt.date) -> Person:
    """The woman with this number, whose pregnancy ends on a day."""
    dice, people = Dice(land.plan.seed, "person", number), land.parameters.people
    group = people.age.draw(dice)
    low, high = span(group)
    age = dice.whole(int(low), int(high))
    first = dice.chance(people.first_birth_by_age.weights[group])
    height = round(people.height.draw(dice))
    lightest, heaviest = span(people.body_mass.draw(dice))
    body_mass = lightest + dice.throw() * (heaviest - lightest)
    birth = _birth_date(land, number, age, ends)
    name = full_name(dice, land.names)
    fact = NationalNumberFact(FNR, _national_number(number, birth), birth)
    return Person(
        party=new_id(land.plan.seed, "woman", number),
        woman=Woman(name, birth, (fact,), people.language.draw(dice)),
        births=0 if first else int(people.births_before.draw(dice)),
        height=height,
        prepregnancy_weight=round(body_mass * (height / 100) ** 2, 1),
        interpreter=dice.chance(people.interpreter.value),
    )


def _birth_date(land: Land, number: int, age: int, ends: dt.date) -> dt.date:
    """A day of the year that no other woman of the same block has, in the year that gives the age.

    Where a leap day lies between, she may be a year older on the very day: the day matters more than the age.
    """
    block, turn = number % _BLOCKS, number // _BLOCKS
    # 104 and 365 have no factor in common: over 365 turns each day comes once.
    day = dt.timedelta(days=(block * WEEK + turn * 104 + land.plan.seed) % _DAYS)
    year = ends.year - age
    birth = dt.date(year, 1, 1) + day
    return birth if birth <= ends.replace(year=year, day=min(ends.day, 28)) else dt.date(year - 1, 1, 1) + day


def _national_number(number: int, birth: dt.date) -> str:
    """The first valid one of three synthetic numbers that are hers alone.

    Of three that follow one another without a carry at most one fails by each of the two control digits.
    """
    tens, third = divmod(number % _BLOCKS, 3)
    lowest = (500 if birth.year >= 2000 else 0) + tens * 10 + third * 3
    made = (
        make_synthetic_number(birth.day, birth.month, birth.year % 100, lowest + step) for step in range(3)
    )
    return next(one.value for one in made if one is not None)


def draw_pregnancy(land: Land, number: int) -> Pregnancy:
    """The pregnancy of the woman with this number, placed in time by what was asked for."""
    parameters = land.parameters
    given, conditions = parameters.pregnancy, parameters.conditions
    dice = Dice(land.plan.seed, "pregnancy", number)
    lost = dice.chance(given.loss.value)
    twins = dice.chance(given.twins.value)
    assisted = dice.chance(given.assisted.value)
    end = given.loss_days.draw(dice) if lost else _end(land, dice, twins)
    first_visit = min(_first_visit(land, dice), end - WEEK)
    since = end - 1 - first_visit if land.plan.at_term else parameters.cohort.since_first_visit.draw(dice)
    kind = "" if lost else _raised(conditions, dice)
    return Pregnancy(
        day_0=land.plan.today - dt.timedelta(days=first_visit + since),
        end=end,
        lost=lost,
        fetuses=2 if twins else 1,
        shared_placenta=dice.chance(given.shared_placenta.value),
        breech=dice.chance(given.breech.value),
        assisted=assisted,
        unsure_period=dice.chance(given.unsure_period.value),
        period_error=round(given.period_error.draw(dice)),
        early_scan=dice.chance(given.early_scan.value),
        preeclampsia=kind == "preeclampsia",
        hypertension=kind == "hypertension",
        chronic=kind == "chronic",
        diabetes=dice.chance(conditions.diabetes.value),
        slow_growth=dice.chance(conditions.slow_growth.value),
        onset=min(round(conditions.onset.draw(dice)), end - 2 * WEEK),
        first_visit=first_visit,
        today=first_visit + since,
    )


def _raised(conditions: Conditions, dice: Dice) -> str:
    """Which kind of raised blood pressure she has; empty for most."""
    shares = {
        "preeclampsia": conditions.preeclampsia.value,
        "hypertension": conditions.hypertension.value,
        "chronic": conditions.chronic_hypertension.value,
    }
    return dice.by_weight({**shares, "": 1 - sum(shares.values())})


def _first_visit(land: Land, dice: Dice) -> int:
    care = land.parameters.care
    return care.late_visit.draw(dice) if dice.chance(care.late.value) else round(care.first_visit.draw(dice))


def _end(land: Land, dice: Dice, twins: bool) -> int:
    """The day of birth. Single births make up for the twins, so that all together keep the published shares."""
    given = land.parameters.pregnancy
    birth, share, early = given.birth, given.twins.value, given.twins_preterm.value
    preterm = {key: weight for key, weight in birth.weights.items() if key not in (_TERM, _POST_TERM)}
    if twins:
        key = dice.by_weight(preterm) if dice.chance(early) else _TERM
    else:
        before = (birth.share(*preterm) - share * early) / (1 - share)
        after = birth.share(_POST_TERM) / (1 - share)
        kind = dice.by_weight({"": before, _POST_TERM: after, _TERM: 1 - before - after})
        key = kind or dice.by_weight(preterm)
    if key == _TERM:
        return min(round(given.term.draw(dice)), 272) if twins else round(given.term.draw(dice))
    low, high = span(key)
    return dice.whole(int(low) * WEEK, int(high) * WEEK + WEEK - 1)
