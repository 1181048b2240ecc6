"""What is in force of the guideline, in words. Pure."""

import datetime as dt

from msgspec import Struct

from helsekort.guideline.changes import Change
from helsekort.guideline.guidance import Guideline
from helsekort.guideline.schedule import Programme
from helsekort.guideline.shape import NOT_OBTAINED, Version
from helsekort.web.clinician.guideline import words
from helsekort.web.shared.texts import Texts


class TopicInForce(Struct, frozen=True):
    """A topic: what it recommends, by which version from which source. `versions` are all its dated ones."""

    label: str
    source: str
    address: str
    edition: str
    number: int
    since: str
    rules: list[str]
    unjudged: list[str]
    obtained: bool


class ChangeLine(Struct, frozen=True):
    """Something that came into force: what, when, and which rules came and went."""

    label: str
    on: str
    number: int
    came: list[str]
    gone: list[str]
    address: str
    source: str


def topics(texts: Texts, guideline: Guideline, today: dt.date) -> list[TopicInForce]:
    """Every topic with what is in force today."""
    found = []
    for topic in guideline.pack.topics:
        version = topic.in_force(today)
        if version is None:
            continue
        found.append(
            TopicInForce(
                label=texts.translate(topic.label),
                source=words.not_read(texts, version.source),
                address=version.address,
                edition=version.edition,
                number=version.number,
                since=texts.numeric(version.valid_from),
                rules=[texts.translate(rule.finding) for rule in version.rules],
                unjudged=[texts.translate(one.label) for one in version.unjudged],
                obtained=version.source != NOT_OBTAINED,
            )
        )
    return found


def programme(texts: Texts, guideline: Guideline, today: dt.date) -> TopicInForce | None:
    """The programme of visits that is in force today."""
    one = guideline.schedule.in_force(today)
    if one is None:
        return None
    return TopicInForce(
        label=texts.translate("Kontroller i svangerskapet"),
        source=one.source,
        address=one.address,
        edition=one.edition,
        number=one.number,
        since=texts.numeric(one.valid_from),
        rules=[texts.translate(visit.label) for visit in one.visits],
        unjudged=[],
        obtained=True,
    )


def change(texts: Texts, one: Change) -> ChangeLine:
    """What is new, and what is there no more."""
    _ = texts.translate
    before, now = _said(one.before), _said(one.version)
    return ChangeLine(
        label=_(one.topic.label) if one.topic else _("Kontroller i svangerskapet"),
        on=texts.numeric(one.on),
        number=one.version.number,
        came=[_(text) for text in now if text not in before],
        gone=[_(text) for text in before if text not in now],
        address=one.version.address,
        source=words.not_read(texts, one.version.source),
    )


def _said(version: Version | Programme | None) -> list[str]:
    if isinstance(version, Version):
        return [rule.finding for rule in version.rules]
    return [visit.label for visit in version.visits] if version is not None else []
