"""Messages are kept first as they came, then placed, each on its own; what cannot be placed waits and says why."""

import datetime as dt
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.actions import receiving, registry
from helsekort.actions.inbox import open_message
from helsekort.actions.outcomes import Rejected, Unavailable
from helsekort.actions.receiving import receive_message, work_inbox
from helsekort.fhir.times import NORWAY
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.structs import Kind, ReportStatus
from helsekort.kith.receipt.parse import read_receipt
from helsekort.kith.receipt.structs import Outcome
from helsekort.kith.safe_xml import LARGEST_BYTES
from helsekort.record.entries import Status
from helsekort.store import inbox
from helsekort.store.database import Busy, Transaction
from tests.answers import (
    KARI,
    NORA,
    STRANGER,
    TAKEN,
    answer,
    ferritin,
    haemoglobin,
    keep,
    opened,
    receive,
    results,
    sent,
    states,
    story,
    thyroxine,
)
from tests.cast import JOB, LAB, MOMENT, TODAY, Cast, name_fetus, pressure, read, record
from tests.store.stored import besides, breaks, written


def test_fifteen_becomes_twelve_becomes_withdrawn(cast: Cast) -> None:
    new, changed, cancelled = story()
    receive(cast.ctx, new)
    trail = results(cast, cast.kari_card)["haemoglobin"]
    assert (trail.now.value, trail.now.status) == (Decimal("15.0"), Status.FINAL)
    assert (trail.now.on, trail.now.at) == (TAKEN, dt.time(7, 57))
    assert trail.now.lab is not None
    assert (trail.now.lab.laboratory, trail.now.lab.material) == ("Fjordlaboratoriet", "Blod")
    assert (trail.now.lab.reference, trail.now.lab.reference_of) == ("11,7 - 15,3", "laboratory")
    receive(cast.ctx, changed)
    trail = results(cast, cast.kari_card)["haemoglobin"]
    assert [str(entry.content.value) for entry in trail.entries] == ["15.0", "12.0"]  # type: ignore[union-attr]  # findings
    assert trail.now.status is Status.CORRECTED
    (receipt,) = receive(cast.ctx, cancelled)
    card = opened(cast, cast.kari_card)
    assert receipt.state == "placed"
    assert card.series("haemoglobin") == []
    assert results(cast, cast.kari_card)["haemoglobin"].now.status is Status.WITHDRAWN
    (report,) = card.reports
    assert (report.now.status, report.now.results) == (Status.WITHDRAWN, (trail.origin,))
    assert breaks(cast.ctx) == []


def test_whatever_the_order_the_card_ends_the_same(cast: Cast) -> None:
    ends = set()
    for order in permutations(range(3)):
        messages = story(report_id=samples.uuid_of(f"order {order}"))
        receive(cast.ctx, *(messages[place] for place in order))
        now = opened(cast, cast.kari_card).findings[-1].now
        assert now.lab is not None
        ends.add((now.value, now.status, now.lab.sent_value))
    assert ends == {(Decimal("12.0"), Status.WITHDRAWN, "12.0")}
    assert {state for state, _ in states(cast.ctx)} == {"placed"}


def test_a_withdrawal_that_comes_first_waits_and_then_holds(cast: Cast) -> None:
    new, _, cancelled = story()
    (first,) = receive(cast.ctx, cancelled)
    assert (first.state, first.reason) == ("waiting", "no-results-yet")
    (second,) = receive(cast.ctx, new)
    assert second.state == "placed"
    assert {state for state, _ in states(cast.ctx)} == {"placed"}
    assert [trail.now.status for trail in opened(cast, cast.kari_card).findings] == [Status.WITHDRAWN]


def test_the_same_bytes_are_kept_and_placed_once(cast: Cast) -> None:
    (raw,) = sent(answer(KARI, haemoglobin("12.4")))
    (first,) = receive(cast.ctx, raw)
    before = written(cast.ctx)
    again = receive_message(LAB, ctx=cast.ctx, raw=raw)
    assert again.repeated
    assert (again.message, again.state, again.answer) == (first.message, "placed", first.answer)
    assert work_inbox(LAB, ctx=cast.ctx) == []
    assert written(cast.ctx) == before


def test_it_is_kept_before_anything_is_done_with_it(cast: Cast) -> None:
    keep(cast.ctx, b"<not a message", b"\x00\xff", b"{}")
    with cast.ctx.database.transaction(write=False) as tx:
        kept = [inbox.raw(tx, number) for number in inbox.in_states(tx, ["received"])]
    assert sorted(kept) == sorted([b"<not a message", b"\x00\xff", b"{}"])


def test_what_is_no_message_is_refused_and_kept(cast: Cast) -> None:
    before = besides(cast.ctx, 0)["entry"]
    receipts = receive(cast.ctx, b"<not a message", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<x/>")
    assert [each.state for each in receipts] == ["refused"] * 3
    assert [each.reason for each in receipts] == ["not-xml", "declares-entities", "unknown-message"]
    assert all(each.answer is None and each.owned for each in receipts)
    assert besides(cast.ctx, 0)["entry"] == before


@pytest.mark.parametrize(("raw", "code"), [(b"", "empty"), (b"x" * (LARGEST_BYTES + 1), "too-large")])
def test_nothing_and_too_much_are_not_kept(cast: Cast, raw: bytes, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        receive_message(LAB, ctx=cast.ctx, raw=raw)
    assert [each.code for each in rejected.value.problems] == [code]
    assert states(cast.ctx) == []


def test_ten_thousand_results_are_placed(cast: Cast) -> None:
    items = [replace(ferritin("24"), item_id=str(number)) for number in range(40)]
    other = [replace(thyroxine(), item_id=f"t{number}") for number in range(9_000)]
    (receipt,) = receive(cast.ctx, *sent(answer(KARI, *items, *other)))
    assert receipt.state == "placed"
    assert len(opened(cast, cast.kari_card).series("ferritin")) == 40


def test_the_receipt_says_that_it_was_taken_in(cast: Cast) -> None:
    message = answer(KARI, haemoglobin("12.4"))
    (receipt,) = receive(cast.ctx, samples.build(message))
    assert receipt.answer is not None
    found = read_receipt(receipt.answer, NORWAY)
    assert (found.outcome, found.original.message_id) == (Outcome.TAKEN, message.message_id)
    assert (found.sender.name, found.receiver.name) == ("Torget legesenter", "Fjordlaboratoriet")


def test_the_receipt_names_results_that_could_not_be_read(cast: Cast) -> None:
    (receipt,) = receive(cast.ctx, *sent(answer(KARI, haemoglobin("11,8"), ferritin("24"))))
    assert receipt.answer is not None
    found = read_receipt(receipt.answer, NORWAY)
    assert found.outcome is Outcome.TAKEN_IN_PART
    assert [error.code for error in found.errors] == ["T02"]
    assert (receipt.state, receipt.reason) == ("waiting", "unreadable")
    assert set(results(cast, cast.kari_card)) == {"ferritin"}


def test_a_message_id_used_for_another_message_is_not_taken(cast: Cast) -> None:
    """Its sender is told, nothing is changed by it, and it is kept for a person to read; the first one has the id."""
    first = answer(KARI, haemoglobin("12.4"))
    second = replace(answer(KARI, haemoglobin("9.9")), message_id=first.message_id)
    receive(cast.ctx, samples.build(first))
    before = written(cast.ctx)["entry"]
    (receipt,) = receive(cast.ctx, samples.build(second))
    assert (receipt.state, receipt.reason, receipt.owned) == ("waiting", "id-used-before", True)
    assert receipt.answer is not None
    told = read_receipt(receipt.answer, NORWAY)
    assert (told.outcome, [error.code for error in told.errors]) == (Outcome.REFUSED, ["E10"])
    assert written(cast.ctx)["entry"] == before
    opened_anew = open_message(cast.amir, ctx=cast.ctx, message=receipt.message)
    assert [(item.value, item.handle) for item in opened_anew.items] == [("9.9", "")]
    (again,) = work_inbox(LAB, ctx=cast.ctx, again=True)
    assert (again.state, again.reason, again.answer) == ("waiting", "id-used-before", receipt.answer)
    assert written(cast.ctx)["entry"] == before


@pytest.mark.parametrize("ahead", ["sent", "issued"])
def test_one_dated_in_the_future_does_not_outlast_a_correction(cast: Cast, ahead: str) -> None:
    """Versions stand in the order of their dates, so one from next year would hide every real one after it."""
    name = samples.uuid_of(f"ahead {ahead}")
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("15.0"), report_id=name)))
    later = answer(KARI, haemoglobin("9.0", Kind.CHANGED), report_id=name, minutes=9, kind=Kind.CHANGED)
    year = dt.timedelta(days=365)
    if ahead == "issued":
        later = replace(later, report=replace(later.report, issued=later.report.issued + year))
    else:
        later = replace(later, sent=later.sent + year, sent_text=(later.sent + year).isoformat())
    (receipt,) = receive(cast.ctx, samples.build(later))
    assert (receipt.state, receipt.reason) == ("waiting", "future-message")
    right = answer(KARI, haemoglobin("12.0", Kind.CHANGED), report_id=name, minutes=60, kind=Kind.CHANGED)
    receive(cast.ctx, samples.build(right))
    assert str(results(cast, cast.kari_card)["haemoglobin"].now.value) == "12.0"
    work_inbox(LAB, ctx=cast.ctx, again=True)
    assert str(results(cast, cast.kari_card)["haemoglobin"].now.value) == "12.0"


def test_no_receipt_is_made_where_none_is_wanted(cast: Cast) -> None:
    (receipt,) = receive(cast.ctx, *sent(replace(answer(KARI, haemoglobin("12.4")), ack_wanted=False)))
    assert (receipt.state, receipt.answer) == ("placed", None)


def test_a_preliminary_answer_becomes_final(cast: Cast) -> None:
    name = samples.uuid_of("preliminary")
    early = answer(KARI, haemoglobin("11.2", status="2"), report_id=name, status=ReportStatus.PRELIMINARY)
    late = answer(KARI, haemoglobin("11.2", Kind.CHANGED), report_id=name, minutes=60, kind=Kind.CHANGED)
    receive(cast.ctx, *sent(early))
    trail = results(cast, cast.kari_card)["haemoglobin"]
    assert trail.now.lab is not None
    assert trail.now.lab.preliminary
    receive(cast.ctx, *sent(late))
    trail = results(cast, cast.kari_card)["haemoglobin"]
    assert trail.now.lab is not None
    assert (trail.now.status, trail.now.lab.preliminary, len(trail.entries)) == (Status.FINAL, False, 2)


def test_a_limit_is_stored_with_its_sign(cast: Cast) -> None:
    low = samples.number("5", "ug/L", samples.Comparator.LESS)
    receive(cast.ctx, *sent(answer(KARI, samples.item("1", "NPU19763", "P-Ferritin", low))))
    now = results(cast, cast.kari_card)["ferritin"].now
    assert now.lab is not None
    assert (now.value, now.lab.comparator) == (Decimal(5), "<")


def test_another_unit_is_reckoned_and_kept_as_sent(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("118", unit="g/L"))))
    now = results(cast, cast.kari_card)["haemoglobin"].now
    assert now.lab is not None
    assert (now.value, now.lab.sent_value, now.lab.sent_unit) == (Decimal("11.8"), "118", "g/L")


@pytest.mark.parametrize(
    ("message", "state", "reason"),
    [
        (answer(STRANGER, haemoglobin("12.4")), "waiting", "unknown-person"),
        (answer(replace(KARI, name="Vik, Mona"), haemoglobin("12.4")), "waiting", "name-differs"),
        (
            answer(replace(KARI, born=dt.date(1990, 5, 30)), haemoglobin("12.4")),
            "waiting",
            "birth-date-differs",
        ),
        (
            answer(replace(KARI, number=KARI.number[:-1] + "0"), haemoglobin("12.4")),
            "waiting",
            "number-fails",
        ),
        (answer(KARI, haemoglobin("12.4"), taken=TODAY - dt.timedelta(days=900)), "waiting", "no-pregnancy"),
        (answer(KARI, haemoglobin("12.4"), taken=TODAY + dt.timedelta(days=1)), "waiting", "future-sample"),
        (answer(KARI, haemoglobin("12.4"), subjects=()), "waiting", "no-sample-date"),
        (answer(KARI, haemoglobin("118")), "waiting", "implausible"),
        (answer(KARI, ferritin("24", "mol")), "waiting", "unit"),
        (answer(KARI, thyroxine()), "outside", "unknown-code"),
        (answer(KARI, thyroxine(), taken=TODAY - dt.timedelta(days=900)), "outside", "unknown-code"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_placed_says_why(cast: Cast, message: Any, state: str, reason: str) -> None:  # noqa: ANN401  # a LabMessage
    before = written(cast.ctx)["entry"]
    (receipt,) = receive(cast.ctx, samples.build(message))
    assert (receipt.state, receipt.reason) == (state, reason)
    assert written(cast.ctx)["entry"] == before


def test_one_result_that_needs_a_person_stops_no_other(cast: Cast) -> None:
    (receipt,) = receive(
        cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), ferritin("24", "mol"), thyroxine()))
    )
    assert (receipt.state, receipt.reason) == ("waiting", "unit")
    assert set(results(cast, cast.kari_card)) == {"haemoglobin"}


def test_a_result_that_a_change_makes_unclear_no_longer_stands(cast: Cast) -> None:
    name = samples.uuid_of("unclear")
    receive(
        cast.ctx,
        *sent(
            answer(KARI, ferritin("24"), report_id=name),
            answer(KARI, ferritin("25", "mol"), report_id=name, minutes=9, kind=Kind.CHANGED),
        ),
    )
    assert opened(cast, cast.kari_card).series("ferritin") == []
    assert ("waiting", "unit") in states(cast.ctx)


def test_a_result_is_the_newest_by_its_sample_not_by_its_arrival(cast: Cast) -> None:
    early = answer(KARI, haemoglobin("11.0"), taken=TODAY - dt.timedelta(days=30))
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.0")), early))
    latest = opened(cast, cast.kari_card).latest("haemoglobin")
    assert latest is not None
    assert latest.value == Decimal("12.0")


def test_a_report_that_names_two_women_stands_with_neither(cast: Cast) -> None:
    name = samples.uuid_of("two women")
    about_kari = answer(KARI, haemoglobin("15.0"), report_id=name)
    about_nora = answer(NORA, haemoglobin("12.0", Kind.CHANGED), report_id=name, minutes=9, kind=Kind.CHANGED)
    receive(cast.ctx, *sent(about_kari))
    assert set(results(cast, cast.kari_card)) == {"haemoglobin"}
    receive(cast.ctx, *sent(about_nora))
    for card in (cast.kari_card, cast.nora_card):
        assert results(cast, card) == {}
        assert opened(cast, card).reports == []
    assert set(states(cast.ctx)) == {("waiting", "patient-differs")}
    assert breaks(cast.ctx) == []


def test_nothing_else_on_any_card_is_touched(cast: Cast) -> None:
    record(cast, cast.kari_card, pressure())
    name_fetus(cast.ctx, cast.ingrid, cast.kari_card)
    before, others = read(cast, cast.kari_card), besides(cast.ctx, cast.kari_card)
    receive(cast.ctx, *story())
    after = read(cast, cast.kari_card)
    assert (after.contacts, after.due_dates, after.fetuses) == (
        before.contacts,
        before.due_dates,
        before.fetuses,
    )
    kept = ("entry", "body", "card", "seen", "audit", "audit_payload", "task")
    assert {table: besides(cast.ctx, cast.kari_card)[table] for table in kept} == {
        table: others[table] for table in kept
    }


# --- what fails ------------------------------------------------------------------------------------------


def test_a_message_that_makes_the_program_fail_is_parked_after_three_tries(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    bad, good = sent(answer(KARI, haemoglobin("12.4")), answer(NORA, haemoglobin("11.1")))
    sort = receiving._sort
    (poison,) = keep(cast.ctx, bad)

    def failing(doing: Any, number: int) -> Any:  # noqa: ANN401  # as _sort takes it
        if number == poison.message:
            raise ZeroDivisionError("a value out of the message: 12.4")
        return sort(doing, number)

    monkeypatch.setattr(receiving, "_sort", failing)
    keep(cast.ctx, good)
    found = [{each.message: each.state for each in work_inbox(LAB, ctx=cast.ctx)} for _ in range(4)]
    assert "placed" in found[0].values()
    assert [each.get(poison.message) for each in found] == ["received", "received", "parked", None]
    assert set(results(cast, cast.nora_card)) == {"haemoglobin"}
    said = capfd.readouterr().err
    assert "ZeroDivisionError" in said
    assert "12.4" not in said


def test_one_that_ends_the_program_is_not_tried_forever(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The try is counted before it begins; after a while another begins."""
    (kept,) = keep(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"))))

    def ends(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(receiving, "_sort", ends)
    lease = cast.ctx.results.tries.lease_seconds * 1_000_000
    for number in range(3):
        with pytest.raises(KeyboardInterrupt):
            work_inbox(LAB, ctx=cast.ctx.at(MOMENT + number * lease))
        assert work_inbox(LAB, ctx=cast.ctx.at(MOMENT + (number + 1) * lease - 1)) == []
    assert work_inbox(LAB, ctx=cast.ctx.at(MOMENT + 3 * lease)) == []
    with cast.ctx.database.transaction(write=False) as tx:
        row = inbox.message(tx, kept.message)
    assert row is not None
    assert (row.state, row.reason) == ("parked", "failed")


def test_a_database_that_fails_costs_a_message_no_try(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    (kept,) = keep(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"))))

    def busy(tx: Transaction, number: int) -> bytes:
        raise Busy("the disk is full")

    for _ in range(5):
        with monkeypatch.context() as patched, pytest.raises(Unavailable):
            patched.setattr(inbox, "raw", busy)
            work_inbox(LAB, ctx=cast.ctx)
    (receipt,) = work_inbox(LAB, ctx=cast.ctx)
    assert (receipt.message, receipt.state) == (kept.message, "placed")


def test_what_waited_is_placed_once_it_can_be(cast: Cast) -> None:
    """Worked again, an answer about a sample from before the card was known to begin finds its place."""
    early = answer(KARI, haemoglobin("12.4"), taken=TODAY + dt.timedelta(days=1))
    receive(cast.ctx, *sent(early))
    assert states(cast.ctx) == [("waiting", "future-sample")]
    tomorrow = cast.ctx.at(MOMENT + 24 * 60 * 60 * 1_000_000)
    assert work_inbox(LAB, ctx=tomorrow) == []
    (receipt,) = work_inbox(LAB, ctx=tomorrow, again=True)
    assert receipt.state == "placed"


def test_what_was_erased_by_law_does_not_come_back(cast: Cast) -> None:
    new, changed, _ = story()
    receive(cast.ctx, new)
    origin = results(cast, cast.kari_card)["haemoglobin"].origin
    registry.erase_body(JOB, ctx=cast.ctx, card=cast.kari_card, seq=origin, basis="§ 25")
    receive(cast.ctx, changed)
    assert results(cast, cast.kari_card) == {}
    assert breaks(cast.ctx) == []
