"""A job that scores the look-ups of a time, and puts up for review what is unusual. It decides nothing about anyone."""

from collections.abc import Iterator

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.access.snooping import Hit, Look, People, Table, score
from helsekort.actions.context import Context
from helsekort.actions.work import Work, work
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.audit.lines import Line
from helsekort.fhir.times import by_the_clock
from helsekort.record.ids import new_id
from helsekort.record.reviewing import ReviewKind
from helsekort.store import cards, parties, reviews
from helsekort.store.reviews import ReviewRow

RELATED = frozenset({"care-relation", "care-relation-to-the-woman", "referred-to-the-unit", "handed-over"})
"""The rules by which someone was let in because they care for her."""
OPENING = ("card",)
"""What a line says of a card that was opened: no sign yet that anyone was cared for."""
_WROTE = frozenset({Event.WRITTEN, Event.CORRECTED, Event.WITHDRAWN, Event.MOVED})


class Scored(Struct, frozen=True):
    """How many look-ups of health personnel there were, on how many days of a person with a card, how many of those
    got points, how many reach the threshold, how many of them are new in the queue, and how often the glass broke."""

    look_ups: int
    days: int
    hits: list[Hit]
    over: int
    put_up: int
    emergencies: int


def score_look_ups(actor: Actor, *, ctx: Context, since: int, table: Table) -> Scored:
    """Score all from a moment (microseconds) until now. What was put up before is not put up again."""
    with work(ctx, actor, Permission.SCORE_LOOK_UPS) as doing:
        looks = [look for line in lines.since(doing.tx, since) for look in _look(line)]
        hits = score(looks, _people(doing, looks), table)
        over = [hit for hit in hits if hit.points >= table.threshold]
        put_up = sum(_put_up(doing, hit) for hit in over)
        doing.audit(Event.LOOK_UPS_SCORED)
        return Scored(
            look_ups=len(looks),
            days=len({(look.party, look.organisation, look.card, look.day) for look in looks}),
            hits=hits,
            over=len(over),
            put_up=put_up,
            emergencies=sum(look.kind == "emergency" for look in looks),
        )


def _look(line: Line) -> Iterator[Look]:
    """The line as the rules read it; nothing for what is no look-up of health personnel."""
    if line.kind != ActorKind.CLINICIAN:
        return
    if line.event is Event.REFUSED:
        kind = "refused"
    elif line.event is Event.GLASS_BROKEN and not line.hidden_from_her:
        kind = "emergency"
    elif line.event is Event.READ and line.about == ("found",):
        kind = "found"
    elif line.event is Event.TAKEN_IN:
        kind = "taken"
    elif line.event in _WROTE and line.about != OPENING:
        kind = "wrote"
    elif line.event in (Event.READ, Event.PRINTED):
        kind = "opened"
    else:
        return
    day, clock = by_the_clock(line.at)
    yield Look(
        at=line.at,
        day=day.isoformat(),
        hour=clock.hour,
        party=line.party,
        organisation=line.organisation,
        category=line.category,
        card=line.card,
        kind=kind,  # type: ignore[arg-type]  # one of the six, above
        related=line.rule in RELATED,
    )


def _people(doing: Work, looks: list[Look]) -> People:
    units = {look.organisation for look in looks}
    staff = parties.staff(doing.tx, units)
    women = {
        card: summary.woman
        for card in {look.card for look in looks} - {0}
        if (summary := cards.summary(doing.tx, card))
    }
    looked = {look.party for look in looks}
    names = parties.names(
        doing.tx, looked | set(women.values()) | {each for one in staff.values() for each in one}
    )
    return People(
        staff={party: names.get(party, "") for party in looked},
        women={card: names.get(woman, "") for card, woman in women.items()},
        colleagues={
            unit: frozenset(names[each].casefold() for each in people if each in names)
            for unit, people in staff.items()
        },
    )


def _put_up(doing: Work, hit: Hit) -> bool:
    row = ReviewRow(
        new_id(doing.ctx.random_bits),
        ReviewKind.LOOK_UPS,
        hit.card,
        hit.party,
        hit.organisation,
        hit.at,
        hit.points,
        hit.rules,
    )
    return reviews.add(doing.tx, row)
