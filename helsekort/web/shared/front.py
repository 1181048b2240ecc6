"""The front page and coming in, going out and choosing a language."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.access.actors import NOBODY, ActorKind
from helsekort.actions import sessions
from helsekort.actions.context import Context
from helsekort.actions.sessions import Persona, Session
from helsekort.web.shared.door import (
    away,
    cookie_name,
    is_secure,
    local_path,
    page,
    posted,
    set_session,
)
from helsekort.web.shared.faults import home_of, home_of_kind, not_understood
from helsekort.web.shared.login_pages import HOME, clients_of
from helsekort.web.shared.rendering import LANGUAGE_COOKIE, OWN_LANGUAGE_COOKIE, show
from helsekort.web.shared.texts import LANGUAGES

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")
_YEAR = 365 * 24 * 3600


def front(request: Request, ctx: Context, session: Session | None) -> Response:
    """Who are you? In demo mode a list of fictive people to enter as."""
    people = sessions.personas(ctx)
    onwards = local_path(request.query_params.get("videre", "")) or ""
    return show(
        request,
        "front.jinja",
        clinicians=[one for one in people if one.kind in (ActorKind.CLINICIAN, ActorKind.REVIEWER)],
        women=[one for one in people if one.kind == ActorKind.WOMAN],
        home=home_of(request) if session else None,
        onwards=onwards,
        ways_in=_ways_in(request, onwards),
    )


def _ways_in(request: Request, onwards: str) -> list[str]:
    """The providers to log in with; of the page she was on her way to only the one that leads there."""
    return [each for each in clients_of(request) if not onwards or onwards.startswith(HOME[each])]


def enter(request: Request, ctx: Context, session: Session | None) -> Response:
    """Come in as one of the demo's people, and go on to where she was."""
    form = posted(request)
    key = form.get("person")
    persona = next((one for one in sessions.personas(ctx) if one.key == key), None)
    if persona is None:
        return not_understood(request)
    if session is not None:
        sessions.leave(session.actor, ctx=ctx, token=request.cookies[cookie_name(request)])
    token = sessions.enter_as_persona(NOBODY, ctx=ctx, persona=key)
    answer = away(_onwards(persona, form.get("videre"), form.get("utkast")))
    set_session(answer, request, token)
    answer.delete_cookie(OWN_LANGUAGE_COOKIE, path="/min")
    return answer


def _onwards(persona: Persona, wanted: str, draft: str) -> str:
    """The page she came from where it is on her own side, with her draft's token; else where she starts."""
    home = home_of_kind(persona.kind)
    path = local_path(wanted)
    if path is None or not (path == home or path.startswith(home + "/")):
        return home
    return f"{path}?utkast={draft}" if _TOKEN.fullmatch(draft) else path


def leave(request: Request, ctx: Context, session: Session | None) -> Response:
    """Log out.

    The cookie stays until the browser closes: its token opens nothing any more, but tells whose draft it is when
    she had a half-written form in another tab.
    """
    if session is not None:
        sessions.leave(session.actor, ctx=ctx, token=request.cookies[cookie_name(request)])
        if session.provider in clients_of(request):
            return away(f"/inn/{session.provider}/ut")
    return away("/")


def choose_language(request: Request, ctx: Context, session: Session | None) -> Response:  # noqa: ARG001  # a page
    """Remember the language in a cookie that says nothing else, and go back."""
    form = posted(request)
    chosen = form.get("sprak")
    answer = away(local_path(form.get("til")) or "/")
    if chosen in LANGUAGES:
        secure = is_secure(request)
        answer.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=_YEAR, path="/", secure=secure, httponly=True, samesite="lax"
        )
    return answer


routes = [
    Route("/", page(front, "open")),
    Route("/inn", page(enter, "open"), methods=["POST"]),
    Route("/ut", page(leave, "open"), methods=["POST"]),
    Route("/sprak", page(choose_language, "open"), methods=["POST"]),
]
