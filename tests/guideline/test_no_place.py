"""What a rule file says that the card has no place for: each claim stands here, and fails once the catalogue has it."""

import re

import pytest
from msgspec import Struct

from helsekort import datafiles
from helsekort.record.measurements import Catalogue

CATALOGUE = datafiles.catalogue()


class Claim(Struct, frozen=True):
    """Words of the claim in the file, why it is true, and what the catalogue would call the thing if it had it.

    `but` are codes and texts of the catalogue that are called so and are something else.
    """

    says: str
    why: str
    called: tuple[str, ...]
    but: tuple[str, ...] = ()


CLAIMS = (
    Claim(
        "Dizziness or vomiting",
        "WHO's table alone asks for them at a visit; vomiting is a reason for which she rings",
        ("dizz", "svimmel", "vomit", "oppkast"),
        ("vomiting", "oppkast"),
    ),
    Claim("Eclampsia and convulsions", "told as pre-eclampsia", ("convuls", "kramper", "eklampsianfall")),
    Claim("Pallor", "seen, and not kept", ("pallor", "blek")),
    Claim("the day she asked", "no contact says when it was asked for", ("asked_for_visit", "ba om time")),
)


def claims_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.search("no[ _]place", line)]


def named(catalogue: Catalogue) -> set[str]:
    """Every key and label of the catalogue and its lists, in lower case."""
    things = [(key, one.label) for key, one in catalogue.measurables.items()]
    listed = [(*each.codes, *each.codes.values()) for each in catalogue.lists.values()]
    return {word.lower() for words in (*things, *listed) for word in words}


def has(catalogue: Catalogue, claim: Claim) -> bool:
    words = named(catalogue) - set(claim.but)
    return any(called in word for called in claim.called for word in words)


def texts() -> list[str]:
    return [
        text
        for name in datafiles.PACKS
        for text in (
            *datafiles.rule_texts(datafiles.pack_folder(name)).values(),
            datafiles.schedule_text(name),
        )
    ]


def test_every_claim_in_a_rule_file_stands_here_and_every_one_here_in_a_file() -> None:
    made = [line for text in texts() for line in claims_of(text)]
    assert made
    assert [line for line in made if not any(claim.says in line for claim in CLAIMS)] == []
    assert [claim for claim in CLAIMS if not any(claim.says in line for line in made)] == []


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.says)
def test_the_catalogue_does_not_have_what_a_rule_says_it_lacks(claim: Claim) -> None:
    assert not has(CATALOGUE, claim)


@pytest.mark.parametrize("what", ["trombocytter", "protein_creatinine", "pertussis", "illness_kidney"])
def test_what_the_catalogue_has_is_found_in_it(what: str) -> None:
    assert has(CATALOGUE, Claim("x", "x", (what,)))
    assert claims_of('  { no_place = "x" },') == claims_of('x\n  { no_place = "x" },\ny')
