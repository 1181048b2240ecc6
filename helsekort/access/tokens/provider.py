"""What a provider publishes, asked for as the login asks it: its metadata and its keys. Nothing of anyone is sent."""

import asyncio
from collections.abc import Callable

from helsekort.access.login.published import ProviderDown, fetch
from helsekort.access.tokens.keys import NoAnswer, PublishedKeys

WELL_KNOWN = "/.well-known/openid-configuration"


def publisher(issuer: str) -> Callable[[], PublishedKeys]:
    """What asks this issuer, from a thread of its own. NoAnswer where it does not answer as the issuer it is."""

    def ask() -> PublishedKeys:
        try:
            return asyncio.run(_asked(issuer))
        except ProviderDown as down:
            raise NoAnswer(str(down)) from None

    return ask


async def _asked(issuer: str) -> PublishedKeys:
    metadata = await fetch(issuer.rstrip("/") + WELL_KNOWN)
    if metadata.get("issuer") != issuer:
        raise NoAnswer("another issuer")
    keys = (await fetch(metadata.get("jwks_uri"))).get("keys")
    if not isinstance(keys, list):
        raise NoAnswer("no keys")
    return PublishedKeys(metadata, tuple(each for each in keys if isinstance(each, dict)))
