"""Judges a card by the rules: four answers, each with its rule, version, inputs and the reason in sentences."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from helsekort.guideline.conditions import Asker
from helsekort.guideline.gate import Pack
from helsekort.guideline.reading import Known, Missing, Reading, Resolved
from helsekort.guideline.reasons import ENDED, NOT_IN_FORCE, Reason, day_shown
from helsekort.guideline.shape import Input, Rule, Topic, Unjudged, Urgency, Version
from helsekort.guideline.truth import Outcome, Truth


class Verdict(StrEnum):
    """The four answers. What cannot be judged is never shown as normal."""

    MET = "met"
    NOT_MET = "not met"
    CANNOT = "cannot be judged"
    NOT_APPLICABLE = "not applicable"


class Answer(Struct, frozen=True):
    """What one rule says about a card on a day, and why. `rule` is None where no source was obtained for it.

    `because` is set where something known makes the rule unsuited; `missing` says what would let it be judged.
    """

    topic: str
    id: str
    version: int
    verdict: Verdict
    rule: Rule | None = None
    unjudged: Unjudged | None = None
    used: tuple[Reading, ...] = ()
    missing: tuple[Missing, ...] = ()
    reasons: tuple[Reason, ...] = ()
    because: str = ""


class TopicAnswer(Struct, frozen=True):
    """One line on a card: a topic with the answers of its rules. `version` is None before the first was in force."""

    topic: Topic
    version: Version | None
    answers: tuple[Answer, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The gravest: a finding, then what cannot be judged; silence never reads as all well."""
        found = {answer.verdict for answer in self.answers}
        order = (Verdict.MET, Verdict.CANNOT, Verdict.NOT_MET, Verdict.NOT_APPLICABLE)
        return next((verdict for verdict in order if verdict in found), Verdict.CANNOT)

    @property
    def urgency(self) -> Urgency | None:
        """Of the most urgent finding; None without any."""
        met = {
            answer.rule.urgency for answer in self.answers if answer.verdict is Verdict.MET and answer.rule
        }
        return next((urgency for urgency in Urgency if urgency in met), None)


def evaluate(pack: Pack, known: Known, judged_by: dt.date | None = None) -> list[TopicAnswer]:
    """Every topic in its order, by what was in force on the day judged, or on `judged_by` to compare."""
    return [judge_topic(topic, known, judged_by) for topic in pack.topics]


def judge_topic(topic: Topic, known: Known, judged_by: dt.date | None = None) -> TopicAnswer:
    """All rules of one topic."""
    day = judged_by or known.on
    version = topic.in_force(day)
    if version is None:
        return TopicAnswer(topic, None, (), (Reason(NOT_IN_FORCE, (("on", f"{day:%d.%m.%Y}"),)),))
    inputs: dict[Input, Resolved] = {}
    asker = Asker(known, version, inputs)
    answers = [_judge(topic, version, rule, known, asker) for rule in version.rules]
    unjudged = [
        Answer(topic.key, one.id, version.number, Verdict.CANNOT, unjudged=one, because=one.why)
        for one in version.unjudged
    ]
    return TopicAnswer(topic, version, (*answers, *unjudged))


def _judge(topic: Topic, version: Version, rule: Rule, known: Known, asker: Asker) -> Answer:
    verdict, outcome, because = _weigh(rule, known, asker)
    return Answer(
        topic.key,
        rule.id,
        version.number,
        verdict,
        rule,
        used=outcome.used,
        missing=outcome.missing,
        reasons=outcome.reasons,
        because=because,
    )


def _weigh(rule: Rule, known: Known, asker: Asker) -> tuple[Verdict, Outcome, str]:
    """Whether it applies, whether anything makes it unsuited, whether it is met: in that order."""
    applies = _applies(rule, known, asker)
    if applies.truth is not Truth.YES:
        verdict = Verdict.NOT_APPLICABLE if applies.truth is Truth.NO else Verdict.CANNOT
        return verdict, applies, ""
    for unsuited in rule.unsuited:
        outcome = asker.ask(unsuited.when)
        if outcome.truth is Truth.YES:
            return Verdict.CANNOT, outcome, unsuited.because
    outcome = asker.ask(rule.when)
    return VERDICTS[outcome.truth], outcome, ""


def _applies(rule: Rule, known: Known, asker: Asker) -> Outcome:
    """Not after the end, unless the rule goes on; else as its own condition says."""
    if not rule.after_end and ended(known):
        over = known.card.over
        reason = Reason(ENDED, (("on", day_shown(over.on if over else None)),))
        return Outcome(Truth.NO, reasons=(reason,))
    return asker.ask(rule.applies) if rule.applies else Outcome(Truth.YES)


VERDICTS = {Truth.YES: Verdict.MET, Truth.NO: Verdict.NOT_MET, Truth.UNKNOWN: Verdict.CANNOT}


def ended(known: Known) -> bool:
    """Whether the pregnancy was over on the day that is judged."""
    over = known.card.over
    return not known.card.pregnant and (over is None or over.on <= known.on)


def by_urgency(lines: Sequence[TopicAnswer]) -> list[TopicAnswer]:
    """Findings first, most urgent first; then what cannot be judged; each in the order of the topics."""
    urgencies, verdicts = list(Urgency), list(Verdict)
    return sorted(
        lines,
        key=lambda line: (
            urgencies.index(line.urgency) if line.urgency else len(urgencies),
            line.verdict is not Verdict.CANNOT,
            verdicts.index(line.verdict),
        ),
    )
