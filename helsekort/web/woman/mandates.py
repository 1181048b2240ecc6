"""Who sees her card on her behalf, and ending that; shown on her access page too."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions import mandates
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.shared.door import away, page, posted
from helsekort.web.shared.faults import not_understood
from helsekort.web.shared.proving import prove_first
from helsekort.web.shared.rendering import show

PATH = "/min/fullmakt"
END, RESUME = "end", "resume"


def mandates_page(request: Request, ctx: Context, session: Session) -> Response:
    """Everyone who may, or might, with a button each; POST ends one or lets them again."""
    if request.method != "POST":
        return show(request, "woman/mandates.jinja", **mandate_values(ctx, session), today=ctx.today())
    act = {END: mandates.end_mandate, RESUME: mandates.resume_mandate}.get(posted(request).get("do"))
    try:
        agent = ids.from_text(posted(request).get("to"))
    except ids.UnreadableId:
        return not_understood(request)
    if act is None:
        return not_understood(request)
    # to let someone in needs more than a phone that is open; to shut them out does not
    first = prove_first(request, ctx, session, PATH) if act is mandates.resume_mandate else None
    if first is not None:
        return first
    act(session.actor, ctx=ctx, agent=agent)
    return away(PATH)


def mandate_values(ctx: Context, session: Session) -> dict[str, Any]:
    """What `woman/mandate_parts.jinja` says, for any page of hers that takes it in."""
    found = mandates.list_mandates(session.actor, ctx=ctx)
    return {
        "mandates": [one for one in found if one.ended is None],
        "ended_mandates": [one for one in found if one.ended is not None],
    }


routes = [Route(PATH, page(mandates_page, "woman"), methods=["GET", "POST"])]
