"""Corrections are entries: what was wrong stays, marked; only what differs gets a new version."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions import contacts, worklists
from helsekort.actions.contacts import Corrected
from helsekort.actions.outcomes import Doubt, Refused, Rejected, Stale
from helsekort.record.card import ContactLine
from helsekort.record.entries import Contact, Finding, Status, Way
from tests.cast import Cast, check_up, finding, pressure, read, record
from tests.store.stored import Rows, audit, breaks, written


def _line(cast: Cast, origin: int) -> ContactLine:
    line = read(cast, cast.nora_card).contact(origin)
    assert line is not None
    return line


def _withdraw(cast: Cast, origin: int, base: int, reason: str = "Dobbeltført") -> None:
    contacts.withdraw_contact(
        cast.amir, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_seq=base, reason=reason
    )


def _correct(cast: Cast, origin: int, base: int, *findings: Corrected, **more: object) -> int:
    arguments: dict[str, object] = {"contact": check_up(), "reason": "Tastefeil", **more}
    return contacts.correct_contact(
        cast.amir,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=base,
        findings=list(findings),
        **arguments,  # type: ignore[arg-type]  # the tests choose
    )


@pytest.fixture
def recorded(cast: Cast) -> tuple[int, int, int, int]:
    """Gives the origins of a contact, its pressure, weight and note."""
    origin = record(
        cast, cast.nora_card, pressure(), finding("weight", Decimal(70)), finding("note", "Alt vel.")
    )
    return origin, origin + 1, origin + 2, origin + 3


Recorded = tuple[int, int, int, int]
WEIGHT, NOTE = finding("weight", Decimal(70)), finding("note", "Alt vel.")


def test_only_what_differs_gets_a_new_version(cast: Cast, recorded: Recorded) -> None:
    origin, bp, weight, note = recorded
    wanted = [Corrected(pressure(112), bp), Corrected(WEIGHT, weight), Corrected(NOTE, note)]
    assert _correct(cast, origin, note, *wanted) == origin
    line = _line(cast, origin)
    assert line.contact.last.version == 1
    assert [(trail.origin, trail.last.version) for trail in line.findings] == [
        (bp, 2),
        (weight, 1),
        (note, 1),
    ]
    first, last = line.findings[0].entries
    assert first.content == replace(pressure(), contact=origin)
    assert last.content == replace(pressure(112), contact=origin, status=Status.CORRECTED, reason="Tastefeil")
    assert (first.author, last.author) == (cast.ingrid.party, cast.amir.party)
    (told,) = [line for line in audit(cast.ctx) if line.event == "corrected"]
    assert (told.card, told.party, told.entries) == (cast.nora_card, cast.amir.party, (last.seq,))
    assert breaks(cast.ctx) == []


def test_left_out_is_withdrawn_and_new_is_added(cast: Cast, recorded: Recorded) -> None:
    origin, bp, weight, note = recorded
    _correct(
        cast,
        origin,
        note,
        Corrected(pressure(), bp),
        Corrected(finding("headache", False)),
        Corrected(NOTE, note),
    )
    line = _line(cast, origin)
    standing = {trail.now.what: trail for trail in line.findings if trail.stands}
    assert set(standing) == {"blood_pressure", "note", "headache"}
    (gone,) = [trail for trail in line.findings if not trail.stands]
    assert (gone.origin, gone.now.status, gone.now.reason, gone.now.value) == (
        *(weight, Status.WITHDRAWN, "Tastefeil"),
        Decimal(70),
    )
    assert read(cast, cast.nora_card).latest("weight") is None


def test_the_contact_itself_is_corrected(cast: Cast, recorded: Recorded) -> None:
    origin, bp, weight, note = recorded
    wanted = [Corrected(pressure(), bp), Corrected(WEIGHT, weight), Corrected(NOTE, note)]
    _correct(cast, origin, note, *wanted, contact=replace(check_up(), way=Way.PHONE))
    line = _line(cast, origin)
    assert (line.contact.now.way, line.contact.now.status) == (Way.PHONE, Status.CORRECTED)
    assert line.contact.now.held_by == cast.ingrid.party
    assert {trail.last.version for trail in line.findings} == {1}


def test_who_read_an_older_version_is_told_what_stands_now(cast: Cast, recorded: Recorded) -> None:
    origin, bp, weight, note = recorded
    rest = [Corrected(WEIGHT, weight), Corrected(NOTE, note)]
    _correct(cast, origin, note, Corrected(pressure(112), bp), *rest)
    before = written(cast.ctx)
    with pytest.raises(Stale) as caught:
        _correct(cast, origin, note, Corrected(pressure(113), bp), *rest)
    assert written(cast.ctx) == before
    assert caught.value.line is not None
    assert caught.value.line.standing("blood_pressure")[0].value == pressure(112).value


def test_the_same_correction_twice_is_written_once(cast: Cast, recorded: Recorded) -> None:
    origin, bp, weight, note = recorded
    wanted = [Corrected(pressure(112), bp), Corrected(finding("headache", False)), Corrected(NOTE, note)]
    _correct(cast, origin, note, *wanted)
    before = written(cast.ctx)
    assert _correct(cast, origin, note, *wanted) == origin
    assert written(cast.ctx) == before


def test_a_change_of_another_contact_makes_none_stale(cast: Cast, recorded: Recorded) -> None:
    origin, bp, weight, note = recorded
    record(cast, cast.nora_card, finding("headache", False))
    _correct(
        cast, origin, note, Corrected(pressure(112), bp), Corrected(WEIGHT, weight), Corrected(NOTE, note)
    )
    assert _line(cast, origin).standing("blood_pressure")[0].value == pressure(112).value


def _unchanged(cast: Cast, before: Rows) -> None:
    assert written(cast.ctx) == before
    assert breaks(cast.ctx) == []


def test_a_correction_needs_a_change_and_a_reason(cast: Cast, recorded: Recorded) -> None:
    origin, bp, weight, note = recorded
    same = [Corrected(pressure(), bp), Corrected(WEIGHT, weight), Corrected(NOTE, note)]
    before = written(cast.ctx)
    for findings, reason, code in ((same, "Tastefeil", "nothing-changed"), (same[1:], "  ", "missing")):
        with pytest.raises(Rejected) as caught:
            _correct(cast, origin, note, *findings, reason=reason)
        assert [problem.code for problem in caught.value.problems] == [code]
    _unchanged(cast, before)


def test_a_question_names_the_finding_by_its_place_in_what_was_sent(cast: Cast, recorded: Recorded) -> None:
    """Only new values are asked about, but the form knows them by its own order."""
    origin, bp, weight, note = recorded
    sent = [
        Corrected(pressure(), bp),
        Corrected(finding("haemoglobin", Decimal("20"))),
        Corrected(NOTE, note),
        Corrected(finding("weight", Decimal(160)), weight),
    ]
    with pytest.raises(Doubt) as caught:
        _correct(cast, origin, note, *sent)
    assert sorted((each.index or 0, each.concern.what) for each in caught.value.asked) == [
        (1, "haemoglobin"),
        (3, "weight"),
    ]


def test_a_finding_of_another_contact_is_not_corrected_here(cast: Cast, recorded: Recorded) -> None:
    origin, _, _, note = recorded
    other = record(cast, cast.nora_card, finding("headache", False))
    before = written(cast.ctx)
    with pytest.raises(Refused):
        _correct(cast, origin, note, Corrected(finding("headache", True), other + 1))
    _unchanged(cast, before)


def test_a_withdrawn_contact_stays_readable_and_is_used_by_nothing(cast: Cast, recorded: Recorded) -> None:
    origin, _, _, note = recorded
    _withdraw(cast, origin, note)
    line = _line(cast, origin)
    parts: list[Contact | Finding] = [line.contact.now, *(trail.now for trail in line.findings)]
    assert {(part.status, part.reason) for part in parts} == {(Status.WITHDRAWN, "Dobbeltført")}
    assert len(parts) == 4
    assert line.standing("blood_pressure") == []
    card = read(cast, cast.nora_card)
    assert card.series("blood_pressure") == []
    assert card.latest("weight") is None
    rows = {row.card: row for row in worklists.list_women(cast.ingrid, ctx=cast.ctx)}
    assert rows[cast.nora_card].last_contact is None
    before = written(cast.ctx)
    _withdraw(cast, origin, note)
    _unchanged(cast, before)


def test_nothing_is_written_under_a_withdrawn_contact(cast: Cast, recorded: Recorded) -> None:
    origin, _, _, note = recorded
    _withdraw(cast, origin, note)
    before = written(cast.ctx)
    with pytest.raises(Stale):
        _correct(cast, origin, note, Corrected(pressure(112)))
    with pytest.raises(Refused):
        _correct(cast, origin, _line(cast, origin).last_seq, Corrected(pressure(112)))
    _unchanged(cast, before)


def test_a_stale_withdrawal_is_refused_and_so_is_one_without_reason(cast: Cast, recorded: Recorded) -> None:
    origin, bp, weight, note = recorded
    _correct(
        cast, origin, note, Corrected(pressure(112), bp), Corrected(WEIGHT, weight), Corrected(NOTE, note)
    )
    before = written(cast.ctx)
    for at, base, reason, error in (
        (origin, note, "Dobbeltført", Stale),
        (origin, note + 1, " ", Rejected),
        (999, note, "Dobbeltført", Refused),
    ):
        with pytest.raises(error):
            _withdraw(cast, at, base, reason)
    _unchanged(cast, before)
