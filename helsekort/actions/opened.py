"""What actions hand out: a card with the names on it, lines of a list, lines of her log."""

import datetime as dt

from msgspec import Struct

from helsekort.record.card import Card
from helsekort.record.gestation import GestationalAge
from helsekort.record.parties import Woman


class Opened(Struct, frozen=True):
    """A card, opened. Names by party id; `seen_before` is the newest entry when this person last opened it
    on an earlier day; None where that never was."""

    card: Card
    woman: Woman
    names: dict[int, str]
    roles: dict[int, str]
    units: dict[int, str]
    phones: dict[int, str]
    seen_before: int | None
    today: dt.date


class WorklistRow(Struct, frozen=True):
    """One woman on a list."""

    card: int
    name: str
    birth_date: dt.date | None
    edd: dt.date | None
    length: int | None
    fetuses: int | None
    last_contact: dt.date | None
    last_contact_kind: str | None
    age: GestationalAge | None


class LogLine(Struct, frozen=True):
    """One line of her log, in words' raw material. `at` is microseconds UTC."""

    at: int
    event: str
    who: str | None
    role: str
    unit: str | None
    own: bool
    about: tuple[str, ...]
    rule: str
