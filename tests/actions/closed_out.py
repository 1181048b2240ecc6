"""Nora closes her card to someone, and what stands about her on his lists before: for tests of that."""

from helsekort.access.actors import Actor
from helsekort.actions import (
    blocks,
    cards,
    referrals,
)
from helsekort.actions.outcomes import Refused
from helsekort.record.entries import Referral, ReferralKind
from helsekort.record.epicrisis import Delivered
from helsekort.store import deliveries, owed, tasks
from helsekort.store import inbox as inbox_rows
from helsekort.store.deliveries import DeliveryRow
from helsekort.store.owed import OwedRow
from helsekort.store.tasks import TaskRow
from tests import cast as made
from tests.cast import Cast


def opens(cast: Cast, actor: Actor, card: int | None = None) -> bool:
    try:
        cards.open_card(actor, ctx=cast.ctx, card=card or cast.nora_card, news=False)
    except Refused:
        return False
    return True


def block(cast: Cast, whom: int, of_class: str = "") -> None:
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=whom, of_class=of_class)


def listed(cast: Cast) -> None:
    """Something of Nora's stands on each of Amir's lists."""
    with cast.ctx.database.transaction() as tx:
        row = TaskRow(
            cast.nora_card,
            1,
            7,
            7,
            "hiv",
            "2026-03-08",
            "new",
            cast.amir.party,
            cast.amir.organisation,
            1,
            "2026-03-11",
        )
        tasks.add(tx, row)
        sent = (cast.amir.organisation, Delivered.SENT, cast.ingrid.organisation, cast.ingrid.party)
        deliveries.put(tx, DeliveryRow(cast.nora_card, 9, *sent, made.MOMENT, made.MOMENT))
        inbox_rows.add(tx, 1, b"digest", b"<x/>", 1, cast.amir.organisation)
        tx.run("UPDATE inbox SET card_id = ?, state = 'waiting', person = 'Nora'", (cast.nora_card,))
        owed.put(tx, OwedRow(cast.nora_card, 9, "HB", "2026-03-12", cast.amir.party, True))
    refer(cast)


def refer(cast: Cast) -> None:
    """Ingrid refers Nora to Amir's unit."""
    asked = Referral(ReferralKind.REFERRAL, cast.amir.organisation, "BLOOD_PRESSURE", "routine")
    origin = referrals.draft_referral(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, referral=asked, key=made.new_key()
    )
    line = made.read(cast, cast.nora_card).referral(origin)
    assert line is not None
    referrals.send_referral(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=line.last_seq,
        up_to=line.last_seq,
    )
