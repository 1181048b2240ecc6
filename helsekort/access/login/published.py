"""What an issuer publishes of itself, its endpoints and its keys: kept for a day, and read anew when a key is unknown.

An unknown key that the issuer turns out not to have is looked for at most once a minute, so that nobody can have us ask
without end. Where the issuer does not
answer, what is known serves for another day.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from joserfc import jwk, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import extract_compact
from msgspec import Struct

ALGORITHMS = ("PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "RS256")
"""What a provider may sign with. RS256 because ID-porten does; never for our own keys."""
KINDS = ("RSA", "EC")
DAY = 24 * 3600
MINUTE = 60
LEEWAY = 10
"""Seconds that two clocks may differ."""
_PATIENCE = httpx.Timeout(5.0)
_MOST_BYTES = 1 << 20


class ProviderDown(Exception):
    """The provider does not answer, or not as one. Nothing is wrong with the one who asked."""


class BadToken(Exception):
    """A token is not what it should be. `why` is a code, never the token."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Signed(Struct, frozen=True):
    """A token whose signature holds."""

    header: dict[str, Any]
    claims: dict[str, Any]


class Published:
    """The metadata and keys of one issuer. `clock` gives seconds since 1970."""

    def __init__(self, issuer: str, clock: Callable[[], float]) -> None:
        self.issuer = issuer
        self._clock = clock
        self._metadata: dict[str, Any] = {}
        self._keys: dict[str, ECKey | RSAKey] = {}
        self._metadata_at = self._keys_at = self._in_vain_at = float("-inf")
        self._turn = asyncio.Lock()

    async def metadata(self) -> dict[str, Any]:
        """The issuer's metadata (RFC 8414), at most a day old, or two where it does not answer."""
        async with self._turn:
            return await self._read_metadata()

    async def endpoint(self, name: str) -> str:
        """One address of the metadata. ProviderDown where it is not there."""
        address = (await self.metadata()).get(name)
        if not isinstance(address, str):
            raise ProviderDown(name)
        return address

    async def verified(self, token: str, kinds: frozenset[str]) -> Signed:
        """A token signed by the issuer, of one of these kinds (header `typ`, empty for none). BadToken otherwise."""
        key = await self.key(_header(token, kinds)["kid"])
        if key is None:
            raise BadToken("unknown-key")
        try:
            read = jwt.decode(token, key, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, TypeError):
            raise BadToken("signature") from None
        if read.claims.get("iss") != self.issuer:
            raise BadToken("issuer")
        _in_time(read.claims, self._clock())
        return Signed(dict(read.header), dict(read.claims))

    async def key(self, kid: str) -> ECKey | RSAKey | None:
        """A key by its name; None where the issuer has none of that name now. ProviderDown where none are known."""
        async with self._turn:
            old = self._clock() - self._keys_at > DAY
            unknown = kid not in self._keys and self._clock() - self._in_vain_at >= MINUTE
            if old or unknown:
                await self._read_keys()
            if kid not in self._keys and unknown:
                self._in_vain_at = self._clock()
            return self._keys.get(kid)

    async def _read_keys(self) -> None:
        try:
            said = await fetch((await self._read_metadata()).get("jwks_uri"))
        except ProviderDown:
            if self._clock() - self._keys_at > 2 * DAY:
                raise
            return
        self._keys, self._keys_at = _signing_keys(said), self._clock()

    async def _read_metadata(self) -> dict[str, Any]:
        age = self._clock() - self._metadata_at
        if age <= DAY:
            return self._metadata
        try:
            said = await fetch(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        except ProviderDown:
            if age > 2 * DAY:
                raise
            return self._metadata
        if said.get("issuer") != self.issuer:
            raise ProviderDown("issuer")
        self._metadata, self._metadata_at = said, self._clock()
        return said


def _header(token: str, kinds: frozenset[str]) -> dict[str, Any]:
    """The header of a token that may be asked about: not yet believed."""
    try:
        header = extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError, TypeError):
        raise BadToken("unreadable") from None
    if header.get("alg") not in ALGORITHMS:
        raise BadToken("algorithm")
    if str(header.get("typ", "")).lower() not in kinds:
        raise BadToken("type")
    if not isinstance(header.get("kid"), str):
        raise BadToken("no-key-named")
    return header


def _in_time(claims: dict[str, Any], now: float) -> None:
    until, made, begins = (claims.get(name) for name in ("exp", "iat", "nbf"))
    if not isinstance(until, int | float) or until <= now - LEEWAY:
        raise BadToken("expired")
    if not isinstance(made, int | float) or made > now + LEEWAY:
        raise BadToken("from-the-future")
    if begins is not None and (not isinstance(begins, int | float) or begins > now + LEEWAY):
        raise BadToken("not-yet")


def _signing_keys(said: dict[str, Any]) -> dict[str, ECKey | RSAKey]:
    """By name; a key of a kind that is not known here is left out."""
    found: dict[str, ECKey | RSAKey] = {}
    keys = said.get("keys")
    for each in keys if isinstance(keys, list) else []:
        if not _could_sign(each):
            continue
        try:
            key = jwk.import_key(each)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(key, ECKey | RSAKey):
            found[each["kid"]] = key
    return found


def _could_sign(said: object) -> bool:
    """A named key, of a kind that signs for all to check. Others are not even read."""
    return (
        isinstance(said, dict)
        and said.get("kty") in KINDS
        and isinstance(said.get("kid"), str)
        and said.get("use", "sig") == "sig"
    )


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
