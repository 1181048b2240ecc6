"""What someone typed when the session had ended is kept, for that person alone, and taken up after logging in."""

import secrets

import msgspec
from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.sessions import TOKEN_BYTES, token_hash
from helsekort.actions.work import Target, work
from helsekort.audit.events import Event
from helsekort.store import desk
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
    with work(
        ctx, actor, Permission.TAKE_DRAFT, lambda tx: Target(own_draft=_mine(desk.draft(tx, hashed), actor))
    ) as doing:
        row = desk.draft(doing.tx, hashed)
        if row is None:
            raise LookupError("decided on a draft that is not there")
        doing.audit(Event.DRAFT_TAKEN)
        return Draft(row.path, msgspec.json.decode(row.fields, type=list[tuple[str, str]]))


def _mine(row: DraftRow | None, actor: Actor) -> bool:
    return row is not None and row.party == actor.party
