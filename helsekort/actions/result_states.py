"""What is known of the results on a card beside their values: who looks, who has looked, what she may see."""

from helsekort.actions.held import Held, held_results
from helsekort.actions.opened import ResultState, Seen
from helsekort.actions.work import Work
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Finding
from helsekort.store import parties, tasks
from helsekort.store.tasks import HoldRow, SeenRow, TaskRow


def result_states(doing: Work, card: Card) -> dict[int, ResultState]:
    """By origin, for what a laboratory answered and for what is held from her."""
    held = held_results(doing, card)
    open_tasks = [row for row in tasks.of_card(doing.tx, card.card) if row.closed is None]
    seen = tasks.seen_of_card(doing.tx, card.card)
    holds = tasks.holds_of_card(doing.tx, card.card)
    people = {row.responsible for row in open_tasks} | {row.unit for row in open_tasks}
    names = parties.names(doing.tx, (people | {row.party for row in seen}) - {0})
    return {
        trail.origin: _state(
            doing,
            trail,
            [row for row in open_tasks if row.origin == trail.origin],
            [row for row in seen if row.origin == trail.origin],
            [row for row in holds if row.origin == trail.origin],
            held.get(trail.origin),
            names,
        )
        for trail in card.all_findings()
        if trail.now.lab is not None or trail.origin in held
    }


def _state(
    doing: Work,
    trail: Trail[Finding],
    waiting: list[TaskRow],
    seen: list[SeenRow],
    holds: list[HoldRow],
    held: Held | None,
    names: dict[int, str],
) -> ResultState:
    own = [row for row in waiting if row.responsible == doing.actor.party]
    first = next(iter(own or waiting), None)
    today = doing.ctx.today().isoformat()
    before, before_at = _before(trail, [row for row in seen if row.party == doing.actor.party])
    return ResultState(
        responsible=names.get(first.responsible) if first else None,
        responsible_party=first.responsible if first else 0,
        unit=names.get(first.unit) if first else None,
        due=first.due if first else None,
        overdue=any(row.due < today for row in waiting),
        open=bool(waiting),
        mine=bool(own),
        reason=first.reason if first else "",
        before=before,
        before_at=before_at,
        seen=tuple(Seen(names.get(row.party, ""), row.at, row.seq == trail.last.seq) for row in seen),
        held=held.name if held else None,
        held_until=held.until if held else None,
        told=any(row.told is not None and row.seq == trail.last.seq for row in holds),
    )


def _before(trail: Trail[Finding], mine: list[SeenRow]) -> tuple[Finding | None, int | None]:
    """What the actor read before it changed, and when that was answered; None where nothing they read has changed."""
    if not mine or mine[-1].seq == trail.last.seq:
        return None, None
    read = next((entry for entry in trail.entries if entry.seq == mine[-1].seq), None)
    if read is None or not isinstance(read.content, Finding):
        return None, None
    return read.content, read.recorded
