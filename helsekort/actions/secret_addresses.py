"""Secret addresses (kode 6 and 7): who has one, and which units may care for her. Named jobs, from their sources."""

from enum import StrEnum

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.store import parties, secret_addresses


class Level(StrEnum):
    """Of the population register. `NONE` is Unclassified: nothing is secret."""

    NONE = "Unclassified"
    CLIENT_ADDRESS = "ClientAddress"
    CONFIDENTIAL = "Confidential"  # kode 7
    STRICTLY_CONFIDENTIAL = "StrictlyConfidential"  # kode 6


SECRET = frozenset({Level.CLIENT_ADDRESS, Level.CONFIDENTIAL, Level.STRICTLY_CONFIDENTIAL})


def set_address_level(actor: Actor, *, ctx: Context, woman: int, level: str) -> None:
    """What the population register says of her address; from now on. Rejected for a level that is none of its own."""
    with work(ctx, actor, Permission.SET_ADDRESS_LEVEL, lambda tx: Target(woman=woman)) as doing:
        if level not in set(Level):
            raise Rejected([Problem("level", "choice")])
        herself = parties.resolved(doing.tx, woman)
        if level not in SECRET:
            secret_addresses.lift(doing.tx, herself, doing.now)
        elif secret_addresses.level_of(doing.tx, herself) != level:
            secret_addresses.protect(doing.tx, herself, level, doing.now)
        doing.audit(Event.REGISTERED)


def clear_unit(actor: Actor, *, ctx: Context, organisation: int, cleared: bool) -> None:
    """Mark a unit to care for women with a secret address, or take the mark away. It acts at once."""
    with work(ctx, actor, Permission.CLEAR_UNIT) as doing:
        change = secret_addresses.clear if cleared else secret_addresses.unclear
        change(doing.tx, organisation, doing.now)
        doing.audit(Event.REGISTERED)
