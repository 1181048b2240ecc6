"""The reason page: what each rule of a topic says of a card, by what, from which source. Pure."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from helsekort.guideline.acts import name_of
from helsekort.guideline.evaluate import Answer, TopicAnswer, Verdict
from helsekort.guideline.guidance import Found, Guidance
from helsekort.guideline.reasons import limit_shown
from helsekort.guideline.references import EDGES, conditions, leaves
from helsekort.guideline.shape import Rule, Version
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.guideline import views, words
from helsekort.web.clinician.guideline.words import Wording


class Figure(Struct, frozen=True):
    """A limit a rule uses, with where it comes from. `unverified`: its source was not read."""

    shown: str
    source: str
    note: str
    unverified: bool


class Said(Struct, frozen=True):
    """What one rule says, by one version of it."""

    verdict: str
    met: bool
    unknown: bool
    reasons: list[str]
    missing: list[str]
    used: list[tuple[str, str, str]]
    because: str
    version: int
    since: str


class Reasoned(Struct, frozen=True):
    """A rule with its answer on the day, and by today's version beside it where that is another one."""

    id: str
    name: str
    title: str
    action: str
    to_her: str
    when: str
    then: Said
    today: Said | None
    source: str
    note: str
    figures: list[Figure]
    found: Found | None
    line: views.FindingLine | None


class Unjudged(Struct, frozen=True):
    """A recommendation without a rule, and why it has none."""

    title: str
    why: str


class Source(Struct, frozen=True):
    """Where a version of a topic comes from. `edition` and `dates_note` stand with their language (`standing`)."""

    source: str
    address: str
    edition: tuple[str, str]
    strength: str
    number: int
    since: str
    until: str
    verified: bool
    dates_note: tuple[str, str]


def reasoned(desk: Desk, then: Guidance, by_today: Guidance, key: str) -> list[Reasoned]:
    """The rules of a topic, what is met first, then what cannot be judged."""
    line, now = then.topic(key), by_today.topic(key)
    if line is None or line.version is None:
        return []
    later = {each.id: each for each in now.answers} if now is not None and now.version else {}
    found = [
        _one(desk, then, line, line.version, answer, _beside(now, later.get(answer.id), answer))
        for answer in line.answers
        if answer.rule is not None
    ]
    if now is not None and now.version is not None and now.version.number != line.version.number:
        there = {answer.id for answer in line.answers}
        added = [each for each in now.answers if each.rule is not None and each.id not in there]
        found += [_new_since(desk, by_today, now, now.version, each) for each in added]
    ranks = {Verdict.MET: 0, Verdict.CANNOT: 1, Verdict.NOT_MET: 2, Verdict.NOT_APPLICABLE: 3}
    verdicts = {name_of(answer): answer.verdict for answer in (*(now.answers if now else ()), *line.answers)}
    return sorted(found, key=lambda one: ranks[verdicts[one.name]])


def _new_since(
    desk: Desk, by_today: Guidance, now: TopicAnswer, version: Version, answer: Answer
) -> Reasoned:
    """A rule that today's version has and that of the day had not: what it says today, and that it was not there."""
    one = _one(desk, by_today, now, version, answer, (version, answer))
    absent = desk.texts.translate("regelen fantes ikke da")
    then = replace(
        one.then, verdict=absent, met=False, unknown=False, reasons=[], missing=[], used=[], because=""
    )
    return replace(one, then=then, found=None, line=None)


def _beside(now: TopicAnswer | None, answer: Answer | None, then: Answer) -> tuple[Version, Answer] | None:
    """Today's version and its answer, where today's is another than that of the day."""
    if now is None or now.version is None or answer is None or answer.version == then.version:
        return None
    return now.version, answer


def _one(
    desk: Desk,
    then: Guidance,
    line: TopicAnswer,
    version: Version,
    answer: Answer,
    beside: tuple[Version, Answer] | None,
) -> Reasoned:
    rule, _ = answer.rule, desk.texts.translate
    assert rule is not None  # noqa: S101  # only answers of rules come here
    found = next((one for one in then.found if one.name == name_of(answer)), None)
    return Reasoned(
        id=views.slug(rule.id),
        name=name_of(answer),
        title=_(rule.finding),
        action=_(rule.action),
        to_her="" if line.topic.protected else _(rule.to_her),
        when=words.urgency(desk.texts, rule.urgency),
        then=_said(desk, version, answer),
        today=_said(desk, *beside) if beside else None,
        source=rule.source,
        note=rule.note,
        figures=list(_figures(rule, version, Wording(desk.catalogue, desk.terms, desk.texts, version))),
        found=found,
        line=views.finding(desk, found) if found else None,
    )


def _said(desk: Desk, version: Version, answer: Answer) -> Said:
    wording = Wording(desk.catalogue, desk.terms, desk.texts, version)
    missing = [wording.missing(one) for one in answer.missing]
    reasons = [wording.reason(one) for one in answer.reasons]
    return Said(
        verdict=words.verdict(desk.texts, answer.verdict),
        met=answer.verdict is Verdict.MET,
        unknown=answer.verdict is Verdict.CANNOT,
        reasons=[one for one in reasons if one not in missing],
        missing=missing,
        used=[wording.reading(one) for one in answer.used],
        because=desk.texts.translate(answer.because) if answer.because else "",
        version=version.number,
        since=desk.texts.numeric(version.valid_from),
    )


def _figures(rule: Rule, version: Version, wording: Wording) -> Iterator[Figure]:
    """The limits that the conditions of a rule name, each once."""
    parts = [leaf for _, tree in conditions(rule) for leaf in leaves(tree)]
    bands = [
        band
        for leaf in parts
        if leaf.scale
        for band in version.scales[leaf.scale].bands
        if band.name == leaf.band
    ]
    used = [version.inputs[leaf.value] for leaf in parts if leaf.value]
    named = [getattr(one, edge) for one in [*parts, *bands] for edge in EDGES]
    named += [name for one in used for name in (one.from_age, one.before_age, one.systolic, one.diastolic)]
    for name in dict.fromkeys(name for name in named if name):
        limit = version.limits[name]
        yield Figure(
            wording.amount(limit_shown(limit)), limit.source, limit.note, unverified=limit.mark != "V"
        )


def unjudged(desk: Desk, line: TopicAnswer) -> list[Unjudged]:
    """What of a topic has no rule."""
    return [
        Unjudged(desk.texts.translate(one.label), words.why_not(desk.texts, one.why))
        for one in (answer.unjudged for answer in line.answers)
        if one is not None
    ]


def source(desk: Desk, version: Version) -> Source:
    """Where a version comes from and when it held."""
    texts = desk.texts
    return Source(
        source=words.not_read(texts, version.source),
        address=version.address,
        edition=words.standing(texts, version.edition),
        strength=words.not_read(texts, version.strength),
        number=version.number,
        since=texts.numeric(version.valid_from),
        until=texts.numeric(version.valid_to) if version.valid_to else "",
        verified=version.mark == "V",
        dates_note=words.standing(texts, version.dates_note),
    )
