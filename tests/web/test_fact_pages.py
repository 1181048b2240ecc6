"""One fact or one row alone: what it has said, its correction with a reason, and both kept when two write."""

from decimal import Decimal
from typing import Any

import pytest

from helsekort.actions import contacts, facts, rows
from helsekort.record.entries import Absent, Cell, Finding, Pressure, Row, Status
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid
from tests.web.test_form_pages import Pad


def written(cast: Cast, what: Finding | Row) -> int:
    """Put it on Nora's card; its origin."""
    findings, those = ([what], []) if isinstance(what, Finding) else ([], [what])
    return rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=findings, rows=those, key=made.new_key()
    )[0]


def pad_of(cast: Cast, origin: int) -> Pad:
    return Pad(ingrid(cast), f"{card_path(cast.nora_card)}/opplysning/{origin}")


ALLERGY = Row("allergy", TODAY, (Cell("substance", "Penicillin"), Cell("reaction", "utslett")))


def test_a_fact_is_corrected_with_a_reason_and_both_versions_are_told(cast: Cast) -> None:
    pad = pad_of(cast, written(cast, made.finding("height", Decimal(186))))
    assert pad.typed("height") == ["186"]
    assert pad.press(height="168").status_code == 422
    assert "Hvorfor rettes det" in pad.says()
    answer = pad.press(reason="Tallene var byttet om")
    assert answer.status_code == 303, pad.says()
    now = made.read(cast, cast.nora_card).latest("height")
    assert (now.value, now.status) == (Decimal(168), Status.CORRECTED)  # type: ignore[union-attr]  # it is there
    told = pad.who.says(answer.headers["location"])
    assert "Lagret på kortet." in told
    assert "168 cm" in told
    assert "186 cm" in told
    assert "Grunn: Tallene var byttet om" in told


def test_a_row_is_corrected_whole(cast: Cast) -> None:
    pad = pad_of(cast, written(cast, ALLERGY))
    assert pad.typed("allergy.1.substance") == ["Penicillin"]
    answer = pad.press(allergy__1__reaction="", allergy__1__on="05.03.2026", reason="Feil kvinne spurt")
    assert answer.status_code == 303, pad.says()
    (trail,) = made.read(cast, cast.nora_card).rows_of("allergy")
    assert trail.now.cells == (Cell("substance", "Penicillin"),)
    assert trail.now.on == TODAY.replace(day=5)


def test_how_far_a_pregnancy_went_is_typed_in_weeks_and_days_and_asked_about_so(cast: Cast) -> None:
    year = TODAY.year - 3
    cells = (Cell("birth_year", Decimal(year)), Cell("age_at_birth", Decimal(282)), Cell("outcome", "LIVE"))
    pad = pad_of(cast, written(cast, Row("earlier_birth", TODAY, cells)))
    assert pad.typed("earlier_birth.1.age_at_birth") == ["40+2"]
    assert "uker+dager" in pad.says()
    assert pad.press(earlier_birth__1__age_at_birth="280", reason="Hun hadde papirer").status_code == 422
    assert "skrives som fullgåtte uker og dager, for eksempel 39+4." in pad.says()
    assert pad.press(earlier_birth__1__age_at_birth="43+1").status_code == 422
    assert "(4+0–42+6)" in pad.says()
    assert pad.press(earlier_birth__1__age_at_birth="39").status_code == 303, pad.says()
    (trail,) = made.read(cast, cast.nora_card).rows_of("earlier_birth")
    assert Cell("age_at_birth", Decimal(273)) in trail.now.cells


@pytest.mark.parametrize("what", [ALLERGY, made.finding("height", Decimal(168))])
def test_it_is_withdrawn_with_a_reason_and_stays_readable(cast: Cast, what: Finding | Row) -> None:
    pad = pad_of(cast, written(cast, what))
    base = pad.typed("base")[0]
    assert pad.who.post(pad.path, act="withdraw", base=base, why="").status_code == 422
    assert pad.who.post(pad.path, act="withdraw", base=base, why="Feil kvinne").status_code == 303
    told = pad.who.says(pad.path)
    assert "Trukket tilbake" in told
    assert "Grunn: Feil kvinne" in told
    card = made.read(cast, cast.nora_card)
    assert card.latest("height") is None
    assert card.rows_of("allergy") == []


@pytest.mark.parametrize("what", [ALLERGY, made.finding("height", Decimal(168))])
def test_when_two_write_both_are_kept_and_shown(cast: Cast, what: Finding | Row) -> None:
    origin = written(cast, what)
    pad = pad_of(cast, origin)
    base = int(pad.typed("base")[0])
    said: dict[str, Any] = {"origin": origin, "base_seq": base, "reason": "Hun sa det"}
    if isinstance(what, Row):
        latex = Row("allergy", TODAY, (Cell("substance", "Latex"),))
        rows.correct_row(cast.amir, ctx=cast.ctx, card=cast.nora_card, row=latex, **said)
        mine = {"allergy__1__substance": "Nøtter"}
    else:
        other = made.finding("height", Decimal(170))
        facts.correct_fact(cast.amir, ctx=cast.ctx, card=cast.nora_card, finding=other, **said)
        mine = {"height": "165"}
    assert pad.press(reason="Målt på nytt", **mine).status_code == 409
    assert "Dette er endret mens du skrev." in pad.says()
    assert ("Latex" if isinstance(what, Row) else "170 cm") in pad.says()
    assert pad.typed(next(iter(mine)).replace("__", ".")) == list(mine.values())
    assert pad.press().status_code == 303


def test_nothing_changed_is_told(cast: Cast) -> None:
    pad = pad_of(cast, written(cast, made.finding("height", Decimal(168))))
    assert pad.press(reason="Ingen").status_code == 422
    assert "Ingenting er endret" in pad.says()


def test_an_unusual_correction_is_asked_about(cast: Cast) -> None:
    pad = pad_of(cast, written(cast, made.finding("height", Decimal(168))))
    assert pad.press(height="201", reason="Målt").status_code == 422
    assert "Ja, 201 stemmer" in pad.says()


def test_what_belongs_to_a_contact_or_is_not_there_is_not_corrected_here(cast: Cast) -> None:
    contact = made.record(cast, cast.nora_card)
    path = card_path(cast.nora_card) + "/opplysning/"
    she = ingrid(cast)
    for origin in (contact, contact + 1, 1, 999):
        assert she.get(path + str(origin)).status_code in (403, 404)


def test_a_stranger_is_refused(cast: Cast) -> None:
    origin = written(cast, made.finding("height", Decimal(168)))
    lars = AtWork(cast.ctx, cast.lars, "lars")
    assert lars.get(f"{card_path(cast.nora_card)}/opplysning/{origin}").status_code == 403


@pytest.mark.parametrize(
    "what",
    [
        made.finding("allergies", False),
        Finding("hiv", None, TODAY, absent=Absent.DECLINED),
        Finding("height", Decimal(250), TODAY, unverified="oppgitt slik"),
        Row("postpartum", TODAY, (Cell("blood_pressure", Pressure(Decimal(142), Decimal(92))),)),
        Row("precaution", TODAY, (Cell("precaution_kind", "HBV"),)),
    ],
)
def test_what_stands_fills_the_form_so_that_saving_it_changes_nothing(
    cast: Cast, what: Finding | Row
) -> None:
    pad = pad_of(cast, written(cast, what))
    assert pad.press(reason="Ingen").status_code == 422
    assert "Ingenting er endret" in pad.says()


def test_a_fact_about_contacts_is_reached_there(cast: Cast) -> None:
    origins = contacts.state_facts(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[made.finding("abo", "A")], key="k"
    )
    path = card_path(cast.nora_card)
    assert f'href="{path}/opplysning/{origins[0]}"' in ingrid(cast).get(path + "/skjema/first-visit").text
