"""The lists of the desk: the women one cares for, and those of one's unit."""

import datetime as dt
from collections.abc import Iterable

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.log import day, read_whole, summary_of
from helsekort.actions.opened import WorklistRow
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.endings import Outcome, Over
from helsekort.record.gestation import gestational_age
from helsekort.record.lists import lists_of
from helsekort.record.parties import Woman
from helsekort.store import cards, lists, parties, taken_over
from helsekort.store.cards import FORM, Summary


def list_women(actor: Actor, *, ctx: Context) -> list[WorklistRow]:
    """The women this clinician, at this unit, has a care relation to: nearest due date first, and after all who are
    pregnant those whose pregnancy was over lately, the last one first."""
    with work(ctx, actor, Permission.LIST_WOMEN) as doing:
        since = _since(ctx)
        found = lists.cards_in_care(doing.tx, actor.party, actor.organisation, doing.now, since)
        return _rows(doing, found, {})


def list_unit(actor: Actor, *, ctx: Context) -> list[WorklistRow]:
    """The women whom anyone at this clinician's unit has a care relation to, with who that is.

    It opens no card: whoever has no care relation of their own to her is refused there.
    """
    with work(ctx, actor, Permission.LIST_UNIT) as doing:
        doing.by_the_service()
        pairs = lists.of_unit(doing.tx, actor.organisation, doing.now, _since(ctx))
        names = parties.names(doing.tx, {clinician for _, clinician in pairs})
        followed: dict[int, set[str]] = {}
        for summary, clinician in pairs:
            followed.setdefault(summary.card, set()).add(names.get(clinician, ""))
        found = {summary.card: summary for summary, _ in pairs}
        return _rows(doing, found.values(), followed)


def _since(ctx: Context) -> str:
    """The ISO date from which on a pregnancy that is over still stands on a list."""
    return (ctx.today() - dt.timedelta(days=ctx.results.after.days)).isoformat()


def _rows(doing: Work, found: Iterable[Summary], followed: dict[int, set[str]]) -> list[WorklistRow]:
    """The rows, each woman told of in the log."""
    listed = list(found)
    closed = doing.closed_among(summary.card for summary in listed)
    summaries = [_renewed(doing, summary) for summary in listed if summary.card not in closed]
    women = party_log.women(doing.tx, [summary.woman for summary in summaries])
    for summary in summaries:
        doing.audit(Event.LISTED, card=summary.card)
    if not summaries:
        doing.audit(Event.LISTED)
    rows = [_row(doing.ctx, each, women[each.woman], followed.get(each.card, set())) for each in summaries]
    lacking = taken_over.lacking(doing.tx, doing.actor.organisation, [row.card for row in rows])
    return sorted((replace(row, lacking=row.card in lacking) for row in rows), key=_place)


def _place(row: WorklistRow) -> tuple[object, ...]:
    if row.over is not None:
        return (True, False, -row.over.on.toordinal(), row.name)
    return (False, row.edd is None, row.edd.toordinal() if row.edd else 0, row.name)


def _renewed(doing: Work, summary: Summary) -> Summary:
    """The row as it is made now, where it was made in an older shape."""
    if summary.form >= FORM:
        return summary
    renewed = summary_of(read_whole(doing, summary.card), summary.woman)
    cards.update_summary(doing.tx, renewed)
    return renewed


def _row(ctx: Context, summary: Summary, woman: Woman, followed: set[str]) -> WorklistRow:
    edd, last, agreed = day(summary.edd), day(summary.last_check_up), day(summary.next_visit)
    over_on = day(summary.over_on)
    over = Over(over_on, Outcome(summary.outcome)) if over_on and summary.outcome else None
    age = (
        gestational_age(over_on or ctx.today(), edd, summary.length, oldest_days=ctx.terms.oldest_days)
        if edd and summary.length
        else None
    )
    return WorklistRow(
        card=summary.card,
        name=woman.name,
        birth_date=woman.birth_date,
        edd=edd,
        length=summary.length,
        fetuses=summary.fetuses,
        last_contact=day(summary.last_contact),
        last_contact_kind=summary.last_contact_kind,
        age=age,
        over=over,
        last_check_up=last,
        next_visit=agreed,
        lists=frozenset()
        if over
        else lists_of(
            ctx.terms.lists,
            ctx.today(),
            edd=edd,
            length=summary.length,
            last_check_up=last,
            next_visit=agreed,
        ),
        followed_by=tuple(sorted(followed)),
        closable=bool(
            over and summary.active and (ctx.today() - over.on).days >= ctx.terms.lists.closing.days
        ),
    )
