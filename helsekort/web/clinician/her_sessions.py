"""Her phone is lost, and she is at the clinic, or rings: log her out everywhere, on her word."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions import cards, own_sessions
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.web.shared.door import away, card_of
from helsekort.web.shared.rendering import show


def her_sessions_page(request: Request, ctx: Context, session: Session) -> Response:
    """What it does, and one button."""
    card = card_of(request)
    if request.method == "POST":
        own_sessions.end_her_sessions(session.actor, ctx=ctx, card=card)
        return away(f"{request.url.path}?ut=1")
    opened = cards.open_card(session.actor, ctx=ctx, card=card, news=False)
    done = "ut" in request.query_params
    return show(request, "clinician/her_sessions.jinja", name=opened.woman.name, card=card, done=done)
