"""A card of a pregnancy that is over. There is no action that ends one yet, so it is written as one would write it."""

import datetime as dt

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import cards
from helsekort.actions.context import Context
from helsekort.actions.log import Pen, read_card
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.endings import Over
from helsekort.record.entries import Content, DueDate

DAYS_BEFORE_TERM = 220
NINE = dt.time(9)


def past_card(ctx: Context, woman: int, by: Actor, *, edd: dt.date, ended: dt.date | None = None) -> int:
    """A card opened 220 days before term, with a due date, that ended six weeks after it or on a day given."""
    then = _at(ctx, edd - dt.timedelta(days=DAYS_BEFORE_TERM))
    last = ended or edd + dt.timedelta(days=42)
    due = DueDate(edd, ctx.terms.norwegian_length, "US_EARLY", None, then.today(), by.party)
    card = cards.open_new_card(by, ctx=ctx, woman=woman, key=f"past-{edd}")
    end_card(ctx, card, by, last, due, opened=then.today())
    return card


def end_card(
    ctx: Context,
    card: int,
    by: Actor,
    ended: dt.date,
    *more: Content,
    opened: dt.date | None = None,
    over: Over | None = None,
) -> None:
    """The pregnancy of a card is over; more content may be written with it."""
    with work(ctx, by, Permission.STATE_FACTS, card=card) as doing:
        opening = read_card(doing).opening
        pen = Pen(doing, card, opening.now.woman)
        for content in more:
            pen.add(content)
        days = {"opened": opened or opening.now.opened, "ended": ended}
        last = replace(opening.now, active=False, over=over or opening.now.over, **days)
        pen.revise(1, opening.last.version + 1, last)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("card",))
        pen.put_down()


def _at(ctx: Context, day: dt.date) -> Context:
    return ctx.at(int(dt.datetime.combine(day, NINE, dt.UTC).timestamp()) * 1_000_000)
