"""A referral by who was asked: opened as it was sent, and answered."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target
from helsekort.actions.log import read_card
from helsekort.actions.opened import Opened
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.referral_steps import begin_care, end_care, found, take_step
from helsekort.actions.whole_card import as_opened
from helsekort.actions.work import work
from helsekort.actions.writing import card_pen
from helsekort.audit.events import Event
from helsekort.record.card import ReferralLine
from helsekort.record.children import bereaved
from helsekort.record.entries import ReferralKind, Step
from helsekort.record.referring import BY_RECEIVER, UNANSWERED, Portion, as_sent, sent
from helsekort.store import handovers, parties, referrals
from helsekort.store.database import Transaction

_NEED_WORDS = (Step.ASKED, Step.DECLINED)


class OpenedReferral(Struct, frozen=True):
    """A referral with what goes along. `opened` has the due date in force and the fetuses, and nothing else of her
    card; `receiver`: the actor works where it was sent."""

    opened: Opened
    line: ReferralLine
    portions: list[Portion]
    receiver: bool
    phone: str
    others: list[tuple[int, str]]  # the units that may be named instead
    lost: bool  # a child of this birth does not live


def open_referral(actor: Actor, *, ctx: Context, card: int, origin: int) -> OpenedReferral:
    """What the receiver sees, for the receiver while it waits and for those who care for her."""
    with work(
        ctx, actor, Permission.OPEN_REFERRAL, lambda tx: _waiting(tx, actor, card, origin, ctx.now())
    ) as doing:
        folded = read_card(doing)
        line = folded.referral(origin)
        if line is None or not line.referral.stands:
            doing.gone("no-such-referral")
        portions = sent(folded, line.referral.now, ctx.referrals, ctx.catalogue)
        opened = as_opened(doing, as_sent(folded, line, portions), None, {})
        doing.audit(Event.READ, about=("referral",), up_to=folded.last_seq)
        to = line.referral.now.to
        known = party_log.units(doing.tx, [party for party, _ in parties.units(doing.tx)])
        return OpenedReferral(
            opened,
            line,
            portions,
            to == actor.organisation,
            (known[to].phone or "") if to in known else "",
            [(party, each.name) for party, each in known.items() if party not in (to, actor.organisation)],
            bereaved(folded),
        )


def answer_referral(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    origin: int,
    base_seq: int,
    step: Step,
    words: str = "",
    instead: int | None = None,
) -> None:
    """The receiver's next step: received, asked, accepted or declined. Accepting begins a care relation."""
    with work(
        ctx, actor, Permission.ANSWER_REFERRAL, lambda tx: _waiting(tx, actor, card, origin, ctx.now())
    ) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        line = folded.referral(origin)
        if line is not None and line.referral.now.to != actor.organisation:
            doing.refuse("not-the-receiver")
        line = found(doing, folded, origin, base_seq)
        if line.step is None or step not in BY_RECEIVER.get(line.step, ()):
            raise Rejected([Problem("step", "answered")])
        problems = [Problem("words", "missing")] if step in _NEED_WORDS and not words.strip() else []
        if instead is not None and instead not in dict(parties.units(doing.tx)):
            problems.append(Problem("instead", "choice"))
        if problems:
            raise Rejected(problems)
        take_step(doing, pen, line, step, words.strip(), instead)
        if step is Step.DECLINED:
            end_care(doing, folded, origin)
        if step is Step.ACCEPTED and line.referral.now.kind is not ReferralKind.HANDOVER:
            begin_care(doing, folded, line.referral.now, origin)
            doing.audit(Event.CARE_BEGUN)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=(f"referral-{step.name.lower()}",))
        pen.put_down()


def _waiting(tx: Transaction, actor: Actor, card: int, origin: int, now: int) -> Target:
    """The card, and whether this referral on it waits for an answer of the actor's unit."""
    row = referrals.one(tx, card, origin)
    waits = row is not None and row.to_unit == actor.organisation and row.step in UNANSWERED
    handed = origin in handovers.on_card(tx, card, actor.party, actor.organisation, now)
    return Target(card, referred=waits, handed_over=handed)
