"""What to tell a woman face to face, and that she has been told."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.access.actors import ActorKind
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.actions.telling import list_to_tell, tell_of_emergency
from helsekort.web.shared.door import away, card_of
from helsekort.web.shared.rendering import show

PATH = "/klinikk/beskjeder"


def list_page(request: Request, ctx: Context, session: Session) -> Response:
    """Whom the reader shall tell, and of what."""
    return show(
        request,
        "clinician/to_tell.jinja",
        rows=list_to_tell(session.actor, ctx=ctx),
        told="fortalt" in request.query_params,
        reviewer=session.actor.kind is ActorKind.REVIEWER,
    )


def told_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST: she has been told. GET is where a login leads back to."""
    if request.method != "POST":
        return away(PATH)
    tell_of_emergency(session.actor, ctx=ctx, card=card_of(request))
    return away(f"{PATH}?fortalt=1")
