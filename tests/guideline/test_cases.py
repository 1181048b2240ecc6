"""Every case beside a rule file, and whether the cases would notice a mistake in it."""

from collections.abc import Iterable

import pytest

from helsekort import datafiles
from helsekort.guideline.cases import Cards, case_objections, cases_without_rules, objections
from helsekort.guideline.evaluate import Verdict
from helsekort.guideline.gate import Pack
from helsekort.guideline.shape import Topic
from tests.guideline.mutants import Mutant, changed_conditions, moved_limits

CATALOGUE = datafiles.catalogue()
PACK: Pack = datafiles.guideline(CATALOGUE)
CASES = datafiles.guideline_cases()
CARDS = Cards(CATALOGUE, datafiles.terms())
RULED = [topic for topic in PACK.topics if any(version.rules for version in topic.versions)]
# Rules that hang on what the card has no place for: they are not met, or cannot be judged.
NEVER_MET = {"anti_d", "pertussis"}
# A change that cannot be seen: at the very limit the rule is unsuited, and says so before it is asked.
SAME_ANSWER = {"hba1c_refer: when: before as up_to", "hba1c_diabetes: when: before as up_to"}
each_topic = pytest.mark.parametrize("topic", RULED, ids=lambda topic: topic.key)


@each_topic
def test_every_case_is_answered_as_a_midwife_expects(topic: Topic) -> None:
    assert [str(each) for each in objections(topic, CASES[topic.key], CARDS)] == []


def test_every_rule_file_has_cases_and_every_case_file_a_rule_file() -> None:
    assert cases_without_rules(PACK, set(CASES)) == []


@each_topic
def test_every_rule_has_a_case_that_meets_it_and_one_that_does_not(topic: Topic) -> None:
    """What is never met by any case, or always, is not known to work."""
    rules = {rule.id for version in topic.versions for rule in version.rules}
    expected = [each for case in CASES[topic.key] for each in case.expect.items()]
    assert rules - {rule for rule, verdict in expected if verdict is Verdict.MET} - NEVER_MET == set()
    assert rules - {rule for rule, verdict in expected if verdict is not Verdict.MET} == set()


def _unnoticed(topic: Topic, mutants: Iterable[Mutant]) -> list[str]:
    """The mistakes that no case objects to. The cases' cards are made once."""
    known = [(case, CARDS.known(case)) for case in CASES[topic.key]]
    return [
        said
        for said, mutant in mutants
        if not any(next(case_objections(mutant, case, card), None) for case, card in known)
    ]


@each_topic
def test_a_limit_moved_by_one_step_makes_a_case_object(topic: Topic) -> None:
    assert _unnoticed(topic, moved_limits(topic)) == []


@each_topic
def test_a_condition_changed_makes_a_case_object(topic: Topic) -> None:
    assert set(_unnoticed(topic, changed_conditions(topic))) <= SAME_ANSWER
