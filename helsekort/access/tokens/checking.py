"""An access token with its proof, held against the request it came with: whom it stands for, or why for nobody."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.tokens.attests import Attest, BadAttest, attest_in
from helsekort.access.tokens.claims import AccessClaims
from helsekort.access.tokens.keys import KeyRing
from helsekort.access.tokens.proofs import ProofMark, check_proof
from helsekort.access.tokens.signed import OF_PROVIDER, NotSigned, content_of, head_of

SECOND = 1_000_000
LEEWAY = 5 * SECOND
"""How far the provider's clock may go before or after ours."""
LONGEST_LIFE = 60 * 60 * SECOND
"""No token is believed for longer than this, whatever it says."""
MOST_SIGNS = 16 * 1024
MOST_KEPT = 4096
TYPES = frozenset(["at+jwt", "application/at+jwt", "jwt"])
TOKEN, PROOF = "invalid_token", "invalid_dpop_proof"
NO_KEYS = "no-keys"
"""Nothing is wrong with the token that we know of: the provider has never answered, or not for a day."""


class NotAdmitted(Exception):
    """401: the token or its proof does not hold. `code` is what OAuth calls it, `reason` is for the technical log."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class KeysWanted(Exception):
    """The token is signed by a key that is not known: ask the provider by `renew`, which may wait, and try again."""

    def __init__(self, ring: KeyRing, kid: str, now: int) -> None:
        super().__init__("a key that is not known")
        self._ring, self._kid, self._now = ring, kid, now

    def renew(self) -> None:
        self._ring.renew(self._kid, self._now)


class Presented(Struct, frozen=True):
    """What a request brings: its Authorization and DPoP headers, all of them, its method, its path, and where it comes
    from; that is empty where it is not known."""

    authorization: tuple[str, ...]
    proofs: tuple[str, ...]
    method: str
    path: str
    address: str = ""

    @classmethod
    def of(cls, scope: Mapping[str, Any]) -> "Presented":
        """Of a request, as ASGI gives it."""
        found: dict[bytes, list[str]] = {b"authorization": [], b"dpop": []}
        for name, value in scope["headers"]:
            if name in found:
                found[name].append(value.decode("latin-1"))
        came_from = scope.get("client") or ("",)
        return cls(
            tuple(found[b"authorization"]),
            tuple(found[b"dpop"]),
            scope["method"],
            scope["path"],
            came_from[0],
        )

    def named(self) -> tuple[str, str]:
        """(scheme, token), the scheme in small letters; two empty texts where there is not exactly one."""
        scheme, _, token = (
            self.authorization[0].partition(" ") if len(self.authorization) == 1 else ("", "", "")
        )
        return scheme.lower(), token


class Grant(Struct, frozen=True):
    """A token that holds. `attest` is None where it has none, or, with its `fault`, one that cannot be used."""

    claims: AccessClaims
    scopes: frozenset[str]
    attest: Attest | None = None
    fault: str = ""
    proof: ProofMark | None = None


class _Kept(Struct, frozen=True):
    grant: Grant
    edition: int


class Authority:
    """The provider whose tokens are taken, what we are called in them, and the address that requests are sent to.

    A token that held is kept by its hash until it ends; its proof, and what may be done with it, are judged each time.
    """

    def __init__(self, issuer: str, audience: str, origin: str, ring: KeyRing) -> None:
        self.issuer, self.audience, self.origin, self.ring = issuer, audience, origin.rstrip("/"), ring
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()

    def admit(self, presented: Presented, now: int) -> Grant:
        """Whom the token stands for. NotAdmitted where it holds for nobody, KeysWanted where that cannot be said."""
        token, proof = _texts(presented)
        self.ring.keep_fresh(now)
        grant = self._known(token, now)
        claims = grant.claims
        if not (claims.iat * SECOND - LEEWAY <= now < claims.exp * SECOND + LEEWAY):
            raise NotAdmitted(TOKEN, "exp")
        if claims.nbf * SECOND - LEEWAY > now or now - claims.iat * SECOND > LONGEST_LIFE:
            raise NotAdmitted(TOKEN, "nbf")
        # a path that came with an escaped ? or # in it is no shorter path with a query
        address = self.origin + quote(presented.path, errors="replace")
        try:
            shown = check_proof(
                proof, token=token, jkt=claims.cnf.jkt, method=presented.method, address=address, now=now
            )
        except NotSigned as wrong:
            raise NotAdmitted(PROOF, str(wrong)) from None
        return replace(grant, proof=shown)

    def _known(self, token: str, now: int) -> Grant:
        """What a token says, looked up where it was believed before by the same set of keys."""
        name = hashlib.sha256(token.encode("ascii")).digest()
        kept = self._kept.get(name)
        if kept is None or kept.edition != self.ring.edition:
            edition = self.ring.edition
            kept = _Kept(self._believed(token, now), edition)
            self._kept[name] = kept
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return kept.grant

    def _believed(self, token: str, now: int) -> Grant:
        try:
            head = head_of(token, MOST_SIGNS)
            if head.typ.lower() not in TYPES or head.alg not in OF_PROVIDER or not head.kid:
                raise NotSigned("typ")
            key = self.ring.key(head.kid, now)
            if key is None and self.ring.wanted(head.kid, now):
                raise KeysWanted(self.ring, head.kid, now)
            if key is None:
                raise NotSigned(NO_KEYS if self.ring.silent(now) else "unknown-key")
            claims = content_of(token, head, key, AccessClaims, OF_PROVIDER)
            if claims.iss != self.issuer:
                raise NotSigned("iss")
            if claims.aud not in (self.audience, [self.audience]):
                raise NotSigned("aud")
        except NotSigned as wrong:
            raise NotAdmitted(TOKEN, str(wrong)) from None
        try:
            return Grant(claims, _scopes(claims), attest_in(claims))
        except BadAttest as fault:
            return Grant(claims, _scopes(claims), fault=str(fault))


def _scopes(claims: AccessClaims) -> frozenset[str]:
    return frozenset(claims.scope.split() if isinstance(claims.scope, str) else claims.scope)


def _texts(presented: Presented) -> tuple[str, str]:
    """The token and its proof. NotAdmitted where one is missing, or stands there twice."""
    scheme, token = presented.named()
    if scheme != "dpop" or not token.isascii():
        raise NotAdmitted(TOKEN, "scheme")
    if len(presented.proofs) != 1:
        raise NotAdmitted(PROOF, "not-one-proof")
    return token.strip(" "), presented.proofs[0]
