"""What is told to a woman face to face, because others may read along on her page: that her card was opened in an
emergency together with what is noted of violence.

It is told by those who follow her. Where nobody does who may, it falls to the people of the unit that followed her
last, and where there are none of those either, to the reviewers; never to the unit that looked.
"""

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.decide import decide
from helsekort.access.permissions import Permission
from helsekort.actions.breaking import VIOLENCE
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target, facts_of, same_woman
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.reviewing import Way
from helsekort.store import blocks, cards, care, glass, notices, parties
from helsekort.store.care import CareRow
from helsekort.store.database import Transaction
from helsekort.store.notices import NoticeRow


class ToTell(Struct, frozen=True):
    """A woman whom someone shall tell, and when it happened (microseconds). `followed`: the reader follows her now."""

    card: int
    name: str
    at: int
    followed: bool


def list_to_tell(actor: Actor, *, ctx: Context) -> list[ToTell]:
    """Whom the actor shall tell: women they care for at this unit, and women who fall to them; the oldest first."""
    with work(ctx, actor, Permission.LIST_TO_TELL) as doing:
        # who followed her once sees nothing of her card, and whether another may tell her is asked of that one
        doing.by_the_service()
        found = _theirs(doing)
        herself = parties.all_resolved(doing.tx, [row.woman for row, _ in found])
        names = parties.names(doing.tx, herself.values())
        for row, _ in found:
            doing.audit(Event.LISTED, card=row.card, hidden_from_her=True)
        if not found:
            doing.audit(Event.LISTED)
        return [ToTell(row.card, names[herself[row.woman]], row.at, followed) for row, followed in found]


def _theirs(doing: Work) -> list[tuple[NoticeRow, bool]]:
    """What waits for the actor, and whether they follow her now."""
    actor, tx = doing.actor, doing.tx
    if actor.kind is ActorKind.REVIEWER:
        left = notices.untaken(tx, Way.CLINIC)
        return [(row, False) for row in left if _falls_to(doing.ctx, tx, actor, row.card, doing.now)]
    rows = notices.to_be_told(tx, actor.party, actor.organisation, Way.CLINIC)
    follows = {row.card: _may_tell(doing, row.card) for row in rows}
    return [
        (row, follows[row.card])
        for row in rows
        if follows[row.card] or _falls_to(doing.ctx, tx, actor, row.card, doing.now)
    ]


def _may_tell(doing: Work, card: int) -> bool:
    """That there is something to tell, tells of violence: whoever does not see that class, does not see this."""
    return doing.allows(Permission.TELL_OF_EMERGENCY, card) and VIOLENCE not in doing.hidden_on(card)


def tell_of_emergency(actor: Actor, *, ctx: Context, card: int) -> None:
    """She has been told. Nothing changes where she was told before."""

    def about(tx: Transaction) -> Target:
        waits = notices.waits_of_card(tx, card, Way.CLINIC)
        return Target(card, left_to_them=waits and _falls_to(ctx, tx, actor, card, ctx.now()))

    with work(ctx, actor, Permission.TELL_OF_EMERGENCY, about) as doing:
        notices.take_of_card(doing.tx, card, Way.CLINIC, doing.now)
        doing.audit(Event.TOLD, about=("emergency",))


def _falls_to(ctx: Context, tx: Transaction, actor: Actor, card: int, now: int) -> bool:
    """Whether nobody who follows her may tell her, and it is the actor's to do."""
    summary = cards.summary(tx, card)
    if summary is None:
        return False
    herself = [*dict.fromkeys(same_woman(tx, summary.woman))]
    rows = [row for party in herself for row in care.ever(tx, party)]
    if any(_may(ctx, tx, row, Target(card), now) for row in rows if _lasts(row, now)):
        return False
    looked = frozenset[int]().union(*(glass.units_with_classes(tx, party) for party in herself))
    heirs = _heirs(ctx, tx, [row for row in rows if row.organisation not in looked], card, now)
    if actor.kind is ActorKind.REVIEWER:
        return not heirs and actor.organisation not in looked
    return (actor.party, actor.organisation) in heirs


def _lasts(row: CareRow, now: int) -> bool:
    return row.since <= now and (row.until is None or row.until > now)


def _heirs(ctx: Context, tx: Transaction, rows: list[CareRow], card: int, now: int) -> set[tuple[int, int]]:
    """Those at the unit that followed her last who did so and are there still; they are not closed out."""
    staff = parties.staff(tx, {row.organisation for row in rows})
    for unit in dict.fromkeys(row.organisation for row in rows):
        heirs = {
            (row.clinician, unit)
            for row in rows
            if row.organisation == unit
            and row.clinician in staff[unit]
            and _may(ctx, tx, row, Target(card, left_to_them=True), now)
        }
        if heirs:
            return heirs
    return set()


def _may(ctx: Context, tx: Transaction, row: CareRow, target: Target, now: int) -> bool:
    """Whether the one of a care relation, at its unit, may tell her; not where she has closed violence to them."""
    them = Actor(ActorKind.CLINICIAN, row.clinician, row.organisation)
    summary, facts = facts_of(ctx, tx, them, target, now)
    if summary is None or VIOLENCE in blocks.classes_closed(
        tx, summary.woman, row.clinician, row.organisation
    ):
        return False
    return decide(them, Permission.TELL_OF_EMERGENCY, facts).allowed
