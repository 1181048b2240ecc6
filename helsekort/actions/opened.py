"""What actions hand out: a card with the names on it, lines of a list, lines of her log."""

import datetime as dt

from msgspec import Struct

from helsekort.record.card import Card
from helsekort.record.covers import Covers
from helsekort.record.endings import Over
from helsekort.record.entries import Finding
from helsekort.record.gestation import GestationalAge
from helsekort.record.lists import Listed
from helsekort.record.parties import UnitKind, Woman


class Seen(Struct, frozen=True):
    """Someone has looked at a result: when (microseconds), and whether it was what stands now."""

    name: str
    at: int
    current: bool


class ResultState(Struct, frozen=True):
    """What is known of a result beside its value. `responsible` None is the unit; `due` is an ISO date.

    `open`: someone must still look; `mine`: this reader must. `before` is what this reader read before it changed,
    and `before_at` when that had been answered (microseconds); both None where nothing they read has changed.
    `held` is the class of results.toml that it is held from her in now, until she is told or until `held_until`.
    """

    responsible: str | None
    responsible_party: int
    unit: str | None
    due: str | None
    overdue: bool
    open: bool
    mine: bool
    reason: str
    before: Finding | None
    before_at: int | None
    seen: tuple[Seen, ...]
    held: str | None
    held_until: dt.date | None
    told: bool


class Opened(Struct, frozen=True):
    """A card, opened. Names by party id; `seen_before` is the newest entry when this person last opened it
    on an earlier day; None where that never was. `results` is by origin, and empty for the woman. `kinds` has the
    units whose kind is known, `asked_units` the names of those that referrals come from and go to.
    `glass_until` is when the reader's emergency access ends (microseconds), 0 where they have none; `notice`: something
    waits for her to read. `covers` are the names that things go out under to
    this reader; None where they are the sequences."""

    card: Card
    woman: Woman
    names: dict[int, str]
    roles: dict[int, str]
    units: dict[int, str]
    phones: dict[int, str]
    seen_before: int | None
    today: dt.date
    results: dict[int, ResultState] = {}
    kinds: dict[int, UnitKind] = {}
    asked_units: dict[int, str] = {}
    glass_until: int = 0
    notice: bool = False
    covers: Covers | None = None


class OwnCard(Struct, frozen=True):
    """One of a woman's cards: the day it was opened, and whether its pregnancy goes on."""

    card: int
    opened: dt.date
    pregnant: bool


class WorklistRow(Struct, frozen=True):
    """One woman on a list. `age` is today's, or that on the day the pregnancy was `over`. `followed_by` are those at
    the reader's unit who care for her; of a unit's list alone. `closable`: it is open still, so long after a birth.
    `lacking`: the unit's own record lacks something of it.
    """

    card: int
    name: str
    birth_date: dt.date | None
    edd: dt.date | None
    length: int | None
    fetuses: int | None
    last_contact: dt.date | None
    last_contact_kind: str | None
    age: GestationalAge | None
    over: Over | None = None
    last_check_up: dt.date | None = None
    next_visit: dt.date | None = None
    lists: frozenset[Listed] = frozenset()
    followed_by: tuple[str, ...] = ()
    closable: bool = False
    lacking: bool = False


class AskedWhy(Struct, frozen=True):
    """What she asked about a look-up, and the answer. `code` is None while there is none; times in microseconds."""

    asked: int
    code: str | None = None
    answered: int | None = None
    by: str = ""
    text: str = ""


class LogLine(Struct, frozen=True):
    """One line of her log, in words' raw material. `at` is microseconds UTC; `person` and `organisation` are ids, 0
    where there is none. `neutral`: the unit's name is not to be told. `why`: what she asked about this person,
    there, that day. `reviewed` is how a review of it ended."""

    at: int
    event: str
    who: str | None
    role: str
    unit: str | None
    own: bool
    about: tuple[str, ...]
    rule: str
    reviewed: str = ""
    person: int = 0
    organisation: int = 0
    neutral: bool = False
    why: AskedWhy | None = None
    for_her: bool = False  # someone acted on her behalf
