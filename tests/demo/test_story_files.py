"""A story file with a fault is refused by name, with the place and the remedy."""

import re
from pathlib import Path

import pytest

from helsekort import datafiles
from helsekort.demo.make import make_demo
from helsekort.demo.stories_read import BadStory
from tests.cast import open_house

MESSAGE = '[[message]]\nday = -1\narrived_day = -1\nasked_by = "amir"\nreport = "x"\n'
KARI = datafiles.stories()["kari"]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("weight = 69.4", "wieght = 69.4", "the card has no wieght"),
        ('label = "A", fetal_heart', 'label = "C", fetal_heart', "the card has no fetus C"),
        ('by = "ingrid"\nblood', 'by = "ingird"\nblood', "nobody in the cast is called 'ingird'"),
        ('kind = "birth-place"', 'kind = "birthplace"', "referral"),
        ('to = "sol"', 'to = "nobody"', "nobody in the cast is called 'nobody'"),
        ("batch = ", "bach = ", "the card has no bach"),
        ('label = "A", heart', 'label = "C", heart', "the card has no fetus C"),
        (
            "[[opened]]",
            '[[change]]\nday = -1\nby = "ingrid"\nrow = "none"\nreason = "x"\n[[opened]]',
            "no row has the name 'none'",
        ),
        ("birthday_in_days = 140", "birthday_in_days = 0", "birthday_in_days"),
        ("place = 1", "place = 1\nsecret = true", "secret"),
        ("place = 1", "place = ", "line 6"),
        ("day = -27\nby", "by", "each row needs `day`"),
        ('urine_protein = "NEG"', 'urine_protein = "MAYBE"', "urine_protein form"),
        (
            "[[opened]]",
            '[[change]]\nday = -1\nby = "ingrid"\nvisit = "none"\nreason = "x"\n[[opened]]',
            "no visit",
        ),
        (
            "[[opened]]",
            f"{MESSAGE}values = {{ births = 1 }}\n[[opened]]",
            "the card has no laboratory code for births",
        ),
    ],
)
def test_a_fault_is_named(right: str, wrong: str, says: str, tmp_path: Path) -> None:
    assert right in KARI
    ctx = open_house(f"sqlite:///{tmp_path / 'demo.db'}")
    stories = {"kari": KARI.replace(right, wrong, 1)}
    with pytest.raises(BadStory, match=rf"^kari\.toml: .*{re.escape(says)}.*Mend the file"):
        make_demo(ctx, cast=datafiles.cast(), stories=stories, today=ctx.today(), tell=lambda line: None)
    ctx.database.close()
