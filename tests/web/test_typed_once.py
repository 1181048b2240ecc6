"""What was typed in one place is offered in the next, by a press, and never filled in by itself."""

import datetime as dt

import pytest

from helsekort.actions import rows
from helsekort.record.endings import Outcome
from helsekort.record.entries import Cell, FromPaper, Moment, Row
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork, amir, card_path, ingrid
from tests.web.test_form_pages import Pad

FIRST_DAY = TODAY - dt.timedelta(days=70)


def _typed(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def who(cast: Cast) -> AtWork:
    """Ingrid, in front of the pages."""
    return ingrid(cast)


def _due(cast: Cast, who: AtWork, method: str) -> Pad:
    return Pad(who, f"{card_path(cast.kari_card)}/termin?metode={method}")


def _propose(pad: Pad, **typed: str) -> int:
    path, pad.path = pad.path, pad.path.partition("?")[0] + "/foresla"
    status = pad.press(**typed).status_code
    pad.path = path
    return status


@pytest.mark.parametrize(("method", "certain"), [("LMP_SURE", "Ta med: ja"), ("LMP_UNSURE", "Ta med: nei")])
def test_a_due_date_tells_the_last_period(cast: Cast, who: AtWork, method: str, certain: str) -> None:
    assert _propose(_due(cast, who, method), measured=_typed(FIRST_DAY)) == 303
    visit = Pad(who, card_path(cast.kari_card) + "/skjema/first-visit")
    assert certain in visit.says()
    assert (visit.typed("last_period"), visit.typed("take")) == ([""], [])
    visit.press("take-all")
    assert visit.press().status_code == 303, visit.says()
    card = made.read(cast, cast.kari_card)
    period = card.latest("last_period")
    assert period is not None
    assert period.value == FIRST_DAY
    assert card.latest("last_period_certain")
    assert "Ta med" not in Pad(visit.who, visit.path).says()


def test_the_last_period_is_offered_to_the_due_date_and_taken_by_a_press(cast: Cast, who: AtWork) -> None:
    found = [made.finding("last_period", FIRST_DAY)]
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=cast.kari_card, findings=found, rows=[], key="k")
    pad = _due(cast, who, "LMP_SURE")
    assert (pad.typed("measured"), pad.typed("take")) == ([""], [])
    assert _propose(pad) == 422
    day = _typed(FIRST_DAY)
    assert _propose(pad, measured="01.01.2026", take=day) == 422
    assert "både hentet og fylt ut" in pad.says()
    assert _propose(pad, measured="", take=day) == 303
    assert made.read(cast, cast.kari_card).due_dates[-1].now.measured_on == FIRST_DAY


def test_a_scan_is_offered_with_its_day_to_the_due_date(cast: Cast, who: AtWork) -> None:
    due = made.EDD
    scan = Row("ultrasound", TODAY, (Cell("scan_indication", "EARLY"), Cell("edd_proposed", due)))
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=cast.kari_card, findings=[], rows=[scan], key="k")
    pad = _due(cast, who, "US_EARLY")
    assert "Fra ultralyd" in pad.says()
    assert _propose(pad, take=f"{_typed(due)} {_typed(TODAY)}") == 303
    written = made.read(cast, cast.kari_card).due_dates[-1].now
    assert (written.edd, written.measured_on) == (due, TODAY)


def test_a_transfer_tells_of_the_assisted_conception(cast: Cast, who: AtWork) -> None:
    assert _propose(_due(cast, who, "ART_TRANSFER"), measured=_typed(FIRST_DAY), embryo_days="5") == 303
    visit = Pad(who, card_path(cast.kari_card) + "/skjema/first-visit")
    visit.press("take-all")
    assert visit.press().status_code == 303, visit.says()
    card = made.read(cast, cast.kari_card)
    assert [one.now.value for one in card.findings if one.now.what == "assisted_conception_on"] == [FIRST_DAY]


def _from_paper(cast: Cast, who: AtWork) -> Pad:
    pad = Pad(who, card_path(cast.kari_card) + "/skjema/first-visit")
    assert "som forrige" not in pad.says()
    pad.press(height="168", paper="1", paper_written_by="Mona Lie", paper_written_on=_typed(FIRST_DAY))
    assert pad.answer.status_code == 303, pad.says()
    return pad


MONA = FromPaper("Mona Lie", FIRST_DAY)


def test_the_second_form_from_paper_takes_one_tick(cast: Cast, who: AtWork) -> None:
    _from_paper(cast, who)
    week_36 = Pad(who, card_path(cast.kari_card) + "/skjema/week-36")
    assert f"som forrige: Mona Lie, {_typed(FIRST_DAY)}" in week_36.says()
    assert week_36.typed("paper_again") == []
    assert week_36.press(birth_preparation_talk="Y", paper_again="1").status_code == 303
    visit = Pad(who, card_path(cast.kari_card) + "/kontroll")
    assert visit.press(weight="70", paper_again="1").status_code == 303, visit.says()
    due = _due(cast, who, "LMP_SURE")
    assert _propose(due, measured=_typed(FIRST_DAY), paper_again="1") == 303
    card = made.read(cast, cast.kari_card)
    told = [card.latest("birth_preparation_talk"), card.latest("weight"), card.due_dates[-1].now]
    assert [one.paper for one in told if one] == [MONA] * 3


def test_untouched_the_offer_marks_nothing(cast: Cast, who: AtWork) -> None:
    _from_paper(cast, who)
    pad = Pad(who, card_path(cast.kari_card) + "/kontroll")
    assert pad.press(weight="70").status_code == 303
    weight = made.read(cast, cast.kari_card).latest("weight")
    assert weight is not None
    assert weight.paper is None


def test_another_day_beside_the_tick_is_the_day_and_another_name_is_asked_about(
    cast: Cast, who: AtWork
) -> None:
    _from_paper(cast, who)
    pad = Pad(who, card_path(cast.kari_card) + "/kontroll")
    pad.press(weight="70", paper_again="1", paper_written_by="Turid Nes")
    assert pad.answer.status_code == 422
    assert "både hentet og fylt ut" in pad.says()
    assert pad.press(paper_written_by="", paper_written_on=_typed(TODAY)).status_code == 303
    weight = made.read(cast, cast.kari_card).latest("weight")
    assert weight is not None
    assert weight.paper == FromPaper("Mona Lie", TODAY)


def test_it_is_offered_to_the_one_who_copied_and_on_that_card_and_that_day(cast: Cast, who: AtWork) -> None:
    _from_paper(cast, who)
    other = Pad(who, card_path(cast.nora_card) + "/kontroll")
    assert "som forrige" not in other.says()
    assert "som forrige" not in amir(cast).says(card_path(cast.kari_card) + "/kontroll")


def _child(cast: Cast) -> Row:
    born = Cell("born_at", Moment(TODAY, dt.time(3, 20)))
    return Row("newborn", TODAY, (Cell("child_state", "ALIVE"), born), fetus=cast.nora_fetus)


def _over(cast: Cast, who: AtWork) -> Pad:
    return Pad(who, card_path(cast.nora_card) + "/avslutning")


def _looked(pad: Pad, **typed: str) -> int:
    """An ending in a week that is unusual is looked at once more, as a person would."""
    status = pad.press(**typed).status_code
    return status if status == 303 else pad.press(looked="1").status_code


def test_the_child_that_is_written_of_tells_the_ending(cast: Cast, who: AtWork) -> None:
    rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=[_child(cast)], key="k"
    )
    pad = _over(cast, who)
    assert "Ta med: 10.03.2026, levendefødt Fra skjemaet om fødselen" in pad.says()
    assert pad.press().status_code == 422
    mark = f"{cast.nora_fetus}:{TODAY.isoformat()}:LIVE"
    assert pad.press(take=mark, on="01.01.2026").status_code == 422
    assert "både hentet og fylt ut" in pad.says()
    assert pad.press(take=f"{cast.nora_fetus}:2026-01-01:LIVE", on="").status_code == 422
    assert _looked(pad, take=mark, on="") == 303
    over = made.read(cast, cast.nora_card).over
    assert over is not None
    assert (over.on, over.outcome) == (TODAY, Outcome.BIRTH)


def test_the_ending_tells_the_form_about_the_birth_by_a_press(cast: Cast, who: AtWork) -> None:
    typed = {"on": _typed(TODAY), f"outcome-{cast.nora_fetus}": "LIVE"}
    assert _looked(_over(cast, who), **typed) == 303
    pad = Pad(who, card_path(cast.nora_card) + "/skjema/birth")
    child = f"newborn.f{cast.nora_fetus}."
    assert (pad.typed(child + "born_at"), pad.typed(child + "child_state")) == ([""], [""])
    pad.press("born")
    assert (pad.typed(child + "born_at"), pad.typed(child + "child_state")) == ([_typed(TODAY)], ["ALIVE"])
    assert pad.press(**{child + "born_at-at": "03.20"}).status_code == 303
    (row,) = made.read(cast, cast.nora_card).rows_of("newborn", cast.nora_fetus)
    assert row.now.value("born_at") == Moment(TODAY, dt.time(3, 20))
    assert "Ta med i skjemaet" not in Pad(who, pad.path).says()
