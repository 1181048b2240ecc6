"""A form that is opened a second time: what stands is shown and corrected, what is offered is offered once."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from helsekort.actions import rows
from helsekort.record.entries import Absent, Cell, Moment, Row
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid
from tests.web.test_form_pages import DAY, Pad


@pytest.fixture
def pad(cast: Cast) -> Pad:
    """The first visit of Nora's card, in front of Ingrid."""
    return Pad(ingrid(cast), card_path(cast.nora_card) + "/skjema/first-visit")


def test_what_stands_of_each_stimulus_is_shown_and_not_asked_anew(cast: Cast, pad: Pad) -> None:
    """A second opening is not a second typing."""
    pad.press(stimulus__SMOKING__stimulus_frequency="DAILY", stimulus__SMOKING__daily_count="4")
    assert pad.answer.status_code == 303, pad.says()
    again = Pad(pad.who, pad.path)
    assert 'name="stimulus.SMOKING.stimulus_frequency"' not in again.answer.text
    assert 'name="stimulus.SNUS.stimulus_frequency"' in again.answer.text
    assert "daglig · antall per dag 4 10.03.2026, Ingrid" in again.says()
    week_36 = Pad(pad.who, pad.path.replace("first-visit", "week-36"))
    assert 'name="stimulus.SMOKING.stimulus_frequency"' in week_36.answer.text


def test_her_own_answer_about_a_stimulus_is_offered_in_its_place(cast: Cast, pad: Pad) -> None:
    cells = (
        Cell("stimulus_kind", "SMOKING"),
        Cell("asked_at", "FIRST_VISIT"),
        Cell("stimulus_frequency", "DAILY"),
    )
    rows.answer_own(
        cast.nora,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[],
        rows=[Row("stimulus", TODAY, cells)],
        key="own",
    )
    again = Pad(pad.who, pad.path)
    assert again.says().count("Hennes eget svar, 10.03.2026") == 1
    again.press("take-all")
    assert again.press().status_code == 303
    assert [trail.now.by_woman for trail in made.read(cast, cast.nora_card).rows_of("stimulus")] == [
        True,
        False,
    ]
    assert "Hennes eget svar" not in Pad(pad.who, pad.path).says()


def test_a_row_of_a_child_that_stands_is_shown_and_corrected_not_asked_anew(cast: Cast, pad: Pad) -> None:
    fetus = made.read(cast, cast.nora_card).fetuses[0].origin
    place = f"newborn.f{fetus}"
    form = Pad(pad.who, pad.path.replace("first-visit", "birth"))
    assert f'name="{place}.weight_g"' in form.answer.text
    row = Row(
        "newborn",
        TODAY,
        (
            Cell("child_state", "ALIVE"),
            Cell("born_at", Moment(TODAY, dt.time(4, 10))),
            Cell("weight_g", Decimal(3450)),
        ),
        fetus=fetus,
    )
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=[row], key="born")
    again = Pad(pad.who, form.path)
    assert f'name="{place}.weight_g"' not in again.answer.text
    assert "3450" in again.says()
    scan = Row("ultrasound_fetus", TODAY, (Cell("bpd", Decimal(80)),), fetus=fetus)
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=[scan], key="scan")
    looked = Pad(pad.who, pad.path.replace("first-visit", "ultrasound"))
    assert f'name="ultrasound_fetus.f{fetus}.bpd"' in looked.answer.text  # examined again and again
    assert "80" in looked.says()


def test_a_row_that_there_is_one_of_gets_no_second(cast: Cast, pad: Pad) -> None:
    wishes = Row("birth_wishes", TODAY, (Cell("wish_note", "rolig rom"),))
    form = Pad(pad.who, pad.path.replace("first-visit", "birth-wishes"))
    assert 'value="more:birth_wishes"' not in form.answer.text
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=[wishes], key="w")
    again = Pad(pad.who, form.path)
    assert 'value="more:birth_wishes"' not in again.answer.text
    assert "rolig rom" in again.says()


def test_a_contradiction_in_a_row_is_asked_about_beside_its_field_and_kept_when_meant(
    cast: Cast, pad: Pad
) -> None:
    fetus = made.read(cast, cast.nora_card).fetuses[0].origin
    form = Pad(pad.who, pad.path.replace("first-visit", "birth"))
    place = f"newborn.f{fetus}"
    typed = {
        "on": DAY,
        "birth.1.on": "",
        f"{place}.on": DAY,
        f"{place}.child_state": "ALIVE",
        f"{place}.born_at": DAY,
        f"{place}.born_at-at": "04.10",
        f"{place}.apgar_1": "9",
        f"{place}.apgar_5": "7",
    }
    asked = form.who.post(form.path, key="k-apgar", **typed)
    assert asked.status_code == 422
    assert f'id="{place}.apgar_5-error"' in asked.text
    assert "er lavere enn målingen før" in asked.text
    marks = re.findall(r'name="confirmed" value="([^"]+)"', asked.text)
    assert form.who.post(form.path, key="k-apgar", **typed, confirmed=marks).status_code == 303
    (born,) = made.read(cast, cast.nora_card).rows_of("newborn", fetus)
    assert born.now.value("apgar_5") == 7


def test_unknown_is_said_on_every_page_and_is_neither_no_nor_not_asked(cast: Cast, pad: Pad) -> None:
    """Selam gave birth at home, and nothing is known of it."""
    pad.press("more:earlier_birth")
    pad.press(
        earlier_birth__1__outcome="LIVE",
        earlier_birth__1__weight_g="?",
        illness_heart="?",
        anaesthesia_trouble="?",
    )
    assert pad.answer.status_code == 303, pad.says()
    card = made.read(cast, cast.nora_card)
    heart = card.latest("illness_heart")
    assert heart is not None
    assert (heart.value, heart.absent) == (None, Absent.UNKNOWN)
    (birth,) = card.rows_of("earlier_birth")
    assert Cell("weight_g", None, Absent.UNKNOWN) in birth.now.cells
    again = Pad(pad.who, pad.path)
    assert "barnets vekt: ukjent" in again.says().lower()
    whole = pad.who.says(card_path(cast.nora_card) + "/alt")
    assert whole.count("ukjent") >= 2
    fact = Pad(pad.who, f"{card_path(cast.nora_card)}/opplysning/{card.series('illness_heart')[0].origin}")
    assert fact.typed("illness_heart") == ["?"]
    hers = AtWork(cast.ctx, cast.nora, "nora").says("/min")
    assert "Ukjent" in hers


def test_the_robson_group_is_computed_on_the_birth_form_and_never_asked(cast: Cast, pad: Pad) -> None:
    form = Pad(pad.who, pad.path.replace("first-visit", "birth"))
    assert "robson_group" not in form.answer.text
    assert "Robson-gruppe" not in form.says()
    birth = Row("birth", TODAY, (Cell("mode", "VAG"), Cell("onset", "SPONT")))
    lie = made.finding("presentation", "CEPH", made.read(cast, cast.nora_card).fetuses[0].origin)
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[lie], rows=[birth], key="b")
    whole = card_path(cast.nora_card) + "/alt"
    assert "Robson-gruppe 10, regnet ut av: leie, svangerskapslengde." in Pad(pad.who, form.path).says()
    assert "Robson-gruppe 10" in pad.who.says(whole)


def test_an_answer_that_came_while_one_typed_is_shown_beside_it_and_both_are_kept(
    cast: Cast, pad: Pad
) -> None:
    other = Pad(AtWork(cast.ctx, cast.amir, "amir"), pad.path)
    assert other.press(height="168", illness_heart="N").status_code == 303
    answer = pad.press(height="170", illness_heart="N", prepregnancy_weight="62")
    assert answer.status_code == 409
    assert "har ført dette mens du skrev" in pad.says()
    assert "168 cm" in pad.says().replace("\u00a0", " ")
    assert len(made.read(cast, cast.nora_card).series("height")) == 1
    assert pad.press().status_code == 303
    card = made.read(cast, cast.nora_card)
    assert [trail.now.value for trail in card.series("height")] == [Decimal(168), Decimal(170)]


def test_a_fact_corrected_by_two_is_shown_side_by_side(cast: Cast, pad: Pad) -> None:
    pad.press("more:allergy", height="168")
    pad.press(allergy__1__substance="latex")
    card = made.read(cast, cast.nora_card)
    amir = AtWork(cast.ctx, cast.amir, "amir")
    for origin, field, name in (
        (card.series("height")[0].origin, "height", "169"),
        (card.rows_of("allergy")[0].origin, "allergy.1.substance", "lateks"),
    ):
        path = f"{card_path(cast.nora_card)}/opplysning/{origin}"
        mine, other = Pad(pad.who, path), Pad(amir, path)
        changed = name.replace("169", "171").replace("lateks", "nikkel")
        assert other.press(**{field: changed, "reason": "målt om"}).status_code == 303
        assert mine.press(**{field: name, "reason": "feil"}).status_code == 409
        table = mine.answer.text.partition("versions")[2].partition("</table>")[0]
        assert changed in table
        assert name in table
        assert mine.press().status_code == 303
    said = [entry.content.value for entry in made.read(cast, cast.nora_card).series("height")[0].entries]  # type: ignore[union-attr]  # findings
    assert said == [Decimal(168), Decimal(171), Decimal(169)]
