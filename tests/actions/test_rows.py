"""Rows: written with what a form holds, judged cell by cell, corrected and withdrawn; the trail stays."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions import contacts, rows
from helsekort.actions.judging_rows import cell_mark
from helsekort.actions.outcomes import Doubt, Gone, KeyUsedBefore, Problem, Rejected, Stale
from helsekort.record.entries import Absent, Cell, Moment, Pressure, Row, Status
from tests.cast import TODAY, Cast, check_up, finding, new_key, pressure, read
from tests.store.stored import breaks, content

ALLERGY = Row("allergy", TODAY, (Cell("substance", "Penicillin"), Cell("reaction", None, Absent.DECLINED)))


def _write(cast: Cast, *written: Row, key: str = "", confirmed: frozenset[str] = frozenset()) -> list[int]:
    sent = {"card": cast.nora_card, "findings": [], "rows": list(written), "key": key or new_key()}
    return list(rows.write_answers(cast.ingrid, ctx=cast.ctx, confirmed=confirmed, **sent))  # type: ignore[arg-type]


def _problems(cast: Cast, *written: Row) -> list[Problem]:
    with pytest.raises(Rejected) as rejected:
        _write(cast, *written)
    return rejected.value.problems


def test_a_row_is_read_back_as_it_was_written(cast: Cast) -> None:
    child = Row("newborn_check", TODAY, (Cell("length_cm", Decimal("50.10")),), fetus=cast.nora_fetus)
    sent = [ALLERGY, child]
    origins = _write(cast, *sent)
    card = read(cast, cast.nora_card)
    assert [(trail.origin, trail.now) for trail in card.rows] == list(zip(origins, sent, strict=True))
    assert card.latest_row("allergy") == ALLERGY
    assert card.latest_row("newborn_check") is None
    assert card.latest_row("newborn_check", cast.nora_fetus) == child
    assert ALLERGY.value("reaction") is None
    assert breaks(cast.ctx) == []


def test_a_form_is_saved_whole_and_once(cast: Cast) -> None:
    sent = {"card": cast.nora_card, "findings": [finding("allergies", False)], "rows": [ALLERGY], "key": "k"}
    first = rows.write_answers(cast.ingrid, ctx=cast.ctx, **sent)  # type: ignore[arg-type]
    before = content(cast.ctx)
    assert rows.write_answers(cast.ingrid, ctx=cast.ctx, **sent) == first  # type: ignore[arg-type]
    with pytest.raises(KeyUsedBefore):
        _write(cast, ALLERGY, key="k")
    bad = replace(ALLERGY, group="nothing")
    _problems(cast, ALLERGY, bad)
    assert content(cast.ctx) == before


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (replace(ALLERGY, group="nothing"), Problem("nothing.0.group", "unknown")),
        (replace(ALLERGY, cells=(Cell("reaction", "utslett"),)), Problem("allergy.0.substance", "missing")),
        (replace(ALLERGY, cells=()), Problem("allergy.0.form", "empty")),
        (
            replace(ALLERGY, cells=(*ALLERGY.cells, Cell("weight", Decimal(70)))),
            Problem("allergy.0.weight", "unknown"),
        ),
        (
            replace(ALLERGY, cells=(Cell("substance", None),)),
            Problem("allergy.0.substance", "value-or-absent"),
        ),
        (replace(ALLERGY, cells=(Cell("substance", True),)), Problem("allergy.0.substance", "form")),
        (replace(ALLERGY, fetus=3), Problem("allergy.0.fetus", "fetus")),
        (replace(ALLERGY, contact=999), Problem("allergy.0.contact", "no-such-contact")),
        (replace(ALLERGY, on=TODAY + dt.timedelta(days=1)), Problem("allergy.0.on", "future")),
        (
            Row("newborn_check", TODAY, (Cell("length_cm", Decimal(50)),)),
            Problem("newborn_check.0.fetus", "fetus"),
        ),
    ],
)
def test_what_no_row_can_be_is_refused_with_its_place(cast: Cast, row: Row, problem: Problem) -> None:
    before = content(cast.ctx)
    assert problem in _problems(cast, row)
    assert content(cast.ctx) == before


def test_a_cell_is_asked_about_and_refused_as_a_finding_is(cast: Cast) -> None:
    unusual = Row(
        "postpartum", TODAY, (Cell("uterus", "Fast"), Cell("blood_pressure", Pressure(Decimal(30), None)))
    )
    with pytest.raises(Doubt) as doubt:
        _write(cast, ALLERGY, unusual)
    assert {(asked.index, asked.in_row) for asked in doubt.value.asked} == {(1, True)}
    mark = cell_mark(unusual, unusual.cells[1])
    with pytest.raises(Doubt):
        _write(cast, unusual, confirmed=frozenset({mark}))  # 30 cannot be meant, and is not confirmed away
    stated = replace(unusual.cells[1], unverified="Lest av på papir.")
    assert _write(cast, replace(unusual, cells=(unusual.cells[0], stated)))


def test_a_planned_day_lies_ahead_and_is_not_asked_about(cast: Cast) -> None:
    ahead = Cell("task_due", TODAY + dt.timedelta(days=120))
    row = Row("task", TODAY, (Cell("task_kind", "HB"), Cell("task_owner", "Amir Rahimi"), ahead))
    assert _write(cast, row)


def test_a_day_ahead_is_asked_about(cast: Cast) -> None:
    ahead = Cell("waters_broke", Moment(TODAY + dt.timedelta(days=1), dt.time(3, 20)))
    row = Row("birth", TODAY, (Cell("mode", "VAG"), ahead))
    with pytest.raises(Doubt) as doubt:
        _write(cast, row)
    assert [asked.concern.why for asked in doubt.value.asked] == ["ahead"]
    assert _write(cast, row, confirmed=frozenset({cell_mark(row, ahead)}))


def _correct(cast: Cast, origin: int, row: Row, base: int, reason: str = "Tastefeil") -> int:
    return rows.correct_row(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_seq=base, row=row, reason=reason
    )


def test_a_row_is_corrected_and_the_trail_stays(cast: Cast) -> None:
    (origin,) = _write(cast, ALLERGY)
    right = replace(ALLERGY, cells=(Cell("substance", "Latex"),))
    _correct(cast, origin, right, base=origin)
    (trail,) = read(cast, cast.nora_card).rows_of("allergy")
    assert trail.now == replace(right, status=Status.CORRECTED, reason="Tastefeil")
    assert trail.entries[0].content == ALLERGY
    before = content(cast.ctx)
    assert _correct(cast, origin, right, base=origin) == origin  # sent twice
    with pytest.raises(Stale) as stale:
        _correct(cast, origin, ALLERGY, base=origin)
    assert stale.value.row == trail
    for base, row, reason in ((999, right, "Ny grunn"), (999, ALLERGY, " ")):
        with pytest.raises(Rejected):
            _correct(cast, origin, row, base=base, reason=reason)
    assert content(cast.ctx) == before


def test_a_withdrawn_row_stands_no_more_and_stays_readable(cast: Cast) -> None:
    (origin,) = _write(cast, ALLERGY)
    asked = {"ctx": cast.ctx, "card": cast.nora_card, "origin": origin}
    with pytest.raises(Stale):
        rows.withdraw_row(cast.ingrid, base_seq=origin - 1, reason="Feil kvinne", **asked)  # type: ignore[arg-type]
    rows.withdraw_row(cast.ingrid, base_seq=origin, reason="Ikke allergi", **asked)  # type: ignore[arg-type]
    card = read(cast, cast.nora_card)
    assert card.rows_of("allergy") == []
    assert card.rows[0].now == replace(ALLERGY, status=Status.WITHDRAWN, reason="Ikke allergi")
    before = content(cast.ctx)
    rows.withdraw_row(cast.ingrid, base_seq=origin, reason="Ikke allergi", **asked)  # type: ignore[arg-type]
    with pytest.raises(Rejected):
        rows.withdraw_row(cast.ingrid, base_seq=999, reason="Annet", **asked)  # type: ignore[arg-type]
    with pytest.raises(Gone):
        _correct(cast, origin, ALLERGY, base=999)
    assert content(cast.ctx) == before


def test_a_row_goes_with_its_contact(cast: Cast) -> None:
    contact = contacts.record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=check_up(),
        findings=[pressure()],
        key=new_key(),
    )
    _write(cast, replace(ALLERGY, contact=contact))
    line = read(cast, cast.nora_card).contact(contact)
    assert line is not None
    assert len(line.rows) == 1
    contacts.withdraw_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=contact,
        base_seq=line.last_seq,
        reason="Feil dag",
    )
    assert read(cast, cast.nora_card).rows_of("allergy") == []


def test_a_contact_on_the_wrong_woman_takes_its_rows_along(cast: Cast) -> None:
    contact = contacts.record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=check_up(),
        findings=[pressure()],
        key=new_key(),
    )
    _write(cast, replace(ALLERGY, contact=contact))
    contacts.move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=contact,
        base_seq=999,
        to_number=None,
        reason="Feil kvinne",
    )
    card = read(cast, cast.nora_card)
    assert card.rows == []
    assert any(isinstance(entry.content, Row) for entry in card.misplaced)
