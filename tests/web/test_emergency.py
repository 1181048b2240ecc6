"""The emergency page: thirteen lines that are always there, what is not known said, and one press from everywhere."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.record.card import Trail
from helsekort.record.endings import FetusState, Outcome, Over
from helsekort.record.entries import (
    Cell,
    Contact,
    ContactKind,
    Content,
    Fetus,
    Finding,
    Pressure,
    Row,
    Status,
    Way,
)
from helsekort.web.clinician import facts
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.latest import last_values
from helsekort.web.clinician.over import over_line
from helsekort.web.clinician.printing import front
from helsekort.web.shared.emergency import Emergency, emergency
from tests.cast import MOMENT, Cast, record
from tests.store.stored import content
from tests.web.at_work import AtWork, card_path, ingrid, words
from tests.web.test_clinician_wording import CATALOGUE, DUE, OTHER, TODAY, VISIT, opened

DAY = dt.timedelta(days=1)
LINES = [
    *("who", "pregnancy", "births", "problems", "position", "blood", "dangers", "infections", "child"),
    *("wishes", "way", "lately", "data"),
]


def made(desk: Desk) -> Emergency:
    return emergency(desk, MOMENT)


def line(desk: Desk, key: str) -> str:
    """The words of one line."""
    (found,) = [one for one in made(desk).lines if one.key == key]
    return " | ".join(" ".join((one.label, one.text, one.note, one.when)).strip() for one in found.says)


def grave(desk: Desk) -> set[str]:
    return {one.key for one in made(desk).lines if one.grave}


def test_the_lines_are_the_same_and_none_is_empty_whatever_is_known() -> None:
    for desk in (opened(), opened(DUE, Fetus("A", TODAY), VISIT, Finding("rhd", "NEG", TODAY))):
        page = made(desk)
        assert [one.key for one in page.lines] == LINES
        assert all(one.says and all(said.text.strip(" -–—0") for said in one.says) for one in page.lines)


def test_an_empty_card_alarms_nobody_and_reassures_nobody() -> None:
    desk = opened()
    assert grave(desk) == set()
    said = " ".join(line(desk, key) for key in LINES)
    assert "normal" not in said
    assert "ikke satt" in line(desk, "pregnancy")
    assert "Allergi ikke spurt" in line(desk, "dangers")
    assert line(desk, "infections") == "Ikke tatt Hepatitt B (HBsAg), Hiv, Syfilis"


@pytest.mark.parametrize(
    ("finding", "key"),
    [
        (Finding("rhd", "NEG", TODAY), "blood"),
        (Finding("antibody_screen", "POS", TODAY), "blood"),
        (Finding("allergies", "Penicillin", TODAY), "dangers"),
        (Finding("hbsag", "POS", TODAY), "infections"),
    ],
)
def test_what_can_harm_her_stands_out(finding: Finding, key: str) -> None:
    assert grave(opened(DUE, finding)) == {key}


@pytest.mark.parametrize(
    "finding",
    [
        Finding("rhd", "POS", TODAY),
        Finding("antibody_screen", "NEG", TODAY),
        Finding("allergies", False, TODAY),
        Finding("hbsag", "NEG", TODAY),
    ],
)
def test_what_was_denied_or_negative_does_not(finding: Finding) -> None:
    assert grave(opened(DUE, finding)) == set()


def test_two_fetuses_are_told_apart_and_a_position_has_its_age() -> None:
    desk = opened(DUE, Fetus("A", TODAY), Fetus("B", TODAY), Finding("presentation", "CEPH", TODAY, fetus=3))
    assert "pregnancy" in grave(desk)
    assert "foster A hodeleie" in line(desk, "position")
    assert "(31+0)" in line(desk, "position")
    assert "foster B ikke undersøkt" in line(desk, "position")


def test_a_reading_from_home_says_that_it_is_one() -> None:
    home = Finding("blood_pressure", Pressure(Decimal(168), Decimal(112)), TODAY, by_woman=True)
    assert "168/112\u00a0mmHg hjemmemåling" in line(opened(DUE, home), "problems")


def contact(days_ago: int, at: dt.time | None = None) -> Contact:
    return Contact(ContactKind.CONTACT, Way.PHONE, TODAY - days_ago * DAY, at, held_by=OTHER)


# Made at ten o'clock: 48 hours before is ten o'clock the day before yesterday.
@pytest.mark.parametrize(
    ("when", "late"),
    [
        (contact(2, dt.time(10, 0)), True),
        (contact(2, dt.time(9, 59)), False),
        (contact(2), True),
        (contact(3), False),
    ],
)
def test_the_contacts_of_48_hours_with_what_was_advised(when: Contact, late: bool) -> None:
    said = line(opened(DUE, when, Finding("advice", "Ring igjen i kveld", TODAY, contact=3)), "lately")
    assert "Ring igjen i kveld" in said
    assert ("ingen kontakt ført" in said) is not late


def test_what_was_withdrawn_is_nowhere() -> None:
    gone = Finding("allergies", "Penicillin", TODAY, status=Status.WITHDRAWN, reason="Feil kvinne")
    assert "Penicillin" not in line(opened(DUE, gone), "dangers")


def test_it_is_one_press_from_every_page_about_her(cast: Cast) -> None:
    midwife, path = ingrid(cast), card_path(cast.nora_card)
    event = f"/hendelse/{record(cast, cast.nora_card)}"
    parts = ("", "/kontroll", "/kontakt", "/termin", "/akutt", event, f"{event}/rett", f"{event}/trekk")
    for page in (*parts, f"{event}/flytt"):
        assert f'accesskey="a" href="{path}/akutt"' in midwife.get(path + page).text, page
    said = words(midwife.get(path + "/akutt").text)
    assert "Nora Haugen Sletten" in said
    assert "aldri grunnlag for blodoverføring" in said


def test_a_look_at_it_leaves_what_is_new_new(cast: Cast) -> None:
    midwife = ingrid(cast)
    before = content(cast.ctx)["seen"]
    midwife.get(card_path(cast.nora_card) + "/akutt")
    assert content(cast.ctx)["seen"] == before


def test_it_is_closed_to_whom_the_card_is_closed(cast: Cast) -> None:
    stranger = AtWork(cast.ctx, cast.lars, "lars")
    closed = stranger.get(card_path(cast.nora_card) + "/akutt")
    assert closed.status_code == 403
    assert "Nora" not in closed.text


def allergy(*values: str, status: Status = Status.FINAL) -> Row:
    """A row of the group, its fields in their order."""
    fields = CATALOGUE.groups["allergy"].fields
    cells = tuple(Cell(what, value) for what, value in zip(fields, values, strict=False))
    return Row("allergy", TODAY, cells, status=status)


def test_rows_take_the_place_of_the_text_that_was_written_before_them() -> None:
    said = line(opened(DUE, Finding("allergies", "Se under", TODAY), allergy("Lateks")), "dangers")
    assert "Lateks" in said
    assert "Se under" not in said
    assert "dangers" in grave(opened(DUE, allergy("Lateks")))


def test_a_row_that_was_withdrawn_says_nothing() -> None:
    said = line(opened(DUE, allergy("Lateks", status=Status.WITHDRAWN)), "dangers")
    assert "Lateks" not in said
    assert "Allergi ikke spurt" in said


def test_a_cell_of_a_row_is_found_where_it_is_newer_than_what_was_noted_alone() -> None:
    noted = Finding("haemoglobin", Decimal("10.1"), TODAY - 3 * DAY)
    assert "10,1" in line(opened(DUE, noted), "blood")
    row = Row("newborn", TODAY, (Cell("haemoglobin", Decimal("9.8")),))
    assert "9,8" in line(opened(DUE, noted, row), "blood")
    older = Row("newborn", TODAY - 5 * DAY, (Cell("haemoglobin", Decimal("9.8")),))
    assert "10,1" in line(opened(DUE, noted, older), "blood")


ON = TODAY - 9 * DAY


def ended(outcome: Outcome, *more: Content, active: bool = False) -> Desk:
    """A card of a pregnancy that was over nine days ago; without `active` it ended with it."""
    desk = opened(DUE, *more)
    opening = desk.card.opening.now
    over = replace(opening, active=active, ended=None if active else ON, over=Over(ON, outcome))
    card = replace(desk.card, opening=Trail([replace(desk.card.opening.last, content=over)]))
    return dataclasses.replace(desk, opened=replace(desk.opened, card=card))


def test_of_two_it_says_which_no_longer_lives_and_asks_how_the_other_lies() -> None:
    lost = Fetus("B", TODAY, state=FetusState.LOST, state_on=ON)
    desk = opened(DUE, Fetus("A", TODAY - 50 * DAY), lost)
    assert "Foster B lever ikke, fra 01.03.2026 (29+5)" in line(desk, "pregnancy")
    assert "foster A ikke undersøkt" in line(desk, "position")
    assert "foster B" not in line(desk, "position")


def test_after_a_stillbirth_it_says_that_the_child_died() -> None:
    child = Fetus("A", TODAY, state=FetusState.STILLBORN, state_on=ON)
    row = Row("ending", ON, (Cell("outcome", "STILL_BEFORE"),))
    desk = ended(Outcome.STILLBIRTH, child, row, active=True)
    said = line(desk, "pregnancy")
    assert "Hva skjedde Barnet døde. Født 1. mars 2026 (29+5) dødfødt, døde før fødselen" in said
    assert line(desk, "child") == "Barnet dødfødt 01.03.2026 (29+5)"
    assert "ikke undersøkt" not in line(desk, "position")


def test_after_a_loss_nothing_is_asked_of_a_birth() -> None:
    lost = Fetus("A", TODAY - 50 * DAY, state=FetusState.LOST, state_on=ON)
    desk = ended(Outcome.LOSS, lost)
    assert "Svangerskapet er over fra 1. mars 2026 (29+5)" in line(desk, "pregnancy")
    assert line(desk, "child") == "Fosteret lever ikke, fra 01.03.2026 (29+5)"
    assert line(desk, "position") == "Leie Svangerskapet er over"
    assert line(desk, "way") == "Solsiden telefon ikke oppgitt"
    assert [one.title for one in made(desk).lines if one.key == "child"] == ["Fosteret"]


def test_a_child_that_died_after_its_birth_is_not_told_of_as_alive() -> None:
    child = Fetus("A", TODAY, state=FetusState.BORN_ALIVE, state_on=ON)
    alive = ended(Outcome.BIRTH, child, active=True)
    assert line(alive, "child") == "Barnet levendefødt 01.03.2026 (29+5)"
    row = Row("newborn", ON, (Cell("child_state", "DIED_0_24H"),), fetus=3)
    died = ended(Outcome.BIRTH, child, row, active=True)
    assert line(died, "child") == "Barnet levendefødt 01.03.2026 (29+5), barnet døde etter fødselen"


def test_the_printed_front_says_it_of_the_one_and_asks_how_the_other_lies_but_not_where_it_is_shown_about() -> (
    None
):
    lost = Fetus("B", TODAY, state=FetusState.LOST, state_on=ON)
    desk = opened(DUE, Fetus("A", TODAY), lost)
    whole, shared = (
        {
            one.label: one.text
            for group in front.pregnancy(desk, discreet=discreet).groups
            for one in group.sayings
        }
        for discreet in (False, True)
    )
    assert whole["Foster B"] == "lever ikke, fra 01.03.2026 (29+5)"
    assert [label for label in whole if label.startswith("Leie")] == ["Leie, foster A"]
    assert shared["Foster B"] == shared["Foster A"]
    assert [label for label in shared if label.startswith("Leie")] == ["Leie, foster A", "Leie, foster B"]


def test_where_one_of_two_died_or_the_child_died_later_the_heading_says_so() -> None:
    two = [
        Fetus("A", TODAY, state=FetusState.BORN_ALIVE, state_on=ON),
        Fetus("B", TODAY, state=FetusState.STILLBORN, state_on=ON),
    ]
    later = Row("newborn", ON, (Cell("child_state", "DIED_LATER"),), fetus=3)
    said = "Født 1. mars 2026"
    for contents, wanted in (
        (two, f"Et barn døde. {said}"),
        ([two[0], later], f"Barnet døde etter fødselen. {said}"),
    ):
        desk = ended(Outcome.BIRTH, *contents, active=True)
        line_of_it = over_line(desk)
        assert line_of_it is not None
        assert line_of_it.title == wanted
        assert f"Hva skjedde {wanted} (29+5)" in line(desk, "pregnancy")
    alone = over_line(ended(Outcome.BIRTH, two[0], active=True))
    assert alone is not None
    assert alone.title == said


def test_the_last_values_of_a_child_that_is_born_are_past() -> None:
    moved = Finding("movements", "YES", ON - 3 * DAY, fetus=3)
    grows = opened(DUE, Fetus("A", TODAY - 50 * DAY), moved)
    assert "Kjenner liv" in [one.label for one in last_values(grows)]
    for state, outcome in (
        (FetusState.STILLBORN, Outcome.STILLBIRTH),
        (FetusState.BORN_ALIVE, Outcome.BIRTH),
    ):
        past = ended(outcome, Fetus("A", TODAY - 50 * DAY, state=state, state_on=ON), moved, active=True)
        assert "Kjenner liv" not in [one.label for one in last_values(past)]


def test_a_visit_agreed_in_the_pregnancy_is_told_as_called_off_once_it_is_over() -> None:
    def marks(desk: Desk) -> list[str]:
        return next(one.marks for one in facts.facts(desk) if one.label == "Neste kontroll")

    agreed = Finding("next_visit", TODAY + DAY, ON - DAY)
    assert marks(opened(DUE, agreed)) == []
    assert marks(ended(Outcome.LOSS, agreed)) == ["avlyst da svangerskapet var over"]
    assert marks(ended(Outcome.BIRTH, replace(agreed, on=ON + DAY), active=True)) == []
    assert marks(ended(Outcome.LOSS, replace(agreed, value=ON))) == []


def test_when_it_was_written_last_counts_a_row_and_what_became_of_a_fetus() -> None:
    """Each entry of a test is a second younger than the one before: seventy are another minute."""
    for one in (VISIT, allergy("Lateks"), Fetus("A", TODAY)):
        assert line(opened(DUE, *[one] * 70), "data") != line(opened(DUE), "data")
