"""The program that she is given to check her log with: the file of this package, as it is."""

from functools import cache
from importlib.resources import files


@cache
def verifier() -> bytes:
    """The program's text."""
    return files("helsekort").joinpath("verify_log.py").read_bytes()
