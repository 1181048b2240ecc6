"""Builders: they live a story through the same actions as real people, each at its own moment."""

import datetime as dt
from decimal import Decimal
from typing import Any

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind, system
from helsekort.access.decide import LABORATORY
from helsekort.actions import cards, contacts, due_dates, registry
from helsekort.actions.context import Context
from helsekort.demo.stories_read import Cast, Story, StoryDueDate, StoryWoman
from helsekort.fhir.times import NORWAY
from helsekort.record.codes import FNR
from helsekort.record.entries import Contact, ContactKind, DueDate, Fetus, Finding, Pressure, Value, Way
from helsekort.record.identifiers import NationalNumber, make_synthetic_number
from helsekort.record.measurements import Kind
from helsekort.record.parties import Clinician, NationalNumberFact, Organisation, Role, Woman
from helsekort.store.parties import PersonaRow

DEMO = system("demo")
SATURDAY, SUNDAY = 5, 6
FIRST_CLOCK = dt.time(9, 0)
DAYS_BEFORE = 30


class People(Struct):
    """The cast as parties: clinicians as actors, by key."""

    clinicians: dict[str, Actor]


class Builder:
    """Makes the demo's people and cards, relative to one day."""

    def __init__(self, ctx: Context, today: dt.date) -> None:
        self._ctx = ctx
        self.today = today
        self._minute = 0
        self._place = 0

    def at(self, day: int, clock: dt.time = FIRST_CLOCK, *, weekend: bool = False) -> Context:
        """The house on a day of the story; each call is a minute later than the one before."""
        self._minute += 1
        on = self.date(day) if weekend else self.weekday(day)
        moment = dt.datetime.combine(on, clock, NORWAY) + dt.timedelta(minutes=self._minute % 240)
        now = self._ctx.now()
        return self._ctx.at(min(int(moment.timestamp() * 1_000_000), now))

    def weekday(self, day: int) -> dt.date:
        """The story's day; a visit on a Saturday is moved to Friday, one on a Sunday to Monday."""
        date = self.today + dt.timedelta(days=day)
        moved = {SATURDAY: -1, SUNDAY: 1}.get(date.weekday(), 0)
        return min(date + dt.timedelta(days=moved), self.today)

    def date(self, day: int) -> dt.date:
        return self.today + dt.timedelta(days=day)

    def cast(self, cast: Cast) -> People:
        """Register the units and the health personnel, and let them be chosen at the door."""
        ctx = self._ctx
        units = {
            unit.key: registry.register_party(
                DEMO, ctx=ctx, party=Organisation(unit.name, None, unit.phone, unit.her_id)
            )
            for unit in cast.unit
        }
        actors = {}
        for one in cast.clinician:
            party = registry.register_party(DEMO, ctx=ctx, party=Clinician(one.name, one.hpr))
            unit = units[one.unit]
            registry.register_party(DEMO, ctx=ctx, party=Role(party, unit, one.category))
            actors[one.key] = Actor(ActorKind.CLINICIAN, party, unit, one.category)
            self._persona(one.key, "clinician", party, unit, one.category, one.title)
        # a system, which the door does not offer: it sends messages with a token of its own
        self._persona(LABORATORY, ActorKind.SYSTEM, 0, 0, "", LABORATORY)
        return People(actors)

    def _persona(self, key: str, kind: str, party: int, unit: int, category: str, title: str) -> None:
        self._place += 1
        row = PersonaRow(key, self._place, kind, party, unit, category, title)
        registry.register_persona(DEMO, ctx=self._ctx, persona=row)

    def live(self, story: Story, people: People) -> int:
        """Live a story up to today; the card."""
        woman = self.woman(story.woman, story.story.id)
        self._persona(story.story.id, "woman", woman, 0, "", story.story.title)
        for key in story.team.values():
            actor = people.clinicians[key]
            registry.begin_care(
                DEMO,
                ctx=self.at(story.pregnancy.opened_day - DAYS_BEFORE),
                woman=woman,
                clinician=actor.party,
                organisation=actor.organisation,
                basis="list",
            )
        opener = people.clinicians[story.pregnancy.opened_by]
        opened = self.at(story.pregnancy.opened_day, dt.time(8, 0))
        card = cards.open_new_card(opener, ctx=opened, woman=woman, key="open")
        fetuses = self._fetuses(story, people, card)
        for due in story.pregnancy.due_dates:
            self._due_date(card, due, people)
        for number, (kind, rows) in enumerate(_rows(story)):
            self._write(card, kind, rows, people, fetuses, f"{kind}-{number}")
        return card

    def woman(self, woman: StoryWoman, seed: str) -> int:
        """Register a woman with a synthetic national number that agrees with her birth date."""
        birth = self._birth_date(woman)
        number = synthetic_number(birth, seed)
        fact = NationalNumberFact(FNR, number.value, birth)
        party = Woman(woman.name, birth, (fact,), woman.language)
        return registry.register_party(DEMO, ctx=self._ctx, party=party)

    def _birth_date(self, woman: StoryWoman) -> dt.date:
        birthday = self.date(woman.birthday_in_days)
        year = birthday.year - woman.age - 1
        return birthday.replace(year=year, day=min(birthday.day, 28))

    def _fetuses(self, story: Story, people: People, card: int) -> dict[str, int]:
        pregnancy = story.pregnancy
        day = pregnancy.opened_day if pregnancy.fetuses_day is None else pregnancy.fetuses_day
        actor = people.clinicians[story.team["midwife"]]
        return {
            fetus.label: contacts.name_fetus(
                actor,
                ctx=self.at(day),
                card=card,
                fetus=Fetus(fetus.label, self.weekday(day), fetus.position),
                key=f"fetus-{fetus.label}",
            )
            for fetus in pregnancy.fetuses
        }

    def _due_date(self, card: int, due: StoryDueDate, people: People) -> None:
        actor, ctx = people.clinicians[due.by], self.at(due.set_day)
        proposed = DueDate(
            edd=self.date(due.edd_day),
            length=self._ctx.terms.norwegian_length,
            method=due.method,
            measured_on=self.date(due.measured_day),
            set_on=self.weekday(due.set_day),
            embryo_days=due.embryo_days,
        )
        origin = due_dates.propose_due_date(actor, ctx=ctx, card=card, due=proposed, key=f"due-{due.set_day}")
        due_dates.confirm_due_date(
            actor, ctx=ctx, card=card, origin=origin, base_version=1, why=due.why, looked=True
        )

    def _write(
        self,
        card: int,
        kind: str,
        row: dict[str, Any],
        people: People,
        fetuses: dict[str, int],
        key: str,
    ) -> None:
        day, actor = row["day"], people.clinicians[row["by"]]
        on = self.weekday(day) if kind == "visit" else self.date(day)
        findings = self._findings(row, on, fetuses, at_home=kind == "home")
        confirmed = frozenset(contacts.confirmation_mark(finding) for finding in findings)
        if kind != "visit":
            contacts.state_facts(
                actor,
                ctx=self.at(day, weekend=True),
                card=card,
                findings=findings,
                key=key,
                confirmed=confirmed,
            )
            return
        contact = Contact(ContactKind.CHECK_UP, Way.VISIT, on)
        contacts.record_contact(
            actor,
            ctx=self.at(day),
            card=card,
            contact=contact,
            findings=findings,
            key=key,
            confirmed=confirmed,
        )

    def _findings(
        self, row: dict[str, Any], on: dt.date, fetuses: dict[str, int], *, at_home: bool
    ) -> list[Finding]:
        found = []
        for what, value in row.items():
            if what in ("day", "by"):
                continue
            if what == "fetus":
                for one in value:
                    keys = [key for key in one if key != "label"]
                    found += [
                        Finding(key, self._value(key, one[key]), on, fetus=fetuses[one["label"]])
                        for key in keys
                    ]
            elif what == "blood_pressure":
                found += [_reading(reading, on, at_home) for reading in value]
            else:
                found.append(Finding(what, self._value(what, value), on))
        return found

    def _value(self, what: str, value: Any) -> Value:  # noqa: ANN401  # as TOML gives it
        if self._ctx.catalogue[what].kind is Kind.QUANTITY:
            return Decimal(str(value))
        plain: Value = value
        return plain


def _rows(story: Story) -> list[tuple[str, dict[str, Any]]]:
    """What was written, in the order of days."""
    rows = [("facts", story.facts)]
    rows += [("visit", row) for row in story.visit]
    rows += [("result", row) for row in story.result]
    rows += [("home", row) for row in story.home]
    return sorted(rows, key=lambda row: (row[1]["day"], row[0] != "facts"))


def _reading(reading: list[Any], on: dt.date, at_home: bool) -> Finding:
    """[systolic, diastolic] and, for a repeat, the minutes after half past eight."""
    at = None
    if len(reading) > 2:
        at = (dt.datetime.combine(on, dt.time(8, 30)) + dt.timedelta(minutes=reading[2])).time()
    value = Pressure(Decimal(reading[0]), Decimal(reading[1]))
    return Finding("blood_pressure", value, on, at, by_woman=at_home)


def synthetic_number(birth: dt.date, seed: str) -> NationalNumber:
    """A synthetic national number (month + 80) for a birth date; the same for the same seed."""
    low, high = (500, 999) if birth.year >= 2000 else (0, 499)
    start = sum(seed.encode())
    for step in range(high - low):
        individual = low + (start + step) % (high - low)
        number = make_synthetic_number(birth.day, birth.month, birth.year % 100, individual)
        if number is not None:
            return number
    raise LookupError("no number of this day is free")
