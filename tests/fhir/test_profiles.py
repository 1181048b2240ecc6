"""What the closed profiles say and refuse, against R4 and the Norwegian codes of the project's references."""

import json
import re
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from helsekort.fhir.stored import card_body, card_content, party_body, party_content
from helsekort.record.entries import Absent, Contact, ContactKind, Content, DueDate, Finding, Status, Way
from helsekort.record.ids import to_text
from helsekort.record.parties import NationalNumberFact, Woman
from tests.fhir.contents import (
    CARD_BODIES,
    CATALOGUE,
    HEAD,
    NUMBERS,
    ON,
    ONE_OF_EACH,
    PAPER,
    PARTY_BODIES,
)

CARD = to_text(HEAD.card)
OTHER_CARD = to_text(HEAD.card + 1)
ON_CARD = (
    "EpisodeOfCare",
    "Encounter",
    "Observation",
    "RelatedPerson",
    "DiagnosticReport",
    "ServiceRequest",
    "Task",
    "DocumentReference",
    "Composition",
)
UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"

# what -> (LOINC, SNOMED CT, UCUM unit); None where the reference has none
CODES = {
    "weight": ("29463-7", "27113001", "kg"),
    "height": ("8302-2", None, "cm"),
    "prepregnancy_weight": ("56077-1", None, "kg"),
    "blood_pressure": ("85354-9", None, None),
    "fundal_height": ("11881-0", "364253002", "cm"),
    "fetal_heart_rate": ("55283-6", "364075005", "{beats}/min"),
    "presentation": ("11876-0", None, None),
    "movements": ("57088-7", None, None),
    "urine_protein": ("5804-0", None, None),
    "haemoglobin": ("718-7", None, "g/dL"),
    "ferritin": (None, None, "ug/L"),
    "hba1c": (None, None, "mmol/mol"),
    "abo": ("883-9", None, None),
    "rhd": ("10331-7", None, None),
    "antibody_screen": ("890-4", None, None),
    "births": ("11640-0", None, "1"),
    "hbsag": ("5196-1", "165806002", None),
    "live_births": ("11636-8", None, "1"),
    "miscarriages": ("11614-5", "248989003", "1"),
    "stillbirths": (None, "252112002", "1"),
    "ectopic_pregnancies": ("33065-4", "440537001", "1"),
    "number_of_fetuses": (None, "246435002", "1"),
    "last_period": ("8665-2", None, None),
    "bmi": ("39156-5", "60621009", "kg/m2"),
    "rubella_igg": ("8014-3", None, None),
    "glucose_fasting": (None, "271062006", "mmol/L"),
    "glucose_2h": (None, "49167009", "mmol/L"),
    "anti_d_week_28": (None, "408783007", None),
}
PARTS = {"systolic": ("8480-6", "4471000202106"), "diastolic": ("8462-4", "4481000202108")}


def plain(content: Content) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(card_body(content, HEAD, CATALOGUE))
    return found


def stored(resource: dict[str, Any]) -> Content:
    return card_content(json.dumps(resource).encode(), CATALOGUE)


def coded(concept: dict[str, Any]) -> dict[str, str]:
    return {coding["system"]: coding["code"] for coding in concept["coding"]}


def finding(what: str = "weight", **given: Any) -> dict[str, Any]:  # noqa: ANN401  # any field of a Finding
    chosen = next(each for each in ONE_OF_EACH if isinstance(each, Finding) and each.what == what)
    return plain(replace(chosen, **given))


def test_every_finding_has_the_codes_of_the_reference_and_no_others() -> None:
    for content in ONE_OF_EACH:
        if not isinstance(content, Finding):
            continue
        resource = plain(content)
        loinc, snomed, unit = CODES.get(content.what, (None, None, CATALOGUE[content.what].unit))
        codings = coded(resource["code"])
        assert (codings.get(LOINC), codings.get(SNOMED)) == (loinc, snomed)
        quantity = resource.get("valueQuantity")
        if quantity:
            assert (quantity["system"], quantity["code"]) == (UCUM, unit)


def test_a_blood_pressure_is_as_r4_asks() -> None:
    whole = finding("blood_pressure")
    assert [coded(part["code"])[LOINC] for part in whole["component"]] == ["8480-6", "8462-4"]
    for part, (loinc, snomed) in zip(whole["component"], PARTS.values(), strict=True):
        assert (coded(part["code"])[LOINC], coded(part["code"])[SNOMED]) == (loinc, snomed)
    systolic, diastolic = whole["component"]
    assert (systolic["valueQuantity"]["system"], systolic["valueQuantity"]["code"]) == (UCUM, "mm[Hg]")
    assert (coded(diastolic["dataAbsentReason"]), "valueQuantity" in diastolic) == (
        {"http://terminology.hl7.org/CodeSystem/data-absent-reason": "unknown"},
        False,
    )
    for absent, word in ((Absent.DECLINED, "asked-declined"), (Absent.UNKNOWN, "asked-unknown")):
        nothing = finding("blood_pressure", value=None, absent=absent)
        for holder in (nothing, *nothing["component"]):
            assert list(coded(holder["dataAbsentReason"]).values()) == [word]


@pytest.mark.parametrize("what", ["blood_pressure", "weight", "height"])
def test_what_r4_calls_a_vital_sign_says_so(what: str) -> None:
    category = {"http://terminology.hl7.org/CodeSystem/observation-category": "vital-signs"}
    assert [coded(each) for each in finding(what)["category"]] == [category]


def test_no_value_stands_beside_a_reason_for_none() -> None:
    for body in CARD_BODIES:
        resource = json.loads(body)
        for holder in (resource, *resource.get("component", [])):
            values = [key for key in holder if re.match(r"value[A-Z]", key)]
            assert len(values) + ("dataAbsentReason" in holder) <= 1


def test_a_finding_about_a_fetus_is_hers_with_the_fetus_in_focus() -> None:
    resource = finding("fetal_heart_rate", fetus=3)
    assert resource["subject"] == {"reference": f"Patient/{to_text(HEAD.woman)}"}
    assert resource["focus"] == [{"reference": f"RelatedPerson/{CARD}-3"}]
    assert "focus" not in finding("weight")


def test_who_vouches_for_a_value() -> None:
    assert finding("weight")["performer"] == [{"reference": f"Practitioner/{to_text(HEAD.author)}"}]
    assert finding("weight", by_woman=True)["performer"] == [{"reference": f"Patient/{to_text(HEAD.woman)}"}]
    assert "performer" not in finding("weight", paper=PAPER)


@pytest.mark.parametrize(
    ("way", "code"),
    [(Way.VISIT, "AMB"), (Way.WALK_IN, "AMB"), (Way.HOME, "HH"), (Way.PHONE, "VR"), (Way.VIDEO, "VR")],
)
def test_the_class_of_an_encounter(way: Way, code: str) -> None:
    resource = plain(Contact(ContactKind.CONTACT, way, ON))
    assert resource["class"] == {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": code}


def test_a_due_date_says_when_it_was_set_and_what_it_replaced() -> None:
    due = DueDate(ON, 283, "LMP_SURE", ON.replace(year=2025), ON, 6, replaces=4)
    resource = plain(due)
    assert coded(resource["code"]) == {LOINC: "11778-8"}
    assert (resource["effectiveDateTime"], resource["valueDateTime"]) == (ON.isoformat(), ON.isoformat())
    assert resource["extension"] == [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/observation-replaces",
            "valueReference": {"reference": f"Observation/{CARD}-4"},
        }
    ]
    parts = [next(iter(coded(part["code"]).values())) for part in resource["component"]]
    assert parts == ["length", "method", "measured-on"]
    assert {part["valueQuantity"]["code"] for part in resource["component"] if "valueQuantity" in part} == {
        "d"
    }


def test_a_proposed_due_date_is_preliminary() -> None:
    proposed = DueDate(ON, 283, "LMP_SURE", ON, ON, 6, proposed=True)
    resource = plain(proposed)
    assert resource["status"] == "preliminary"
    with pytest.raises(msgspec.ValidationError, match="status"):
        stored({**resource, "component": resource["component"][:-1]})


def test_the_words_for_a_status() -> None:
    words = {
        status: {
            json.loads(body)["status"]
            for content, body in zip(ONE_OF_EACH, CARD_BODIES, strict=True)
            if isinstance(content, Finding)
            and content.status is status
            and not (content.lab and content.lab.preliminary)
        }
        for status in Status
    }
    assert words == {
        Status.FINAL: {"final"},
        Status.CORRECTED: {"corrected"},
        Status.WITHDRAWN: {"entered-in-error"},
        Status.MISPLACED: {"entered-in-error"},
    }


# --- references -------------------------------------------------------------------------------------------


def references(value: Any) -> list[str]:  # noqa: ANN401  # as JSON gives it
    if isinstance(value, dict):
        own = [value["reference"]] if "reference" in value else []
        return own + [found for part in value.values() for found in references(part)]
    return [found for part in value for found in references(part)] if isinstance(value, list) else []


def test_ids_and_references_begin_with_the_card() -> None:
    seen = set()
    for body in CARD_BODIES:
        resource = json.loads(body)
        assert resource["id"] == f"{CARD}-{HEAD.origin}"
        for reference in references(resource):
            kind, _, name = reference.partition("/")
            seen.add(kind)
            assert re.fullmatch(rf"{CARD}(-[0-9]+)?" if kind in ON_CARD else r"[0-9a-z]{12}", name)
    assert seen == {*ON_CARD, "Patient", "Practitioner", "Organization"} - {"Task", "DocumentReference"}
    opening = json.loads(card_body(ONE_OF_EACH[0], replace(HEAD, origin=1), CATALOGUE))
    assert opening["id"] == CARD


@pytest.mark.parametrize(
    "reference", [f"Encounter/{OTHER_CARD}-2", f"Observation/{CARD}-2", "Encounter/", "x"]
)
def test_a_finding_of_another_card_or_kind_is_refused(reference: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        stored({**finding("weight"), "encounter": {"reference": reference}})


@pytest.mark.parametrize("element", ["focus", "extension"])
def test_no_reference_leads_to_another_card(element: str) -> None:
    due = next(each for each in ONE_OF_EACH if isinstance(each, DueDate) and each.replaces)
    resource = finding("fetal_heart_rate") if element == "focus" else plain(due)
    text = json.dumps(
        {**resource, element: json.loads(json.dumps(resource[element]).replace(CARD, OTHER_CARD))}
    )
    with pytest.raises(msgspec.ValidationError, match="another card"):
        card_content(text.encode(), CATALOGUE)


# --- what a profile refuses -------------------------------------------------------------------------------

FOREIGN = {
    "EpisodeOfCare": ["type", "diagnosis", "careManager", "modifierExtension", "text", "contained"],
    "Encounter": ["serviceProvider", "diagnosis", "location", "hospitalization", "_status", "implicitRules"],
    "Observation": ["issued", "interpretation", "hasMember", "valueInteger", "bodySite", "basedOn"],
    "DiagnosticReport": [
        "effectiveDateTime",
        "basedOn",
        "specimen",
        "conclusion",
        "media",
        "resultsInterpreter",
    ],
    "ServiceRequest": ["basedOn", "encounter", "authoredOn", "supportingInfo", "specimen", "bodySite"],
    "DocumentReference": ["masterIdentifier", "docStatus", "type", "category", "date", "securityLabel"],
    "Composition": [
        "identifier",
        "encounter",
        "category",
        "custodian",
        "relatesTo",
        "event",
        "confidentiality",
    ],
    "Task": ["partOf", "businessStatus", "lastModified", "requester", "output", "restriction"],
    "RelatedPerson": ["gender", "birthDate", "communication", "telecom", "address", "photo"],
    "Patient": ["gender", "address", "telecom", "deceasedBoolean", "contact", "generalPractitioner"],
    "Practitioner": ["gender", "birthDate", "qualification", "telecom", "address", "photo"],
    "PractitionerRole": ["location", "specialty", "period", "telecom", "identifier", "endpoint"],
    "Organization": ["language", "description", "address", "alias", "contact", "endpoint"],
}


def test_each_profile_refuses_elements_of_r4_that_it_does_not_name() -> None:
    tried = set()
    for body in [*CARD_BODIES, *PARTY_BODIES]:
        resource = json.loads(body)
        tried.add(resource["resourceType"])
        for element in FOREIGN[resource["resourceType"]]:
            sent = json.dumps({**resource, element: []}).encode()
            with pytest.raises(msgspec.ValidationError, match=f"unknown field `{element}`"):
                party_content(sent) if body in PARTY_BODIES else card_content(sent, CATALOGUE)
    assert tried == set(FOREIGN)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"status": "preliminary"}, "status"),
        ({"status": "cancelled"}, "status"),
        ({"valueString": "72"}, "one value"),
        ({"dataAbsentReason": {"coding": []}}, "one value"),
        ({"extension": [{"url": "https://elsewhere.example/x", "valueString": "x"}]}, "elsewhere"),
        ({"extension": [{"url": "https://elsewhere.example/x"}]}, "one value"),
        ({"code": {"coding": [{"system": LOINC, "code": "29463-7"}]}}, "catalogue"),
        ({"valueQuantity": {"value": 159, "unit": "lb", "system": UCUM, "code": "[lb_av]"}}, "unit kg"),
        ({"valueQuantity": {"value": 72, "unit": "kg"}}, "unit kg"),
    ],
)
def test_a_finding_that_would_be_misread_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=says):
        stored({**finding("weight"), **change})


def test_no_value_is_read_from_silence() -> None:
    resource = finding("weight")
    with pytest.raises(msgspec.ValidationError, match="one value"):
        stored({key: part for key, part in resource.items() if key != "valueQuantity"})
    declined = finding("weight", value=None, absent=Absent.DECLINED)
    declined["dataAbsentReason"]["coding"][0]["code"] = "unknown"
    with pytest.raises(msgspec.ValidationError, match="asked-declined"):
        stored(declined)
    pressure = finding("blood_pressure")
    with pytest.raises(msgspec.ValidationError, match="blood pressure"):
        stored({**pressure, "component": pressure["component"][1:]})


def test_a_code_of_another_list_is_refused() -> None:
    resource = finding("urine_protein")
    resource["valueCodeableConcept"]["coding"][0]["system"] += "-x"
    with pytest.raises(msgspec.ValidationError, match="list"):
        stored(resource)


# --- parties ----------------------------------------------------------------------------------------------


def party(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in map(json.loads, PARTY_BODIES) if each["resourceType"] == kind
    )
    return found


def test_the_systems_of_identifiers() -> None:
    systems = [each["system"] for each in party("Patient")["identifier"]]
    assert systems == [f"urn:oid:2.16.578.1.12.4.1.4.{number}" for number in (2, 1, 3)]
    assert [each["use"] for each in party("Patient")["identifier"]] == ["old", "official", "official"]
    assert party("Practitioner")["identifier"][0]["system"] == "urn:oid:2.16.578.1.12.4.1.4.4"
    assert party("Organization")["identifier"][0]["system"] == "urn:oid:2.16.578.1.12.4.1.4.101"
    role = party("PractitionerRole")["code"][0]["coding"][0]
    assert (role["system"], role["code"]) == ("urn:oid:2.16.578.1.12.4.1.1.9060", "JO")


@pytest.mark.parametrize("kind", ["Practitioner", "Organization"])
def test_staff_and_units_have_no_national_number(kind: str) -> None:
    resource = party(kind)
    national = {"system": NUMBERS[1].system, "value": NUMBERS[1].value}
    for identifiers in ([national], [*resource["identifier"], national]):
        with pytest.raises(msgspec.ValidationError, match="identifier"):
            party_content(json.dumps({**resource, "identifier": identifiers}).encode())


def test_a_woman_has_only_numbers_of_people() -> None:
    woman = Woman(
        "Kari Lunde Berg", None, (NationalNumberFact("urn:oid:2.16.578.1.12.4.1.4.4", "900000001"),)
    )
    with pytest.raises(ValueError, match="national number"):
        party_body(woman, HEAD)


def test_neither_sex_nor_birth_date_comes_from_a_number() -> None:
    body = party_body(Woman("Kari Lunde Berg", None, NUMBERS), HEAD)
    assert not {"gender", "birthDate"} & json.loads(body).keys()
    found = party_content(body)
    assert isinstance(found, Woman)
    assert found.birth_date is None
