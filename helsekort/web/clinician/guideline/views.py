"""What the pages of the guideline show of one card, in words. Pure."""

from collections.abc import Sequence

from msgspec import Struct

from helsekort.guideline.acts import ANSWER, UNTIL, WHY
from helsekort.guideline.evaluate import TopicAnswer, Verdict
from helsekort.guideline.guidance import Found, Guidance
from helsekort.guideline.schedule import Done, Planned, State
from helsekort.guideline.shape import Urgency
from helsekort.record.ids import to_text
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.guideline import words

SOON = frozenset({Urgency.NOW, Urgency.TODAY})
WAITING = frozenset({State.DUE, State.OVERDUE})


class FindingLine(Struct, frozen=True):
    """A finding in a line; `path` is its reason. `act` says what was done about it, `act_path` where that stands."""

    text: str
    topic: str
    action: str
    when: str
    soon: bool
    path: str
    act: str = ""
    act_path: str = ""


class VisitLine(Struct, frozen=True):
    """A visit of the programme. `not_done` is what of it does not stand on the card."""

    label: str
    when: str
    state: str
    waiting: bool
    overdue: bool
    held: str
    path: str
    not_done: list[str]
    to_do: list[str]


class TopicLine(Struct, frozen=True):
    """A topic in a line, with what it says."""

    label: str
    path: str
    says: list[str]


def path_of(desk: Desk) -> str:
    """The address of what the guideline says of a card."""
    return f"/klinikk/kort/{to_text(desk.card.card)}/retningslinje"


def slug(key: str) -> str:
    """A topic's or a rule's name in an address."""
    return key.replace("_", "-")


def finding(desk: Desk, one: Found) -> FindingLine:
    """A finding with where its reason stands."""
    rule = one.answer.rule
    _ = desk.texts.translate
    return FindingLine(
        text=_(rule.finding) if rule else "",
        topic=_(one.topic.label),
        action=_(rule.action) if rule else "",
        when=words.urgency(desk.texts, one.urgency),
        soon=one.urgency in SOON,
        path=f"{path_of(desk)}/{slug(one.topic.key)}#{slug(one.answer.id)}",
        act=act_words(desk, one),
        act_path=f"/klinikk/kort/{to_text(desk.card.card)}/opplysning/{one.act.origin}" if one.act else "",
    )


def act_words(desk: Desk, one: Found) -> str:
    """`utsatt til 13.03.2026: måles hjemme, Ingrid Dahl, jordmor 10.03.2026`; empty where nothing was done."""
    if one.act is None:
        return ""
    row, texts = one.act.now, desk.texts
    answer, until, why = (row.value(what) for what in (ANSWER, UNTIL, WHY))
    said = desk.value_words(answer, ANSWER) if answer is not None else ""
    if until is not None:
        day = desk.value_words(until, UNTIL)
        said = texts.translate("%(answer)s til %(day)s") % {"answer": said, "day": day}
    who = f"{desk.name(one.act.entries[0].author)} {texts.numeric(row.on)}"
    return f"{said}: {why}. {who}" if why else f"{said}. {who}"


def visit(desk: Desk, one: Planned) -> VisitLine:
    """A visit with its days and what was done."""
    texts = desk.texts
    when = ""
    if one.window:
        first, last = (texts.numeric(day) for day in one.window)
        when = texts.translate("%(first)s–%(last)s") % {"first": first, "last": last}
    left = [desk.label(what) for what, done in one.done if done is Done.NOT_DONE]
    return VisitLine(
        label=texts.translate(one.visit.label),
        when=when,
        state=words.state(texts, one.state),
        waiting=one.state in WAITING,
        overdue=one.state is State.OVERDUE,
        held=texts.numeric(one.on) if one.on else "",
        path=f"/klinikk/kort/{to_text(desk.card.card)}/hendelse/{one.contact}" if one.contact else "",
        not_done=left,
        to_do=[desk.label(what) for what in one.visit.done] if one.state in WAITING else [],
    )


def cannot(desk: Desk, lines: Sequence[TopicAnswer]) -> list[TopicLine]:
    """The topics of which something cannot be judged, with what."""
    return [_cannot(desk, line) for line in lines]


def _cannot(desk: Desk, line: TopicAnswer) -> TopicLine:
    _ = desk.texts.translate
    names = []
    for answer in line.answers:
        if answer.verdict is Verdict.CANNOT:
            name = answer.rule.finding if answer.rule else answer.unjudged.label if answer.unjudged else ""
            names.append(_(name))
    return TopicLine(_(line.topic.label), f"{path_of(desk)}/{slug(line.topic.key)}", names)


def without_finding(desk: Desk, guidance: Guidance) -> list[TopicLine]:
    """The topics whose rules are all judged and none is met: said as that and no more."""
    _ = desk.texts.translate
    open_or_not = {one.topic.key for one in guidance.found} | {line.topic.key for line in guidance.unjudged()}
    return [
        TopicLine(_(line.topic.label), f"{path_of(desk)}/{slug(line.topic.key)}", [])
        for line in guidance.topics
        if line.topic.key not in open_or_not and line.version is not None
    ]
