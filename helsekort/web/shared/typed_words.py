"""What was typed into a form that cannot be taken now, in words: the field's name and the answer, never codes.

No card is open where this is shown, so a fetus is told only by its place in the form.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from helsekort.record.entries import Way
from helsekort.record.measurements import Catalogue, Kind
from helsekort.web.shared.posted import HIDDEN
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.ways import way_name

_NAME = re.compile(
    r"(?P<what>[a-z][a-z0-9_]*)(?:-f(?P<fetus>[0-9]+))?(?:-(?P<turn>[1-9]))?"
    r"(?:-(?P<ending>at|declined|denied|unverified))?",
    re.ASCII,
)
_REASONS = "L10"
TICKS = ("section-", "leave-", "class-")
"""Beginnings of names of boxes that a referral's form has: without the form they say nothing."""


class TypedWord(Struct, frozen=True):
    """One field in words; `label` is empty where the field's name is known to none of our forms."""

    label: str
    text: str


def typed_words(catalogue: Catalogue, texts: Texts, fields: Sequence[tuple[str, str]]) -> list[TypedWord]:
    """The fields that a person filled in, in their order; what our forms hide and what is empty is left out."""
    shown = [
        (name, value)
        for name, value in fields
        if value.strip() and name not in HIDDEN and not name.startswith(TICKS)
    ]
    fetuses = sorted(
        {int(found["fetus"]) for name, _ in shown if (found := _NAME.fullmatch(name)) and found["fetus"]}
    )
    return [_word(catalogue, texts, name, value, fetuses) for name, value in shown]


def _word(catalogue: Catalogue, texts: Texts, name: str, value: str, fetuses: list[int]) -> TypedWord:
    _ = texts.translate
    if name.startswith("about-"):
        codes = catalogue.lists[_REASONS].codes
        reason = codes.get(name.removeprefix("about-"), value)
        return TypedWord(_("Hva det gjaldt"), _(reason))
    found = _NAME.fullmatch(name)
    if found and found["what"] in catalogue.measurables:
        label = _label(catalogue, texts, found, fetuses)
        return TypedWord(label, _answer(catalogue, texts, found, value))
    own = name.partition("-")[0]
    return TypedWord(_own_labels(texts).get(own, ""), _own_answer(texts, own, value))


def _label(catalogue: Catalogue, texts: Texts, found: re.Match[str], fetuses: list[int]) -> str:
    _ = texts.translate
    measurable = catalogue[found["what"]]
    label = _(measurable.label)
    if found["fetus"] and len(fetuses) > 1:
        place = fetuses.index(int(found["fetus"])) + 1
        label = _("%(what)s, foster nummer %(place)s i skjemaet") % {"what": label, "place": place}
    if found["turn"]:
        label = _("%(what)s, måling %(turn)s") % {"what": label, "turn": found["turn"]}
    if found["ending"] == "at":
        label = _("%(what)s, klokkeslett") % {"what": label}
    if found["ending"] == "unverified":
        label = _("%(what)s, hvorfor det skal stå") % {"what": label}
    return label


def _answer(catalogue: Catalogue, texts: Texts, found: re.Match[str], value: str) -> str:
    _ = texts.translate
    measurable = catalogue[found["what"]]
    if found["ending"] == "declined" or (value == "declined" and measurable.kind in (Kind.CODE, Kind.YESNO)):
        return _("ønsket ikke")
    if found["ending"] == "denied":
        return _(measurable.denied or "nei")
    if found["ending"]:
        return value
    if measurable.kind is Kind.CODE:
        said = catalogue.text(measurable.key, value)
        return _(said)
    if measurable.kind is Kind.YESNO:
        return {"yes": _("ja"), "no": _("nei")}.get(value, value)
    return value


def _own_labels(texts: Texts) -> dict[str, str]:
    """The names of the fields that are about the contact and not about her."""
    _ = texts.translate
    return {
        "on": _("Dato"),
        "at": _("Klokkeslett"),
        "way": _("Hvordan"),
        "paper": _("Fra papirkort"),
        "paper_again": _("Fra papirkort, som forrige"),
        "paper_written_by": _("Hvem skrev det på papirkortet"),
        "paper_written_on": _("Når ble det skrevet"),
        "title": _("Hva filen er"),
        "reason": _("Grunn"),
        "words": _("Teksten"),
        "taken_back": _("Grunn"),
        "travel_minutes": _("Reisetid"),
        "why": _("Grunn"),
        "where": _("Hvor skal den?"),
        "measured": _("Dato"),
        "measured_on": _("Dag for undersøkelsen"),
        "length": _("Antall dager datoen er regnet med"),
    }


def _own_answer(texts: Texts, own: str, value: str) -> str:
    _ = texts.translate
    if own == "way" and value in list(Way):
        return way_name(texts, Way(value))
    if own == "where":
        return {"her": _("til kvinnen den gjelder"), "away": _("bare bort herfra")}.get(value, value)
    return _("ja") if own in ("paper", "looked") else value
