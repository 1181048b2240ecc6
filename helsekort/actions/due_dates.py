"""The due date: proposed by one act, in force only by another that says why."""

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.log import Pen, content_hash, read_card
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected, Stale
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.card import Card, Trail
from helsekort.record.entries import DueDate
from helsekort.record.gestation import gestational_age, length_of
from helsekort.store import cards


def propose_due_date(actor: Actor, *, ctx: Context, card: int, due: DueDate, key: str) -> int:
    """Write a proposed due date; its origin. Nothing is recalculated until it is confirmed."""
    with work(ctx, actor, Permission.PROPOSE_DUE_DATE, card=card) as doing:
        pen = Pen(doing, card, doing.summary.woman if doing.summary else 0)
        content = content_hash(due)
        used = cards.used_key(doing.tx, card, actor.party, key)
        if used:
            if used[0] != content:
                raise KeyUsedBefore(used[1])
            doing.audit(Event.READ, about=("repeated",))
            return used[1]
        _judge(ctx, due)
        set_by = None if due.paper else actor.party
        origin = pen.add(replace(due, proposed=True, set_on=ctx.today(), set_by=set_by, replaces=None))
        cards.take_key(doing.tx, card, actor.party, key, content, origin, doing.now)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("due-date",))
        pen.put_down()
        return origin


def _judge(ctx: Context, due: DueDate) -> None:
    problems = []
    if due.method not in ctx.terms.methods:
        raise Rejected([Problem("method", "unknown")])
    own = ctx.terms.methods[due.method].own_length
    try:
        length_of(due.method, ctx.terms, due.length if own else None)
    except ValueError:
        problems.append(Problem("length", "outside"))
    if not own and due.length != ctx.terms.norwegian_length:
        problems.append(Problem("length", "not-this-method"))
    if due.measured_on and due.measured_on > ctx.today():
        problems.append(Problem("measured_on", "future"))
    if gestational_age(ctx.today(), due.edd, due.length, oldest_days=ctx.terms.oldest_days) is None:
        problems.append(Problem("edd", "outside-pregnancy"))
    if problems:
        raise Rejected(problems)


def confirm_due_date(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_version: int, why: str | None
) -> None:
    """Bring a proposed due date into force. Where it replaces one, `why` is demanded and both are kept."""
    with work(ctx, actor, Permission.CONFIRM_DUE_DATE, card=card) as doing:
        pen = Pen(doing, card, doing.summary.woman if doing.summary else 0)
        folded = read_card(doing)
        trail = _proposal(doing, folded, origin)
        now = folded.due_trail
        if not trail.now.proposed:
            doing.audit(Event.READ, about=("repeated",))
            return
        if trail.last.version != base_version:
            raise Stale(due=trail.now)
        if now is not None and not (why or "").strip():
            raise Rejected([Problem("why", "missing")])
        confirmed = replace(trail.now, proposed=False, replaces=now.origin if now else None, why=why or None)
        pen.revise(origin, trail.last.version + 1, confirmed)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("due-date",))
        pen.put_down()


def _proposal(doing: Work, card: Card, origin: int) -> Trail[DueDate]:
    found = next((trail for trail in card.due_dates if trail.origin == origin and trail.stands), None)
    if found is None:
        doing.refuse("no-such-due-date")
    return found
