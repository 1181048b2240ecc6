"""Builders: the demo's people, and each woman's story lived through the same actions as real people."""

import datetime as dt

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.groups import LABORATORY
from helsekort.actions import consents, registry
from helsekort.actions.context import Context
from helsekort.actions.laboratories import register_laboratory
from helsekort.demo.calendar import Calendar
from helsekort.demo.living import DEMO, Life
from helsekort.demo.stories_read import BadStory, Cast, Story, StoryWoman, Unit
from helsekort.record.agreements import LegalBasis
from helsekort.record.codes import DNR, FNR
from helsekort.record.identifiers import NationalNumber, make_synthetic_number
from helsekort.record.parties import Clinician, NationalNumberFact, Organisation, Role, Woman
from helsekort.store.parties import PersonaRow

DAYS_BEFORE = 30
BEFORE_ANY_STORY = dt.date(2016, 1, 4)
"""The laboratories have answered since then: one story is of 2017."""


class Builder:
    """Makes the demo's people and cards. `today` is the day that the stories' days are counted from."""

    def __init__(self, ctx: Context, today: dt.date) -> None:
        self._ctx = ctx
        self._today = today
        self._place = 0
        self._people: dict[str, Actor] = {}
        self._cast = Cast([], [], [])

    def cast(self, cast: Cast) -> None:
        """Register the units and the health personnel, and let them be chosen at the door."""
        ctx = self._ctx
        self._cast = cast
        above = {
            one.key: registry.register_party(DEMO, ctx=ctx, party=Organisation(one.name))
            for one in cast.enterprise
        }
        units = {
            unit.key: registry.register_party(DEMO, ctx=ctx, party=_as_party(unit, above))
            for unit in cast.unit
        }
        her_ids = {unit.key: unit.her_id for unit in cast.unit}
        for laboratory in cast.laboratory:
            register_laboratory(
                DEMO,
                ctx=ctx.at(Calendar.moment(BEFORE_ANY_STORY)),
                her_id=laboratory.her_id,
                name=laboratory.name,
                serves=tuple(her_ids[key] for key in laboratory.serves),
            )
        for one in cast.clinician:
            party = registry.register_party(DEMO, ctx=ctx, party=Clinician(one.name, one.hpr))
            unit = units[one.unit]
            registry.register_party(DEMO, ctx=ctx, party=Role(party, unit, one.category))
            self._people[one.key] = Actor(ActorKind.CLINICIAN, party, unit, one.category)
            if one.door:
                self._persona(one.key, "clinician", party, unit, one.category, one.title)
        for reviewer in cast.reviewer:
            # no role: a care relation of a whole unit reaches those who treat there, and reviewers open no card
            party = registry.register_party(DEMO, ctx=ctx, party=Clinician(reviewer.name))
            self._persona(reviewer.key, "reviewer", party, units[reviewer.unit], "", reviewer.title)
        # a system, which the door does not offer: it sends messages with a token of its own
        self._persona(LABORATORY, ActorKind.SYSTEM, 0, 0, "", LABORATORY)

    def _persona(self, key: str, kind: str, party: int, unit: int, category: str, title: str) -> None:
        self._place += 1
        row = PersonaRow(key, self._place, kind, party, unit, category, title)
        registry.register_persona(DEMO, ctx=self._ctx, persona=row)

    def live(self, story: Story) -> int:
        """Live a story up to the clock's day; the card. BadStory names who or what the file does not know."""
        days = Calendar(story.story.day or self._today)
        number, woman = self._woman(story, days)
        self._persona(story.story.id, "woman", woman, 0, "", story.story.title)
        opens = self._ctx.at(days.moment(days.date(story.pregnancy.opened_day - DAYS_BEFORE)))
        if self._ctx.legal_basis is LegalBasis.TRIAL:
            consents.give_consent(Actor(ActorKind.WOMAN, woman), ctx=opens)
        life = Life(self._ctx, days, story, self._cast, self._people)
        for key in dict.fromkeys(story.team.values()):
            actor = life.actor(key)
            registry.begin_care(
                DEMO,
                ctx=opens,
                woman=woman,
                clinician=actor.party,
                organisation=actor.organisation,
                basis="list",
            )
        return life.live(woman, number)

    def _woman(self, story: Story, days: Calendar) -> tuple[str, int]:
        """Register a woman with a synthetic national number that agrees with her birth date."""
        woman = story.woman
        birth = birth_date(woman, days)
        number = synthetic_number(birth, story.story.id, d_number=woman.number == "dnr").value
        fact = NationalNumberFact(DNR if woman.number == "dnr" else FNR, number, birth)
        party = Woman(woman.name, birth, (fact,), woman.language)
        return number, registry.register_party(DEMO, ctx=self._ctx, party=party)


def _as_party(unit: Unit, above: dict[str, int]) -> Organisation:
    part_of = above[unit.part_of] if unit.part_of else None
    return Organisation(unit.name, None, unit.phone, unit.her_id, unit.kind, part_of)


def birth_date(woman: StoryWoman, days: Calendar) -> dt.date:
    """The one with which she has her age; who would be born on a 29 February that was not is born the day before."""
    birthday = days.date(woman.birthday_in_days)
    year = birthday.year - woman.age - 1
    try:
        return birthday.replace(year=year)
    except ValueError:
        return birthday.replace(year=year, day=28)


def synthetic_number(birth: dt.date, seed: str, *, d_number: bool = False) -> NationalNumber:
    """A synthetic national number (month + 80) for a birth date; the same for the same seed.

    BadStory where all numbers of the day are used up.
    """
    low, high = (500, 1000) if birth.year >= 2000 else (0, 500)
    start = sum(seed.encode())
    for step in range(high - low):
        individual = low + (start + step) % (high - low)
        number = make_synthetic_number(
            birth.day, birth.month, birth.year % 100, individual, d_number=d_number
        )
        if number is not None:
            return number
    raise BadStory(f"{seed}.toml: no number of her birth day is free. Change birthday_in_days by a day.")
