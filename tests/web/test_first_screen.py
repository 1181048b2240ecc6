"""The first screen and the tables under it: what is compared, what is new, what is only stated, and what is missing."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.record.card import fold
from helsekort.record.entries import (
    CardOpened,
    Contact,
    ContactKind,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    Pressure,
    Status,
    Way,
)
from helsekort.web.clinician import facts, overview, tables
from helsekort.web.clinician.body_mass import body_mass
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.home import home_readings
from helsekort.web.clinician.latest import last_values, pressures
from helsekort.web.clinician.meetings import last_meetings
from tests.web.test_clinician_wording import DUE, ME, OTHER, TERMS, TODAY, UNIT, VISIT, opened, page, visible

DAY = dt.timedelta(days=1)
CALL = Contact(ContactKind.CONTACT, Way.PHONE, TODAY, dt.time(9, 12), held_by=OTHER, about=("MOVEMENTS",))


def blood_pressure(upper: int, lower: int | None, days_ago: int, *, home: bool = False) -> Finding:
    value = Pressure(Decimal(upper), None if lower is None else Decimal(lower))
    return Finding("blood_pressure", value, TODAY - days_ago * DAY, by_woman=home)


def weight(kg: str, days_ago: int, *, stated: str | None = None) -> Finding:
    return Finding("weight", Decimal(kg), TODAY - days_ago * DAY, unverified=stated)


def written_by(author: int, *contents: Content) -> Desk:
    """A card where everything was written by one person."""
    whole = [CardOpened(1, TODAY, UNIT), *contents]
    entries = [Entry(seq, seq, 1, seq * 1_000_000, author, UNIT, one) for seq, one in enumerate(whole, 1)]
    desk = opened()
    given = replace(desk.opened, card=fold(77, entries, TERMS.oldest_days))
    return Desk(given, desk.catalogue, desk.terms, desk.curves, desk.texts, ME)


def test_readings_from_home_do_not_push_off_those_of_the_check_ups() -> None:
    home = [blood_pressure(140 + day, 90, day, home=True) for day in range(5)]
    at_clinic, at_home = pressures(opened(DUE, blood_pressure(128, 82, 20), *home))
    assert [one.text for one in at_clinic.rows] == ["128/82"]
    assert [one.text for one in at_home.rows] == ["140/90", "141/90", "142/90"]


def test_without_readings_from_home_their_row_is_not_there() -> None:
    assert [one.rows for one in pressures(opened(DUE))] == [[]]


def test_half_a_blood_pressure_says_which_half_is_missing() -> None:
    (group,) = pressures(opened(DUE, blood_pressure(148, None, 0)))
    assert (group.rows[0].text, group.rows[0].note) == ("148/–", "undertrykk ikke tatt")
    desk = opened(DUE, VISIT, replace(blood_pressure(148, None, 0), contact=3))
    assert tables.check_ups(desk)[0].cells[0].lines == ["148/–", "undertrykk ikke tatt"]


def test_what_was_only_stated_is_seen_but_not_compared_with() -> None:
    desk = opened(DUE, weight("69.4", 27), weight("696", 3, stated="Vekten viste det"), weight("70.0", 0))
    first = last_values(desk)[0]
    assert (first.text, first.note) == ("70,0\u00a0kg", "+0,6 på 27 dager")


def test_a_newer_stated_value_stands_in_a_line_of_its_own() -> None:
    desk = opened(DUE, weight("69.4", 27), weight("696", 0, stated="Vekten viste det"))
    verified, stated = last_values(desk)[:2]
    assert verified.text == "69,4\u00a0kg"
    assert (stated.text, stated.note) == ("696,0\u00a0kg", "som oppgitt, ikke verifisert")


def test_two_values_of_one_day_are_told_to_be_of_the_same_day() -> None:
    desk = opened(DUE, weight("72.95", 0), weight("70.00", 0))
    assert last_values(desk)[0].note == "−2,95 samme dag"


@pytest.mark.parametrize("what", ["hbsag", "hiv", "syphilis"])
def test_an_infection_that_the_child_must_be_guarded_from_is_on_the_first_screen(what: str) -> None:
    first = overview.overview(opened(DUE, Finding(what, "POS", TODAY)))
    assert "positiv" in [one.text for one in first.keep]
    assert first.alarming
    none = overview.overview(opened(DUE, Finding(what, "NEG", TODAY)))
    assert len(none.keep) == len(first.keep) - 1
    assert not none.alarming


@pytest.mark.parametrize(("needed", "note"), [(True, "tigrinja"), (False, "")])
def test_where_an_interpreter_is_needed_the_language_is_said(needed: bool, note: str) -> None:
    desk = opened(DUE, Finding("interpreter", needed, TODAY))
    given = replace(desk.opened, woman=replace(desk.opened.woman, language="ti"))
    desk = Desk(given, desk.catalogue, desk.terms, desk.curves, desk.texts, ME)
    (said,) = [one for one in overview.overview(desk).keep if one.label == "Tolk"]
    assert said.note == note


def test_the_last_contact_is_on_the_first_screen_whoever_wrote_it() -> None:
    told = Finding("told", "Kjenner mindre liv siden i går. " * 20, TODAY, contact=3)
    desk = written_by(ME, DUE, CALL, told, VISIT)
    found = last_meetings(desk)[0]
    assert (found.origin, found.day, found.about) == (3, "10.03. kl. 09.12", "lite liv")
    assert found.says[0].text.endswith("…")
    assert "lite liv" in visible(page(desk))


def test_a_card_she_wrote_on_is_not_said_to_be_unopened() -> None:
    mine = overview.overview(written_by(ME, DUE, VISIT))
    assert not mine.first_time
    assert mine.news == []
    assert overview.overview(written_by(OTHER, DUE, VISIT)).first_time


def test_home_readings_are_news_by_their_day_whoever_entered_them() -> None:
    home = (blood_pressure(139, 89, 2, home=True), blood_pressure(141, 90, 1, home=True))
    news = overview.overview(written_by(ME, DUE, VISIT, *home, blood_pressure(144, 93, 1, home=True))).news
    assert [one.text for one in news] == [
        "Hjemmemåling 09.03.: 141/90, 144/93",
        "Hjemmemåling 08.03.: 139/89",
    ]
    assert all(one.home for one in news)


def test_home_readings_have_a_list_of_their_own_newest_first() -> None:
    home = (blood_pressure(139, 89, 2, home=True), blood_pressure(143, 91, 0, home=True))
    rows = home_readings(opened(DUE, *home))
    assert [(one.day, one.age, one.text) for one in rows] == [
        ("10.03.2026", "31+0", "143/91\u00a0mmHg"),
        ("08.03.2026", "30+5", "139/89\u00a0mmHg"),
    ]
    assert 'href="#hjemme"' in page(opened(DUE, *home))


def test_what_a_correction_removed_is_taken_back_and_not_untaken() -> None:
    gone = Finding("weight", Decimal(70), TODAY, contact=3, status=Status.WITHDRAWN, reason="feil")
    cells = {one.label: one for one in tables.check_ups(opened(DUE, VISIT, gone))[0].cells}
    assert cells["Vekt"].lines == ["trukket tilbake"]
    assert cells["Protein i urin"].lines == ["ikke tatt"]


def test_body_mass_is_computed_from_what_is_verified_with_its_days() -> None:
    day = TODAY - 159 * DAY
    inputs = (Finding("height", Decimal(168), day), Finding("prepregnancy_weight", Decimal("88.0"), day))
    mass = body_mass(opened(DUE, *inputs))
    assert (mass.text, mass.inputs) == ("31,2", "88,0\u00a0kg, 168\u00a0cm (02.10.2025)")
    assert "BMI" in facts.facts(opened(DUE, *inputs))[0].label


def test_body_mass_says_what_is_missing() -> None:
    stated = Finding("height", Decimal(250), TODAY, unverified="Sa hun")
    mass = body_mass(opened(DUE, stated))
    assert mass.text == "kan ikke regnes ut: vekt før svangerskapet ikke tatt, høyde ikke verifisert"
    assert not mass.there


@pytest.mark.parametrize(("text", "wide"), [("ingen", False), ("x" * 28, False), ("x" * 29, True)])
def test_only_what_needs_two_columns_gets_them(text: str, wide: bool) -> None:
    desk = opened(DUE, Finding("medicines", text, TODAY))
    (found,) = [one for one in overview.overview(desk).keep if one.label == "Legemidler"]
    assert (found.text, found.wide) == (text, wide)


def test_no_earlier_births_are_asked_about_where_there_were_none() -> None:
    labels = [one.label for one in overview.overview(opened(DUE, Finding("births", Decimal(0), TODAY))).keep]
    assert "Om tidligere fødsler" not in labels
    assert "Om tidligere fødsler" in [one.label for one in overview.overview(opened(DUE)).keep]


@pytest.mark.parametrize(
    ("finding", "alarming"),
    [
        (Finding("allergies", "Penicillin: utslett", TODAY), True),
        (Finding("allergies", False, TODAY), False),
        (Finding("antibody_screen", "POS", TODAY), True),
        (Finding("rhd", "NEG", TODAY), True),
        (Finding("rhd", "POS", TODAY), False),
    ],
)
def test_red_stands_only_where_there_is_something(finding: Finding, *, alarming: bool) -> None:
    assert overview.overview(opened(DUE, finding)).alarming is alarming
    assert ("keep-alarming" in page(opened(DUE, finding))) is alarming


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("US_SECOND", "målt 12+1"),
        ("LMP_SURE", "første dag 29.10.2025"),
        ("ART_TRANSFER", "innsatt 29.10.2025"),
        ("ART_RETRIEVAL", "egguttak 29.10.2025"),
    ],
)
def test_only_what_was_measured_is_called_measured(method: str, said: str) -> None:
    due = overview.overview(opened(replace(DUE, method=method))).due
    assert due is not None
    assert due.method.endswith(said)


def test_another_date_is_called_a_due_date() -> None:
    other = DueDate(DUE.edd - 2 * DAY, 283, "LMP_SURE", None, TODAY - 100 * DAY)
    due = overview.overview(opened(other, DUE)).due
    assert due is not None
    assert due.others == ["Termin etter siste menstruasjon, sikker: 13.05.2026 (2 dager før)"]


def test_a_single_fetus_has_no_letter() -> None:
    said = visible(page(opened(DUE, Fetus("A", TODAY))))
    assert "Ett foster" in said
    assert "Foster A" not in said


def test_a_very_long_note_is_folded_and_whole() -> None:
    note = Finding("note", "Sjiraff. " * 80 + "Slutt.", TODAY, contact=3)
    html = page(opened(DUE, VISIT, note))
    html = html[html.rindex('id="kontroller"') : html.rindex('id="tidslinje"')]
    assert "Vis hele teksten" in html
    assert html.count("Sjiraff.") == 80
    assert "Slutt." in html
