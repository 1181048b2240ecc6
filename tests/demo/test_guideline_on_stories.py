"""What the guideline's rules say about the women of the stories on the demo's day."""

import pytest

from helsekort import datafiles
from helsekort.guideline.evaluate import Answer, TopicAnswer, Verdict, evaluate
from helsekort.guideline.reading import Known
from helsekort.guideline.shape import Urgency
from tests.demo.conftest import Lived

PACK = datafiles.guideline(datafiles.catalogue())
STORIES = sorted(datafiles.stories())


def lines_of(lived: Lived, story: str) -> dict[str, TopicAnswer]:
    return {line.topic.key: line for line in evaluate(PACK, Known(lived.card(story), lived.today))}


def answer(line: TopicAnswer, rule: str) -> Answer:
    return next(each for each in line.answers if each.id == rule)


def met(line: TopicAnswer) -> set[str]:
    return {each.id for each in line.answers if each.verdict is Verdict.MET}


@pytest.mark.parametrize("story", STORIES)
def test_every_answer_about_a_story_has_its_reason(lived: Lived, story: str) -> None:
    for line in lines_of(lived, story).values():
        assert all(each.because or each.reasons for each in line.answers), line.topic.key


def test_noras_blood_pressure_is_found_with_its_reason(lived: Lived) -> None:
    line = lines_of(lived, "nora")["blood_pressure"]
    assert (met(line), line.urgency) == ({"raised"}, Urgency.DAYS)
    assert "Overtrykk 142 mmHg (06.03.2026) er minst 140 mmHg." in map(str, answer(line, "raised").reasons)
    # Raised at home since: for a clinician to take over, neither counted nor passed by.
    assert answer(line, "hypertension").verdict is Verdict.CANNOT
    assert "målt hjemme" in str(answer(line, "hypertension").reasons[0])


def test_a_woman_with_nothing_on_her_card_is_told_nothing_is_well(lived: Lived) -> None:
    assert Verdict.NOT_MET not in {line.verdict for line in lines_of(lived, "emma").values()}
