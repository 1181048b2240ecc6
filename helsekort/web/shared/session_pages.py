"""Where someone is logged in, and ending it from here: for when a phone is lost."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.access.actors import ActorKind
from helsekort.actions import own_sessions, sessions
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.web.shared.devices import device_words
from helsekort.web.shared.door import away, cookie_name, page, posted
from helsekort.web.shared.rendering import show, texts_of

OTHERS = "others"


def sessions_page(request: Request, ctx: Context, session: Session) -> Response:
    """All of them, each with a button that ends it; POST ends one, or all but this."""
    token, path = request.cookies[cookie_name(request)], request.url.path
    mark = posted(request).get("do")
    if request.method == "POST" and mark == OTHERS:
        sessions.leave(session.actor, ctx=ctx, token=token, elsewhere=True)
        return away(f"{path}?ut=1")
    if request.method == "POST":
        own_sessions.end_session(session.actor, ctx=ctx, mark=mark)
        return away(f"{path}?ut=1")
    found = own_sessions.list_sessions(session.actor, ctx=ctx, token=token)
    texts = texts_of(request)
    return show(
        request,
        "sessions.jinja",
        own=[(one, device_words(one.device, texts)) for one in found if not one.ended],
        made_room=[(one, device_words(one.device, texts)) for one in found if one.ended],
        most=ctx.most_sessions,
        hours=ctx.session_hours,
        hers=session.actor.kind is ActorKind.WOMAN,
        ended="ut" in request.query_params,
        minutes=ctx.session_minutes,
        others=OTHERS,
        today=ctx.today(),
    )


routes = [
    Route(f"{side}/innlogginger", page(sessions_page), methods=["GET", "POST"])
    for side in ("/min", "/klinikk")
]
