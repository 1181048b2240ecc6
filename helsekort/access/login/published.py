"""What an issuer says of itself, as a login asks it: its endpoints, and whether it signed a token."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from anyio import to_thread

from helsekort.access.tokens.keys import SECOND, KeyRing
from helsekort.access.tokens.signed import OF_PROVIDER, Head, NotSigned, PublicKey, content_of, head_of

LEEWAY = 10
"""Seconds that two clocks may differ."""
_MOST_SIGNS = 16 * 1024
_PATIENCE = httpx.Timeout(5.0)
_MOST_BYTES = 1 << 20


class ProviderDown(Exception):
    """The provider does not answer, or not as one. Nothing is wrong with the one who asked."""


class BadToken(Exception):
    """A token is not what it should be. `why` is a code, never the token."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Published:
    """The metadata and keys of one issuer, kept by a ring. `clock` gives seconds since 1970."""

    def __init__(self, issuer: str, ring: KeyRing, clock: Callable[[], float]) -> None:
        self.issuer = issuer
        self._ring = ring
        self._clock = clock
        # One thread waits for the issuer, whatever number of logins do.
        self._turn = asyncio.Lock()

    async def metadata(self) -> Mapping[str, object]:
        """The issuer's metadata (RFC 8414). ProviderDown where it has not answered for a day."""
        await self._known("")
        return self._ring.metadata

    async def endpoint(self, name: str) -> str:
        """One address of the metadata. ProviderDown where it is not there."""
        address = (await self.metadata()).get(name)
        if not isinstance(address, str):
            raise ProviderDown(name)
        return address

    async def verified(self, token: str, kinds: frozenset[str]) -> dict[str, Any]:
        """What a token says, signed by the issuer, of one of these kinds (header `typ`, empty for none). BadToken
        otherwise."""
        head = _head(token, kinds)
        key = await self.key(head.kid)
        if key is None:
            raise BadToken("unknown-key")
        try:
            claims = content_of(token, head, key, dict[str, Any], OF_PROVIDER)
        except NotSigned:
            raise BadToken("signature") from None
        if claims.get("iss") != self.issuer:
            raise BadToken("issuer")
        _in_time(claims, self._clock())
        return claims

    async def key(self, kid: str) -> PublicKey | None:
        """A key by its name; None where the issuer has none of that name now. ProviderDown where none are known."""
        return self._ring.key(kid, await self._known(kid))

    async def _known(self, kid: str) -> int:
        """Ask the issuer where this is not known; now, in microseconds."""
        async with self._turn:
            now = int(self._clock() * SECOND)
            if self._ring.wanted(kid, now):
                await to_thread.run_sync(self._ring.renew, kid, now)
        self._ring.keep_fresh(now)
        if self._ring.silent(now):
            raise ProviderDown("no-answer")
        return now


def _head(token: str, kinds: frozenset[str]) -> Head:
    """What stands before the content: not yet believed."""
    try:
        head = head_of(token, _MOST_SIGNS)
    except NotSigned:
        raise BadToken("unreadable") from None
    if head.alg not in OF_PROVIDER:
        raise BadToken("algorithm")
    if head.typ.lower() not in kinds:
        raise BadToken("type")
    if not head.kid:
        raise BadToken("no-key-named")
    return head


def _in_time(claims: dict[str, Any], now: float) -> None:
    until, made, begins = (claims.get(name) for name in ("exp", "iat", "nbf"))
    if not isinstance(until, int | float) or until <= now - LEEWAY:
        raise BadToken("expired")
    if not isinstance(made, int | float) or made > now + LEEWAY:
        raise BadToken("from-the-future")
    if begins is not None and (not isinstance(begins, int | float) or begins > now + LEEWAY):
        raise BadToken("not-yet")


async def fetch(address: object) -> dict[str, Any]:
    """JSON from the provider. ProviderDown where it does not answer so."""
    if not isinstance(address, str):
        raise ProviderDown("no-address")
    status, said, _ = await ask("GET", address)
    if status != httpx.codes.OK:
        raise ProviderDown(str(status))
    return said


async def ask(
    method: str, address: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any], httpx.Headers]:
    """One request to the provider: status, JSON and headers. ProviderDown on no answer, a fault of its own, no JSON."""
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE) as http:
            answer = await http.request(method, address, data=form, headers=headers)
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or len(answer.content) > _MOST_BYTES:
            raise ProviderDown(str(answer.status_code))
        said = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise ProviderDown("no-answer") from None
    if not isinstance(said, dict):
        raise ProviderDown("no-json")
    return answer.status_code, said, answer.headers
