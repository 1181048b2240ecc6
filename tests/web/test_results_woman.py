"""Answers on her own page: plain words, whose answer, what was put right, and no verdict by a laboratory's range."""

import datetime as dt
from decimal import Decimal

from msgspec.structs import replace

from helsekort import datafiles
from helsekort.record.entries import Finding, LabSource, Status
from tests.cast import TODAY
from tests.web.test_woman_wording import CATALOGUE, CTX, Written, card_values, shown_values, texts_for

LAB = LabSource("Fjordbyen laboratorium", 2, "17", "15.0", "g/dL", reference="11,7 - 15,3")
HB = Finding("haemoglobin", Decimal("15.0"), TODAY - dt.timedelta(days=2), lab=LAB)
RIGHT = replace(HB, value=Decimal("12.0"), status=Status.CORRECTED)


def page(*versions: Finding) -> str:
    card = Written()
    origin = card.add(versions[0])
    for version in versions[1:]:
        card.add(version, origin)
    return card.page()


def about(label_value: str, said: str) -> str:
    """The one value on the page that says this."""
    return next(value for value in shown_values(said) if label_value in value)


def test_an_answer_says_the_day_of_the_sample_and_the_laboratory() -> None:
    assert about("15,0", page(HB)) == "15,0 g/dL prøven ble tatt søndag 8. mars, Fjordbyen laboratorium"


def test_the_laboratorys_range_is_not_shown_to_her() -> None:
    said = page(HB)
    assert "11,7" not in said
    assert "eferanse" not in said


def test_a_correction_says_before_and_now() -> None:
    said = about("12,0", page(HB, RIGHT))
    assert "rettet av laboratoriet" in said
    assert (
        "Laboratoriet har rettet svaret 10. mars 2026. Før sto det 15,0 g/dL. Nå står det 12,0 g/dL." in said
    )


def test_a_withdrawn_answer_is_struck_through_and_says_that_it_no_longer_counts() -> None:
    said = page(HB, RIGHT, replace(RIGHT, status=Status.WITHDRAWN))
    assert "Laboratoriet rettet svaret 10. mars 2026 fra 15,0 g/dL til 12,0 g/dL." in about("12,0", said)
    assert "Nå står det" not in said
    assert "<del>12,0\u00a0g/dL</del>" in said
    assert (
        "Laboratoriet trakk svaret tilbake 10. mars 2026. Det sto 12,0 g/dL, og det gjelder ikke lenger."
        in about("12,0", said)
    )


def test_a_preliminary_answer_is_marked_and_its_end_tells_both() -> None:
    early = replace(HB, lab=replace(LAB, preliminary=True))
    assert "foreløpig svar" in about("15,0", page(early))
    final = replace(HB, value=Decimal("14.8"))
    said = about("14,8", page(early, final))
    assert "Det foreløpige svaret var 15,0 g/dL." in said
    assert "rettet" not in said


def test_a_limit_is_said_in_words() -> None:
    for sign, said in (
        ("<", "Mindre enn 15,0"),
        ("<=", "15,0\u00a0g/dL eller mindre"),
        (">", "Mer enn 15,0"),
    ):
        assert said in page(replace(HB, lab=replace(LAB, comparator=sign)))


def test_what_is_measured_at_check_ups_otherwise_has_its_place_among_answers() -> None:
    strip = Finding("urine_protein", "P1", TODAY, lab=replace(LAB, reference=""))
    home = Finding("urine_protein", "SPOR", TODAY, by_woman=True)
    card = Written(strip, home)
    values = card_values(card.opened(), CTX, texts_for("nb"))
    label = card.words().label("urine_protein", None)
    assert label in [row.label for row in values["results"]]
    assert label in [row.label for row in values["home"]]
    assert values["others"] == []


def test_a_test_whose_answers_may_be_held_is_never_said_not_to_be_taken() -> None:
    """Said and unsaid it would tell her that an answer is waiting."""
    rows = card_values(Written().opened(), CTX, texts_for("nb"))["results"]
    table = datafiles.results(CATALOGUE)
    held = {CATALOGUE[what].label for one in table.held.values() for what in one.what}
    assert held
    assert held.isdisjoint(row.label for row in rows)
