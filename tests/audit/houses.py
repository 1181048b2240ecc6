"""A house whose log is signed, and kept outside too."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from helsekort.actions.context import Context
from helsekort.audit.notes import Signer
from helsekort.audit.outside import Outside
from helsekort.log_key import signer_of


def key(seed: int = 1) -> Signer:
    """A signer of the tests' own: the same for the same seed."""
    return signer_of(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def signed(ctx: Context, folder: Path) -> Context:
    """The same house with a key, and checkpoints in a folder."""
    return replace(ctx, signer=key(), outside=Outside(folder / "outside"))
