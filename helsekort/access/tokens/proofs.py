"""A proof of possession (DPoP, RFC 9449): made for this request, just now, by the holder of the token's key."""

import base64
import hashlib
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from helsekort.access.tokens.claims import ProofClaims
from helsekort.access.tokens.signed import ALGORITHMS, NotSigned, content_of, signer_of

SECOND = 1_000_000
AGE = 10 * SECOND
"""How old a proof may be, and how far its clock may go before ours."""
MOST_SIGNS = 4096
PORTS = {"https": 443, "http": 80}


class ProofMark(Struct, frozen=True):
    """What a proof leaves behind: `mark` is one for each proof of each key, of no use after `until` (microseconds)."""

    mark: bytes
    until: int


def check_proof(proof: str, *, token: str, jkt: str, method: str, address: str, now: int) -> ProofMark:
    """Hold a proof against the token and the request it came with. NotSigned says what does not hold.

    `address` is what the request was sent to by our own settings: no header of the request has a part in it.
    """
    head, key = signer_of(proof, MOST_SIGNS)
    if head.typ != "dpop+jwt":
        raise NotSigned("typ")
    if key.thumbprint != jkt:
        raise NotSigned("another-key")
    said = content_of(proof, head, key, ProofClaims, ALGORITHMS)
    if said.htm != method:
        raise NotSigned("htm")
    if not same_address(said.htu, address):
        raise NotSigned("htu")
    if said.ath != hash_of(token):
        raise NotSigned("ath")
    made = said.iat * SECOND
    if not now - AGE <= made <= now + AGE:
        raise NotSigned("iat")
    # a clock that is set back must not make a forgotten proof good again
    return ProofMark(_mark(jkt, said.jti), made + 6 * AGE)


def hash_of(token: str) -> str:
    """What a proof says of its token."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode("ascii")).digest()).rstrip(b"=").decode()


def _mark(jkt: str, jti: str) -> bytes:
    return hashlib.sha256(f"{jkt} {jti}".encode("utf-8", "surrogatepass")).digest()


def same_address(said: str, address: str) -> bool:
    """Whether two addresses are the same but for the query, the case of the host, a default port and escapes."""
    if not (said.isascii() and said.isprintable()) or "\\" in said or " " in said:
        return False
    try:
        theirs, ours = urlsplit(said), urlsplit(address)
        return _place(theirs) == _place(ours) and unquote(theirs.path) == unquote(ours.path)
    except ValueError:
        return False


def _place(parts: SplitResult) -> tuple[str, str, int | None]:
    """(scheme, host, port). ValueError for one with a user in it."""
    if "@" in parts.netloc:
        raise ValueError("a user stands in the address")
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme)
