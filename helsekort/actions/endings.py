"""How a pregnancy ends, how one of several fetuses is lost, and taking back what was said of either by mistake.

A fetus that never was is taken back too: it was entered by mistake.
"""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.born import child_of, growing_again
from helsekort.actions.cancelling import cancel
from helsekort.actions.context import Context
from helsekort.actions.log import Pen, content_hash, read_card
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen, note_written, written_before
from helsekort.audit.events import Event
from helsekort.record.card import Card, Trail
from helsekort.record.endings import STATES, FetusState, Outcome, Over, outcome_of
from helsekort.record.entries import GOES_ON, Cell, Fetus, Row, Status
from helsekort.record.gestation import gestational_age
from helsekort.record.oddities import ending_oddities, findings_after

UNNAMED = 0
"""Stands for the only fetus, where none is entered."""
REDUCTION = "REDUCTION"
"""One fetus of several, while another grows on: never how a pregnancy ends."""
ENDING, OUTCOME = "ending", "outcome"
"""The group that tells how it ended, of a class that is kept off every shared view, and the code in it."""
_FIRST = "A"


class Ending(Struct, frozen=True):
    """The day, and a code of list L5 for each fetus that grew, by its origin (`UNNAMED` where none is entered)."""

    on: dt.date
    codes: dict[int, str]


def end_pregnancy(
    actor: Actor, *, ctx: Context, card: int, ending: Ending, key: str, looked: bool = False
) -> None:
    """Say that the pregnancy is over. All that was to come in it is cancelled in the same transaction.

    After a birth the card goes on; after a loss it has ended. A fetus that was never entered is, where a child was
    born; each that was born alive is a person of its own from then on. Rejected for a day that cannot be, for a fetus
    left out or named twice over, for a card whose pregnancy is over, and for what is odd about it
    (`record/oddities.py`) unless `looked` says that it was seen.
    """
    with work(ctx, actor, Permission.END_PREGNANCY, card=card) as doing:
        pen = card_pen(doing)
        content = content_hash(ending.on, sorted(ending.codes.items()))
        used = written_before(doing, key, content)
        if used is not None:
            return
        folded = read_card(doing)
        _judge(ctx, folded, ending, looked=looked)
        note_written(doing, key, content, folded.opening.origin)
        _write(doing, pen, folded, ending)
        cancel(doing, pen, folded, outcome_of(ending.codes.values()))
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("ending",))
        pen.put_down()


def _judge(ctx: Context, card: Card, ending: Ending, *, looked: bool) -> None:
    if not card.pregnant:
        raise Rejected([Problem("form", "already-over")])
    problems = _day_problems(ctx, card, ending.on)
    grow = {trail.origin for trail in card.growing()} or {UNNAMED}
    if ending.codes.keys() != grow:
        problems.append(Problem("fetus", "fetus"))
    problems += [
        Problem(f"outcome-{origin}", "choice")
        for origin, code in ending.codes.items()
        if code not in STATES or code == REDUCTION
    ]
    if problems:
        raise Rejected(problems)
    if not looked and ending_oddities(card, ending.on, ending.codes, ctx.terms):
        raise Rejected([Problem("looked", "missing")])


def _day_problems(ctx: Context, card: Card, on: dt.date) -> list[Problem]:
    """A day to come, or one that is in no pregnancy with this due date."""
    if on > ctx.today():
        return [Problem("on", "future")]
    due, oldest = card.due, ctx.terms.oldest_days
    if due is not None:
        cannot = gestational_age(on, due.edd, due.length, oldest_days=oldest) is None and on != ctx.today()
    else:
        cannot = on < card.opening.now.opened - dt.timedelta(days=oldest)
    return [Problem("on", "outside-pregnancy")] if cannot else []


def _write(doing: Work, pen: Pen, card: Card, ending: Ending) -> None:
    opening, outcome = card.opening, outcome_of(ending.codes.values())
    goes_on = outcome in GOES_ON
    over = replace(
        opening.now, active=goes_on, ended=None if goes_on else ending.on, over=Over(ending.on, outcome)
    )
    pen.revise(opening.origin, opening.last.version + 1, over)
    for trail in card.growing():
        state = STATES[ending.codes[trail.origin]]
        born = replace(trail.now, state=state, state_on=ending.on)
        born = replace(born, child=child_of(doing, born, trail))
        pen.revise(trail.origin, trail.last.version + 1, born)
    if UNNAMED in ending.codes and goes_on:
        only = Fetus(_FIRST, ending.on, state=STATES[ending.codes[UNNAMED]], state_on=ending.on)
        pen.add(replace(only, child=child_of(doing, only)))
    if outcome is not Outcome.BIRTH:
        # the first of them in the order of the list: one row tells of the pregnancy, each fetus of itself
        code = next(code for code in STATES if code in ending.codes.values())
        pen.add(Row(ENDING, ending.on, (Cell(OUTCOME, code),)))


def lose_fetus(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    origin: int,
    base_version: int,
    on: dt.date,
    looked: bool = False,
) -> None:
    """One of several fetuses grows no more since a day; its number, label and line on the card stay.

    Why is not told here: a death and a reduction read alike. Rejected for the last one that grows, which is the end
    of the pregnancy, and for findings of a later day about it, unless `looked` says that they were seen.
    """
    with work(ctx, actor, Permission.LOSE_FETUS, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        trail = _fetus(doing, folded, origin)
        lost = replace(trail.now, state=FetusState.LOST, state_on=on)
        if trail.now == lost:
            doing.audit(Event.READ, about=("repeated",))
            return
        if trail.last.version != base_version:
            raise Stale
        growing = [each.origin for each in folded.growing()]
        if origin not in growing:
            raise Rejected([Problem("form", "not-growing")])
        if growing == [origin]:
            raise Rejected([Problem("form", "last-one")])
        problems = _day_problems(ctx, folded, on)
        if problems:
            raise Rejected(problems)
        if not looked and findings_after(folded, origin, on):
            raise Rejected([Problem("looked", "missing")])
        pen.revise(origin, trail.last.version + 1, lost)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("fetus",))
        pen.put_down()


def _fetus(doing: Work, card: Card, origin: int) -> Trail[Fetus]:
    found = next((trail for trail in card.live_fetuses() if trail.origin == origin), None)
    if found is None:
        doing.gone("no-such-fetus")
    return found


def restore_fetus(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_version: int, reason: str
) -> None:
    """Take back, with the reason, that one fetus was lost. Rejected once the whole pregnancy is over."""
    with work(ctx, actor, Permission.LOSE_FETUS, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        trail = _fetus(doing, folded, origin)
        if trail.last.version != base_version:
            raise Stale
        if not folded.pregnant or trail.now.state is FetusState.GROWING:
            raise Rejected([Problem("form", "not-lost")])
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        pen.revise(origin, trail.last.version + 1, growing_again(trail.now, reason))
        doing.audit(Event.CORRECTED, entries=pen.entries, about=("fetus",))
        pen.put_down()


def withdraw_fetus(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_version: int, reason: str
) -> None:
    """Take back, with the reason, a fetus that was entered by mistake: it never was, so it is no more in their number.

    Rejected while anything stands that is about it, once something became of it, and once the pregnancy is over: then
    it was there, and what became of it is told otherwise.
    """
    with work(ctx, actor, Permission.NAME_FETUS, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        trail = _fetus(doing, folded, origin)
        if trail.last.version != base_version:
            raise Stale
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        if not folded.pregnant or trail.now.state is not FetusState.GROWING or _told_of(folded, origin):
            raise Rejected([Problem("form", "told-of")])
        taken_back = replace(trail.now, status=Status.WITHDRAWN, reason=reason)
        pen.revise(origin, trail.last.version + 1, taken_back)
        doing.audit(Event.WITHDRAWN, entries=pen.entries, about=("fetus",))
        pen.put_down()


def _told_of(card: Card, origin: int) -> bool:
    """Whether a finding or a row that stands is about this fetus."""
    withdrawn = {line.contact.origin for line in card.contacts if not line.contact.stands}
    return any(
        trail.stands and trail.now.fetus == origin and trail.now.contact not in withdrawn
        for trail in card.all_answers()
    )
