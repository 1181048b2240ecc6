"""What an answer carries, which version judges, and how a card's lines are ordered."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case, Fact
from helsekort.guideline.evaluate import TopicAnswer, Verdict, by_urgency, evaluate, judge_topic
from helsekort.guideline.reading import Known, Lack
from helsekort.guideline.shape import Urgency

CATALOGUE = datafiles.catalogue()
PACK = datafiles.guideline(CATALOGUE)
CARDS = Cards(CATALOGUE, datafiles.terms())
DAY = dt.date(2026, 3, 10)


def pressure(value: str, days_ago: int = 0) -> Fact:
    return Fact(what="blood_pressure", value=value, days_ago=days_ago)


def known(*facts: Fact, age: str | None = "31+0", day: dt.date = DAY) -> Known:
    return CARDS.known(Case(name="x", day=day, age=age, known=facts, expect={}))


def test_a_finding_carries_rule_version_inputs_with_dates_and_reason() -> None:
    line = judge_topic(PACK.topic("blood_pressure"), known(pressure("162/100", 3)))
    answer = next(each for each in line.answers if each.id == "severe")
    assert (answer.topic, answer.version, answer.verdict) == ("blood_pressure", 1, Verdict.MET)
    assert [(each.shown, each.on) for each in answer.used] == [("162", DAY - dt.timedelta(days=3))]
    assert [str(each) for each in answer.reasons] == ["Overtrykk 162 mmHg (07.03.2026) er minst 160 mmHg."]
    assert answer.rule is not None
    assert line.urgency is Urgency.NOW


def test_what_cannot_be_judged_says_what_is_missing_and_why() -> None:
    line = judge_topic(PACK.topic("blood_pressure"), known(pressure("159/-")))
    answer = next(each for each in line.answers if each.id == "severe")
    assert answer.verdict is Verdict.CANNOT
    assert [(each.label, each.why) for each in answer.missing] == [("Undertrykk", Lack.HALF)]
    assert "Undertrykk: mangler i målingen (10.03.2026)." in [str(each) for each in answer.reasons]


def test_every_reason_can_be_filled_in() -> None:
    """Also those that no case reads: each sentence is put together whole."""
    lines = (
        evaluate(PACK, known()) + evaluate(PACK, known(age=None)) + evaluate(PACK, known(pressure("150/95")))
    )
    for line in lines:
        for answer in line.answers:
            assert all("%(" not in str(reason) for reason in answer.reasons)
            assert answer.reasons or answer.because


def test_a_pregnancy_is_judged_by_what_was_in_force_that_day_and_by_another_day_beside_it() -> None:
    topic, then = PACK.topic("term"), known(age="41+0", day=dt.date(2024, 5, 14))
    was, is_now = judge_topic(topic, then), judge_topic(topic, then, judged_by=DAY)
    assert [(each.answers[0].version, each.answers[0].verdict) for each in (was, is_now)] == [
        (1, Verdict.NOT_MET),
        (2, Verdict.MET),
    ]


def test_before_the_first_version_it_cannot_be_judged() -> None:
    line = judge_topic(PACK.topic("term"), known(day=dt.date(2017, 12, 31)))
    assert (line.version, line.verdict, line.urgency) == (None, Verdict.CANNOT, None)
    assert [str(each) for each in line.reasons] == ["Ingen utgave av anbefalingen gjaldt 31.12.2017."]


def test_what_comes_after_the_day_judged_does_not_count() -> None:
    later = known(pressure("170/115"))
    earlier = replace(later, on=DAY - dt.timedelta(days=1))
    verdicts = [
        next(
            each.verdict
            for each in judge_topic(PACK.topic("blood_pressure"), one).answers
            if each.id == "severe"
        )
        for one in (later, earlier)
    ]
    assert verdicts == [Verdict.MET, Verdict.CANNOT]


def test_there_is_one_line_a_topic_and_findings_come_first_by_urgency() -> None:
    lines = by_urgency(evaluate(PACK, known(pressure("170/115"))))
    assert sorted(line.topic.key for line in lines) == sorted(topic.key for topic in PACK.topics)
    assert lines[0].topic.key == "blood_pressure"
    urgencies = [list(Urgency).index(line.urgency) for line in lines if line.urgency]
    assert urgencies == sorted(urgencies)
    assert len(urgencies) > 1
    after = [line.verdict for line in lines[len(urgencies) :]]
    assert after == sorted(after, key=lambda verdict: verdict is not Verdict.CANNOT)


@pytest.mark.parametrize("topic", PACK.topics, ids=lambda topic: topic.key)
def test_an_empty_card_is_never_all_well(topic: object) -> None:
    """With nothing known, no topic answers that nothing was found."""
    empty = CARDS.known(Case(name="x", fetuses=(), visits=(), expect={}))
    line = next(each for each in evaluate(PACK, empty) if each.topic is topic)
    assert line.verdict in (Verdict.CANNOT, Verdict.MET), _verdicts(line)
    assert Verdict.NOT_MET not in _verdicts(line)


def _verdicts(line: TopicAnswer) -> set[Verdict]:
    return {answer.verdict for answer in line.answers}
