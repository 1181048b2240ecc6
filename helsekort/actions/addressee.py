"""Whose message it is: the unit's that it waits for."""

from helsekort.access.actors import Actor
from helsekort.actions.knowing import Target
from helsekort.actions.work import Work
from helsekort.store import inbox
from helsekort.store.database import Transaction
from helsekort.store.inbox import MessageRow


def message_target(tx: Transaction, actor: Actor, message: int, card: int | None = None) -> Target:
    """A message, with the card it stands on or the one given: what the rules are asked about."""
    row = inbox.message(tx, message)
    mine = row is not None and bool(row.owner) and row.owner == actor.organisation
    return Target(card or (row.card if row else 0) or None, own_message=mine)


def message_there(doing: Work, message: int) -> MessageRow:
    row = inbox.message(doing.tx, message)
    if row is None:
        doing.refuse("no-such-message")
    return row
