"""What the country is drawn from, as parameters.toml says it: every figure with its source and its mark."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Struct

from helsekort.demo.country.dice import Dice
from helsekort.record.gestation import Mark, Text, shaped, toml_data

FILE = "parameters.toml"
Fraction = Annotated[float, msgspec.Meta(ge=0, le=1)]
Weight = Annotated[float, msgspec.Meta(ge=0)]


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a figure comes from. Each kind of figure says itself as a page shows it: `said`."""

    source: Text
    mark: Mark


class Share(Given, frozen=True):
    """A share of all, 0 to 1."""

    value: Fraction

    @property
    def said(self) -> str:
        return f"{self.value:.4g}"


class Number(Given, frozen=True):
    value: float

    @property
    def said(self) -> str:
        return f"{self.value:g}"


class Spread(Given, frozen=True):
    """A normal distribution that is cut off: mean, standard deviation, lowest, highest.

    A draw outside is drawn again, at most three times, and then cut. ValueError where the ends are no range.
    """

    normal: tuple[float, Weight, float, float]

    def __post_init__(self) -> None:
        _refuse_empty(self.normal[2:])

    def draw(self, dice: Dice) -> float:
        mean, sd, low, high = self.normal
        for _ in range(3):
            drawn = dice.normal(mean, sd)
            if low <= drawn <= high:
                return drawn
        return min(max(dice.normal(mean, sd), low), high)

    @property
    def said(self) -> str:
        mean, sd, low, high = self.normal
        return f"{mean:g} ± {sd:g} ({low:g} to {high:g})"


class Between(Given, frozen=True):
    """Whole numbers, each as likely, both ends included. ValueError where they are no range."""

    between: tuple[int, int]

    def __post_init__(self) -> None:
        _refuse_empty(self.between)

    def draw(self, dice: Dice) -> int:
        return dice.whole(*self.between)

    @property
    def said(self) -> str:
        low, high = self.between
        return f"{low} to {high}"


class Weights(Given, frozen=True):
    """Kinds and their weights. In `readings` and `results` each weight is a share of its own."""

    weights: dict[Text, Weight]

    def __post_init__(self) -> None:
        if not sum(self.weights.values()) > 0:
            raise ValueError("give at least one weight above 0")

    def draw(self, dice: Dice) -> str:
        return dice.by_weight(self.weights)

    def share(self, *keys: str) -> float:
        """The share of all that these keys have together."""
        return sum(self.weights[key] for key in keys) / sum(self.weights.values())

    @property
    def said(self) -> str:
        return ", ".join(f"{key}: {weight:g}" for key, weight in self.weights.items())


class Weeks(Given, frozen=True):
    weeks: list[int]

    @property
    def said(self) -> str:
        return ", ".join(str(week) for week in self.weeks)


Figure = Share | Number | Spread | Between | Weights | Weeks
"""Every kind there is."""


class Cohort(Struct, frozen=True, forbid_unknown_fields=True):
    since_first_visit: Between


class People(Struct, frozen=True, forbid_unknown_fields=True):
    age: Weights
    first_birth: Share
    first_birth_by_age: Weights
    births_before: Weights
    height: Spread
    body_mass: Weights
    language: Weights
    interpreter: Share


class Pregnancies(Struct, frozen=True, forbid_unknown_fields=True):
    twins: Share
    shared_placenta: Share
    birth: Weights
    term: Spread
    twins_preterm: Share
    loss: Share
    loss_days: Between
    assisted: Share
    unsure_period: Share
    period_error: Spread
    early_scan: Share
    breech: Share
    fetal_position: Weights
    second_position: Weights
    turned: Between


class Conditions(Struct, frozen=True, forbid_unknown_fields=True):
    preeclampsia: Share
    hypertension: Share
    chronic_hypertension: Share
    diabetes: Share
    slow_growth: Share
    onset: Spread
    rise: Number
    chronic_level: Number


class Care(Struct, frozen=True, forbid_unknown_fields=True):
    seen_by: Weights
    midwife_share: Share
    check_ups: Spread
    programme: Weeks
    first_visit: Spread
    late: Share
    late_visit: Between
    moves: Share
    from_paper: Share
    calls: Weights
    at_night: Share
    women_a_midwife: Number
    women_a_doctor: Number
    women_a_birth_unit: Number
    women_a_birth_midwife: Number
    opened_by_doctor: Share
    paper_check_ups: Number
    call_way: Weights
    call_about: Weights
    call_urgency: Weights
    home_days: Number
    home_share: Share


class Readings(Struct, frozen=True, forbid_unknown_fields=True):
    systolic: Spread
    diastolic: Spread
    systolic_late: Number
    diastolic_late: Number
    own_share: Share
    raised_systolic: Spread
    raised_diastolic: Spread
    gain: Spread
    fetal_heart_rate: Spread
    fundal_noise: Number
    taken: Weights
    stated: Weights
    declined: Share
    taken_at_scan: Share
    even: Share
    fundal_own: Number
    fundal_lost: Number
    heart_own: Number
    weight_noise: Number
    early_gain: Share
    swelling: Number
    urine: Weights
    urine_preeclampsia: Weights
    oedema_early: Weights
    oedema_late: Weights
    oedema_preeclampsia: Weights
    movements_early: Weights
    movements: Weights
    symptoms: Share
    symptoms_preeclampsia: Share
    nothing_to_tell: Weights
    noted: Weights


class Results(Struct, frozen=True, forbid_unknown_fields=True):
    abo: Weights
    rhd_negative: Share
    antibodies: Share
    hbsag: Share
    hiv: Share
    syphilis: Share
    haemoglobin_early: Spread
    haemoglobin_late: Spread
    ferritin_log: Spread
    early_sugar: Spread
    early_sugar_diabetes: Spread
    given: Weights
    early_sugar_body_mass: Number
    early_sugar_other: Share
    ferritin_lost: Number


class Changes(Struct, frozen=True, forbid_unknown_fields=True):
    corrected: Share
    withdrawn: Share
    misplaced: Share


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """parameters.toml as read."""

    cohort: Cohort
    people: People
    pregnancy: Pregnancies
    conditions: Conditions
    care: Care
    readings: Readings
    results: Results
    changes: Changes
    nowhere: dict[Text, Share]

    def every(self) -> Iterator[tuple[str, Figure]]:
        """`care.check_ups` and what is given for it, in the order of the file."""
        for section in self.__struct_fields__:
            tables = getattr(self, section)
            named = tables if isinstance(tables, dict) else msgspec.structs.asdict(tables)
            for name, given in named.items():
                yield f"{section}.{name}", given


def read_parameters(text: str) -> Parameters:
    """parameters.toml -> the parameters. ValueError for a figure without source, unknown, missing or out of range."""
    return shaped(toml_data(text, FILE), Parameters, FILE)


def _refuse_empty(ends: tuple[float, float]) -> None:
    if not ends[0] < ends[1]:
        raise ValueError("the lowest must be below the highest")


def span(key: str) -> tuple[float, float]:
    """`18.5-24.9` -> (18.5, 24.9)."""
    low, _, high = key.partition("-")
    return float(low), float(high)
