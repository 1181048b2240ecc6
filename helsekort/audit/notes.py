"""Checkpoints: what the log's tree was at a moment, as a signed note in C2SP's form (tlog-checkpoint, signed-note).

A note is a name, the number of lines, the root in base64 and the moment, a line each; then an empty line and the
signature with Ed25519. Keys are written as C2SP writes them: name+id+base64, the id being four bytes of a digest.
"""

import base64
import binascii
import datetime as dt
import hashlib
import re
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct

NAME = "helsekort/audit"
ED25519 = b"\x01"
ID_BYTES = 4
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
_NOTE = re.compile(
    r"(?P<body>(?P<name>[^\s+]+)\n(?P<size>0|[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"at (?P<at>[0-9TZ:.-]{27})\n)\n— (?P=name) (?P<signed>[A-Za-z0-9+/=]+)\n"
)


class Signer(Struct, frozen=True):
    """Who signs checkpoints: `sign` gives 64 bytes, `public` is the 32 bytes that anyone may know."""

    public: bytes
    sign: Callable[[bytes], bytes]


class Checkpoint(Struct, frozen=True):
    """What a note says: the log's first `size` lines have this root. `at` is in microseconds."""

    size: int
    root: bytes
    at: int


class BadNote(Exception):
    """A note that is none, or that no known key has signed. The message says which."""


def key_id(public: bytes) -> bytes:
    """The short name of a key."""
    return hashlib.sha256(NAME.encode() + b"\n" + ED25519 + public).digest()[:ID_BYTES]


def key_text(public: bytes) -> str:
    """A key as it is published."""
    return f"{NAME}+{key_id(public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def read_key_text(text: str) -> bytes:
    """The 32 bytes of a published key. ValueError where it is none."""
    wrong = ValueError("not a key of this log")
    parts = text.split("+", 2)
    try:
        kind, public = (packed := base64.b64decode(parts[-1], validate=True))[:1], packed[1:]
    except binascii.Error:
        raise wrong from None
    if kind != ED25519 or text != key_text(public):
        raise wrong
    return public


def fingerprint(public: bytes) -> str:
    """What people compare: the digest of a key in groups of four."""
    digest = hashlib.sha256(public).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def write_note(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed note of a checkpoint."""
    moment = dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=checkpoint.at)
    root = base64.b64encode(checkpoint.root).decode()
    body = f"{NAME}\n{checkpoint.size}\n{root}\nat {moment.strftime(MOMENT)}\n"
    signed = base64.b64encode(key_id(signer.public) + signer.sign(body.encode())).decode()
    return f"{body}\n— {NAME} {signed}\n"


def read_note(text: str, keys: list[bytes]) -> Checkpoint:
    """What a note says, where one of the keys has signed it. BadNote where none has, or it is no note."""
    found = _NOTE.fullmatch(text)
    if found is None or found["name"] != NAME:
        raise BadNote("is no checkpoint of this log")
    try:
        signed = base64.b64decode(found["signed"], validate=True)
        moment = dt.datetime.strptime(found["at"], MOMENT).replace(tzinfo=dt.UTC)
    except ValueError:
        raise BadNote("is no checkpoint of this log") from None
    if not any(_signed_by(key, found["body"].encode(), signed) for key in keys):
        raise BadNote("is not signed by a key of this log")
    at = (moment - dt.datetime.fromtimestamp(0, dt.UTC)) // dt.timedelta(microseconds=1)
    return Checkpoint(int(found["size"]), base64.b64decode(found["root"]), at)


def is_signed(text: str, key: bytes) -> bool:
    """Whether a note is one that this key has signed."""
    try:
        read_note(text, [key])
    except BadNote:
        return False
    return True


def _signed_by(key: bytes, body: bytes, signed: bytes) -> bool:
    if signed[:ID_BYTES] != key_id(key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signed[ID_BYTES:], body)
    except InvalidSignature:
        return False
    return True
