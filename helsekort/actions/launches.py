"""From the patient's page in a local record to her card here in one press.

The local record asks for a ticket behind the browser's back, by her number, as the clinician who uses it; the
browser brings the ticket. So no number stands in an address, and a ticket that is seen by others opens nothing: it
is good for one use, for a short while, for the one it was made for. `launch` is what SMART App Launch calls it.
"""

import secrets

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.sessions import TOKEN_BYTES, token_hash
from helsekort.actions.whole_card import by_number
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.store import desk, launches, parties
from helsekort.store.database import Transaction
from helsekort.store.desk import SessionRow
from helsekort.store.launches import LaunchRow

SECONDS = 60
"""How long a ticket can be used."""
_SECOND = 1_000_000


class Launched(Struct, frozen=True):
    """The card, and the token of a session where the browser had none."""

    card: int
    token: str | None


def ask_launch(actor: Actor, *, ctx: Context, number: str) -> str:
    """A ticket to the card of the woman with this national number. Refused alike for every way it can fail."""
    with work(ctx, actor, Permission.ASK_LAUNCH, lambda tx: by_number(ctx, tx, number)) as doing:
        launch = secrets.token_urlsafe(TOKEN_BYTES)
        launches.remove_before(doing.tx, doing.now - SECONDS * _SECOND)
        row = LaunchRow(actor.party, actor.organisation, doing.card, doing.now)
        launches.add(doing.tx, token_hash(launch), row)
        doing.audit(Event.READ, about=("found",))
        return launch


def follow_launch(actor: Actor, *, ctx: Context, launch: str) -> Launched:
    """Use a ticket up. It opens no card by itself: the card's page decides anew.

    Refused where it is not one, was used, is too old or is another's. In the demo, who is not logged in comes in as
    the one it was made for, as the demo's front page lets anyone; else the login goes first.
    """
    hashed = token_hash(launch)

    def which(tx: Transaction) -> Target:
        row = launches.find(tx, hashed)
        return Target(row.card, own_launch=True) if row and _good(ctx, actor, row) else Target()

    with work(ctx, actor, Permission.FOLLOW_LAUNCH, which) as doing:
        row = launches.find(doing.tx, hashed)
        if row is None or not launches.use(doing.tx, hashed, doing.now):
            doing.refuse("launch-used")
        if actor.kind is ActorKind.CLINICIAN:
            doing.audit(Event.LAUNCHED)
            return Launched(row.card, None)
        return Launched(row.card, _come_in(doing, row))


def _good(ctx: Context, actor: Actor, row: LaunchRow) -> bool:
    fresh = row.used is None and row.made <= ctx.now() < row.made + SECONDS * _SECOND
    own = (actor.party, actor.organisation) == (row.party, row.organisation)
    return fresh and (own or actor.kind is ActorKind.NOBODY)


def _come_in(doing: Work, row: LaunchRow) -> str:
    """A session for the demo's person that the ticket was made for."""
    people = parties.personas(doing.tx)
    found = next(
        (one for one in people if (one.party, one.organisation) == (row.party, row.organisation)), None
    )
    if found is None:
        doing.refuse("no-such-persona")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session = SessionRow(
        found.key, found.kind, found.party, found.organisation, found.category, doing.now, doing.now
    )
    desk.add_session(doing.tx, token_hash(token), session)
    doing.actor = Actor(ActorKind(found.kind), found.party, found.organisation, found.category)
    doing.audit(Event.LAUNCHED)
    return token
