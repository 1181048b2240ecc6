"""What lies behind “Vis mer” on her own page, and the quick way out. Before the step, nothing tells what is there."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions import private_views
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Gone
from helsekort.actions.sessions import Session, leave
from helsekort.web.shared.door import away, cookie_name, page
from helsekort.web.shared.proving import prove_first
from helsekort.web.shared.rendering import OWN_LANGUAGE_COOKIE, show, texts_of
from helsekort.web.woman.card_values import card_values
from helsekort.web.woman.own_log import show_log

STEP, CARD, LOG, BACK, OUT = "/min/mer", "/min/mer/kort", "/min/mer/innsyn", "/min/mer/skjul", "/min/lukk"
"""The step itself, the card and the log behind it, the way back before it, and out."""
FORGET = {"Clear-Site-Data": '"cache", "storage"'}


def step_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET explains the step and has its button; POST takes it. The same for every woman."""
    if request.method == "POST":
        first = prove_first(request, ctx, session, STEP)
        if first is not None:
            return first
        private_views.show_more(session.actor, ctx=ctx, token=_token(request))
        return away(CARD)
    return show(request, "woman/more.jinja", minutes=ctx.private_minutes)


def card_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her card with what lies behind the step; without the step, the step."""
    try:
        opened = private_views.open_private_card(session.actor, ctx=ctx, token=_token(request))
    except Gone:
        return away(STEP)
    request.state.own_language = opened.woman.language
    values = card_values(opened, ctx, texts_of(request))
    return show(request, "woman/card.jinja", **{**values, "behind": ctx.private_minutes})


def log_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her log with what belongs to what lies behind the step."""
    try:
        found = private_views.read_private_log(session.actor, ctx=ctx, token=_token(request))
    except Gone:
        return away(STEP)
    return show_log(request, ctx, found, here=LOG, behind=True)


def step_back(request: Request, ctx: Context, session: Session) -> Response:
    """POST closes it before its minutes have passed."""
    if request.method == "POST":
        private_views.hide_again(session.actor, ctx=ctx, token=_token(request))
    return away("/min")


def leave_quickly(request: Request, ctx: Context, session: Session) -> Response:
    """POST logs her out and goes to a page that anyone may have open. What the back button leads to asks who she is."""
    if request.method != "POST":
        return away("/min")
    leave(session.actor, ctx=ctx, token=_token(request))
    answer = show(request, "woman/leaving.jinja", onwards=ctx.quick_exit, at_once=f"0;url={ctx.quick_exit}")
    answer.delete_cookie(OWN_LANGUAGE_COOKIE, path="/min")
    answer.delete_cookie(cookie_name(request), path="/")
    answer.headers.update(FORGET)
    return answer


def _token(request: Request) -> str:
    return request.cookies[cookie_name(request)]


routes = [
    Route(STEP, page(step_page, "woman"), methods=["GET", "POST"]),
    Route(CARD, page(card_page, "woman")),
    Route(LOG, page(log_page, "woman")),
    Route(BACK, page(step_back, "woman"), methods=["GET", "POST"]),
    Route(OUT, page(leave_quickly, "woman"), methods=["GET", "POST"]),
]
