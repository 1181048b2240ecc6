"""Who owns a task of a card: written beside it whenever it is written, for the owner's list."""

import datetime as dt

from helsekort.actions.follow_up import NOBODY, team_of
from helsekort.actions.work import Work
from helsekort.record.entries import Row, Status
from helsekort.store import owed, parties
from helsekort.store.owed import OwedRow

TASK = "task"
SETTLED = ("DONE", "DROPPED")
"""The group, and the codes of `task_state` by which a task waits for nobody."""


def note_task(doing: Work, card: int, woman: int, origin: int, row: Row) -> None:
    """How a task stands. Its owner is the one of those who care for her that has the name written there."""
    due = row.value("task_due")
    stands = row.status in (Status.FINAL, Status.CORRECTED)
    owed.put(
        doing.tx,
        OwedRow(
            card=card,
            origin=origin,
            kind=str(row.value("task_kind") or ""),
            due=due.isoformat() if isinstance(due, dt.date) else "",
            owner=_owner(doing, woman, row.value("task_owner")),
            open=stands and row.value("task_state") not in SETTLED,
        ),
    )


def _owner(doing: Work, woman: int, name: object) -> int:
    """Nobody where none of them has the name, and where two have."""
    if not isinstance(name, str):
        return NOBODY
    names = parties.names(doing.tx, {one.party for one in team_of(doing, woman)})
    found = [party for party, known in names.items() if known.casefold() == name.strip().casefold()]
    only, *others = found or [NOBODY]
    return NOBODY if others else only
