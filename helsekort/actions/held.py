"""Which results are held from the woman now: until someone has told her, or for the days that the table says.

What is held is not there for her in any form: not on her card, not in her log, not through another system.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import ActorKind
from helsekort.actions.discreet_units import visits, without
from helsekort.actions.work import Work
from helsekort.record.card import Card, ContactLine, EpicrisisLine, Trail
from helsekort.record.channels import PLACE, Channel
from helsekort.record.classes import closed_files, hidden_origins, newest, shared
from helsekort.record.entries import Entry, Finding, Row
from helsekort.record.epicrisis import Epicrisis
from helsekort.record.handing_over import drafts, without_drafts
from helsekort.store import tasks


class Held(Struct, frozen=True):
    """A result that she does not see before she is told, or before the day `until`."""

    name: str  # the class in results.toml
    until: dt.date


class HeldRow(Struct, frozen=True):
    """A row of which she does not see some cells before she is told, or before the day `until`."""

    name: str  # the class in results.toml
    until: dt.date
    cells: frozenset[str]


EXAMINATION, TOLD_HER = "ultrasound", "told_her"
"""The group of an examination, and its cell that says that she has been told what was seen."""


def held_results(doing: Work, card: Card) -> dict[int, Held]:
    """By origin, what is held from her today. A correction is held anew."""
    told = {(row.origin, row.seq) for row in tasks.holds_of_card(doing.tx, card.card) if row.told}
    found = {}
    for trail in card.all_findings():
        held = held_now(doing, trail)
        if held is not None and (trail.origin, trail.last.seq) not in told:
            found[trail.origin] = held
    return found


def held_now(doing: Work, trail: Trail[Finding]) -> Held | None:
    """By its class and its day alone, told or not."""
    table = doing.ctx.results
    name = table.held_class(trail.now.what)
    if name is None:
        return None
    until = table.held_until(trail.now.what, doing.ctx.day_of(trail.last.recorded))
    return Held(name, until) if until is not None and until > doing.ctx.today() else None


def held_rows(doing: Work, card: Card) -> dict[int, HeldRow]:
    """By origin, the rows of which some cells are held from her today.

    What was found in an examination of which it was written that she has been told, is not.
    """
    marked = {(row.origin, row.seq) for row in tasks.holds_of_card(doing.tx, card.card) if row.told}
    told = {
        (trail.now.on, trail.last.author) for trail in card.rows if trail.stands and _says_told(trail.now)
    }
    found = {}
    for trail in card.rows:
        held = row_held(doing, trail)
        there_and_then = (trail.now.on, trail.last.author) in told
        if held is not None and not there_and_then and (trail.origin, trail.last.seq) not in marked:
            found[trail.origin] = held
    return found


def _says_told(row: Row) -> bool:
    return row.group == EXAMINATION and row.value(TOLD_HER) is True


def row_held(doing: Work, trail: Trail[Row]) -> HeldRow | None:
    """By its classes and its day alone, told or not."""
    table, since = doing.ctx.results, doing.ctx.day_of(trail.last.recorded)
    until = {
        cell.what: day
        for entry in trail.entries
        if isinstance(entry.content, Row)
        for cell in entry.content.cells
        if (day := table.held_until(cell.what, since)) is not None and day > doing.ctx.today()
    }
    if not until:
        return None
    name = table.held_class(next(iter(until))) or ""
    return HeldRow(name, max(until.values()), frozenset(until))


def _less(trails: list[Trail[Row]], held: Mapping[int, HeldRow]) -> list[Trail[Row]]:
    """Rows without the cells that are held; one of which nothing is left is not there."""
    shown = []
    for trail in trails:
        if trail.origin not in held:
            shown.append(trail)
            continue
        cells = held[trail.origin].cells
        kept = Trail[Row]([_without_cells(entry, cells) for entry in trail.entries])
        if kept.now.cells:
            shown.append(kept)
    return shown


def _without_cells(entry: Entry, cells: frozenset[str]) -> Entry:
    row = entry.content
    assert isinstance(row, Row)  # noqa: S101  # the fold sorts trails by type
    left = tuple(cell for cell in row.cells if cell.what not in cells)
    return replace(entry, content=replace(row, cells=left))


def closed_to_her(doing: Work) -> frozenset[str]:
    """The classes that do not go by the way she comes; asked by another, those kept off her own page."""
    if doing.actor.kind is ActorKind.WOMAN:
        return doing.decision.hide
    return doing.ctx.catalogue.kept_off_her_page


def closed_on(doing: Work, channel: Channel) -> frozenset[str]:
    """The classes that do not go by a channel, whoever takes it out; and places, where her address is secret."""
    closed = doing.ctx.catalogue.hidden_on(channel)
    return closed | {PLACE} if doing.secret else closed


def shown_on(doing: Work, card: Card, channel: Channel) -> Card:
    """The card as it goes by a channel, whoever takes it out."""
    closed = closed_on(doing, channel)
    return without(shared(card, doing.ctx.catalogue, closed), visits(doing, card, closed))


def hidden_from_her(doing: Work, card: Card) -> frozenset[int]:
    """The origins of all that she must not see.

    Held results and the files beside them, what is of a class that is closed to her here, or was written where a visit
    is of such a class, and reports that one of them stands in.
    """
    catalogue, closed = doing.ctx.catalogue, closed_to_her(doing)
    held = held_results(doing, card).keys() | held_rows(doing, card).keys()
    hidden = held | hidden_origins(card, catalogue, closed) | closed_files(card, held)
    hidden |= visits(doing, card, closed)
    hidden |= {trail.origin for line in card.epicrises if _not_told(line, held) for trail in line.trails}
    reports = {trail.origin for trail in card.reports if not hidden.isdisjoint(trail.now.results)}
    return frozenset(hidden | reports)


def sees_all(doing: Work) -> bool:
    """Whether nothing on a card can be hidden from this reader, whatever stands there: those who care for her."""
    return doing.actor.kind is not ActorKind.WOMAN and not doing.decision.hide


def hidden_from_reader(doing: Work, card: Card) -> frozenset[int]:
    """What of the whole card this reader must not see; nothing for one who sees all."""
    if doing.actor.kind is ActorKind.WOMAN:
        return hidden_from_her(doing, card)
    hide = doing.decision.hide
    return hidden_origins(card, doing.ctx.catalogue, hide) if hide else frozenset()


def drafts_kept_from(doing: Work, card: Card) -> frozenset[int]:
    """The sequences of the versions of a summary that are not this reader's: to her it begins where it was signed."""
    lines = card.epicrises if doing.actor.kind is ActorKind.WOMAN else ()
    return frozenset(entry.seq for line in lines for entry in drafts(line))


def shown_with_less(doing: Work, card: Card) -> dict[int, Trail[Any]]:
    """Of the whole card, what this reader sees less of than stands there, by origin: rows without some of their cells,
    and where places are masked, answers and reports without the laboratory's name."""
    if sees_all(doing):
        return {}
    bare = shared(card, doing.ctx.catalogue, doing.decision.hide)
    rows = bare.rows
    if doing.actor.kind is ActorKind.WOMAN:
        rows = _less(rows, held_rows(doing, card))
    held = held_results(doing, card) if doing.actor.kind is ActorKind.WOMAN else {}
    shown: list[Trail[Any]] = [*rows]
    if PLACE in doing.decision.hide:
        gone = hidden_from_reader(doing, card)
        named: list[Trail[Any]] = [*bare.all_findings(), *bare.reports]
        shown += [trail for trail in named if trail.origin not in {*held, *gone}]
    whole: dict[int, list[Entry]] = {
        trail.origin: trail.entries for trail in (*card.all_answers(), *card.reports)
    }
    return {trail.origin: trail for trail in shown if trail.entries != whole[trail.origin]}


def as_shown_to_her(doing: Work, card: Card) -> Card:
    """Her card without what is held, and without a trace of it."""
    hidden = hidden_from_her(doing, card)
    if not hidden and not drafts_kept_from(doing, card):
        return card
    catalogue = doing.ctx.catalogue
    # of a row some cells may be hidden; the page shows the others
    closed = closed_to_her(doing)
    bare = without(shared(card, catalogue, closed), visits(doing, card, closed))
    rows = held_rows(doing, card)
    shown = replace(
        bare,
        findings=_without(bare.findings, hidden),
        contacts=[
            ContactLine(line.contact, _without(line.findings, hidden), _less(line.rows, rows))
            for line in bare.contacts
        ],
        rows=_less(bare.rows, rows),
        reports=[trail for trail in bare.reports if trail.origin not in hidden],
        attachments=[trail for trail in bare.attachments if trail.origin not in hidden],
        epicrises=_told_epicrises(bare.epicrises, held_results(doing, card).keys()),
    )
    return replace(shown, last_seq=newest(shown))


def _not_told(line: EpicrisisLine, held: Collection[int]) -> bool:
    """Whether a summary is a draft, or says something that is held: a door that gives it whole gives it not."""
    versions = [one.content for one in line.epicrisis.entries if isinstance(one.content, Epicrisis)]
    rests = {origin for version in versions for part in version.parts for origin in part.rests_on}
    return not any(version.signed for version in versions) or not rests.isdisjoint(held)


def _told_epicrises(lines: list[EpicrisisLine], held: Collection[int]) -> list[EpicrisisLine]:
    """Those that were signed, from then on, each without the parts that rest on what is held."""
    return [
        EpicrisisLine(
            Trail([_without_held(entry, held) for entry in told.epicrisis.entries]), told.deliveries
        )
        for line in lines
        if (told := without_drafts(line)) is not None
    ]


def _without_held(entry: Entry, held: Collection[int]) -> Entry:
    written = entry.content
    return replace(entry, content=_bare(written, held)) if isinstance(written, Epicrisis) else entry


def _bare(epicrisis: Epicrisis, held: Collection[int]) -> Epicrisis:
    parts = tuple(part for part in epicrisis.parts if set(part.rests_on).isdisjoint(held))
    return replace(epicrisis, parts=parts)


def _without(trails: list[Trail[Finding]], hidden: frozenset[int]) -> list[Trail[Finding]]:
    return [trail for trail in trails if trail.origin not in hidden]
