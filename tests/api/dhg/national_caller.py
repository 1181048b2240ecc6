"""A caller at the national API, as one of the cast, with a clock that goes on; and a record with everything in it."""

import json
from itertools import count
from typing import Any
from urllib.parse import quote

import httpx2
from msgspec.structs import replace
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import Actor
from helsekort.record.codes import HPR_CATEGORY
from tests.api.callers import token_of
from tests.cast import Cast, number_of

BASE = "/dhg/api/maternity-record/v1"
KARI, NORA = 3, 4
"""The days of birth that the numbers of the cast are made of."""
Json = dict[str, Any]


def ticking(cast: Cast) -> Cast:
    """The same cast in a house where every look at the clock is a millisecond later."""
    ticks = count(cast.ctx.clock() + 1000, 1000)
    return replace(cast, ctx=replace(cast.ctx, clock=lambda: next(ticks)))


def role(code: str, system: str = HPR_CATEGORY) -> str:
    """The header that says in which role someone asks."""
    return quote(json.dumps({"system": system, "code": code}))


class National:
    """Someone's system at the door, about one woman."""

    def __init__(self, cast: Cast, actor: Actor, born: int = NORA) -> None:
        self.headers = {
            "Authorization": f"Bearer {token_of(cast, actor)}",
            "nhn-source-system": "Testsystem 1.0",
            "nhn-user-role": role(actor.category),
            "nhn-patient-nin": number_of(born),
        }
        self.client = TestClient(app.build(cast.ctx), f"http://testserver{BASE}")

    def ask(
        self, method: str, path: str, body: Json | bytes | None = None, **changed: str
    ) -> httpx2.Response:
        """One request. A header that is changed to nothing is left out."""
        named = {name.replace("_", "-").lower(): value for name, value in changed.items()}
        kept = {name: value for name, value in self.headers.items() if name.lower() not in named}
        headers = {**kept, **{name: value for name, value in named.items() if value}}
        if body is None:
            return self.client.request(method, path, headers=headers)
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"content-type": "application/json", **headers}
        return self.client.request(method, path, content=sent, headers=headers)

    def record_id(self) -> str:
        found: str = self.ask("GET", "/status").json()["latestRecordId"]
        return found

    def read(self) -> Json:
        """Her record whole."""
        answer = self.ask("GET", f"/record/{self.record_id()}")
        assert answer.status_code == 200, answer.text
        whole: Json = answer.json()
        return whole

    def write(self, method: str, path: str, body: Json) -> Json:
        """What was written, as it then stands."""
        answer = self.ask(method, f"/record/{self.record_id()}/{path}", body)
        assert answer.status_code in (200, 201), answer.text
        written: Json = answer.json()
        return written

    def put(self, block: str, body: Json) -> Json:
        """A block in the version that stands, or created."""
        stands = self.read().get(block)
        if stands is None or isinstance(stands, list):
            return self.write("POST", block, body)
        version = {"metadata": {"version": stands["metadata"]["version"]}}
        return self.write("PUT", block, {**version, **body})


def refused(answer: httpx2.Response, status: int, code: str) -> str:
    """The words of a fault, which has its code in the body and in the header."""
    assert (answer.status_code, answer.headers.get("nhn-error-code")) == (status, f"DHG-{code}"), answer.text
    told = answer.json()
    assert set(told) == {"errorCode", "errorMessage", "eventId"}
    assert told["errorCode"] == f"DHG-{code}"
    said: str = told["errorMessage"]
    return said


def bare(part: Json) -> Json:
    """A block or an item without what the service adds."""
    return {name: value for name, value in part.items() if name != "metadata"}


def content(record: Json) -> Json:
    """A record without what the service adds."""
    return {
        name: [bare(each) for each in part] if isinstance(part, list) else bare(part)
        for name, part in record.items()
        if name != "metadata"
    }


BLOCKS: dict[str, Json] = {
    "birthStatus": {
        "birthStatus": [
            {
                "fosterId": 1,
                "status": {"code": "LIVE", "display": "lever", "codeSystem": "BIRTH_STATUS"},
                "datetime": "2026-03-09T21:15:00+01:00",
            }
        ]
    },
    "clinicalTests": {
        "hemoglobin": 12.4,
        "hemoglobinAt3rdTrimester": 11.2,
        "ferritin": 24,
        "hbv": False,
        "hbvCore": False,
        "hiv": False,
        "syphilis": False,
        "aboRh": {"aboType": "AB", "rhesusDType": "NEGATIVE"},
        "bloodAntibodies": False,
        "chlamydia": True,
        "toxoplasmosis": False,
        "rubellaAntigen": True,
        "hepatitisC": False,
        "mrsaVreEsbl": False,
        "bHbA1c": 33,
        "glucoseTolerance": {
            "fastingGlucoseLevel": 4.5,
            "post2hGlucoseLevel": 6.3,
            "testDate": "2026-02-12",
        },
        "gonorrhea": False,
        "cytomegaloVirus": False,
        "asymptomaticBacteriuria": False,
        "groupBStreptococci": True,
        "note": "Prøvene ble tatt et annet sted.",
    },
    "currentPregnancy": {
        "dateLastPeriod": "2025-08-04",
        "dueDate": "2026-05-14",
        "dueDateBasedOnUltrasound": "2026-05-16",
        "dueDateCorrectedDate": "2026-05-15",
        "hasPrenatalDiagnosticsTests": True,
        "numberOfFetuses": 1,
        "assistedConception": {"hadAssistedConception": True, "dateAssistedConception": "2025-08-18"},
        "birthPreparationTalk": False,
        "breastfeedingGuidance": True,
    },
    "geneticDisorders": {
        "noneKnown": False,
        "parentsAreRelatives": False,
        "hipDysplasia": True,
        "other": False,
        "note": "Hofteleddsdysplasi hos mors søster.",
    },
    "lifestyleFactors": {
        "stimuli": [
            {
                "stimuliType": {"code": "SMOKING"},
                "stimuliFrequencyFirstConsultation": {
                    "stimuliFrequency": {"code": "DAILY"},
                    "dailyCount": 5,
                },
                "stimuliFrequencyAtWeek36": {"stimuliFrequency": {"code": "NEVER"}, "dailyCount": 0},
            },
            {
                "stimuliType": {"code": "ALCOHOL"},
                "stimuliFrequencyFirstConsultation": {"stimuliFrequency": {"code": "NEVER"}},
            },
        ],
        "note": "Sluttet i uke 20.",
    },
    "medicalConditions": {
        "nothingParticular": False,
        "heartDisease": False,
        "highBloodPressure": True,
        "kidneyUrinaryTractDiseases": False,
        "diabetes": False,
        "allergiesAsthma": True,
        "epilepsy": False,
        "thrombosis": False,
        "autoimmuneDisease": False,
        "gynecologicalConditions": False,
        "mentalHealth": False,
        "other": False,
        "note": "Astma siden barndommen.",
    },
    "medication": {
        "medicationFrequency": "Ved behov",
        "drugAllergy": False,
        "folate": {"takenBefore": False, "takenDuring": True},
        "note": "Astmamedisin ved behov.",
    },
    "mother": {
        "address": "Furuveien 1",
        "postNumber": "0001",
        "postName": "Oslo",
        "employedLast6Months": True,
        "employmentPercentage": 80,
        "occupationAndIndustry": "Lærer, grunnskole",
        "language": {"code": "PL"},
        "countryOfBirth": {"code": "PL"},
        "needsLanguageInterpreter": False,
        "cohabitingCoparent": True,
        "cohabitingCoparentNote": "Pendler i ukene.",
    },
    "pointsOfContact": {
        "generalPractitioner": {
            "name": "Amir Rahimi",
            "organizationName": "Torget legesenter",
            "organizationId": "994598759",
            "hprNr": "900000002",
        },
        "midwife": {
            "name": "Ingrid Dahl",
            "organizationName": "Solsiden helsestasjon",
            "organizationId": "998570328",
            "hprNr": "900000001",
        },
        "birthInstitute": "Fjord sykehus",
        "maternityHealthcareCentre": "Solsiden helsestasjon",
    },
    "previousPregnancies": {
        "numberOfPreviousPregnancies": 2,
        "numberOfPreviousLiveBirths": 1,
        "spontaneousMiscarriages": 1,
        "stillBirths22weeks": 0,
        "numberOfEctopicPregnancies": 0,
        "note": "Rask fødsel sist.",
    },
    "rhesusDNegative": {
        "consentFetalRhesusTyping": True,
        "fetusRhDPositiveAtWeek24": True,
        "prophylaxisAtWeek28": False,
        "dateForResult": "2026-02-02",
        "note": "Svar fra blodbanken.",
    },
    "vitalMeasurementsBeforePregnancy": {"height": 168, "prePregnancyWeight": 62.5, "bMI": 22.1},
}
"""Every property of every block that is no list. What nobody asks about once more."""

APPOINTMENT: Json = {
    "appointmentDate": "2026-03-09",
    "motherWeight": 68.4,
    "bloodPressure": "118/76",
    "proteinInUrineTestResult": "Spor",
    "edema": 1,
    "fetusesVitalSigns": [
        {
            "fosterId": 1,
            "fetalHeartRate": 146,
            "fetalPresentationLie": {"code": "1"},
            "motherFeelsBabyMovements": True,
            "note": "Rolig under lyttingen.",
        }
    ],
    "medication": False,
    "employmentRate": 50,
    "note": "Har det bra.",
}
HEIGHT: Json = {"measurement": 30, "measurementDate": "2026-03-09"}


def write_everything(caller: National) -> None:
    """Every property that the model has, through the door."""
    caller.write("POST", "antenatalAppointments", APPOINTMENT)
    caller.write("POST", "symphysisFundalHeights", HEIGHT)
    for block, body in BLOCKS.items():
        caller.put(block, body)


def says(whole: Json | list[Any], part: Any) -> bool:  # noqa: ANN401  # JSON of any form
    """Whether all of `part` stands in `whole`; what the service adds beside it may stand there too."""
    if isinstance(part, dict):
        return all(name in whole and says(whole[name], value) for name, value in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(says(a, b) for a, b in zip(whole, part, strict=True))
    return bool(whole == part)
