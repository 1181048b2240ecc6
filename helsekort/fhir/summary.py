"""An International Patient Summary of a card, with its pregnancy: what a stranger abroad needs to know of her.

Source: HL7 International Patient Summary, sections and their LOINC codes, pregnancy status, emptyReason where nothing
is known. It is made of the shared card alone: nothing of a sensitivity class is in it or told by a count.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from helsekort.fhir.document import Json, Paper, composition_head, document_bundle
from helsekort.fhir.narrative import DECLINED, UNKNOWN, day, finding_text, row_text, sentence, table
from helsekort.fhir.times import date_time
from helsekort.record import codes
from helsekort.record.card import Trail
from helsekort.record.entries import Absent, Finding, Row
from helsekort.record.ids import entry_id, to_text

_EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
_CONDITION = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_CERTAIN = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
PREGNANCY_STATUS, PREGNANT, NOT_PREGNANT = "82810-3", "77386006", "60001007"
OUTCOMES = {
    "live_births": "11636-8",
    "miscarriages": "11614-5",
    "ectopic_pregnancies": "33065-4",
}
"""What may be told of earlier pregnancies. The sum of all (11996-6) and the induced (11613-7) never leave a card."""
_SEVERITIES = {"MILD": "mild", "MODERATE": "moderate", "SEVERE": "severe"}
_VITAL = ("blood_pressure", "weight", "height", "prepregnancy_weight", "pulse", "temperature")


class Part(Struct, frozen=True):
    """One section: its LOINC code, its title, lines for a reader, what it refers to, and why it may be empty."""

    loinc: str
    title: str
    lines: list[tuple[str, str]]
    entries: list[str]
    empty: str = "unavailable"

    def as_json(self) -> Json:
        said: Json = {"title": self.title, "code": {"coding": [{"system": codes.LOINC, "code": self.loinc}]}}
        if self.entries:
            return {
                **said,
                "text": table(("Dato", "Hva"), self.lines),
                "entry": [{"reference": each} for each in self.entries],
            }
        why = _WHY_EMPTY[self.empty]
        return {
            **said,
            "text": sentence(why),
            "emptyReason": {"coding": [{"system": _EMPTY, "code": self.empty}]},
        }


_WHY_EMPTY = {
    "nilknown": "Hun er spurt, og det er ingenting å oppgi.",
    "notasked": "Det står ikke på kortet at hun er spurt.",
    "unavailable": "Ingenting av dette står på kortet.",
    "withheld": DECLINED,
}


class _Making(Struct):
    """The summary on its way: the resources made for it, by their address."""

    paper: Paper
    made: dict[str, bytes] = {}

    def add(self, kind: str, name: str, **elements: Any) -> str:  # noqa: ANN401  # JSON values
        body = {"resourceType": kind, "id": name, **elements}
        self.made[f"{kind}/{name}"] = msgspec.json.encode(body)
        return f"{kind}/{name}"

    def stored(self, trail: Trail[Any]) -> str:
        name = f"Observation/{entry_id(self.paper.card.card, trail.origin)}"
        self.made[name] = self.paper.resource(trail)
        return name

    @property
    def woman(self) -> Json:
        return {"reference": f"Patient/{to_text(self.paper.subject)}"}

    def name(self, trail: Trail[Any]) -> str:
        return entry_id(self.paper.card.card, trail.origin)


def summary(paper: Paper) -> bytes:
    """The summary as a document Bundle. Canonical JSON bytes. `paper.card` is the shared card."""
    making = _Making(paper)
    parts = [
        _allergies(making),
        _medicines(making),
        _problems(making),
        _pregnancy(making),
        _vaccines(making),
        _results(making),
        _vital(making),
    ]
    composition = {
        **composition_head(paper, "ips"),
        "type": {"coding": [{"system": codes.LOINC, "code": "60591-5"}], "text": "Patient summary Document"},
        "title": "International Patient Summary",
        "section": [each.as_json() for each in parts],
    }
    return document_bundle(paper, composition, making.made.values())


def _rows(making: _Making, group: str) -> list[Trail[Row]]:
    return making.paper.card.rows_of(group) if group in making.paper.catalogue.groups else []


def _latest(making: _Making, what: str) -> Trail[Finding] | None:
    series = making.paper.card.series(what)
    return series[-1] if series else None


def _asked(making: _Making, what: str) -> str:
    """Why there is nothing: asked and denied, declined, or not asked."""
    trail = _latest(making, what)
    if trail is None:
        return "notasked"
    if trail.now.value is False:
        return "nilknown"
    return "withheld" if trail.now.absent is Absent.DECLINED else "unavailable"


def _no_value(row: Row, what: str) -> str:
    """What is said where a row has no value: that she declined, or that nobody knows."""
    unknown = any(cell.what == what and cell.absent is Absent.UNKNOWN for cell in row.cells)
    return UNKNOWN if unknown else DECLINED


def _line(making: _Making, trail: Trail[Row]) -> tuple[str, str]:
    return day(trail.now.on), row_text(making.paper.catalogue, trail.now)


def _written(making: _Making, what: str) -> Trail[Finding] | None:
    """The newest finding of a kind where it says something in words."""
    trail = _latest(making, what)
    return trail if trail is not None and isinstance(trail.now.value, str) else None


def _allergies(making: _Making) -> Part:
    rows, entries, lines = _rows(making, "allergy"), [], []
    for trail in rows:
        entries.append(_allergy(making, trail.now, making.name(trail)))
        lines.append(_line(making, trail))
    told = _written(making, "allergies")
    if told is not None:
        lines.append((day(told.now.on), str(told.now.value)))
        entries.append(_one_allergy(making, making.name(told), str(told.now.value)))
    return Part("48765-2", "Allergi", lines, entries, _asked(making, "allergies"))


def _allergy(making: _Making, row: Row, name: str) -> str:
    reaction, severity = row.value("reaction"), _SEVERITIES.get(str(row.value("reaction_severity")))
    told: Json = {"manifestation": [{"text": str(reaction or "ikke oppgitt")}]}
    if severity:
        told["severity"] = severity
    said = [told] if reaction or severity else []
    return _one_allergy(making, name, str(row.value("substance") or _no_value(row, "substance")), said)


def _one_allergy(making: _Making, name: str, what: str, reactions: list[Json] | None = None) -> str:
    return making.add(
        "AllergyIntolerance",
        name,
        clinicalStatus={"coding": [{"system": _CLINICAL, "code": "active"}]},
        code={"text": what},
        patient=making.woman,
        **({"reaction": reactions} if reactions else {}),
    )


def _medicines(making: _Making) -> Part:
    entries, lines = [], []
    for trail in _rows(making, "medicine"):
        row, until = trail.now, trail.now.value("drug_until")
        since, dose = row.value("drug_since"), row.value("drug_dose")
        period = {"start": str(since)} if since else {}
        if until:
            period["end"] = str(until)
        entries.append(
            making.add(
                "MedicationStatement",
                making.name(trail),
                status="completed" if until and str(until) < str(row.on) else "active",
                medicationCodeableConcept={"text": str(row.value("drug") or _no_value(row, "drug"))},
                subject=making.woman,
                effectivePeriod=period or {"start": row.on.isoformat()},
                **({"dosage": [{"text": str(dose)}]} if dose else {}),
            )
        )
        lines.append(_line(making, trail))
    told = _written(making, "medicines")
    if told is not None:
        lines.append((day(told.now.on), str(told.now.value)))
        entries.append(
            making.add(
                "MedicationStatement",
                making.name(told),
                status="active",
                medicationCodeableConcept={"text": str(told.now.value)},
                subject=making.woman,
                effectiveDateTime=told.now.on.isoformat(),
            )
        )
    return Part("10160-0", "Legemidler", lines, entries, _asked(making, "medicines"))


def _problems(making: _Making) -> Part:
    """What she said yes to. A tick is no diagnosis: it is said as unconfirmed, in the words of the question."""
    entries, lines = [], []
    for key in making.paper.catalogue.measurables:
        trail = _latest(making, key) if key.startswith("illness_") else None
        if trail is None or trail.now.value is not True or key == "illness_none":
            continue
        label = making.paper.catalogue[key].label
        entries.append(
            making.add(
                "Condition",
                making.name(trail),
                clinicalStatus={"coding": [{"system": _CONDITION, "code": "active"}]},
                verificationStatus={"coding": [{"system": _CERTAIN, "code": "unconfirmed"}]},
                code={"text": label},
                subject=making.woman,
                recordedDate=trail.now.on.isoformat(),
            )
        )
        lines.append((day(trail.now.on), label))
    nothing = (
        _latest(making, "illness_none") if "illness_none" in making.paper.catalogue.measurables else None
    )
    empty = "nilknown" if nothing is not None and nothing.now.value is True else "notasked"
    return Part("11450-4", "Sykdommer", lines, entries, empty)


def _pregnancy(making: _Making) -> Part:
    paper, card = making.paper, making.paper.card
    active = card.opening.now.active
    status = making.add(
        "Observation",
        f"{to_text(card.card)}-status",
        status="final",
        code={"coding": [{"system": codes.LOINC, "code": PREGNANCY_STATUS}]},
        subject=making.woman,
        effectiveDateTime=card.opening.now.opened.isoformat(),
        performer=[{"reference": f"Organization/{to_text(card.opening.now.organisation)}"}],
        valueCodeableConcept={
            "coding": [{"system": codes.SNOMED, "code": PREGNANT if active else NOT_PREGNANT}]
        },
    )
    lines = [(day(card.opening.now.opened), "Gravid" if active else "Svangerskapet er avsluttet")]
    entries = [status]
    due = card.due_trail
    if due is not None and active:
        entries.append(making.stored(due))
        lines.append((day(due.now.set_on), f"Termin {day(due.now.edd)}"))
    for trail in _outcomes(making):
        entries.append(making.stored(trail))
        label = paper.catalogue[trail.now.what].label
        lines.append((day(trail.now.on), f"{label}: {finding_text(paper.catalogue, trail.now)}"))
    return Part("10162-6", "Svangerskap", lines, entries)


def _outcomes(making: _Making) -> Iterator[Trail[Finding]]:
    for what in OUTCOMES:
        trail = _latest(making, what) if what in making.paper.catalogue.measurables else None
        if trail is not None and isinstance(trail.now.value, Decimal):
            yield trail


def _vaccines(making: _Making) -> Part:
    entries, lines = [], []
    for trail in _rows(making, "vaccine"):
        row = trail.now
        name, batch = row.value("vaccine_name"), row.value("batch")
        said = (
            making.paper.catalogue.text("vaccine_name", str(name)) if name else _no_value(row, "vaccine_name")
        )
        entries.append(
            making.add(
                "Immunization",
                making.name(trail),
                status="completed",
                vaccineCode={"text": said},
                patient=making.woman,
                occurrenceDateTime=date_time(row.on, row.at),
                **({"lotNumber": str(batch)} if batch else {}),
            )
        )
        lines.append(_line(making, trail))
    return Part("11369-6", "Vaksiner", lines, entries)


def _results(making: _Making) -> Part:
    what = [key for key, one in making.paper.catalogue.measurables.items() if one.category == "laboratory"]
    return _measured(making, "30954-2", "Prøvesvar", what)


def _vital(making: _Making) -> Part:
    known = making.paper.catalogue.measurables
    return _measured(making, "8716-3", "Målinger", [each for each in _VITAL if each in known])


def _measured(making: _Making, loinc: str, title: str, what: list[str]) -> Part:
    """The newest of each."""
    found = [trail for each in what if (trail := _latest(making, each)) is not None]
    catalogue = making.paper.catalogue
    lines = [
        (day(each.now.on), f"{catalogue[each.now.what].label}: {finding_text(catalogue, each.now)}")
        for each in found
    ]
    return Part(loinc, title, lines, [making.stored(each) for each in found])
