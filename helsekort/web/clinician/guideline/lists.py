"""The women one cares for, by finding and by what cannot be judged. Pure."""

from msgspec import Struct

from helsekort.actions.lists_by_finding import ByFinding
from helsekort.guideline.finding_lists import FindingList, UnjudgedList
from helsekort.guideline.shape import Urgency
from helsekort.record import ids
from helsekort.web.clinician.guideline import words
from helsekort.web.shared.texts import Texts

SOON = frozenset({Urgency.NOW, Urgency.TODAY})

_LONGEST = 400
"""Days; more than any pregnancy has."""


class Named(Struct, frozen=True):
    """A woman on a list: where her card's page of the guideline is, who she is, how far, and what is missing."""

    path: str
    name: str
    age: str
    lacks: str = ""
    days: int = -1  # for the order: how far, those whose pregnancy is over first


class Listed(Struct, frozen=True):
    """A list with its women, those who are furthest first."""

    text: str
    topic: str
    when: str
    soon: bool
    women: list[Named]


def found(texts: Texts, one: FindingList, whole: ByFinding) -> Listed:
    """The women with one finding."""
    return Listed(
        text=texts.translate(one.rule.finding),
        topic=texts.translate(one.topic.label),
        when=words.urgency(texts, one.rule.urgency),
        soon=one.rule.urgency in SOON,
        women=_sorted([_named(texts, card, whole, one.topic.key) for card in one.cards]),
    )


def unjudged(texts: Texts, one: UnjudgedList, whole: ByFinding) -> Listed:
    """The women of whom a topic cannot be judged, with what is missing."""
    women = [
        _named(texts, card, whole, one.topic.key, " · ".join(texts.translate(each) for each in lacks))
        for card, lacks in one.lacks.items()
    ]
    return Listed(texts.translate(one.topic.label), "", "", soon=False, women=_sorted(women))


def _named(texts: Texts, card: int, whole: ByFinding, topic: str, lacks: str = "") -> Named:
    one = whole.women[card]
    path = f"/klinikk/kort/{ids.to_text(card)}/retningslinje/{topic.replace('_', '-')}"
    if one.after is not None and one.age is None:
        said = texts.plural("%(days)s dag etter", "%(days)s dager etter", one.after) % {"days": one.after}
        return Named(path, one.woman.name, said, lacks, _LONGEST + one.after)
    return Named(path, one.woman.name, str(one.age or ""), lacks, one.age.days if one.age else -1)


def _sorted(women: list[Named]) -> list[Named]:
    return sorted(women, key=lambda one: (-one.days, one.name))
