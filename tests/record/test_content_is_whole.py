"""Every field of the national model and of the field tables has its place on a card, and nothing lacks a field."""

from importlib import import_module

import msgspec
import pytest

from docs.content_page import Field, blocks, core_keys, measurable_of
from helsekort import datafiles
from helsekort.record import entries, epicrisis, parties
from helsekort.record.measurements import Kind

CATALOGUE = datafiles.catalogue()
BLOCKS = blocks()
# How many fields each block of the national model and each table has: one that is lost is missed here.
FIELDS = {
    "mother": 12,
    "pointsOfContact": 10,
    "previousPregnancies": 6,
    "geneticDisorders": 5,
    "medicalConditions": 13,
    "medication": 5,
    "lifestyleFactors": 6,
    "currentPregnancy": 10,
    "clinicalTests": 24,
    "rhesusDNegative": 5,
    "vitalMeasurementsBeforePregnancy": 3,
    "symphysisFundalHeights": 3,
    "antenatalAppointments": 15,
    "birthStatus": 3,
    "record": 8,
    "A": 38,
    "B": 13,
    "C": 40,
    "D": 46,
    "E": 40,
    "F": 38,
    "G": 51,
    "H": 38,
    "I": 29,
    "J": 33,
    "K": 15,
    "L": 45,
    "M": 20,
    "N": 19,
    "rest": 26,
}
NOT_YET: frozenset[str] = frozenset()
EVERY = [(block.key, one) for block in BLOCKS for one in block.fields]


def _is_there(place: str) -> bool:
    """Whether a place is one: a measurable, a field of a group, a part of an entry or a party, or code."""
    kind, _, name = place.rpartition(" ")
    before, _, last = name.rpartition(".")
    if kind == "later":
        return name in NOT_YET
    if kind == "code":
        return hasattr(import_module(f"helsekort.{before}"), last)
    if kind:
        struct = _struct(kind, before)
        return last in {one.name for one in msgspec.structs.fields(struct)}
    if before:
        return last in CATALOGUE.groups[before].fields
    return name in CATALOGUE.measurables


def _struct(kind: str, name: str) -> type:
    rooms = {"entry": (entries, epicrisis), "party": (parties,)}[kind]
    return next(getattr(room, name) for room in rooms if hasattr(room, name))


def test_no_field_is_lost() -> None:
    assert {block.key: len(block.fields) for block in BLOCKS} == FIELDS


@pytest.mark.parametrize(("block", "field"), EVERY, ids=[f"{block}-{one.name}" for block, one in EVERY])
def test_a_field_has_its_place(block: str, field: Field) -> None:
    assert field.places, block
    assert [place for place in field.places if not _is_there(place)] == []


def test_a_place_that_is_none_is_found() -> None:
    wrong = [
        "nothing",
        "newborn.nothing",
        "entry Contact.nothing",
        "code record.card.nothing",
        "later nothing",
    ]
    assert [place for place in wrong if _is_there(place)] == []


def test_an_extension_is_what_the_national_model_does_not_ask_for() -> None:
    storable = {key for key, one in CATALOGUE.measurables.items() if one.kind is not Kind.PART}
    assert {key for key in storable if not CATALOGUE[key].extension} == core_keys()


def test_what_the_national_model_asks_for_can_be_written_without_the_extension() -> None:
    rows = [place for block in BLOCKS if block.national for one in block.fields for place in one.places]
    groups = {place.partition(".")[0] for place in rows if "." in place and measurable_of(place)}
    assert groups == {key for key, one in CATALOGUE.groups.items() if not one.extension}
