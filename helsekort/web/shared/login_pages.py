"""Log in by an identity provider, choose a role, and log out there too.

What speaks to the provider waits for an answer, so these pages are not run as others are: only what touches the record
is. Nothing about a person stands in an address here; `state` and `code` are the provider's, and are used once.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.access.actors import NOBODY
from helsekort.access.login.client import Client
from helsekort.access.login.identity import HELSEID, IDPORTEN
from helsekort.access.login.published import BadToken, ProviderDown
from helsekort.actions import logins, sessions
from helsekort.actions.context import Context
from helsekort.actions.logins import Begun, Entered
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.shared.devices import device_of
from helsekort.web.shared.door import (
    away,
    cookie_name,
    is_secure,
    local_path,
    own_address,
    page,
    posted,
    set_session,
)
from helsekort.web.shared.faults import not_understood, refused_form, wanted_elsewhere
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.login_words import stopped
from helsekort.web.shared.posted import FormRefused, opened_by_itself, read_form, same_origin
from helsekort.web.shared.proving import ANEW
from helsekort.web.shared.rendering import OWN_LANGUAGE_COOKIE, language_of, show

HOME = {HELSEID: "/klinikk", IDPORTEN: "/min"}
LOGIN_SECONDS = 600


def back_path(provider: str) -> str:
    """Where a login comes back to."""
    return f"/inn/{provider}/tilbake"


def clients_of(request: Request) -> Mapping[str, Client]:
    """The providers that people log in with here; none in the demo."""
    clients: Mapping[str, Client] = getattr(request.app.state, "clients", {})
    return clients


async def _run(request: Request, action: Any, **given: Any) -> Any:  # noqa: ANN401  # any action
    return await request.app.state.run(partial(action, NOBODY, ctx=request.app.state.ctx, **given))


def _client(request: Request) -> tuple[str, Client]:
    provider = request.path_params["provider"]
    client = clients_of(request).get(provider)
    if client is None:
        raise HTTPException(404)
    return provider, client


def _cookie(request: Request) -> str:
    return "__Host-innlogging" if is_secure(request) else "innlogging"


async def begin(request: Request) -> Response:
    """Off to the provider's login page.

    A form from our own page goes on also where too many have begun from the same address: behind the login of health
    personnel lies emergency access, which no limit may close. So the limit stops what only follows links.
    """
    if not opened_by_itself(request.headers):
        return wanted_elsewhere(request)
    provider, client = _client(request)
    pressed = request.method == "POST"
    if pressed and not same_origin(request.headers, own_address(request)):
        return refused_form(request, FormRefused(403, "other-site"))
    address = "" if pressed and provider == HELSEID else request.client.host if request.client else ""
    wanted = local_path(request.query_params.get("videre", "")) or ""
    # a woman's phone may be shared: a session of hers at the provider never opens the card by itself
    fresh = provider == IDPORTEN or ANEW in request.query_params
    begun: Begun = await _run(
        request, logins.begin_login, provider=provider, onwards=wanted, fresh=fresh, address=address
    )
    try:
        address = await client.address(begun.question, language_of(request))
    except ProviderDown:
        return stopped(request, "down")
    answer = away(address)
    answer.set_cookie(
        _cookie(request),
        begun.secret,
        max_age=LOGIN_SECONDS,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return answer


async def come_back(request: Request) -> Response:
    """Back from the provider: let in, or told in plain words why not."""
    if not opened_by_itself(request.headers):
        return wanted_elsewhere(request)
    provider, client = _client(request)
    answer = await _came_back(request, provider, client)
    answer.delete_cookie(_cookie(request), path="/", secure=is_secure(request), httponly=True, samesite="lax")
    return answer


async def _came_back(request: Request, provider: str, client: Client) -> Response:
    begun: Begun | None = await _run(
        request, logins.take_login, provider=provider, secret=request.cookies.get(_cookie(request), "")
    )
    if begun is None:
        return stopped(request, "no-such-login")
    try:
        identity = await client.identity(begun.question, _once(request))
    except ProviderDown:
        return stopped(request, "down")
    except BadToken as bad:
        await _run(request, logins.not_let_in, provider=provider, why=bad.why)
        return stopped(request, bad.why)
    device = device_of(request.headers.get("user-agent", ""))
    before = request.cookies.get(cookie_name(request), "")
    entered = await _run(request, logins.log_in, identity=identity, device=device, before=before)
    if not isinstance(entered, Entered):
        return stopped(request, entered.why)
    return await _let_in(request, provider, entered, begun.onwards)


def _once(request: Request) -> dict[str, str]:
    """What the provider sent back. Of what stands there twice nobody can know which was meant."""
    pairs = request.query_params.multi_items()
    if len({name for name, _ in pairs}) < len(pairs):
        return {}
    return dict(pairs)


async def _let_in(request: Request, provider: str, entered: Entered, onwards: str) -> Response:
    """With a new session, and the one that this browser had before ended."""
    before = request.cookies.get(cookie_name(request))
    if before:
        await _run(request, sessions.leave, token=before)
    path = onwards if onwards.split("/")[1:2] == HOME[provider].split("/")[1:2] else HOME[provider]
    answer = away(f"/inn/rolle?videre={path}" if entered.choose else path)
    set_session(answer, request, entered.token)
    answer.delete_cookie(OWN_LANGUAGE_COOKIE, path="/min")
    return answer


def roles_page(request: Request, ctx: Context, session: Session) -> Response:
    """Which role someone with several comes in as. It can be changed later, by the same page."""
    token = request.cookies[cookie_name(request)]
    onwards = local_path(request.query_params.get("videre", "")) or "/klinikk"
    if request.method == "POST":
        try:
            organisation = ids.from_text(posted(request).get("to"))
        except ids.UnreadableId:
            return not_understood(request)
        logins.choose_role(session.actor, ctx=ctx, token=token, organisation=organisation)
        return away(local_path(posted(request).get("videre")) or "/klinikk")
    roles = logins.list_roles(session.actor, ctx=ctx, token=token)
    return show(request, "roles.jinja", roles=roles, onwards=onwards, here="/inn/rolle")


async def leave_there(request: Request) -> Response:
    """Log out at the provider too: ours has ended already, so that its being down keeps nobody logged in here."""
    if not opened_by_itself(request.headers):
        return wanted_elsewhere(request)
    _, client = _client(request)
    try:
        address = await client.leaving_address(own_address(request) + "/")
    except ProviderDown:
        address = None
    return away(address or "/")


async def told_left(request: Request) -> Response:
    """The provider tells that its session has ended: by a signed token, or in a frame by naming the session."""
    provider, client = _client(request)
    try:
        if request.method == "POST":
            ended = await client.left((await read_form(request)).get("logout_token"))
        else:
            ended = _framed(request, client)
    except (BadToken, FormRefused):
        return Response(status_code=400, headers=PERSONAL)
    except ProviderDown:
        return Response(status_code=503, headers=PERSONAL)
    await _run(request, logins.end_by_provider, provider=provider, provider_session=ended)
    return Response(status_code=200, headers=PERSONAL)


def _framed(request: Request, client: Client) -> str:
    said = _once(request)
    if said.get("iss") != client.published.issuer or not said.get("sid"):
        raise BadToken("no-session")
    return said["sid"]


routes = [
    Route("/inn/rolle", page(roles_page), methods=["GET", "POST"]),
    Route("/inn/{provider}", begin, methods=["GET", "POST"]),
    Route("/inn/{provider}/tilbake", come_back),
    Route("/inn/{provider}/ut", leave_there),
    Route("/inn/{provider}/utlogget", told_left, methods=["GET", "POST"]),
]
