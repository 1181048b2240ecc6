"""The tasks that someone owns, whichever card they stand on, also after it is closed."""

import datetime as dt

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.log import read_card
from helsekort.actions.owing import class_of_task
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.children import none_lives
from helsekort.store import cards, owed
from helsekort.store.owed import OwedRow

OTHER = "OTHER"
"""The kind that says nothing by itself: what it is stands in its note."""

OF_CHILD = frozenset({"HIP_SCAN", "HBV_DOSE", "HEARING"})
"""The kinds that are about a child: where none lives, nobody is reminded of them."""


class ListedTask(Struct, frozen=True):
    """One open task. `name` is empty where the reader may no longer open the card; `mine`: the reader owns it."""

    card: int
    origin: int
    kind: str
    note: str
    due: dt.date | None
    overdue: bool
    mine: bool
    name: str


def list_tasks(actor: Actor, *, ctx: Context) -> list[ListedTask]:
    """What the actor owns, and of the women they care for what nobody here owns; what is due first comes first.

    What was to be done for a child is not told of where no child lives; it stands on the card still.
    """
    with work(ctx, actor, Permission.LIST_TASKS) as doing:
        rows = owed.open_for(doing.tx, actor.party, actor.organisation, doing.now)
        closed = doing.closed_among(row.card for row in rows)
        hidden = {card: doing.hidden_on(card) for card in {row.card for row in rows} - closed}
        open_rows = [
            row
            for row in rows
            if row.card in hidden and class_of_task(doing, row.kind) not in hidden[row.card]
        ]
        found = [_listed(doing, row) for row in open_rows if not _of_the_lost(doing, row)]
        for card in dict.fromkeys(one.card for one in found if one.name):
            doing.audit(Event.LISTED, card=card)
        if not any(one.name for one in found):
            doing.audit(Event.LISTED)
        return found


def _of_the_lost(doing: Work, row: OwedRow) -> bool:
    return row.kind in OF_CHILD and none_lives(read_card(doing, row.card))


def _listed(doing: Work, row: OwedRow) -> ListedTask:
    summary = cards.summary(doing.tx, row.card)
    shown = summary is not None and doing.allows(Permission.OPEN_CARD, row.card)
    due = dt.date.fromisoformat(row.due) if row.due else None
    return ListedTask(
        card=row.card,
        origin=row.origin,
        kind=row.kind,
        note=_note(doing, row) if shown and row.kind == OTHER else "",
        due=due,
        overdue=due is not None and due < doing.ctx.today(),
        mine=row.owner == doing.actor.party,
        name=party_log.woman(doing.tx, summary.woman).name if shown and summary else "",
    )


def _note(doing: Work, row: OwedRow) -> str:
    tasks = (trail.now for trail in read_card(doing, row.card).rows if trail.origin == row.origin)
    return next((str(task.value("task_note") or "") for task in tasks), "")
