"""The job that scores the log: planted look-ups come up for review, ordinary work does not."""

import contextlib
import datetime as dt

import pytest

from helsekort import datafiles
from helsekort.access.actors import system
from helsekort.actions import breaking, cards
from helsekort.actions.outcomes import Refused
from helsekort.actions.reviewing import list_reviews, open_review
from helsekort.actions.snooping import Scored, score_look_ups
from helsekort.actions.taking_in import take_in_woman
from helsekort.cli_snooping import tell_look_ups
from tests import cast as made
from tests.actions import every_emergency_action as example
from tests.actions.test_taking_in import NORA, THURID
from tests.cast import MINUTE, MOMENT, TODAY, Cast

SCORER = system("snooping")
TABLE = datafiles.snooping()


def scored(cast: Cast, since: int = 0) -> Scored:
    return score_look_ups(SCORER, ctx=cast.ctx, since=since, table=TABLE)


def _curious(cast: Cast) -> None:
    """Someone by Nora's family name, who does not care for her, tries to open her card."""
    sister = made.make_clinician(cast.ctx, "Siri Sletten", "900000088", "Nes legekontor", "LE")
    with contextlib.suppress(Refused):
        cards.open_card(sister, ctx=cast.ctx, card=cast.nora_card)


def test_ordinary_work_is_not_put_up(cast: Cast) -> None:
    made.record(cast, cast.nora_card)
    cards.find_woman(cast.amir, ctx=cast.ctx, number=example.number())
    cards.open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    found = scored(cast)
    assert found.look_ups > 4
    assert (found.hits, found.over, found.put_up) == ([], 0, 0)


def test_a_planted_look_up_comes_up_for_review_once(cast: Cast) -> None:
    _curious(cast)
    assert (scored(cast).over, scored(cast).put_up) == (1, 0)
    (line,) = list_reviews(example.reviewer(cast.amir), ctx=cast.ctx).waiting
    assert (line.kind, line.who, line.woman) == ("look-ups", "Siri Sletten", "Nora Haugen Sletten")
    assert line.why == ("refused", "same-name")
    assert line.points == sum(TABLE.rules[name].points for name in line.why)
    opened = open_review(example.reviewer(cast.amir), ctx=cast.ctx, review=line.review)
    assert ([one.event for one in opened.done], opened.until) == (["refused"], None)


def test_what_was_before_the_time_is_not_scored(cast: Cast) -> None:
    _curious(cast)
    assert scored(cast, MOMENT).over == 1
    assert scored(cast, MOMENT + 1).look_ups == 0


def test_an_emergency_is_reviewed_as_that_and_not_put_up_twice(cast: Cast) -> None:
    with contextlib.suppress(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)
    example.broken(cast)
    cards.open_card(cast.lars, ctx=cast.ctx.at(MOMENT + MINUTE), card=cast.nora_card)
    found = scored(cast)
    assert (found.over, found.emergencies) == (0, 1)


def test_numbers_tried_in_the_dark_come_up_too(cast: Cast) -> None:
    """A search that leads nowhere is about no card, and someone made it all the same."""
    for day in (9, 10):
        with contextlib.suppress(Refused):
            breaking.break_glass(cast.lars, ctx=cast.ctx, **example.stated(number=made.number_of(day)))
    (hit,) = scored(cast).hits
    assert (hit.party, hit.card, hit.rules) == (cast.lars.party, 0, ("refused",))


def test_who_takes_in_a_woman_and_only_reads_comes_up_and_who_writes_does_not(cast: Cast) -> None:
    """The new card that a taking-in opens is no sign of anything done."""
    known = take_in_woman(cast.lars, ctx=cast.ctx, newcomer=NORA, key=made.new_key())
    new = take_in_woman(cast.lars, ctx=cast.ctx, newcomer=THURID, key=made.new_key())
    for taken in (known, new):
        cards.open_card(cast.lars, ctx=cast.ctx.at(MOMENT + MINUTE), card=taken.card)
    found = scored(cast)
    alone = {"taken-in", "only-taken-in"}
    assert {hit.card for hit in found.hits if alone <= {*hit.rules}} == {known.card, new.card}
    assert found.put_up == 2
    lines = list_reviews(example.reviewer(cast.amir), ctx=cast.ctx).waiting
    opened = [
        open_review(example.reviewer(cast.amir), ctx=cast.ctx, review=line.review).done for line in lines
    ]
    told = sorted([str(each.event) for each in done] for done in opened)
    assert told == [["taken-in", "read"], ["written", "taken-in", "read"]]
    made.record(cast, new.card, by=cast.lars)
    (wrote,) = (hit for hit in scored(cast).hits if hit.card == new.card)
    assert alone & {*wrote.rules} == {"taken-in"}


def test_the_command_tells_figures_and_no_names(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    _curious(cast)
    assert tell_look_ups(cast.ctx, TABLE, None) == 0
    told = capsys.readouterr().out
    assert "From 2026-03-09: " in told
    assert "1 reach 40 points" in told
    assert "1 of them are new in the queue." in told
    assert "Sletten" not in told
    tell_look_ups(cast.ctx, TABLE, TODAY + dt.timedelta(days=1))
    assert "0 look-ups" in capsys.readouterr().out
