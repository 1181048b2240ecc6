"""Why an answer is what it is, in whole sentences: message ids of the catalogues, with what fills them in."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from helsekort.guideline.reading import Lack, Missing, Reading, number_shown
from helsekort.guideline.shape import Limit


class Reason(Struct, frozen=True):
    """A sentence with places, and what goes in them; translated as a whole, then filled in."""

    text: str
    fills: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return self.text % dict(self.fills)


# Edge -> the sentence where it holds, and where it does not.
EDGE_SENTENCES = {
    "at_least": (
        "%(what)s %(value)s%(on)s er minst %(limit)s.",
        "%(what)s %(value)s%(on)s er under %(limit)s.",
    ),
    "before": (
        "%(what)s %(value)s%(on)s er under %(limit)s.",
        "%(what)s %(value)s%(on)s er ikke under %(limit)s.",
    ),
    "above": (
        "%(what)s %(value)s%(on)s er over %(limit)s.",
        "%(what)s %(value)s%(on)s er ikke over %(limit)s.",
    ),
    "up_to": (
        "%(what)s %(value)s%(on)s er høyst %(limit)s.",
        "%(what)s %(value)s%(on)s er over %(limit)s.",
    ),
}
IS = "%(what)s: %(value)s%(on)s."
STANDS = "%(what)s står på kortet."
ABSENT = "%(what)s står ikke på kortet."
ENDED = "Svangerskapet er avsluttet på kortet%(on)s."
NOT_IN_FORCE = "Ingen utgave av anbefalingen gjaldt %(on)s."
MISSING_SENTENCES = {
    Lack.NOT_TAKEN: "%(what)s: ikke tatt eller ikke spurt om.",
    Lack.DECLINED: "%(what)s: hun takket nei%(on)s.",
    Lack.UNKNOWN: "%(what)s: ukjent%(on)s.",
    Lack.HALF: "%(what)s: mangler i målingen%(on)s.",
    Lack.HOME_ONLY: "%(what)s: bare målt av henne selv%(on)s; se hjemmemålingene.",
    Lack.UNVERIFIED_ONLY: "%(what)s: bare lagret som oppgitt, ikke bekreftet%(on)s.",
    Lack.PRELIMINARY_ONLY: "%(what)s: bare foreløpig svar%(on)s.",
    Lack.CONTRADICTORY: "%(what)s: ulike svar samme dag%(on)s.",
    Lack.NO_DUE_DATE: "%(what)s: termindato mangler, eller lengden kan ikke være riktig.",
    Lack.NO_BIRTH_DATE: "%(what)s: fødselsdatoen hennes mangler.",
    Lack.NO_END_DATE: "%(what)s: dagen svangerskapet ble avsluttet, mangler.",
    Lack.NOT_EXACT: "%(what)s: ikke sikkert kjent%(on)s; noe er bare en grense, en halv måling eller målt hjemme.",
    Lack.NO_PLACE: "%(what)s: kortet har ikke plass til dette; spør, eller se i journalen.",
    Lack.NO_LIMIT: "%(what)s%(on)s: grensen er ikke innhentet; se laboratoriets eget område.",
    Lack.WHICH: "%(what)s%(on)s: kortet sier ikke hvilken; spør, eller se i journalen.",
}
# What nobody can ask or take to have it judged: there is nowhere to write it, or nothing to hold it against.
NOT_TO_BE_ASKED = frozenset({Lack.NO_PLACE, Lack.NO_LIMIT, Lack.WHICH})


def day_shown(on: dt.date | None) -> str:
    """` (10.03.2026)`, or nothing where it is about no day."""
    return f" ({on:%d.%m.%Y})" if on else ""


def limit_shown(limit: Limit) -> str:
    """`160 mmHg`, `24+0`."""
    if limit.age is not None:
        return limit.age
    return f"{number_shown(limit.value or Decimal())} {limit.unit}".strip()


def edge_reason(edge: str, holds: bool, reading: Reading, limit: Limit) -> Reason:
    """Why a value is on one side of a limit."""
    yes, no = EDGE_SENTENCES[edge]
    value = f"{reading.shown} {limit.unit}".strip()
    fills = (
        ("what", reading.label),
        ("value", value),
        ("on", day_shown(reading.on)),
        ("limit", limit_shown(limit)),
    )
    return Reason(yes if holds else no, fills)


def reading_reason(reading: Reading) -> Reason:
    """What was answered, where an answer is no number."""
    fills = (("what", reading.label), ("value", reading.shown), ("on", day_shown(reading.on)))
    return Reason(IS, fills)


def presence_reason(label: str, there: bool) -> Reason:
    """Whether anything stands on the card about a thing."""
    return Reason(STANDS if there else ABSENT, (("what", label),))


def missing_reason(missing: Missing) -> Reason:
    """What is missing, and why."""
    fills = (("what", missing.label), ("on", day_shown(missing.on)))
    return Reason(MISSING_SENTENCES[missing.why], fills)
