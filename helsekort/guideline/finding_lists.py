"""Women by what the guideline finds on their cards, and by what cannot be judged: the lists of a desk. Pure."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from helsekort.guideline.evaluate import TopicAnswer, Verdict
from helsekort.guideline.guidance import Guidance
from helsekort.guideline.reasons import NOT_TO_BE_ASKED
from helsekort.guideline.shape import Rule, Topic, Urgency


class FindingList(Struct, frozen=True):
    """The cards on which a rule is met and nobody has done with it. `key` is the rule's name in the pack."""

    key: str
    topic: Topic
    rule: Rule
    cards: tuple[int, ...]


class UnjudgedList(Struct, frozen=True):
    """The cards on which a topic cannot be judged for want of something that could be known: what, by card."""

    key: str
    topic: Topic
    lacks: Mapping[int, tuple[str, ...]]


class FindingLists(Struct, frozen=True):
    """The lists that have anyone on them: findings with the most urgent first, topics in their order."""

    found: tuple[FindingList, ...]
    unjudged: tuple[UnjudgedList, ...]


def finding_lists(guided: Iterable[tuple[int, Guidance]]) -> FindingLists:
    """Sort cards by what is found on them. A protected topic has no list: it would be read over a shoulder.

    Of one whose pregnancy is over only what is found stands here: what was never asked in it is past.
    """
    found: dict[str, FindingList] = {}
    lacks: dict[str, tuple[Topic, dict[int, tuple[str, ...]]]] = {}
    for card, guidance in guided:
        for one in guidance.open():
            if not one.topic.protected and one.answer.rule is not None:
                before = found.get(one.name)
                cards = (*(before.cards if before else ()), card)
                found[one.name] = FindingList(one.name, one.topic, one.answer.rule, cards)
        for line in () if guidance.over else guidance.topics:
            missing = _missing(line)
            if missing and not line.topic.protected:
                lacks.setdefault(line.topic.key, (line.topic, {}))[1][card] = missing
    urgencies = list(Urgency)
    return FindingLists(
        tuple(sorted(found.values(), key=lambda one: (urgencies.index(one.rule.urgency), one.topic.order))),
        tuple(
            UnjudgedList(key, topic, cards)
            for key, (topic, cards) in sorted(lacks.items(), key=lambda one: one[1][0].order)
        ),
    )


def _missing(line: TopicAnswer) -> tuple[str, ...]:
    """What somebody could ask or take, so that more could be judged; not what no answer would settle."""
    lacking = [
        each
        for answer in line.answers
        if answer.verdict is Verdict.CANNOT and answer.unjudged is None
        for each in answer.missing
    ]
    return tuple(dict.fromkeys(each.label for each in lacking if each.why not in NOT_TO_BE_ASKED))
