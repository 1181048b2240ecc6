"""The published svarrapport examples: each is read, and each report ends as its comments say."""

import os
from itertools import permutations
from pathlib import Path

import pytest

from helsekort.kith.lab_report.mapping import Mapped, map_item
from helsekort.kith.lab_report.settle import settle
from helsekort.kith.lab_report.settled import SettledReport, State
from helsekort.kith.lab_report.structs import LabMessage, Number, Text
from tests.kith.reading import CATALOGUE, TABLE, all_items, only, read

FOLDER = Path(os.environ["HELSEKORT_KITH_SAMPLES"])
FILES = sorted(FOLDER.glob("Svar_*.xml"))
FAMILIES = ("biokjemi", "mikrobiologi_gruppert", "patologi_cytologi", "radiologi")


def _message(family: str, version: str) -> LabMessage:
    return only((FOLDER / f"Svar_{family}_v1-4_{version}.xml").read_bytes())


def _settled(family: str, *versions: str) -> SettledReport:
    return settle(_message(family, version) for version in versions)


def test_there_are_some() -> None:
    assert len(FILES) >= 12


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_each_is_read_without_a_problem(file: Path) -> None:
    received = read(file.read_bytes())
    assert received.problems == ()
    assert received.messages[0].report.patients[0].number_holds
    assert all(not item.unreadable for item in all_items(received.messages[0]))


@pytest.mark.parametrize("family", FAMILIES)
def test_each_report_ends_withdrawn_in_whatever_order_it_came(family: str) -> None:
    messages = [_message(family, version) for version in ("Ny", "Endring", "Kansellering")]
    ends = [settle(order) for order in permutations(messages)]
    assert all(end == ends[0] for end in ends)
    assert ends[0].state is State.WITHDRAWN
    assert ends[0].doubts == ()
    items = ends[0].patients[0].items
    assert items
    assert all(item.state is State.WITHDRAWN and item.doubts == () for item in items)


def test_haemoglobin_goes_from_fifteen_to_twelve_and_ft4_is_withdrawn() -> None:
    items = {one.item_id: one for one in _settled("biokjemi", "Ny", "Endring").patients[0].items}
    assert len(items) == 8
    haemoglobin = items["118891129"]
    assert haemoglobin.standing is not None
    assert isinstance(haemoglobin.standing.value, Number)
    assert haemoglobin.standing.value.text == "12.0"
    assert [one.value.text for one in haemoglobin.earlier if isinstance(one.value, Number)] == ["15.0"]
    assert items["118891130"].state is State.WITHDRAWN
    assert [key for key, one in items.items() if one.earlier] == ["118891130", "118891129"]
    assert haemoglobin.collected is not None
    assert str(haemoglobin.collected.on) == "2017-09-20"


def test_of_it_the_card_takes_the_haemoglobin() -> None:
    found = [map_item(item, TABLE, CATALOGUE) for item in all_items(_message("biokjemi", "Ny"))]
    assert [(one.key, str(one.value)) for one in found if isinstance(one, Mapped)] == [
        ("haemoglobin", "15.0")
    ]


def test_grouped_microbiology_is_followed_without_identifiers() -> None:
    items = _settled("mikrobiologi_gruppert", "Ny", "Endring").patients[0].items
    assert len(items) == 3 + 13
    changed = [one for one in items if one.earlier]
    assert {one.versions[0].item.code for one in changed if one.versions[0].item} == {"NPU18238", "NPU18237"}
    withdrawn = [one for one in items if one.state is State.WITHDRAWN]
    assert [one.versions[0].item.code for one in withdrawn if one.versions[0].item] == ["NPU18237"]
    assert all(one.doubts == () for one in items)


def test_a_corrected_judgement_replaces_the_first() -> None:
    items = _settled("patologi_cytologi", "Ny", "Endring").patients[0].items
    (judged,) = [one for one in items if one.earlier]
    assert judged.standing is not None
    assert isinstance(judged.standing.value, Text)
    assert judged.standing.value.text.endswith("innen et år.")


def test_markup_of_radiology_becomes_lines_of_text() -> None:
    value = all_items(_message("radiologi", "Ny"))[0].value
    assert isinstance(value, Text)
    assert value.text.startswith("R: Svært forstørret lever")
    assert len(value.text.splitlines()) == 3
