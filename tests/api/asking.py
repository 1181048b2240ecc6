"""Who asks at the doors for programs, whatever is asked: a token with each request, by two ways of coming with one."""

from collections.abc import Callable
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from helsekort.actions import clients
from helsekort.actions.clients import ClientTerms
from tests import issuing
from tests.api.callers import token_of
from tests.api.dhg.national_caller import role
from tests.api.other_doors import LABORATORY
from tests.bound import AT_SOLSIDEN, NORA, SYSTEM_AT_SOLSIDEN
from tests.cast import FJORD, JOB, MOMENT, Cast
from tests.issuing import ORIGIN, Wish
from tests.messages.test_laboratory_door import token

Headers = Callable[[str, str], dict[str, str]]
"""What goes with a request of a method to a path."""


def always(service: ASGIApp, headers: Headers) -> ASGIApp:
    """The service to one whose requests all carry these headers, in the place of others of their names."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = headers(scope["method"], scope["path"]).items()
            own = {name.lower().encode(): value.encode() for name, value in given}
            kept = [(name, value) for name, value in scope["headers"] if name not in own]
            scope = {**scope, "headers": [*kept, *own.items()]}
        await service(scope, receive, send)

    return asked


def _about_nora(cast: Cast) -> dict[str, str]:
    return {
        "nhn-source-system": "Testsystem 1.0",
        "nhn-patient-nin": NORA,
        "nhn-user-role": role(cast.ingrid.category),
    }


def by_bearer(cast: Cast) -> Headers:
    """Ingrid's system with a token of the demo, and a laboratory's."""
    person, laboratory = token_of(cast, cast.ingrid), token(cast, "laboratory", "system", 0)
    about = _about_nora(cast)

    def headers(method: str, path: str) -> dict[str, str]:
        del method
        return {"Authorization": f"Bearer {laboratory if path == LABORATORY else person}", **about}

    return headers


def by_proof(cast: Cast) -> Headers:
    """The same with tokens of the provider, and a proof for this very request."""
    sender = {**SYSTEM_AT_SOLSIDEN, "client_id": "laboratory"}
    clients.register_client(JOB, ctx=cast.ctx, terms=ClientTerms("laboratory", "Fjord", her_id=FJORD))
    person, laboratory = (issuing.token(MOMENT, Wish(token=claims)) for claims in (AT_SOLSIDEN, sender))
    about = _about_nora(cast)

    def headers(method: str, path: str) -> dict[str, str]:
        borne = laboratory if path == LABORATORY else person
        proof = issuing.proof(MOMENT, borne, method, ORIGIN + quote(path))
        return {"Authorization": f"DPoP {borne}", "DPoP": proof, **about}

    return headers
