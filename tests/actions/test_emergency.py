"""Breaking the glass: with a reason, one woman, for a time, told to her and put up for review."""

from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.actions import blocks, breaking, cards, contacts, telling
from helsekort.actions.outcomes import Refused, Rejected
from helsekort.actions.reviewing import list_reviews
from helsekort.audit.events import Event
from helsekort.record.entries import Contact, ContactKind, Way
from helsekort.store import glass
from tests import cast as made
from tests.actions import every_emergency_action as example
from tests.cast import MINUTE, MOMENT, TODAY, Cast
from tests.store.stored import audit, content, refusals

HOUR = 60 * MINUTE


def _open(cast: Cast, at: int = MOMENT, **more: Any) -> Any:  # noqa: ANN401  # of the action
    return cards.open_card(cast.lars, ctx=cast.ctx.at(at), card=cast.nora_card, **more)


def test_it_opens_this_womans_card_until_the_hour_is_over_and_not_a_moment_longer(cast: Cast) -> None:
    with pytest.raises(Refused):
        _open(cast)
    opened = example.broken(cast)
    assert (opened.card, opened.until) == (cast.nora_card, MOMENT + HOUR)
    assert _open(cast).glass_until == MOMENT + HOUR
    assert _open(cast, MOMENT + HOUR - 1).woman.name == "Nora Haugen Sletten"
    for late in (MOMENT + HOUR, MOMENT + 2 * HOUR):
        with pytest.raises(Refused):
            _open(cast, late)


def test_how_long_is_a_setting(cast: Cast) -> None:
    short = replace(cast.ctx, glass_minutes=5)
    opened = breaking.break_glass(cast.lars, ctx=short, **example.stated())
    assert opened.until == MOMENT + 5 * MINUTE


def test_it_opens_no_other_woman_and_to_nobody_else_nor_him_at_another_unit(cast: Cast) -> None:
    example.broken(cast)
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx, card=cast.kari_card)
    other = made.make_clinician(cast.ctx, "Kim Moe", "900000077", "Nes legekontor", "LE")
    for actor in (other, replace(cast.lars, organisation=other.organisation)):
        with pytest.raises(Refused):
            cards.open_card(actor, ctx=cast.ctx, card=cast.nora_card)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"reason": ""}, "reason"), ({"reason": "curious"}, "reason"), ({"words": "  "}, "words")],
)
@pytest.mark.parametrize("number", [example.number(), made.number_of(9)])
def test_without_a_reason_nothing_is_looked_up(
    cast: Cast, number: str, more: dict[str, str], field: str
) -> None:
    """The same answer whether she is there or not, and no trace of her."""
    before, lines = content(cast.ctx), audit(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        breaking.break_glass(cast.lars, ctx=cast.ctx, **example.stated(number=number, **more))
    assert [problem.field for problem in rejected.value.problems] == [field]
    assert (content(cast.ctx), audit(cast.ctx)) == (before, lines)


def test_a_number_that_leads_nowhere_is_refused_and_the_attempt_is_logged(cast: Cast) -> None:
    made.make_woman(cast.ctx, "Silje Aas", 6)  # registered, with no card
    before = content(cast.ctx)
    for number in (made.number_of(9), made.number_of(6), "12345678901", "", "x"):
        with pytest.raises(Refused):
            breaking.break_glass(cast.lars, ctx=cast.ctx, **example.stated(number=number))
    assert content(cast.ctx) == before
    assert [line.permission for line in refusals(cast.ctx)] == ["break_glass"] * 5


def test_who_may_open_the_card_anyway_breaks_nothing(cast: Cast) -> None:
    opened = breaking.break_glass(cast.ingrid, ctx=cast.ctx, **example.stated())
    assert opened == breaking.Emergency(cast.nora_card, None)
    assert list_reviews(example.reviewer(cast.amir), ctx=cast.ctx).waiting == []
    assert not cards.open_own_card(cast.nora, ctx=cast.ctx).notice


def test_pressed_twice_it_is_one(cast: Cast) -> None:
    assert example.broken(cast) == example.broken(cast)
    found = list_reviews(example.reviewer(cast.amir), ctx=cast.ctx)
    assert (len(found.waiting), found.emergencies) == (1, 1)


def test_broken_anew_after_the_hour_it_is_another(cast: Cast) -> None:
    example.broken(cast)
    later = cast.ctx.at(MOMENT + HOUR)
    again = breaking.break_glass(cast.lars, ctx=later, **example.stated())
    assert again.until == MOMENT + 2 * HOUR
    assert len(list_reviews(example.reviewer(cast.amir), ctx=later).waiting) == 2


def _contact(kind: ContactKind) -> Contact:
    return Contact(kind, Way.VISIT, TODAY)


def test_he_may_note_what_was_done_and_nothing_more(cast: Cast) -> None:
    example.broken(cast)
    known: dict[str, Any] = {"ctx": cast.ctx, "card": cast.nora_card, "findings": [made.pressure()]}
    origin = contacts.record_contact(
        cast.lars, contact=_contact(ContactKind.CONTACT), key=made.new_key(), **known
    )
    before = content(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        contacts.record_contact(
            cast.lars, contact=_contact(ContactKind.CHECK_UP), key=made.new_key(), **known
        )
    assert [problem.code for problem in rejected.value.problems] == ["emergency"]
    with pytest.raises(Refused):
        contacts.withdraw_contact(
            cast.lars, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_seq=origin, reason="x"
        )
    assert content(cast.ctx) == before
    line = made.read(cast, cast.nora_card).contact(origin)
    assert line is not None
    assert line.contact.now.held_by == cast.lars.party


def test_she_has_a_message_and_reads_it_in_her_log(cast: Cast) -> None:
    assert not cards.open_own_card(cast.nora, ctx=cast.ctx).notice
    example.broken(cast)
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).notice
    assert not cards.open_own_card(cast.kari, ctx=cast.ctx).notice
    told = [line for line in cards.read_own_log(cast.nora, ctx=cast.ctx) if line.event == "glass-broken"]
    assert [(line.who, line.unit, line.about) for line in told] == [
        ("Lars Brekke", "Nordlia legesenter", ("labour",))
    ]
    assert not cards.open_own_card(cast.nora, ctx=cast.ctx).notice


def test_every_opening_lets_her_know_again(cast: Cast) -> None:
    example.broken(cast)
    cards.read_own_log(cast.nora, ctx=cast.ctx)
    _open(cast)
    _open(cast)
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).notice
    with cast.ctx.database.transaction() as tx:
        assert tx.row("SELECT count(*) FROM notice WHERE taken IS NULL") == (1,)


def test_a_woman_joined_to_another_has_the_message_too(cast: Cast) -> None:
    """It is hers under whichever party she logs in."""
    example.broken(cast)
    second = made.make_woman(cast.ctx, "Nora H. Sletten", 5)
    made.registry.join_women(made.JOB, ctx=cast.ctx, woman=second.party, into=cast.nora.party)
    assert cards.open_own_card(second, ctx=cast.ctx).notice


def test_of_violence_her_clinic_tells_her_and_nothing_stands_on_her_page(cast: Cast) -> None:
    """Her page and her log say what they would have said without: others may read along."""
    example.broken(cast, about_violence="Blåmerker, og hun er redd.")
    _open(cast)
    assert not cards.open_own_card(cast.nora, ctx=cast.ctx).notice
    told = [line for line in cards.read_own_log(cast.nora, ctx=cast.ctx) if line.event == "glass-broken"]
    assert [line.about for line in told] == [("labour",)]
    (whom,) = telling.list_to_tell(cast.ingrid, ctx=cast.ctx)
    assert (whom.card, whom.name, whom.at) == (cast.nora_card, "Nora Haugen Sletten", MOMENT)
    assert telling.list_to_tell(cast.lars, ctx=cast.ctx) == []
    # who does not see that class is not told that there is something to tell
    assert [one.card for one in telling.list_to_tell(cast.amir, ctx=cast.ctx)] == [cast.nora_card]
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class="violence")
    assert telling.list_to_tell(cast.amir, ctx=cast.ctx) == []
    blocks.lift_block(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class="violence")
    telling.tell_of_emergency(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    assert telling.list_to_tell(cast.amir, ctx=cast.ctx) == []


def _classes(cast: Cast, at: int) -> set[tuple[str, ...]]:
    lars = cast.lars
    with cast.ctx.database.transaction() as tx:
        rows = glass.open_now(tx, cast.nora.party, lars.party, lars.organisation, at)
    return {row.classes for row in rows}


def test_violence_needs_a_reason_of_its_own_also_when_the_card_is_open(cast: Cast) -> None:
    example.broken(cast)
    example.broken(cast, about_violence="  ")
    assert _classes(cast, MOMENT) == {()}
    later = cast.ctx.at(MOMENT + 1)
    breaking.break_glass(cast.lars, ctx=later, **example.stated(about_violence="Hun er redd."))
    assert _classes(cast, MOMENT + 1) == {(), ("violence",)}
    assert len(list_reviews(example.reviewer(cast.amir), ctx=later).waiting) == 2


def test_all_of_it_stands_in_the_log_and_no_word_of_the_reason(cast: Cast) -> None:
    example.broken(cast, about_violence="Blåmerker.")
    lines = [line for line in audit(cast.ctx) if line.event is Event.GLASS_BROKEN]
    assert {(line.about, line.hidden_from_her) for line in lines} == {
        (("labour",), False),
        (("violence",), True),
    }
    assert all(line.card == cast.nora_card and line.rule == "emergency-stated" for line in lines)
    assert {line.reason for line in lines} == {"labour", ""}
    cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)
    purposes = {line.purpose for line in audit(cast.ctx) if line.party == cast.lars.party}
    assert purposes == {"BTG"}
    assert "Rier" not in repr(audit(cast.ctx))


SAID = {"violence_asked": True, "child_welfare_note": "Vurdert.", "hiv": "NEG", "blood_pressure": None}


def _sees(cast: Cast, at: int) -> set[str]:
    card = cards.open_card(cast.lars, ctx=cast.ctx.at(at), card=cast.nora_card).card
    return {trail.now.what for trail in card.all_findings()} & SAID.keys()


def test_of_what_is_protected_an_emergency_shows_what_may_save_her_and_no_more(cast: Cast) -> None:
    """An infection, for whoever is at the birth; violence with a reason of its own; what is told of others never."""
    made.record(cast, cast.nora_card)
    facts = [made.finding(what, value) for what, value in SAID.items() if value is not None]
    contacts.state_facts(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=facts, key=made.new_key())
    example.broken(cast)
    assert _sees(cast, MOMENT) == {"hiv", "blood_pressure"}
    asked = cast.ctx.at(MOMENT + 1)
    breaking.break_glass(cast.lars, ctx=asked, **example.stated(about_violence="Hun er redd."))
    assert _sees(cast, MOMENT + 1) == {"hiv", "blood_pressure", "violence_asked"}
