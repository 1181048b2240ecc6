"""Earlier pregnancies, ultrasound, birth, child and the weeks after, as the clinical reference tells of them."""

from collections.abc import Iterator

import pytest

from helsekort.record.card import Card
from helsekort.record.entries import Pressure, Row
from helsekort.record.gestation import GestationalAge
from tests.cast import TODAY
from tests.demo.conftest import DAYS_TO_SIX_WEEKS, Lived, live
from tests.demo.reference import AFTER, BIRTHS, EARLIER, SCANS, WOMEN, Child, Earlier

TWELVE = sorted(WOMEN)


def said(row: Row, what: str) -> str:
    value = row.value(what)
    return "" if value is None else str(value)


def rows(card: Card, group: str, fetus: int | None = None) -> list[Row]:
    return [trail.now for trail in card.rows_of(group, fetus)]


@pytest.mark.parametrize("story", TWELVE)
def test_what_happened_before(lived: Lived, story: str) -> None:
    found = []
    for row in rows(lived.card(story), "earlier_birth"):
        age = said(row, "age_at_birth")
        year = lived.today.year - int(said(row, "birth_year"))
        weeks = str(GestationalAge(int(age))) if age else ""
        rest = (said(row, what) for what in ("mode", "weight_g", "child_sex", "outcome"))
        found.append(Earlier(year, weeks, *rest))
    assert found == EARLIER.get(story, [])


@pytest.mark.parametrize("story", TWELVE)
def test_every_ultrasound_is_there_with_what_was_measured_on_each_fetus(lived: Lived, story: str) -> None:
    card, found = lived.card(story), {}
    for examination in rows(card, "ultrasound"):
        of_day = []
        for fetus in card.live_fetuses():
            of_day.append(fetus.now.label)
            for row in rows(card, "ultrasound_fetus", fetus.origin):
                numbers = [cell for cell in row.cells if lived.ctx.catalogue[cell.what].kind == "quantity"]
                of_day += [f"{one.what}={one.value}" for one in numbers if row.on == examination.on]
        found[(examination.on - lived.today).days] = " ".join(of_day)
    assert found == SCANS[story]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The same stories when the last of them is over."""
    folder = tmp_path_factory.mktemp("six-weeks")
    made = live(f"sqlite:///{folder / 'demo.db'}", TODAY, days_on=DAYS_TO_SIX_WEEKS)
    yield made
    made.ctx.database.close()


@pytest.mark.parametrize("story", sorted(BIRTHS))
def test_the_birth_and_each_child(grown: Lived, story: str) -> None:
    expected, card = BIRTHS[story], grown.card(story)
    (birth,) = rows(card, "birth")
    assert (birth.on - grown.today).days == expected.day
    assert str(card.age(birth.on)) == expected.age
    assert [said(birth, what) for what in ("onset", "mode", "blood_loss")] == [*expected[2:5]]
    assert [child(card, fetus.origin) for fetus in card.live_fetuses()] == expected.children


def child(card: Card, fetus: int) -> Child:
    (row,) = rows(card, "newborn", fetus)
    plain = [said(row, what) for what in ("child_sex", "weight_g", "length_cm", "head_cm")]
    return Child(*plain, " ".join(said(row, f"apgar_{minutes}") for minutes in (1, 5, 10)))


@pytest.mark.parametrize("story", sorted(BIRTHS))
def test_the_weeks_after_it(grown: Lived, story: str) -> None:
    card = grown.card(story)
    pressures = {(row.on - grown.today).days: pressure(row) for row in rows(card, "postpartum")}
    assert pressures == AFTER[story]
    weights = [
        said(row, "weight_g")
        for fetus in card.live_fetuses()
        for row in rows(card, "newborn_check", fetus.origin)
    ]
    assert " ".join(filter(None, weights)) == BIRTHS[story].weights


def pressure(row: Row) -> str:
    value = row.value("blood_pressure")
    return f"{value.systolic}/{value.diastolic}" if isinstance(value, Pressure) else ""


def test_what_was_not_taken_is_not_there(grown: Lived) -> None:
    """The storm: Hilde's child was not weighed on the fourth day, and nothing stands for it."""
    card = grown.card("hilde")
    (check,) = rows(card, "newborn_check", card.live_fetuses()[0].origin)
    assert check.value("weight_g") is None
    assert not any(cell.what == "weight_g" for cell in check.cells)


def test_a_task_that_was_done_is_marked_and_one_for_later_has_an_owner(grown: Lived) -> None:
    (dose,) = rows(grown.card("hilde"), "task")
    assert (dose.value("task_state"), dose.reason) == ("DONE", "Gitt")
    later = [row for row in rows(grown.card("fatima"), "task") if row.value("task_state") == "OPEN"]
    assert [row.value("task_kind") for row in later] == ["HBA1C_4_MONTHS", "HBA1C_YEARLY"]
    assert {row.value("task_owner") for row in later} == {"Amir Rahimi"}
