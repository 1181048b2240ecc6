"""On what law the service stands, and what she has said to it."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

MANDATE_FROM = 16
"""The years from which she can let another act for her. source: the ages of digital access in the national services,
security reference, cases (3.3); mark: N."""
CONSENT_WITHDRAWN = "consent-withdrawn"
"""The basis on which her cards are erased, and the reason that stands on them."""


class LegalBasis(StrEnum):
    """What the service rests on: her consent while it is on trial, or a regulation that she can opt out of."""

    TRIAL = "trial"
    REGULATION = "regulation"


class Said(StrEnum):
    """What she said last."""

    CONSENTED = "consented"
    WITHDRAWN = "withdrawn"
    RESERVED = "reserved"
    UNRESERVED = "unreserved"


def may_give_mandate(born: dt.date | None, today: dt.date) -> bool:
    """Whether another may act for her: for a girl who is younger, who comes so comes in a parent's place, whatever they
    call it. Nothing is held against one whose birth date is not known."""
    if born is None:
        return True
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years >= MANDATE_FROM


class InformedBy(StrEnum):
    """Who told her what a card means: whoever writes it down, another at the same unit, or someone elsewhere."""

    SELF = "self"
    COLLEAGUE = "colleague"
    ELSEWHERE = "elsewhere"


class InformedHow(StrEnum):
    """In which way she was told."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    INTERPRETED = "interpreted"


class Informed(Struct, frozen=True):
    """That she was told, by whom and how, before she consented to who writes it down."""

    by: InformedBy
    how: InformedHow
