"""A laboratory's answer in its stored form: what it says more, and that nothing else may say it."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from helsekort.fhir.stored import card_body, card_content
from helsekort.record.entries import Finding, LabReport, LabSource, Status
from tests.fhir.contents import CATALOGUE, HEAD, ON

LAB = LabSource(
    laboratory="Fjordlaboratoriet",
    report=4,
    item="id:118801",
    sent_value="118",
    sent_unit="g/L",
    reference="117 - 153",
    material="Blod",
)
FINDING = Finding("haemoglobin", Decimal("11.80"), ON, dt.time(7, 57), lab=LAB)
REPORT = LabReport("HER:900101#r1", "r1", "Fjordlaboratoriet", 1_773_133_200_123_000, "CLIN", "", (5,))


def plain(content: Finding | LabReport) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(card_body(content, HEAD, CATALOGUE))
    return body


def read(resource: dict[str, Any]) -> object:
    return card_content(json.dumps(resource).encode(), CATALOGUE)


def test_the_range_says_whose_it_is_and_the_value_stands_as_sent() -> None:
    stored = plain(FINDING)
    assert stored["referenceRange"][0]["text"] == "117 - 153"
    assert stored["referenceRange"][0]["type"]["coding"][0]["code"] == "laboratory"
    assert b'"value":11.80' in card_body(FINDING, HEAD, CATALOGUE)
    assert json.dumps("118") in json.dumps(stored["extension"])
    assert stored["performer"] == [{"display": "Fjordlaboratoriet"}]
    assert stored["specimen"] == {"display": "Blod"}


@pytest.mark.parametrize(
    ("status", "preliminary", "word"),
    [
        (Status.FINAL, True, "preliminary"),
        (Status.CORRECTED, True, "preliminary"),
        (Status.FINAL, False, "final"),
        (Status.CORRECTED, False, "corrected"),
        (Status.WITHDRAWN, False, "entered-in-error"),
    ],
)
def test_the_words_for_how_far_it_has_come(status: Status, preliminary: bool, word: str) -> None:
    finding = replace(FINDING, status=status, lab=replace(LAB, preliminary=preliminary))
    report = replace(REPORT, status=status, preliminary=preliminary)
    for content in (finding, report):
        assert plain(content)["status"] == word
        assert read(plain(content)) == content


@pytest.mark.parametrize("sign", ["<", "<=", ">=", ">"])
def test_a_limit_keeps_its_sign(sign: str) -> None:
    limit = replace(FINDING, lab=replace(LAB, comparator=sign))
    assert plain(limit)["valueQuantity"]["comparator"] == sign
    assert read(plain(limit)) == limit


@pytest.mark.parametrize("part", ["referenceRange", "specimen", "identifier", "performer"])
def test_what_only_a_laboratory_says_is_refused_from_others(part: str) -> None:
    """It would be lost on the way in, and nothing is dropped silently."""
    typed = plain(Finding("haemoglobin", Decimal("11.8"), ON))
    with pytest.raises(msgspec.ValidationError, match="laboratory"):
        read({**typed, part: plain(FINDING)[part]})


def test_a_sign_is_refused_where_no_laboratory_answered() -> None:
    typed = plain(Finding("weight", Decimal(72), ON))
    with pytest.raises(msgspec.ValidationError, match="comparator"):
        read({**typed, "valueQuantity": {**typed["valueQuantity"], "comparator": "<"}})


@pytest.mark.parametrize("part", ["identifier", "performer"])
def test_a_result_without_its_parts_is_refused(part: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="laboratory"):
        read({**plain(FINDING), part: []})


def test_a_result_is_never_measured_at_home_or_copied_from_paper() -> None:
    with pytest.raises(ValueError, match="at home"):
        replace(FINDING, by_woman=True)


@pytest.mark.parametrize("content", [FINDING, REPORT])
def test_nothing_is_withdrawn_and_preliminary(content: Finding | LabReport) -> None:
    preliminary = (
        replace(content, preliminary=True)
        if isinstance(content, LabReport)
        else replace(content, lab=replace(LAB, preliminary=True))
    )
    with pytest.raises(ValueError, match="not preliminary"):
        replace(preliminary, status=Status.WITHDRAWN)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"identifier": []}, "identifier"),
        ({"performer": [{"display": "En"}, {"display": "To"}]}, "performer"),
        ({"code": {"text": "Noe annet"}}, "code"),
        ({"issued": "2026-03-10T08:00:00"}, "offset"),
        ({"result": [{"reference": "Observation/zzzzzzzzzzzz-5"}]}, "another card"),
    ],
)
def test_a_report_that_is_none_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=says):
        read({**plain(REPORT), **change})
