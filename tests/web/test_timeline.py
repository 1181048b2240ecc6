"""The timeline and what is open: everything that happened in one list, and nothing that waits left out."""

import datetime as dt

from msgspec.structs import replace

from helsekort.record.endings import FetusState
from helsekort.record.entries import Cell, Fetus, Finding, Row, Status
from helsekort.web.clinician.meetings import last_meetings, visits
from helsekort.web.clinician.open_actions import open_actions
from helsekort.web.clinician.timeline import timeline
from tests.web.test_clinician_wording import DUE, TODAY, VISIT, opened
from tests.web.test_first_screen import CALL, blood_pressure, weight

DAY = dt.timedelta(days=1)
NOT_HELD = Row(
    "visit_not_held",
    TODAY - DAY,
    (
        Cell("planned_on", TODAY - DAY),
        Cell("not_held_why", "CLINIC_CANCELLED"),
        Cell("new_visit_on", TODAY + DAY),
    ),
)


def test_calls_check_ups_visits_not_held_and_home_readings_stand_in_one_list_newest_first() -> None:
    home = blood_pressure(143, 91, 3, home=True)
    advice = Finding("advice", "Ring igjen", TODAY, contact=4)
    lines, in_all = timeline(opened(DUE, VISIT, CALL, advice, NOT_HELD, home))
    assert [one.kind for one in lines] == ["contact", "check-up", "due", "not-held", "home"]
    assert "Ring igjen" in lines[0].text
    assert "vi avlyste" in lines[3].text
    assert in_all == 5


def test_only_as_many_lines_as_are_asked_for_and_how_many_there_are() -> None:
    lines, in_all = timeline(opened(DUE, VISIT, CALL, NOT_HELD), 2)
    assert (len(lines), in_all) == (2, 4)


def test_a_withdrawn_contact_stands_with_its_reason_and_without_its_values() -> None:
    gone = replace(VISIT, status=Status.WITHDRAWN, reason="Feil kvinne")
    (line,) = [one for one in timeline(opened(DUE, gone, weight("71", 0)))[0] if one.kind == "check-up"]
    assert (line.withdrawn, line.text) == (True, "Feil kvinne")


def test_what_became_of_a_fetus_stands_there_once() -> None:
    lost = Fetus("B", TODAY - 60 * DAY, state=FetusState.LOST, state_on=TODAY - DAY)
    lines, _all = timeline(opened(DUE, Fetus("A", TODAY - 60 * DAY), lost))
    assert [(one.what, one.text) for one in lines if one.kind == "fetus"] == [
        ("Foster B", "lever ikke, fra 09.03.2026 (30+6)")
    ]
    born = Fetus("A", TODAY - 60 * DAY, state=FetusState.BORN_ALIVE, state_on=TODAY)
    told = Row("newborn", TODAY, (Cell("child_state", "ALIVE"),), fetus=3)
    elsewhere = replace(told, on=TODAY - 3 * DAY)
    for row, lines_of_it in ((None, 1), (told, 0), (elsewhere, 1)):
        lines, _all = timeline(opened(DUE, born, *([row] if row else [])))
        assert [one.what for one in lines if one.kind == "fetus"] == ["Barnet"] * lines_of_it


def test_what_is_open_is_told_what_is_late_first_and_what_is_done_is_not() -> None:
    def task(note: str, due: dt.date, state: str) -> Row:
        cells = (Cell("task_note", note), Cell("task_due", due), Cell("task_state", state))
        return Row("task", TODAY, cells)

    acts = open_actions(
        opened(
            replace(DUE, proposed=True),
            task("HbA1c", TODAY + DAY, "OPEN"),
            task("Hofter", TODAY - DAY, "OPEN"),
            task("Smear", TODAY, "DONE"),
        )
    )
    assert [act.urgent for act in acts] == [True, False, False]
    assert acts[0].text.startswith("Hofter")
    assert not any("Smear" in act.text for act in acts)
    assert open_actions(opened(DUE)) == []


def test_the_next_visit_is_the_one_agreed_last_until_a_check_up_comes() -> None:
    later = visits(opened(DUE, NOT_HELD))
    assert (later.next, later.late) == ("11.03. (om 1 dag)", False)
    assert "vi avlyste" in later.not_held
    missed = Finding("next_visit", TODAY - 2 * DAY, TODAY - 9 * DAY)
    assert visits(opened(DUE, missed)).late
    held = visits(opened(DUE, missed, VISIT))
    assert (held.next, held.last) == ("", "10.03. (i dag)")


def test_the_newer_of_the_two_last_meetings_stands_first_and_none_is_said() -> None:
    assert [one.origin for one in last_meetings(opened(DUE, VISIT, CALL))] == [4, 3]
    assert [one.origin for one in last_meetings(opened(DUE))] == [0, 0]
