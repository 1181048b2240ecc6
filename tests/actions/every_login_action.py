"""One example of each action about coming in by a provider; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.login.identity import HELSEID, IDPORTEN, Identity, Relation
from helsekort.access.permissions import Permission
from helsekort.actions import logins, mandates, own_sessions, registry
from helsekort.actions.context import Context
from helsekort.record.parties import Organisation
from tests.cast import JOB, SOLSIDEN, Cast, number_of, organisation_number

Arguments = dict[str, Any]
P = Permission
STATION = organisation_number("31000001")
AGENT = number_of(21)


def outside(ctx: Context) -> Context:
    """The same house, no demo."""
    return replace(ctx, demo=False)


def ingrid(cast: Cast) -> Identity:
    """Ingrid as HelseID tells of her, at a unit that has its number."""
    unit = Organisation("Solsiden helsestasjon", STATION, "55 00 00 10", SOLSIDEN)
    registry.register_party(JOB, ctx=cast.ctx, party=unit, party_id=cast.ingrid.organisation)
    return Identity(
        HELSEID, number_of(20), "4", cast.ctx.now(), sid="s1", hpr="900000001", parent=STATION, child=STATION
    )


def agent(of: int = 4, relation: Relation = Relation.MANDATE) -> Identity:
    """Someone who acts for the woman born on this day, Nora where none is named, as ID-porten tells of him."""
    return Identity(
        IDPORTEN,
        AGENT,
        "idporten-loa-high",
        1,
        sid="s2",
        represented=number_of(of),
        relation=relation,
        name="Per Berg",
    )


def logged_in(cast: Cast) -> str:
    """Ingrid's token."""
    entered = logins.log_in(NOBODY, ctx=outside(cast.ctx), identity=ingrid(cast))
    assert isinstance(entered, logins.Entered)
    return entered.token


def acting(cast: Cast) -> int:
    """Per Berg has come in to see Nora's card; his party."""
    entered = logins.log_in(NOBODY, ctx=outside(cast.ctx), identity=agent())
    assert isinstance(entered, logins.Entered)
    (found,) = mandates.list_mandates(cast.nora, ctx=cast.ctx)
    return found.agent


def _begun(cast: Cast) -> Arguments:
    begun = logins.begin_login(NOBODY, ctx=outside(cast.ctx), provider=HELSEID)
    return {"provider": HELSEID, "secret": begun.secret}


def _ended(cast: Cast) -> Arguments:
    found = acting(cast)
    mandates.end_mandate(cast.nora, ctx=cast.ctx, agent=found)
    return {"agent": found}


def _nobody(cast: Cast) -> Actor:
    return NOBODY


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _nora(cast: Cast) -> Actor:
    return cast.nora


def _everyone(cast: Cast) -> list[Actor]:
    return [NOBODY, cast.ingrid, cast.nora, JOB]


def _no_clinician(cast: Cast) -> list[Actor]:
    return [cast.nora, JOB, NOBODY, replace(cast.ingrid, live=False)]


def _not_logged_in(cast: Cast) -> list[Actor]:
    return [JOB, NOBODY, replace(cast.nora, live=False)]


def _no_relation(cast: Cast) -> list[Actor]:
    return [cast.lars, cast.nora, JOB, NOBODY]


def _not_hers(cast: Cast) -> list[Actor]:
    another = replace(cast.kari, acting_for=cast.nora.party)
    return [cast.ingrid, another, JOB, NOBODY]


def examples() -> Iterator[tuple[Any, ...]]:
    """(action, permission, what it needs, who may, who may not, and where)."""
    door: tuple[Any, ...] = (_nobody, _everyone, lambda ctx: ctx, outside)
    yield logins.begin_login, P.BEGIN_LOGIN, lambda cast: {"provider": HELSEID}, *door
    yield logins.take_login, P.TAKE_LOGIN, _begun, *door
    yield logins.not_let_in, P.NOT_LET_IN, lambda cast: {"provider": HELSEID, "why": "state"}, *door
    yield logins.log_in, P.LOG_IN, lambda cast: {"identity": ingrid(cast)}, *door
    left = {"provider": HELSEID, "provider_session": "s1"}
    yield logins.end_by_provider, P.END_BY_PROVIDER, lambda cast: left, *door
    yield logins.list_roles, P.LIST_ROLES, lambda cast: {"token": logged_in(cast)}, _ingrid, _no_clinician
    chosen = lambda cast: {"token": logged_in(cast), "organisation": cast.ingrid.organisation}  # noqa: E731
    yield logins.choose_role, P.CHOOSE_ROLE, chosen, _ingrid, _no_clinician
    own = own_sessions
    yield own.list_sessions, P.LIST_SESSIONS, lambda cast: {"token": "none"}, _nora, _not_logged_in
    yield own.end_session, P.END_SESSION, lambda cast: {"mark": "none"}, _nora, _not_logged_in
    hers = lambda cast: {"card": cast.nora_card}  # noqa: E731
    yield own.end_her_sessions, P.END_HER_SESSIONS, hers, _ingrid, _no_relation
    yield mandates.list_mandates, P.LIST_MANDATES, lambda cast: {}, _nora, _not_hers
    yield mandates.end_mandate, P.END_MANDATE, lambda cast: {"agent": acting(cast)}, _nora, _not_hers
    yield mandates.resume_mandate, P.RESUME_MANDATE, _ended, _nora, _not_hers
