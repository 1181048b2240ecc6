"""The words of what the guideline says: codes as the card words them, and no reason that is not true."""

import pytest

from helsekort import datafiles
from helsekort.guideline.shape import NOT_OBTAINED
from helsekort.web.clinician.guideline.words import Wording, why_not
from helsekort.web.shared.texts import texts_for

CATALOGUE = datafiles.catalogue()
PACK = datafiles.guideline(CATALOGUE)


@pytest.mark.parametrize(
    ("label", "shown", "said"),
    [
        ("Kikhostevaksine i dette svangerskapet", "PERTUSSIS", "kikhoste"),
        ("Svar på tilbud om kikhostevaksine", "DECLINED", "takket nei"),
        ("Svangerskapslengde", "31+0", "31+0"),
        ("no such input", "DECLINED", "DECLINED"),
    ],
)
def test_a_code_of_a_row_is_worded_as_on_the_card(label: str, shown: str, said: str) -> None:
    version = PACK.topic("vaccines").versions[0]
    wording = Wording(CATALOGUE, datafiles.terms(), texts_for("nb"), version)
    assert wording.value(label, shown) == said


def test_no_recommendation_without_a_rule_is_told_as_without_a_place_on_the_card() -> None:
    """What keeps a rule from being made is its source, or that nobody has decided: the card holds what was asked."""
    texts = texts_for("nb")
    for topic in PACK.topics:
        for version in topic.versions:
            for one in version.unjudged:
                said = why_not(texts, one.why)
                assert "plass" not in said
                assert ("Kilden er ikke lest" in said) is one.why.startswith(NOT_OBTAINED)
