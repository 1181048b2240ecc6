"""What the guideline says of a card, to those who care for her and to herself; and what was done about it."""

import datetime as dt
from collections.abc import Callable

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.held import as_shown_to_her
from helsekort.actions.judging import ask
from helsekort.actions.judging_rows import cell_mark, judge_rows
from helsekort.actions.knowing import Target
from helsekort.actions.log import content_hash, read_card
from helsekort.actions.opened import Opened
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.result_states import result_states
from helsekort.actions.whole_card import as_opened, own_card
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen, note_written, written_before
from helsekort.audit.events import Event
from helsekort.guideline.acts import UNTIL, Act, Acted, row_of
from helsekort.guideline.guidance import Found, Guidance, Guideline, guidance, shown_to_her
from helsekort.guideline.schedule import Planned
from helsekort.record.card import Card
from helsekort.record.classes import shared
from helsekort.store import guideline_seen
from helsekort.store.database import Transaction


class Guided(Struct, frozen=True):
    """An opened card with what the guideline says of it: on a day, by that day's rules and by those of today."""

    opened: Opened
    then: Guidance
    by_today: Guidance


class OwnGuidance(Struct, frozen=True):
    """What she reads herself: the findings she may see, and the programme as her own card shows it."""

    found: tuple[Found, ...] = ()
    planned: tuple[Planned, ...] = ()


class Looked(Struct, frozen=True):
    """What is in force, and the day this reader looked last; None where that never was."""

    guideline: Guideline
    before: dt.date | None


def read_guidance(actor: Actor, *, ctx: Context, card: int, contact: int | None = None) -> Guided:
    """What the guideline says of a card today, or on the day of a contact. Gone where it is switched off."""
    with work(ctx, actor, Permission.READ_GUIDANCE, card=card) as doing:
        guideline, folded = _guideline(doing), read_card(doing)
        day, today = _day(doing, folded, contact), ctx.today()
        born = party_log.woman(doing.tx, folded.opening.now.woman).birth_date
        then = guidance(guideline, folded, day, born)
        by_today = then if day == today else guidance(guideline, folded, day, born, judged_by=today)
        opened = as_opened(doing, folded, None, result_states(doing, folded))
        doing.audit(Event.READ, about=("guideline",), up_to=folded.last_seq)
        return Guided(opened, then, by_today)


def read_own_guidance(actor: Actor, *, ctx: Context) -> OwnGuidance:
    """What she reads of the guideline herself: nothing once her pregnancy is over, and nothing where it is off."""

    def which(tx: Transaction) -> Target:
        return own_card(tx, actor)

    with work(ctx, actor, Permission.READ_OWN_GUIDANCE, which) as doing:
        folded = read_card(doing)
        doing.audit(Event.READ, about=("guideline",), up_to=folded.last_seq)
        if ctx.guideline is None or not folded.pregnant:
            return OwnGuidance()
        born = party_log.woman(doing.tx, folded.opening.now.woman).birth_date
        whole, hers = (
            guidance(ctx.guideline, each, ctx.today(), born)
            for each in (folded, as_shown_to_her(doing, folded))
        )
        return OwnGuidance(tuple(shown_to_her(whole, hers, _may_be_held(ctx))), hers.planned)


def act_on_guidance(
    actor: Actor, *, ctx: Context, card: int, rule: str, rests_on: str, act: Act, key: str
) -> int:
    """Write on the card what was done about a finding; the origin. The same key writes nothing twice.

    Rejected where it is no finding of hers today, where something new is known since `rests_on` was shown, or where
    a reason or a day is missing. Gone where the guideline is switched off.
    """
    with work(ctx, actor, Permission.ACT_ON_GUIDANCE, card=card) as doing:
        guideline = _guideline(doing)
        pen = card_pen(doing)
        content = content_hash(rule, rests_on, act)
        used = written_before(doing, key, content)
        if used is not None:
            return used
        folded = read_card(doing)
        born = party_log.woman(doing.tx, folded.opening.now.woman).birth_date
        whole = guidance(guideline, folded, ctx.today(), born)
        # an act tells of its finding wherever the card is shown: to her, and to whom she shows it
        bare = shared(as_shown_to_her(doing, folded), ctx.catalogue)
        theirs = guidance(guideline, bare, ctx.today(), born)
        one = _finding(whole, rule, rests_on)
        _refuse_unsaid(act, ctx.today())
        shown = not one.topic.protected and rule in {
            each.name for each in theirs.found if each.basis == one.basis
        }
        row = row_of(act, one.answer, one.basis, ctx.today(), shown=shown)
        # a day ahead is what is meant here, and is asked for by the form itself
        meant = frozenset(cell_mark(row, cell) for cell in row.cells if cell.what == UNTIL)
        ask(judge_rows(ctx, folded, [row], meant))
        origin = pen.add(row)
        note_written(doing, key, content, origin)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("guideline",))
        pen.put_down()
        return origin


def look_at_guideline(actor: Actor, *, ctx: Context) -> Looked:
    """What is in force, and when this person looked last. Gone where it is switched off."""
    with work(ctx, actor, Permission.LOOK_AT_GUIDELINE) as doing:
        guideline, today = _guideline(doing), ctx.today().isoformat()
        before = guideline_seen.last_looked(doing.tx, actor.party, today)
        guideline_seen.mark_looked(doing.tx, actor.party, before, today)
        doing.audit(Event.READ, about=("guideline",))
        return Looked(guideline, dt.date.fromisoformat(before) if before else None)


def _may_be_held(ctx: Context) -> Callable[[str], bool]:
    return lambda what: ctx.results.held_class(what) is not None


def _guideline(doing: Work) -> Guideline:
    return doing.ctx.guideline or doing.gone("guideline-off")


def _day(doing: Work, card: Card, contact: int | None) -> dt.date:
    """Today, or the day of a contact that stands on the card."""
    if contact is None:
        return doing.ctx.today()
    line = card.contact(contact)
    if line is None or not line.contact.stands:
        doing.gone("no-such-contact")
    return line.contact.now.on


def _finding(whole: Guidance, rule: str, rests_on: str) -> Found:
    one = next((each for each in whole.found if each.name == rule), None)
    if one is None:
        raise Rejected([Problem("rule", "no-finding")])
    if one.basis != rests_on:
        raise Rejected([Problem("rule", "new-known")])
    return one


def _refuse_unsaid(act: Act, today: dt.date) -> None:
    problems = []
    if act.answer is Acted.DEFERRED and act.until is None:
        problems.append(Problem("until", "missing"))
    if act.until is not None and act.until <= today:
        problems.append(Problem("until", "not-ahead"))
    if act.answer is not Acted.DONE and not act.why.strip():
        problems.append(Problem("why", "missing"))
    if problems:
        raise Rejected(problems)
