"""What is told to a woman face to face, because others may read along on her page: that her card was opened in an
emergency together with what is noted of violence."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.breaking import VIOLENCE
from helsekort.actions.context import Context
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.reviewing import Way
from helsekort.store import notices, parties


class ToTell(Struct, frozen=True):
    """A woman whom someone who cares for her shall tell, and when it happened (microseconds)."""

    card: int
    name: str
    at: int


def list_to_tell(actor: Actor, *, ctx: Context) -> list[ToTell]:
    """Of the women the actor cares for at this unit, those who shall be told; the oldest first."""
    with work(ctx, actor, Permission.LIST_TO_TELL) as doing:
        rows = notices.to_be_told(doing.tx, actor.party, actor.organisation, Way.CLINIC, doing.now)
        rows = [row for row in rows if _may_tell(doing, row.card)]
        herself = parties.all_resolved(doing.tx, [row.woman for row in rows])
        names = parties.names(doing.tx, herself.values())
        for row in rows:
            doing.audit(Event.LISTED, card=row.card, hidden_from_her=True)
        if not rows:
            doing.audit(Event.LISTED)
        return [ToTell(row.card, names[herself[row.woman]], row.at) for row in rows]


def _may_tell(doing: Work, card: int) -> bool:
    """That there is something to tell, tells of violence: whoever does not see that class, does not see this."""
    return doing.allows(Permission.TELL_OF_EMERGENCY, card) and VIOLENCE not in doing.hidden_on(card)


def tell_of_emergency(actor: Actor, *, ctx: Context, card: int) -> None:
    """She has been told. Nothing changes where she was told before."""
    with work(ctx, actor, Permission.TELL_OF_EMERGENCY, card=card) as doing:
        notices.take_of_card(doing.tx, card, Way.CLINIC, doing.now)
        doing.audit(Event.TOLD, about=("emergency",))
