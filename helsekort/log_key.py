"""The key that signs checkpoints of the log, and the folder that keeps them beside the database: read at start."""

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from helsekort.audit.notes import Signer, fingerprint
from helsekort.audit.outside import NOTES, Outside
from helsekort.private_file import OthersCanRead, read_private
from helsekort.settings import BadSetting, Settings

__all__ = ["fingerprint", "forget_checkpoints", "make_key", "outside", "signer"]

MAKE_ONE = "Make one: openssl genpkey -algorithm ed25519 -out FILE, then chmod 400 FILE."


def signer(settings: Settings) -> Signer | None:
    """Who signs; None where no key is set. BadSetting for a key that is none, or that others can read."""
    if settings.log_key is None:
        return None
    try:
        key = load_pem_private_key(read_private(settings.log_key), None)
    except OthersCanRead:
        raise BadSetting(
            "HELSEKORT_LOG_KEY: others can read this file. Close it to them: chmod 400 FILE."
        ) from None
    except OSError as error:
        raise BadSetting(
            f"HELSEKORT_LOG_KEY: the file cannot be read ({error.strerror}). {MAKE_ONE}"
        ) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadSetting(f"HELSEKORT_LOG_KEY: there is no private key in this file. {MAKE_ONE}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadSetting(f"HELSEKORT_LOG_KEY: the key is not of the kind Ed25519. {MAKE_ONE}")
    return signer_of(key)


def signer_of(key: Ed25519PrivateKey) -> Signer:
    """Who signs with this key."""
    return Signer(key.public_key().public_bytes_raw(), key.sign)


def outside(settings: Settings) -> Outside | None:
    """The folder for checkpoints; None where none is set."""
    return Outside(settings.checkpoints) if settings.checkpoints else None


def forget_checkpoints(folder: Path) -> None:
    """Take away what was kept of a log that is made anew, as the demo's is each day. Its keys stay."""
    (folder / NOTES).unlink(missing_ok=True)


def make_key(file: Path) -> None:
    """A new key in a file that only its owner can read; one that is there stays."""
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return
    with os.fdopen(number, "wb") as out:
        out.write(key)
