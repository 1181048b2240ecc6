"""The basic programme visit by visit: what is held, due, overdue or not yet, and what was done at each.

Told as days of pregnancy, so a changed due date moves every window. Nothing here says that she did not come.
"""

import datetime as dt
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Struct

from helsekort.guideline.place import BadRules, line_of, path_of
from helsekort.guideline.reading import Known
from helsekort.guideline.shape import AgeText, Form, Name, Words, days_of
from helsekort.record.card import Card, ContactLine
from helsekort.record.entries import Absent, ContactKind, Finding
from helsekort.record.gestation import Mark
from helsekort.record.measurements import Catalogue

FILE = "schedule.toml"


class Visit(Form, frozen=True, kw_only=True):
    """One visit of the programme. One with a `due_method` is a scan: the card knows it by the due date it set."""

    key: Name
    label: Words
    due_from: AgeText
    overdue_from: AgeText
    counts_from: AgeText | None = None
    counts_before: AgeText | None = None
    due_method: str = ""
    done: tuple[str, ...]
    note: str = ""


class Programme(Form, frozen=True, kw_only=True):
    """The programme as it was from one day to another, both included."""

    number: Annotated[int, msgspec.Meta(ge=1)]
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: Words
    address: Words
    edition: Words
    strength: Words
    mark: Mark
    windows_source: Words
    windows_mark: Mark
    dates_note: str = ""
    visits: Annotated[tuple[Visit, ...], msgspec.Meta(min_length=1)]


class Schedule(Form, frozen=True, kw_only=True):
    """All versions of the programme, oldest first."""

    versions: Annotated[tuple[Programme, ...], msgspec.Meta(min_length=1)]

    def in_force(self, day: dt.date) -> Programme | None:
        """The programme of a day; None before the first."""
        return next(
            (
                one
                for one in self.versions
                if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
            ),
            None,
        )


class State(StrEnum):
    """Where a visit stands."""

    NOT_YET = "not yet"
    DUE = "due"
    OVERDUE = "overdue"
    HELD = "held"
    UNKNOWN = "cannot be judged"


class Done(StrEnum):
    """Whether a thing of a visit stands on the card from that visit."""

    DONE = "done"
    DECLINED = "declined"
    NOT_DONE = "not done"


class Planned(Struct, frozen=True):
    """A visit on a card: its state, the contact that was counted for it, and each thing of it."""

    visit: Visit
    state: State
    contact: int | None = None
    on: dt.date | None = None
    done: tuple[tuple[str, Done], ...] = ()
    window: tuple[dt.date, dt.date] | None = None


def read_schedule(text: str, catalogue: Catalogue) -> Schedule:
    """The TOML text -> the schedule. BadRules with line and remedy."""
    try:
        schedule = msgspec.convert(tomllib.loads(text, parse_float=Decimal), Schedule)
    except tomllib.TOMLDecodeError as error:
        raise BadRules([f"{FILE}: {error}. Mend the text there."]) from error
    except msgspec.ValidationError as error:
        line = line_of(text, *path_of(str(error)))
        raise BadRules([f"{FILE}, line {line}: {error}. Mend that key."]) from error
    faults = [f"{FILE}, line {line_of(text, *path)}: {says}" for path, says in _faults(schedule, catalogue)]
    if faults:
        raise BadRules(faults)
    return schedule


def _faults(schedule: Schedule, catalogue: Catalogue) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for place, (earlier, later) in enumerate(
        zip(schedule.versions, schedule.versions[1:], strict=False), start=1
    ):
        after = earlier.valid_to + dt.timedelta(days=1) if earlier.valid_to else None
        if later.valid_from != after:
            yield ("versions", place, "valid_from"), f"must be the day after version {earlier.number} ends."
    for number, programme in enumerate(schedule.versions):
        seen: set[str] = set()
        for place, visit in enumerate(programme.visits):
            path = ("versions", number, "visits", place)
            for key, says in _visit_faults(visit, seen, catalogue):
                yield (*path, key), says
            seen.add(visit.key)


def _visit_faults(visit: Visit, seen: set[str], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    if visit.key in seen:
        yield "key", f"`{visit.key}` is used more than once; give each visit its own."
    if days_of(visit.due_from) >= days_of(visit.overdue_from):
        yield "overdue_from", "a visit is due before it is overdue; correct one of the ages."
    counted = (visit.counts_from, visit.counts_before)
    if bool(visit.due_method) == all(counted) or any(counted) != all(counted):
        yield (
            "counts_from",
            "a visit has `counts_from` and `counts_before`, a scan has `due_method`; one of the two.",
        )
    elif (
        visit.counts_from
        and visit.counts_before
        and days_of(visit.counts_from) >= days_of(visit.counts_before)
    ):
        yield "counts_before", "must be after `counts_from`; correct one of the ages."
    for what in visit.done:
        if what not in catalogue.measurables:
            yield "done", f"`{what}` is not in measurements.toml; name a table of it."


def plan(schedule: Schedule, known: Known) -> list[Planned]:
    """The whole programme for a card on a day. Empty when the pregnancy has ended, or before the first version."""
    programme = schedule.in_force(known.on)
    if programme is None or not known.card.pregnant:
        return []
    counted = _counted(programme.visits, known)
    return [_planned(visit, counted.get(visit.key), known) for visit in programme.visits]


def _counted(visits: Sequence[Visit], known: Known) -> dict[str, ContactLine]:
    """Each contact counts once, oldest first, for the first visit it can be that has none."""
    found: dict[str, ContactLine] = {}
    for line in reversed(known.card.contacts):
        on = line.contact.now.on
        age = known.card.age(on)
        if age is None or on > known.on or not _is_check_up(line):
            continue
        for visit in visits:
            if visit.key not in found and _counts(visit, age.days):
                found[visit.key] = line
                break
    return found


def _is_check_up(line: ContactLine) -> bool:
    """A check-up, or another contact where blood pressure and urine were taken."""
    whole = all(line.standing(what) for what in ("blood_pressure", "urine_protein"))
    return line.contact.stands and (line.contact.now.kind is ContactKind.CHECK_UP or whole)


def _counts(visit: Visit, days: int) -> bool:
    if visit.counts_from is None or visit.counts_before is None:
        return False
    return days_of(visit.counts_from) <= days < days_of(visit.counts_before)


def _planned(visit: Visit, line: ContactLine | None, known: Known) -> Planned:
    if line is not None:
        on = line.contact.now.on
        done = tuple((what, _done(known, visit, line, what)) for what in visit.done)
        return Planned(visit, State.HELD, line.contact.origin, on, done, _window(visit, known.card))
    return Planned(visit, _state(visit, known), window=_window(visit, known.card))


def _state(visit: Visit, known: Known) -> State:
    """Of one that no contact is counted for."""
    age = known.card.age(known.on)
    if age is None:
        return State.UNKNOWN
    if age.days < days_of(visit.due_from):
        return State.NOT_YET
    if visit.due_method:
        return State.HELD if _scanned(visit, known.card) else State.UNKNOWN
    return State.OVERDUE if days_of(visit.overdue_from) <= age.days else State.DUE


def _scanned(visit: Visit, card: Card) -> bool:
    """A scan is known only by the due date that was set from it."""
    return any(trail.stands and trail.now.method == visit.due_method for trail in card.due_dates)


def _done(known: Known, visit: Visit, line: ContactLine, what: str) -> Done:
    """From this contact, of its day, or from no contact while one could be held for the visit: so a laboratory's."""
    card, on = known.card, line.contact.now.on
    fetuses = [None, *(trail.origin for trail in card.live_fetuses())]
    there: list[Finding] = [
        trail.now
        for fetus in fetuses
        for trail in card.series(what, fetus)
        if trail.now.on == on or (trail.now.contact is None and _within(known, visit, trail.now.on))
    ]
    if any(finding.value is not None for finding in there):
        return Done.DONE
    declined = any(finding.absent is Absent.DECLINED for finding in there)
    return Done.DECLINED if declined else Done.NOT_DONE


def _within(known: Known, visit: Visit, on: dt.date) -> bool:
    age = known.card.age(on)
    return age is not None and on <= known.on and _counts(visit, age.days)


def _window(visit: Visit, card: Card) -> tuple[dt.date, dt.date] | None:
    """The first day it is due and the last before it is overdue; None without a due date."""
    due = card.due
    if due is None:
        return None
    start = due.edd - dt.timedelta(days=due.length)
    first, overdue = (dt.timedelta(days=days_of(age)) for age in (visit.due_from, visit.overdue_from))
    return start + first, start + overdue - dt.timedelta(days=1)
