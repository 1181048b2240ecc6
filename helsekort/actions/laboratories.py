"""The laboratories that answer here: registered with the units they serve, and asked about each message."""

from typing import Final

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.codes import HER
from helsekort.record.identifiers import is_her_id
from helsekort.store import laboratories, parties
from helsekort.store.database import Transaction

UNKNOWN: Final = "unknown-laboratory"
ELSEWHERE: Final = "laboratory-elsewhere"
STRANGERS: Final = frozenset([UNKNOWN, ELSEWHERE])
"""Why a message is kept out of its report until a person lets it in."""


class Laboratory(Struct, frozen=True):
    """A laboratory, by HER-id, and the names of the units that it serves now."""

    her_id: str
    name: str
    serves: tuple[str, ...]


def register_laboratory(
    actor: Actor, *, ctx: Context, her_id: str, name: str, serves: tuple[str, ...]
) -> None:
    """Register a laboratory, or bring it up to date: from now on it serves the units with these HER-ids and no other.

    Rejected for what is no HER-id, for no name, and for a unit that is not registered here. What has been let in
    from it stays.
    """
    with work(ctx, actor, Permission.REGISTER_LABORATORY, lambda tx: Target()) as doing:
        wanted = _units(doing.tx, her_id, name, serves)
        laboratories.register(doing.tx, her_id, name.strip())
        now = laboratories.serves(doing.tx, her_id, doing.now)
        for unit in sorted(now - wanted):
            laboratories.end_serving(doing.tx, her_id, unit, doing.now)
        for unit in sorted(wanted - now):
            laboratories.begin_serving(doing.tx, her_id, unit, doing.now)
        doing.audit(Event.REGISTERED, about=("laboratory",))


def _units(tx: Transaction, her_id: str, name: str, serves: tuple[str, ...]) -> set[int]:
    found = {each: parties.by_number(tx, HER, each) for each in serves}
    problems = [] if is_her_id(her_id) else [Problem("her_id", "not-a-her-id")]
    problems += [] if name.strip() else [Problem("name", "missing")]
    problems += [Problem(each, "no-such-unit") for each, unit in found.items() if unit is None]
    if problems:
        raise Rejected(problems)
    return {unit for unit in found.values() if unit is not None}


def list_laboratories(actor: Actor, *, ctx: Context) -> list[Laboratory]:
    """Every laboratory that is registered, by HER-id."""
    with work(ctx, actor, Permission.LIST_LABORATORIES, lambda tx: Target()) as doing:
        doing.audit(Event.REGISTERED, about=("laboratory", "asked"))
        return [_laboratory(doing, her_id, name) for her_id, name in laboratories.names(doing.tx).items()]


def _laboratory(doing: Work, her_id: str, name: str) -> Laboratory:
    units = parties.names(doing.tx, laboratories.serves(doing.tx, her_id, doing.now))
    return Laboratory(her_id, name, tuple(sorted(units.values())))
