"""The guideline's place in "I dag" on a card: what is open, which visit is due, and what cannot be judged."""

from markupsafe import Markup
from starlette.requests import Request

from helsekort.actions.context import Context
from helsekort.guideline.edition import DATED, EDITION
from helsekort.guideline.guidance import guidance
from helsekort.guideline.schedule import State
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.guideline import views
from helsekort.web.shared.rendering import language_of, render

SHOWN = 4
"""Findings on the first screen; the others are one press away."""


def on_desk(request: Request) -> Markup:
    """The way to the lists by finding. Nothing is judged for it: the desk is opened all day."""
    return Markup(render("clinician/guideline_desk.jinja", language_of(request), {}))  # noqa: S704  # our own template


def on_card(request: Request, desk: Desk) -> Markup:
    """Filled in from the card that is open already. After the pregnancy only where something is found."""
    ctx: Context = request.app.state.ctx
    if ctx.guideline is None:
        return Markup()
    found = guidance(ctx.guideline, desk.card, desk.today, desk.opened.woman.birth_date)
    lines, following = found.open(), found.next_visit()
    if not desk.card.pregnant and not lines:
        return Markup()
    # of those that are overdue the last one: who came late is not told of every visit before
    waiting = found.visits(State.OVERDUE)[-1:] + found.visits(State.DUE)
    values = {
        "path": views.path_of(desk),
        "findings": [views.finding(desk, one) for one in lines[:SHOWN]],
        "more": max(0, len(lines) - SHOWN),
        "visits": [views.visit(desk, one) for one in waiting],
        "next": views.visit(desk, following) if following and not waiting else None,
        "handled": len(found.handled()),
        "cannot": len(found.unjudged()),
        "edition": EDITION,
        "dated": DATED,
    }
    return Markup(render("clinician/guideline_slot.jinja", language_of(request), values))  # noqa: S704  # our own template escapes what it is given
