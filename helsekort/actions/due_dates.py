"""The due date: proposed by one act, in force only by another that says why."""

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.judging import judge_due_date
from helsekort.actions.log import content_hash, read_card
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen, note_written, written_before
from helsekort.audit.events import Event
from helsekort.record.card import Card, Trail
from helsekort.record.entries import DueDate, Status
from helsekort.record.oddities import oddities


def propose_due_date(actor: Actor, *, ctx: Context, card: int, due: DueDate, key: str) -> int:
    """Write a proposed due date; its origin. Nothing is recalculated until it is confirmed."""
    with work(ctx, actor, Permission.PROPOSE_DUE_DATE, card=card) as doing:
        pen = card_pen(doing)
        content = content_hash(due)
        used = written_before(doing, key, content)
        if used is not None:
            return used
        judge_due_date(ctx, due)
        set_by = None if due.paper else actor.party
        origin = pen.add(replace(due, proposed=True, set_on=ctx.today(), set_by=set_by, replaces=None))
        note_written(doing, key, content, origin)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("due-date",))
        pen.put_down()
        return origin


def confirm_due_date(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    origin: int,
    base_version: int,
    why: str | None,
    in_force: int | None = None,
    looked: bool = False,
) -> None:
    """Bring a proposed due date into force. Where it replaces one, `why` is demanded and both are kept.

    `in_force` is the origin of the date that stood in force when this was read (0 for none): Stale where
    another does now; None asks nothing. `looked` says that what is odd about it was seen.
    """
    with work(ctx, actor, Permission.CONFIRM_DUE_DATE, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        trail = _proposal(doing, folded, origin)
        now = folded.due_trail
        in_force_now = now is not None and now.origin == origin
        if in_force_now and trail.now.why == (why or None):
            doing.audit(Event.READ, about=("repeated",))
            return
        stands = now.origin if now else 0
        if not trail.now.proposed or trail.last.version != base_version or in_force not in (None, stands):
            raise Stale(due=trail.now)
        if now is not None and not (why or "").strip():
            raise Rejected([Problem("why", "missing")])
        if not looked and oddities(folded, trail.now, ctx.terms):
            raise Rejected([Problem("looked", "missing")])
        confirmed = replace(trail.now, proposed=False, replaces=now.origin if now else None, why=why or None)
        pen.revise(origin, trail.last.version + 1, confirmed)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("due-date",))
        pen.put_down()


def withdraw_due_date(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_version: int, reason: str
) -> None:
    """Take back a proposed due date; it stays in the history with the reason. One in force is replaced instead."""
    with work(ctx, actor, Permission.PROPOSE_DUE_DATE, card=card) as doing:
        pen = card_pen(doing)
        trail = _proposal(doing, read_card(doing), origin)
        if trail.last.version != base_version or not trail.now.proposed:
            raise Stale(due=trail.now)
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        taken = replace(trail.now, status=Status.WITHDRAWN, reason=reason)
        pen.revise(origin, trail.last.version + 1, taken)
        doing.audit(Event.WITHDRAWN, entries=pen.entries, about=("due-date",))
        pen.put_down()


def _proposal(doing: Work, card: Card, origin: int) -> Trail[DueDate]:
    found = next((trail for trail in card.due_dates if trail.origin == origin and trail.stands), None)
    if found is None:
        doing.gone("no-such-due-date")
    return found
