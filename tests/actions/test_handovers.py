"""Mother and child handed over to the health station: the child's part and what was chosen of hers, and no more."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import (
    blocks,
    cards,
    children,
    closing,
    documents,
    her_access,
    homecomings,
    referrals,
    referred,
    registry,
)
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.record.entries import Cell, Finding, Moment, Referral, ReferralKind, Row, Step
from helsekort.record.parties import Clinician, Organisation, Role, UnitKind
from tests import cast as made
from tests.actions.every_referral_action import at
from tests.actions.test_children import MOTHERS, end, lived, newborn, write
from tests.cast import JOB, TODAY, Cast
from tests.store.stored import breaks

DAY = 24 * 60 * made.MINUTE


def hege(cast: Cast, kind: UnitKind | None = UnitKind.HEALTH_STATION) -> Actor:
    """The public-health nurse of another health station."""
    station = Organisation("Nordlia helsestasjon", None, "55 00 00 70", kind=kind)
    place = registry.register_party(JOB, ctx=cast.ctx, party=station)
    party = registry.register_party(JOB, ctx=cast.ctx, party=Clinician("Hege Myhre", "900000004"))
    registry.register_party(JOB, ctx=cast.ctx, party=Role(party, place, "SP"))
    return Actor(ActorKind.CLINICIAN, party, place, "SP")


def handover(
    cast: Cast, to: Actor, *, classes: tuple[str, ...] = (), sections: tuple[str, ...] = ("birth",)
) -> Referral:
    return Referral(
        ReferralKind.HANDOVER,
        to.organisation,
        "HOME",
        "routine",
        sections=sections,
        classes=classes,
        home_on=TODAY,
    )


def drafted(cast: Cast, referral: Referral) -> int:
    return referrals.draft_referral(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, referral=referral, key=made.new_key()
    )


def handed(
    cast: Cast, to: Actor, *, classes: tuple[str, ...] = (), sections: tuple[str, ...] = ("birth",)
) -> int:
    """Ingrid hands Nora and her child over; the origin."""
    origin = drafted(cast, handover(cast, to, classes=classes, sections=sections))
    up_to = made.read(cast, cast.nora_card).last_seq
    referrals.send_referral(cast.ingrid, ctx=cast.ctx, **at(cast, origin, up_to=up_to))
    return origin


def opened(cast: Cast, who: Actor, origin: int) -> referred.OpenedReferral:
    return referred.open_referral(who, ctx=cast.ctx, card=cast.nora_card, origin=origin)


def child(cast: Cast, who: Actor) -> children.OpenedChild:
    return children.open_child(who, ctx=cast.ctx, card=cast.nora_card, origin=cast.nora_fetus)


def test_the_health_station_reads_the_child_and_what_was_chosen(cast: Cast) -> None:
    nurse = hege(cast)
    lived(cast)
    with pytest.raises(Refused):
        child(cast, nurse)
    origin = handed(cast, nurse)
    assert [trail.now.group for trail in child(cast, nurse).part.trails] == [
        "newborn",
        "newborn_check",
        "newborn_check",
    ]
    card = opened(cast, nurse, origin).opened.card
    assert {trail.now.group for trail in card.rows} == {"birth"}
    assert (card.findings, card.contacts) == ([], [])
    assert not child(cast, nurse).hers
    for refused in (
        lambda: cards.open_card(nurse, ctx=cast.ctx, card=cast.nora_card),
        lambda: documents.read_document(
            nurse, ctx=cast.ctx, card=cast.nora_card, edition=documents.SHARING, door="https://x.example"
        ),
    ):
        with pytest.raises(Refused):
            refused()
    assert breaks(cast.ctx) == []


def test_what_was_not_chosen_of_hers_does_not_go_along(cast: Cast) -> None:
    nurse = hege(cast)
    lived(cast)
    told = repr(opened(cast, nurse, handed(cast, nurse, sections=())).opened.card.rows)
    assert MOTHERS not in told


def test_a_protected_class_goes_along_by_a_tick_alone(cast: Cast) -> None:
    nurse = hege(cast)
    lived(cast)
    handed(cast, nurse)
    assert "hbig_batch" not in repr(child(cast, nurse).part)
    handed(cast, nurse, classes=("infection",))
    assert "hbig_batch" in repr(child(cast, nurse).part)


def test_what_is_written_of_the_child_later_is_read_too(cast: Cast) -> None:
    nurse = hege(cast)
    lived(cast)
    handed(cast, nurse)
    write(cast, Row("newborn_check", TODAY, (Cell("weight_g", Decimal(3300)),), fetus=cast.nora_fetus))
    write(cast, Finding("weight", Decimal(70), TODAY))
    assert child(cast, nurse).part.checks[-1].now.value("weight_g") == Decimal(3300)


def test_the_sender_sees_that_it_was_received_and_read(cast: Cast) -> None:
    nurse = hege(cast)
    lived(cast)
    origin = handed(cast, nurse)
    for step in (Step.RECEIVED, Step.ACCEPTED):
        referred.answer_referral(nurse, ctx=cast.ctx, **at(cast, origin, step=step))
    way = opened(cast, cast.ingrid, origin).line.way
    assert way is not None
    assert [entry.content.step for entry in way.entries if entry.content] == [  # type: ignore[union-attr]  # the way's own
        Step.SENT,
        Step.RECEIVED,
        Step.ACCEPTED,
    ]
    with pytest.raises(Refused):
        cards.open_card(nurse, ctx=cast.ctx, card=cast.nora_card)
    assert child(cast, nurse).part.at_birth is not None


@pytest.mark.parametrize("how", ["declined", "taken back", "time", "erased", "the birth is taken back"])
def test_the_relation_ends(cast: Cast, how: str) -> None:
    nurse = hege(cast)
    lived(cast)
    origin, ctx = handed(cast, nurse), cast.ctx
    if how == "declined":
        given = at(cast, origin, step=Step.DECLINED, words="Bor i en annen kommune")
        referred.answer_referral(nurse, ctx=ctx, **given)
    elif how == "taken back":
        referrals.take_back_referral(cast.ingrid, ctx=ctx, **at(cast, origin, words="Feil helsestasjon"))
    elif how == "erased":
        line = made.read(cast, cast.nora_card).referral(origin)
        assert line is not None
        registry.erase_body(JOB, ctx=ctx, card=cast.nora_card, seq=line.referral.last.seq, basis="§ 25")
    elif how == "time":
        days = ctx.referrals.care[ReferralKind.HANDOVER].days
        just = ctx.at(ctx.now() + days * DAY - 1)
        assert children.open_child(nurse, ctx=just, card=cast.nora_card, origin=cast.nora_fetus)
        ctx = ctx.at(ctx.now() + days * DAY)
    else:
        version = made.read(cast, cast.nora_card).opening.last.version
        closing.reopen_card(
            cast.ingrid, ctx=ctx, card=cast.nora_card, base_version=version, reason="Feil kvinne"
        )
    with pytest.raises(Refused):
        children.open_child(nurse, ctx=ctx, card=cast.nora_card, origin=cast.nora_fetus)
    assert homecomings.list_homecomings(nurse, ctx=ctx) == []
    if how != "time":
        with pytest.raises(Refused):
            opened(cast, nurse, origin)


def test_the_list_tells_of_a_loss_first(cast: Cast) -> None:
    nurse = hege(cast)
    end(cast)
    handed(cast, nurse)
    [one] = homecomings.list_homecomings(nurse, ctx=cast.ctx)
    assert (one.name, one.born_on, one.home_on, one.children, one.lost) == (
        "Nora Haugen Sletten",
        TODAY,
        TODAY,
        1,
        False,
    )
    # known at once, though it was handed over before
    write(cast, newborn(cast, "DIED_LATER", Cell("died_at", Moment(TODAY, dt.time(5)))))
    [one] = homecomings.list_homecomings(nurse, ctx=cast.ctx)
    assert one.lost


def test_after_a_stillbirth_it_is_handed_over_too(cast: Cast) -> None:
    nurse = hege(cast)
    end(cast, "STILL_BEFORE", looked=True)
    origin = handed(cast, nurse)
    assert opened(cast, nurse, origin).lost
    assert child(cast, nurse).part.child is None


def test_it_goes_to_a_health_station_after_a_birth_and_says_when(cast: Cast) -> None:
    elsewhere, nurse = hege(cast, UnitKind.GP_PRACTICE), hege_again(cast)
    with pytest.raises(Rejected) as refused:
        drafted(cast, handover(cast, nurse))
    assert refused.value.problems == [Problem("form", "not-born")]
    end(cast)
    for wrong, problem in (
        (handover(cast, elsewhere), Problem("to", "choice")),
        (replace(handover(cast, nurse), home_on=None), Problem("home_on", "missing")),
    ):
        with pytest.raises(Rejected) as refused:
            drafted(cast, wrong)
        assert refused.value.problems == [problem]


def hege_again(cast: Cast) -> Actor:
    """Another nurse, at a station of her own."""
    place = registry.register_party(
        JOB, ctx=cast.ctx, party=Organisation("Vik helsestasjon", kind=UnitKind.HEALTH_STATION)
    )
    party = registry.register_party(JOB, ctx=cast.ctx, party=Clinician("Unn Vik", "900000014"))
    registry.register_party(JOB, ctx=cast.ctx, party=Role(party, place, "SP"))
    return Actor(ActorKind.CLINICIAN, party, place, "SP")


def test_she_sees_in_her_log_that_it_was_sent_and_who_read_of_the_child(cast: Cast) -> None:
    nurse = hege(cast)
    lived(cast)
    handed(cast, nurse)
    child(cast, nurse)
    told = [(line.who, line.about) for line in cards.read_own_log(cast.nora, ctx=cast.ctx)]
    assert ("Ingrid Dahl", ("referral-sent",)) in told
    assert ("Hege Myhre", ("child",)) in told


def test_her_access_page_tells_of_the_health_station_and_she_can_close_it_out(cast: Cast) -> None:
    who = hege(cast)
    end(cast)
    origin = handed(cast, who)
    seers = {(seer.unit, seer.basis) for seer in her_access.read_access(cast.nora, ctx=cast.ctx).seers}
    assert (who.organisation, her_access.HANDED) in seers
    assert [one.card for one in homecomings.list_homecomings(who, ctx=cast.ctx)] == [cast.nora_card]
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=who.organisation)
    assert homecomings.list_homecomings(who, ctx=cast.ctx) == []
    with pytest.raises(Refused):
        child(cast, who)
    with pytest.raises(Refused):
        opened(cast, who, origin)
