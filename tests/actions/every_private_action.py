"""One example of each action about the step on her page; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import private_views, registry, secret_addresses, sessions
from helsekort.store.parties import PersonaRow
from tests.cast import JOB, LAB, Cast

P = Permission
_sessions = count()


def token(cast: Cast, actor: Actor | None = None) -> str:
    """A session of Nora's, or of another's."""
    who = actor or cast.nora
    row = PersonaRow(f"her-{next(_sessions)}", 9, who.kind, who.party, who.organisation, who.category, "")
    registry.register_persona(JOB, ctx=cast.ctx, persona=row)
    return sessions.enter_as_persona(NOBODY, ctx=cast.ctx, persona=row.key)


def stepped(cast: Cast) -> str:
    """A session of Nora's that has taken the step."""
    found = token(cast)
    private_views.show_more(cast.nora, ctx=cast.ctx, token=found)
    return found


def _others(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, replace(cast.nora, live=False), JOB, NOBODY]


def _no_care(cast: Cast) -> list[Actor]:
    return [cast.lars, cast.nora, cast.kari, JOB, NOBODY]


def _no_job(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.nora, LAB, NOBODY]


def examples() -> Iterator[tuple[Any, ...]]:
    """(action, permission, needs, may, may_not)."""
    hers = lambda cast: cast.nora  # noqa: E731  # one of a row of such
    cares = lambda cast: cast.ingrid  # noqa: E731
    before = lambda cast: {"token": token(cast)}  # noqa: E731
    behind = lambda cast: {"token": stepped(cast)}  # noqa: E731
    named = lambda cast: {"card": cast.nora_card, "name": "violence"}  # noqa: E731
    yield private_views.show_more, P.SHOW_MORE, before, hers, _others
    yield private_views.hide_again, P.HIDE_AGAIN, behind, hers, _others
    yield private_views.open_private_card, P.OPEN_PRIVATE_CARD, behind, hers, _others
    yield private_views.read_private_log, P.READ_PRIVATE_LOG, behind, hers, _others
    on_card = lambda cast: {"card": cast.nora_card}  # noqa: E731
    yield private_views.read_her_view, P.READ_HER_VIEW, on_card, cares, _no_care
    yield private_views.open_class, P.OPEN_CLASS, named, cares, _no_care
    yield private_views.close_class, P.CLOSE_CLASS, named, cares, _no_care
    job = lambda cast: JOB  # noqa: E731
    level = lambda cast: {"woman": cast.nora.party, "level": "Confidential"}  # noqa: E731
    unit = lambda cast: {"organisation": cast.ingrid.organisation, "cleared": True}  # noqa: E731
    yield secret_addresses.set_address_level, P.SET_ADDRESS_LEVEL, level, job, _no_job
    yield secret_addresses.clear_unit, P.CLEAR_UNIT, unit, job, _no_job
