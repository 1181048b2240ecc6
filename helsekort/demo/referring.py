"""A story's referral: sent by one who cares for her, and answered by the unit that it was sent to."""

from helsekort.access.actors import Actor
from helsekort.actions import cards, referrals, referred
from helsekort.actions.context import Context
from helsekort.demo.stories_read import StoryReferral
from helsekort.record.entries import Referral, ReferralKind, Step


def send(ctx: Context, card: int, told: StoryReferral, sender: Actor, to: int, key: str) -> int:
    """Write it and send it with the usual sections of the card; its origin."""
    kind = ReferralKind(told.kind)
    asked = Referral(
        kind, to, told.why, told.urgency, told.words, ctx.referrals.usual(kind), level=told.level
    )
    origin = referrals.draft_referral(sender, ctx=ctx, card=card, referral=asked, key=key)
    read = cards.open_card(sender, ctx=ctx, card=card).card
    referrals.send_referral(sender, ctx=ctx, card=card, origin=origin, base_seq=origin, up_to=read.last_seq)
    return origin


def answer(ctx: Context, card: int, origin: int, receiver: Actor, step: str) -> None:
    """The next step, by someone of the unit that was asked."""
    line = referred.open_referral(receiver, ctx=ctx, card=card, origin=origin).line
    referred.answer_referral(
        receiver, ctx=ctx, card=card, origin=origin, base_seq=line.last_seq, step=Step(step)
    )
