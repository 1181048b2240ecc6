"""A referral from draft to answer: who sees what of her, when, and what is left when it is over."""

from decimal import Decimal
from typing import Any

import pytest

from helsekort.actions import cards, contacts, referrals, referred
from helsekort.actions.outcomes import KeyUsedBefore, Refused, Rejected, Stale
from helsekort.actions.referral_steps import DAY
from helsekort.actions.registry import erase_body, register_party
from helsekort.record.card import ReferralLine
from helsekort.record.entries import ReferralKind, Stage, Step
from helsekort.record.parties import Organisation
from tests import cast as made
from tests.actions.every_ending_action import ended
from tests.actions.every_referral_action import answer, asked, at, drafted, referral, sent
from tests.cast import JOB, MOMENT, Cast
from tests.store.stored import breaks


def line(cast: Cast, origin: int) -> ReferralLine:
    found = made.read(cast, cast.nora_card).referral(origin)
    assert found is not None
    return found


def seen(cast: Cast, origin: int) -> referred.OpenedReferral:
    """As Lars sees it."""
    return referred.open_referral(cast.lars, ctx=cast.ctx, card=cast.nora_card, origin=origin)


def values(opened: referred.OpenedReferral) -> list[str]:
    return [trail.now.what for trail in opened.opened.card.all_findings()]


def listed(cast: Cast, who: Any) -> list[tuple[str, str, bool]]:  # noqa: ANN401  # an actor
    found = referrals.list_referrals(who, ctx=cast.ctx)
    return [(each.row.step, each.name, each.mine) for each in found]


def may_open_card(cast: Cast, at_moment: int = MOMENT) -> bool:
    try:
        cards.open_card(cast.lars, ctx=cast.ctx.at(at_moment), card=cast.nora_card)
    except Refused:
        return False
    return True


def test_a_draft_is_seen_by_nobody_who_was_not_there(cast: Cast) -> None:
    origin = drafted(cast)
    assert line(cast, origin).step is None
    with pytest.raises(Refused):
        seen(cast, origin)
    assert listed(cast, cast.lars) == []
    assert listed(cast, cast.ingrid) == [("", "Nora Haugen Sletten", False)]


def test_sent_is_what_stands_in_the_receivers_list(cast: Cast) -> None:
    origin = sent(cast)
    assert line(cast, origin).referral.now.stage is Stage.SENT
    assert listed(cast, cast.lars) == [("requested", "Nora Haugen Sletten", True)]
    assert listed(cast, cast.ingrid) == [("requested", "Nora Haugen Sletten", False)]
    assert seen(cast, origin).receiver
    assert not may_open_card(cast)


def test_nothing_is_sent_to_a_unit_where_nobody_works(cast: Cast) -> None:
    empty = register_party(JOB, ctx=cast.ctx, party=Organisation("Nedlagt legekontor"))
    with pytest.raises(Rejected) as caught:
        drafted(cast, to=empty)
    assert [(each.field, each.code) for each in caught.value.problems] == [("to", "nobody-there")]
    units = referrals.where_to_refer(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    assert {unit.name: unit.receives for unit in units} == {
        "Nedlagt legekontor": False,
        "Nordlia legesenter": True,
        "Torget legesenter": True,
    }


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"why": "NEAREST"}, ["why"]),
        ({"urgency": "now"}, ["how_soon"]),
        ({"level": "SYKEHUS"}, ["level"]),
        ({"sections": ("all",)}, ["sections"]),
        ({"words": "x" * 4001}, ["words"]),
        ({"to": 1, "otherwise": 2, "why": ""}, ["to", "otherwise", "why"]),
    ],
)
def test_what_no_list_knows_is_refused_by_name(
    cast: Cast, changes: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(Rejected) as caught:
        drafted(cast, **changes)
    assert [each.field for each in caught.value.problems] == fields


def test_one_s_own_unit_is_not_referred_to(cast: Cast) -> None:
    with pytest.raises(Rejected):
        drafted(cast, to=cast.ingrid.organisation)


def test_only_what_was_chosen_goes_along(cast: Cast) -> None:
    weight, other = made.finding("weight", Decimal(72)), made.finding("fundal_height", Decimal(31))
    first = made.record(cast, cast.nora_card, weight)
    made.record(cast, cast.nora_card, other)
    fact = contacts.state_facts(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[made.finding("allergies", False)], key="f"
    )
    assert fact
    assert sorted(values(seen(cast, sent(cast)))) == ["allergies", "fundal_height", "weight"]
    assert values(seen(cast, sent(cast, sections=("facts",)))) == ["allergies"]
    assert values(seen(cast, sent(cast, sections=("check-ups",), left_out=(first,)))) == ["fundal_height"]
    assert values(seen(cast, sent(cast, sections=()))) == []


def test_what_came_after_it_was_sent_is_not_seen_and_a_correction_is(cast: Cast) -> None:
    given = made.record(cast, cast.nora_card, made.finding("weight", Decimal(72)))
    origin = sent(cast)
    made.record(cast, cast.nora_card, made.finding("fundal_height", Decimal(31)))
    contact = made.read(cast, cast.nora_card).contact(given)
    assert contact is not None
    contacts.correct_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=given,
        base_seq=contact.last_seq,
        contact=contact.contact.now,
        findings=[contacts.Corrected(made.finding("weight", Decimal(73)), contact.findings[0].origin)],
        reason="Tastefeil",
    )
    opened = seen(cast, origin)
    assert [trail.now.value for trail in opened.opened.card.all_findings()] == [Decimal(73)]


def test_what_was_withdrawn_or_moved_away_since_is_not_seen(cast: Cast) -> None:
    given = made.record(cast, cast.nora_card, made.finding("weight", Decimal(72)))
    origin = sent(cast)
    contacts.move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=given,
        base_seq=line_of(cast, given),
        reason="Feil kvinne",
        to_number=None,
    )
    assert values(seen(cast, origin)) == []


def line_of(cast: Cast, contact: int) -> int:
    found = made.read(cast, cast.nora_card).contact(contact)
    assert found is not None
    return found.last_seq


def test_what_came_while_the_sender_looked_does_not_go_along(cast: Cast) -> None:
    origin = drafted(cast)
    looked = made.read(cast, cast.nora_card).last_seq
    made.record(cast, cast.nora_card, made.finding("weight", Decimal(72)), by=cast.amir)
    referrals.send_referral(cast.ingrid, ctx=cast.ctx, **at(cast, origin, up_to=looked))
    assert values(seen(cast, origin)) == []


def test_accepting_begins_care_for_the_purpose_and_it_ends(cast: Cast) -> None:
    origin = sent(cast)
    answer(cast, origin, Step.ACCEPTED, "Hun får time i morgen.")
    assert may_open_card(cast)
    days = cast.ctx.referrals.care[ReferralKind.REFERRAL].days
    assert may_open_card(cast, MOMENT + days * DAY - 1)
    assert not may_open_card(cast, MOMENT + days * DAY)


def test_care_for_a_birth_goes_past_the_due_date(cast: Cast) -> None:
    origin = sent(cast, kind=ReferralKind.BIRTH_PLACE, why="NEAREST", level="FODEAVDELING")
    answer(cast, origin, Step.ACCEPTED)
    days = cast.ctx.referrals.care[ReferralKind.BIRTH_PLACE].days + (made.EDD - made.TODAY).days
    assert may_open_card(cast, MOMENT + days * DAY - 1)
    assert not may_open_card(cast, MOMENT + days * DAY)


def test_declining_leaves_nothing(cast: Cast) -> None:
    origin = sent(cast)
    other = referrals.where_to_refer(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)[1].party
    referred.answer_referral(
        cast.lars,
        ctx=cast.ctx,
        **at(cast, origin, step=Step.DECLINED, words="Fullt hos oss.", instead=other),
    )
    assert not may_open_card(cast)
    with pytest.raises(Refused):
        seen(cast, origin)
    assert listed(cast, cast.lars) == [("rejected", "", True)]
    way = line(cast, origin).way
    assert way is not None
    assert (way.now.words, way.now.instead) == ("Fullt hos oss.", other)


def test_a_question_and_its_answer(cast: Cast) -> None:
    origin = asked(cast)
    assert line(cast, origin).step is Step.ASKED
    referrals.reply_to_question(cast.ingrid, ctx=cast.ctx, **at(cast, origin, words="150/95."))
    assert line(cast, origin).step is Step.SENT
    way = line(cast, origin).way
    assert way is not None
    said = [(entry.author, entry.content.words) for entry in way.entries]  # type: ignore[union-attr]
    assert said == [
        (cast.ingrid.party, ""),
        (cast.lars.party, "Hva var trykket i går?"),
        (cast.ingrid.party, "150/95."),
    ]


@pytest.mark.parametrize("step", [Step.ASKED, Step.DECLINED])
def test_a_question_and_a_no_have_words(cast: Cast, step: Step) -> None:
    origin = sent(cast)
    with pytest.raises(Rejected):
        answer(cast, origin, step, "  ")
    assert line(cast, origin).step is Step.SENT


@pytest.mark.parametrize("step", [Step.SENT, Step.WITHDRAWN])
def test_a_receiver_takes_no_step_of_the_senders(cast: Cast, step: Step) -> None:
    origin = sent(cast)
    with pytest.raises(Rejected):
        answer(cast, origin, step)


def test_of_two_who_answer_at_once_the_second_is_told(cast: Cast) -> None:
    origin = sent(cast)
    given = at(cast, origin)
    referred.answer_referral(cast.lars, ctx=cast.ctx, step=Step.RECEIVED, **given)
    with pytest.raises(Stale):
        referred.answer_referral(cast.lars, ctx=cast.ctx, step=Step.ACCEPTED, **given)
    assert not may_open_card(cast)


def test_withdrawing_ends_the_care_that_came_of_it(cast: Cast) -> None:
    origin = sent(cast)
    answer(cast, origin, Step.ACCEPTED)
    with pytest.raises(Rejected):
        referrals.take_back_referral(cast.ingrid, ctx=cast.ctx, **at(cast, origin, words=" "))
    referrals.take_back_referral(cast.ingrid, ctx=cast.ctx, **at(cast, origin, words="Hun har flyttet."))
    assert not may_open_card(cast, MOMENT + 1)
    assert line(cast, origin).step is Step.WITHDRAWN


def test_the_receiver_does_not_withdraw_for_the_sender(cast: Cast) -> None:
    origin = sent(cast)
    answer(cast, origin, Step.ACCEPTED)
    with pytest.raises(Refused):
        referrals.take_back_referral(cast.lars, ctx=cast.ctx, **at(cast, origin, words="Nei."))


def test_a_draft_is_dropped_without_a_word_and_not_sent_after(cast: Cast) -> None:
    origin = drafted(cast)
    referrals.take_back_referral(cast.ingrid, ctx=cast.ctx, **at(cast, origin, words=""))
    assert line(cast, origin).step is Step.WITHDRAWN
    with pytest.raises(Rejected):
        referrals.send_referral(cast.ingrid, ctx=cast.ctx, **at(cast, origin, up_to=origin))


def test_what_is_sent_is_not_changed(cast: Cast) -> None:
    origin = sent(cast)
    for action, more in (
        (referrals.change_referral, {"referral": referral(cast, words="Noe annet.")}),
        (referrals.send_referral, {"up_to": origin}),
    ):
        with pytest.raises(Rejected):
            action(cast.ingrid, ctx=cast.ctx, **at(cast, origin, **more))


def test_sent_twice_by_two_windows_is_sent_once(cast: Cast) -> None:
    origin = drafted(cast)
    given = at(cast, origin, up_to=origin)
    referrals.send_referral(cast.ingrid, ctx=cast.ctx, **given)
    with pytest.raises(Stale):
        referrals.send_referral(cast.ingrid, ctx=cast.ctx, **given)
    assert len(listed(cast, cast.lars)) == 1


def test_the_same_key_writes_one_draft(cast: Cast) -> None:
    given: dict[str, Any] = {"card": cast.nora_card, "key": "one"}
    first = referrals.draft_referral(cast.ingrid, ctx=cast.ctx, referral=referral(cast), **given)
    again = referrals.draft_referral(cast.ingrid, ctx=cast.ctx, referral=referral(cast), **given)
    assert first == again
    with pytest.raises(KeyUsedBefore):
        referrals.draft_referral(cast.ingrid, ctx=cast.ctx, referral=referral(cast, words="!"), **given)


@pytest.mark.parametrize(
    ("code", "birth_place"),
    [("LIVE", Step.ACCEPTED), ("STILL_BEFORE", Step.ACCEPTED), ("SA_LATE", Step.WITHDRAWN)],
)
def test_when_the_pregnancy_ends_nothing_waits_any_more(cast: Cast, code: str, birth_place: Step) -> None:
    draft, waiting, accepted, birth = (
        drafted(cast),
        asked(cast),
        sent(cast),
        sent(cast, kind=ReferralKind.BIRTH_PLACE, why="WISH"),
    )
    answer(cast, accepted, Step.ACCEPTED)
    answer(cast, birth, Step.ACCEPTED)
    ended(cast, code)
    steps = {origin: line(cast, origin).step for origin in (draft, waiting, accepted, birth)}
    assert steps == {
        draft: Step.WITHDRAWN,
        waiting: Step.WITHDRAWN,
        accepted: Step.ACCEPTED,
        birth: birth_place,
    }
    way = line(cast, waiting).way
    assert way is not None
    assert (way.now.words, way.now.reason) == ("", None), "a list is no place to learn why"
    assert may_open_card(cast), "she may be lying there: who accepted keeps the relation"
    waits = {Step.SENT, Step.RECEIVED, Step.ASKED, ""}
    assert not waits & {step for step, *_ in listed(cast, cast.lars) + listed(cast, cast.ingrid)}
    assert breaks(cast.ctx) == []


def test_what_is_erased_by_law_waits_for_nobody(cast: Cast) -> None:
    origin = sent(cast)
    seq = line(cast, origin).referral.last.seq
    erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=seq, basis="§ 25")
    assert [each for each in listed(cast, cast.lars) if each[0] == "requested"] == []
    with pytest.raises(Refused):
        seen(cast, origin)


def test_other_cards_are_untouched(cast: Cast) -> None:
    before = made.read(cast, cast.kari_card)
    answer(cast, sent(cast), Step.ACCEPTED)
    assert made.read(cast, cast.kari_card) == before


def test_her_due_date_goes_along_whatever_was_chosen(cast: Cast) -> None:
    opened = seen(cast, sent(cast, sections=()))
    assert opened.opened.card.due == made.read(cast, cast.nora_card).due
    assert opened.opened.woman.name == "Nora Haugen Sletten"
