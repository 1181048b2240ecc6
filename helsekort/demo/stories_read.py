"""The strict form of a story file and of the cast: what a builder may be told."""

import datetime as dt
import tomllib
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct, field

from helsekort.record.parties import UnitKind

T = TypeVar("T")
Text = Annotated[str, Meta(min_length=1)]


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """Part of such a file: what has no name here is a mistake."""


class ByWhom(Said, frozen=True):
    """Something that was done: the day, and the key of who did it."""

    day: int
    by: str


class KeptBack(StrEnum):
    """Why a story is not shown unless it is asked for."""

    VIOLENCE = "violence"
    YOUNG = "under-sixteen"
    LOSS = "loss"
    SUBSTANCES = "substances"
    FOR_TESTS = "for-tests"


REASONS: dict[KeptBack, str] = {
    KeptBack.VIOLENCE: "tells of violence",
    KeptBack.YOUNG: "the woman is under sixteen",
    KeptBack.LOSS: "a child dies",
    KeptBack.SUBSTANCES: "substance treatment",
    KeptBack.FOR_TESTS: "a short story for tests",
}


class StoryHead(Said, frozen=True):
    """`place` is the order at the door. `day` fixes the story's today to one day; else it is the day it is made."""

    id: Text
    title: Text
    place: int
    kept_back: list[KeptBack] = field(default_factory=list)
    day: dt.date | None = None


class StoryWoman(Said, frozen=True):
    """Age is today's; the birthday comes in so many days, so that no story changes its meaning overnight."""

    name: Text
    age: int
    birthday_in_days: Annotated[int, Meta(ge=2, le=363)]
    language: str = "nb"
    number: Literal["fnr", "dnr"] = "fnr"


class StoryFetus(Said, frozen=True):
    label: str
    position: str | None = None


class StoryPaper(Said, frozen=True):
    """Copied from paper: who wrote it there, and on which day."""

    written_by: Text
    day: int | None = None


class StoryDueDate(Said, frozen=True):
    """`length` only for a method that brings its own."""

    method: str
    edd_day: int
    set_day: int
    by: str
    measured_day: int | None = None
    why: str | None = None
    embryo_days: int | None = None
    length: int | None = None
    paper: StoryPaper | None = None


class StoryPregnancy(Said, frozen=True):
    opened_day: int
    opened_by: str
    fetuses: list[StoryFetus]
    due_dates: list[StoryDueDate]
    fetuses_day: int | None = None


class StoryEnding(ByWhom, frozen=True):
    """The pregnancy is over: a code of list L5 for each fetus by its label, or one where none is entered."""

    outcome: str | dict[str, str]


class StoryReferral(ByWhom, frozen=True):
    """Sent to the unit of `to`, who answers it step by step: a day and FHIR's word for the step."""

    to: str
    why: str
    kind: Literal["referral", "birth-place"] = "referral"
    urgency: str = "routine"
    words: str = ""
    level: str | None = None
    steps: dict[Literal["received", "accepted"], int] = field(default_factory=dict)


class StoryCare(ByWhom, frozen=True):
    """Someone who takes part in her care from a day on, and not from the card's beginning."""


class StoryLost(ByWhom, frozen=True):
    """One of several fetuses grows no more."""

    label: str


class Opened(ByWhom, frozen=True):
    """Someone who opened the card, and wrote nothing."""


class Other(Said, frozen=True):
    """A laboratory's result by its code, as it is sent."""

    code: Text
    name: Text
    value: Text
    unit: Text


class Answer(Said, frozen=True):
    """A laboratory's message. `values` are catalogue keys, `others` what the card has no place for.

    `change` is "new", "changed" or "cancelled"; versions of one report have the same `report`.
    """

    day: int
    asked_by: str
    report: Text
    arrived_day: int
    change: Literal["new", "changed", "cancelled"] = "new"
    values: dict[str, Decimal | int] = field(default_factory=dict)
    others: list[Other] = field(default_factory=list)


class Change(ByWhom, frozen=True):
    """A visit corrected, or withdrawn where nothing is in `values`, by the name that it has; or a named row of a
    group corrected.
    """

    reason: Text
    visit: str = ""
    row: str = ""
    values: dict[str, Any] = field(default_factory=dict)


class Kind(StrEnum):
    """What the card has no place for yet, by the part of it that will hold it."""

    AFTER_BIRTH = "after birth"
    CARE = "care and access"
    EARLIER = "earlier births and losses"
    OWN_ENTRY = "her own entry"


class Unplaced(Said, frozen=True):
    """Facts of one kind, of a day where they have one. `protected` is the class that will guard them."""

    kind: Kind
    facts: dict[str, Any]
    day: int | None = None
    protected: str | None = None


class Story(Said, frozen=True):
    """One woman. Rows of `facts`, `result`, `home`, `visit` and `contact` hold catalogue keys beside `day` and `by`;
    those of a day to come are lived once it is past.
    """

    story: StoryHead
    woman: StoryWoman
    team: dict[str, str]
    pregnancy: StoryPregnancy
    facts: list[dict[str, Any]] = field(default_factory=list)
    result: list[dict[str, Any]] = field(default_factory=list)
    home: list[dict[str, Any]] = field(default_factory=list)
    visit: list[dict[str, Any]] = field(default_factory=list)
    contact: list[dict[str, Any]] = field(default_factory=list)
    message: list[Answer] = field(default_factory=list)
    change: list[Change] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    referral: list[StoryReferral] = field(default_factory=list)
    care: list[StoryCare] = field(default_factory=list)
    ending: StoryEnding | None = None
    lost: list[StoryLost] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def __post_init__(self) -> None:
        for row in (*self.facts, *self.result, *self.home, *self.visit, *self.contact):
            if not isinstance(row.get("day"), int) or not isinstance(row.get("by"), str):
                raise ValueError(f"each row needs `day`, a number, and `by`; one has only {', '.join(row)}")


class Enterprise(Said, frozen=True):
    """What units belong to: the legal entity that answers for them."""

    key: str
    name: str


class Unit(Said, frozen=True):
    """`part_of` is the key of an enterprise."""

    key: str
    name: str
    kind: UnitKind
    phone: str
    her_id: str
    part_of: str | None = None


class CastLaboratory(Said, frozen=True):
    """`serves` are keys of units."""

    her_id: str
    name: str
    serves: list[str]


class CastClinician(Said, frozen=True):
    """`door`: whether one can enter as this person."""

    key: str
    name: str
    hpr: str
    unit: str
    category: str
    title: str
    door: bool = True


class CastReviewer(Said, frozen=True):
    """Someone at a unit who looks at look-ups afterwards, and opens no card."""

    key: str
    name: str
    unit: str
    title: str


class Cast(Said, frozen=True):
    unit: list[Unit]
    laboratory: list[CastLaboratory]
    clinician: list[CastClinician]
    reviewer: list[CastReviewer] = field(default_factory=list)
    enterprise: list[Enterprise] = field(default_factory=list)


class BadStory(ValueError):
    """A story or the cast is not in its form. The message names the file and the place."""


def read_stories(texts: dict[str, str]) -> list[Story]:
    """TOML texts by name -> all stories, in the order of the door."""
    return sorted((read_story(name, text) for name, text in texts.items()), key=lambda one: one.story.place)


def read_story(name: str, text: str) -> Story:
    """TOML text -> a story."""
    return _read(name, text, Story)


def read_cast(text: str) -> Cast:
    """TOML text -> the cast."""
    return _read("cast", text, Cast)


def _read(name: str, text: str, form: type[T]) -> T:
    try:
        return msgspec.convert(tomllib.loads(text, parse_float=Decimal), form)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise BadStory(f"{name}.toml: {error}. Mend the file and make the demo anew.") from error
