"""Where someone is logged in, and ending it: from another device, or at the clinic on her word."""

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target, same_woman
from helsekort.actions.sessions import HOUR, is_live, token_hash
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.store import desk, parties
from helsekort.store.desk import SessionRow

MINUTE = 60_000_000
_MARK_BYTES = 8


class OwnSession(Struct, frozen=True):
    """One place where someone is logged in. `mark` names it and opens nothing. Times in microseconds.

    `ended` is when it made room for a newer one; 0 where it is open.
    """

    mark: str
    device: str
    began: int
    last_seen: int
    here: bool
    unit: str
    on_behalf_of: str
    ended: int = 0


def list_sessions(actor: Actor, *, ctx: Context, token: str) -> list[OwnSession]:
    """Every session of theirs that is open now, this one first, then the last used; and after them those that lately
    made room for newer ones, the last first."""
    with work(ctx, actor, Permission.LIST_SESSIONS, lambda tx: Target()) as doing:
        lately = doing.now - ctx.session_hours * HOUR
        ended = desk.ended_for_newer(doing.tx, actor.kind, actor.party, lately)
        rows = [*_open(doing), *((b"", row) for row in ended)]
        names = parties.names(
            doing.tx, {each for _, row in rows for each in (row.organisation, row.acting_for)}
        )
        here = token_hash(token)
        found = [
            OwnSession(
                _mark(hashed),
                row.device,
                row.began,
                row.last_seen,
                hashed == here,
                names.get(row.organisation, ""),
                names.get(row.acting_for, ""),
                row.ended or 0,
            )
            for hashed, row in rows
        ]
        doing.audit(Event.SESSIONS_LISTED)
        return sorted(found, key=lambda one: (bool(one.ended), not one.here, -(one.ended or one.last_seen)))


def end_session(actor: Actor, *, ctx: Context, mark: str) -> None:
    """End one of them. One that is not there, or is another's, is left as it is: nothing tells the two apart."""
    with work(ctx, actor, Permission.END_SESSION, lambda tx: Target()) as doing:
        for hashed, _ in _open(doing):
            if _mark(hashed) == mark:
                desk.end_session(doing.tx, hashed, doing.now)
        doing.audit(Event.LEFT)


def end_her_sessions(actor: Actor, *, ctx: Context, card: int) -> None:
    """Log a woman out everywhere, on her word at the clinic: her phone is lost and she has no other."""
    with work(ctx, actor, Permission.END_HER_SESSIONS, card=card) as doing:
        if doing.summary is None:
            doing.refuse("no-such-card")
        for herself in same_woman(doing.tx, doing.summary.woman):
            desk.end_all(doing.tx, ActorKind.WOMAN, herself, doing.now)
        doing.audit(Event.LEFT_FOR_HER)


def _open(doing: Work) -> list[tuple[bytes, SessionRow]]:
    ctx, actor = doing.ctx, doing.actor
    since = doing.now - ctx.session_minutes * MINUTE
    rows = desk.sessions_of(doing.tx, actor.kind, actor.party, since)
    return [(hashed, row) for hashed, row in rows if is_live(ctx, row, doing.now)]


def _mark(hashed: bytes) -> str:
    return hashed[:_MARK_BYTES].hex()
