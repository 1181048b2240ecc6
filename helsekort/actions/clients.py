"""The systems that come with tokens: entered when they are first seen, and told here what they may by themselves."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.ids import new_id
from helsekort.store import clients, laboratories
from helsekort.store.clients import ClientRow

LONGEST_ID: Final = 256
"""Signs of a name at the provider."""


class ClientTerms(Struct, frozen=True):
    """What a system may by itself. `her_id`: it sends this laboratory's messages. `vouches`: its word is taken for who
    sits at it. `ended`: none of its tokens is taken any more."""

    client_id: str
    name: str = ""
    her_id: str = ""
    vouches: bool = False
    ended: bool = False


def register_client(actor: Actor, *, ctx: Context, terms: ClientTerms) -> None:
    """Say what a system may do by itself, or cut it off: at its next request.

    Rejected for no id, for a laboratory that is not registered, and for a laboratory's system that shall also vouch.
    """
    with work(ctx, actor, Permission.REGISTER_CLIENT, lambda tx: Target()) as doing:
        problems = []
        if not terms.client_id.strip() or len(terms.client_id) > LONGEST_ID:
            problems.append(Problem("client_id", "not-a-client-id"))
        if terms.her_id and not laboratories.is_known(doing.tx, terms.her_id):
            problems.append(Problem("her_id", "no-such-laboratory"))
        if terms.her_id and terms.vouches:
            problems.append(Problem("vouches", "a-laboratory-vouches-for-nobody"))
        if problems:
            raise Rejected(problems)
        new = ClientRow(new_id(ctx.random_bits), terms.client_id, terms.name)
        clients.add(doing.tx, new, doing.now)
        stands = clients.called(doing.tx, terms.client_id) or new
        changed = replace(
            stands,
            name=terms.name or stands.name,
            her_id=terms.her_id,
            vouches=terms.vouches,
            ended=(stands.ended or doing.now) if terms.ended else None,
        )
        clients.change(doing.tx, changed)
        doing.audit(Event.REGISTERED, about=("client",))


def list_clients(actor: Actor, *, ctx: Context) -> list[ClientTerms]:
    """Every system that has come with a token, or was registered before it came."""
    with work(ctx, actor, Permission.LIST_CLIENTS, lambda tx: Target()) as doing:
        doing.audit(Event.REGISTERED, about=("client", "asked"))
        return [
            ClientTerms(row.client_id, row.name, row.her_id, row.vouches, row.ended is not None)
            for row in clients.every(doing.tx)
        ]
