"""A pregnancy that is over, one of two fetuses lost, and either taken back."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions import cards, closing, contacts, endings, worklists
from helsekort.actions.endings import UNNAMED, Ending
from helsekort.actions.outcomes import KeyUsedBefore, Refused, Rejected, Stale
from helsekort.record.card import Card
from helsekort.record.classes import shared
from helsekort.record.endings import STATES, FetusState, Outcome, Over
from helsekort.record.entries import Contact, ContactKind, Status, Way
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.store.stored import breaks, written

DAY = dt.timedelta(days=1)
WEEKS_40 = dt.timedelta(weeks=40)


def end(
    cast: Cast, code: str = "SA_EARLY", on: dt.date = TODAY, *, key: str = "", looked: bool = True
) -> None:
    """Ingrid says of Nora's only fetus how it ended."""
    ending = Ending(on, {cast.nora_fetus: code})
    endings.end_pregnancy(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        ending=ending,
        key=key or made.new_key(),
        looked=looked,
    )


def card_of(cast: Cast, card: int | None = None) -> Card:
    return made.read(cast, card or cast.nora_card)


def problems(do: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(Rejected) as refused:
        do()
    return [(one.field, one.code) for one in refused.value.problems]


@pytest.mark.parametrize(
    ("code", "outcome", "state", "goes_on"),
    [
        ("LIVE", Outcome.BIRTH, FetusState.BORN_ALIVE, True),
        ("STILL_DURING", Outcome.STILLBIRTH, FetusState.STILLBORN, True),
        ("SA_LATE", Outcome.LOSS, FetusState.LOST, False),
        ("TERMINATION", Outcome.LOSS, FetusState.LOST, False),
        ("UNKNOWN", Outcome.UNKNOWN, FetusState.UNKNOWN, False),
    ],
)
def test_it_is_over(cast: Cast, code: str, outcome: Outcome, state: FetusState, goes_on: bool) -> None:
    end(cast, code)
    card = card_of(cast)
    opening = card.opening.now
    assert (card.over, card.pregnant, opening.active) == (Over(TODAY, outcome), False, goes_on)
    assert opening.ended == (None if goes_on else TODAY)
    assert [(one.now.label, one.now.state, one.now.state_on) for one in card.live_fetuses()] == [
        ("A", state, TODAY)
    ]
    assert (str(card.age(TODAY)), card.age(TODAY + DAY), card.growing()) == ("31+0", None, [])
    assert breaks(cast.ctx) == []


@pytest.mark.parametrize("code", ["TERMINATION", "SA_LATE", "STILL_BEFORE"])
def test_what_it_was_is_kept_for_those_who_treat_her_and_on_no_shared_view(cast: Cast, code: str) -> None:
    """Every ending alike: were only the protected ones left out, what is missing would tell."""
    end(cast, code)
    card = card_of(cast)
    row = card.latest_row("ending")
    assert row is not None
    assert (row.on, row.value("outcome")) == (TODAY, code)
    assert shared(card, cast.ctx.catalogue).rows == []
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).card.rows == []
    reopen(cast)
    assert card_of(cast).latest_row("ending") is None


def test_a_birth_has_no_other_ending(cast: Cast) -> None:
    end(cast, "LIVE")
    assert card_of(cast).rows == []


def test_the_same_key_ends_it_once_and_another_content_is_told_of(cast: Cast) -> None:
    end(cast, key="one")
    before = card_of(cast).last_seq
    end(cast, key="one")
    assert card_of(cast).last_seq == before
    with pytest.raises(KeyUsedBefore):
        end(cast, "LIVE", key="one")
    assert problems(lambda: end(cast)) == [("form", "already-over")]


def test_what_cannot_be_is_named(cast: Cast) -> None:
    nora = cast.nora_card

    def ended(on: dt.date, codes: dict[int, str]) -> list[tuple[str, str]]:
        wanted = Ending(on, codes)
        return problems(
            lambda: endings.end_pregnancy(cast.ingrid, ctx=cast.ctx, card=nora, ending=wanted, key="one")
        )

    before = written(cast.ctx)
    only = cast.nora_fetus
    assert ended(TODAY + DAY, {only: "LIVE"}) == [("on", "future")]
    assert ended(TODAY - WEEKS_40, {only: "LIVE"}) == [("on", "outside-pregnancy")]
    assert ended(TODAY, {}) == [("fetus", "fetus")]
    assert ended(TODAY, {only: "LIVE", 99: "LIVE"}) == [("fetus", "fetus")]
    assert ended(TODAY, {only: "BORN"}) == [(f"outcome-{only}", "choice")]
    assert ended(TODAY, {only: "REDUCTION"}) == [(f"outcome-{only}", "choice")]
    assert written(cast.ctx) == before


@pytest.mark.parametrize(
    ("code", "asked"), [("SA_EARLY", True), ("SA_LATE", True), ("LIVE", False), ("TERMINATION", False)]
)
def test_a_code_of_another_week_is_asked_about(cast: Cast, code: str, asked: bool) -> None:
    """Today she is 31+0."""
    if asked:
        assert problems(lambda: end(cast, code, looked=False)) == [("looked", "missing")]
    else:
        end(cast, code, looked=False)
    assert card_of(cast).pregnant is asked


def test_an_end_before_a_check_up_is_asked_about(cast: Cast) -> None:
    made.record(cast, cast.nora_card)
    assert problems(lambda: end(cast, "LIVE", TODAY - DAY, looked=False)) == [("looked", "missing")]
    end(cast, "LIVE", TODAY - DAY, looked=True)
    assert not card_of(cast).pregnant


def test_a_birth_where_no_fetus_was_entered_enters_the_child(cast: Cast) -> None:
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.kari_card, ending=Ending(TODAY, {UNNAMED: "LIVE"}), key="one"
    )
    (child,) = card_of(cast, cast.kari_card).live_fetuses()
    assert (child.now.label, child.now.state) == ("A", FetusState.BORN_ALIVE)


def test_an_early_loss_where_no_fetus_was_entered_enters_none(cast: Cast) -> None:
    endings.end_pregnancy(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.kari_card,
        ending=Ending(TODAY, {UNNAMED: "SA_EARLY"}),
        key="one",
        looked=True,
    )
    assert card_of(cast, cast.kari_card).fetuses == []


def test_of_two_children_each_has_its_own_end(cast: Cast) -> None:
    second = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    codes = {cast.nora_fetus: "STILL_BEFORE", second: "LIVE"}
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=Ending(TODAY, codes), key="one"
    )
    card = card_of(cast)
    assert card.over == Over(TODAY, Outcome.BIRTH)
    assert {one.now.label: one.now.state for one in card.live_fetuses()} == {
        "A": FetusState.STILLBORN,
        "B": FetusState.BORN_ALIVE,
    }


# --- afterwards ----------------------------------------------------------------------------------------------


def later(cast: Cast, days: int) -> Cast:
    """The same people, so many days on."""
    return replace(cast, ctx=cast.ctx.at(cast.ctx.now() + days * 86_400_000_000))


def test_no_check_up_is_dated_after_it_but_contacts_facts_and_corrections_are_taken(cast: Cast) -> None:
    origin = made.record(cast, cast.nora_card)
    end(cast, "LIVE")
    after = later(cast, 3)
    day = TODAY + 3 * DAY

    def meet(kind: ContactKind, on: dt.date) -> int:
        return contacts.record_contact(
            cast.ingrid,
            ctx=after.ctx,
            card=cast.nora_card,
            contact=Contact(kind, Way.VISIT, on),
            findings=[made.pressure(on=on)],
            key=made.new_key(),
        )

    assert problems(lambda: meet(ContactKind.CHECK_UP, day)) == [("on", "after-end")]
    assert meet(ContactKind.CHECK_UP, TODAY)
    assert meet(ContactKind.CONTACT, day)
    fact = made.finding("haemoglobin", Decimal("10.9"), on=day)
    assert contacts.state_facts(
        cast.ingrid, ctx=after.ctx, card=cast.nora_card, findings=[fact], key=made.new_key()
    )
    line = card_of(after).contact(origin)
    assert line is not None
    contacts.withdraw_contact(
        cast.ingrid, ctx=after.ctx, card=cast.nora_card, origin=origin, base_seq=line.last_seq, reason="Feil"
    )


def test_weeks_after_a_birth_past_the_due_date_a_contact_is_still_taken(cast: Cast) -> None:
    """By the due date she would be far beyond any pregnancy; by the card she gave birth five weeks ago."""
    past = later(cast, 75)
    endings.end_pregnancy(
        cast.ingrid,
        ctx=past.ctx,
        card=cast.nora_card,
        ending=Ending(TODAY + 75 * DAY, {cast.nora_fetus: "LIVE"}),
        key="one",
    )
    five_weeks = later(cast, 110)
    on = TODAY + 109 * DAY
    assert contacts.record_contact(
        cast.ingrid,
        ctx=five_weeks.ctx,
        card=cast.nora_card,
        contact=Contact(ContactKind.CONTACT, Way.PHONE, on),
        findings=[made.finding("told", "Det går bra.", on=on)],
        key="two",
    )


def test_a_pregnancy_that_is_over_makes_room_for_the_next(cast: Cast) -> None:
    with pytest.raises(Rejected):
        cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="next")
    end(cast, "LIVE")
    new = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="next")
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).card.card == new
    hers = cards.list_own_cards(cast.nora, ctx=cast.ctx)
    assert {one.card: one.pregnant for one in hers} == {new: True, cast.nora_card: False}
    assert problems(lambda: reopen(cast)) == [("form", "active-card")]


def test_after_a_birth_and_a_later_loss_her_page_is_of_the_last_one(cast: Cast) -> None:
    """The card of the birth is still active; it must not come back before her."""
    end(cast, "LIVE", TODAY - DAY)
    new = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="next")
    loss = Ending(TODAY, {UNNAMED: "SA_EARLY"})
    endings.end_pregnancy(cast.ingrid, ctx=cast.ctx, card=new, ending=loss, key="loss", looked=True)
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).card.card == new


def test_she_reads_her_card_after_it_ended_and_nobody_elses(cast: Cast) -> None:
    end(cast)
    far = later(cast, 400)
    assert cards.open_own_card(cast.nora, ctx=far.ctx).card.card == cast.nora_card
    assert cards.open_own_card(cast.nora, ctx=far.ctx, card=cast.nora_card).card.over is not None
    with pytest.raises(Refused):
        cards.open_own_card(cast.nora, ctx=far.ctx, card=cast.kari_card)
    with pytest.raises(Refused):
        cards.open_own_card(cast.kari, ctx=far.ctx, card=cast.nora_card)


def test_lists_follow_her_for_some_weeks(cast: Cast) -> None:
    """Behind all who are pregnant, with the age it came to; then no more."""
    end(cast)
    weeks = cast.ctx.results.after.days
    for days, listed in ((0, True), (weeks, True), (weeks + 1, False)):
        rows = worklists.list_women(cast.ingrid, ctx=later(cast, days).ctx)
        assert (cast.nora_card in [row.card for row in rows]) is listed, days
        if listed:
            assert (rows[-1].card, rows[-1].over) == (cast.nora_card, Over(TODAY, Outcome.LOSS))
            assert str(rows[-1].age) == "31+0"


# --- taking it back --------------------------------------------------------------------------------------------


def reopen(cast: Cast, base: int = 2, reason: str = "Feil kvinne") -> None:
    closing.reopen_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, base_version=base, reason=reason)


@pytest.mark.parametrize("code", sorted(set(STATES) - {"REDUCTION"}))
def test_it_can_be_taken_back_with_its_reason(cast: Cast, code: str) -> None:
    second = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    endings.lose_fetus(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=second, base_version=1, on=TODAY - DAY
    )
    end(cast, code)
    reopen(later(cast, 1))
    card = card_of(cast)
    assert (card.pregnant, card.over, card.opening.now.ended) == (True, None, None)
    assert (card.opening.now.status, card.opening.now.reason) == (Status.CORRECTED, "Feil kvinne")
    assert len(card.opening.entries) == 3
    states = {one.now.label: one.now.state for one in card.live_fetuses()}
    assert states == {"A": FetusState.GROWING, "B": FetusState.LOST}, "what was lost before stays so"


def test_taking_back_asks_for_what_was_read_and_for_a_reason(cast: Cast) -> None:
    assert problems(lambda: reopen(cast, 1)) == [("form", "not-over")]
    end(cast)
    with pytest.raises(Stale):
        reopen(cast, 1)
    assert problems(lambda: reopen(cast, reason=" ")) == [("reason", "missing")]
    reopen(cast)


# --- one of several -------------------------------------------------------------------------------------------


def two(cast: Cast) -> int:
    return made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")


def lose(cast: Cast, origin: int, *, base: int = 1, on: dt.date = TODAY, looked: bool = False) -> None:
    endings.lose_fetus(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_version=base,
        on=on,
        looked=looked,
    )


def test_one_lost_keeps_number_and_labels(cast: Cast) -> None:
    second = two(cast)
    lose(cast, second, on=TODAY - DAY)
    lose(cast, second, on=TODAY - DAY)
    card = card_of(cast)
    assert [one.now.label for one in card.live_fetuses()] == ["A", "B"]
    assert [one.now.label for one in card.growing()] == ["A"]
    assert [one.now.label for one in card.growing(TODAY - DAY)] == ["A", "B"]
    assert card.pregnant
    assert problems(lambda: lose(cast, cast.nora_fetus)) == [("form", "last-one")]
    assert problems(lambda: lose(cast, second, base=2)) == [("form", "not-growing")]


def test_what_is_found_after_the_day_is_asked_about_and_new_such_findings_refused(cast: Cast) -> None:
    """It may be the other one that is meant: labels are swapped easily."""
    second = two(cast)
    made.record(cast, cast.nora_card, made.finding("fetal_heart_rate", Decimal(140), second))
    assert problems(lambda: lose(cast, second, on=TODAY - DAY)) == [("looked", "missing")]
    lose(cast, second, on=TODAY - DAY, looked=True)
    beat = made.finding("fetal_heart_rate", Decimal(141), second)
    assert problems(lambda: made.record(cast, cast.nora_card, beat)) == [("fetal_heart_rate", "fetus-gone")]
    assert made.record(cast, cast.nora_card, replace(beat, fetus=cast.nora_fetus))


def test_a_fetus_can_be_found_alive_after_all(cast: Cast) -> None:
    second = two(cast)
    lose(cast, second)

    def restore(base: int, reason: str = "Hjertelyd hørt") -> None:
        endings.restore_fetus(
            cast.ingrid,
            ctx=cast.ctx,
            card=cast.nora_card,
            origin=second,
            base_version=base,
            reason=reason,
        )

    with pytest.raises(Stale):
        restore(1)
    assert problems(lambda: restore(2, "")) == [("reason", "missing")]
    restore(2)
    trail = next(one for one in card_of(cast).live_fetuses() if one.origin == second)
    assert (trail.now.state, trail.now.reason, trail.now.label) == (FetusState.GROWING, "Hjertelyd hørt", "B")
    assert problems(lambda: restore(3)) == [("form", "not-lost")]


def test_a_fetus_that_is_not_there_is_refused_and_nothing_is_told(cast: Cast) -> None:
    with pytest.raises(Refused):
        lose(cast, 999)
