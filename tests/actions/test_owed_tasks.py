"""A task has an owner and a day: it stands on the owner's list until it is done, also when the card is closed."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.actions import closing, endings, owed_tasks, registry, rows
from helsekort.actions.endings import Ending
from helsekort.record.entries import Cell, Row
from tests import cast as made
from tests.actions.test_children import newborn
from tests.cast import JOB, TODAY, Cast
from tests.store.stored import breaks
from tests.web.at_work import AtWork, card_path, words

FOUR_MONTHS = TODAY + dt.timedelta(days=120)
A_DAY = 24 * 60 * made.MINUTE


def task(owner: str = "Amir Rahimi", due: dt.date = FOUR_MONTHS, *more: Cell) -> Row:
    cells = (Cell("task_kind", "HBA1C_4_MONTHS"), Cell("task_owner", owner), Cell("task_due", due))
    return Row("task", TODAY, (*cells, *more))


def write(cast: Cast, row: Row) -> int:
    [origin] = rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=[row], key=made.new_key()
    )
    return origin


def listed(cast: Cast, who: str = "amir") -> list[tuple[int, bool, bool]]:
    found = owed_tasks.list_tasks(getattr(cast, who), ctx=cast.ctx)
    return [(one.origin, one.mine, one.overdue) for one in found]


def later(cast: Cast, days: int) -> Cast:
    return replace(cast, ctx=cast.ctx.at(cast.ctx.now() + days * A_DAY))


def test_a_task_stands_on_its_owners_list_alone(cast: Cast) -> None:
    origin = write(cast, task(" amir rahimi "))
    assert listed(cast) == [(origin, True, False)]
    assert (listed(cast, "ingrid"), listed(cast, "lars")) == ([], [])
    assert listed(later(cast, 121)) == [(origin, True, True)]
    assert breaks(cast.ctx) == []


@pytest.mark.parametrize("kind", sorted(owed_tasks.OF_CHILD))
def test_nobody_is_reminded_of_a_task_for_a_child_that_does_not_live(cast: Cast, kind: str) -> None:
    second = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    for what in (kind, "HB"):
        write(cast, replace(task(), cells=(Cell("task_kind", what), *task().cells[1:])))
    hers = replace(cast, nora_fetus=second)
    codes = {cast.nora_fetus: "STILL_BEFORE", second: "LIVE"}
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=Ending(TODAY, codes), key="end", looked=True
    )
    told = lambda: {one.kind for one in owed_tasks.list_tasks(cast.amir, ctx=cast.ctx)}  # noqa: E731  # asked twice
    assert told() == {kind, "HB"}, "one of two lives"
    write(cast, newborn(hers, "DIED_LATER"))
    assert told() == {"HB"}


def test_one_that_nobody_here_owns_is_shown_to_those_who_care_for_her(cast: Cast) -> None:
    origin = write(cast, task("Fastlegen"))
    assert listed(cast) == listed(cast, "ingrid") == [(origin, False, False)]
    assert listed(cast, "lars") == []


def test_of_two_with_one_name_neither_is_taken_for_the_owner(cast: Cast) -> None:
    second = made.make_clinician(cast.ctx, "Amir Rahimi", "900000022", "Vik legekontor", "LE")
    made.begin_care(cast.ctx, cast.nora, second)
    origin = write(cast, task())
    assert listed(cast) == [(origin, False, False)]


def test_what_is_due_first_comes_first(cast: Cast) -> None:
    late, soon = write(cast, task()), write(cast, task(due=TODAY))
    assert [origin for origin, *_ in listed(cast)] == [soon, late]


def test_it_outlives_the_card(cast: Cast) -> None:
    born_on = TODAY - dt.timedelta(days=cast.ctx.terms.lists.closing.days)
    ending = Ending(born_on, {cast.nora_fetus: "LIVE"})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=made.new_key(), looked=True
    )
    origin = write(cast, task())
    closing.close_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, born_on=born_on)
    assert listed(later(cast, 200)) == [(origin, True, True)]


def test_withdrawn_or_erased_it_waits_for_nobody(cast: Cast) -> None:
    first, second = write(cast, task()), write(cast, task())
    seq = made.read(cast, cast.nora_card).last_seq
    rows.withdraw_row(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=first, base_seq=seq, reason="Feil kvinne"
    )
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=second, basis="§ 25")
    assert listed(cast) == []


def test_given_and_done_on_its_page_with_who_and_when(cast: Cast) -> None:
    origin = write(cast, task())
    amir, path = AtWork(cast.ctx, cast.amir, "amir"), f"{card_path(cast.nora_card)}/oppgave/{origin}"
    assert "Oppgaver : én åpen" in amir.says("/klinikk")
    assert "HbA1c fire måneder etter fødselen" in amir.says("/klinikk/oppgaver")
    wrong = amir.post(path, act="give", base=str(origin), to="Lars Brekke")
    assert (wrong.status_code, "velg ett av svarene" in words(wrong.text)) == (422, True)
    assert amir.post(path, act="give", base=str(origin), to="Ingrid Dahl").status_code == 303
    assert (listed(cast), listed(cast, "ingrid")) == ([], [(origin, True, False)])
    ingrid = AtWork(cast.ctx, cast.ingrid, "ingrid")
    stale = ingrid.post(path, act="done", base=str(origin), on="10.03.2026")
    assert (stale.status_code, "Ingenting er lagret" in words(stale.text)) == (409, True)
    base = str(origin + 1)
    assert ingrid.post(path, act="done", base=base, on="32.13.2026").status_code == 422
    assert ingrid.post(path, act="drop", base=base, why=" ").status_code == 422
    assert ingrid.post(path, act="done", base=base, on="10.03.2026").status_code == 303
    assert listed(cast, "ingrid") == []
    said = ingrid.says(path)
    assert "Grunn: Gitt til Ingrid Dahl" in said
    assert "Er den gjort?" not in said


def test_one_that_is_no_longer_wanted_says_why(cast: Cast) -> None:
    origin = write(cast, task())
    amir, path = AtWork(cast.ctx, cast.amir, "amir"), f"{card_path(cast.nora_card)}/oppgave/{origin}"
    assert amir.post(path, act="drop", base=str(origin), why="Har flyttet til utlandet").status_code == 303
    assert listed(cast) == []
    assert "Har flyttet til utlandet" in amir.says(path)
    assert amir.get(f"{card_path(cast.nora_card)}/oppgave/1").status_code == 404
