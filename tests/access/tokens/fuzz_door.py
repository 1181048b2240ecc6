"""Any token and any proof: taken where an oracle of its own says so, refused everywhere else, and never a fault.

The first byte chooses what is hostile: the text itself, a spoilt good one, or content that the right key has signed.
The tests call `one_input`; for long runs, where atheris is installed:
`python -m tests.access.tokens.fuzz_door FOLDER -runs=1000000`.
"""

import importlib
import json
import sys
from collections.abc import Callable
from urllib.parse import unquote

from helsekort.access.tokens.checking import Authority, KeysWanted, NotAdmitted, Presented
from tests import issuing
from tests.cast import MOMENT
from tests.issuing import AUDIENCE, ISSUER, ORIGIN, SECOND, Issuer, Tree, key, public

PATH = "/fhir/r4/Patient/1"
NOW = MOMENT // SECOND
AUTHORITY: Authority = Issuer().authority(now=MOMENT)
GOOD = issuing.token(MOMENT)
HEAD: Tree = {"alg": "ES256", "typ": "dpop+jwt", "jwk": public(key("holder"))}
SAID: Tree = {"jti": "one", "htm": "GET", "htu": ORIGIN + PATH, "iat": NOW, "ath": issuing.hashed(GOOD)}
PROOF = issuing.written(HEAD, SAID, key("holder"))
CLAIMS = issuing.claims(MOMENT)
VALUES: tuple[object, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        1e308,
        10**30,
        NOW,
        NOW + 10,
        NOW - 10,
        NOW + 11,
        NOW - 11,
        "",
        "x",
        "\x00",
    ),
    *(
        "\ud800",
        "å" * 43,
        [],
        {},
        [[]],
        "GET",
        "POST",
        AUDIENCE,
        [AUDIENCE],
        [AUDIENCE, "x"],
        ISSUER,
        "none",
        "HS256",
    ),
    *("PS256", "RS256", "ES384", "JWT", "at+jwt", "dpop+jwt", ORIGIN, ORIGIN + PATH, ORIGIN + PATH + "?x#y"),
    *(
        ORIGIN.upper() + PATH,
        ORIGIN + ":443" + PATH,
        ORIGIN + "@evil" + PATH,
        "https://[::1" + PATH,
        "https://x:y/",
    ),
)


class FalseAccept(AssertionError):
    """Something was taken that the oracle would not have."""


def one_input(data: bytes) -> str:
    """What became of it: `taken` or `refused`."""
    mode, rest = data[:1] or b"\0", data[1:]
    token, proof, may = MODES[mode[0] % len(MODES)](rest)
    try:
        AUTHORITY.admit(Presented((f"DPoP {token}",), (proof,), "GET", PATH), MOMENT)
    except (NotAdmitted, KeysWanted):
        return "refused"
    if not may:
        raise FalseAccept(token, proof)
    return "taken"


Made = tuple[str, str, bool]


def _raw(rest: bytes) -> Made:
    token, _, proof = rest.decode("latin-1").partition("\n")
    return token, proof, (token, proof) == (GOOD, PROOF)


def _spoilt_token(rest: bytes) -> Made:
    token = _spoilt(GOOD, rest)
    return token, PROOF, token == GOOD


def _spoilt_proof(rest: bytes) -> Made:
    proof = _spoilt(PROOF, rest)
    return GOOD, proof, proof == PROOF


def _spoilt(text: str, rest: bytes) -> str:
    """Some signs put in the place of others: (place, place, sign) by threes."""
    signs = list(text)
    for at in range(0, len(rest) - 2, 3):
        signs[int.from_bytes(rest[at : at + 2]) % len(signs)] = chr(rest[at + 2])
    return "".join(signs)


def _signed_proof(rest: bytes) -> Made:
    """Signed by the right key, whatever it says."""
    said = _changed(SAID, rest)
    return GOOD, issuing.written(HEAD, said, key("holder")), _proof_may(said)


def _proof_may(said: Tree) -> bool:
    """The oracle of proofs, written apart from what is tried: what is said, and no more, is what is right."""
    made, where, jti = said.get("iat"), said.get("htu"), said.get("jti")
    return (
        said.get("htm") == "GET"
        and said.get("ath") == issuing.hashed(GOOD)
        and isinstance(jti, str)
        and 0 < len(jti) <= 256
        and isinstance(made, int | float)
        and not isinstance(made, bool)
        and NOW - 10 <= made <= NOW + 10
        and isinstance(where, str)
        and _place(where) == (ORIGIN, PATH)
    )


def _place(where: str) -> tuple[str, str]:
    scheme, _, rest = where.split("?")[0].split("#")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower().removesuffix(':443')}", unquote(slash + path)


def _signed_head(rest: bytes) -> Made:
    """A proof whose head says something else; what is signed is as it should be."""
    head = _changed(HEAD, rest)
    # what nobody knows in a head is passed over, unless it says that it is critical
    may = {**head, **HEAD} == head and not {"crit", "b64"} & set(head)
    return GOOD, issuing.written(head, SAID, key("holder")), may


def _signed_token(rest: bytes) -> Made:
    """A token that the issuer has signed, whatever it says, with a proof that goes with it."""
    said = _changed(CLAIMS, rest)
    token = issuing.written({"alg": "ES256", "typ": "at+jwt", "kid": "issuer"}, said, key("issuer"))
    proof = issuing.written(HEAD, {**SAID, "ath": issuing.hashed(token)}, key("holder"))
    return token, proof, _token_may(said)


def _token_may(said: Tree) -> bool:
    """The oracle of tokens: for us, by the issuer, of now, and bound to the key of the proof."""
    until, made, begins = (said.get(name, 0) for name in ("exp", "iat", "nbf"))
    numbers = all(
        isinstance(each, int | float) and not isinstance(each, bool) for each in (until, made, begins)
    )
    return (
        numbers
        and said.get("iss") == ISSUER
        and said.get("aud") in (AUDIENCE, [AUDIENCE])
        and said.get("cnf", {}) == CLAIMS["cnf"]
        and until > NOW - 5
        and NOW - 3600 <= made <= NOW + 5
        and begins <= NOW + 5
        and isinstance(said.get("client_id"), str)
        and isinstance(said.get("scope"), str | list)
    )


def _signed_bytes(rest: bytes) -> Made:
    """Any bytes at all in the place of a proof's content, signed by the right key."""
    try:
        said = json.loads(rest)
    except (ValueError, RecursionError):
        said = None
    return GOOD, issuing.written(HEAD, rest, key("holder")), isinstance(said, dict) and _proof_may(said)


def _changed(tree: Tree, rest: bytes) -> Tree:
    """Values put in the places of others: (name, value) by twos; what is left over is a value of text."""
    made, names = (
        dict(tree),
        [*tree, "attest", "crit", "b64", "nonce", "authorization_details", "assertion_details"],
    )
    for at in range(0, min(len(rest) - 1, 12), 2):
        name, value = names[rest[at] % len(names)], rest[at + 1] % (len(VALUES) + 1)
        made[name] = VALUES[value] if value < len(VALUES) else rest[12:].decode("latin-1")
    return made


MODES: tuple[Callable[[bytes], Made], ...] = (
    _raw,
    _spoilt_token,
    _spoilt_proof,
    _signed_proof,
    _signed_head,
    _signed_token,
    _signed_bytes,
)


def main() -> None:
    """Hand the door over to atheris. It follows what is tried alone: to follow everything takes minutes to begin."""
    atheris = importlib.import_module("atheris")  # no dependency: installed by whoever fuzzes
    for name in [each for each in sys.modules if each.startswith(("helsekort", "joserfc", "tests."))]:
        del sys.modules[name]
    with atheris.instrument_imports(include=["helsekort.access.tokens", "joserfc"]):
        door = importlib.import_module("tests.access.tokens.fuzz_door")
    atheris.Setup(sys.argv, door.one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
