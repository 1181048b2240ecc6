"""A fetus is entered on a page: the next letter, once, on a day that has been. One that never was is taken back."""

from decimal import Decimal

from helsekort.actions.contacts import name_fetus, withdraw_contact
from helsekort.actions.endings import lose_fetus
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


def test_one_entered_by_mistake_is_taken_back_and_its_letter_given_to_no_other(cast: Cast) -> None:
    who, path = ingrid(cast), card_path(cast.nora_card)
    second = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    assert f"{path}/foster/{second}/trekk" in who.get(f"{path}/alt").text
    page = f"{path}/foster/{second}/trekk"
    assert "aldri har vært der" in who.says(page)
    assert who.post(page, version="1", reason=" ").status_code == 422
    assert who.post(page, version="2", reason="Feil").status_code == 409
    assert who.post(page, version="1", reason="Feil kvinne").headers["location"] == f"{path}/alt#termin"
    assert labels(cast) == ["A"]
    assert who.get(page).status_code == 404
    assert "Nytt foster: C" in who.says(f"{path}/foster")


def test_one_that_something_is_written_about_is_not_a_mistake(cast: Cast) -> None:
    who, path = ingrid(cast), card_path(cast.nora_card)
    made.record(cast, cast.nora_card, made.finding("fetal_heart_rate", Decimal(140), cast.nora_fetus))
    answer = who.post(f"{path}/foster/{cast.nora_fetus}/trekk", version="1", reason="Feil kvinne")
    assert answer.status_code == 422
    assert "Det står noe om dette fosteret på kortet." in answer.text
    assert "Feil kvinne" in answer.text
    assert labels(cast) == ["A"]


def test_one_is_taken_back_once_what_was_written_of_it_is(cast: Cast) -> None:
    about = made.finding("fetal_heart_rate", Decimal(140), cast.nora_fetus)
    origin = made.record(cast, cast.nora_card, about)
    line = made.read(cast, cast.nora_card).contact(origin)
    assert line is not None
    withdraw_contact(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_seq=line.last_seq, reason="Feil"
    )
    who, path = ingrid(cast), card_path(cast.nora_card)
    answer = who.post(f"{path}/foster/{cast.nora_fetus}/trekk", version="1", reason="Feil kvinne")
    assert answer.status_code == 303
    assert labels(cast) == []


def test_one_that_died_was_no_mistake(cast: Cast) -> None:
    who, path = ingrid(cast), card_path(cast.nora_card)
    second = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    lose_fetus(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=second, base_version=1, on=TODAY)
    assert f"{path}/foster/{second}/trekk" not in who.get(f"{path}/alt").text
    answer = who.post(f"{path}/foster/{second}/trekk", version="2", reason="Ville skjule det")
    assert answer.status_code == 422
    assert labels(cast) == ["A", "B"]
