"""What a story's file says is found again, value by value: through FHIR, through the national API, and on paper."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from helsekort import datafiles
from helsekort.access.actors import NOBODY
from helsekort.actions import sessions
from helsekort.actions.printing import Edition, print_card
from helsekort.demo.stories_read import read_stories
from helsekort.record.gestation import GestationalAge
from helsekort.record.ids import to_text
from helsekort.record.measurements import Kind
from helsekort.web.clinician.desk import desk
from helsekort.web.clinician.printing.editions import document
from helsekort.web.shared.printing.page import as_html
from helsekort.web.shared.texts import texts_for
from tests.api.dhg.national_caller import BASE, role
from tests.cast import TODAY
from tests.demo.conftest import DAYS_TO_SIX_WEEKS, Lived, live
from tests.demo.reference import WOMEN
from tests.demo.test_pages import browser
from tests.demo.told import Fact, number, told
from tests.web.at_work import words

STORIES = {one.story.id: one for one in read_stories(datafiles.stories())}
TWELVE = sorted(WOMEN)
DUE_DATE = "11778-8"
SYMPTOMS = "Symptomer"
"""The column in which three of them stand together."""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Every story when the last of them is over."""
    folder = tmp_path_factory.mktemp("read-back")
    made = live(f"sqlite:///{folder / 'demo.db'}", TODAY, days_on=DAYS_TO_SIX_WEEKS)
    yield made
    made.ctx.database.close()


def everything(lived: Lived, story: str) -> list[dict[str, Any]]:
    client = browser(lived, "amir" if story == "emma" else "ingrid")
    token = client.cookies["helsekort"]
    path = f"/fhir/r4/EpisodeOfCare/{to_text(lived.cards[story])}/$everything"
    answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return [entry["resource"] for entry in answer.json(parse_float=Decimal)["entry"]]


def from_fhir(resources: list[dict[str, Any]]) -> Counter[Fact]:
    """The facts of a Bundle as another system would read them."""
    labels = {
        one["id"]: one["name"][0]["text"] for one in resources if one["resourceType"] == "RelatedPerson"
    }
    found: Counter[Fact] = Counter()
    for one in resources:
        if one["resourceType"] == "Observation" and one["status"] != "entered-in-error":
            found.update(_facts_of(one, labels))
    return found


def _facts_of(one: dict[str, Any], labels: dict[str, str]) -> Iterator[Fact]:
    coding = one["code"]["coding"][0]
    on = dt.date.fromisoformat(one["effectiveDateTime"][:10])
    fetus = labels[one["focus"][0]["reference"].split("/")[1]] if "focus" in one else ""
    if not coding["system"].endswith("/group"):
        yield (on, "", coding["code"], fetus, _value(one))
        return
    several: dict[str, list[str]] = {}
    for part in one["component"]:
        several.setdefault(part["code"]["coding"][0]["code"], []).append(_value(part))
    pressure = [several.pop(part, [""])[0] for part in ("systolic", "diastolic")]
    if any(pressure):
        several["blood_pressure"] = ["/".join(pressure)]
    yield from ((on, coding["code"], what, fetus, " ".join(values)) for what, values in several.items())


def _value(one: dict[str, Any]) -> str:
    for name, value in one.items():
        match name:
            case "valueQuantity":
                return number(Decimal(value["value"]))
            case "valueBoolean":
                return str(value).lower()
            case "valueString":
                return str(value)
            case "valueDateTime":
                return str(value)[:19]
            case "valueCodeableConcept":
                return " ".join(each["code"] for each in value["coding"])
    parts = [_value(part) for part in one.get("component", ())]
    return "/".join(parts)


@pytest.mark.parametrize("story", TWELVE)
def test_through_fhir(grown: Lived, story: str) -> None:
    wanted = told(STORIES[story], grown.today)
    found = from_fhir(everything(grown, story))
    assert wanted - found == Counter()
    # due dates, what came by a laboratory's message, and how it ended, stand in other parts of the file
    more = {(group or what) for _on, group, what, _fetus, _value in found - wanted}
    assert more <= {
        DUE_DATE,
        "ending",
        *(what for answer in STORIES[story].message for what in answer.values),
    }


@pytest.mark.parametrize("story", TWELVE)
def test_on_paper(grown: Lived, story: str) -> None:
    """Each value of the story stands on the archive edition, in words."""
    page = archive(grown, story)
    wanted = told(STORIES[story], grown.today)
    missing = [fact for fact in wanted if not any(one in page for one in worded(grown, fact))]
    assert missing == []


def archive(lived: Lived, story: str) -> str:
    reader = "amir" if story == "emma" else "ingrid"
    token = sessions.enter_as_persona(NOBODY, ctx=lived.ctx, persona=reader)
    session = sessions.recognise(NOBODY, ctx=lived.ctx, token=token)
    assert session is not None
    opened = print_card(session.actor, ctx=lived.ctx, card=lived.cards[story], edition=Edition.ARCHIVE)
    table = desk(opened, lived.ctx, texts_for("nb"), session.actor.party, session.name)
    return words(as_html(document(table, Edition.ARCHIVE, lived.ctx.now())))


def worded(lived: Lived, fact: Fact) -> list[str]:
    """The ways in which a value may stand on paper; a yes or no by its label."""
    _on, _group, what, _fetus, value = fact
    measurable = lived.ctx.catalogue[what]
    match measurable.kind:
        case Kind.YESNO:
            return [SYMPTOMS if what in ("headache", "vision", "epigastric_pain") else measurable.label]
        case Kind.CODE | Kind.CODES:
            return [lived.ctx.catalogue.text(what, value.split()[0])]
        case Kind.QUANTITY if measurable.unit == "d":
            return [str(GestationalAge(int(value)))]
        case Kind.QUANTITY:
            return [
                f"{Decimal(value):.{places}f}".replace(".", ",").replace("-", sign)
                for places in range(4)
                for sign in "-\u2212"
            ]
        case Kind.DATE:
            return [dt.date.fromisoformat(value).strftime("%d.%m.%Y")]
        case Kind.MOMENT:
            return [dt.datetime.fromisoformat(value).strftime("%d.%m.%Y")]
    return [measurable.denied or measurable.label] if value == "false" else [" ".join(value.split())]


YES = {"POS": "true", "NEG": "false"}
NATIONAL = {
    "mother.employedLast6Months": "employed_last_6_months",
    "mother.employmentPercentage": "employment_percent",
    "mother.occupationAndIndustry": "occupation",
    "mother.language.code": "language",
    "mother.countryOfBirth.code": "country_of_birth",
    "mother.needsLanguageInterpreter": "interpreter",
    "pointsOfContact.generalPractitioner.name": "gp_name",
    "pointsOfContact.midwife.name": "midwife_name",
    "pointsOfContact.birthInstitute": "birth_institute",
    "geneticDisorders.note": "family",
    "medicalConditions.nothingParticular": "illness_none",
    "medication.drugAllergy": "drug_allergy",
    "medication.folate.takenBefore": "folate_before",
    "medication.folate.takenDuring": "folate_during",
    "currentPregnancy.dateLastPeriod": "last_period",
    "clinicalTests.ferritin": "ferritin",
    "clinicalTests.aboRh.aboType": "abo",
    "clinicalTests.bloodAntibodies": "antibody_screen",
    "clinicalTests.bHbA1c": "hba1c",
    "clinicalTests.glucoseTolerance.fastingGlucoseLevel": "glucose_fasting",
    "clinicalTests.glucoseTolerance.post2hGlucoseLevel": "glucose_2h",
    "rhesusDNegative.consentFetalRhesusTyping": "fetal_rhd_consent",
    "rhesusDNegative.prophylaxisAtWeek28": "anti_d_week_28",
    "vitalMeasurementsBeforePregnancy.height": "height",
    "vitalMeasurementsBeforePregnancy.prePregnancyWeight": "prepregnancy_weight",
}
"""Properties of the national model, as its description names them, and what they are of a story: the newest."""


@pytest.mark.parametrize("story", TWELVE)
def test_through_the_national_door(grown: Lived, story: str) -> None:
    facts = told(STORIES[story], grown.today)
    record = national(grown, story)
    newest = {what: value for _on, group, what, _fetus, value in sorted(facts) if not group}
    wanted = {path: newest[what] for path, what in NATIONAL.items() if what in newest}
    assert wanted
    assert {path: plain(at(record, path)) for path in wanted} == {
        path: YES.get(value, value) for path, value in wanted.items()
    }
    visits = {fact[0].isoformat() for fact in facts if not fact[1] and fact[2] == "weight"}
    shown = {one["appointmentDate"]: one for one in record.get("antenatalAppointments", [])}
    for on in visits:
        assert plain(shown[on]["motherWeight"]) in {fact[4] for fact in facts if fact[2] == "weight"}
    measured = sorted((one[0].isoformat(), one[4]) for one in facts if one[2] == "fundal_height")
    given = [
        (one["measurementDate"], plain(one["measurement"]))
        for one in record.get("symphysisFundalHeights", [])
    ]
    assert sorted(given) == measured
    born = sorted(fact[4] for fact in facts if fact[2] == "born_at")
    assert [one["datetime"][:19] for one in record.get("birthStatus", {}).get("birthStatus", [])] == born


def national(lived: Lived, story: str) -> dict[str, Any]:
    """Her record whole, by the national API."""
    reader = "amir" if story == "emma" else "ingrid"
    client = browser(lived, reader)
    headers = {
        "Authorization": f"Bearer {client.cookies['helsekort']}",
        "nhn-source-system": "Testsystem 1.0",
        "nhn-user-role": role("LE" if story == "emma" else "JO"),
        "nhn-patient-nin": next(one.number for one in sessions.personas(lived.ctx) if one.key == story),
    }
    client.cookies.clear()
    number_of = client.get(f"{BASE}/status", headers=headers).json()["latestRecordId"]
    answer = client.get(f"{BASE}/record/{number_of}", headers=headers)
    assert answer.status_code == 200, answer.text
    whole: dict[str, Any] = answer.json(parse_float=Decimal)
    return whole


def at(record: dict[str, Any], path: str) -> Any:  # noqa: ANN401  # as JSON has it
    for part in path.split("."):
        record = record.get(part, {})
    return record


def plain(value: Any) -> str:  # noqa: ANN401  # as JSON has it
    if isinstance(value, bool):
        return str(value).lower()
    return number(Decimal(value)) if isinstance(value, int | Decimal) else str(value)
