"""Nobody is asked how a child is that was lost, or not born alive; what was typed of it is never left out."""

import pytest

from helsekort.actions import endings
from helsekort.actions.endings import Ending
from helsekort.record.children import past_groups
from helsekort.record.endings import FetusState
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid

CHECK, AT_BIRTH = "newborn_check.f", "newborn.f"


def _end(cast: Cast, codes: dict[int, str]) -> None:
    ending = Ending(TODAY, codes)
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=made.new_key(), looked=True
    )


def _form(cast: Cast, who: AtWork, key: str) -> str:
    return who.get(f"{card_path(cast.nora_card)}/skjema/{key}").text


def test_after_a_stillbirth_the_birth_is_asked_of_and_no_check_of_the_child(cast: Cast) -> None:
    _end(cast, {cast.nora_fetus: "STILL_BEFORE"})
    who = ingrid(cast)
    assert f"{AT_BIRTH}{cast.nora_fetus}" in _form(cast, who, "birth")
    page = _form(cast, who, "after-birth")
    assert CHECK not in page
    assert 'id="child"' not in page
    assert 'class="contents"' not in page
    assert "postpartum" in page


def test_of_twins_only_the_one_that_lives_is_asked_about(cast: Cast) -> None:
    second = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    endings.lose_fetus(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=second, base_version=1, on=TODAY
    )
    who = ingrid(cast)
    for form, group in (("birth", AT_BIRTH), ("after-birth", CHECK)):
        page = _form(cast, who, form)
        assert f"{group}{cast.nora_fetus}" in page
        assert f"{group}{second}" not in page


def test_what_was_typed_of_it_comes_back(cast: Cast) -> None:
    """The loss was recorded by another while this form was open."""
    _end(cast, {cast.nora_fetus: "STILL_BEFORE"})
    name = f"{CHECK}{cast.nora_fetus}.weight_g"
    page = ingrid(cast).post(f"{card_path(cast.nora_card)}/skjema/after-birth", **{name: "tung"}).text
    assert f'name="{name}"' in page
    assert "tung" in page


@pytest.mark.parametrize("state", FetusState)
def test_which_groups_are_past(state: FetusState) -> None:
    wanted = {FetusState.LOST: {"newborn", "newborn_check"}, FetusState.STILLBORN: {"newborn_check"}}
    assert past_groups(state) == wanted.get(state, set())


@pytest.mark.parametrize(("code", "relief"), [("STILL_BEFORE", False), ("SA_LATE", True)])
def test_nobody_whose_child_died_reads_of_relief_or_of_a_due_date(
    cast: Cast, code: str, *, relief: bool
) -> None:
    her = AtWork(cast.ctx, cast.nora, "nora")
    assert "Bekreftelse på termin" in her.says("/min/bekreftelse")
    _end(cast, {cast.nora_fetus: code})
    said = her.says("/min")
    assert ("noen er lettet" in said) is relief
    assert "Det finnes ingen riktig måte å ha det på." in said
    assert "termin" not in her.says("/min/bekreftelse").lower()
