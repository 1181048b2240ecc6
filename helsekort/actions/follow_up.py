"""Who looks at a result, by when, and who must look once more when it changes."""

from collections.abc import Callable

from msgspec import Struct

from helsekort.actions.knowing import same_woman
from helsekort.actions.work import Work
from helsekort.record.codes import HPR
from helsekort.record.ids import new_id
from helsekort.store import blocks, cards, parties, tasks
from helsekort.store.blocks import ALL
from helsekort.store.tasks import SeenRow, TaskRow

NEW, CHANGED, WITHDRAWN, HOLD_ENDED = "new", "changed", "withdrawn", "hold-ended"
MIDWIFE = "JO"
NOBODY = 0


class Change(Struct, frozen=True):
    """A result that has a new version on a card. `kind` is NEW, CHANGED or WITHDRAWN; `sampled` is an ISO date."""

    origin: int
    seq: int
    what: str
    sampled: str
    kind: str


class Responsible(Struct, frozen=True):
    """A person at a unit, or the unit alone where `party` is 0."""

    party: int
    unit: int


def team_of(doing: Work, woman: int, of_class: str = ALL) -> list[Responsible]:
    """Everyone with a care relation to her now, the longest one first; of those, who see what is of a class."""
    found = [
        Responsible(clinician, unit)
        for party in same_woman(doing.tx, woman)
        for clinician, unit in cards.team(doing.tx, party, doing.now)
    ]
    return [one for one in dict.fromkeys(found) if not closed_to(doing, woman, one, of_class)]


def closed_to(doing: Work, woman: int, one: Responsible, of_class: str = ALL) -> bool:
    """Whether she has closed her cards, or a class, to someone who may have a care relation still: nothing of it is
    given to them to do."""
    return not {ALL, of_class}.isdisjoint(blocks.classes_closed(doing.tx, woman, one.party, one.unit))


def class_of_result(doing: Work, what: str) -> str:
    """The sensitivity class of what was examined; ALL where it is ordinary."""
    known = doing.ctx.catalogue.measurables.get(what)
    return known.hidden if known else ALL


def responsible_for(
    doing: Work, woman: int, requesters: tuple[str, ...], unit: int, of_class: str = ALL
) -> Responsible:
    """Who asked for it, if they care for her; else her midwife, else the first who cares for her, else the unit."""
    team = team_of(doing, woman, of_class)
    for number in requesters:
        party = parties.by_number(doing.tx, HPR, number)
        asked = next((one for one in team if one.party == party), None)
        if asked is not None:
            return asked
    roles = parties.roles(doing.tx, [one.party for one in team])
    midwife = next((one for one in team if roles.get(one.party) == MIDWIFE), None)
    return midwife or next(iter(team), Responsible(NOBODY, unit))


def follow(doing: Work, card: int, changes: list[Change], to: Callable[[str], Responsible]) -> None:
    """Open what must be looked at: each new result once, and each change anew for everyone who read it before and sees
    it still. `to` says of a class who looks at what is of it."""
    summary = cards.summary(doing.tx, card)
    seen = tasks.seen_of_card(doing.tx, card)
    there = tasks.of_card(doing.tx, card)
    for change in changes:
        of_class = class_of_result(doing, change.what)
        still = [
            row
            for row in seen
            if summary
            and not closed_to(doing, summary.woman, Responsible(row.party, row.organisation), of_class)
        ]
        about = [row for row in there if row.origin == change.origin]
        _follow(doing, card, change, to(of_class), about, still)


def _follow(
    doing: Work, card: int, change: Change, to: Responsible, there: list[TaskRow], seen: list[SeenRow]
) -> None:
    waiting = [row for row in there if row.closed is None]
    for row in waiting:
        unread = row.reason == NEW and change.kind == CHANGED
        tasks.renew(doing.tx, card, row.task, change.seq, NEW if unread else change.kind)
    readers = {row.party: row.organisation for row in seen if row.origin == change.origin}
    for party, unit in readers.items():
        if party not in {row.responsible for row in waiting}:
            _open(doing, card, change, Responsible(party, unit), change.kind)
    if not waiting and not readers:
        _open(doing, card, change, to, change.kind)


def _open(doing: Work, card: int, change: Change, to: Responsible, reason: str) -> None:
    due = doing.ctx.results.look_by(doing.ctx.day_of(doing.now))
    tasks.add(
        doing.tx,
        TaskRow(
            card=card,
            task=new_id(doing.ctx.random_bits),
            origin=change.origin,
            seq=change.seq,
            what=change.what,
            sampled=change.sampled,
            reason=reason,
            responsible=to.party,
            unit=to.unit,
            opened=doing.now,
            due=due.isoformat(),
        ),
    )


def look_after(doing: Work) -> None:
    """Bring what is past its day to the unit, and say where the time for telling her has run out."""
    today = doing.ctx.today().isoformat()
    tasks.escalate(doing.tx, today, doing.now)
    for card, origin, seq in tasks.holds_ended(doing.tx, today):
        tasks.mark_alarmed(doing.tx, card, origin, seq, doing.now)
        first = next((row for row in tasks.of_card(doing.tx, card) if row.origin == origin), None)
        if first is not None:
            change = Change(origin, seq, first.what, first.sampled, HOLD_ENDED)
            _open(doing, card, change, Responsible(NOBODY, first.unit), HOLD_ENDED)
