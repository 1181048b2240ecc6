"""People and organisations: dated facts, versioned like entries. A national number is a fact with a period."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct


class NationalNumberFact(Struct, frozen=True):
    """A number a person has or had. `system` is the OID of its kind; the period's ends may be unknown."""

    system: str
    value: str
    since: dt.date | None = None
    until: dt.date | None = None


class Woman(Struct, frozen=True):
    """A pregnant woman. `joined_to` is the party she was found to be the same person as."""

    name: str
    birth_date: dt.date | None
    numbers: tuple[NationalNumberFact, ...] = ()
    language: str = "nb"
    joined_to: int | None = None

    def age(self, on: dt.date) -> int | None:
        """Completed years on a day; None where the birth date is not known."""
        if self.birth_date is None:
            return None
        before = (on.month, on.day) < (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - before


class Child(Struct, frozen=True):
    """A child that was born on a card. Nothing here says whose it is. `label` is its fetus's, and names it until it
    has a name; `numbers` may be a temporary one at first."""

    label: str
    born: dt.date
    name: str = ""
    numbers: tuple[NationalNumberFact, ...] = ()


class Clinician(Struct, frozen=True):
    """Health personnel with a number in HPR."""

    name: str
    hpr: str | None = None


class UnitKind(StrEnum):
    """What a unit is. One whose kind is not known has none: it is never guessed from the name."""

    BIRTH_UNIT = "birth-unit"
    HEALTH_STATION = "health-station"
    GP_PRACTICE = "gp-practice"
    HOSPITAL_DEPARTMENT = "hospital-department"
    LABORATORY = "laboratory"


class Organisation(Struct, frozen=True):
    """A unit. `phone` is what a rightful person rings; `her_id` is where messages are sent to; `part_of` is the
    enterprise it belongs to, itself an organisation."""

    name: str
    number: str | None = None
    phone: str | None = None
    her_id: str | None = None
    kind: UnitKind | None = None
    part_of: int | None = None


class Role(Struct, frozen=True):
    """A clinician at a unit. `category` is a code of Volven 9060: LE doctor, JO midwife, SP nurse."""

    clinician: int
    organisation: int
    category: str


Party = Woman | Child | Clinician | Organisation | Role
