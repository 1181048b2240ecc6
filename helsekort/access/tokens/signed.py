"""A signed text from outside (JWS, RFC 7515): taken apart within limits, believed only by a key that fits it."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NoReturn, TypeVar

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey
from joserfc.util import urlsafe_b64decode
from msgspec import Struct

T = TypeVar("T")
EC, RSA = "EC", "RSA"
ALGORITHMS = {"ES256": (EC, "P-256"), "ES384": (EC, "P-384"), "PS256": (RSA, ""), "PS384": (RSA, "")}
"""What a proof may be signed with: FAPI 2.0's algorithms and those of SMART, each with the key it needs."""
OF_PROVIDER = {**ALGORITHMS, "RS256": (RSA, "")}
"""What a provider may sign with. RS256 is what HelseID's own metadata names."""
PRIVATE = frozenset(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
MOST_HEAD = 2048
MOST_REMEMBERED = 1024
LEAST_BITS, MOST_BITS = 2048, 4096
EXPONENT = "AQAB"
"""The one public exponent that is taken: a larger one makes a check as slow as its sender wants."""
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_COORDINATE = {"P-256": 43, "P-384": 64}
_TOO_DEEP = (ValueError, RecursionError)


class NotSigned(Exception):
    """It is no signed text that can be believed. The message is for the technical log; it holds nothing of the text."""


class Head(Struct, frozen=True):
    """What stands before the content: how it is signed, what kind it is, and by which key."""

    alg: str
    typ: str = ""
    kid: str = ""
    jwk: dict[str, object] | None = None


class PublicKey:
    """A public key of someone else, and its thumbprint (RFC 7638). NotSigned for what is none or too weak."""

    def __init__(self, jwk: Mapping[str, object]) -> None:
        if PRIVATE & set(jwk):
            raise NotSigned("private-key")
        kept = _parts(jwk)
        try:
            key = JWKRegistry.import_key(kept)
            self.thumbprint = key.thumbprint()
        except (JoseError, KeyError, TypeError, *_TOO_DEEP):
            raise NotSigned("no-key") from None
        if not isinstance(key, ECKey | RSAKey):
            raise NotSigned("no-key")
        self.key = key
        self.kind = (str(kept["kty"]), str(kept.get("crv", "")))
        if isinstance(key, RSAKey) and not LEAST_BITS <= key.public_key.key_size <= MOST_BITS:
            raise NotSigned("key-size")


def _parts(jwk: Mapping[str, object]) -> dict[str, str | list[str]]:
    """The parts that make a key, and nothing else that came with it."""
    match jwk:
        case {"kty": "EC", "crv": "P-256" | "P-384" as crv, "x": str(x), "y": str(y)}:
            if not len(x) == len(y) == _COORDINATE[crv]:
                raise NotSigned("no-key")
            return {"kty": EC, "crv": crv, "x": x, "y": y}
        case {"kty": "RSA", "n": str(n), "e": "AQAB"}:
            if not LEAST_BITS <= len(n) * 6 < MOST_BITS + 6:
                raise NotSigned("key-size")
            return {"kty": RSA, "n": n, "e": EXPONENT}
        case _:
            raise NotSigned("no-key")


def head_of(compact: str, most: int) -> Head:
    """What stands before the content of a signed text of at most so many signs. Nothing of it is believed yet."""
    return _head(_first(compact, most))


def signer_of(compact: str, most: int) -> tuple[Head, PublicKey]:
    """The same with the key that stands in it. A client's head is the same each time, and is read once."""
    return _signer(_first(compact, most))


def _first(compact: str, most: int) -> str:
    if len(compact) > most or not _COMPACT.fullmatch(compact):
        raise NotSigned("no-signed-text")
    return compact.partition(".")[0]


def _head(segment: str) -> Head:
    tree = _tree(segment)
    if "crit" in tree or "b64" in tree:
        raise NotSigned("critical-header")
    return _shaped(tree, Head)


@lru_cache(MOST_REMEMBERED)
def _signer(segment: str) -> tuple[Head, PublicKey]:
    head = _head(segment)
    if head.jwk is None:
        raise NotSigned("no-key")
    return head, PublicKey(head.jwk)


def content_of(
    compact: str, head: Head, key: PublicKey, shape: type[T], algorithms: Mapping[str, tuple[str, str]]
) -> T:
    """The content, once its signature holds. `head` is what `head_of` gave of the same text."""
    if algorithms.get(head.alg) != key.kind:
        raise NotSigned("algorithm")
    try:
        signed = jws.deserialize_compact(compact, key.key, registry=_REGISTRIES[head.alg])
    except (JoseError, TypeError, *_TOO_DEEP):
        raise NotSigned("signature") from None
    return _shaped(_tree_of(signed.payload), shape)


def _registry(algorithm: str) -> jws.JWSRegistry:
    """The library's limits are for small keys in the head; ours are held before it is asked."""
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = MOST_HEAD
    return registry


_REGISTRIES = {name: _registry(name) for name in OF_PROVIDER}


def _tree(segment: str) -> dict[str, object]:
    if len(segment) > MOST_HEAD:
        raise NotSigned("too-long")
    try:
        return _tree_of(urlsafe_b64decode(segment.encode("ascii")))
    except ValueError:
        raise NotSigned("no-signed-text") from None


def _tree_of(raw: bytes) -> dict[str, object]:
    """A JSON object in which each name stands once."""
    try:
        tree = json.loads(raw, object_pairs_hook=_once, parse_constant=_refuse)
    except _TOO_DEEP:
        raise NotSigned("json") from None
    if not isinstance(tree, dict):
        raise NotSigned("json")
    return tree


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise ValueError("a name stands there twice")
    return tree


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _shaped(tree: dict[str, object], shape: type[T]) -> T:
    try:
        return msgspec.convert(tree, shape)
    except (msgspec.ValidationError, *_TOO_DEEP):
        raise NotSigned("shape") from None
