"""Limits on how often: counted in the action's own transaction, told in the log once a window; at its end, how many."""

from helsekort.access.actors import Actor
from helsekort.access.limits import SECOND, Use
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.outcomes import TooMany
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.store import counts
from helsekort.store.database import Transaction

RULE = "too-many"


class UsedUp(Exception):
    """Inside a transaction: this would be one more than the limit allows."""


def use_of(ctx: Context, actor: Actor, permission: Permission, address: str = "") -> Use | None:
    """The use of a limit that this is; None where none is counted."""
    name = ctx.limits.about(permission)
    return ctx.limits.use(name, actor, permission, ctx.now(), address) if name else None


def refuse_spent(ctx: Context, use: Use) -> None:
    """TooMany where this process knows that it is used up: without a question to the database."""
    if ctx.spent.hit(use):
        raise _too_many(ctx, use)


def count(tx: Transaction, use: Use) -> None:
    """Count it in the action's transaction; UsedUp where there were as many as may be."""
    if not _counted(tx, use):
        raise UsedUp


def count_apart(ctx: Context, use: Use) -> None:
    """Count what was tried and then rolled back: a refused search is a search."""
    with ctx.database.transaction() as tx:
        _counted(tx, use)


def tally(ctx: Context, use: Use) -> None:
    """Count what is no action of its own; TooMany where there were as many as may be."""
    refuse_spent(ctx, use)
    with ctx.database.transaction() as tx:
        counted = _counted(tx, use)
    if not counted:
        raise refusal(ctx, use)


def refusal(ctx: Context, use: Use) -> TooMany:
    """What to raise where it is used up. The first refusal of a window has its line; the others are counted."""
    with ctx.database.transaction() as tx:
        first = counts.tell(tx, use.name, use.who, use.since)
        if first:
            _write(ctx, tx, use, 1)
    ctx.spent.hold(use, 0 if first else 1)
    return _too_many(ctx, use)


def tell_ended(ctx: Context) -> None:
    """Tell of windows that are over how many were refused, and forget them: once a minute, beside the requests."""
    now = ctx.now()
    ended = ctx.spent.over(now)
    with ctx.database.transaction() as tx:
        for use, refused in ended:
            if refused:
                _write(ctx, tx, use, refused)
        counts.forget(tx, now)


def _counted(tx: Transaction, use: Use) -> bool:
    return counts.count(tx, use.name, use.who, (use.since, use.until), use.limit.most)


def _too_many(ctx: Context, use: Use) -> TooMany:
    return TooMany(use.name, max(1, -(-(use.until - ctx.now()) // SECOND)))


def _write(ctx: Context, tx: Transaction, use: Use, refused: int) -> None:
    """A line with the limit's name and how many were refused. Of an address it says nothing."""
    actor = use.actor
    line = lines.Line(
        event=Event.LIMITED,
        at=ctx.now(),
        card=0,
        permission=use.permission,
        rule=RULE,
        kind=actor.kind,
        party=actor.party,
        organisation=actor.organisation,
        category=actor.category,
        job=actor.job,
        about=(use.name, str(refused)),
        legal_entity=actor.legal_entity,
        client=actor.client,
        acting_for=actor.acting_for,
    )
    lines.write(tx, [line], ctx.random_bytes, ctx.random_bits)
