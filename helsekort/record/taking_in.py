"""A woman who stands before a clinician and is not on their list: what is asked of her, and why she came. Pure."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from helsekort.record.agreements import Informed
from helsekort.record.codes import DNR, FHN, FNR
from helsekort.record.identifiers import InvalidIdentifier, Refusal, parse_help_number, parse_national_number
from helsekort.record.parties import NationalNumberFact, Woman

BASIS = "taken-in"
"""What the care relation rests on begins so; why she came stands behind it."""


class NumberKind(StrEnum):
    """What number she has. A joint help number (felles hjelpenummer) is for one who has no other."""

    NATIONAL = "national"
    HELP = "help"
    NONE = "none"


class Why(StrEnum):
    """Why she is here; it is what her log says."""

    APPOINTMENT = "appointment"
    CAME = "came"
    SENT = "sent"


class Newcomer(Struct, frozen=True):
    """What she, or her papers, say. `language` is two letters, small; `birth_date` is None where it is not known.

    `why` is None where nobody said it yet, `informed` where she has not consented to have a card, or is not asked.
    """

    name: str
    birth_date: dt.date | None
    kind: NumberKind
    number: str
    language: str
    why: Why | None
    informed: Informed | None = None


def number_of(told: Newcomer, *, allow_synthetic: bool) -> NationalNumberFact | None:
    """The number as a fact; None where she has none. Raises InvalidIdentifier."""
    if told.kind is NumberKind.NONE:
        return None
    if told.kind is NumberKind.HELP:
        return NationalNumberFact(FHN, parse_help_number(told.number))
    parsed = parse_national_number(told.number, allow_synthetic=allow_synthetic)
    return NationalNumberFact(FNR if parsed.kind == "fnr" else DNR, parsed.value)


def wrong(
    told: Newcomer, today: dt.date, *, allow_synthetic: bool, trial: bool = False
) -> list[tuple[str, str]]:
    """(field, code) of each thing with which she cannot be taken in. `trial`: only with her consent, known or not."""
    found = []
    try:
        number_of(told, allow_synthetic=allow_synthetic)
    except InvalidIdentifier as fault:
        found.append(("number", _slip(told, fault.reason)))
    if told.kind is NumberKind.NONE and told.number.strip():
        found.append(("number", "not-asked"))
    if not told.name.strip():
        found.append(("name", "missing"))
    if told.birth_date is None and told.kind is not NumberKind.NONE:
        found.append(("birth_date", "missing"))
    if told.birth_date is not None and told.birth_date > today:
        found.append(("birth_date", "future"))
    if not told.language:
        found.append(("language", "choice"))
    if told.why is None:
        found.append(("why", "choice"))
    if trial and told.informed is None:
        found.append(("consent", "no-consent"))
    return found


def _slip(told: Newcomer, reason: Refusal) -> str:
    """What is wrong with a number: it may be one of the other kind, and then one woman would be two."""
    if told.kind is NumberKind.HELP and _is_national(told.number):
        return "is-national"
    if told.kind is NumberKind.NATIONAL and _is_help(told.number):
        return "is-help"
    return {Refusal.CONTROL_DIGITS: "number-fails", Refusal.SERIES: "help-series"}.get(
        reason, "number-digits"
    )


def _is_help(number: str) -> bool:
    try:
        parse_help_number(number)
    except InvalidIdentifier:
        return False
    return True


def _is_national(number: str) -> bool:
    try:
        parse_national_number(number, allow_synthetic=True)
    except InvalidIdentifier:
        return False
    return True


def basis(why: Why) -> str:
    """What the care relation is said to rest on: the word of who took her in."""
    return f"{BASIS} {why}"


def is_same(known: Woman, told: Newcomer) -> bool:
    """Whether what is told fits who has the number: the whole birth date, and a name of hers at the least.

    A number alone is not enough: by a slip it is another's.
    """
    return known.birth_date in (None, told.birth_date) and bool(_names(known.name) & _names(told.name))


def _names(name: str) -> set[str]:
    return {word for word in name.casefold().replace(",", " ").replace("-", " ").split() if len(word) > 1}
