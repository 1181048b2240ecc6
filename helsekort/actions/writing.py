"""What each action that writes on a card begins with: its pen, and whether the same was written before."""

from helsekort.actions.log import Pen
from helsekort.actions.outcomes import KeyUsedBefore
from helsekort.actions.work import Work
from helsekort.audit.events import Event
from helsekort.store import cards


def card_pen(doing: Work) -> Pen:
    """The pen of this action's card. It takes the head's lock, so what is read after it cannot change before it is
    put down."""
    return Pen(doing, doing.card, doing.summary.woman if doing.summary else 0)


def written_before(doing: Work, key: str, content: bytes) -> int | None:
    """The origin that this key made, where the same was sent before; None where it is new.

    KeyUsedBefore where the key made something else. What has been erased since is known by its key alone.
    """
    used = cards.used_key(doing.tx, doing.card, doing.actor.party, key)
    if used is None:
        return None
    if used[0] not in (content, cards.BLANK):
        raise KeyUsedBefore(used[1])
    doing.audit(Event.READ, about=("repeated",))
    return used[1]


def note_written(doing: Work, key: str, content: bytes, origin: int) -> None:
    """Keep what a key made, so that the same sent again is written once."""
    cards.take_key(doing.tx, doing.card, doing.actor.party, key, content, origin, doing.now)
