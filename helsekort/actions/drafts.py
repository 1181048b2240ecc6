"""What someone typed is kept for that person alone: when the session had ended, or when they say so."""

import secrets

import msgspec
from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.sessions import TOKEN_BYTES, token_hash
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.store import cards, desk
from helsekort.store.database import Transaction
from helsekort.store.desk import DraftRow

KEPT_FOR = 7 * 24 * 60 * 60 * 1_000_000


class Draft(Struct, frozen=True):
    """A form as it was typed, and where it belongs."""

    path: str
    fields: list[tuple[str, str]]


def keep_draft(actor: Actor, *, ctx: Context, card: int, path: str, fields: list[tuple[str, str]]) -> str:
    """Keep a form; the token that finds it again. It is not part of the card."""
    with work(ctx, actor, Permission.KEEP_DRAFT, lambda tx: Target(card, own_draft=True)) as doing:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = DraftRow(actor.party, card, path, msgspec.json.encode(fields), doing.now)
        desk.remove_drafts(doing.tx, actor.party, card, path, doing.now - KEPT_FOR)
        desk.add_draft(doing.tx, token_hash(token), row)
        doing.audit(Event.DRAFT_KEPT)
        return token


def take_draft(actor: Actor, *, ctx: Context, draft: str) -> Draft:
    """The form, for the one who typed it. Refused for anyone else, and where there is none."""
    hashed = token_hash(draft)
    with work(ctx, actor, Permission.TAKE_DRAFT, lambda tx: _own_draft(tx, hashed, actor)) as doing:
        row = desk.draft(doing.tx, hashed)
        if row is None:
            raise LookupError("decided on a draft that is not there")
        doing.audit(Event.DRAFT_TAKEN)
        return _draft(row)


class KeptForm(Struct, frozen=True):
    """A form that someone has kept: whose card, where it belongs, and when (microseconds)."""

    card: int
    name: str
    path: str
    at: int


def list_drafts(actor: Actor, *, ctx: Context) -> list[KeptForm]:
    """The forms that this person has kept and not saved yet, newest first; those about women still in their care."""
    with work(ctx, actor, Permission.LIST_DRAFTS) as doing:
        rows = [row for row in _kept(doing) if doing.allows(Permission.OPEN_CARD, row.card)]
        women = {row.card: cards.summary(doing.tx, row.card) for row in rows}
        names = party_log.women(doing.tx, [each.woman for each in women.values() if each])
        doing.audit(Event.DRAFTS_LISTED)
        return [
            KeptForm(row.card, names[summary.woman].name, row.path, row.kept)
            for row in rows
            if (summary := women[row.card]) is not None
        ]


def find_draft(actor: Actor, *, ctx: Context, card: int, path: str) -> Draft | None:
    """What this person kept of one form of one card; None where there is none. It stays kept."""
    with work(ctx, actor, Permission.LIST_DRAFTS) as doing:
        kept = (row for row in _kept(doing) if (row.card, row.path) == (card, path))
        row = next((row for row in kept if not doing.closed_among([row.card])), None)
        doing.audit(Event.DRAFT_TAKEN if row else Event.DRAFTS_LISTED)
        return _draft(row) if row else None


def drop_draft(actor: Actor, *, ctx: Context, card: int, path: str) -> None:
    """Forget what this person kept of one form: it is saved, or given up."""
    with work(ctx, actor, Permission.LIST_DRAFTS) as doing:
        desk.remove_drafts(doing.tx, actor.party, card, path, doing.now - KEPT_FOR)
        doing.audit(Event.DRAFTS_LISTED)


def _kept(doing: Work) -> list[DraftRow]:
    return desk.drafts_of(doing.tx, doing.actor.party, doing.now - KEPT_FOR)


def _draft(row: DraftRow) -> Draft:
    return Draft(row.path, msgspec.json.decode(row.fields, type=list[tuple[str, str]]))


def _own_draft(tx: Transaction, hashed: bytes, actor: Actor) -> Target:
    """A draft of the actor's own, and its card: what was typed of one who has closed her card since stays unread."""
    row = desk.draft(tx, hashed)
    return Target(row.card, own_draft=True) if row is not None and row.party == actor.party else Target()
