"""Patient: a woman, and the party she was joined to where two were found to be one; or a child, by itself."""

import datetime as dt
from typing import Literal

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    HumanName,
    Identifier,
    Meta,
    OpenPeriod,
    Reference,
    code_in,
    concept,
    only_name,
)
from helsekort.fhir.heads import Head, party_in
from helsekort.record.codes import NATIONAL_NUMBERS, PROFILE
from helsekort.record.parties import Child, NationalNumberFact, Woman

CHILD = "child"
LANGUAGE = "urn:ietf:bcp:47"


class Communication(Closed, frozen=True):
    language: CodeableConcept
    preferred: bool | None = None


class Link(Closed, frozen=True):
    other: Reference
    type: Literal["replaced-by"]


class Patient(Closed, frozen=True, tag_field="resourceType", tag="Patient"):
    """The closed profile. Sex is not stored: nothing here needs it."""

    id: str
    meta: Meta
    name: list[HumanName]
    communication: list[Communication] = field(default_factory=list)
    identifier: list[Identifier] = field(default_factory=list)
    active: bool | None = None
    birth_date: str | None = None
    link: list[Link] = field(default_factory=list)


def from_woman(woman: Woman, head: Head) -> Patient:
    """A woman -> her stored form."""
    other = Reference(head.party("Patient", woman.joined_to)) if woman.joined_to else None
    return Patient(
        id=head.id,
        meta=head.meta("patient"),
        identifier=[_identifier(fact) for fact in woman.numbers],
        active=other is None,
        name=[HumanName(woman.name)],
        birth_date=woman.birth_date.isoformat() if woman.birth_date else None,
        communication=[Communication(concept(LANGUAGE, woman.language), preferred=True)],
        link=[Link(other, "replaced-by")] if other else [],
    )


def from_child(child: Child, head: Head) -> Patient:
    """A child -> its stored form: its label, then its name once it has one."""
    names = [HumanName(child.label, "temp")]
    return Patient(
        id=head.id,
        meta=head.meta(CHILD),
        name=[*names, HumanName(child.name, "official")] if child.name else names,
        identifier=[_identifier(fact) for fact in child.numbers],
        active=True,
        birth_date=child.born.isoformat(),
    )


def is_child(patient: Patient) -> bool:
    """Whether its profile is that of a child."""
    return PROFILE + CHILD in patient.meta.profile


def to_child(patient: Patient) -> Child:
    """The stored form -> a child. ValueError for what only a woman has, and without a birth date."""
    label, *named = patient.name
    born = _day(patient.birth_date)
    if born is None or patient.communication or patient.link or len(named) > 1:
        raise ValueError("a child has a label, a name at most and a birth date, and no more")
    return Child(
        label=label.text,
        born=born,
        name=named[0].text if named else "",
        numbers=tuple(_fact(identifier) for identifier in patient.identifier),
    )


def _identifier(fact: NationalNumberFact) -> Identifier:
    _refuse_other_number(fact.system)
    start = fact.since.isoformat() if fact.since else None
    end = fact.until.isoformat() if fact.until else None
    period = OpenPeriod(start, end) if start or end else None
    return Identifier(fact.system, fact.value, "old" if end else "official", period)


def _fact(identifier: Identifier) -> NationalNumberFact:
    _refuse_other_number(identifier.system)
    period = identifier.period or OpenPeriod()
    return NationalNumberFact(identifier.system, identifier.value, _day(period.start), _day(period.end))


def _refuse_other_number(system: str) -> None:
    if system not in NATIONAL_NUMBERS:
        raise ValueError("identifier: not the system of a national number")


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def to_woman(patient: Patient) -> Woman:
    """The stored form -> a woman."""
    spoken = patient.communication
    language = code_in(spoken[0].language, LANGUAGE) if len(spoken) == 1 else None
    if language is None:
        raise ValueError(f"communication: this profile has one, with a code of {LANGUAGE}")
    return Woman(
        name=only_name(patient.name),
        birth_date=_day(patient.birth_date),
        numbers=tuple(_fact(identifier) for identifier in patient.identifier),
        language=language,
        joined_to=party_in(patient.link[0].other, "Patient") if patient.link else None,
    )
