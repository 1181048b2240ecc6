"""What a provider publishes, asked for over the network: its metadata and its keys. Nothing of anyone is sent."""

from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from helsekort.access.tokens.keys import NoAnswer, Published

SECONDS = 5.0
MOST_BYTES = 1 << 20
WELL_KNOWN = "/.well-known/openid-configuration"


def publisher(issuer: str) -> Callable[[], Published]:
    """What asks this issuer. NoAnswer where it does not answer, or not as the issuer it is."""

    def ask() -> Published:
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as http:
            metadata = _object(http, issuer.rstrip("/") + WELL_KNOWN)
            if metadata.get("issuer") != issuer:
                raise NoAnswer("another issuer")
            keys = _object(http, metadata.get("jwks_uri")).get("keys")
        if not isinstance(keys, list):
            raise NoAnswer("no keys")
        return Published(metadata, tuple(each for each in keys if isinstance(each, dict)))

    return ask


def _object(http: httpx.Client, address: object) -> dict[str, Any]:
    """A JSON object of at most a megabyte."""
    if not isinstance(address, str):
        raise NoAnswer("no address")
    try:
        with http.stream("GET", address) as answer:
            read = bytearray()
            for piece in answer.iter_bytes():
                read += piece
                if len(read) > MOST_BYTES:
                    raise NoAnswer("too much")
        if answer.status_code != httpx.codes.OK:
            raise NoAnswer(str(answer.status_code))
        return msgspec.json.decode(bytes(read), type=dict[str, Any])
    except (httpx.HTTPError, httpx.InvalidURL, msgspec.MsgspecError, ValueError, RecursionError):
        raise NoAnswer("no answer") from None
