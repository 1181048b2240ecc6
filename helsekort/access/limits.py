"""How often the same may be done by one person, or from one address. Pure; the table is data (`limits.toml`).

A limit counts in windows that begin on the clock: each ten minutes, say. So at the turn of two windows twice as much
may come at once; for that, one statement on one row is all it costs.
"""

import hashlib
import ipaddress
import threading
import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission

SECOND = 1_000_000
MINUTE = 60 * SECOND
REFUSED_TOKENS, UPLOADS = "refused-tokens", "uploads"
COUNTED_APART = frozenset({REFUSED_TOKENS, UPLOADS})
"""Not each time that the permission is asked for: only when a token was refused; before a file is read."""
_NETWORK = 64
"""Bits of an IPv6 address that one customer has; the rest they choose themselves."""


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """At most `most` times in `minutes`, for each person or each address."""

    each: Literal["person", "address"]
    permissions: tuple[Permission, ...]
    most: Annotated[int, Meta(ge=1)]
    minutes: Annotated[int, Meta(ge=1, le=24 * 60)]
    says: Annotated[str, Meta(min_length=1)]
    source: Annotated[str, Meta(min_length=1)]
    mark: Literal["V", "N", "K", "D"]


class Use(Struct, frozen=True):
    """One use of what is limited: by whom, and in which window (microseconds)."""

    name: str
    limit: Limit
    who: str
    since: int
    until: int
    actor: Actor
    permission: Permission

    @property
    def key(self) -> tuple[str, str, int]:
        return self.name, self.who, self.since


class Limits:
    """All limits by name, and which holds for what may be done."""

    def __init__(self, named: Mapping[str, Limit]) -> None:
        self.named = MappingProxyType(dict(named))
        self._about = {
            permission: name
            for name, limit in named.items()
            if name not in COUNTED_APART
            for permission in limit.permissions
        }

    def about(self, permission: Permission) -> str | None:
        """The name of the limit that is counted whenever this is asked for."""
        return self._about.get(permission)

    def use(self, name: str, actor: Actor, permission: Permission, now: int, address: str = "") -> Use | None:
        """This use of a limit; None where there is none of that name, or it is by address and none is known."""
        limit = self.named.get(name)
        if limit is None or (limit.each == "address" and not address):
            return None
        length = limit.minutes * MINUTE
        since = now - now % length
        who = _person(actor) if limit.each == "person" else mark_of(address, since)
        return Use(name, limit, who, since, since + length, actor, permission)


def _person(actor: Actor) -> str:
    return f"{actor.kind} {actor.party} {actor.organisation} {actor.client}"


def mark_of(address: str, since: int) -> str:
    """Stands for an address in one window. It does not read as an address, and another window's tells of another mark;
    who has the database while the window is open could still try all addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        whole = address
    else:
        whole = (
            str(ipaddress.ip_network((known, _NETWORK), strict=False)) if known.version > 4 else address
        )  # of IP
    return hashlib.sha256(f"{since} {whole}".encode()).hexdigest()[:32]


NO_LIMITS = Limits({})


def read_limits(text: str) -> Limits:
    """The table; msgspec.ValidationError for one that does not hold."""
    return Limits(msgspec.convert(tomllib.loads(text), dict[str, Limit]))


def with_others(limits: Limits, most: Mapping[str, int]) -> Limits:
    """The same with other numbers. KeyError names a limit that there is not."""
    named = dict(limits.named)
    for name, number in most.items():
        named[name] = replace(named[name], most=number)
    return Limits(named)


class Spent:
    """What this process knows to be used up: refused without asking the database, and counted here till it is over.

    So a flood costs the record nothing, and the number that came is told afterwards. Shared by a process's threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[tuple[str, str, int], tuple[Use, int]] = {}

    def hit(self, use: Use) -> bool:
        """Whether it is used up; then this one is counted."""
        if not self._held:
            return False
        with self._lock:
            held = self._held.get(use.key)
            if held is not None:
                self._held[use.key] = (held[0], held[1] + 1)
            return held is not None

    def hold(self, use: Use, hits: int) -> None:
        """From here on it is used up. `hits`: how many were refused that no line of the log tells of."""
        with self._lock:
            before = self._held.get(use.key, (use, 0))[1]
            self._held[use.key] = (use, before + hits)

    def over(self, now: int) -> list[tuple[Use, int]]:
        """Take out the windows that have ended: each with how many were refused and not told of."""
        if not self._held:
            return []
        with self._lock:
            ended = [held for held in self._held.values() if held[0].until <= now]
            for use, _ in ended:
                del self._held[use.key]
        return ended
