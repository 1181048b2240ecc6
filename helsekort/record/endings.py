"""How a pregnancy ends: what becomes of each fetus, and of the whole. Pure.

The codes are those of list L5. What is told here is coarse on purpose: it stands on every view of the card, so a
termination reads as any other loss, and a reduction as the death of one twin. The code itself is told elsewhere, to
those who may know it.
"""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from typing import Final

from msgspec import Struct


class FetusState(StrEnum):
    """Where a fetus stands. The state changes, never the number of fetuses."""

    GROWING = "growing"
    BORN_ALIVE = "born-alive"
    STILLBORN = "stillborn"
    LOST = "lost"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How a pregnancy ended, as far as every view may tell."""

    BIRTH = "birth"
    STILLBIRTH = "stillbirth"
    LOSS = "loss"
    UNKNOWN = "unknown"


class Over(Struct, frozen=True):
    """The pregnancy is over: since which day, and how it ended."""

    on: dt.date
    outcome: Outcome


STATES: Final = {
    "LIVE": FetusState.BORN_ALIVE,
    "STILL_BEFORE": FetusState.STILLBORN,
    "STILL_DURING": FetusState.STILLBORN,
    "STILL_UNKNOWN": FetusState.STILLBORN,
    "SA_EARLY": FetusState.LOST,
    "SA_LATE": FetusState.LOST,
    "ECTOPIC": FetusState.LOST,
    "MOLE": FetusState.LOST,
    "TERMINATION": FetusState.LOST,
    "REDUCTION": FetusState.LOST,
    "UNKNOWN": FetusState.UNKNOWN,
}
"""Code of list L5 -> what becomes of the fetus."""

BORN: Final = frozenset({FetusState.BORN_ALIVE, FetusState.STILLBORN})

_OF_STATE: Final = {
    FetusState.BORN_ALIVE: Outcome.BIRTH,
    FetusState.STILLBORN: Outcome.STILLBIRTH,
    FetusState.LOST: Outcome.LOSS,
    FetusState.UNKNOWN: Outcome.UNKNOWN,
}


def outcome_of(codes: Collection[str]) -> Outcome:
    """How the whole ended, from a code of list L5 for each fetus: a child that lives makes it a birth.

    ValueError for no code, and for one that is not of the list.
    """
    if not codes or not set(codes) <= STATES.keys():
        raise ValueError("each fetus needs a code of list L5")
    states = {STATES[code] for code in codes}
    return next(outcome for state, outcome in _OF_STATE.items() if state in states)


class EndingLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """Ages in days that part one ending from another: from `late` a loss is a late one, from `birth` a birth."""

    late: int
    birth: int
    source: str
    mark: str


def fits(code: str, days: int, limits: EndingLimits) -> bool:
    """Whether a code is one that is used at this gestational age in days."""
    if code == "SA_EARLY":
        return days < limits.late
    if code == "SA_LATE":
        return limits.late <= days < limits.birth
    if STATES[code] in BORN:
        return days >= limits.birth
    return True
