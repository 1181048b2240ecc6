"""The strict form of a story file and of the cast: what a builder may be told."""

import tomllib
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field

T = TypeVar("T")


class StoryWoman(Struct, frozen=True, forbid_unknown_fields=True):
    """Age is today's; the birthday comes in so many days, so that no story changes its meaning overnight."""

    name: str
    age: int
    birthday_in_days: int
    language: str = "nb"


class StoryFetus(Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    position: str | None = None


class StoryDueDate(Struct, frozen=True, forbid_unknown_fields=True):
    method: str
    measured_day: int
    edd_day: int
    set_day: int
    by: str
    why: str | None = None
    embryo_days: int | None = None


class StoryPregnancy(Struct, frozen=True, forbid_unknown_fields=True):
    opened_day: int
    opened_by: str
    fetuses: list[StoryFetus]
    due_dates: list[StoryDueDate]
    fetuses_day: int | None = None


class StoryHead(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: str
    shown: bool


class Story(Struct, frozen=True, forbid_unknown_fields=True):
    """One woman. `facts`, `result`, `home` and `visit` hold catalogue keys beside `day` and `by`."""

    story: StoryHead
    woman: StoryWoman
    team: dict[str, str]
    pregnancy: StoryPregnancy
    facts: dict[str, Any]
    result: list[dict[str, Any]] = field(default_factory=list)
    home: list[dict[str, Any]] = field(default_factory=list)
    visit: list[dict[str, Any]] = field(default_factory=list)
    unplaced: dict[str, Any] = field(default_factory=dict)


class Unit(Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    name: str
    phone: str
    her_id: str


class CastClinician(Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    name: str
    hpr: str
    unit: str
    category: str
    title: str


class Cast(Struct, frozen=True, forbid_unknown_fields=True):
    unit: list[Unit]
    clinician: list[CastClinician]


class BadStory(ValueError):
    """A story or the cast is not in its form. The message names the file and the place."""


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
