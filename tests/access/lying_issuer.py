"""An issuer whose key is the test's own, so that it can lie about everything."""

import asyncio
from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from helsekort.access.login.client import LOGOUT, Client, Question
from helsekort.access.login.identity import IDPORTEN
from helsekort.access.login.own_key import OwnKey
from helsekort.access.login.published import ProviderDown, Published
from helsekort.access.tokens.keys import KeyRing
from helsekort.access.tokens.provider import publisher

ISSUER, CLIENT, BACK = "https://login.example", "helsekort", "https://kort.example/inn/idporten/tilbake"
NOW = 1_800_000_000
QUESTION = Question("state", "nonce", "verifier")
ANSWER = {"state": "state", "iss": ISSUER, "code": "code"}
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
CURVE = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": CLIENT,
    "exp": NOW + 60,
    "iat": NOW,
    "sub": "s",
    "nonce": "nonce",
    "acr": "idporten-loa-high",
    "auth_time": NOW - 5,
    "pid": "13105099999",
}
LEAVING: dict[str, Any] = {**CLAIMS, "sid": "sid-1", "events": {LOGOUT: {}}}
del LEAVING["nonce"]


class Issuer:
    """Answers as a provider would; counts what it is asked."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = [KEY.as_dict(private=False), CURVE.as_dict(private=False)]
        self.token = ""
        self.access_token = ""
        self.down = False
        self.issuer = ISSUER
        self.asked: list[str] = []
        self.posted: list[tuple[dict[str, str], dict[str, str]]] = []
        self.nonces: list[str | None] = []

    async def ask(
        self,
        method: str,
        address: str,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        del method
        await asyncio.sleep(0)
        self.asked.append(address)
        if self.down:
            raise ProviderDown("no-answer")
        if address.endswith("/.well-known/openid-configuration"):
            ends = {
                f"{each}_endpoint": f"{ISSUER}/{each}" for each in ("token", "authorization", "end_session")
            }
            pushed = {"pushed_authorization_request_endpoint": f"{ISSUER}/par"}
            return 200, {"issuer": self.issuer, "jwks_uri": f"{ISSUER}/jwks", **ends, **pushed}, {}
        if address.endswith("/jwks"):
            return 200, {"keys": self.keys}, {}
        self.posted.append((dict(form or {}), dict(headers or {})))
        if address.endswith("/par"):
            return 201, {"request_uri": "urn:one", "expires_in": 60}, {}
        if self.nonces and (nonce := self.nonces.pop(0)) is not None:
            return 400, {"error": "use_dpop_nonce"}, {"dpop-nonce": nonce}
        return 200, {"id_token": self.token, "access_token": self.access_token}, {}


def published(clock: Callable[[], float] = lambda: NOW) -> Published:
    """What this issuer says of itself, as the service keeps it."""
    return Published(ISSUER, KeyRing(publisher(ISSUER)), clock)


def client(provider: str = IDPORTEN, clock: Callable[[], float] = lambda: NOW) -> Client:
    own = OwnKey(ECKey.generate_key("P-256"), "own")
    return Client(provider, published(clock), CLIENT, own, BACK, clock)


def signed(
    claims: dict[str, Any],
    key: Any = KEY,  # noqa: ANN401  # any kind of key
    alg: str = "PS256",
    **header: Any,  # noqa: ANN401  # a header
) -> str:
    named = {"alg": alg, "kid": "one", **header}
    return jwt.encode({k: v for k, v in named.items() if v is not None}, claims, key, algorithms=[alg])
