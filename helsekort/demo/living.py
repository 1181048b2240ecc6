"""One woman's story, lived in the order of its days: each thing by the one who did it, at its own moment."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind, system
from helsekort.access.groups import LABORATORY
from helsekort.actions import cards, contacts, due_dates, receiving, registry
from helsekort.actions.contacts import Corrected
from helsekort.actions.context import Context
from helsekort.actions.endings import UNNAMED, Ending, end_pregnancy, lose_fetus
from helsekort.actions.judging_rows import cell_mark
from helsekort.actions.outcomes import Rejected
from helsekort.actions.rows import answer_own, correct_row, write_answers
from helsekort.actions.taking_over import mark_taken, read_lacking
from helsekort.demo import referring
from helsekort.demo.calendar import MINUTE, MORNING, Calendar
from helsekort.demo.messages import NotSendable, story_message
from helsekort.demo.rows import HERSELF, Reader, Row, UnknownKey, names_of
from helsekort.demo.stories_read import (
    Answer,
    BadStory,
    Cast,
    Change,
    Opened,
    Story,
    StoryCare,
    StoryDueDate,
    StoryEnding,
    StoryLost,
    StoryReferral,
)
from helsekort.record.card import Card, ContactLine
from helsekort.record.entries import Contact, ContactKind, DueDate, Fetus, Finding, FromPaper, Way
from helsekort.record.entries import Row as CardRow

LAB = system(LABORATORY)
DEMO = system("demo")
OPENING = dt.time(8, 0)
SCANS = "US_"
"""A scan is on the day it was; all other due dates are set at a visit."""

A_WEEK = dt.timedelta(days=7)
LAST = 9
"""After all else of a day."""
WRITTEN_AFTER = dt.timedelta(minutes=10)

Doing = Callable[[Context], None]


class Step(Struct, frozen=True):
    """One thing that happens. `place` is its order among those of a day."""

    on: dt.date
    place: int
    do: Doing
    at: dt.time = MORNING


class Life:
    """A story with the people in it. What its file says and nobody knows is a BadStory."""

    def __init__(
        self, ctx: Context, days: Calendar, story: Story, cast: Cast, people: dict[str, Actor]
    ) -> None:
        self._ctx, self._days, self._story = ctx, days, story
        self._cast, self._people = cast, dict(people)
        self._fetuses: dict[str, int] = {}
        self._visits: dict[str, int] = {}
        self._rows: dict[str, int] = {}
        self._card = 0
        self._keys = 0

    def actor(self, key: str) -> Actor:
        """Someone of the cast."""
        if key not in self._people:
            raise self._bad(f"nobody in the cast is called {key!r}")
        return self._people[key]

    def _bad(self, says: str) -> BadStory:
        return BadStory(f"{self._story.story.id}.toml: {says}. Mend the file and make the demo anew.")

    def live(self, woman: int, number: str) -> int:
        """Open the card and live the story on it up to the clock's day; the card."""
        pregnancy = self._story.pregnancy
        self._people[HERSELF] = Actor(ActorKind.WOMAN, woman)
        opened = self._days.weekday(pregnancy.opened_day)
        last = min(self._days.moment(opened, OPENING), self._ctx.now())
        opener = self.actor(pregnancy.opened_by)
        self._card = cards.open_new_card(opener, ctx=self._ctx.at(last), woman=woman, key="open")
        steps = [*self._beginning(), *self._statements(), *self._contacts(), *self._others(woman)]
        steps += [self._sent(answer, number) for answer in self._story.message]
        if opened < self._ctx.today() - A_WEEK:
            steps.append(Step(self._ctx.today() - A_WEEK, LAST, self._take_over))
        for step in sorted(steps, key=lambda one: (max(one.on, opened), one.place, one.at)):
            # what is written later has a later moment, but none that has not come
            last = max(self._days.moment(max(step.on, opened), step.at), last + MINUTE)
            try:
                step.do(self._ctx.at(min(last, self._ctx.now())))
            except (UnknownKey, NotSendable) as unknown:
                raise self._bad(f"the card has no {unknown}") from unknown
            except Rejected as rejected:
                wrong = ", ".join(f"{one.field} {one.code}" for one in rejected.problems)
                raise self._bad(f"{step.on} cannot be written: {wrong}") from rejected
        return self._card

    def _beginning(self) -> Iterator[Step]:
        days, pregnancy = self._days, self._story.pregnancy
        for due in pregnancy.due_dates:
            on = days.date(due.set_day) if due.method.startswith(SCANS) else days.weekday(due.set_day)
            yield Step(on, 0, partial(self._due_date, due))
        day = pregnancy.opened_day if pregnancy.fetuses_day is None else pregnancy.fetuses_day
        for fetus in pregnancy.fetuses:
            made = Fetus(fetus.label, days.weekday(day), fetus.position)
            yield Step(days.weekday(day), 1, partial(self._name, made))

    def _take_over(self, ctx: Context) -> None:
        """Each unit takes over to its own record what it wrote here: what came since waits there, as it does."""
        for key in {self.actor(key).organisation: key for key in self._story.team.values()}.values():
            lacking = read_lacking(self.actor(key), ctx=ctx, card=self._card)
            if lacking.open:
                mark_taken(self.actor(key), ctx=ctx, card=self._card, up_to=lacking.up_to)

    def _statements(self) -> Iterator[Step]:
        for row in self._past(self._story.facts):
            on = self._days.weekday(row["day"])
            yield Step(on, 2, partial(self._state, row, on))
        for row in self._past(self._story.result):
            on = self._days.date(row["day"])
            yield Step(on, 4, partial(self._state, row, on), _minutes_after(row))
        for row in self._past(self._story.home):
            on = self._days.date(row["day"])
            told = self._days.date(row["told_day"]) if "told_day" in row else on
            yield Step(told, 5, partial(self._state, row, on, at_home=True), _minutes_after(row))

    def _contacts(self) -> Iterator[Step]:
        for row in self._past(self._story.visit):
            yield self._visit(row)
        for row in self._past(self._story.contact):
            on = self._days.date(row["day"])
            yield Step(on, 3, partial(self._meet, row, on, ContactKind.CONTACT), _minutes_after(row))

    def _visit(self, row: Row) -> Step:
        on = self._days.weekday(row["day"])
        return Step(on, 3, partial(self._meet, row, on, ContactKind.CHECK_UP))

    def _past(self, rows: Iterable[Row]) -> Iterator[Row]:
        """What comes after the story's today is lived once its day is past."""
        return (row for row in rows if self._is_past(row["day"], later=row.get("later", False)))

    def _is_past(self, day: int, *, later: bool = False) -> bool:
        return day + later <= 0 or self._days.weekday(day) < self._ctx.today()

    def _others(self, woman: int) -> Iterator[Step]:
        for change in self._story.change:
            if self._is_past(change.day):
                yield Step(self._days.weekday(change.day), 6, partial(self._change, change))
        for care in self._story.care:
            if self._is_past(care.day):
                yield Step(self._days.date(care.day), 0, partial(self._join, care, woman))
        for lost in self._story.lost:
            yield Step(self._days.date(lost.day), 6, partial(self._lose, lost))
        ending = self._story.ending
        if ending is not None and self._is_past(ending.day):
            yield Step(self._days.date(ending.day), 6, partial(self._end, ending))
        for place, referral in enumerate(self._story.referral):
            yield from self._referred(f"referral-{place}", referral)
        for opened in self._story.opened:
            yield Step(self._days.weekday(opened.day), 7, partial(self._look, opened))

    def _referred(self, name: str, told: StoryReferral) -> Iterator[Step]:
        yield Step(self._days.weekday(told.day), 5, partial(self._refer, name, told))
        for step, day in told.steps.items():
            yield Step(self._days.weekday(day), 6, partial(self._reply, name, told.to, step))

    def _refer(self, name: str, told: StoryReferral, ctx: Context) -> None:
        sender, to = self.actor(told.by), self.actor(told.to).organisation
        self._rows[name] = referring.send(ctx, self._card, told, sender, to, self._key())

    def _reply(self, name: str, to: str, step: str, ctx: Context) -> None:
        referring.answer(ctx, self._card, self._rows[name], self.actor(to), step)

    def _sent(self, answer: Answer, number: str) -> Step:
        on = self._days.date(answer.arrived_day)
        return Step(on, 8, partial(self._receive, answer, number))

    def _due_date(self, due: StoryDueDate, ctx: Context) -> None:
        actor, days = self.actor(due.by), self._days
        proposed = DueDate(
            edd=days.date(due.edd_day),
            length=due.length or ctx.terms.norwegian_length,
            method=due.method,
            measured_on=None if due.measured_day is None else days.date(due.measured_day),
            set_on=ctx.today(),
            embryo_days=due.embryo_days,
            paper=self._paper(due.paper.written_by, due.paper.day) if due.paper else None,
        )
        key = f"due-{due.method}-{due.set_day}"
        origin = due_dates.propose_due_date(actor, ctx=ctx, card=self._card, due=proposed, key=key)
        due_dates.confirm_due_date(
            actor, ctx=ctx, card=self._card, origin=origin, base_version=1, why=due.why, looked=True
        )

    def _paper(self, written_by: str, day: int | None) -> FromPaper:
        return FromPaper(written_by, None if day is None else self._days.date(day))

    def _name(self, fetus: Fetus, ctx: Context) -> None:
        actor = self.actor(self._story.team["midwife"])
        key = f"fetus-{fetus.label}"
        self._fetuses[fetus.label] = contacts.name_fetus(
            actor, ctx=ctx, card=self._card, fetus=fetus, key=key
        )

    def _reader(self, ctx: Context) -> Reader:
        return Reader(ctx.catalogue, self._days, self._fetuses)

    def _state(self, row: Row, on: dt.date, ctx: Context, *, at_home: bool = False) -> None:
        """What a form saves."""
        findings = self._reader(ctx).findings(row, on, at_home=at_home)
        self._answer(row, findings, self._reader(ctx).rows(row, on), ctx)

    def _answer(self, said: Row, findings: list[Finding], rows: list[CardRow], ctx: Context) -> None:
        """Her own by herself, all else by those who care for her."""
        write = answer_own if said["by"] == HERSELF else write_answers
        marks = {*map(contacts.confirmation_mark, findings), *_cell_marks(rows)}
        origins = write(
            self.actor(said["by"]),
            ctx=ctx,
            card=self._card,
            findings=findings,
            rows=rows,
            key=self._key(),
            confirmed=frozenset(marks),
        )
        self._rows.update(zip(names_of(said, ctx.catalogue), origins[len(findings) :], strict=True))

    def _meet(self, row: Row, on: dt.date, kind: ContactKind, ctx: Context) -> None:
        check_up = kind is ContactKind.CHECK_UP
        way = Way(row.get("way", Way.VISIT if check_up else Way.PHONE))
        paper = row.get("paper")
        contact = Contact(
            kind,
            way,
            on,
            row.get("at"),
            about=tuple(row.get("about", ())),
            paper=self._paper(paper["written_by"], paper.get("day")) if paper else None,
        )
        findings = self._reader(ctx).findings(row, on)
        marks = {contacts.confirmation_mark(contact), *map(contacts.confirmation_mark, findings)}
        origin = self._visits[row.get("name", "")] = contacts.record_contact(
            self.actor(row["by"]),
            ctx=ctx,
            card=self._card,
            contact=contact,
            findings=findings,
            key=self._key(),
            confirmed=frozenset(marks),
        )
        rows = self._reader(ctx).rows(row, on, origin)
        if rows:
            self._answer(row, [], rows, ctx)

    def _key(self) -> str:
        self._keys += 1
        return f"story-{self._keys}"

    def _change(self, change: Change, ctx: Context) -> None:
        """Read the card as it stands, and correct a row or a visit, or take the visit back."""
        actor = self.actor(change.by)
        card = cards.open_card(actor, ctx=ctx, card=self._card).card
        if change.row:
            self._change_row(change, card, ctx)
            return
        line = card.contact(self._visits.get(change.visit, 0))
        if line is None:
            raise self._bad(f"no visit has the name {change.visit!r}")
        if not change.values:
            contacts.withdraw_contact(
                actor,
                ctx=ctx,
                card=self._card,
                origin=line.contact.origin,
                base_seq=line.last_seq,
                reason=change.reason,
            )
            return
        contacts.correct_contact(
            actor,
            ctx=ctx,
            card=self._card,
            origin=line.contact.origin,
            base_seq=line.last_seq,
            contact=line.contact.now,
            findings=_corrected(self._reader(ctx), line, change),
            reason=change.reason,
        )

    def _change_row(self, change: Change, card: Card, ctx: Context) -> None:
        origin = self._rows.get(change.row)
        trail = next((each for each in card.rows if each.origin == origin), None)
        if trail is None:
            raise self._bad(f"no row has the name {change.row!r}")
        right = self._reader(ctx).cells(change.values)
        named = {cell.what for cell in right}
        kept = tuple(cell for cell in trail.now.cells if cell.what not in named)
        wanted = replace(trail.now, cells=(*kept, *right))
        correct_row(
            self.actor(change.by),
            ctx=ctx,
            card=self._card,
            origin=trail.origin,
            base_seq=trail.last.seq,
            row=wanted,
            reason=change.reason,
            confirmed=frozenset(_cell_marks([wanted])),
        )

    def _join(self, care: StoryCare, woman: int, ctx: Context) -> None:
        actor = self.actor(care.by)
        registry.begin_care(
            DEMO, ctx=ctx, woman=woman, clinician=actor.party, organisation=actor.organisation, basis="list"
        )

    def _end(self, ending: StoryEnding, ctx: Context) -> None:
        codes = {UNNAMED: ending.outcome} if isinstance(ending.outcome, str) else {}
        if isinstance(ending.outcome, dict):
            codes = {self._fetus(label): code for label, code in ending.outcome.items()}
        told = Ending(self._days.date(ending.day), codes)
        end_pregnancy(
            self.actor(ending.by), ctx=ctx, card=self._card, ending=told, key=self._key(), looked=True
        )

    def _lose(self, lost: StoryLost, ctx: Context) -> None:
        on, origin = self._days.date(lost.day), self._fetus(lost.label)
        actor = self.actor(lost.by)
        card = cards.open_card(actor, ctx=ctx, card=self._card).card
        version = next(one.last.version for one in card.live_fetuses() if one.origin == origin)
        lose_fetus(actor, ctx=ctx, card=self._card, origin=origin, base_version=version, on=on, looked=True)

    def _fetus(self, label: str) -> int:
        if label not in self._fetuses:
            raise self._bad(f"the card has no fetus {label}")
        return self._fetuses[label]

    def _look(self, opened: Opened, ctx: Context) -> None:
        cards.open_card(self.actor(opened.by), ctx=ctx, card=self._card)

    def _receive(self, answer: Answer, number: str, ctx: Context) -> None:
        self.actor(answer.asked_by)
        raw = story_message(
            self._cast,
            answer,
            name=self._story.woman.name,
            number=number,
            taken=self._days.date(answer.day),
            mapping=ctx.mapping,
        )
        receiving.receive_message(LAB, ctx=ctx, raw=raw)
        receiving.work_inbox(LAB, ctx=ctx)


def _minutes_after(row: Row) -> dt.time:
    """When a row with a clock time was written down; in the morning where it has none."""
    at = row.get("at")
    return MORNING if at is None else (dt.datetime.combine(dt.date.min, at) + WRITTEN_AFTER).time()


def _cell_marks(rows: Iterable[CardRow]) -> Iterator[str]:
    """Each answer of a story is meant."""
    return (cell_mark(row, cell) for row in rows for cell in row.cells)


def _corrected(reader: Reader, line: ContactLine, change: Change) -> list[Corrected]:
    """The visit's findings as they should be: those named with their right values, the others as they stand."""
    found = []
    for trail in line.findings:
        finding = trail.now
        if finding.what in change.values and finding.fetus is None:
            right = reader.value(finding.what, change.values[finding.what])
            finding = replace(finding, value=right)
        found.append(Corrected(finding, trail.origin))
    return found
