"""The table of what is done with answers: every figure with its source, and nothing held twice."""

import datetime as dt

import pytest

from helsekort import datafiles
from helsekort.record.results import read_result_table
from tests.house.tree import PACKAGE

CATALOGUE = datafiles.catalogue()
TEXT = (PACKAGE / "record" / "data" / "results.toml").read_text(encoding="utf-8")
TABLE = read_result_table(TEXT, CATALOGUE)
DAY = dt.date(2026, 3, 10)


def test_what_is_held_is_held_for_so_many_days() -> None:
    assert TABLE.held_class("hiv") == "infection"
    assert TABLE.held_until("hiv", DAY) == DAY + dt.timedelta(days=TABLE.held["infection"].days)
    assert TABLE.held_class("haemoglobin") is None
    assert TABLE.held_until("haemoglobin", DAY) is None


def test_the_day_for_looking_is_reckoned_from_the_day_it_came() -> None:
    assert TABLE.look_by(DAY) == DAY + dt.timedelta(days=TABLE.look.days)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("days = 3\n", "days = 0\n", "look"),
        ("days = 3\n", "", "days"),
        ('"syphilis", "hbsag"', '"syphilis", "diastolic"', "diastolic is no measurable"),
        ('"syphilis", "hbsag"', '"syphilis", "trisomy"', "trisomy is no measurable"),
        ('"syphilis", "hbsag"', '"hiv", "hbsag"', "stands in two classes"),
        ('["hba1c"', '["abo", "hba1c"', "abo stands in two classes"),
        ('["hba1c"', '["hba2c"', "groups.sugar: hba2c is no measurable"),
        ("why = ", "because = ", "because"),
        ("[look]", "[look", "not valid TOML"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(ValueError, match=says):
        read_result_table(TEXT.replace(old, new, 1), CATALOGUE)
