"""What happened in a pregnancy in one list, newest first: check-ups, calls, visits not held, scans, answers. Pure."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from helsekort.record.card import ContactLine, Trail
from helsekort.record.endings import BORN
from helsekort.record.entries import ContactKind, DueDate, Fetus, Finding, Row
from helsekort.record.lists import NOT_HELD
from helsekort.web.clinician import row_words, wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.excerpt import excerpt
from helsekort.web.clinician.home import home_trails
from helsekort.web.shared.readings import pressure_brief
from helsekort.web.shared.ways import way_name

_STATES = frozenset(
    [
        *("earlier_birth", "stimulus", "allergy", "medicine", "precaution", "risk", "birth_wishes"),
        "diabetes",
    ]
)
"""Groups that say how something is, not that something happened."""

_OF_ENDING = frozenset({"ending", "newborn"})
"""Groups that say what became of a fetus."""

_MEASURED = ("weight", "urine_protein", "fundal_height")
_TOLD = ("told", "advice", "plan", "follow_up", "note")


class Happening(Struct):
    """One line. `kind` is check-up, contact, not-held, row, home, result, due or fetus.

    `origin` is the contact's, 0 for none.
    """

    kind: str
    day: str
    clock: str
    age: str
    what: str
    text: str
    who: str
    origin: int = 0
    corrected: bool = False
    withdrawn: bool = False


_Key = tuple[dt.date, dt.time, int]
_Line = tuple[_Key, Callable[[], Happening]]


def timeline(desk: Desk, most: int | None = None) -> tuple[list[Happening], int]:
    """The newest lines, `most` of them, and how many there are in all. Only what is shown is worded."""
    lines: list[_Line] = [*_contacts(desk), *_rows(desk), *_home(desk), *_results(desk), *_due_dates(desk)]
    lines += _fetuses(desk)
    lines.sort(key=lambda each: each[0], reverse=True)
    return [word() for _, word in lines[:most]], len(lines)


def _contacts(desk: Desk) -> Iterator[_Line]:
    for line in desk.card.contacts:
        contact = line.contact.now
        yield (contact.on, contact.at or dt.time.min, line.contact.origin), partial(_contact, desk, line)


def _contact(desk: Desk, line: ContactLine) -> Happening:
    contact, texts = line.contact.now, desk.texts
    check_up = contact.kind is ContactKind.CHECK_UP
    way = way_name(texts, contact.way)
    return Happening(
        kind=str(contact.kind),
        day=texts.numeric(contact.on),
        clock=texts.clock(contact.at) if contact.at else "",
        age=desk.age(contact.on),
        what=texts.translate("Kontroll") if check_up else way[:1].upper() + way[1:],
        text=" · ".join(_says(desk, line)) if line.contact.stands else contact.reason or "",
        who=desk.held_by(contact),
        origin=line.contact.origin,
        corrected=line.contact.corrected or any(trail.corrected for trail in line.findings),
        withdrawn=not line.contact.stands,
    )


def _says(desk: Desk, line: ContactLine) -> list[str]:
    """What it was about, what was measured, and what was told and agreed."""
    parts = [desk.abouts(line.contact.now), pressure_brief(desk.texts, line.standing("blood_pressure"))]
    for what in _MEASURED:
        for finding in line.standing(what):
            short = desk.texts.translate(desk.catalogue[what].short) or desk.label(what)
            name = "" if what == "weight" else f"{short} "
            parts.append(name + desk.shown(finding, what))
    for fetus in desk.fetuses():
        reported = [finding for finding in line.standing("movements", fetus) if finding.value != "YES"]
        parts += [
            f"{desk.full_label('movements', fetus)}: {desk.shown(one, 'movements')}" for one in reported
        ]
    told = [finding for what in _TOLD for finding in line.standing(what)]
    parts += [excerpt(desk.shown(finding, finding.what)) for finding in told]
    return [part for part in parts if part]


def _rows(desk: Desk) -> Iterator[_Line]:
    for trail in desk.card.rows:
        row = trail.now
        if trail.stands and row.group not in _STATES:
            yield (row.on, row.at or dt.time.min, trail.origin), partial(_row, desk, trail)


def _row(desk: Desk, trail: Trail[Row]) -> Happening:
    row, texts = trail.now, desk.texts
    said = row_words.line(desk.catalogue, texts, row)
    group = desk.catalogue.groups.get(row.group)
    name = texts.translate(group.label) if group else row.group
    day = texts.brief(row.on)
    return Happening(
        kind="not-held" if row.group == NOT_HELD else "row",
        day=texts.numeric(row.on),
        clock=texts.clock(row.at) if row.at else "",
        age=desk.age(row.on),
        what=f"{name}, {letter}" if (letter := desk.fetus_label(row.fetus)) else name,
        text=said.text if said.label in (day, name) else f"{said.label}: {said.text}",
        who=desk.name(trail.last.author),
        corrected=trail.corrected,
    )


def _fetuses(desk: Desk) -> Iterator[_Line]:
    """What became of each, where no row of that day says it."""
    for trail in desk.card.live_fetuses():
        on = trail.now.state_on
        rows = [row.now for row in desk.card.rows if row.stands and row.now.group in _OF_ENDING]
        told = any(row.on == on and row.fetus in (None, trail.origin) for row in rows)
        if on is not None and not told:
            yield (on, dt.time.min, trail.last.seq), partial(_fetus, desk, trail, on)


def _fetus(desk: Desk, trail: Trail[Fetus], on: dt.date) -> Happening:
    texts = desk.texts
    name = texts.translate("Barnet") if trail.now.state in BORN else texts.translate("Fosteret")
    return Happening(
        kind="fetus",
        day=texts.numeric(on),
        clock="",
        age=desk.age(on),
        what=desk.fetus_label(trail.origin) or name,
        text=desk.became(trail),
        who=desk.name(trail.last.author),
    )


def _home(desk: Desk) -> Iterator[_Line]:
    days: dict[dt.date, list[Trail[Finding]]] = {}
    for trail in home_trails(desk):
        if trail.stands:
            days.setdefault(trail.now.on, []).append(trail)
    for day, trails in days.items():
        last = max(trails, key=lambda trail: (trail.now.at or dt.time.min, trail.origin))
        yield (day, last.now.at or dt.time.min, last.origin), partial(_home_day, desk, day, trails[::-1])


def _home_day(desk: Desk, day: dt.date, trails: list[Trail[Finding]]) -> Happening:
    return Happening(
        kind="home",
        day=desk.texts.numeric(day),
        clock="",
        age=desk.age(day),
        what=desk.texts.translate("Hjemmemåling"),
        text=", ".join(desk.shown(trail.now, trail.now.what) for trail in trails),
        who=desk.name(trails[0].entries[0].author),
    )


def _results(desk: Desk) -> Iterator[_Line]:
    """A line for each taking of samples."""
    days: dict[dt.date, list[Trail[Finding]]] = {}
    for trail in desk.card.findings:
        finding = trail.now
        known = desk.catalogue.measurables.get(finding.what)
        laboratory = finding.lab is not None or (known is not None and known.category == "laboratory")
        if trail.stands and laboratory:
            days.setdefault(finding.on, []).append(trail)
    for day, trails in days.items():
        yield (day, dt.time.min, trails[-1].origin), partial(_result_day, desk, day, trails)


def _result_day(desk: Desk, day: dt.date, trails: list[Trail[Finding]]) -> Happening:
    newest = max((trail.last for trail in trails), key=lambda entry: entry.seq)
    lab = next((trail.now.lab.laboratory for trail in trails if trail.now.lab), "")
    said = [f"{desk.label(one.now.what)} {desk.shown(one.now, one.now.what)}" for one in trails]
    return Happening(
        kind="result",
        day=desk.texts.numeric(day),
        clock="",
        age=desk.age(day),
        what=desk.texts.translate("Prøvesvar"),
        text=", ".join(said),
        who=lab or desk.name(newest.author),
    )


def _due_dates(desk: Desk) -> Iterator[_Line]:
    for trail in desk.card.due_dates:
        if trail.stands:
            yield (trail.now.set_on, dt.time.min, trail.origin), partial(_due_date, desk, trail)


def _due_date(desk: Desk, trail: Trail[DueDate]) -> Happening:
    due, texts = trail.now, desk.texts
    what = texts.translate("Foreslått termin") if due.proposed else texts.translate("Termin")
    return Happening(
        kind="due",
        day=texts.numeric(due.set_on),
        clock="",
        age=desk.age(due.set_on),
        what=what,
        text=f"{texts.numeric(due.edd)} · {wording.method_name(desk.terms, texts, due)}",
        who=desk.name(due.set_by or trail.entries[0].author),
    )
