"""Receipts: written as the standard has them, read back as they were, and refused when they contradict themselves."""

import datetime as dt

import pytest

from helsekort.kith.faults import REMEDIES, Effect, Fault, Problem, UnreadableMessage
from helsekort.kith.lab_report import samples
from helsekort.kith.receipt.errors import errors_for
from helsekort.kith.receipt.parse import read_receipt
from helsekort.kith.receipt.structs import ERROR_NAMES, Original, Outcome, Receipt, ReceiptError
from helsekort.kith.receipt.write import write_receipt
from helsekort.kith.values import Code, Ident, Party, Unit
from tests.kith.reading import NORWAY, read

MADE = dt.datetime(2026, 3, 2, 8, 6, tzinfo=dt.UTC)
US = Party(
    "Bakken legekontor",
    (Ident("900201", "HER"), Ident("998570328", "ENH")),
    (Unit("Lab", (Ident("7", "HER"),)),),
)
ERROR = ReceiptError("T02", "Message/ServReport/Patient/ResultItem[3]")


def receipt(outcome: Outcome, *errors: ReceiptError) -> Receipt:
    """About the first message of the haemoglobin story."""
    raw, *_ = samples.haemoglobin_story(samples.someone(), dt.date(2026, 3, 2))
    received = read(raw)
    return Receipt(samples.uuid_of("receipt"), MADE, US, received.sender, outcome, received.original, errors)


@pytest.mark.parametrize(
    "one",
    [
        receipt(Outcome.TAKEN),
        receipt(Outcome.REFUSED, ERROR, ReceiptError("E10")),
        receipt(Outcome.TAKEN_IN_PART, ERROR),
    ],
    ids=lambda one: one.outcome.name,
)
def test_it_comes_back_as_it_went(one: Receipt) -> None:
    assert read_receipt(write_receipt(one), NORWAY) == one


def test_it_names_the_message_and_its_time_as_they_came() -> None:
    text = write_receipt(receipt(Outcome.TAKEN)).decode()
    assert '<Status V="1" DN="OK"/>' in text
    assert "<IssueDate>2026-03-02T09:05:10</IssueDate>" in text
    assert '<MsgType V="SVAR_LAB"' in text
    assert "<Error" not in text


def test_a_day_alone_becomes_a_moment() -> None:
    day = Original(Code("SVAR_LAB"), MADE, "2026-03-02", "x")
    one = Receipt("1", MADE, US, US, Outcome.TAKEN, day)
    assert "<IssueDate>2026-03-02T08:06:00Z</IssueDate>" in write_receipt(one).decode()


def test_an_error_says_code_list_and_place() -> None:
    text = write_receipt(receipt(Outcome.REFUSED, ERROR)).decode()
    assert 'V="T02" S="2.16.578.1.12.4.1.1.8221" DN="XML validerer ikke" OT="Message/' in text


def test_a_receipt_that_contradicts_itself_cannot_be_made() -> None:
    for outcome, errors in ((Outcome.TAKEN, (ERROR,)), (Outcome.REFUSED, ()), (Outcome.TAKEN_IN_PART, ())):
        with pytest.raises(ValueError, match="has errors"):
            receipt(outcome, *errors)
    with pytest.raises(ValueError, match="Z99"):
        receipt(Outcome.REFUSED, ReceiptError("Z99"))


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_an_error_of_the_list(fault: Fault) -> None:
    (error,) = errors_for([Problem(fault, "Message", Effect.MESSAGE)])
    assert error.code in ERROR_NAMES
    assert error.place == "Message"


def test_which_problems_are_named() -> None:
    problems = [
        Problem(Fault.NOT_A_TIME, "a", Effect.NOTE),
        Problem(Fault.NOT_A_NUMBER, "b", Effect.ITEM),
        Problem(Fault.NOT_A_NUMBER, "b", Effect.ITEM),
        Problem(Fault.OLDER_VERSION, "", Effect.MESSAGE),
    ]
    assert errors_for(problems) == (ReceiptError("T10"),)
    assert errors_for(problems, least=Effect.ITEM) == (ReceiptError("T02", "b"), ReceiptError("T10"))


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("apprec/2012-02-15", "apprec/2004-11-21", Fault.OLDER_VERSION),
        ("apprec/2012-02-15", "other", Fault.UNKNOWN_MESSAGE),
        ('Status V="2"', 'Status V="4"', Fault.UNKNOWN_CODE),
        ('Status V="2"', 'Status V="1"', Fault.UNKNOWN_ELEMENT),
        ("<OriginalMsgId>", "<Original>", Fault.NOT_XML),
        ("<GenDate>2026", "<GenDate>20", Fault.NOT_A_TIME),
        ("<Sender>", "<Sender/><Sender>", Fault.REPEATED),
    ],
)
def test_a_broken_receipt_is_refused(before: str, after: str, fault: Fault) -> None:
    text = write_receipt(receipt(Outcome.REFUSED, ERROR)).decode()
    with pytest.raises(UnreadableMessage) as caught:
        read_receipt(text.replace(before, after, 1).encode(), NORWAY)
    assert caught.value.code is fault
    assert caught.value.remedy == REMEDIES[fault]


def test_a_receipt_without_what_it_needs_is_refused() -> None:
    text = write_receipt(receipt(Outcome.REFUSED, ERROR)).decode()
    for name in ("Sender", "Receiver", "OriginalMsgId", "Status", "Id"):
        start = text.rindex(f"<{name}") if name == "Id" else text.index(f"<{name}")
        with pytest.raises(UnreadableMessage):
            read_receipt((text[:start] + text[start:].replace(name, "Other")).encode(), NORWAY)


def test_an_error_of_another_list_is_any_other_error() -> None:
    text = write_receipt(receipt(Outcome.REFUSED, ERROR)).decode().replace('V="T02"', 'V="54"')
    assert [one.code for one in read_receipt(text.encode(), NORWAY).errors] == ["X99"]
