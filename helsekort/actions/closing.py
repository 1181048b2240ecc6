"""The card ends some weeks after a birth, by one act of a person; and any ending is taken back, with its reason."""

import datetime as dt

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.born import growing_again
from helsekort.actions.context import Context
from helsekort.actions.endings import ENDING
from helsekort.actions.epicrisis_steps import take_back_summaries
from helsekort.actions.log import read_card
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.referral_steps import take_back_handovers
from helsekort.actions.shelf import cards_of
from helsekort.actions.work import work
from helsekort.actions.writing import card_pen
from helsekort.audit.events import Event
from helsekort.record.card import Card, Trail
from helsekort.record.endings import FetusState
from helsekort.record.entries import GOES_ON, CardOpened, Fetus, Status


def close_card(actor: Actor, *, ctx: Context, card: int, born_on: dt.date) -> None:
    """End a card after the weeks of `lists.closing` (term.toml); what is open on it, tasks too, stays open.

    `born_on` is the day of the birth that was read: Stale where another stands now. Closed twice it is closed once.
    Rejected before those weeks are over, and where nothing was born.
    """
    with work(ctx, actor, Permission.CLOSE_CARD, card=card) as doing:
        pen = card_pen(doing)
        opening = read_card(doing).opening
        over = opening.now.over
        if over is None or (not opening.now.active and opening.now.ended == over.on):
            raise Rejected([Problem("form", "not-born")])
        if over.on != born_on:
            raise Stale
        if not opening.now.active:
            doing.audit(Event.READ, about=("repeated",))
            return
        if ctx.today() - over.on < dt.timedelta(days=ctx.terms.lists.closing.days):
            raise Rejected([Problem("form", "too-early")])
        pen.revise(
            opening.origin, opening.last.version + 1, replace(opening.now, active=False, ended=ctx.today())
        )
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("ending",))
        pen.put_down()


def reopen_card(actor: Actor, *, ctx: Context, card: int, base_version: int, reason: str) -> None:
    """Take back that the pregnancy is over, or that the card has ended, with the reason; both stay in the history.

    A card that was closed some weeks after a birth goes on after that birth. Else the fetuses are what they were
    before; what the ending cancelled does not come back by itself. Rejected where it is not over, and where she has a
    card of another pregnancy that goes on.
    """
    with work(ctx, actor, Permission.REOPEN_CARD, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        opening = folded.opening
        if opening.last.version != base_version:
            raise Stale
        if folded.pregnant or opening.now.status in (Status.WITHDRAWN, Status.MISPLACED):
            raise Rejected([Problem("form", "not-over")])
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        if _closed_later(opening.now):
            goes_on = replace(opening.now, active=True, ended=None, status=Status.CORRECTED, reason=reason)
            pen.revise(opening.origin, opening.last.version + 1, goes_on)
            doing.audit(Event.CORRECTED, entries=pen.entries, about=("ending",))
            pen.put_down()
            return
        if any(each.pregnant and each.card != card for each in cards_of(doing.tx, opening.now.woman)):
            raise Rejected([Problem("form", "active-card")])
        again: CardOpened = replace(
            opening.now, active=True, ended=None, over=None, status=Status.CORRECTED, reason=reason
        )
        pen.revise(opening.origin, opening.last.version + 1, again)
        for trail in _changed_with(folded):
            pen.revise(trail.origin, trail.last.version + 1, growing_again(trail.now, reason))
        for row in folded.rows_of(ENDING):
            if row.origin > opening.last.seq:
                gone = replace(row.now, status=Status.WITHDRAWN, reason=reason)
                pen.revise(row.origin, row.last.version + 1, gone)
        take_back_handovers(doing, pen, folded)
        take_back_summaries(doing, pen, folded, reason)
        doing.audit(Event.CORRECTED, entries=pen.entries, about=("ending",))
        pen.put_down()


def _closed_later(opening: CardOpened) -> bool:
    """Whether the card went on after a birth, and was closed when that was over."""
    return opening.over is not None and opening.over.outcome in GOES_ON and opening.ended is not None


def _changed_with(card: Card) -> list[Trail[Fetus]]:
    """The fetuses whose state the ending gave: nothing else gives one after it."""
    ended = card.opening.last.seq
    return [
        trail
        for trail in card.live_fetuses()
        if trail.now.state is not FetusState.GROWING and _given(trail) > ended
    ]


def _given(trail: Trail[Fetus]) -> int:
    """The sequence of the version that gave a fetus its present state."""
    since = trail.last.seq
    for entry in reversed(trail.entries):
        if not isinstance(entry.content, Fetus) or entry.content.state is not trail.now.state:
            break
        since = entry.seq
    return since
