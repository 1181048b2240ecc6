"""Where the national rules and WHO's part, and WHO's words and its code: what docs/who-disagreements.md claims."""

import pytest

from docs.who_page import WHO, Code, National, answer, objectors, read_apart
from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case
from helsekort.guideline.schedule import State, plan

CATALOGUE = datafiles.catalogue()
CARDS = Cards(CATALOGUE, datafiles.terms())
NORWEGIAN, THEIRS = (datafiles.guideline(CATALOGUE, name) for name in (datafiles.NORWAY, WHO))
TEXTS = datafiles.rule_texts(datafiles.pack_folder(WHO))
APART = read_apart()


@pytest.mark.parametrize("one", APART.national, ids=lambda one: one.what)
def test_the_packs_answer_otherwise_where_the_page_says_they_part(one: National) -> None:
    ours = answer(NORWEGIAN, CARDS, one.case, one.norway)
    theirs = answer(THEIRS, CARDS, one.case, one.who)
    assert ours.verdict is not theirs.verdict


@pytest.mark.parametrize("one", APART.code, ids=lambda one: one.place)
def test_a_case_objects_to_what_the_published_code_does(one: Code) -> None:
    assert objectors(one, TEXTS, CARDS) != []


def test_a_change_that_no_longer_fits_the_rule_file_is_told() -> None:
    with pytest.raises(ValueError, match=r"does not stand in growth\.toml"):
        objectors(Code(place="x", says="", does="", file="growth", old="nowhere", new=""), TEXTS, CARDS)


@pytest.mark.parametrize(
    ("age", "state"),
    [("25+6", State.NOT_YET), ("26+0", State.DUE), ("26+6", State.DUE), ("27+0", State.OVERDUE)],
)
def test_a_contact_of_who_is_due_at_its_week_and_overdue_seven_days_later(age: str, state: State) -> None:
    known = CARDS.known(Case(name="x", age=age, visits=(), expect={}))
    visits = plan(datafiles.schedule(CATALOGUE, WHO), known)
    assert len(visits) == 8
    assert next(each.state for each in visits if each.visit.key == "contact_3") is state
