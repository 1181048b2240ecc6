"""Her own form: answered at home, kept while she writes, hers until someone takes it over at the visit."""

import re
from decimal import Decimal

import pytest

from helsekort import datafiles
from helsekort.actions.cards import open_card
from helsekort.record.classes import class_of
from helsekort.record.entries import Cell, Finding, Row
from helsekort.web.clinician.desk import desk
from helsekort.web.clinician.news import news
from helsekort.web.shared.texts import alphabetical, texts_for
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid
from tests.web.test_form_pages import Pad

PATH = "/min/skjema"


@pytest.fixture
def own(cast: Cast) -> Pad:
    """The form in front of Nora."""
    return Pad(AtWork(cast.ctx, cast.nora, "nora"), PATH)


def test_what_she_answers_is_marked_as_hers(cast: Cast, own: Pad) -> None:
    own.press("more:allergy", height="168", illness_heart="Y")
    assert own.typed("height") == ["168"]
    answer = own.press(allergy__1__substance="latex", stimulus__SNUS__stimulus_frequency="DAILY")
    assert answer.headers["location"] == f"{PATH}?sagt=lagret"
    card = made.read(cast, cast.nora_card)
    height = card.latest("height")
    assert height is not None
    assert (height.value, height.by_woman, height.at_home) == (Decimal(168), True, False)
    assert [trail.now.by_woman for trail in card.rows] == [True, True]
    assert "Svarene dine er lagret." in own.who.says(answer.headers["location"])


def test_a_second_visit_shows_her_answers_and_writes_only_what_changed(cast: Cast, own: Pad) -> None:
    own.press(height="168", illness_heart="Y", stimulus__SNUS__stimulus_frequency="DAILY")
    before = made.read(cast, cast.nora_card).last_seq
    again = Pad(own.who, PATH)
    assert again.typed("height") == ["168"]
    assert again.typed("stimulus.SNUS.stimulus_frequency") == ["DAILY"]
    assert again.press().status_code == 303
    assert made.read(cast, cast.nora_card).last_seq == before
    once_more = Pad(own.who, PATH)
    once_more.press(height="169", stimulus__SNUS__stimulus_frequency="NEVER")
    card = made.read(cast, cast.nora_card)
    assert card.last_seq == before + 2
    assert [trail.now.value for trail in card.series("height")] == [Decimal(168), Decimal(169)]


def test_the_clinician_is_offered_them_by_a_tick_and_they_are_not_home_measurements(
    cast: Cast, own: Pad
) -> None:
    own.press(height="168", illness_heart="Y")
    at_work = ingrid(cast)
    opened = open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    told = news(desk(opened, cast.ctx, texts_for("nb"), cast.ingrid.party), 0)
    assert [one.text for one in told if one.who.startswith("Nora")] == ["2 svar fra henne selv"]
    assert "svart av kvinnen" in at_work.says(card_path(cast.nora_card) + "/alt")
    form = Pad(at_work, card_path(cast.nora_card) + "/skjema/first-visit")
    assert form.says().count("Hennes eget svar, 10.03.2026") == 2
    assert "hjemmemåling" not in form.says()
    form.press("take-all")
    assert form.press().status_code == 303
    assert "Ta med" not in Pad(at_work, form.path).says()


def test_what_others_wrote_is_shown_to_her_and_not_asked(cast: Cast, own: Pad) -> None:
    pad = Pad(ingrid(cast), card_path(cast.nora_card) + "/skjema/first-visit")
    pad.press(height="170", interpreter="Y")
    again = Pad(own.who, PATH)
    assert again.typed("height") == []
    assert "170" in again.says()
    assert 'name="interpreter_language"' in again.answer.text


def test_a_draft_is_kept_and_only_hers(cast: Cast, own: Pad) -> None:
    answer = own.press("draft", height="høy", note="Redd for å føde")
    assert answer.headers["location"] == f"{PATH}?sagt=kladd"
    assert "ligger her i sju dager" in own.who.says(answer.headers["location"])
    again = Pad(own.who, PATH)
    assert again.typed("height") == ["høy"]
    assert made.read(cast, cast.nora_card).findings == []
    assert "Redd for" not in Pad(AtWork(cast.ctx, cast.kari, "kari"), PATH).answer.text
    again.press("drop")
    assert Pad(own.who, PATH).typed("height") == [""]


def test_bad_input_names_the_field_and_loses_nothing(cast: Cast, own: Pad) -> None:
    own.press(height="høy", last_period="31.02.2026", occupation="lærer", employed_last_6_months="Y")
    assert own.answer.status_code == 422
    assert 'id="height-error"' in own.answer.text
    assert own.typed("occupation") == ["lærer"]
    own.press(height="1,68", last_period="")
    assert own.answer.status_code == 422  # outside what can be: asked with a reason
    assert made.read(cast, cast.nora_card).findings == []


def test_a_double_click_writes_once(cast: Cast, own: Pad) -> None:
    key = own.typed("key")[0]
    own.press(height="168")
    before = made.read(cast, cast.nora_card).last_seq
    assert own.who.post(PATH, key=key, height="168").status_code == 303
    assert own.who.post(PATH, key=key, height="171").status_code == 409
    assert made.read(cast, cast.nora_card).last_seq == before


def test_an_empty_form_says_so(own: Pad) -> None:
    assert own.press().status_code == 422


def test_her_form_asks_nothing_that_her_own_page_would_hide() -> None:
    """What is kept off her page is asked when she is alone."""
    catalogue = datafiles.catalogue()
    hidden = catalogue.kept_off_her_page
    for item in datafiles.layouts(catalogue)["before-first-visit"].items():
        for what in (item.what, *(cell.what for line in item.lines for cell in line)):
            if what:
                assert class_of(Finding(what, "x", TODAY), catalogue) not in hidden, what
        for code in item.only:
            row = Row(item.group, TODAY, (Cell(item.each, code),))
            assert class_of(row, catalogue) not in hidden, code


def test_it_is_for_her_alone_and_there_after_no_pregnancy(cast: Cast) -> None:
    assert ingrid(cast).get(PATH).status_code == 403
    assert AtWork(cast.ctx, cast.nora, "nora").get("/min").text.count('href="/min/skjema"') == 1


def test_what_a_midwife_noted_is_not_the_answer_to_what_she_wants_to_talk_about(cast: Cast, own: Pad) -> None:
    noted = "Avtalt hjemmemåling. Vet når hun skal ringe."
    made.record(cast, cast.nora_card, made.finding("note", noted))
    again = Pad(own.who, PATH)
    assert noted not in again.says()
    assert again.press(note="Redd for å føde").status_code == 303
    assert Pad(own.who, PATH).typed("note") == ["Redd for å føde"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_country_is_found_by_its_letter_in_the_language_of_the_page(cast: Cast, language: str) -> None:
    her = AtWork(cast.ctx, cast.nora, "nora")
    her.client.cookies.set("sprak", language)
    page = her.get(PATH).text
    listed = page[page.index("Afghanistan") : page.index("Zimbabwe")]
    named = re.findall(r"<option[^>]*>([^<]+)</option>", listed)
    assert len(named) > 200
    assert named == sorted(named, key=alphabetical)
