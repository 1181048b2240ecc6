"""A fetus is entered on a page: the next letter, once, on a day that has been."""

from helsekort.actions.contacts import name_fetus
from helsekort.record.entries import Fetus
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.web.at_work import card_path, ingrid


def labels(cast: Cast) -> list[str]:
    return [trail.now.label for trail in made.read(cast, cast.nora_card).live_fetuses()]


def test_the_next_letter_is_entered_with_its_place(cast: Cast) -> None:
    who, path = ingrid(cast), card_path(cast.nora_card)
    assert "Nytt foster" in who.says(f"{path}/alt")
    page = who.says(f"{path}/foster")
    assert "Nytt foster: B" in page
    assert "På kortet står: ett foster." in page
    answer = who.post(f"{path}/foster", on="09.03.2026", position="øverst  til høyre", key="k", label="B")
    assert answer.status_code == 303
    fetus = made.read(cast, cast.nora_card).live_fetuses()[-1].now
    assert (fetus.label, fetus.since.isoformat(), fetus.position) == ("B", "2026-03-09", "øverst til høyre")
    assert "Nytt foster: C" in who.says(f"{path}/foster")


def test_a_double_click_enters_one(cast: Cast) -> None:
    who, path = ingrid(cast), f"{card_path(cast.nora_card)}/foster"
    for _ in range(2):
        assert who.post(path, on="10.03.2026", position="", key="k", label="B").status_code == 303
    assert labels(cast) == ["A", "B"]


def test_a_letter_taken_meanwhile_is_told_and_nothing_is_lost(cast: Cast) -> None:
    who, path = ingrid(cast), f"{card_path(cast.nora_card)}/foster"
    name_fetus(cast.amir, ctx=cast.ctx, card=cast.nora_card, fetus=Fetus("B", TODAY), key="other")
    answer = who.post(path, on="10.03.2026", position="til venstre", key="k", label="B")
    assert answer.status_code == 422
    assert "har fått denne bokstaven i mellomtiden" in answer.text
    assert 'name="label" value="C"' in answer.text
    assert "til venstre" in answer.text
    assert labels(cast) == ["A", "B"]


def test_a_day_to_come_no_day_and_no_letter(cast: Cast) -> None:
    who, path = ingrid(cast), f"{card_path(cast.nora_card)}/foster"
    assert who.post(path, on="11.03.2026", position="", key="k", label="B").status_code == 422
    assert who.post(path, on="", position="", key="k", label="B").status_code == 422
    assert who.post(path, on="31.02.2026", position="", key="k", label="B").status_code == 422
    assert labels(cast) == ["A"]
    assert who.post(path, on="10.03.2026", position="", key="k", label="<b>").status_code == 303
    assert labels(cast) == ["A", "B"]
