"""Texts and identifiers that somebody made long, or made up to look like others: cut where shown, never mixed up."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.fhir.times import NORWAY
from helsekort.kith.elements import CUT, LONGEST_ID, LONGEST_NAME, LONGEST_TEXT
from helsekort.kith.incoming import Received, read_message
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.samples import Times
from helsekort.kith.lab_report.settle import report_key
from helsekort.kith.lab_report.structs import LabMessage, Number, Text
from helsekort.kith.values import Ident, Party

TAKEN = dt.date(2026, 3, 8)
LONG = "Å" * 30_000


def one(*items: samples.ResultItem, report_id: str = "r", **more: Party) -> LabMessage:
    return samples.message(samples.someone(), Times(TAKEN), items, report_id=report_id, **more)


def read(message: LabMessage, *changes: tuple[str, str]) -> Received:
    text = samples.build(message).decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_message(text.encode(), NORWAY)


@pytest.mark.parametrize(
    ("old", "longest"),
    [("Sletten, Prøve", LONGEST_NAME), ("Fjordlaboratoriet", LONGEST_NAME), ("B-Hemoglobin", LONGEST_NAME)],
)
def test_a_long_name_is_cut_and_says_so(old: str, longest: int) -> None:
    found = read(one(samples.haemoglobin("12.4")), (old, LONG)).messages[0]
    patient = found.report.patients[0]
    names = {patient.name, found.sender.name, patient.items[0].name}
    assert "Å" * longest + CUT in names
    assert patient.items[0].value == Number(samples.number("12.4", "g/dL").value, "12.4", "g/dL")


def test_a_long_range_or_comment_is_cut_and_noted() -> None:
    received = read(one(samples.haemoglobin("12.4")), ("11,7 - 15,3", LONG))
    item = received.messages[0].report.patients[0].items[0]
    assert item.reference == "Å" * LONGEST_NAME + CUT
    assert not item.unreadable
    assert [problem.fault for problem in received.problems] == ["cut-short"]


def test_long_words_are_cut_and_noted() -> None:
    received = read(one(samples.item("1", "NPU19649", "Hiv", samples.worded(LONG))))
    value = received.messages[0].report.patients[0].items[0].value
    assert isinstance(value, Text)
    assert LONGEST_TEXT < len(value.text) < len(LONG)
    assert value.text.endswith(CUT)
    assert [problem.fault for problem in received.problems] == ["cut-short"]


def test_a_long_unit_needs_a_person() -> None:
    item = (
        read(one(samples.haemoglobin("12.4")), ('U="g/dL"', f'U="{LONG}"'))
        .messages[0]
        .report.patients[0]
        .items[0]
    )
    assert item.unreadable
    assert item.as_sent.startswith("12.4 ÅÅÅ")
    assert len(item.as_sent) < LONGEST_TEXT


def test_a_long_code_is_no_other_code() -> None:
    found = read(one(samples.haemoglobin("12.4")), ("NOR05172", "NOR05172" + LONG)).messages[0]
    code = found.report.patients[0].items[0].code
    assert len(code) == LONGEST_ID + len(CUT)


def test_signs_in_an_identifier_make_no_two_reports_one() -> None:
    """A laboratory that calls itself `1#A` and its report `B` is not the one called `1` with a report `A#B`."""
    named = {
        report_key(one(report_id=report_id, laboratory=Party("Lab", (Ident(her_id, "HER"),))))
        for her_id, report_id in (
            ("1#A", "B"),
            ("1", "A#B"),
            ("1", "A%23B"),
            ("1%23A", "B"),
            ("1/HER:2", "B"),
        )
    }
    assert len(named) == 5
    inner = replace(samples.LABORATORY, idents=(Ident("1", "HER"),), units=(samples.LABORATORY.units[0],))
    assert report_key(one(laboratory=inner)) == "HER:1/HER:900102#r"
