"""Whom she can ring, in which language she reads, what things are called, and a log that is not endless."""

import html
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from helsekort.actions.opened import Opened
from helsekort.record.entries import Absent, Finding
from helsekort.record.parties import UnitKind
from helsekort.web.shared.rendering import render
from helsekort.web.woman.log_words import log_days
from helsekort.web.woman.meetings import facts
from helsekort.web.woman.pages import card_values
from helsekort.web.woman.paper import Tables, document
from helsekort.web.woman.phones import phones
from tests.cast import MOMENT, TODAY, made_demo, open_house
from tests.web.test_door import OWN, Visit
from tests.web.test_woman_wording import CHECK_UP, CTX, DUE, NB, Written, line

BIRTH, UNKNOWN = 21, 22
TABLES = Tables(CTX.catalogue, CTX.terms, CTX.curves, CTX.results)


def opened(**units: str) -> Opened:
    given = Written(DUE).opened()
    names = {**given.units, BIRTH: units.get("birth", "Fjordbyen fødeavdeling")}
    phones = {**given.phones, BIRTH: units.get("phone", "55 00 00 30")}
    return replace(given, units=names, phones=phones, kinds={BIRTH: UnitKind.BIRTH_UNIT})


def page(given: Opened) -> str:
    values = {**card_values(given, CTX, NB), "session": None, "demo": False, "here": "/min"}
    return html.unescape(render("woman/card.jinja", "nb", values))


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    ctx = open_house(f"sqlite:///{tmp_path / 'hers.db'}")
    yield Visit(ctx, made_demo(ctx))
    ctx.database.close()


def test_the_birth_unit_stands_first_with_its_number() -> None:
    found = phones(opened())
    assert [(one.unit, one.number) for one in found.birth] == [("Fjordbyen fødeavdeling", "55 00 00 30")]
    assert [one.unit for one in found.others] == ["Solsiden helsestasjon"]
    said = page(opened())
    assert 'href="tel:55000030"' in said
    assert "Nummeret til fødeavdelingen din er ikke skrevet" not in said


def test_a_name_never_makes_a_birth_unit_and_a_kind_does() -> None:
    called = phones(replace(opened(), kinds={}))
    assert called.birth == []
    other = phones(opened(birth="Nes jordmorhjem"))
    assert [one.unit for one in other.birth] == ["Nes jordmorhjem"]


def test_where_no_birth_unit_is_known_that_is_said() -> None:
    assert "Nummeret til fødeavdelingen din er ikke skrevet" in page(Written(DUE).opened())


def test_a_birth_unit_without_a_number_says_so() -> None:
    assert "nummeret er ikke skrevet" in page(opened(phone=""))


@pytest.mark.parametrize("number", ["113", "116117"])
def test_the_numbers_that_always_answer_are_always_there(number: str) -> None:
    for given in (opened(), Written(DUE).opened()):
        assert f'href="tel:{number}"' in page(given)


def test_a_thing_has_its_plain_name_first() -> None:
    said = page(Written(DUE, CHECK_UP).opened())
    for name in ("Hevelse (ødem)", "Mål på magen (symfyse–fundus)", "Barnets hjerteslag (hjertefrekvens)"):
        assert name in said
    assert said.index("Trykk på et ord") < said.index("Hevelse (ødem)")
    assert "på kontoret" in said


def test_a_thing_is_explained_by_what_it_is_and_why_but_an_ended_card_says_only_what() -> None:
    height = Finding("fundal_height", Decimal(28), TODAY, contact=3)
    cards = (Written(DUE, CHECK_UP, height, active=active) for active in (True, False))
    going, ended = (html.unescape(card.page()) for card in cards)
    one = CTX.catalogue.explanations["fundal_height"]
    assert one.plain in going
    assert one.plain in ended
    assert one.purpose in going
    assert one.purpose not in ended


def test_earlier_births_are_not_asked_about_where_there_were_none() -> None:
    none = Written(Finding("births", Decimal(0), TODAY)).words()
    assert "Om tidligere fødsler" not in [row.label for row in facts(none)]
    assert "Om tidligere fødsler" in [row.label for row in facts(Written().words())]


def test_many_times_are_counted_and_a_refusal_has_no_reason() -> None:
    [day] = log_days([line("read", minute=minute) for minute in range(13, 0, -1)], NB)
    [sentence] = day.sentences
    assert sentence.text.endswith("leste helsekortet ditt 13 ganger, sist klokken 10.13.")
    [refused] = log_days([line("refused")], NB)
    assert refused.sentences[0].reason == ""


def test_what_she_measured_at_home_is_told_as_hers() -> None:
    [day] = log_days([replace(line("written"), about=("home-readings",))], NB)
    assert "førte det du målte hjemme på helsekortet ditt" in day.sentences[0].text


def test_her_stored_language_is_hers_until_she_chooses_another(visit: Visit) -> None:
    visit.enter("silje")
    for path in ("/min", "/min/innsyn"):
        assert '<html lang="nn"' in visit.browser.get(path).text
    visit.browser.post("/sprak", data={"sprak": "en", "til": "/min"}, headers=OWN)
    for path in ("/min", "/min/innsyn"):
        assert '<html lang="en"' in visit.browser.get(path).text


def test_one_womans_language_does_not_follow_the_next(visit: Visit) -> None:
    visit.enter("silje")
    visit.browser.get("/min")
    visit.enter("nora")
    for path in ("/min/innsyn", "/min"):
        assert '<html lang="nb"' in visit.browser.get(path).text


def test_the_choice_of_language_stands_in_the_header(visit: Visit) -> None:
    visit.enter("nora")
    said = visit.browser.get("/min").text
    assert said.index('action="/sprak"') < said.index("</header>")


def test_reading_a_laboratory_s_message_is_told_as_reading_her_card() -> None:
    """A line of its own would show that an answer has come before anyone has told her of it."""
    looked = [
        replace(line("read", minute=at), about=(what,))
        for at, what in enumerate(("message", "outside", "card"))
    ]
    [day] = log_days(looked[::-1], NB)
    assert [one.text for one in day.sentences] == [
        "Ingrid Dahl, jordmor ved Solsiden helsestasjon, leste helsekortet ditt klokken 10.00, 10.01 og 10.02."
    ]
    [day] = log_days([replace(line("listed"), about=("results",))], NB)
    assert "prøve" not in day.sentences[0].text
    assert "svar" not in day.sentences[0].text
    [day] = log_days([replace(line("withdrawn"), about=("laboratory",))], NB)
    assert "trakk tilbake svar fra et laboratorium" in day.sentences[0].text


def test_what_nobody_wrote_of_is_folded_and_what_she_declined_is_not() -> None:
    card = Written(DUE, CHECK_UP, Finding("weight", None, TODAY, absent=Absent.DECLINED, contact=3))
    said = html.unescape(card.page())
    folded = said.index("Ikke tatt eller spurt om (11)")
    assert said.index("Du ønsket ikke dette") < folded < said.index("Ikke tatt på denne kontrollen")
    lead, *_ = document(card.opened(), NB, TABLES, MOMENT).sections[2].groups
    unsaid = next(one.text for one in lead.sayings if one.label == "Ikke tatt eller spurt om")
    assert "Blodtrykk" in unsaid
    assert "Vekt" not in unsaid


def test_before_the_first_check_up_she_is_told_when_tests_are_taken() -> None:
    before, after = (html.unescape(card.page()) for card in (Written(DUE), Written(DUE, CHECK_UP)))
    first, why = "De fleste prøvene pleier å bli tatt på den første kontrollen.", "lurer på hvorfor en prøve"
    assert (first in before, why in before) == (True, False)
    assert (first in after, why in after) == (False, True)


def test_the_next_check_up_stands_on_paper_too() -> None:
    agreed = (Finding("next_visit", TODAY, TODAY), Finding("plan", "Kl. 10.30 hos Ingrid.", TODAY))
    lead = document(Written(DUE, *agreed).opened(), NB, TABLES, MOMENT).sections[0].lead
    assert "Neste kontroll er i dag, tirsdag 10. mars. Kl. 10.30 hos Ingrid." in lead
