"""What she reads about each thing on her card: there for every one, sourced, and never a judgement of her own value."""

import re

import pytest

from helsekort import datafiles
from helsekort.record.measurements import BadCatalogue, Kind, read_catalogue

CATALOGUE = datafiles.catalogue()
EXPLAINED = CATALOGUE.explanations
GOOD = '[x]\nlabel = "X"\nkind = "text"\nsource = "S"\nmark = "K"\n'
WORDS = '[x]\nplain = "P"\npurpose = "Q"\nsource = "S"\nmark = "K"\n'


def test_every_thing_that_can_stand_by_itself_on_her_page_is_explained_with_a_source() -> None:
    in_rows = {field for group in CATALOGUE.groups.values() for field in group.fields}
    whole = {key for key, one in CATALOGUE.measurables.items() if one.kind is not Kind.PART}
    kept_off = {key for key in whole if CATALOGUE[key].hidden in CATALOGUE.kept_off_her_page}
    assert sorted(whole - in_rows - kept_off - EXPLAINED.keys()) == []
    assert EXPLAINED.keys() <= whole - kept_off


@pytest.mark.parametrize("what", sorted(EXPLAINED))
def test_an_explanation_judges_nothing_and_names_no_limit(what: str) -> None:
    said = f"{EXPLAINED[what].plain} {EXPLAINED[what].purpose}"
    assert not re.search(r"\d", re.sub(r"HbA1c|B12", "", said))
    assert not re.search(r"normal|gratulerer|dessverre|flink|bør du|må du (?!fortsette)", said, re.IGNORECASE)
    assert len(said) < 260


def test_an_explanation_is_read() -> None:
    assert read_catalogue(GOOD, "", WORDS).explanations["x"].purpose == "Q"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[x]", "[y]", r"\[y\]: no such table in measurements.toml"),
        ('purpose = "Q"\n', "", "purpose"),
        ('"K"', '"X"', "mark"),
        ("plain", "limit", "limit"),
    ],
)
def test_an_explanation_that_cannot_be_meant_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(BadCatalogue, match=says):
        read_catalogue(GOOD, "", WORDS.replace(old, new))
