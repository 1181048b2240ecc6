"""An issuer of access tokens for the tests, with keys made here, and a client that holds a key of its own.

`Wish` says what is to be wrong: every part of a token, and of its proof, can be said in another way.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey
from msgspec import Struct, field

from helsekort.access.scopes import SCOPES
from helsekort.access.tokens.attests import PURPOSES
from helsekort.access.tokens.checking import Authority, Grant, KeysWanted, Presented
from helsekort.access.tokens.claims import ATTEST, CLIENT, IDENTITY
from helsekort.access.tokens.keys import KeyRing, PublishedKeys
from helsekort.record.codes import ENH, FNR, HPR

ISSUER = "https://helseid.example"
AUDIENCE = "nhn:helsekort"
ORIGIN = "https://helsekort.example"
SECOND = 1_000_000
EVERY_SCOPE = " ".join(each.name for each in SCOPES)
Tree = dict[str, Any]
AnyKey = ECKey | RSAKey
_numbers = count(1)


@cache
def key(name: str, kind: str = "P-256") -> AnyKey:
    """A private key that is the same through a run; `kind` is a curve, or RSA with its bits."""
    if kind.startswith("RSA"):
        return RSAKey.generate_key(int(kind.removeprefix("RSA-")), {"kid": name})
    return ECKey.generate_key(kind, {"kid": name})


def public(one: AnyKey) -> Tree:
    """Its public part (JWK)."""
    return dict(one.as_dict(private=False))


def written(head: Tree, content: Tree | bytes, by: AnyKey, *, secret: bytes | None = None) -> str:
    """A signed text with exactly this head and content, whatever a library would say of it."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    start = f"{_b64(json.dumps(head).encode())}.{_b64(body)}"
    if secret is not None:
        return f"{start}.{_b64(hmac.digest(secret, start.encode(), 'sha256'))}"
    algorithm = head.get("alg")
    known = algorithm if isinstance(algorithm, str) and algorithm in jws.JWSRegistry.algorithms else "ES256"
    try:
        signature = jws.JWSRegistry.algorithms[known].sign(start.encode(), by)
    except Exception:  # noqa: BLE001  # a head whose algorithm does not fit the key: any signature will do
        signature = b"\0" * 64
    return f"{start}.{_b64(signature)}"


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def hashed(token: str) -> str:
    """`ath` of a token."""
    return _b64(hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest())


class Wish(Struct, frozen=True):
    """How a token and its proof shall differ from good ones. None as a value takes the name out."""

    token_head: Tree = field(default_factory=dict)
    token: Tree = field(default_factory=dict)
    token_by: str = "issuer"
    head: Tree = field(default_factory=dict)
    proof: Tree = field(default_factory=dict)
    proof_by: str = "holder"
    scheme: str = "DPoP"
    times: int = 1  # how many proofs are sent
    secret: bytes | None = None  # sign the proof by a shared secret


def changed(tree: Tree, how: Tree) -> Tree:
    return {name: value for name, value in {**tree, **how}.items() if value is not None}


def claims(now: int, **others: object) -> Tree:
    """What a good token of a system alone says; `now` in microseconds."""
    seconds = now // SECOND
    made = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": seconds,
        "nbf": seconds,
        "exp": seconds + 600,
        "jti": f"token-{next(_numbers)}",
        "client_id": "journal",
        "scope": EVERY_SCOPE,
        "cnf": {"jkt": key("holder").thumbprint()},
        CLIENT + "client_name": "Journalsystemet",
    }
    return {**made, **others}


def user(pid: str, hpr: str, entity: str, unit: str, level: str = "4") -> Tree:
    """What a token says of who is logged in, and where they work."""
    return {
        IDENTITY + "pid": pid,
        IDENTITY + "security_level": level,
        "helseid://claims/hpr/hpr_number": hpr,
        CLIENT + "claims/orgnr_parent": entity,
        CLIENT + "claims/orgnr_child": unit,
    }


def attest(pid: str, hpr: str, entity: str, unit: str, patient: str, purpose: str = "TREAT") -> Tree:
    """An attest of the trust framework."""
    return {
        "type": ATTEST,
        "practitioner": {
            "identifier": {"id": pid, "system": FNR, "name": "Fiktiv Person"},
            "hpr_nr": {"id": hpr, "system": HPR},
            "authorization": {"code": "LE", "system": "urn:oid:2.16.578.1.12.4.1.1.9060"},
            "legal_entity": {"id": entity, "system": ENH},
            "point_of_care": {"id": unit, "system": ENH},
        },
        "care_relationship": {
            "healthcare_service": {"code": "S03", "system": "urn:oid:2.16.578.1.12.4.1.1.8655"},
            "purpose_of_use": {"code": purpose, "system": PURPOSES},
            "decision_ref": {"id": "vedtak-1", "user_selected": False},
        },
        "patients": [{"identifier": {"id": patient, "system": FNR}}],
    }


def token(now: int, wish: Wish | None = None) -> str:
    """A token by the issuer."""
    wish = wish or Wish()
    head = changed({"alg": "ES256", "typ": "at+jwt", "kid": wish.token_by}, wish.token_head)
    return written(head, changed(claims(now), wish.token), key(wish.token_by))


def proof(now: int, of: str, method: str, address: str, wish: Wish | None = None) -> str:
    """A proof that goes with a token to an address."""
    wish = wish or Wish()
    holder = key(wish.proof_by)
    head = changed({"alg": "ES256", "typ": "dpop+jwt", "jwk": public(holder)}, wish.head)
    said = {
        "jti": f"proof-{next(_numbers)}",
        "htm": method,
        "htu": address,
        "iat": now // SECOND,
        "ath": hashed(of),
    }
    return written(head, changed(said, wish.proof), holder, secret=wish.secret)


def presented(
    now: int, wish: Wish | None = None, method: str = "GET", path: str = "/fhir/r4/Patient/1"
) -> Presented:
    """A request with a token and its proof."""
    wish = wish or Wish()
    bearer = token(now, wish)
    proofs = tuple(proof(now, bearer, method, ORIGIN + path, wish) for _ in range(wish.times))
    return Presented((f"{wish.scheme} {bearer}",), proofs, method, path)


class Issuer:
    """What the issuer publishes, how often it was asked, and whether it answers."""

    def __init__(self, *names: str) -> None:
        self.keys: list[Mapping[str, object]] = [public(key(name)) for name in names or ("issuer",)]
        self.asked = 0
        self.ring = KeyRing(self.fetch)

    def fetch(self) -> PublishedKeys:
        self.asked += 1
        return PublishedKeys({"issuer": ISSUER, "token_endpoint": ISSUER + "/token"}, tuple(self.keys))

    def authority(self, origin: str = ORIGIN, now: int | None = None) -> Authority:
        """An authority that has asked already, where a moment is given."""
        if now is not None:
            self.ring.renew("issuer", now)
        return Authority(ISSUER, AUDIENCE, origin, self.ring)


def admitted(authority: Authority, sent: Presented, now: int) -> Grant:
    """Whom it stands for; asks the issuer where a key is not known, as `running` does."""
    try:
        return authority.admit(sent, now)
    except KeysWanted as wanted:
        wanted.renew()
        return authority.admit(sent, now)
