"""Where a local record sends the browser: to her card, without a search."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.access.actors import NOBODY
from helsekort.actions.context import Context
from helsekort.actions.launches import follow_launch
from helsekort.actions.outcomes import Refused
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.shared.door import away, set_session
from helsekort.web.shared.faults import home_of
from helsekort.web.shared.rendering import show


def launch_page(request: Request, ctx: Context, session: Session | None) -> Response:
    """Use the ticket, and go to the card. What is wrong with a ticket is not told: only what to do."""
    actor = session.actor if session else NOBODY
    try:
        launched = follow_launch(actor, ctx=ctx, launch=request.query_params.get("launch", ""))
    except Refused:
        return show(
            request,
            "clinician/launch.jinja",
            status=403,
            who=session.name if session else "",
            home=home_of(request),
            here=home_of(request),
        )
    answer = away(f"/klinikk/kort/{ids.to_text(launched.card)}")
    if launched.token:
        set_session(answer, request, launched.token)
    return answer
