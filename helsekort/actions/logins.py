"""Login by an identity provider: begun, come back from, let in or not; and ended from the provider's side.

The conversation with the provider itself is `access/login/`; here it is decided what comes of it.
"""

import secrets

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.login.client import Question, new_question
from helsekort.access.login.identity import HELSEID, Identity
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.sessions import TOKEN_BYTES, is_live, token_hash
from helsekort.actions.who_came import Person, Unknown, who_came
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.store import desk, logins, parties
from helsekort.store.desk import SessionRow
from helsekort.store.logins import LoginRow

MINUTE = 60_000_000
SECOND = 1_000_000
LOGIN_MINUTES = 10


class Begun(Struct, frozen=True):
    """A login under way. `secret` is for the browser's cookie, `onwards` where she was going."""

    secret: str
    question: Question
    onwards: str


class Entered(Struct, frozen=True):
    """Let in. `token` is for the cookie; `choose` where they first say in which role they come."""

    token: str
    kind: ActorKind
    choose: bool = False


class NotHere(Struct, frozen=True):
    """The provider knows them and this service does not: `why` is person, organisation, role or card."""

    why: str


class Choice(Struct, frozen=True):
    """A role to come in as. `here` is the one the session is in."""

    organisation: int
    unit: str
    category: str
    here: bool


def begin_login(
    actor: Actor,
    *,
    ctx: Context,
    provider: str,
    onwards: str = "",
    fresh: bool = False,
    address: str = "",
) -> Begun:
    """A new login, kept under the hash of its secret. `fresh`: they must prove anew who they are.

    `address` is where the request comes from; without it no limit is counted.
    """
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    with work(ctx, actor, Permission.BEGIN_LOGIN, address=address) as doing:
        question = new_question(fresh_since=doing.now // SECOND if fresh else 0)
        logins.drop_before(doing.tx, doing.now - LOGIN_MINUTES * MINUTE)
        row = LoginRow(
            provider,
            question.state,
            question.nonce,
            question.verifier,
            question.fresh_since,
            onwards,
            doing.now,
        )
        logins.begin(doing.tx, token_hash(secret), row)
        doing.audit(Event.LOGIN_BEGUN, about=(provider, "there"))
    return Begun(secret, question, onwards)


def take_login(actor: Actor, *, ctx: Context, provider: str, secret: str) -> Begun | None:
    """The login that this browser began with this provider, once; None where there is none, or it is too old."""
    with work(ctx, actor, Permission.TAKE_LOGIN) as doing:
        row = logins.take(doing.tx, token_hash(secret))
        if row is None or row.provider != provider or row.began <= doing.now - LOGIN_MINUTES * MINUTE:
            doing.audit(Event.NOT_LET_IN, about=(provider, "no-such-login"))
            return None
        doing.audit(Event.LOGIN_BEGUN, about=(provider, "back"))
        return Begun(secret, Question(row.state, row.nonce, row.verifier, row.fresh_since), row.onwards)


def not_let_in(actor: Actor, *, ctx: Context, provider: str, why: str) -> None:
    """Write down that what came back from a provider did not hold, and by which code."""
    with work(ctx, actor, Permission.NOT_LET_IN) as doing:
        doing.audit(Event.NOT_LET_IN, about=(provider, why))


def log_in(
    actor: Actor, *, ctx: Context, identity: Identity, device: str = "", before: str = ""
) -> Entered | NotHere:
    """A session for whom the provider vouched for. Refused in the demo, where fictive people come in.

    Whoever has as many as one may have loses the oldest. `before` is the token of the session that this browser had: it
    ends in any case, and is not counted.
    """
    with work(ctx, actor, Permission.LOG_IN) as doing:
        doing.by_the_service()
        found = who_came(doing, identity)
        if isinstance(found, Unknown):
            doing.audit(Event.NOT_LET_IN, about=(identity.provider, found.why))
            return NotHere(found.why)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        _make_room(doing, found, token_hash(before))
        desk.add_session(doing.tx, token_hash(token), _session(doing, identity, found, device))
        doing.actor = Actor(
            found.kind, found.party, found.organisation, found.category, acting_for=found.acting_for
        )
        doing.audit(Event.ENTERED, about=(identity.provider,))
        return Entered(token, found.kind, choose=found.kind is ActorKind.CLINICIAN and not found.organisation)


def _make_room(doing: Work, person: Person, before: bytes) -> None:
    """End the oldest sessions of one who has as many as one may. A new login is never refused: it may be urgent."""
    ctx = doing.ctx
    since = doing.now - ctx.session_minutes * MINUTE
    rows = desk.sessions_of(doing.tx, person.kind, person.party, since)
    live = [(row.began, each) for each, row in rows if each != before and is_live(ctx, row, doing.now)]
    for _, oldest in sorted(live)[: max(0, len(live) + 1 - ctx.most_sessions)]:
        desk.end_for_newer(doing.tx, oldest, doing.now)


def _session(doing: Work, identity: Identity, person: Person, device: str) -> SessionRow:
    return SessionRow(
        "",
        person.kind,
        person.party,
        person.organisation,
        person.category,
        doing.now,
        doing.now,
        provider=identity.provider,
        provider_session=identity.sid,
        level=identity.level,
        proved=min(identity.proved, doing.now),
        acting_for=person.acting_for,
        legal_entity=person.legal_entity,
        point_of_care=person.point_of_care,
        device=device,
    )


def list_roles(actor: Actor, *, ctx: Context, token: str) -> list[Choice]:
    """The roles that this session may be in: those of the organisation that the provider vouched for."""
    with work(ctx, actor, Permission.LIST_ROLES, lambda tx: Target()) as doing:
        doing.audit(Event.ROLES_LISTED)
        return _choices(doing, token)


def choose_role(actor: Actor, *, ctx: Context, token: str, organisation: int) -> None:
    """Go on in one of those roles. Refused for any other."""
    with work(ctx, actor, Permission.CHOOSE_ROLE, lambda tx: Target()) as doing:
        chosen = next((one for one in _choices(doing, token) if one.organisation == organisation), None)
        if chosen is None:
            doing.refuse("no-such-role")
        desk.choose_unit(doing.tx, token_hash(token), chosen.organisation, chosen.category)
        doing.audit(Event.ROLE_CHOSEN)


def _choices(doing: Work, token: str) -> list[Choice]:
    found = desk.session(doing.tx, token_hash(token))
    if found is None or found.row.party != doing.actor.party or found.row.provider != HELSEID:
        return []
    row = found.row
    roles = parties.roles_at(doing.tx, row.party, row.legal_entity, row.point_of_care)
    names = parties.names(doing.tx, (unit for unit, _ in roles))
    return [Choice(unit, names.get(unit, ""), category, unit == row.organisation) for unit, category in roles]


def end_by_provider(actor: Actor, *, ctx: Context, provider: str, provider_session: str) -> None:
    """The provider says that a session of its own has ended: so do those here that came from it."""
    with work(ctx, actor, Permission.END_BY_PROVIDER) as doing:
        desk.end_of_provider(doing.tx, provider, provider_session, doing.now)
        doing.audit(Event.LEFT, about=(provider,))
