"""The card ends some weeks after a birth: by one act of a person, never by itself, and it can be opened again."""

import datetime as dt

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.log import Pen, read_card
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.work import work
from helsekort.audit.events import Event


def close_card(actor: Actor, *, ctx: Context, card: int, born_on: dt.date) -> None:
    """End a card after the weeks of `lists.closing` (term.toml); what is open on it, tasks too, stays open.

    `born_on` is the day of the birth that was read: Stale where another stands now. Closed twice it is closed once.
    Rejected before those weeks are over, and where nothing was born.
    """
    with work(ctx, actor, Permission.CLOSE_CARD, card=card) as doing:
        pen = Pen(doing, card, doing.summary.woman if doing.summary else 0)
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
