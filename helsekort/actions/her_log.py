"""Her log inside an action: the lines that she may read where she stands, as who did what."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import ActorKind
from helsekort.actions.held import as_shown_to_her, closed_to_her, hidden_from_her, shown_with_less
from helsekort.actions.knowing import same_woman
from helsekort.actions.log import read_card
from helsekort.actions.opened import AskedWhy, LogLine
from helsekort.actions.work import Work
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.record.card import Card, Trail
from helsekort.record.channels import PLACE
from helsekort.record.neutral_units import neutral
from helsekort.store import audit_lines, inquiries, parties, reviews
from helsekort.store.audit_lines import AuditRow

REFERRED = "referred-to-the-unit"
"""The rule of access/decide.py by which a unit that was asked may read."""


class OfHers(Struct, frozen=True):
    """A line that she may read: as it is kept, what it says, and what of that is told."""

    row: AuditRow
    line: lines.Line
    told: LogLine


def log_of_hers(doing: Work, events: Collection[Event]) -> list[LogLine]:
    """The lines of these events on her card, newest first, without those about what is hidden from her here."""
    told = [each.told for each in rows_of_hers(doing, events)]
    asked = _asked(doing)
    return [
        replace(one, why=asked.get((one.person, one.organisation, doing.ctx.day_of(one.at)))) for one in told
    ]


def _asked(doing: Work) -> dict[tuple[int, int, dt.date], AskedWhy]:
    """By person, unit and day, what she asked."""
    rows = inquiries.of_card(doing.tx, doing.card)
    if not rows:
        return {}
    texts = inquiries.texts_of_card(doing.tx, doing.card)
    names = parties.names(doing.tx, {row.answered_by for row in rows if row.answered_by})
    return {
        (row.clinician, row.organisation, dt.date.fromisoformat(row.day)): AskedWhy(
            row.asked, row.code, row.answered, names.get(row.answered_by or 0, ""), texts.get(row.inquiry, "")
        )
        for row in rows
    }


def rows_of_hers(doing: Work, events: Collection[Event]) -> list[OfHers]:
    """The same with what they are told from."""
    rows = [
        (row, lines.read(row.payload)) for row in audit_lines.of_card(doing.tx, doing.card) if row.payload
    ]
    card = read_card(doing)
    hidden = _misplaced(card) | _held(doing, card)
    shown = [
        (row, line)
        for row, line in rows
        if line.event in events
        and not line.hidden_from_her
        and (not line.entries or not set(line.entries) <= hidden)
    ]
    asked = {line.referral.now.to for line in as_shown_to_her(doing, card).referrals}
    names = parties.names(doing.tx, {each for _, line in shown for each in (line.party, line.organisation)})
    shown = [(row, line) for row, line in shown if not _closed(doing, names.get(line.organisation, ""))]
    ended = reviews.outcomes_of_card(doing.tx, doing.card)
    herself = frozenset(same_woman(doing.tx, doing.actor.herself))
    return [
        OfHers(row, line, _whose(_log_line(doing, line, names, asked, ended), line, herself))
        for row, line in reversed(shown)
    ]


def _closed(doing: Work, unit: str) -> bool:
    """Whether a visit at this unit is of a class that is not shown to her here."""
    row = neutral(doing.ctx.neutral_units, unit)
    return row is not None and row.kind in closed_to_her(doing)


def _whose(told: LogLine, line: lines.Line, herself: Collection[int]) -> LogLine:
    """The same, told apart where a woman's act was another's on her behalf."""
    another = told.own and line.party not in herself
    return replace(told, own=False, for_her=True) if another else told


def _misplaced(card: Card) -> set[int]:
    """The sequences of what was made on the wrong woman: gone from her log too."""
    return {entry.seq for entry in card.misplaced}


def _held(doing: Work, card: Card) -> set[int]:
    """The sequences of all versions of what is held from her."""
    less = shown_with_less(doing, card)
    hidden = hidden_from_her(doing, card) - less.keys()
    left_out = {
        entry.seq
        for trail in card.rows
        if trail.origin in less
        for entry in trail.entries
        if entry.seq not in {each.seq for each in less[trail.origin].entries}
    }
    asked = [trail for line in card.referrals for trail in (line.referral, line.way) if trail is not None]
    trails: list[Trail[Any]] = [*card.all_answers(), *card.reports, *card.attachments, *asked]
    return left_out | {entry.seq for trail in trails if trail.origin in hidden for entry in trail.entries}


def _log_line(
    doing: Work,
    line: lines.Line,
    names: dict[int, str],
    asked: Collection[int],
    ended: dict[tuple[int, int], str],
) -> LogLine:
    """Why they might is not told of a unit that she cannot see was `asked`: she reads that they did."""
    untold = line.rule == REFERRED and line.organisation not in asked
    unit = None if PLACE in doing.decision.hide else names.get(line.organisation)
    return LogLine(
        at=line.at,
        event=line.event,
        who=names.get(line.party),
        role=line.category,
        unit=unit,
        own=line.kind == ActorKind.WOMAN,
        about=line.about,
        rule="" if untold else line.rule,
        reviewed=ended.get((line.party, line.at), "") if line.event is Event.GLASS_BROKEN else "",
        person=line.party,
        organisation=line.organisation,
        neutral=unit is not None and neutral(doing.ctx.neutral_units, unit) is not None,
    )
