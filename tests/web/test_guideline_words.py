"""The words of what the guideline says: codes as the card words them, and no reason that is not true."""

import pytest

from helsekort import datafiles
from helsekort.guideline.shape import AS_READ, DAY_CHOSEN, NOT_OBTAINED
from helsekort.web.clinician.guideline.words import Wording, standing, why_not
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


@pytest.mark.parametrize("said", [AS_READ, DAY_CHOSEN, NOT_OBTAINED])
def test_what_many_versions_say_of_themselves_is_said_in_the_readers_language(said: str) -> None:
    versions = [version for topic in PACK.topics for version in topic.versions]
    assert any(said in (version.edition, version.dates_note) for version in versions)
    told = [standing(texts_for(language), said) for language in ("nb", "nn", "en")]
    assert len({words for words, _language in told}) == 3
    assert {language for _words, language in told} == {""}


def test_what_one_version_says_alone_keeps_its_language() -> None:
    assert standing(texts_for("nb"), "v1.2, 13.11.2024") == ("v1.2, 13.11.2024", "en")
