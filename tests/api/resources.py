"""Resources as another system sends them: plain JSON, numbers as text marked so that they keep their characters."""

import json
import re
from typing import Any

from helsekort.record.ids import entry_id, to_text
from tests.cast import TODAY, Cast

FHIR = "https://helsekort.example/fhir/"
REASON = FHIR + "StructureDefinition/change-reason"
UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
SYSTEM = "https://journal.example/id"
_MARKED = re.compile(r'"number:([^"]*)"')

Resource = dict[str, Any]


def number(text: str) -> str:
    """Stands for a JSON number with exactly these characters."""
    return f"number:{text}"


def sent_bytes(resource: Any) -> bytes:  # noqa: ANN401  # any JSON
    """The JSON of it, marked numbers as numbers."""
    return _MARKED.sub(r"\1", json.dumps(resource)).encode()


def concept(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def patient(cast: Cast) -> Resource:
    return {"reference": f"Patient/{to_text(cast.nora.party)}"}


def _reason(reason: str | None) -> Resource:
    return {"extension": [{"url": REASON, "valueString": reason}]} if reason else {}


def _known_as(identifier: str | None) -> Resource:
    return {"identifier": [{"system": SYSTEM, "value": identifier}]} if identifier else {}


def observation(
    cast: Cast,
    *,
    value: str = "72.50",
    status: str = "final",
    reason: str | None = None,
    identifier: str | None = None,
    encounter: int | str | None = None,
) -> Resource:
    """A weight of Nora's. `encounter` is an origin on her card, or a reference as text."""
    made = {
        "resourceType": "Observation",
        "status": status,
        "code": concept(LOINC, "29463-7"),
        "subject": patient(cast),
        "effectiveDateTime": TODAY.isoformat(),
        "valueQuantity": {"value": number(value), "unit": "kg", "system": UCUM, "code": "kg"},
    }
    if encounter is not None:
        named = (
            encounter if isinstance(encounter, str) else f"Encounter/{entry_id(cast.nora_card, encounter)}"
        )
        made["encounter"] = {"reference": named}
    return made | _reason(reason) | _known_as(identifier)


def pressure(cast: Cast, systolic: str = "118", diastolic: str = "76") -> Resource:
    """A blood pressure of Nora's, by LOINC alone."""
    parts = [("8480-6", systolic), ("8462-4", diastolic)]
    made = observation(cast)
    del made["valueQuantity"]
    return made | {
        "code": concept(LOINC, "85354-9"),
        "component": [
            {
                "code": concept(LOINC, code),
                "valueQuantity": {"value": number(value), "system": UCUM, "code": "mm[Hg]"},
            }
            for code, value in parts
        ],
    }


def heart_rate(cast: Cast, fetus: int | str, value: str = "140") -> Resource:
    """A fetal heart rate; `fetus` is an origin, or a reference as text."""
    named = fetus if isinstance(fetus, str) else f"RelatedPerson/{entry_id(cast.nora_card, fetus)}"
    amount = {"value": number(value), "system": UCUM, "code": "{beats}/min"}
    made = observation(cast) | {"code": concept(LOINC, "55283-6"), "focus": [{"reference": named}]}
    return made | {"valueQuantity": amount}


def encounter(cast: Cast, identifier: str | None = None, *, reason: str | None = None) -> Resource:
    """A check-up of the day on Nora's card."""
    made = {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": ACT, "code": "AMB"},
        "type": [
            concept(FHIR + "CodeSystem/contact-kind", "check-up"),
            concept(FHIR + "CodeSystem/contact-way", "visit"),
        ],
        "subject": patient(cast),
        "episodeOfCare": [{"reference": f"EpisodeOfCare/{to_text(cast.nora_card)}"}],
        "period": {"start": TODAY.isoformat()},
    }
    return made | _reason(reason) | _known_as(identifier)


def fetus(cast: Cast, label: str = "B") -> Resource:
    return {
        "resourceType": "RelatedPerson",
        "patient": patient(cast),
        "active": True,
        "name": [{"text": label, "use": "temp"}],
        "period": {"start": TODAY.isoformat()},
    }


def due_date(cast: Cast, edd: str = "2026-05-17") -> Resource:
    """A due date as a proposal, by ultrasound."""
    parts = FHIR + "CodeSystem/due-date-part"
    days = {"value": number(str(cast.ctx.terms.norwegian_length)), "unit": "d", "system": UCUM, "code": "d"}
    return {
        "resourceType": "Observation",
        "status": "preliminary",
        "code": concept(LOINC, "11778-8"),
        "subject": patient(cast),
        "effectiveDateTime": TODAY.isoformat(),
        "valueDateTime": edd,
        "component": [
            {"code": concept(parts, "length"), "valueQuantity": days},
            {
                "code": concept(parts, "method"),
                "valueCodeableConcept": concept(FHIR + "CodeSystem/due-date-method", "US_EARLY"),
            },
            {"code": concept(parts, "measured-on"), "valueDateTime": TODAY.isoformat()},
            {"code": concept(parts, "proposed"), "valueBoolean": True},
        ],
    }


def episode(cast: Cast, woman: int) -> Resource:
    """A card that Ingrid opens today for a woman."""
    return {
        "resourceType": "EpisodeOfCare",
        "status": "active",
        "patient": {"reference": f"Patient/{to_text(woman)}"},
        "managingOrganization": {"reference": f"Organization/{to_text(cast.ingrid.organisation)}"},
        "period": {"start": TODAY.isoformat()},
    }


def urn(number: int) -> str:
    return f"urn:uuid:00000000-0000-4000-8000-{number:012d}"


def entry(method: str, url: str, resource: Resource | None = None, **more: str) -> Resource:
    """One entry of a Bundle; `full_url` beside the request's own elements."""
    made: Resource = {"fullUrl": more.pop("full_url")} if "full_url" in more else {}
    if resource is not None:
        made["resource"] = resource
    return made | {"request": {"method": method, "url": url, **more}}


def bundle(kind: str, *entries: Resource) -> Resource:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}
