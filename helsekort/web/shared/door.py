"""The door of every page: who asks, may this form come in, run the page, turn outcomes into pages.

A page is a plain function `(request, ctx, session) -> Response`, wrapped by `page`. It finds the posted form
with `posted(request)`. Outcomes it does not treat itself (Refused, Stale, ...) become pages here.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helsekort.access.actors import NOBODY, ActorKind
from helsekort.actions import drafts, sessions
from helsekort.actions.context import Context
from helsekort.actions.outcomes import (
    CardErased,
    Doubt,
    Gone,
    KeyUsedBefore,
    NoRoom,
    Refused,
    Rejected,
    Stale,
    Unavailable,
)
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.shared import faults
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.posted import EMPTY, Form, FormRefused, opened_by_itself, read_form, same_origin
from helsekort.web.shared.rendering import (
    LANGUAGE_COOKIE,
    OWN_LANGUAGE_COOKIE,
    language_of,
    show,
    texts_of,
)
from helsekort.web.shared.typed_words import typed_words

Kind = Literal["clinician", "woman", "open"]
Page = Callable[[Request, Context, Session], Response]
OpenPage = Callable[[Request, Context, Session | None], Response]
Endpoint = Callable[[Request], Awaitable[Response]]
Reading = Callable[[Request], Awaitable[Form]]

ROLES = "/inn/rolle"
_LOCAL = re.compile(r"/(klinikk|min)(/[a-z0-9-]{1,40}){0,6}")


def page(function: Page | OpenPage, kind: Kind = "clinician", read: Reading = read_form) -> Endpoint:
    """The endpoint for a page function. `open` pages get None as session where nobody is logged in.

    `read` is how a posted form is read; FormRefused where it cannot be.
    """

    async def endpoint(request: Request) -> Response:
        request.state.session = None
        request.state.form = EMPTY
        if request.method != "POST" and not opened_by_itself(request.headers):
            return faults.wanted_elsewhere(request)
        if request.method == "POST":
            if not same_origin(request.headers, own_address(request)):
                return faults.refused_form(request, FormRefused(403, "other-site"))
            try:
                request.state.form = await read(request)
            except FormRefused as refused:
                return faults.refused_form(request, refused)
        answer: Response = await request.app.state.run(_answer, function, kind, request)
        return answer

    endpoint.__name__ = function.__name__
    return endpoint


def _answer(function: Callable[..., Response], kind: Kind, request: Request) -> Response:
    ctx: Context = request.app.state.ctx
    try:
        known = recognised(request, ctx)
        session = known if known is not None and known.live else None
        request.state.session = session
        if kind == "open":
            return function(request, ctx, session)
        if session is None:
            return _log_in_first(request, ctx, known)
        if _has_no_role(session) and request.url.path != ROLES:
            return away(f"{ROLES}?videre={local_path(request.url.path) or ''}")
        return function(request, ctx, session)
    except ids.UnreadableId as unreadable:
        # of an address that names no card, and would only have led on to another about it
        raise HTTPException(404) from unreadable
    except tuple(_OUTCOMES) as outcome:
        return _OUTCOMES[type(outcome)](request)


def _has_no_role(session: Session) -> bool:
    """Whether someone with several roles has not said in which they come."""
    return session.actor.kind is ActorKind.CLINICIAN and not session.actor.organisation


_OUTCOMES: dict[type[Exception], Callable[[Request], Response]] = {
    Refused: faults.refused,
    Gone: faults.gone,
    CardErased: faults.erased,
    Unavailable: faults.unavailable,
    NoRoom: faults.no_room,
    Stale: faults.changed_meanwhile,
    KeyUsedBefore: faults.changed_meanwhile,
    Doubt: faults.not_understood,
    Rejected: faults.not_understood,
}


def recognised(request: Request, ctx: Context) -> Session | None:
    """Whom the cookie stands for; run as a page is."""
    token = request.cookies.get(cookie_name(request), "")
    return sessions.recognise(NOBODY, ctx=ctx, token=token) if token else None


def _log_in_first(request: Request, ctx: Context, known: Session | None) -> Response:
    """Off to the login. What was typed is kept for her; where it cannot be known who she is, it is shown."""
    path = request.url.path
    if request.method != "POST":
        return away(f"/?videre={path}" if local_path(path) else "/")
    form: Form = request.state.form
    draft = ""
    if known is not None and known.actor.kind is ActorKind.CLINICIAN and "card" in request.path_params:
        draft = drafts.keep_draft(known.actor, ctx=ctx, card=card_of(request), path=path, fields=form.fields)
    typed = [] if draft else typed_words(ctx.catalogue, texts_of(request), form.fields)
    personas = sessions.personas(ctx) if known else []
    again = [persona for persona in personas if known and persona.key == known.persona]
    onwards = path if local_path(path) else ""
    return show(
        request, "expired.jinja", status=401, draft=draft, typed=typed, again=again, onwards=onwards, here="/"
    )


def own_address(request: Request) -> str:
    """`https://helsekort.example`: as set (`app.state.origin`), else as the request came."""
    stated: str = getattr(request.app.state, "origin", "")
    return stated or f"{request.url.scheme}://{request.headers.get('host', '')}"


def is_secure(request: Request) -> bool:
    """Whether people reach us over TLS, so that cookies may be held to it."""
    return own_address(request).startswith("https://")


def cookie_name(request: Request) -> str:
    """The session cookie's name; over TLS browsers hold it to this host and to TLS by its prefix."""
    return "__Host-helsekort" if is_secure(request) else "helsekort"


def set_session(response: Response, request: Request, token: str) -> None:
    """Put the session token into its cookie. It ends with the browser; the service ends it earlier."""
    secure = is_secure(request)
    response.set_cookie(cookie_name(request), token, path="/", secure=secure, httponly=True, samesite="lax")


def remember_language(response: Response, request: Request) -> None:
    """Let her other pages speak as this one, which knows the language that is stored about her."""
    if LANGUAGE_COOKIE not in request.cookies:
        response.set_cookie(
            OWN_LANGUAGE_COOKIE,
            language_of(request),
            path="/min",
            secure=is_secure(request),
            httponly=True,
            samesite="lax",
        )


def away(path: str) -> RedirectResponse:
    """303: go and GET another of our pages."""
    return RedirectResponse(path, status_code=303, headers=PERSONAL)


def local_path(text: str) -> str | None:
    """The text where it is the path of one of our pages for someone logged in, else None."""
    return text if _LOCAL.fullmatch(text) else None


def card_of(request: Request) -> int:
    """The card named in the URL; 0, which no card has, where it is unreadable.

    So the action itself refuses an unreadable name, and it looks and is logged like any other refusal.
    """
    try:
        return ids.from_text(request.path_params["card"])
    except ids.UnreadableId:
        return 0


def origin_of(request: Request) -> int:
    """The entry named in the URL on a card she may open. 404 where it is no number."""
    text: str = request.path_params["origin"]
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HTTPException(404)
    return int(text)


def taken_draft(request: Request, ctx: Context, session: Session) -> Form | None:
    """What she had typed when her session ended, if this page was opened with `?utkast=`; None otherwise.

    A draft that is not there (any more), or not hers, leaves the page as it is, which then says so.
    """
    token = request.query_params.get("utkast", "")
    if not token:
        return None
    try:
        draft = drafts.take_draft(session.actor, ctx=ctx, draft=token)
    except Refused:
        request.state.draft_gone = True
        return None
    return Form(draft.fields) if draft.path == request.url.path else None


def posted(request: Request) -> Form:
    """The posted form; empty for a GET."""
    form: Form = request.state.form
    return form
