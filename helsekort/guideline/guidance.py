"""What the guideline says of one card on one day, in one pass: findings, what cannot be judged, and the programme."""

import datetime as dt
from collections.abc import Callable

from msgspec import Struct

from helsekort.guideline.acts import acts_on, basis, name_of, settled
from helsekort.guideline.evaluate import Answer, TopicAnswer, Verdict, by_urgency, ended, evaluate
from helsekort.guideline.gate import Pack
from helsekort.guideline.reading import Known
from helsekort.guideline.references import conditions, leaves
from helsekort.guideline.schedule import Planned, Schedule, State, plan
from helsekort.guideline.shape import Rule, Topic, Urgency
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Row


class Guideline(Struct, frozen=True):
    """The pack and the programme that are in force here, and since when. `kept`: the last good one, not the newest."""

    pack: Pack
    schedule: Schedule
    digest: str
    since: dt.date
    kept: bool = False


class Found(Struct, frozen=True):
    """A rule that is met, with what was done about it. `quiet`: that still holds, so nobody is reminded."""

    topic: Topic
    answer: Answer
    basis: str
    act: Trail[Row] | None = None
    quiet: bool = False

    @property
    def name(self) -> str:
        """`blood_pressure.raised`."""
        return name_of(self.answer)

    @property
    def urgency(self) -> Urgency:
        """How soon it asks for something."""
        return self.answer.rule.urgency if self.answer.rule else Urgency.PLAN


class Guidance(Struct, frozen=True):
    """All topics, the most urgent first; the rules that are met, the most urgent first; and the programme.

    `over`: the pregnancy had ended by that day.
    """

    on: dt.date
    topics: tuple[TopicAnswer, ...]
    found: tuple[Found, ...]
    planned: tuple[Planned, ...]
    over: bool = False

    def open(self) -> list[Found]:
        """One for each topic that asks for something: its most urgent finding that nobody has done with."""
        first: dict[str, Found] = {}
        for one in self.found:
            if not one.quiet:
                first.setdefault(one.topic.key, one)
        return list(first.values())

    def handled(self) -> list[Found]:
        """The findings somebody has done with, and nothing new is known."""
        return [one for one in self.found if one.quiet]

    def unjudged(self) -> list[TopicAnswer]:
        """The topics of which something cannot be judged."""
        return [line for line in self.topics if any(each.verdict is Verdict.CANNOT for each in line.answers)]

    def visits(self, *states: State) -> list[Planned]:
        """The visits of the programme in these states."""
        return [one for one in self.planned if one.state in states]

    def next_visit(self) -> Planned | None:
        """The first visit whose time has not come."""
        return next(iter(self.visits(State.NOT_YET)), None)

    def topic(self, key: str) -> TopicAnswer | None:
        """The answers of one topic; None where there is none of this name."""
        return next((line for line in self.topics if line.topic.key == key), None)


def guidance(
    guideline: Guideline,
    card: Card,
    on: dt.date,
    born: dt.date | None,
    judged_by: dt.date | None = None,
) -> Guidance:
    """The card judged on a day by the rules of that day, or of `judged_by`."""
    known = Known(card, on, born)
    topics = tuple(by_urgency(evaluate(guideline.pack, known, judged_by)))
    acts = acts_on(card)
    found = [_found(line, answer, known, acts) for line in topics for answer in _met(line)]
    order = list(Urgency)
    found.sort(key=lambda one: order.index(one.urgency))
    return Guidance(on, topics, tuple(found), tuple(plan(guideline.schedule, known)), ended(known))


def _met(line: TopicAnswer) -> list[Answer]:
    """The rules of a topic that are met, but for those that another one covers."""
    met = [(each, each.rule) for each in line.answers if each.verdict is Verdict.MET and each.rule]
    covered = {name for _, rule in met for name in rule.covers}
    return [each for each, rule in met if rule.id not in covered]


def _found(line: TopicAnswer, answer: Answer, known: Known, acts: dict[str, Trail[Row]]) -> Found:
    assert line.version is not None  # noqa: S101  # a rule is met by a version
    now = basis(answer, line.version, known)
    act = acts.get(name_of(answer))
    return Found(line.topic, answer, now, act, act is not None and settled(act.now, now, known.on))


def shown_to_her(whole: Guidance, hers: Guidance, may_be_held: Callable[[str], bool]) -> list[Found]:
    """The findings she may read: of the card as she sees it and of the whole one alike, and of no protected topic.

    Of a rule that reads what may be held from her she reads nothing: said and unsaid it would tell her that an answer
    is waiting. So nothing follows from what she has not been told, and nothing is asked for that is only hidden from
    her, or that somebody has done with by an act that is kept off her page.
    """
    of_all = {one.name for one in whole.found}
    done = {(one.name, one.basis) for one in whole.handled()}
    return [
        one
        for one in hers.open()
        if one.name in of_all
        and (one.name, one.basis) not in done
        and not one.topic.protected
        and not any(map(may_be_held, _read(hers.topic(one.topic.key), one.answer.rule)))
    ]


def _read(line: TopicAnswer | None, rule: Rule | None) -> set[str]:
    """The catalogue keys that a rule reads."""
    if line is None or line.version is None or rule is None:
        return set()
    asked = [leaf for _, tree in conditions(rule) for leaf in leaves(tree)]
    names = {leaf.value for leaf in asked} | {
        line.version.scales[leaf.scale].value for leaf in asked if leaf.scale
    }
    return {line.version.inputs[name].of for name in names if name}
