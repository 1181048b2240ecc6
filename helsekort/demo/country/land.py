"""The country itself: what was asked for, the data it is drawn from, and its units and health personnel."""

import datetime as dt
import math
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Struct

from helsekort.demo.country.dice import Dice, new_id
from helsekort.demo.country.parameters import Number, Parameters
from helsekort.fhir.times import NORWAY
from helsekort.record.gestation import TermTable, Text, shaped, toml_data
from helsekort.record.growth import Curve
from helsekort.record.measurements import Catalogue
from helsekort.record.parties import Clinician, Organisation, Party, Role, UnitKind

DOCTOR, MIDWIFE = "LE", "JO"
MICROSECONDS = 1_000_000
_FIRST_HPR = 910_000_000
OFFICE = 4  # doctors at an office
STATION = 2  # midwives at a health station
_A_YEAR_AND_MORE = dt.timedelta(days=500)

Words = Annotated[list[Text], msgspec.Meta(min_length=1)]


class Shown(Struct, frozen=True, forbid_unknown_fields=True):
    """What those are called who can be chosen at the demo's door."""

    doctor: Text
    midwife: Text
    birth: Text


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """names.toml as read."""

    given: Words
    family: Words
    place_first: Words
    place_second: Words
    shown: Shown


class Phrases(Struct, frozen=True, forbid_unknown_fields=True):
    """One set of texts.toml as read, by what is written about."""

    early: Words
    scan: Words
    usual: Words
    pressure: Words
    diabetes: Words
    growth: Words
    twins: Words
    told: dict[Text, Words]  # by code of list L10
    advice_now: Words
    advice_later: Words
    follow_up: Words
    allergies: Words
    medicines: Words
    family: Words
    births: Words
    reasons: Words
    paper: Words
    scanned: Words
    placenta: Words
    placentas: Words


class Plan(Struct, frozen=True):
    """What was asked for. `entries` is how many a full card shall have at least; 0 adds nothing to what it has."""

    seed: int
    women: int
    today: dt.date
    texts: Literal["a", "b"] = "a"
    at_term: bool = False
    entries: int = 0


class Land(Struct, frozen=True):
    """All that a woman's life is drawn from."""

    plan: Plan
    parameters: Parameters
    names: Names
    phrases: Phrases
    catalogue: Catalogue
    terms: TermTable
    curve: Curve

    @property
    def opened(self) -> int:
        """The moment, in microseconds, at which units and people were registered: before any woman came."""
        return moment(self.plan.today - _A_YEAR_AND_MORE, 0)

    @property
    def now(self) -> int:
        """Nothing has happened later: the beginning of today, so that all of it is past when it is loaded."""
        return moment(self.plan.today, 0)


class Post(Struct, frozen=True):
    """Someone at a unit."""

    party: int
    unit: int
    category: str


def full_name(dice: Dice, names: Names) -> str:
    """A given name and two family names that differ."""
    first, second = dice.one_of(names.family), dice.one_of(names.family)
    given = dice.one_of(names.given)
    return f"{given} {first} {second}" if first != second else f"{given} {first}"


def read_names(text: str) -> Names:
    """names.toml -> the names. ValueError that names the key."""
    return shaped(toml_data(text, "names.toml"), Names, "names.toml")


def read_phrases(text: str, chosen: str) -> Phrases:
    """texts.toml -> one of its sets. ValueError that names the key."""
    sets = toml_data(text, "texts.toml")
    if chosen not in sets:
        raise ValueError(f"texts.toml: there is no set {chosen}; choose one of {', '.join(sets)}")
    return shaped(sets[chosen], Phrases, f"texts.toml [{chosen}]")


def moment(on: dt.date, minute: int) -> int:
    """So many minutes after midnight by a clock in Norway -> microseconds since 1970 UTC."""
    wall = dt.datetime.combine(on, dt.time(minute // 60, minute % 60), NORWAY)
    return int(wall.timestamp()) * MICROSECONDS


def place_name(land: Land, number: int) -> str:
    """A place of its own for each number."""
    first, second = land.names.place_first, land.names.place_second
    turn, rest = divmod(number, len(first) * len(second))
    # The halves go round at different speeds, so that neighbours do not begin alike.
    name = first[rest % len(first)] + second[(rest // len(first) + rest) % len(second)]
    return f"{name} {turn + 1}" if turn else name


def _enough(land: Land, each: Number, least: int = 1) -> int:
    return max(least, math.ceil(land.plan.women / each.value))


def doctor(land: Land, number: int) -> Post:
    count = _enough(land, land.parameters.care.women_a_doctor, 2 * OFFICE)
    return _post(land, "doctor", number % count, OFFICE, DOCTOR)


def midwife(land: Land, number: int) -> Post:
    # At least two stations, so that she can move from one to the other.
    count = _enough(land, land.parameters.care.women_a_midwife, 2 * STATION)
    return _post(land, "midwife", number % count, STATION, MIDWIFE)


def birth_midwife(land: Land, number: int) -> Post:
    care = land.parameters.care
    count = _enough(land, care.women_a_birth_midwife)
    at_each = max(1, round(care.women_a_birth_unit.value / care.women_a_birth_midwife.value))
    return _post(land, "birth", number % count, at_each, MIDWIFE)


def shown(land: Land) -> Iterator[tuple[str, Post, str]]:
    """(kind, who, title) of the first of each kind: those that a demo lets in at its door."""
    titles = land.names.shown
    yield "doctor", doctor(land, 0), titles.doctor
    yield "midwife", midwife(land, 0), titles.midwife
    yield "birth", birth_midwife(land, 0), titles.birth


def _post(land: Land, kind: str, number: int, together: int, category: str) -> Post:
    seed = land.plan.seed
    return Post(new_id(seed, kind, number), new_id(seed, "unit", kind, number // together), category)


def parties(land: Land) -> Iterator[tuple[int, Party]]:
    """(id, party) of every unit, clinician and role, each before the ones that name it."""
    care, women = land.parameters.care, land.plan.women
    kinds = (
        ("legesenter", UnitKind.GP_PRACTICE, doctor, _enough(land, care.women_a_doctor, 2 * OFFICE)),
        ("helsestasjon", UnitKind.HEALTH_STATION, midwife, _enough(land, care.women_a_midwife, 2 * STATION)),
        ("fødeavdeling", UnitKind.BIRTH_UNIT, birth_midwife, _enough(land, care.women_a_birth_midwife)),
    )
    dice = Dice(land.plan.seed, "personnel", women)
    registered = 0
    for kind, unit_kind, of, count in kinds:
        known: set[int] = set()
        for number in range(count):
            post = of(land, number)
            if post.unit not in known:
                name = f"{place_name(land, len(known))} {kind}"
                phone = f"55 00 {registered // 100 % 100:02} {registered % 100:02}"
                yield post.unit, Organisation(name, None, phone, kind=unit_kind)
                known.add(post.unit)
            registered += 1
            name = f"{dice.one_of(land.names.given)} {dice.one_of(land.names.family)}"
            yield post.party, Clinician(name, str(_FIRST_HPR + registered))
            yield (
                new_id(land.plan.seed, "role", kind, number),
                Role(post.party, post.unit, post.category),
            )
