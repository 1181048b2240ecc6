"""The keys of the provider: asked for when they are needed, kept, and asked for again when a new one is used."""

import threading
from collections.abc import Callable, Mapping

from msgspec import Struct

from helsekort.access.tokens.signed import NotSigned, PublicKey

SECOND = 1_000_000
SOONEST = 60 * SECOND
"""How long after a look in vain for an unknown key the next may come, so that nobody can have us ask without end."""
STALE = 60 * 60 * SECOND
"""After this the keys are asked for again, so that one the provider has taken back stops to open anything."""
LONGEST = 24 * 60 * 60 * SECOND
"""How long the last keys are believed while the provider does not answer."""


class NoAnswer(Exception):
    """The provider could not be asked, or answered with something else than keys."""


class PublishedKeys(Struct, frozen=True):
    """What a provider publishes: its metadata as it came, and its keys (JWK)."""

    metadata: Mapping[str, object]
    keys: tuple[Mapping[str, object], ...]


class KeyRing:
    """The keys by name. `fetch` asks the provider and raises NoAnswer. Many threads may use it at once."""

    def __init__(self, fetch: Callable[[], PublishedKeys]) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._keys: dict[str, PublicKey] = {}
        self._answered: int | None = None
        self._in_vain: int | None = None
        self._freshened = 0
        self.metadata: Mapping[str, object] = {}
        self.edition = 0
        """Changes with each new set of keys: what was believed by an older one is looked at again."""

    def silent(self, now: int) -> bool:
        """Whether the provider has not answered for so long that none of its keys is believed."""
        return self._answered is None or now - self._answered > LONGEST

    def key(self, kid: str, now: int) -> PublicKey | None:
        """The key of this name; None where there is none, or where the provider has been silent for too long."""
        return None if self.silent(now) else self._keys.get(kid)

    def wanted(self, kid: str, now: int) -> bool:
        """Whether the provider must be asked before a token by this key is judged; without a name, before anything it
        publishes is used."""
        unknown = self.key(kid, now) is None if kid else self.silent(now)
        return unknown and (self._in_vain is None or now - self._in_vain >= SOONEST)

    def renew(self, kid: str, now: int) -> None:
        """Ask the provider for a key that is not known, or, without a name, for what it publishes; once for all who
        wait."""
        with self._lock:
            if self.wanted(kid, now) and (not self._ask(now) or (kid and self.key(kid, now) is None)):
                self._in_vain = now

    def keep_fresh(self, now: int) -> threading.Thread | None:
        """Ask again in a thread of its own where the keys have grown old; nobody waits for it."""
        if self._answered is None or now - self._answered <= STALE or now - self._freshened < SOONEST:
            return None
        self._freshened = now
        asking = threading.Thread(target=self._ask, args=(now,), daemon=True)
        asking.start()
        return asking

    def _ask(self, now: int) -> bool:
        """Whether the provider answered. Where it does not, what is known stays."""
        try:
            self._take(self._fetch(), now)
        except NoAnswer:
            return False
        return True

    def _take(self, published: PublishedKeys, now: int) -> None:
        keys = {}
        for jwk in published.keys:
            kid = jwk.get("kid")
            if isinstance(kid, str) and jwk.get("use", "sig") == "sig":
                keys.update(_named(kid, jwk))
        self._keys, self.metadata, self._answered = keys, published.metadata, now
        self.edition += 1


def _named(kid: str, jwk: Mapping[str, object]) -> dict[str, PublicKey]:
    """The key, where it is one that can be used here: a provider may publish others beside it."""
    try:
        return {kid: PublicKey(jwk)}
    except NotSigned:
        return {}
