"""Results that someone must look at: the list, who has looked, who is responsible, and whether she has been told."""

import datetime as dt

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.follow_up import (
    HOLD_ENDED,
    NEW,
    NOBODY,
    Responsible,
    class_of_result,
    closed_to,
    look_after,
    team_of,
)
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.card import Card
from helsekort.record.entries import Finding, Row
from helsekort.store import cards, parties, tasks
from helsekort.store.tasks import SeenRow, TaskRow


class ResultTask(Struct, frozen=True):
    """A result to look at. `opened` is microseconds; not `in_care`, the card may not be opened by this person."""

    card: int
    origin: int
    name: str
    what: str
    reason: str
    sampled: dt.date
    opened: int
    due: dt.date
    overdue: bool
    mine: bool
    responsible: str | None
    unit: str | None
    in_care: bool


class ResultKey(Struct, frozen=True):
    """A result on a card."""

    card: int
    origin: int


class Colleague(Struct, frozen=True):
    """Someone who cares for her. `role` is of Volven 9060."""

    party: int
    name: str
    role: str
    unit: str | None


def list_results(actor: Actor, *, ctx: Context) -> list[ResultTask]:
    """One's own, the unit's without a person, and the unit's that nobody looked at in time; the most urgent first."""
    with work(ctx, actor, Permission.LIST_RESULTS, lambda tx: Target()) as doing:
        doing.by_the_service()
        look_after(doing)
        there = tasks.open_for(doing.tx, actor.party, actor.organisation, ctx.today().isoformat())
        closed = doing.closed_among(row.card for row in there)
        hidden = {card: doing.hidden_on(card) for card in {row.card for row in there} - closed}
        rows = [
            row
            for row in there
            if row.card in hidden and class_of_result(doing, row.what) not in hidden[row.card]
        ]
        doing.audit(Event.INBOX_LISTED, about=("results",))
        for card in sorted({row.card for row in rows}):
            doing.audit(Event.LISTED, card=card, about=("results",))
        known = parties.names(doing.tx, {each for row in rows for each in (row.responsible, row.unit)})
        return [_task(doing, row, known) for row in rows]


def _task(doing: Work, row: TaskRow, known: dict[int, str]) -> ResultTask:
    summary = cards.summary(doing.tx, row.card)
    woman = parties.resolved(doing.tx, summary.woman) if summary else NOBODY
    due = dt.date.fromisoformat(row.due)
    return ResultTask(
        card=row.card,
        origin=row.origin,
        name=parties.names(doing.tx, [woman]).get(woman, ""),
        what=row.what,
        reason=row.reason,
        sampled=dt.date.fromisoformat(row.sampled),
        opened=row.opened,
        due=due,
        overdue=due < doing.ctx.today(),
        mine=row.responsible == doing.actor.party,
        responsible=known.get(row.responsible),
        unit=known.get(row.unit),
        in_care=doing.allows(Permission.OPEN_CARD, row.card),
    )


def mark_result_seen(actor: Actor, *, ctx: Context, card: int, origins: tuple[int, ...], up_to: int) -> None:
    """Say that one has looked. `up_to` is the card's last entry when the page was made: what came later is unseen.

    It closes one's own task, the unit's, and a colleague's at the same unit that is past its day.
    """
    with work(ctx, actor, Permission.MARK_RESULT_SEEN, card=card) as doing:
        read = _versions(doing, read_card(doing), origins, up_to)
        for origin, seq in read.items():
            seen = SeenRow(origin, actor.party, seq, actor.organisation, doing.now)
            tasks.mark_seen(doing.tx, card, seen)
        for row in _open(doing, card):
            if row.origin in read and row.seq <= read[row.origin] and _may_close(doing, row):
                tasks.close(doing.tx, card, row.task, doing.now, actor.party)
        doing.audit(Event.RESULT_SEEN, entries=tuple(read.values()), about=("result",))


def _may_close(doing: Work, row: TaskRow) -> bool:
    late = row.due < doing.ctx.today().isoformat() and row.unit == doing.actor.organisation
    return row.responsible in (doing.actor.party, NOBODY) or late


def _versions(
    doing: Work, card: Card, origins: tuple[int, ...], up_to: int, *, rows: bool = False
) -> dict[int, int]:
    """By origin, the version that stood when the page was made; also of what was taken away from the card since."""
    answers = card.all_answers() if rows else card.all_findings()
    there = [entry for trail in answers for entry in trail.entries] + card.misplaced
    found = {}
    for origin in origins:
        known = sorted(entry.seq for entry in there if entry.origin == origin and entry.seq <= up_to)
        if not known:
            doing.refuse("no-such-result")
        found[origin] = known[-1]
    return found


def _open(doing: Work, card: int) -> list[TaskRow]:
    return [row for row in tasks.of_card(doing.tx, card) if row.closed is None]


def mark_told(actor: Actor, *, ctx: Context, card: int, origins: tuple[int, ...], up_to: int) -> None:
    """Say that she has been told: what was held from her is shown to her. Rejected for what is not of a held class."""
    with work(ctx, actor, Permission.MARK_TOLD, card=card) as doing:
        card_now = read_card(doing)
        told = _versions(doing, card_now, origins, up_to, rows=True)
        trails = {trail.origin: trail for trail in card_now.all_answers()}
        if not told.keys() <= trails.keys():
            doing.refuse("no-such-result")
        for origin, seq in told.items():
            since = next(ctx.day_of(each.recorded) for each in trails[origin].entries if each.seq == seq)
            found = (ctx.results.held_until(what, since) for what in _said_by(trails[origin].now))
            until = max((day for day in found if day is not None), default=None)
            if until is None:
                raise Rejected([Problem("origins", "not-held")])
            tasks.hold(doing.tx, card, origin, seq, until.isoformat())
            tasks.mark_told(doing.tx, card, origin, seq, doing.now, actor.party)
        for row in _open(doing, card):
            if row.reason == HOLD_ENDED and row.seq <= told.get(row.origin, NOBODY):
                tasks.close(doing.tx, card, row.task, doing.now, actor.party)
        doing.audit(Event.TOLD, entries=tuple(told.values()), about=("result",))


def _said_by(answer: Finding | Row) -> list[str]:
    """What a finding, or each cell of a row, is of."""
    return [answer.what] if isinstance(answer, Finding) else [cell.what for cell in answer.cells]


def who_may_take(actor: Actor, *, ctx: Context, card: int) -> list[Colleague]:
    """Everyone who cares for her now, and can be given the responsibility for her results."""
    with work(ctx, actor, Permission.WHO_MAY_TAKE, card=card) as doing:
        team = team_of(doing, doing.summary.woman if doing.summary else NOBODY)
        names = parties.names(doing.tx, {each for one in team for each in (one.party, one.unit)})
        roles = parties.roles(doing.tx, [one.party for one in team])
        doing.audit(Event.RESPONSIBILITY, about=("asked",))
        return [
            Colleague(one.party, names.get(one.party, ""), roles.get(one.party, ""), names.get(one.unit))
            for one in team
        ]


def take_responsibility(actor: Actor, *, ctx: Context, results: tuple[ResultKey, ...]) -> None:
    """Take over what is a colleague's or the unit's, for several women at once: all or nothing."""
    _hand_over(actor, ctx, Permission.TAKE_RESPONSIBILITY, results, None)


def give_responsibility(actor: Actor, *, ctx: Context, results: tuple[ResultKey, ...], to: int) -> None:
    """Give one's own, or the unit's, to another who cares for each of the women: all or nothing."""
    _hand_over(actor, ctx, Permission.GIVE_RESPONSIBILITY, results, to)


def _hand_over(
    actor: Actor, ctx: Context, permission: Permission, results: tuple[ResultKey, ...], to: int | None
) -> None:
    numbers = list(dict.fromkeys(key.card for key in results))
    if not numbers:
        raise Rejected([Problem("results", "nothing-open")])
    with work(ctx, actor, permission, card=numbers[0]) as doing:
        for number in numbers:
            summary = doing.also(permission, number)
            heir = _heir(doing, summary.woman, to)
            origins = {key.origin for key in results if key.card == number}
            moved = [
                row for row in _open(doing, number) if row.origin in origins and _may_move(doing, row, to)
            ]
            if {row.origin for row in moved} != origins:
                raise Rejected([Problem("results", "nothing-open")])
            if any(closed_to(doing, summary.woman, heir, class_of_result(doing, row.what)) for row in moved):
                raise Rejected([Problem("to", "no-relation")])
            for row in moved:
                tasks.give(doing.tx, number, row.task, heir.party, heir.unit)
            doing.audit(Event.RESPONSIBILITY, card=number, about=("result",))


def _heir(doing: Work, woman: int, to: int | None) -> Responsible:
    if to is None:
        return Responsible(doing.actor.party, doing.actor.organisation)
    found = next((one for one in team_of(doing, woman) if one.party == to), None)
    if found is None:
        raise Rejected([Problem("to", "no-relation")])
    return found


def _may_move(doing: Work, row: TaskRow, to: int | None) -> bool:
    """What someone must read once more is theirs, until its day has passed; the first look can be anyone's."""
    if to is not None:
        return row.responsible in (doing.actor.party, NOBODY) and row.responsible != to
    late = row.due < doing.ctx.today().isoformat()
    return row.responsible != doing.actor.party and (row.reason == NEW or row.responsible == NOBODY or late)
