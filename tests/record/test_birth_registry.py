"""The preview of the birth notification: every field has its place, and nothing tells of what may not be told."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from docs.content_page import blocks, measurable_of
from helsekort import datafiles
from helsekort.record.birth_registry import Preview, PreviewLine, Reported, preview
from helsekort.record.card import fold
from helsekort.record.endings import Outcome, Over
from helsekort.record.entries import GOES_ON, CardOpened, Cell, Content, DueDate, Entry, Fetus, Finding, Row
from helsekort.record.excerpts import read_excerpt

CATALOGUE = datafiles.catalogue()
TABLE = datafiles.excerpts(CATALOGUE).birth_registry
ON = dt.date(2026, 3, 10)
LENGTH = 283
OPENED = CardOpened(5, ON - dt.timedelta(days=200), 9)
DUE = DueDate(ON, LENGTH, "US_EARLY", ON - dt.timedelta(days=190), ON)
TWINS = (Fetus("A", ON), Fetus("B", ON))
A, B = 3, 4  # their origins on the card below
LIVE = Row("earlier_birth", ON, (Cell("outcome", "LIVE"),))
TERMINATION = replace(LIVE, cells=(Cell("outcome", "TERMINATION"),))


def _preview(*contents: Content, opening: CardOpened = OPENED) -> Preview:
    written = [opening, DUE, *TWINS, *contents]
    entries = [Entry(seq, seq, 1, 0, 6, 9, content) for seq, content in enumerate(written, 1)]
    return preview(fold(7, entries, 330), TABLE, CATALOGUE)


def _line(found: Preview, what: str, fetus: int | None = None) -> PreviewLine:
    (line,) = [
        each for part in found.parts if part.fetus == fetus for each in part.lines if each.what == what
    ]
    return line


def test_every_field_of_the_table_has_its_place() -> None:
    says = {place for part in TABLE.part for place in part.says} | {part.unless for part in TABLE.part}
    (block,) = [each for each in blocks() if each.key == "L"]
    wanted = {place for field in block.fields for place in field.places if measurable_of(place)}
    assert wanted - says == set()
    assert [part.key for part in TABLE.part if part.due] == ["this"]


def test_what_is_there_and_what_is_missing() -> None:
    birth = Row("birth", ON, (Cell("mode", "VAG"), Cell("blood_loss", Decimal(350))))
    found = _preview(birth, Finding("height", Decimal(168), ON))
    assert [each.cell.value for each in _line(found, "blood_loss").answers if each.cell] == [Decimal(350)]
    assert not _line(found, "height").missing
    assert _line(found, "onset").missing
    assert _line(found, "weight").missing


def test_each_child_is_apart_from_the_other_and_from_the_mother() -> None:
    rows = [
        Row("newborn", ON, (Cell("weight_g", Decimal(2400 + origin)),), fetus=origin) for origin in (A, B)
    ]
    found = _preview(*rows)
    for origin in (A, B):
        (answer,) = _line(found, "weight_g", origin).answers
        assert (answer.fetus, answer.cell and answer.cell.value) == (origin, Decimal(2400 + origin))
    assert {part.fetus for part in found.parts if part.part.about == "child"} == {A, B}


def test_earlier_pregnancies_are_sums_of_the_rows_that_are_shown() -> None:
    without = _preview(LIVE, replace(LIVE, cells=(Cell("outcome", "SA_EARLY"),)))
    counts = {what: _line(without, what).count for what in ("live_births", "stillbirths", "miscarriages")}
    assert counts == {"live_births": 1, "stillbirths": 0, "miscarriages": 1}


def test_a_termination_changes_nothing_that_can_be_seen() -> None:
    stated = Finding("previous_pregnancies", Decimal(3), ON)
    for other in ((), (LIVE,)):
        without = _preview(*other)
        told = _preview(
            *other, TERMINATION, replace(TERMINATION, cells=(Cell("outcome", "REDUCTION"),)), stated
        )
        assert told.parts == without.parts
        assert told.reported == without.reported


def test_what_she_objects_to_is_left_out_and_that_is_said() -> None:
    smokes = Row("stimulus", ON, (Cell("stimulus_kind", "TOBACCO"), Cell("asked_at", "FIRST")))
    (habits,) = [part for part in _preview(smokes).parts if part.part.key == "habits"]
    assert not habits.objected
    assert habits.lines[0].answers
    objects = Finding("registry_objection", True, ON)
    (habits,) = [part for part in _preview(smokes, objects).parts if part.part.key == "habits"]
    assert (habits.objected, habits.lines) == (True, ())


@pytest.mark.parametrize(
    ("days", "outcome", "expected"),
    [
        (153, Outcome.STILLBIRTH, Reported.PERHAPS),
        (154, Outcome.STILLBIRTH, Reported.BIRTH),
        (280, Outcome.BIRTH, Reported.BIRTH),
        (83, Outcome.LOSS, Reported.TOO_EARLY),
        (84, Outcome.LOSS, Reported.PERHAPS),
        (153, Outcome.LOSS, Reported.PERHAPS),
        (280, Outcome.UNKNOWN, Reported.UNJUDGED),
    ],
)
def test_whether_it_is_reported_at_and_beside_each_limit(
    days: int, outcome: Outcome, expected: Reported
) -> None:
    on = DUE.edd - dt.timedelta(days=LENGTH - days)
    over = Over(on, outcome)
    goes_on = outcome in GOES_ON
    opening = replace(OPENED, over=over, active=goes_on, ended=None if goes_on else on)
    assert _preview(opening=opening).reported is expected


def test_nothing_is_reported_of_what_is_not_over() -> None:
    assert _preview().reported is Reported.NOT_OVER


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '[[part]]\nkey = "a"\nlabel = "A"\nsays = ["nothing"]\nsource = "s"\nmark = "K"',
            "nothing is no place",
        ),
        (
            '[[part]]\nkey = "a"\nlabel = "A"\nsays = ["birth.height"]\nsource = "s"\nmark = "K"',
            "birth.height",
        ),
        (
            'classes = ["nobody"]\n[[part]]\nkey = "a"\nlabel = "A"\nsays = []\nsource = "s"\nmark = "K"',
            "classes",
        ),
        ('[[part]]\nkey = "a"\nlabel = "A"\nsays = ["height"]\nmark = "K"', "source"),
        ('[[part]]\nkey = "a"\nlabel = "A"\nsays = []\nsource = "s"\nmark = "K"\n' * 2, "one key"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_excerpt("one.toml", text, CATALOGUE)
