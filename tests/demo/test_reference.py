"""Each of the twelve women has the card that the clinical reference tells of."""

import datetime as dt

import pytest

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import cards
from helsekort.record.card import Card, ContactLine
from helsekort.record.entries import ContactKind, Pressure
from tests.demo.conftest import Lived
from tests.demo.reference import CHECK_UPS, LIE, RESULTS, WOMEN

DAY = dt.timedelta(days=1)
TWELVE = sorted(WOMEN)


def check_ups(lived: Lived, story: str) -> list[ContactLine]:
    """Those that stand, oldest first."""
    lines = lived.card(story).contacts
    planned = [
        line for line in lines if line.contact.stands and line.contact.now.kind is ContactKind.CHECK_UP
    ]
    return sorted(planned, key=lambda line: (line.contact.now.on, line.contact.origin))


def pressures(line: ContactLine) -> str:
    found = [finding.value for finding in line.standing("blood_pressure")]
    return " ".join(f"{one.systolic}/{one.diastolic}" for one in found if isinstance(one, Pressure))


def shown(line: ContactLine, what: str) -> str:
    return "".join(str(finding.value) for finding in line.standing(what))


@pytest.mark.parametrize("story", TWELVE)
def test_how_far_she_is_and_how_we_know(lived: Lived, story: str) -> None:
    her, card = WOMEN[story], lived.card(story)
    due = card.due
    assert due is not None
    assert (due.edd - lived.today).days == her.edd
    assert (due.method, due.length) == (her.method, 283)
    assert str(card.age(card.over.on if card.over else lived.today)) == her.age


@pytest.mark.parametrize("story", TWELVE)
def test_who_she_is(lived: Lived, story: str) -> None:
    her = WOMEN[story]
    herself = Actor(ActorKind.WOMAN, lived.card(story).opening.now.woman)
    opened = cards.open_own_card(herself, ctx=lived.ctx)
    assert opened.woman.name == her.name
    assert opened.woman.age(lived.today) == her.years
    # her birthday is neither today nor tomorrow, so that she is of this age whenever the day ends
    assert opened.woman.age(lived.today + DAY) == her.years


@pytest.mark.parametrize("story", TWELVE)
def test_every_check_up_is_there_with_what_was_measured(lived: Lived, story: str) -> None:
    lines = check_ups(lived, story)
    expected = CHECK_UPS[story]
    assert [pressures(line) for line in lines] == [one.pressures for one in expected]
    assert [shown(line, "weight") for line in lines] == [one.weight for one in expected]
    assert [shown(line, "fundal_height") for line in lines] == [one.fundal_height for one in expected]
    card = lived.card(story)
    for line, one in zip(lines, expected, strict=True):
        day = lived.today + one.day * DAY
        assert str(card.age(day)) == one.age
        # moved off a weekend, and by nothing else
        assert abs((line.contact.now.on - day).days) == (day.weekday() >= 5)


@pytest.mark.parametrize("story", TWELVE)
def test_every_result_is_there(lived: Lived, story: str) -> None:
    card = lived.card(story)
    for day, said in RESULTS[story].items():
        on = lived.today + day * DAY
        for one in said.split():
            what, value = one.split("=")
            near = [str(trail.now.value) for trail in card.series(what) if abs((trail.now.on - on).days) <= 1]
            assert near == [value], f"{what} on day {day}"
    taken = sum(len(said.split()) for said in RESULTS[story].values())
    laboratory = [
        trail
        for trail in card.all_findings()
        if lived.ctx.catalogue[trail.now.what].category == "laboratory" and trail.stands
    ]
    assert len(laboratory) == taken, "nothing is there that the reference does not say"


def newest_lie(card: Card, fetus: int) -> str:
    """As last felt or seen by ultrasound."""
    seen = [(trail.now.on, str(trail.now.value)) for trail in card.series("presentation", fetus)]
    for trail in card.rows_of("ultrasound_fetus", fetus):
        value = trail.now.value("presentation")
        seen += [(trail.now.on, str(value))] if value else []
    return max(seen)[1] if seen else ""


@pytest.mark.parametrize("story", TWELVE)
def test_how_each_child_lies(lived: Lived, story: str) -> None:
    card = lived.card(story)
    lies = [newest_lie(card, trail.origin) for trail in card.live_fetuses()]
    assert " ".join(filter(None, lies)) == LIE.get(story, "")


def test_what_was_not_asked_is_not_there(lived: Lived) -> None:
    for what in ("allergies", "abo", "rhd", "weight", "blood_pressure", "births"):
        assert lived.card("emma").latest(what) is None
    assert lived.card("selam").latest("allergies") is None
    assert lived.card("selam").latest("prepregnancy_weight") is None


def test_home_readings_are_hers_and_the_unread_result_waits(lived: Lived) -> None:
    nora = lived.card("nora")
    home = [trail.now for trail in nora.series("blood_pressure") if trail.now.by_woman]
    said = [f"{one.value.systolic}/{one.value.diastolic}" for one in home if isinstance(one.value, Pressure)]
    assert said == ["139/89", "141/90", "144/93", "143/91"]
    newest = nora.latest("haemoglobin")
    assert newest is not None
    assert newest.lab is not None


def test_a_number_typed_wrong_and_a_visit_written_twice_leave_their_trail(lived: Lived) -> None:
    weights = {trail.origin: trail for trail in lived.card("ragnhild").series("weight")}
    corrected = [trail for trail in weights.values() if trail.corrected]
    assert [[str(entry.content.value) for entry in one.entries] for one in corrected] == [["96.3", "69.3"]]  # type: ignore[union-attr]  # findings
    withdrawn = [line for line in lived.card("fatima").contacts if not line.contact.stands]
    assert [line.contact.now.reason for line in withdrawn] == ["Ført to ganger"]


def test_a_date_from_abroad_keeps_its_length(lived: Lived) -> None:
    due = lived.card("agnieszka").due
    assert due is not None
    assert (due.length, str(lived.card("agnieszka").age(lived.today))) == (280, "30+0")
    assert due.paper is not None


def test_a_woman_without_a_norwegian_number_has_a_d_number(lived: Lived) -> None:
    woman = cards.open_own_card(
        Actor(ActorKind.WOMAN, lived.card("selam").opening.now.woman), ctx=lived.ctx
    ).woman
    assert int(woman.numbers[0].value[:2]) > 40


def test_the_laboratorys_patient_was_sampled_in_2017(lived: Lived) -> None:
    (trail,) = [each for each in lived.card("line").all_findings() if each.now.what == "haemoglobin"]
    assert [str(entry.content.value) for entry in trail.entries][:2] == ["15.0", "12.0"]  # type: ignore[union-attr]  # findings
    assert not trail.stands
    assert trail.now.on == dt.date(2017, 9, 20)
    assert str(lived.card("line").age(trail.now.on)) == "12+5"
