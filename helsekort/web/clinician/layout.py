"""Which fields a form of a contact has, in the order they are typed. Pure.

A field is named after its catalogue key: `weight`, `blood_pressure-2` (second reading) and
`fetal_heart_rate-f7` (the fetus whose own entry is number 7). What belongs to a field has its name and an
ending: `-at` (clock time of a pressure), `-declined`, `-denied` and `-unverified` (the reason).
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import ContactKind, Finding, Way
from helsekort.record.measurements import Catalogue, Kind

READINGS = 3
"""How many blood pressures the form has room for from the start; a third may be needed when two disagree."""

_CHECK_UP_BEFORE = ("blood_pressure", "urine_protein", "oedema", "weight", "fundal_height")
EACH_FETUS = ("fetal_heart_rate", "presentation", "movements")
"""What a check-up asks of each fetus, with a column of its own."""

_ABOUT_FETUS = (*EACH_FETUS, "fetus_note")
_CHECK_UP_AFTER = ("headache", "vision", "epigastric_pain", "medicines_taken", "work_percent", "note")
DAILY_LIFE = frozenset({"medicines_taken", "work_percent"})
"""What a check-up asks about her days."""

TOLD = ("told", "advice", "urgency", "follow_up")
"""What every contact between check-ups shows, written or not."""

ONWARD = ("contacted_by", "sent_to", "contact_owner", "closed_at")
"""Who rang whom, and what became of it."""

ONE_LINE = frozenset({"fetus_note", "sent_to", "contact_owner"})
"""Texts that are short: a name, a place."""


WAYS = {
    ContactKind.CHECK_UP: (Way.VISIT, Way.HOME, Way.VIDEO),
    ContactKind.CONTACT: (Way.PHONE, Way.WALK_IN, Way.HOME, Way.VIDEO),
}
"""The ways of meeting that each kind of contact offers, the usual one first."""

REASONS_LIST = "L10"
"""Code list of what a contact was about."""

AFTER_BIRTH = frozenset({"CHILD_FEEDING", "CHILD_YELLOW"})
"""Codes of that list that are about a child that is born: offered where one lives."""
BEFORE_ENDING = frozenset({"MOVEMENTS", "WATERS", "CONTRACTIONS"})
"""Codes that are about a pregnancy that goes on: folded away once it is over, for a call that is written late."""

_NAME = re.compile(r"([a-z][a-z0-9_]*)(?:-f([1-9][0-9]{0,8}))?(?:-([1-9]))?", re.ASCII)


class Slot(Struct, frozen=True):
    """One field for one finding. `turn` counts from 1 where a kind is taken several times."""

    name: str
    what: str
    fetus: int | None = None
    turn: int = 1


def slot(catalogue: Catalogue, what: str, fetus: int | None = None, turn: int = 1) -> Slot:
    """The field of the n-th finding of a kind."""
    name = what if fetus is None else f"{what}-f{fetus}"
    if turn > 1 or catalogue[what].kind is Kind.PRESSURE:
        name = f"{name}-{turn}"
    return Slot(name, what, fetus, turn)


def slots_for(catalogue: Catalogue, kind: ContactKind, fetuses: Sequence[int]) -> list[Slot]:
    """The fields of an empty form. `fetuses` are the origins of the fetuses' own entries."""
    if kind is ContactKind.CONTACT:
        return [slot(catalogue, what) for what in (*TOLD, *ONWARD)]
    return [
        *_several(catalogue, _CHECK_UP_BEFORE),
        *(slot(catalogue, what, fetus) for fetus in fetuses for what in _ABOUT_FETUS),
        *_several(catalogue, _CHECK_UP_AFTER),
    ]


def _several(catalogue: Catalogue, keys: Iterable[str]) -> list[Slot]:
    return [
        slot(catalogue, what, turn=turn)
        for what in keys
        for turn in range(1, (READINGS if catalogue[what].kind is Kind.PRESSURE else 1) + 1)
    ]


def slots_typed(catalogue: Catalogue, names: Iterable[str]) -> list[Slot]:
    """The fields among the names of a posted form, in the order posted; other names are left out."""
    found = []
    for name in names:
        match = _NAME.fullmatch(name)
        if not match or match[1] not in catalogue.measurables or catalogue[match[1]].kind is Kind.PART:
            continue
        one = slot(catalogue, match[1], int(match[2]) if match[2] else None, int(match[3] or 1))
        if one.name == name:
            found.append(one)
    return found


def placed(catalogue: Catalogue, line: ContactLine) -> dict[str, Trail[Finding]]:
    """Field name -> the finding of a contact that stands there. Withdrawn findings have no field."""
    turns: dict[tuple[str, int | None], int] = {}
    found = {}
    for trail in line.findings:
        if not trail.stands:
            continue
        what, fetus = trail.now.what, trail.now.fetus
        turns[what, fetus] = turns.get((what, fetus), 0) + 1
        found[slot(catalogue, what, fetus, turns[what, fetus]).name] = trail
    return found


def slots_of(catalogue: Catalogue, line: ContactLine, fetuses: Sequence[int]) -> list[Slot]:
    """The fields to correct a contact in: those of its kind and, after them, whatever else it holds."""
    usual = slots_for(catalogue, line.contact.now.kind, fetuses)
    known = {one.name for one in usual}
    return usual + [one for one in slots_typed(catalogue, placed(catalogue, line)) if one.name not in known]


def standing(trails: Mapping[str, Trail[Finding]]) -> dict[str, Finding]:
    """Field name -> the finding that stands there."""
    return {name: trail.now for name, trail in trails.items()}
