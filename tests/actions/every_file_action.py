"""One example of each action about files; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import attachments
from tests import cast as made
from tests.cast import JOB, Cast

Arguments = dict[str, Any]
P = Permission
PDF = b"%PDF-1.7 as it was made anew"


def contact(cast: Cast) -> int:
    """A check-up of Nora's; its origin."""
    return made.record(cast, cast.nora_card, made.finding("weight", Decimal(72)))


def new(cast: Cast, owner: int | None = None, **more: Any) -> Arguments:  # noqa: ANN401  # of the action
    """A report, beside a check-up where no other owner is named."""
    given = {
        "card": cast.nora_card,
        "owner": contact(cast) if owner is None else owner,
        "title": "Rapport",
        "data": PDF,
        "key": made.new_key(),
    }
    return {**given, **more}


def attached(cast: Cast, owner: int | None = None, **more: Any) -> int:  # noqa: ANN401  # of the action
    """Ingrid puts one there; its origin."""
    return attachments.attach_file(cast.ingrid, ctx=cast.ctx, **new(cast, owner, **more))


def at(cast: Cast, origin: int, **more: Any) -> Arguments:  # noqa: ANN401  # of the action
    return {"card": cast.nora_card, "origin": origin, **more}


def withdrawal(cast: Cast, origin: int, **more: Any) -> Arguments:  # noqa: ANN401  # of the action
    trails = made.read(cast, cast.nora_card).attachments
    base = next(trail.last.seq for trail in trails if trail.origin == origin)
    return at(cast, origin, base_seq=base, reason="Feil fil.", **more)


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _others(cast: Cast) -> list[Actor]:
    elsewhere = replace(cast.ingrid, organisation=cast.lars.organisation)
    return [cast.lars, elsewhere, cast.kari, JOB, NOBODY]


def _no_relation(cast: Cast) -> list[Actor]:
    return [*_others(cast), cast.nora]


def examples() -> Iterator[tuple[Any, ...]]:
    """(action, permission, needs, may, may_not)."""
    opened = lambda cast: at(cast, attached(cast))  # noqa: E731  # one of a row of such
    taken = lambda cast: withdrawal(cast, attached(cast))  # noqa: E731
    yield attachments.attach_file, P.ATTACH_FILE, new, _ingrid, _no_relation
    yield attachments.open_file, P.OPEN_FILE, opened, _ingrid, _others
    yield attachments.withdraw_file, P.WITHDRAW_FILE, taken, _ingrid, _no_relation
