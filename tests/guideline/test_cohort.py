"""The rules on cards as they are written in practice: synthetic women, at every check-up they had."""

import datetime as dt
from collections.abc import Iterator

from helsekort import datafiles
from helsekort.demo.country.land import Plan
from helsekort.demo.country.life import live
from helsekort.guideline.evaluate import TopicAnswer, Verdict, evaluate
from helsekort.guideline.reading import Known
from helsekort.record.card import fold

WOMEN = 25
CATALOGUE = datafiles.catalogue()
PACK = datafiles.guideline(CATALOGUE)


def judged() -> Iterator[TopicAnswer]:
    land = datafiles.land(Plan(7, WOMEN, dt.date(2026, 3, 10)))
    for number in range(WOMEN):
        life = live(land, number)
        card = fold(number, life.diary.entries, datafiles.terms().oldest_days)
        for line in card.contacts:
            yield from evaluate(PACK, Known(card, line.contact.now.on, life.person.woman.birth_date))


def test_every_answer_has_its_reason_and_what_is_missing_is_named() -> None:
    lines = list(judged())
    assert len(lines) > 1000
    for line in lines:
        for answer in line.answers:
            assert answer.because or answer.reasons, answer
            if answer.verdict is Verdict.CANNOT and not answer.because:
                assert answer.missing, answer
            if answer.verdict in (Verdict.MET, Verdict.NOT_MET):
                assert answer.reasons, answer


def test_a_visit_is_not_flooded() -> None:
    """On average fewer than two topics have a finding at a contact, beside the lasting advice on iron."""
    lines = list(judged())
    visits = len(lines) / len(PACK.topics)
    found = sum(line.verdict is Verdict.MET and line.topic.key != "anaemia" for line in lines)
    assert 0 < found / visits < 2
