"""Her log inside an action: the lines that she may read where she stands, as who did what."""

from collections.abc import Collection
from typing import Any

from helsekort.access.actors import ActorKind
from helsekort.actions.held import as_shown_to_her, hidden_from_her, shown_with_less
from helsekort.actions.log import read_card
from helsekort.actions.opened import LogLine
from helsekort.actions.work import Work
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.record.card import Card, Trail
from helsekort.record.channels import PLACE
from helsekort.store import parties, reviews

REFERRED = "referred-to-the-unit"
"""The rule of access/decide.py by which a unit that was asked may read."""


def log_of_hers(doing: Work, events: Collection[Event]) -> list[LogLine]:
    """The lines of these events on her card, newest first, without those about what is hidden from her here."""
    shown = [
        line
        for line in lines.of_card(doing.tx, doing.card)
        if line.event in events and not line.hidden_from_her
    ]
    card = read_card(doing)
    hidden = _misplaced(card) | _held(doing, card)
    asked = {line.referral.now.to for line in as_shown_to_her(doing, card).referrals}
    shown = [line for line in shown if not line.entries or not set(line.entries) <= hidden]
    units = set() if PLACE in doing.decision.hide else {line.organisation for line in shown}
    names = parties.names(doing.tx, {line.party for line in shown} | units)
    ended = reviews.outcomes_of_card(doing.tx, doing.card)
    return [_log_line(line, names, asked, ended) for line in reversed(shown)]


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
    line: lines.Line, names: dict[int, str], asked: Collection[int], ended: dict[tuple[int, int], str]
) -> LogLine:
    """Why they might is not told of a unit that she cannot see was `asked`: she reads that they did."""
    untold = line.rule == REFERRED and line.organisation not in asked
    return LogLine(
        at=line.at,
        event=line.event,
        who=names.get(line.party),
        role=line.category,
        unit=names.get(line.organisation),
        own=line.kind == ActorKind.WOMAN,
        about=line.about,
        rule="" if untold else line.rule,
        reviewed=ended.get((line.party, line.at), "") if line.event is Event.GLASS_BROKEN else "",
    )
