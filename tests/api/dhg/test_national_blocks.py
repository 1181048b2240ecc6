"""What is written by the national API: every property comes back, and nothing that its sender did not know is lost."""

from decimal import Decimal

import pytest

from helsekort.actions import contacts
from tests.api.dhg.national_caller import (
    APPOINTMENT,
    BLOCKS,
    HEIGHT,
    Json,
    National,
    bare,
    refused,
    says,
    write_everything,
)
from tests.api.dhg.rows import earlier
from tests.cast import Cast, finding, new_key, read, record


def test_every_property_comes_back(ingrid: National) -> None:
    write_everything(ingrid)
    whole = ingrid.read()
    for block, body in BLOCKS.items():
        assert says(whole[block], body), (block, whole[block])
    assert says(whole["antenatalAppointments"], [APPOINTMENT])
    assert says(whole["symphysisFundalHeights"], [HEIGHT])


def test_what_the_service_adds(ingrid: National) -> None:
    made = ingrid.write("POST", "vitalMeasurementsBeforePregnancy", {"height": 168})
    meta = made["metadata"]
    assert meta["version"] == 1
    assert meta["enteredInError"] is False
    assert meta["lastUpdatedBy"] == {
        "userType": "HEALTH_CARE_PROFESSIONAL",
        "orgName": "Solsiden helsestasjon",
        "treatmentFacilityName": "Solsiden helsestasjon",
        "hprNr": "900000001",
        "hprRole": "JO",
        "name": "Ingrid Dahl",
    }
    again = ingrid.put("vitalMeasurementsBeforePregnancy", {"height": 169})
    assert (again["metadata"]["id"], again["metadata"]["version"]) == (meta["id"], 2)


def test_week_and_body_mass_are_worked_out(ingrid: National) -> None:
    made = ingrid.write("POST", "symphysisFundalHeights", HEIGHT)
    assert made["pregnancyWeek"] == 30
    made = ingrid.write("POST", "antenatalAppointments", {**APPOINTMENT, "pregnancyWeek": 12})
    assert (made["pregnancyWeek"], made["daysAfterFullPregnancyWeek"]) == (30, 6)
    sizes = {"height": 168, "prePregnancyWeight": 62.5}
    assert ingrid.write("POST", "vitalMeasurementsBeforePregnancy", sizes)["bMI"] == 22.1


# sent -> how it goes out
ODD = {
    "the slip of the description": (
        "clinicalTests",
        {"aboRh": {"rhesusDType": "POSTIVE"}},
        {"aboRh": {"rhesusDType": "POSITIVE"}},
    ),
    "a short word": (
        "clinicalTests",
        {"aboRh": {"rhesusDType": "NEG"}},
        {"aboRh": {"rhesusDType": "NEGATIVE"}},
    ),
    "small letters": ("clinicalTests", {"aboRh": {"aboType": "ab"}}, {"aboRh": {"aboType": "AB"}}),
    "an unknown property": ("clinicalTests", {"hiv": False, "future": {"is": [1, None]}}, {"hiv": False}),
    "a number with a zero": (
        "vitalMeasurementsBeforePregnancy",
        {"prePregnancyWeight": 62.50},
        {"prePregnancyWeight": 62.5},
    ),
    "a whole number with a point": ("clinicalTests", {"bHbA1c": 33.0}, {"bHbA1c": 33}),
    "a code in small letters": (
        "mother",
        {"countryOfBirth": {"code": "no", "codeSystem": "2.16.578.1.12.4.1.1.9043"}},
        {"countryOfBirth": {"code": "NO", "display": "Norge", "codeSystem": "VOLVEN_9043"}},
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_oddities_of_real_senders(ingrid: National, case: str) -> None:
    block, sent, shown = ODD[case]
    assert says(ingrid.put(block, sent), shown)


@pytest.mark.parametrize(("sent", "shown"), [("neg", "Neg"), ("SPOR", "Spor"), ("1+", "1+"), ("Neg", "Neg")])
def test_casing_of_a_urine_strip(ingrid: National, sent: str, shown: str) -> None:
    body = {"appointmentDate": "2026-03-09", "proteinInUrineTestResult": sent}
    assert ingrid.write("POST", "antenatalAppointments", body)["proteinInUrineTestResult"] == shown


def test_what_is_absent_stays(ingrid: National) -> None:
    ingrid.put("medicalConditions", {"diabetes": False, "epilepsy": True})
    after = bare(ingrid.put("medicalConditions", {"diabetes": True}))
    assert after == {"diabetes": True, "epilepsy": True}


def test_null_takes_back_what_came_by_this_door(ingrid: National, going: Cast) -> None:
    ingrid.put("medicalConditions", {"diabetes": False, "epilepsy": True})
    assert bare(ingrid.put("medicalConditions", {"diabetes": None})) == {"epilepsy": True}
    (trail,) = [each for each in read(going, going.nora_card).findings if each.now.what == "illness_diabetes"]
    assert not trail.stands
    assert trail.now.reason


def test_null_takes_back_nothing_that_others_wrote(ingrid: National, going: Cast) -> None:
    told = [finding("illness_diabetes", True)]
    contacts.state_facts(going.ingrid, ctx=going.ctx, card=going.nora_card, findings=told, key=new_key())
    assert bare(ingrid.put("medicalConditions", {"diabetes": None, "other": False})) == {
        "diabetes": True,
        "other": False,
    }


def test_null_is_not_no(ingrid: National) -> None:
    assert "hiv" not in ingrid.put("clinicalTests", {"hbv": False, "hiv": None})


def test_what_others_wrote_stands_beside_what_differs(ingrid: National, going: Cast) -> None:
    told = [finding("haemoglobin", Decimal("11.9"))]
    contacts.state_facts(going.ingrid, ctx=going.ctx, card=going.nora_card, findings=told, key=new_key())
    ingrid.put("clinicalTests", {"hemoglobinAt3rdTrimester": 11.2})
    values = [str(each.now.value) for each in read(going, going.nora_card).series("haemoglobin")]
    assert values == ["11.9", "11.2"]


def test_what_is_sent_as_it_stands_writes_nothing(ingrid: National, going: Cast) -> None:
    write_everything(ingrid)
    before = read(going, going.nora_card).last_seq
    for block, body in BLOCKS.items():
        ingrid.put(block, body)
    assert read(going, going.nora_card).last_seq == before


def test_a_finer_word_stays(ingrid: National, going: Cast) -> None:
    origin = record(going, going.nora_card, finding("movements", "LESS", going.nora_fetus))
    (item,) = ingrid.read()["antenatalAppointments"]
    assert item["fetusesVitalSigns"] == [{"fosterId": 1, "motherFeelsBabyMovements": True}]
    path = f"antenatalAppointments/{item['metadata']['id']}"
    ingrid.write("PUT", path, {**item, "note": "Ringer i morgen."})
    line = read(going, going.nora_card).contact(origin)
    assert line is not None
    assert [each.value for each in line.standing("movements", going.nora_fetus)] == ["LESS"]


def test_counts_are_sums_of_the_rows_shown(ingrid: National, going: Cast) -> None:
    ingrid.put("previousPregnancies", {"numberOfPreviousPregnancies": 4, "numberOfPreviousLiveBirths": 1})
    for outcome in ("LIVE", "SA_EARLY", "TERMINATION"):
        earlier(going, outcome)
    shown: Json = bare(ingrid.read()["previousPregnancies"])
    assert shown == {
        "numberOfPreviousPregnancies": 2,
        "numberOfPreviousLiveBirths": 1,
        "spontaneousMiscarriages": 1,
        "stillBirths22weeks": 0,
        "numberOfEctopicPregnancies": 0,
    }


def test_a_due_date_comes_in_as_a_proposal(ingrid: National, going: Cast) -> None:
    in_force = read(going, going.nora_card).due
    ingrid.put("currentPregnancy", {"dueDate": "2026-05-20"})
    card = read(going, going.nora_card)
    assert card.due == in_force
    (proposal,) = [each.now for each in card.due_dates if each.now.proposed]
    assert (proposal.edd.isoformat(), proposal.method) == ("2026-05-20", "LMP_UNSURE")
    ingrid.put("currentPregnancy", {"dueDate": "2026-05-21"})
    assert [each.now.edd.day for each in read(going, going.nora_card).due_dates if each.stands] == [15, 21]


def test_a_test_for_another_time_is_marked(ingrid: National, going: Cast) -> None:
    """Today is in the third trimester: the day a first one comes in is not the day it was taken."""
    ingrid.put("clinicalTests", {"hemoglobin": 12.4, "hemoglobinAt3rdTrimester": 11.2})
    marks = {str(each.now.value): each.now.unverified for each in read(going, going.nora_card).findings}
    assert marks["12.4"]
    assert marks["11.2"] is None


def test_fetuses_are_entered_with_the_first_check_up(going: Cast) -> None:
    caller = National(going, going.ingrid, 3)
    both = [{"fosterId": 2, "fetalHeartRate": 150}, {"fosterId": 1, "fetalHeartRate": 140}]
    made = caller.write(
        "POST", "antenatalAppointments", {"appointmentDate": "2026-03-09", "fetusesVitalSigns": both}
    )
    assert made["fetusesVitalSigns"] == both[::-1]
    assert [each.now.label for each in read(going, going.kari_card).fetuses] == ["A", "B"]


def test_a_fetus_that_nobody_has_told_of_is_none(ingrid: National) -> None:
    body = {"appointmentDate": "2026-03-09", "fetusesVitalSigns": [{"fosterId": 2, "fetalHeartRate": 140}]}
    path = f"/record/{ingrid.record_id()}/antenatalAppointments"
    assert "fosterId" in refused(ingrid.ask("POST", path, body), 422, "0012")
    ingrid.put("currentPregnancy", {"numberOfFetuses": 2})
    assert ingrid.ask("POST", path, body).status_code == 201
