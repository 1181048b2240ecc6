"""Coming in as one of the demo's people, being recognised, and going out. By a provider: logins.py."""

import hashlib
import secrets

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.work import busy_as_unavailable, work
from helsekort.audit.events import Event
from helsekort.store import desk, parties
from helsekort.store.desk import SessionRow

TOKEN_BYTES = 32
MINUTE = 60_000_000
HOUR = 60 * MINUTE


class Persona(Struct, frozen=True):
    """One of the demo's fictive people. `number` is a woman's synthetic national number."""

    key: str
    name: str
    kind: str
    title: str
    unit: str | None
    number: str | None


class Session(Struct, frozen=True):
    """Who a token stands for. `live` is False where it was ended or timed out."""

    actor: Actor
    live: bool
    name: str
    unit: str | None
    category: str
    persona: str
    on_behalf_of: str = ""  # the woman whose card it is, where someone acts for her
    provider: str = ""


def token_hash(token: str) -> bytes:
    """Only the hash of a token is stored."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def personas(ctx: Context) -> list[Persona]:
    """The demo's people in the order shown; none outside demo mode. Says nothing of any card, or of other systems."""
    if not ctx.demo:
        return []
    with busy_as_unavailable(), ctx.database.transaction(write=False) as tx:
        rows = [row for row in parties.personas(tx) if row.kind != ActorKind.SYSTEM]
        names = parties.names(tx, {each for row in rows for each in (row.party, row.organisation)})
        numbers = {
            row.party: parties.numbers_of(tx, row.party) for row in rows if row.kind == ActorKind.WOMAN
        }
    return [
        Persona(
            row.key,
            names.get(row.party, ""),
            row.kind,
            row.title,
            names.get(row.organisation),
            next(iter(numbers.get(row.party, [])), None),
        )
        for row in rows
    ]


def enter_as_persona(actor: Actor, *, ctx: Context, persona: str) -> str:
    """A session for one of the demo's people; the token for the cookie. Refused outside demo mode."""
    with work(ctx, actor, Permission.ENTER_AS_PERSONA) as doing:
        found = next((row for row in parties.personas(doing.tx) if row.key == persona), None)
        if found is None:
            raise LookupError("no such persona")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        session = SessionRow(
            found.key,
            found.kind,
            found.party,
            found.organisation,
            found.category,
            doing.now,
            doing.now,
        )
        desk.add_session(doing.tx, token_hash(token), session)
        doing.audit(Event.ENTERED)
        return token


def recognise(actor: Actor, *, ctx: Context, token: str) -> Session | None:
    """Who a token stands for; None for a token that never was one."""
    hashed = token_hash(token)
    with work(ctx, actor, Permission.RECOGNISE) as doing:
        found = desk.session(doing.tx, hashed)
        if found is None:
            return None
        row = found.row
        live = is_live(ctx, row, doing.now)
        if live and doing.now - row.last_seen > MINUTE:
            desk.touch_session(doing.tx, hashed, doing.now)
        return Session(
            _actor(row, live),
            live,
            found.name or "",
            found.unit,
            row.category,
            row.persona,
            found.on_behalf_of or "",
            row.provider,
        )


def _actor(row: SessionRow, live: bool) -> Actor:
    """The person of a session; or the job, which another system's token stands for."""
    kind = ActorKind(row.kind)
    job = row.persona if kind is ActorKind.SYSTEM else ""
    return Actor(
        kind,
        row.party,
        row.organisation,
        row.category,
        job,
        live=live,
        acting_for=row.acting_for,
        level=row.level,
        proved=row.proved if row.provider else row.began,
        legal_entity=row.legal_entity,
    )


def is_live(ctx: Context, row: SessionRow, now: int) -> bool:
    """Whether a session opens anything: not ended, not left alone for too long, not too old."""
    # a fictive person's session is worth nothing outside the demo, whatever database it lies in; nor the reverse
    if ctx.demo == bool(row.provider):
        return False
    idle = now - row.last_seen > ctx.session_minutes * MINUTE
    old = now - row.began > ctx.session_hours * HOUR
    return row.ended is None and not idle and not old


def leave(actor: Actor, *, ctx: Context, token: str, elsewhere: bool = False) -> None:
    """End a session; `elsewhere`: every other session of the same person instead, as when her phone is lost."""
    with work(ctx, actor, Permission.LEAVE, lambda tx: Target()) as doing:
        end = desk.end_others if elsewhere else desk.end_session
        end(doing.tx, token_hash(token), doing.now)
        doing.audit(Event.LEFT)
