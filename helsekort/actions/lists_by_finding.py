"""The women one cares for, by what the guideline finds on their cards."""

from collections.abc import Iterator

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.log import read_card
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.guideline.finding_lists import FindingLists, finding_lists
from helsekort.guideline.guidance import Guidance, Guideline, guidance
from helsekort.record.gestation import GestationalAge
from helsekort.record.parties import Woman
from helsekort.store import lists
from helsekort.store.cards import Summary


class OnList(Struct, frozen=True):
    """A woman who may stand on a list, and how far she is today; `after`: days since her pregnancy was over."""

    woman: Woman
    age: GestationalAge | None
    after: int | None = None


class ByFinding(Struct, frozen=True):
    """The lists of cards, and who is behind each card."""

    lists: FindingLists
    women: dict[int, OnList]


def list_by_finding(actor: Actor, *, ctx: Context) -> ByFinding:
    """Of the women this clinician, at this unit, has a care relation to. Gone where the guideline is off.

    One whose pregnancy is over stands there with what is found, as on her card, while the card goes on. What is
    missing is counted of the pregnant alone. Every card is read and judged anew, and its woman told of in the log;
    about two milliseconds each.
    """
    with work(ctx, actor, Permission.LIST_BY_FINDING) as doing:
        guideline = ctx.guideline or doing.gone("guideline-off")
        today = ctx.today()
        found = lists.cards_in_care(doing.tx, actor.party, actor.organisation, doing.now, today.isoformat())
        closed = doing.closed_among(summary.card for summary in found)
        followed = [summary for summary in found if summary.active and summary.card not in closed]
        women = party_log.women(doing.tx, [summary.woman for summary in followed])
        on_list: dict[int, OnList] = {}
        sorted_out = finding_lists(_judged(doing, guideline, followed, women, on_list))
        if not followed:
            doing.audit(Event.LISTED, about=("guideline",))
        return ByFinding(sorted_out, on_list)


def _judged(
    doing: Work,
    guideline: Guideline,
    summaries: list[Summary],
    women: dict[int, Woman],
    on_list: dict[int, OnList],
) -> Iterator[tuple[int, Guidance]]:
    today = doing.ctx.today()
    for summary in summaries:
        card, woman = read_card(doing, summary.card), women[summary.woman]
        after = (today - card.over.on).days if card.over else None
        on_list[summary.card] = OnList(woman, card.age(today), after)
        doing.audit(Event.LISTED, card=summary.card, about=("guideline",), up_to=card.last_seq)
        yield summary.card, guidance(guideline, card, today, woman.birth_date)
