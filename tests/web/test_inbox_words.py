"""Every reason why a message waits has a sentence, and what to do next."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.actions.inbox import InboxRow, OpenedMessage, OutsideRow
from helsekort.actions.sent import SentFault, SentItem, SentPerson
from helsekort.kith.faults import Fault
from helsekort.kith.lab_report.mapping import Reason
from helsekort.record.ids import to_text
from helsekort.web.clinician import inbox
from helsekort.web.clinician.inbox_reasons import fault_words, reason
from helsekort.web.shared.texts import texts_for
from tests.cast import MOMENT, TODAY

NB = texts_for("nb")
REASONS = (
    "unknown-person",
    "number-fails",
    "person-unidentified",
    "birth-date-differs",
    "name-differs",
    "patient-differs",
    "no-pregnancy",
    "two-pregnancies",
    "no-sample-date",
    "future-sample",
    "no-results-yet",
    "code-differs",
    "sample-time-differs",
    "implausible",
    "id-used-before",
    "failed",
    "unknown-laboratory",
    "laboratory-elsewhere",
    "erased-by-law",
    "future-message",
    "uncoded",
    *Reason,
)
ROW = InboxRow(
    message=99,
    state="waiting",
    reason="unknown-person",
    laboratory="Fjordbyen laboratorium",
    person="Ukjent, Ida",
    received=MOMENT,
    days=0,
    messages=1,
    unit="Torget legesenter",
    can_place=True,
    can_open=True,
)
ITEM = SentItem(
    "B-Hemoglobin", "NOR05172", "12.4", "g/dL", "11,7 - 15,3", "", TODAY, False, False, "card", ""
)


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_says_why_and_what_to_do(code: str) -> None:
    said = reason(NB, code)
    assert said.known
    assert said.why.endswith(".")
    assert said.next.endswith(".")


def test_no_two_reasons_say_the_same() -> None:
    said = {code: reason(NB, code).why for code in REASONS}
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_of_a_refused_message_says_why_and_what_to_do(fault: Fault) -> None:
    said = reason(NB, fault, "refused")
    assert said.known
    assert "Ring dem" in said.next
    assert fault_words(NB, fault) == said.why


def test_one_code_in_two_states_has_two_meanings() -> None:
    assert reason(NB, "unknown-code", "refused").why != reason(NB, "unknown-code", "outside").why


def test_a_reason_that_is_not_known_yet_still_has_a_way_on() -> None:
    said = reason(NB, "made-up-later")
    assert not said.known
    assert "Ring laboratoriet" in said.next


def test_the_list_is_by_state_and_says_how_long_each_has_waited() -> None:
    rows = [ROW, InboxRow(98, "refused", "not-xml", None, None, MOMENT, 3, 2, None, False, True)]
    waiting, refused = inbox.groups(NB, rows, TODAY)
    assert (waiting.title, waiting.lines[0].person, waiting.lines[0].age) == (
        "Venter på en person",
        "Ukjent, Ida",
        "i dag",
    )
    line = refused.lines[0]
    assert (line.person, line.laboratory, line.age) == ("navn ikke lest", "avsender ikke lest", "3 dager")


@pytest.mark.parametrize("state", ["waiting", "parked", "refused", "received", "outside", "later"])
def test_no_state_is_left_out_of_the_list(state: str) -> None:
    row = InboxRow(97, state, "", None, None, MOMENT, 0, 1, None, False, True)
    (group,) = inbox.groups(NB, [row], TODAY)
    assert len(group.lines) == 1


def test_what_was_sent_is_shown_as_sent_with_its_fate() -> None:
    waiting = SentItem("", "X1", "5", "mg/L", "", "<", None, False, True, "waiting", "unit")
    row = replace(ROW, reason="unit", can_place=False)
    first, second = inbox.items(NB, OpenedMessage(row, items=(ITEM, waiting)))
    assert (first.value, first.fate, first.marks) == ("12.4 g/dL", "på kortet", [])
    assert (second.name, second.value, second.sampled) == ("X1", "< 5 mg/L", "ikke oppgitt")
    assert second.fate.startswith("venter: ")
    assert second.marks == ["foreløpig"]


def test_nothing_of_a_report_that_waits_as_a_whole_is_said_to_be_on_the_card() -> None:
    (item,) = inbox.items(NB, OpenedMessage(ROW, items=(ITEM,)))
    assert item.fate == "føres på kortet når svaret er plassert"


def test_who_a_message_is_about_says_what_was_not_sent() -> None:
    nobody = SentPerson("", "", None, "")
    (said,) = inbox.persons(NB, OpenedMessage(ROW, persons=(nobody,)))
    assert {text for _, text in said} == {"ikke oppgitt"}


def test_the_number_is_filled_in_only_where_the_message_is_sure_of_it() -> None:
    person = SentPerson("Berg, Kari", "03859000232", dt.date(1990, 5, 3), "")
    sure = InboxRow(99, "waiting", "no-pregnancy", None, None, MOMENT, 0, 1, None, True, True)
    assert inbox.number_as_sent(OpenedMessage(sure, persons=(person,))) == person.number
    assert inbox.number_as_sent(OpenedMessage(ROW, persons=(person,))) == ""
    assert inbox.number_as_sent(OpenedMessage(sure, persons=(person, person))) == ""


def test_a_fault_is_told_with_its_place() -> None:
    fault = SentFault("not-a-number", "Message/ServReport", "write the number with digits")
    assert inbox.faults(NB, OpenedMessage(ROW, faults=(fault,))) == [
        ("Et tall i meldingen kan ikke leses.", "Message/ServReport")
    ]


def test_what_is_outside_the_card_is_named_without_values() -> None:
    rows = [
        OutsideRow(99, "Fjordbyen laboratorium", TODAY, MOMENT, ("Us-FT4", "P-TSH")),
        OutsideRow(None, "Fjordbyen laboratorium", None, MOMENT, ()),
    ]
    assert inbox.outside(NB, rows, TODAY) == [
        (
            "Us-FT4, P-TSH",
            "Fjordbyen laboratorium",
            "prøve tatt 10.03.2026",
            f"/klinikk/innboks/{to_text(99)}",
        ),
        ("navn ikke oppgitt", "Fjordbyen laboratorium", "prøvedag ikke oppgitt, mottatt 10.03.", ""),
    ]
