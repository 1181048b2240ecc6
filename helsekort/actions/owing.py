"""Who owns a task of a card: written beside it whenever it is written, for the owner's list."""

import datetime as dt

from helsekort.actions.follow_up import NOBODY, team_of
from helsekort.actions.work import Work
from helsekort.record.entries import Row, Status
from helsekort.store import owed, parties
from helsekort.store.blocks import ALL
from helsekort.store.owed import OwedRow

TASK = "task"
SETTLED = ("DONE", "DROPPED")
"""The group, and the codes of `task_state` by which a task waits for nobody."""


def note_task(doing: Work, card: int, woman: int, origin: int, row: Row) -> None:
    """How a task stands. Its owner is the one of those who care for her that has the name written there."""
    due, kind = row.value("task_due"), str(row.value("task_kind") or "")
    stands = row.status in (Status.FINAL, Status.CORRECTED)
    owed.put(
        doing.tx,
        OwedRow(
            card=card,
            origin=origin,
            kind=kind,
            due=due.isoformat() if isinstance(due, dt.date) else "",
            owner=_owner(doing, woman, row.value("task_owner"), class_of_task(doing, kind)),
            open=stands and row.value("task_state") not in SETTLED,
        ),
    )


def class_of_task(doing: Work, kind: str) -> str:
    """The sensitivity class of a task of a kind; ALL where it is ordinary."""
    return doing.ctx.catalogue.groups[TASK].hidden_if.get("task_kind", {}).get(kind, ALL)


def _owner(doing: Work, woman: int, name: object, of_class: str) -> int:
    """Nobody where none of them has the name, and where two have."""
    if not isinstance(name, str):
        return NOBODY
    names = parties.names(doing.tx, {one.party for one in team_of(doing, woman, of_class)})
    found = [party for party, known in names.items() if known.casefold() == name.strip().casefold()]
    only, *others = found or [NOBODY]
    return NOBODY if others else only
