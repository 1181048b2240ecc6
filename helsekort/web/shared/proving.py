"""Before an act that matters most: someone proves anew who they are, or is told why that is asked."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.access.step_up import needs_step_up
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.web.shared.rendering import show

ANEW = "pa-nytt"


def prove_first(request: Request, ctx: Context, session: Session, onwards: str) -> Response | None:
    """None where they have just proved it; else the page that leads to the login and back to `onwards`, one of our own
    paths. Nothing of what was asked for is done."""
    if not needs_step_up(session.actor, ctx.now(), ctx.step_up_minutes):
        return None
    way = f"/inn/{session.provider}?{ANEW}=1&videre={onwards}" if session.provider else f"/?videre={onwards}"
    return show(
        request, "prove.jinja", status=403, way=way, back=onwards, minutes=ctx.step_up_minutes, here=onwards
    )
