"""What is seen on a screen waits for a person to tell her of it, or for its days, wherever she could meet it."""

from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.actions import cards, private_views, resources, results, rows
from helsekort.actions.outcomes import Rejected
from helsekort.fhir.search import read_query
from helsekort.record.entries import Cell, Row
from tests import cast as made
from tests.cast import TODAY, Cast

DAY = 24 * 60 * made.MINUTE
FOUND = (Cell("anatomy", "FINDING"), Cell("anatomy_note", "Hjertet er på feil side."))
HEAD = Cell("head_circumference", made.Decimal(210))


def scanned(cast: Cast, *cells: Cell, told: bool | None = None) -> int:
    """Ingrid examines Nora's child, and says or does not say that she has told her; the origin about the child."""
    child = Row("ultrasound_fetus", TODAY, cells, fetus=cast.nora_fetus)
    whole = Row("ultrasound", TODAY, (Cell("examiner", "Siv Aas"), Cell("told_her", value=told)))
    written = [child] if told is None else [child, whole]
    given: dict[str, Any] = {"card": cast.nora_card, "findings": [], "rows": written}
    return rows.write_answers(cast.ingrid, ctx=cast.ctx, key=made.new_key(), **given)[0]


def hers(cast: Cast, days: int = 0) -> dict[int, set[str]]:
    """The cells of each row of the examination that she sees, so many days on."""
    ctx = cast.ctx.at(made.MOMENT + days * DAY)
    shown = cards.open_own_card(cast.nora, ctx=ctx).card.rows_of("ultrasound_fetus", cast.nora_fetus)
    return {trail.origin: {cell.what for cell in trail.now.cells} for trail in shown}


def found_by_her_program(cast: Cast) -> bytes:
    query = read_query("Observation", [("patient", "x")])
    found = resources.search_card(
        cast.nora, ctx=cast.ctx, card=cast.nora_card, query=replace(query, filters=())
    )
    return b"".join(each.body or b"" for each in found.matches)


def waiting(cast: Cast) -> list[int]:
    return [*private_views.read_her_view(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).waiting]


def test_what_was_found_waits_for_its_days_and_the_rest_of_the_examination_does_not(cast: Cast) -> None:
    origin = scanned(cast, HEAD, *FOUND)
    days = cast.ctx.results.held["anomaly"].days
    assert hers(cast) == hers(cast, days - 1) == {origin: {HEAD.what}}
    assert hers(cast, days) == {origin: {HEAD.what, "anatomy", "anatomy_note"}}
    said = found_by_her_program(cast)
    assert b"Hjertet" not in said
    assert b"210" in said
    assert waiting(cast) == [origin]


@pytest.mark.parametrize("code", ["FINDING", "AS_FAR_AS_SEEN", "INCOMPLETE"])
def test_a_reassuring_answer_waits_too_for_else_the_silence_would_tell(cast: Cast, code: str) -> None:
    scanned(cast, Cell("anatomy", code))
    assert hers(cast) == {}


@pytest.mark.parametrize("beats", [True, False])
def test_whether_a_heart_beats_waits(cast: Cast, *, beats: bool) -> None:
    scanned(cast, Cell("heart_action", value=beats))
    assert hers(cast) == {}
    theirs = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).card
    assert theirs.rows_of("ultrasound_fetus", cast.nora_fetus)


def test_what_she_was_told_there_and_then_is_hers_at_once(cast: Cast) -> None:
    origin = scanned(cast, *FOUND, told=True)
    assert hers(cast) == {origin: {"anatomy", "anatomy_note"}}
    assert waiting(cast) == []


def test_that_it_was_written_that_she_was_not_told_tells_nothing(cast: Cast) -> None:
    scanned(cast, *FOUND, told=False)
    assert hers(cast) == {}


def test_a_clinician_says_that_she_is_told_now(cast: Cast) -> None:
    origin = scanned(cast, *FOUND)
    up_to = made.read(cast, cast.nora_card).last_seq
    results.mark_told(cast.amir, ctx=cast.ctx, card=cast.nora_card, origins=(origin,), up_to=up_to)
    assert hers(cast) == {origin: {"anatomy", "anatomy_note"}}
    assert waiting(cast) == []


def test_a_correction_waits_anew_and_nothing_it_said_before_shows(cast: Cast) -> None:
    origin = scanned(cast, HEAD, *FOUND, told=True)
    trail = next(each for each in made.read(cast, cast.nora_card).rows if each.origin == origin)
    changed = replace(trail.now, cells=(HEAD, Cell("anatomy", "AS_FAR_AS_SEEN")))
    given = {"origin": origin, "base_seq": trail.last.seq, "row": changed, "reason": "Ny vurdering."}
    rows.correct_row(cast.amir, ctx=cast.ctx, card=cast.nora_card, **given)
    assert hers(cast) == {origin: {HEAD.what}}
    (shown,) = cards.open_own_card(cast.nora, ctx=cast.ctx).card.rows_of("ultrasound_fetus", cast.nora_fetus)
    assert "Hjertet" not in repr(shown.entries)


def test_a_row_of_which_nothing_waits_is_refused(cast: Cast) -> None:
    origin = scanned(cast, HEAD)
    up_to = made.read(cast, cast.nora_card).last_seq
    with pytest.raises(Rejected):
        results.mark_told(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origins=(origin,), up_to=up_to)
