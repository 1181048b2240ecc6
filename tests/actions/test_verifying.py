"""The heads decide and are listed, but are not chained: they must agree with the logs, or nobody is let in."""

import pytest

from helsekort.actions.cards import open_card, open_own_card
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Refused
from helsekort.actions.verifying import verify_record
from tests.cast import Cast, made_demo, record


def test_a_whole_demo_holds(house: Context) -> None:
    made = made_demo(house)
    broken, (cards, entries, lines) = verify_record(house)
    assert broken == []
    assert cards == len(made)
    assert entries > 100
    assert lines > entries / 10


def test_a_corrected_card_holds(cast: Cast) -> None:
    record(cast, cast.kari_card)
    assert verify_record(cast.ctx)[0] == []


def test_two_cards_whose_women_were_exchanged_open_for_neither(cast: Cast) -> None:
    with cast.ctx.database.transaction() as tx:
        for card, woman in ((cast.kari_card, cast.nora.party), (cast.nora_card, cast.kari.party)):
            tx.run("UPDATE card SET woman = ? WHERE card_id = ?", (woman, card))
    for woman in (cast.kari, cast.nora):
        with pytest.raises(Refused):
            open_own_card(woman, ctx=cast.ctx)
    with pytest.raises(Refused):
        open_card(cast.ingrid, ctx=cast.ctx, card=cast.kari_card)
    broken, _ = verify_record(cast.ctx)
    assert len([each for each in broken if "summary row" in each]) == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE card SET edd = '2026-01-01' WHERE card_id = ?", "summary row"),
        ("UPDATE card SET fetuses = 2 WHERE card_id = ?", "summary row"),
        ("UPDATE card SET active = 0 WHERE card_id = ?", "summary row"),
        # neither is nor is not, and lists that ask for 1 leave it out
        ("UPDATE card SET active = 2 WHERE card_id = ?", "summary row"),
    ],
)
def test_a_summary_that_says_something_else_is_found(cast: Cast, change: str, told: str) -> None:
    with cast.ctx.database.transaction() as tx:
        tx.run(change, (cast.nora_card,))
    broken, _ = verify_record(cast.ctx)
    assert [told in each for each in broken] == [True]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE party SET name = 'Someone Else' WHERE party_id = ?",
        "UPDATE party SET joined_to = 7 WHERE party_id = ?",
        "DELETE FROM party_number WHERE party_id = ?",
    ],
)
def test_a_party_whose_head_says_something_else_is_found(cast: Cast, change: str) -> None:
    with cast.ctx.database.transaction() as tx:
        tx.run(change, (cast.nora.party,))
    broken, _ = verify_record(cast.ctx)
    assert len(broken) == 1
    assert "party" in broken[0]
