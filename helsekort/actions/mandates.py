"""Who sees her card on her behalf: she sees it and ends it. The mandate itself is given where she logs in."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import same_woman
from helsekort.actions.whole_card import own_card
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.store import desk, mandates, parties


class Mandate(Struct, frozen=True):
    """Someone who has acted for her. Times in microseconds; `ended` is None while they may."""

    agent: int
    name: str
    relation: str
    since: int
    last_used: int
    ended: int | None


def list_mandates(actor: Actor, *, ctx: Context) -> list[Mandate]:
    """Everyone who has seen her card on her behalf, the last first."""
    with work(ctx, actor, Permission.LIST_MANDATES, lambda tx: own_card(tx, actor)) as doing:
        rows = [
            row for woman in same_woman(doing.tx, actor.party) for row in mandates.of_woman(doing.tx, woman)
        ]
        names = parties.names(doing.tx, {row.agent for row in rows})
        doing.audit(Event.MANDATES_LISTED)
        return [
            Mandate(row.agent, names.get(row.agent, ""), row.relation, row.since, row.last_used, row.ended)
            for row in rows
        ]


def end_mandate(actor: Actor, *, ctx: Context, agent: int) -> None:
    """They see nothing from their next click on; to them it looks as if there were no card."""
    with work(ctx, actor, Permission.END_MANDATE, lambda tx: own_card(tx, actor)) as doing:
        ended = [mandates.end(doing.tx, woman, agent, doing.now, actor.party) for woman in _herself(doing)]
        if not any(ended):
            doing.gone("no-such-mandate")
        desk.end_acting(doing.tx, agent, _herself(doing), doing.now)
        doing.audit(Event.MANDATE_ENDED)


def resume_mandate(actor: Actor, *, ctx: Context, agent: int) -> None:
    """Take it back that she ended it."""
    with work(ctx, actor, Permission.RESUME_MANDATE, lambda tx: own_card(tx, actor)) as doing:
        resumed = [mandates.resume(doing.tx, woman, agent) for woman in _herself(doing)]
        if not any(resumed):
            doing.gone("no-such-mandate")
        doing.audit(Event.MANDATE_RESUMED)


def _herself(doing: Work) -> list[int]:
    return list(same_woman(doing.tx, doing.actor.party))
