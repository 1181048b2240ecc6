"""A login as the provider's client: pushed request, PKCE, signed assertion, DPoP with nonce, and every answer checked.

Sources: FAPI 2.0 Security Profile, RFC 9126 (PAR), 7636 (PKCE), 9449 (DPoP), 9207 (`iss` in the answer), HelseID's
security profile, ID-porten's OIDC guide.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from msgspec import Struct

from helsekort.access.login.identity import HELSEID, HIGHEST, NAMES, Identity, read_identity
from helsekort.access.login.own_key import OwnKey
from helsekort.access.login.published import LEEWAY, BadToken, ProviderDown, Published, ask

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
SCOPES = {
    HELSEID: "openid helseid://scopes/identity/pid helseid://scopes/identity/security_level"
    " helseid://scopes/hpr/hpr_number",
    "idporten": "openid profile",
}
_TOKEN = frozenset({"", "jwt"})
_ACCESS = frozenset({"at+jwt", "application/at+jwt", "jwt"})
_LEAVING = frozenset({"logout+jwt", "jwt", ""})


class Question(Struct, frozen=True):
    """What one login is recognised by when it comes back. All three are secrets of that login."""

    state: str
    nonce: str
    verifier: str
    fresh_since: int = (
        0  # seconds since 1970: since when they must have proved who they are; 0 where it is the same
    )

    @property
    def challenge(self) -> str:
        """The PKCE challenge (S256)."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def new_question(*, fresh_since: int = 0) -> Question:
    """State, nonce and verifier of a new login."""
    return Question(
        secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), fresh_since
    )


class Client:
    """This service as one provider's client. `clock` gives seconds since 1970; `back` is where logins come back to."""

    def __init__(
        self,
        provider: str,
        published: Published,
        name: str,
        key: OwnKey,
        back: str,
        clock: Callable[[], float],
    ) -> None:
        self.provider = provider
        self.published = published
        self.name = name
        self.back = back
        self._key = key
        self._clock = clock
        self._nonce: str | None = None

    @property
    def host(self) -> str:
        """Scheme and host of the provider."""
        parts = urlsplit(self.published.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    async def address(self, question: Question, language: str) -> str:
        """Push the request, and give the address that the browser goes to. ProviderDown."""
        asked = {
            "client_id": self.name,
            "response_type": "code",
            "redirect_uri": self.back,
            "scope": SCOPES[self.provider],
            "state": question.state,
            "nonce": question.nonce,
            "code_challenge": question.challenge,
            "code_challenge_method": "S256",
            "ui_locales": language,
            **({"acr_values": HIGHEST[self.provider]} if NAMES[self.provider]["level"] == "acr" else {}),
            **({"prompt": "login", "max_age": "0"} if question.fresh_since else {}),
        }
        pushed = await self.published.endpoint("pushed_authorization_request_endpoint")
        status, said, _ = await ask("POST", pushed, {**asked, **self._assertion()})
        where = said.get("request_uri")
        if status != httpx.codes.CREATED or not isinstance(where, str):
            raise ProviderDown("pushed")
        page = await self.published.endpoint("authorization_endpoint")
        return f"{page}?{urlencode({'client_id': self.name, 'request_uri': where})}"

    async def identity(self, question: Question, answer: Mapping[str, str]) -> Identity:
        """Who came back. BadToken names what does not hold; ProviderDown."""
        # the state first: without it the answer is none of ours
        if not _same(answer.get("state", ""), question.state):
            raise BadToken("state")
        if not _same(answer.get("iss", ""), self.published.issuer):
            raise BadToken("issuer-of-the-answer")
        if "error" in answer:
            raise BadToken("cancelled" if answer["error"] == "access_denied" else "provider-said-no")
        if not answer.get("code"):
            raise BadToken("no-code")
        said = await self._tokens(answer["code"], question.verifier)
        token = await self._read(said, "id_token", _TOKEN)
        claims = self._checked(token, question)
        if _moment(claims.get("auth_time")) < question.fresh_since - LEEWAY:
            raise BadToken("not-proved-anew")
        return read_identity(self.provider, await self._with_organisation(claims, said))

    async def leaving_address(self, back: str) -> str | None:
        """Where the browser goes to log out at the provider; None where it has no such place.

        Without the ID token: it holds the national number, and this is an address.
        """
        page = (await self.published.metadata()).get("end_session_endpoint")
        if not isinstance(page, str):
            return None
        return f"{page}?{urlencode({'client_id': self.name, 'post_logout_redirect_uri': back})}"

    async def left(self, token: str) -> str:
        """The provider's session that a logout token (OIDC Back-Channel Logout) says has ended. BadToken."""
        said = await self.published.verified(token, _LEAVING)
        self._ours(said)
        events = said.get("events")
        if not isinstance(events, dict) or LOGOUT not in events or "nonce" in said:
            raise BadToken("no-logout")
        if not isinstance(said.get("sid"), str) or not said["sid"]:
            raise BadToken("no-session")
        return str(said["sid"])

    def _assertion(self) -> dict[str, str]:
        signed = self._key.assertion(self.name, self.published.issuer, int(self._clock()))
        return {"client_id": self.name, "client_assertion_type": ASSERTION, "client_assertion": signed}

    async def _tokens(self, code: str, verifier: str) -> dict[str, Any]:
        """The tokens for a code. The first proof may lack the nonce: a second goes with it, and a new assertion."""
        place = await self.published.endpoint("token_endpoint")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            "code_verifier": verifier,
        }
        status, said = await self._once(place, form)
        if said.get("error") == "use_dpop_nonce":
            status, said = await self._once(place, form)
        if status != httpx.codes.OK:
            raise BadToken("code")
        return said

    async def _once(self, place: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        status, said, headers = await ask("POST", place, {**form, **self._assertion()}, self._proof(place))
        self._nonce = headers.get("dpop-nonce", self._nonce)
        return status, said

    def _proof(self, place: str) -> dict[str, str]:
        """That the tokens are for whoever holds our key: HelseID gives none without."""
        if self.provider != HELSEID:
            return {}
        return {"DPoP": self._key.proof("POST", place, int(self._clock()), self._nonce)}

    async def _read(self, said: dict[str, Any], name: str, kinds: frozenset[str]) -> dict[str, Any]:
        token = said.get(name)
        if not isinstance(token, str):
            raise BadToken(f"no-{name.replace('_', '-')}")
        return await self.published.verified(token, kinds)

    def _checked(self, claims: dict[str, Any], question: Question) -> dict[str, Any]:
        self._ours(claims)
        if not _same(str(claims.get("nonce", "")), question.nonce):
            raise BadToken("nonce")
        return claims

    def _ours(self, claims: dict[str, Any]) -> None:
        """The token is for this client alone."""
        if claims.get("aud") not in (self.name, [self.name]) or claims.get("azp", self.name) != self.name:
            raise BadToken("audience")

    async def _with_organisation(self, claims: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
        """HelseID says of the organisation in the access token, which must be of the same person and for us."""
        if self.provider != HELSEID:
            return claims
        token = await self._read(said, "access_token", _ACCESS)
        if token.get("sub") != claims.get("sub") or token.get("client_id") != self.name:
            raise BadToken("another-persons")
        organisation = (NAMES[HELSEID]["parent"], NAMES[HELSEID]["child"])
        return {**claims, **{name: token[name] for name in organisation if name in token}}


def _moment(said: object) -> int:
    """Seconds since 1970; what is no number is long ago."""
    return said if isinstance(said, int) else 0


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
