"""The form of a rule file: one topic, its dated versions, and in each the figures, inputs and rules that were in force.

A figure never stands in a rule, only its name: the figure with its source stands once, under `limits`.
"""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Struct, field

from helsekort.record.gestation import Mark

Words = Annotated[str, msgspec.Meta(pattern=r"\S")]
"""A text that says something: not empty, not blanks."""
Name = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9_]*\Z")]
AgeText = Annotated[str, msgspec.Meta(pattern=r"\A\d{1,2}\+[0-6]\Z")]
NOT_OBTAINED, NOT_READ = "not obtained", "not read"
AS_READ = "text as read for the project's references"
DAY_CHOSEN = "The day it came into force was not read; the date is a design choice."
"""What a version says of its edition and its dates where there is no more to say."""


class Urgency(StrEnum):
    """How soon a finding asks for something, most urgent first."""

    NOW = "now"
    TODAY = "today"
    DAYS = "days"
    VISIT = "visit"
    PLAN = "plan"


class Form(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every table of a rule file has in common: a key it does not know is refused."""


class Limit(Form, frozen=True, kw_only=True):
    """A figure with where it comes from: an amount in its unit, or an age of pregnancy such as "24+0"."""

    value: Decimal | None = None
    unit: str = ""
    age: str | None = None
    source: Words
    mark: Mark
    note: str = ""


class Input(Form, frozen=True, kw_only=True):
    """Something read off the card. `take` says how; `of` is the catalogue's key, or for `age_when` another input.

    `from_age` and `before_age` name limits: only what was taken at those ages counts. `at_visit`: only what is about
    the day of the last contact. `home` and `unverified` let in what she measured herself, and what was stored as
    stated though it is outside the possible. `times` is how often it was taken on the last day it was; `over_weeks` a
    height in centimetres less the completed weeks of the day it was taken; `contact` what kind of contact the last one
    was; `cells` what stands in the rows of a group, its `of` being "group.field". Rows that say nothing of it are
    missing, or passed over where `silent`. With `among`, rows whose field `where` says anything but one of those codes
    are passed over, and with `silent` too only such that say nothing. `in_pregnancy`: only rows of its days.
    """

    label: Words
    take: Literal[
        "latest",
        "first",
        "readings",
        "age",
        "age_when",
        "days_since",
        "her_age",
        "bmi",
        "fetuses",
        "days_since_end",
        "pressure_days",
        "due_method",
        "times",
        "over_weeks",
        "cells",
        "contact",
    ]
    of: str = ""
    part: Literal["", "systolic", "diastolic"] = ""
    systolic: str = ""
    diastolic: str = ""
    from_age: str = ""
    before_age: str = ""
    at_visit: bool = False
    each_fetus: bool = False
    home: bool = False
    unverified: bool = False
    silent: bool = False
    where: str = ""
    among: tuple[Words, ...] = ()
    in_pregnancy: bool = False


class Condition(Form, frozen=True, kw_only=True):
    """One condition: a value held against named limits, a band of a scale, or conditions put together.

    `from` and `before` make a half-open range; `above` and `up_to` are the other way about. `missing` asks whether
    nothing at all stands on the card: what was declined is not missing. `no_place` is something the card has no place
    for: it is never known, so a rule that hangs on it says what to ask instead of passing it over. `unsettled` is what
    stands on the card and still does not settle it, unless it is a no: a number whose "limit" was not obtained, or an
    illness of which the card does not say "which" it is.
    """

    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    negated: "Condition | None" = field(name="not", default=None)
    value: str = ""
    at_least: str = field(name="from", default="")
    before: str = ""
    above: str = ""
    up_to: str = ""
    equals: bool | None = field(name="is", default=None)
    one_of: tuple[Words, ...] = ()
    missing: bool = False
    unsettled: Literal["", "limit", "which"] = ""
    scale: str = ""
    band: str = ""
    no_place: str = ""


class Band(Form, frozen=True, kw_only=True):
    """A part of a scale between two named limits; the first has no lower one and the last no upper one."""

    name: Name
    at_least: str = field(name="from", default="")
    above: str = ""
    before: str = ""
    up_to: str = ""


class Scale(Form, frozen=True, kw_only=True):
    """A value cut into bands that leave no gap: each begins where the one before it ends."""

    value: Name
    bands: Annotated[tuple[Band, ...], msgspec.Meta(min_length=2)]


class Unsuited(Form, frozen=True, kw_only=True):
    """When this holds, the rule cannot be judged by what is known, and `because` says why."""

    when: Condition
    because: Words


class Rule(Form, frozen=True, kw_only=True):
    """One recommendation: to whom it applies, when it is met, and what is said then to her clinician and to her.

    It falls away when the pregnancy has ended, unless `after_end` says that it goes on. `covers` are milder rules of
    the topic that say the same thing: where this one is met, they ask for nothing of their own.
    """

    id: Name
    urgency: Urgency
    applies: Condition | None = None
    after_end: bool = False
    covers: tuple[Name, ...] = ()
    unsuited: tuple[Unsuited, ...] = ()
    when: Condition
    finding: Words
    action: Words
    to_her: Words
    source: str = ""
    mark: Mark | None = None
    note: str = ""


class Unjudged(Form, frozen=True, kw_only=True):
    """A recommendation of the topic that cannot be judged: no source was obtained, or the card has no place for it."""

    id: Name
    label: Words
    why: Words
    settled_by: Words


class Version(Form, frozen=True, kw_only=True):
    """What was in force from one day to another, both included. A version is never changed, only followed by one."""

    number: Annotated[int, msgspec.Meta(ge=1)]
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: Words
    address: Words
    edition: Words
    strength: Words
    mark: Mark
    dates_note: str = ""
    limits: dict[Name, Limit] = {}
    inputs: dict[Name, Input] = {}
    scales: dict[Name, Scale] = {}
    rules: tuple[Rule, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()

    @property
    def page(self) -> str | None:
        """Its official page; None where `address` says that none was read."""
        return self.address if self.address.startswith("https://") else None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it was in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Topic(Form, frozen=True, kw_only=True):
    """One rule file. `key` is the file's name; `order` is its place on a page."""

    key: Name
    label: Words
    order: int
    protected: bool = False
    versions: Annotated[tuple[Version, ...], msgspec.Meta(min_length=1)]

    def in_force(self, day: dt.date) -> Version | None:
        """The version that was in force on a day; None before the first."""
        return next((version for version in self.versions if version.holds_on(day)), None)


def days_of(age: str) -> int:
    """Whole days of an age written as weeks and days: "24+0" is 168."""
    weeks, days = age.split("+")
    return int(weeks) * dt.timedelta(weeks=1).days + int(days)


def amount(limit: Limit) -> Decimal:
    """The figure to compare with: days for an age."""
    if limit.age is not None:
        return Decimal(days_of(limit.age))
    assert limit.value is not None  # noqa: S101  # the gate lets through exactly one of the two
    return limit.value
