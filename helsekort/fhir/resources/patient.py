"""Patient: a woman, with no-basis identifiers. Which other party she is, where two were found to be one."""

import datetime as dt

from msgspec import field

from helsekort.fhir.datatypes import (
    Closed,
    CodeableConcept,
    HumanName,
    Identifier,
    Meta,
    Period,
    Reference,
    concept,
)
from helsekort.fhir.heads import Head, party_in
from helsekort.record.parties import NationalNumberFact, Woman

LANGUAGE = "urn:ietf:bcp:47"


class Communication(Closed, frozen=True):
    language: CodeableConcept
    preferred: bool | None = None


class Link(Closed, frozen=True):
    other: Reference
    type: str


class Patient(Closed, frozen=True, tag_field="resourceType", tag="Patient"):
    """The closed profile. Sex is not stored: nothing here needs it."""

    id: str
    meta: Meta
    identifier: list[Identifier] = field(default_factory=list)
    active: bool | None = None
    name: list[HumanName] = field(default_factory=list)
    birth_date: str | None = None
    communication: list[Communication] = field(default_factory=list)
    link: list[Link] = field(default_factory=list)


def from_woman(woman: Woman, head: Head) -> Patient:
    """A woman -> her stored form."""
    other = Reference(head.party("Patient", woman.joined_to)) if woman.joined_to else None
    return Patient(
        id=head.id,
        meta=head.meta("patient"),
        identifier=[_identifier(fact) for fact in woman.numbers],
        active=other is None,
        name=[HumanName(text=woman.name)],
        birth_date=woman.birth_date.isoformat() if woman.birth_date else None,
        communication=[Communication(concept(LANGUAGE, woman.language), preferred=True)],
        link=[Link(other, "replaced-by")] if other else [],
    )


def _identifier(fact: NationalNumberFact) -> Identifier:
    start = fact.since.isoformat() if fact.since else None
    end = fact.until.isoformat() if fact.until else None
    return Identifier("official", fact.system, fact.value, Period(start, end) if start or end else None)


def _fact(identifier: Identifier) -> NationalNumberFact:
    period = identifier.period or Period()
    return NationalNumberFact(
        identifier.system or "", identifier.value or "", _day(period.start), _day(period.end)
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def to_woman(patient: Patient) -> Woman:
    """The stored form -> a woman."""
    language = patient.communication[0].language.coding[0].code if patient.communication else None
    return Woman(
        name=(patient.name[0].text if patient.name else None) or "",
        birth_date=_day(patient.birth_date),
        numbers=tuple(_fact(identifier) for identifier in patient.identifier),
        language=language or "nb",
        joined_to=party_in(patient.link[0].other) if patient.link else None,
    )
