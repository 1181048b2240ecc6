"""What all messages are made of: codes, moments, idents and parties."""

import datetime as dt

from msgspec import Struct


class Code(Struct, frozen=True):
    """A coded value as sent: the attributes V, S, DN and OT of the data types CS and CV; absent ones are empty."""

    value: str
    system: str = ""
    name: str = ""
    original: str = ""


class Moment(Struct, frozen=True):
    """A day in Norway, with a time of day where one was sent. `instant` is in UTC: the day's start without a time."""

    on: dt.date
    at: dt.time | None
    instant: dt.datetime


class Ident(Struct, frozen=True):
    """An identifier with its kind: a code of list 9051 or 8116, such as HER, ENH or HPR."""

    value: str
    kind: str


class Person(Struct, frozen=True):
    """A named person of a party."""

    name: str
    idents: tuple[Ident, ...] = ()

    def ident(self, kind: str) -> str | None:
        return _of_kind(self.idents, kind)


class Unit(Struct, frozen=True):
    """A department of a party."""

    name: str
    idents: tuple[Ident, ...] = ()


class Party(Struct, frozen=True):
    """An organisation, or a person working alone, that sends, receives, orders or answers."""

    name: str
    idents: tuple[Ident, ...] = ()
    units: tuple[Unit, ...] = ()  # outermost first
    persons: tuple[Person, ...] = ()

    @property
    def her_id(self) -> str | None:
        return _of_kind(self.idents, "HER")

    @property
    def organisation_number(self) -> str | None:
        return _of_kind(self.idents, "ENH")

    @property
    def department(self) -> str | None:
        return self.units[-1].name if self.units else None

    @property
    def department_her_id(self) -> str | None:
        return _of_kind(self.units[-1].idents, "HER") if self.units else None

    @property
    def key(self) -> str:
        """Who this is, with its departments: the same text for the same party in every message it sends.

        A report's identifier is unique within one laboratory only (HITS 1102:2014 §5.2), so both belong together.
        """
        return "/".join(_key(one.idents, one.name) for one in self._levels)

    def all_idents(self) -> frozenset[Ident]:
        """Of the party and its departments."""
        return frozenset(ident for one in self._levels for ident in one.idents)

    @property
    def _levels(self) -> tuple[Unit, ...]:
        return (Unit(self.name, self.idents), *self.units)


def _of_kind(idents: tuple[Ident, ...], kind: str) -> str | None:
    return next((one.value for one in idents if one.kind == kind), None)


def _key(idents: tuple[Ident, ...], name: str) -> str:
    for kind in ("HER", "ENH", "RSH", "HPR"):
        found = _of_kind(idents, kind)
        if found:
            return f"{kind}:{_plain(found)}"
    return "name:" + _plain(" ".join(name.casefold().split()))


def _plain(text: str) -> str:
    """Without the signs that a key is put together with."""
    return text.replace("%", "%25").replace("#", "%23").replace("/", "%2F")
