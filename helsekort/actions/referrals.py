"""A referral by who sends it: where to, written, changed, sent, asked about, taken back; and the lists of a unit."""

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.log import content_hash, entries_of, read_card
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.referral_steps import (
    DAY,
    check,
    end_care,
    found,
    hand_over,
    note_draft,
    take_back,
    take_step,
)
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen, note_written, written_before
from helsekort.audit.events import Event
from helsekort.record.entries import Referral, ReferralKind, Stage, Step
from helsekort.record.parties import UnitKind
from helsekort.record.referring import UNANSWERED
from helsekort.store import blocks, cards, chain, parties, referrals
from helsekort.store.chain import CARDS
from helsekort.store.referrals import ReferralRow

ABOUT = ("referral",)


class UnitThere(Struct, frozen=True):
    """A unit of the service. `receives`: someone works there who would see a referral."""

    party: int
    name: str
    kind: UnitKind | None
    phone: str
    receives: bool


def where_to_refer(actor: Actor, *, ctx: Context, card: int) -> list[UnitThere]:
    """Every unit but the actor's own, by name."""
    with work(ctx, actor, Permission.WHERE_TO_REFER, card=card) as doing:
        doing.audit(Event.READ, about=ABOUT)
        there = dict(parties.units(doing.tx))
        known = party_log.units(doing.tx, there.keys() - {actor.organisation})
        units = [
            UnitThere(party, each.name, each.kind, each.phone or "", there[party])
            for party, each in known.items()
        ]
        return sorted(units, key=lambda unit: (unit.name, unit.party))


def draft_referral(actor: Actor, *, ctx: Context, card: int, referral: Referral, key: str) -> int:
    """Write a referral that nobody is sent yet; its origin. The same key writes one."""
    with work(ctx, actor, Permission.DRAFT_REFERRAL, card=card) as doing:
        pen = card_pen(doing)
        content = content_hash(referral)
        used = written_before(doing, key, content)
        if used is not None:
            return used
        folded = read_card(doing)
        if not folded.opening.now.active:
            raise Rejected([Problem("form", "card-ended")])
        if referral.kind is ReferralKind.HANDOVER and folded.over is None:
            raise Rejected([Problem("form", "not-born")])
        check(doing, referral)
        draft = _as_draft(doing, referral)
        origin = pen.add(draft)
        note_draft(doing, origin, draft)
        note_written(doing, key, content, origin)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=ABOUT)
        pen.put_down()
        return origin


def change_referral(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, referral: Referral
) -> None:
    """Change a draft. Rejected once it is sent; Stale where it is not the one that was read."""
    with work(ctx, actor, Permission.DRAFT_REFERRAL, card=card) as doing:
        pen = card_pen(doing)
        line = found(doing, read_card(doing), origin, base_seq)
        _refuse_sent(line.step)
        check(doing, referral)
        draft = _as_draft(doing, referral)
        pen.revise(origin, line.referral.last.version + 1, draft)
        note_draft(doing, origin, draft)
        doing.audit(Event.CORRECTED, entries=pen.entries, about=ABOUT)
        pen.put_down()


def send_referral(actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, up_to: int) -> None:
    """Send a draft: from the moment this is committed it stands in the receiver's list.

    `up_to` is the newest entry that was shown before it was sent: what came meanwhile does not go along.
    """
    with work(ctx, actor, Permission.SEND_REFERRAL, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        line = found(doing, folded, origin, base_seq)
        _refuse_sent(line.step)
        if not folded.opening.now.active:
            raise Rejected([Problem("form", "card-ended")])
        if not origin <= up_to <= folded.last_seq:
            raise Rejected([Problem("form", "not-looked")])
        check(doing, line.referral.now)
        sent = replace(line.referral.now, stage=Stage.SENT, up_to=up_to)
        pen.revise(origin, line.referral.last.version + 1, sent)
        take_step(doing, pen, line, Step.SENT)
        if sent.kind is ReferralKind.HANDOVER:
            hand_over(doing, sent, origin)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("referral-sent",))
        pen.put_down()


def reply_to_question(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, words: str
) -> None:
    """Answer what the receiver asked; it then waits for the receiver again."""
    with work(ctx, actor, Permission.REPLY_TO_QUESTION, card=card) as doing:
        pen = card_pen(doing)
        line = found(doing, read_card(doing), origin, base_seq)
        if line.step is not Step.ASKED:
            raise Rejected([Problem("words", "not-asked")])
        _refuse_receiver(doing, line.referral.now)
        if not words.strip():
            raise Rejected([Problem("words", "missing")])
        take_step(doing, pen, line, Step.SENT, words.strip())
        doing.audit(Event.WRITTEN, entries=pen.entries, about=ABOUT)
        pen.put_down()


def take_back_referral(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, words: str
) -> None:
    """Drop a draft, or withdraw what was sent; where it was accepted, the receiver's care relation ends."""
    with work(ctx, actor, Permission.TAKE_BACK_REFERRAL, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        line = found(doing, folded, origin, base_seq)
        _refuse_receiver(doing, line.referral.now)
        if line.step not in (None, *UNANSWERED, Step.ACCEPTED):
            raise Rejected([Problem("words", "answered")])
        if line.step is not None and not words.strip():
            raise Rejected([Problem("words", "missing")])
        take_back(doing, pen, line, words.strip())
        end_care(doing, folded, origin)
        doing.audit(Event.WITHDRAWN, entries=pen.entries, about=ABOUT)
        pen.put_down()


class ListedReferral(Struct, frozen=True):
    """A referral in a list. `mine`: the actor's unit was asked. `name` is empty where the unit has declined it.
    `unseen`: it waits at a unit that she has closed the card to since, and that does not see it."""

    row: ReferralRow
    name: str
    from_name: str
    to_name: str
    sender: str
    mine: bool
    in_care: bool
    unseen: bool


def list_referrals(actor: Actor, *, ctx: Context) -> list[ListedReferral]:
    """What the actor's unit was asked and has asked for: what waits, and for a while what was answered."""
    with work(ctx, actor, Permission.LIST_REFERRALS) as doing:
        since = doing.now - ctx.referrals.answered.days * DAY
        rows = referrals.of_unit(doing.tx, actor.organisation, ("", *UNANSWERED), since)
        closed = doing.closed_among(row.card for row in rows)
        hidden = {card: doing.hidden_on(card) for card in {row.card for row in rows} - closed}
        open_rows = [row for row in rows if row.card in hidden and _shown(doing, row, hidden[row.card])]
        shown = [each for row in open_rows if (each := _listed(doing, row)) is not None]
        for card in dict.fromkeys(each.row.card for each in shown if each.name):
            doing.audit(Event.LISTED, card=card)
        if not any(each.name for each in shown):
            doing.audit(Event.LISTED)
        return shown


def _shown(doing: Work, row: ReferralRow, hide: frozenset[str]) -> bool:
    """Whether a referral never was of a class that is hidden from the reader."""
    if not hide:
        return True
    entries = entries_of(doing.ctx.catalogue, chain.read(doing.tx, CARDS, row.card, {row.origin}))
    said = [entry.content for entry in entries if isinstance(entry.content, Referral)]
    return bool(said) and not any(each.hidden in hide for each in said)


def _listed(doing: Work, row: ReferralRow) -> ListedReferral | None:
    """A line of the list, None where it is not for this reader: of others' women only what their unit was asked."""
    mine = row.to_unit == doing.actor.organisation and bool(row.step) and row.sent is not None
    in_care = doing.allows(Permission.OPEN_REFERRAL, row.card)
    if not mine and not in_care:
        return None
    waits = row.step in UNANSWERED
    names = parties.names(doing.tx, (row.from_unit, row.to_unit, row.sender))
    summary = cards.summary(doing.tx, row.card)
    named = summary is not None and (in_care or waits)
    return ListedReferral(
        row=row,
        name=party_log.woman(doing.tx, summary.woman).name if named and summary else "",
        from_name=names.get(row.from_unit, ""),
        to_name=names.get(row.to_unit, ""),
        sender=names.get(row.sender, ""),
        mine=mine,
        in_care=in_care,
        unseen=waits and not mine and summary is not None and _unseen(doing, summary.woman, row.to_unit),
    )


def _unseen(doing: Work, woman: int, unit: int) -> bool:
    return blocks.ALL in blocks.classes_closed(doing.tx, woman, unit, unit)


def _as_draft(doing: Work, referral: Referral) -> Referral:
    """Not sent, and of the class that its reason has: that is never the writer's to say."""
    hidden = doing.ctx.referrals.class_of(referral.kind, referral.why)
    return replace(referral, stage=Stage.DRAFT, up_to=0, hidden=hidden)


def _refuse_sent(step: Step | None) -> None:
    if step is not None:
        raise Rejected([Problem("form", "already-sent")])


def _refuse_receiver(doing: Work, referral: Referral) -> None:
    """Who was asked answers; they neither reply nor withdraw for the sender."""
    if doing.actor.organisation == referral.to:
        doing.refuse("the-receiver-s-own")
