"""Each child that was born, on her own page: when, and what it weighed. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from helsekort.record.children import ChildPart, bereaved, born, child_part
from helsekort.record.entries import Moment
from helsekort.web.woman.values import Words


class Child(Struct, frozen=True):
    """One child: what it is called, and what stands of it."""

    title: str
    said: list[str]


def children(words: Words) -> list[Child]:
    """Those that were born; none where one of them does not live, for the page then tells of that alone."""
    card = words.opened.card
    if bereaved(card):
        return []
    parts = [child_part(card, trail.origin, words.catalogue) for trail in born(card)]
    return [Child(_title(words, part), list(_said(words, part))) for part in parts if part is not None]


def _title(words: Words, part: ChildPart) -> str:
    _ = words.texts.translate
    return _("Barnet ditt") if part.alone else _("Barn %(label)s") % {"label": part.label}


def _said(words: Words, part: ChildPart) -> Iterator[str]:
    _, texts, today = words.texts.translate, words.texts, words.opened.today
    said = {"day": texts.day(part.born_on, today)}
    if isinstance(part.born_at, Moment):
        yield _("Født %(day)s klokken %(clock)s.") % {**said, "clock": texts.clock(part.born_at.at)}
    else:
        yield _("Født %(day)s.") % said
    first = part.at_birth.now.value("weight_g") if part.at_birth else None
    if isinstance(first, Decimal):
        yield _("Veide %(weight)s gram ved fødselen.") % {"weight": texts.number(first)}
    for trail in reversed(part.checks):
        weight = trail.now.value("weight_g")
        if isinstance(weight, Decimal):
            weighed = {"weight": texts.number(weight), "day": texts.day(trail.now.on, today)}
            yield _("Veide %(weight)s gram %(day)s.") % weighed
            return
