"""Which meetings she came to: what a confirmation of attendance can be written of. Pure."""

import datetime as dt

from helsekort.record.card import Card, Trail
from helsekort.record.entries import Contact, Way

CAME = frozenset({Way.VISIT, Way.WALK_IN, Way.HOME, Way.VIDEO})
"""She was there, in one way or another. A telephone call is no appointment that she came to."""


def attended(card: Card, today: dt.date) -> list[Trail[Contact]]:
    """The contacts that stand and that she came to, the newest first."""
    return [
        line.contact
        for line in card.contacts
        if line.contact.stands and line.contact.now.way in CAME and line.contact.now.on <= today
    ]
