"""What the card itself can tell the Medical Birth Registry, shown to who cares for her. Nothing is sent from here."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.log import read_card
from helsekort.actions.opened import Opened
from helsekort.actions.whole_card import as_opened
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.birth_registry import Preview, preview


class Previewed(Struct, frozen=True):
    """The preview, with the card that it is of."""

    opened: Opened
    preview: Preview


def preview_notification(actor: Actor, *, ctx: Context, card: int) -> Previewed:
    """What of the notification the card covers, and what is missing on it."""
    with work(ctx, actor, Permission.PREVIEW_NOTIFICATION, card=card) as doing:
        whole = read_card(doing)
        found = preview(whole, ctx.excerpts.birth_registry, ctx.catalogue)
        doing.audit(Event.READ, about=("document",), up_to=whole.last_seq)
        return Previewed(as_opened(doing, whole, None, {}), found)
