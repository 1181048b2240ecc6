"""A check-up as FHIR, and what a document of the card says that was not read before. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from helsekort.demo.local_record.door import Json
from helsekort.demo.local_record.journal import SYSTEM, Visit

OURS = "https://helsekort.example/fhir/CodeSystem/"
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
STRIP = {"NEG": "negativ", "SPOR": "spor", "P1": "1+", "P2": "2+", "P3": "3+"}
_AMOUNTS = {"weight": ("29463-7", "kg"), "fundal_height": ("11881-0", "cm")}


class Mistyped(ValueError):
    """A field that cannot be read; its name is the only argument."""


@dataclass(frozen=True)
class Line:
    """One thing that stands on the card: `at` is when it was recorded (FHIR instant)."""

    on: str
    what: str
    value: str
    who: str
    at: str


def transaction(visit: Visit, woman: str, card: str) -> Json:
    """The visit as one Bundle: all of it is written or none, and sent again it writes nothing twice.

    Mistyped names the first field that is no number, or no blood pressure.
    """
    subject = {"reference": f"Patient/{woman}"}
    met = f"urn:uuid:{visit.key}"
    contact: Json = {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": ACT, "code": "AMB"},
        "type": [_code(OURS + "contact-kind", "check-up"), _code(OURS + "contact-way", "visit")],
        "subject": subject,
        "episodeOfCare": [{"reference": f"EpisodeOfCare/{card}"}],
        "period": {"start": visit.on.isoformat()},
    }
    entries = [_entry("Encounter", contact, visit.key) | {"fullUrl": met}]
    for what, said in _said(visit.typed):
        measured: Json = {
            "resourceType": "Observation",
            "status": "final",
            "subject": subject,
            "encounter": {"reference": met},
            "effectiveDateTime": visit.on.isoformat(),
            **said,
        }
        entries.append(_entry("Observation", measured, f"{visit.key}-{what}"))
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _entry(kind: str, resource: Json, name: str) -> Json:
    known = {**resource, "identifier": [{"system": SYSTEM, "value": name}]}
    request = {"method": "POST", "url": kind, "ifNoneExist": f"identifier={SYSTEM}|{name}"}
    return {"resource": known, "request": request}


def _code(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


def _said(typed: dict[str, str]) -> Iterator[tuple[str, Json]]:
    for what, (code, unit) in _AMOUNTS.items():
        if typed.get(what):
            yield what, {"code": _code(LOINC, code), "valueQuantity": _amount(what, typed[what], unit)}
    if typed.get("blood_pressure"):
        parts = typed["blood_pressure"].split("/")
        if len(parts) != len(("systolic", "diastolic")):
            raise Mistyped("blood_pressure")
        component = [
            {"code": _code(LOINC, code), "valueQuantity": _amount("blood_pressure", part, "mm[Hg]")}
            for code, part in zip(("8480-6", "8462-4"), parts, strict=True)
        ]
        yield "blood_pressure", {"code": _code(LOINC, "85354-9"), "component": component}
    if typed.get("urine_protein"):
        strip = _code(OURS + "urine-strip", typed["urine_protein"])
        yield "urine_protein", {"code": _code(LOINC, "5804-0"), "valueCodeableConcept": strip}
    if typed.get("note"):
        yield "note", {"code": _code(OURS + "measurable", "note"), "valueString": typed["note"]}


def _amount(what: str, text: str, unit: str) -> Json:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Mistyped(what) from None
    if not value.is_finite():
        raise Mistyped(what)
    # 141 and not 141.0: the card keeps the characters it is sent
    number = int(value) if value == value.to_integral_value() else float(value)
    return {"value": number, "system": UCUM, "code": unit}


def lines(resources: list[Json]) -> list[Line]:
    """What stands on the card, a line for each thing observed, the last recorded first."""
    names = {f"{each['resourceType']}/{each['id']}": _name(each) for each in resources}
    found = [
        Line(
            each.get("effectiveDateTime", "")[: len("2026-03-10")],
            _shown(each["code"]),
            _value(each),
            ", ".join(
                names.get(one.get("reference", ""), one.get("display", ""))
                for one in each.get("performer", [])
            ),
            each["meta"]["lastUpdated"],
        )
        for each in resources
        if each["resourceType"] == "Observation" and not _is_ours(each)
    ]
    return sorted(found, key=lambda line: (line.at, line.on), reverse=True)


def _is_ours(resource: Json) -> bool:
    """What was typed here is no news here."""
    return any(each["system"] == SYSTEM for each in resource.get("identifier", []))


def _name(resource: Json) -> str:
    for each in resource.get("name", []) if isinstance(resource.get("name"), list) else []:
        return str(each.get("text", ""))
    return ""


def _shown(concept: Json) -> str:
    coded = next((each["display"] for each in concept.get("coding", []) if "display" in each), "")
    return str(concept.get("text") or coded)


def _value(resource: Json) -> str:
    if "dataAbsentReason" in resource:
        return "ønsket ikke å svare"
    if "component" in resource:
        parts = [(_shown(each["code"]), _value(each)) for each in resource["component"]]
        return ", ".join(f"{what}: {value}" if what else value for what, value in parts)
    for name, value in resource.items():
        if name.startswith("value"):
            return _plain(name, value)
    return ""


def _plain(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, dict) and name == "valueQuantity":
        return f"{value['value']} {value.get('unit', '')}".strip().replace(".", ",")
    if isinstance(value, dict):
        return _shown(value)
    text = str(value)
    try:
        return f"{dt.date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return text
