"""Her next visits and why, and what concerns her now, in plain words. Nothing once the pregnancy is over."""

import datetime as dt
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from starlette.requests import Request

from helsekort.actions.context import Context
from helsekort.actions.guidance import OwnGuidance, read_own_guidance
from helsekort.actions.sessions import Session
from helsekort.guideline.edition import EDITION
from helsekort.guideline.schedule import Planned, State
from helsekort.guideline.shape import Urgency
from helsekort.web.shared.rendering import language_of, render, texts_of
from helsekort.web.shared.slots import OnHerPage
from helsekort.web.shared.texts import Texts
from helsekort.web.woman.plain_names import plain_name

SHOWN = 3
"""Visits that are told ahead."""
_SOON = frozenset({Urgency.NOW, Urgency.TODAY})
_AHEAD = frozenset({State.NOT_YET, State.DUE})


class Visit(Struct, frozen=True):
    """A visit ahead: what it is called, when, and what is done at it. `now`: it is due."""

    label: str
    when: str
    now: bool
    done: list[str]


def on_her_page(request: Request, session: Session) -> OnHerPage:
    """What concerns her now, the most urgent first, and the visits ahead; empty where there is neither."""
    ctx: Context = request.app.state.ctx
    texts = texts_of(request)
    own = read_own_guidance(session.actor, ctx=ctx)
    visits = [_visit(ctx, texts, one) for one in own.planned if one.state in _AHEAD][:SHOWN]
    soon, others = _said(texts, own, soon=True), _said(texts, own, soon=False)
    values = {"visits": visits, "soon": soon, "others": others, "edition": EDITION}
    first, below = (_part(request, name, values) for name in ("urgent", "visits"))
    return OnHerPage(first if soon else Markup(), below if visits or others else Markup())


def _part(request: Request, name: str, values: dict[str, Any]) -> Markup:
    """One part, in the language of the page."""
    return Markup(render(f"woman/guideline_{name}.jinja", language_of(request), values))  # noqa: S704  # our own template escapes what it is given


def _said(texts: Texts, own: OwnGuidance, *, soon: bool) -> list[str]:
    """What each finding says to her, once."""
    rules = [one.answer.rule for one in own.found if (one.urgency in _SOON) is soon]
    return list(dict.fromkeys(texts.translate(rule.to_her) for rule in rules if rule is not None))


def _visit(ctx: Context, texts: Texts, one: Planned) -> Visit:
    return Visit(
        label=texts.translate(one.visit.label).partition(" (")[0],  # its days stand below
        when=_when(texts, one.window),
        now=one.state is State.DUE,
        done=[
            _inside(plain_name(texts, what, texts.translate(ctx.catalogue[what].label)))
            for what in one.visit.done
        ],
    )


def _inside(label: str) -> str:
    """The plain name inside a sentence: `mål på magen`, and `RhD` as it is."""
    plain = label.partition(" (")[0]
    return plain if any(sign.isupper() for sign in plain[1:]) else plain.lower()


def _when(texts: Texts, window: tuple[dt.date, dt.date] | None) -> str:
    if window is None:
        return ""
    first, last = (texts.date(day) for day in window)
    return texts.translate("mellom %(first)s og %(last)s") % {"first": first, "last": last}
