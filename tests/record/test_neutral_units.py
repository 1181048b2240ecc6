"""Units whose name would tell what she went there for."""

import pytest

from helsekort import datafiles
from helsekort.record.neutral_units import neutral, read_neutral_units

UNITS = datafiles.neutral_units(datafiles.catalogue())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Overgrepsmottaket ved legevakten", "violence"),
        ("KRISESENTERET", "violence"),
        ("Avdeling for rus", ""),
        ("Rusbehandling Midt", ""),
        ("Distriktspsykiatrisk senter (DPS)", ""),
        ("Psykiatrisk poliklinikk", ""),
        ("Abortnemnda", ""),
    ],
)
def test_these_are_not_named(name: str, kind: str) -> None:
    found = neutral(UNITS, name)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "name",
    ["Solsiden helsestasjon", "Rusten legesenter", "Larvik sykehus", "Torget legesenter", "Kvinneklinikken"],
)
def test_others_are(name: str) -> None:
    assert neutral(UNITS, name) is None


def test_every_row_has_a_source() -> None:
    assert all(each.source and each.words for each in UNITS)


@pytest.mark.parametrize(
    "text",
    [
        '[[unit]]\nwords = ["a"]',
        "unit = 1",
        '[[unit]]\nwords = ["a"]\nsource = "b"\nmark = "D"\nclass = "none"',
        "[",
    ],
)
def test_a_table_that_cannot_be_used_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"neutral_units\.toml"):
        read_neutral_units(text, ["violence"])
