"""A card is closed some weeks after a birth, by a person; and opened again, with the birth still standing."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.actions import closing, endings, worklists
from helsekort.actions.endings import Ending
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.record.endings import FetusState, Outcome, Over
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.store.stored import breaks
from tests.web.at_work import AtWork, card_path, words

A_DAY = 24 * 60 * made.MINUTE


def born(cast: Cast, code: str = "LIVE") -> None:
    ending = Ending(TODAY, {cast.nora_fetus: code})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=made.new_key(), looked=True
    )


def later(cast: Cast, days: int) -> Cast:
    return replace(cast, ctx=cast.ctx.at(cast.ctx.now() + days * A_DAY))


def six_weeks(cast: Cast) -> int:
    return cast.ctx.terms.lists.closing.days


def close(cast: Cast, born_on: dt.date = TODAY) -> None:
    closing.close_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, born_on=born_on)


def listed(cast: Cast) -> list[bool]:
    """Of Nora's line in Ingrid's list, whether the card may be closed."""
    rows = worklists.list_women(cast.ingrid, ctx=cast.ctx)
    return [row.closable for row in rows if row.card == cast.nora_card]


@pytest.mark.parametrize("code", ["LIVE", "STILL_BEFORE"])
def test_it_is_proposed_when_the_weeks_are_over_and_closed_by_one_act(cast: Cast, code: str) -> None:
    born(cast, code)
    soon, then = later(cast, six_weeks(cast) - 1), later(cast, six_weeks(cast))
    assert (listed(soon), listed(then)) == ([False], [True])
    with pytest.raises(Rejected) as refused:
        close(soon)
    assert refused.value.problems == [Problem("form", "too-early")]
    close(then)
    close(then)  # twice is once
    opening = made.read(then, cast.nora_card).opening
    assert (opening.now.active, opening.now.ended, len(opening.entries)) == (False, then.ctx.today(), 3)
    assert listed(then) == [False]
    assert breaks(cast.ctx) == []


def test_it_stays_on_the_list_until_it_is_closed(cast: Cast) -> None:
    born(cast)
    year = later(cast, 365)
    assert listed(year) == [True]
    close(year)
    assert listed(year) == []


def test_opened_again_the_birth_stands(cast: Cast) -> None:
    born(cast)
    then = later(cast, six_weeks(cast))
    close(then)
    version = made.read(cast, cast.nora_card).opening.last.version
    closing.reopen_card(
        then.ingrid, ctx=then.ctx, card=cast.nora_card, base_version=version, reason="Mer å følge opp"
    )
    card = made.read(cast, cast.nora_card)
    assert (card.opening.now.active, card.opening.now.ended) == (True, None)
    assert card.over == Over(TODAY, Outcome.BIRTH)
    assert [one.now.state for one in card.live_fetuses()] == [FetusState.BORN_ALIVE]
    assert listed(then) == [True]


def test_what_was_not_born_and_what_was_changed_meanwhile_is_not_closed(cast: Cast) -> None:
    then = later(cast, six_weeks(cast))
    with pytest.raises(Rejected) as refused:
        close(then)
    assert refused.value.problems == [Problem("form", "not-born")]
    born(cast)
    with pytest.raises(Stale):
        close(then, TODAY - dt.timedelta(days=1))


def test_a_loss_has_ended_already(cast: Cast) -> None:
    born(cast, "SA_LATE")
    with pytest.raises(Rejected) as refused:
        close(later(cast, six_weeks(cast)))
    assert refused.value.problems == [Problem("form", "not-born")]


def test_the_pages_propose_close_and_open_again(cast: Cast) -> None:
    born(cast)
    then = later(cast, six_weeks(cast))
    page, path = AtWork(then.ctx, then.ingrid, "ingrid"), f"{card_path(cast.nora_card)}/avslutning"
    assert "Avslutt kortet" in page.says("/klinikk")
    assert "Seks uker er gått" in page.says(path)
    for wrong in ("", "x", "2026-13-40", "2026-03-09"):
        assert page.post(f"{path}/lukk", born_on=wrong).status_code == 409
    assert page.post(f"{path}/lukk", born_on=TODAY.isoformat()).status_code == 303
    said = page.says(path)
    assert "Kortet ble avsluttet" in said
    assert "Avslutt kortet" not in page.says("/klinikk")
    assert page.post(f"{path}/angre", version="3", reason="Mer å følge opp").status_code == 303
    assert "Født" in page.says(path)
    early = AtWork(cast.ctx, cast.ingrid, "ingrid-early").post(f"{path}/lukk", born_on=TODAY.isoformat())
    assert (early.status_code, "ikke gått seks uker" in words(early.text)) == (422, True)
