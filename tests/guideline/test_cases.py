"""Every case beside a rule file, and whether the cases would notice a mistake in it."""

import pytest

from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case, cases_without_rules, objections
from helsekort.guideline.evaluate import Verdict
from helsekort.guideline.shape import Topic
from tests.guideline.mutants import changed_conditions, moved_limits, unnoticed

CATALOGUE = datafiles.catalogue()
PACKS = {name: datafiles.guideline(CATALOGUE, name) for name in datafiles.PACKS}
CASES = {name: datafiles.guideline_cases(datafiles.pack_folder(name)) for name in datafiles.PACKS}
CARDS = Cards(CATALOGUE, datafiles.terms())
RULED = [
    pytest.param(topic, CASES[name][topic.key], id=f"{name}-{topic.key}")
    for name, pack in PACKS.items()
    for topic in pack.topics
    if any(version.rules for version in topic.versions)
]
# Changes that cannot be seen: at the very limit the rule is unsuited, and says so before it is asked; and a ratio of
# this visit that is high is the latest one too.
SAME_ANSWER = {
    "hba1c_refer: when: hba1c_age: before as up_to",
    "hba1c_diabetes: when: hba1c_age: before as up_to",
    "suspected_preeclampsia: when: ratio_now: at_least as above",
}
each_topic = pytest.mark.parametrize(("topic", "cases"), RULED)


@each_topic
def test_every_case_is_answered_as_a_midwife_expects(topic: Topic, cases: tuple[Case, ...]) -> None:
    assert [str(each) for each in objections(topic, cases, CARDS)] == []


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_file_has_cases_and_every_case_file_a_rule_file(name: str) -> None:
    assert cases_without_rules(PACKS[name], set(CASES[name])) == []


@each_topic
def test_every_rule_has_a_case_that_meets_it_and_one_that_does_not(
    topic: Topic, cases: tuple[Case, ...]
) -> None:
    """What is never met by any case, or always, is not known to work."""
    rules = {rule.id for version in topic.versions for rule in version.rules}
    expected = [each for case in cases for each in case.expect.items()]
    assert rules - {rule for rule, verdict in expected if verdict is Verdict.MET} == set()
    assert rules - {rule for rule, verdict in expected if verdict is not Verdict.MET} == set()


@each_topic
def test_a_limit_moved_by_one_step_makes_a_case_object(topic: Topic, cases: tuple[Case, ...]) -> None:
    assert unnoticed(moved_limits(topic), cases, CARDS) == []


@each_topic
def test_a_condition_changed_makes_a_case_object(topic: Topic, cases: tuple[Case, ...]) -> None:
    assert set(unnoticed(changed_conditions(topic), cases, CARDS)) <= SAME_ANSWER
