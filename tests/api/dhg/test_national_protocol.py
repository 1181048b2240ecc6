"""The protocol of the national API: headers, codes, versions, list items, and who may."""

import json

import pytest

from helsekort.actions import contacts, national_writing, registry
from helsekort.dhg import view
from helsekort.record.ids import new_id
from tests.api.dhg.national_caller import APPOINTMENT, HEIGHT, KARI, NORA, Json, National, refused, role
from tests.api.dhg.rows import end
from tests.cast import JOB, Cast, begin_care, finding, make_woman, number_of, read, record
from tests.store.stored import audit, content

SIZES: Json = {"height": 168}


def test_status_before_and_after(going: Cast) -> None:
    woman = make_woman(going.ctx, "Silje Aas", 6)
    begin_care(going.ctx, woman, going.ingrid)
    caller = National(going, going.ingrid, 6)
    before = caller.ask("GET", "/status").json()
    assert before == {"hasGivenConsent": None, "hasActiveMaternityRecord": False, "deceased": None}
    made = caller.ask("POST", "/record")
    assert made.status_code == 201
    after = caller.ask("GET", "/status").json()
    assert after["hasActiveMaternityRecord"] is True
    assert after["latestRecordId"] == made.json()["metadata"]["recordId"]
    assert made.json()["metadata"]["recordStatus"] == {"status": "ACTIVE"}
    assert made.json()["metadata"]["version"] == 1


def test_one_active_record(ingrid: National) -> None:
    refused(ingrid.ask("POST", "/record"), 409, "0009")


def test_the_documented_beginning(ingrid: National) -> None:
    """The name is the register's, so a mother of nothing else is made without a word, and updated from version 1."""
    made = ingrid.write("POST", "mother", {"name": "Navn Navnesen"})
    assert (made["name"], made["metadata"]["version"]) == ("Nora Haugen Sletten", 1)
    body = {"metadata": {"version": 1}, "name": "Navn Navnesen", "address": "Furuveien 1"}
    made = ingrid.write("PUT", "mother", body)
    assert (made["address"], made["metadata"]["version"]) == ("Furuveien 1", 2)
    path = f"/record/{ingrid.record_id()}/mother"
    refused(ingrid.ask("POST", path, body), 409, "0009")


def test_the_older_names_of_headers(ingrid: National) -> None:
    older = {"nhn_patient_nin": "", "hit_patient_pid": number_of(NORA)}
    assert ingrid.ask("GET", "/status", **older).status_code == 200
    older = {
        "nhn_patient_nin": "",
        "hit_patient_nin": number_of(NORA),
        "nhn_source_system": "",
        "hit_source_system": "Eldre system",
        "nhn_user_role": "",
        "hit_user_role": role("JO"),
        "hit_access_basis": "SAMTYKKE",
        "hit_event_id": "en-2",
    }
    assert ingrid.ask("GET", "/status", **older).status_code == 200


BAD_HEADERS: dict[str, tuple[dict[str, str], int, str]] = {
    "no token": ({"authorization": ""}, 401, "0010"),
    "a token of nobody": ({"authorization": "Bearer abc"}, 401, "0010"),
    "another scheme": ({"authorization": "DPoP abc"}, 401, "0010"),
    "no role": ({"nhn_user_role": ""}, 403, "0005"),
    "another role": ({"nhn_user_role": role("LE")}, 403, "0005"),
    "a role of another list": ({"nhn_user_role": role("JO", "urn:oid:1.2.3")}, 403, "0005"),
    "a role that is no JSON": ({"nhn_user_role": "JO"}, 403, "0005"),
    "a role that is a list": ({"nhn_user_role": "[]"}, 403, "0005"),
    "a role of many brackets": ({"nhn_user_role": "[" * 60_000}, 403, "0005"),
    "no system": ({"nhn_source_system": ""}, 422, "0012"),
    "a short system": ({"nhn_source_system": "ab"}, 422, "0012"),
    "a long system": ({"nhn_source_system": "a" * 513}, 422, "0012"),
    "no number": ({"nhn_patient_nin": ""}, 400, "0013"),
    "letters": ({"nhn_patient_nin": "abc"}, 400, "0013"),
    "control digits": ({"nhn_patient_nin": "04859000000"}, 400, "0013"),
    "two names that differ": ({"hit_patient_pid": "12345678901"}, 422, "0012"),
    "a long event": ({"nhn_event_id": "a" * 129}, 422, "0012"),
    "a basis of two words": ({"nhn_access_basis": "SAMTYKKE, UNNTAK"}, 422, "0012"),
}


@pytest.mark.parametrize("case", BAD_HEADERS)
def test_bad_headers(ingrid: National, case: str) -> None:
    changed, status, code = BAD_HEADERS[case]
    for path in ("/status", f"/record/{ingrid.record_id()}"):
        assert refused(ingrid.ask("GET", path, **changed), status, code).endswith(".")


def test_a_header_twice(ingrid: National) -> None:
    answer = ingrid.client.get(
        "/status", headers=[*ingrid.headers.items(), ("nhn-patient-nin", number_of(KARI))]
    )
    refused(answer, 422, "0012")


def test_the_event_comes_back(ingrid: National) -> None:
    answer = ingrid.ask("GET", "/record/none", nhn_event_id="c65f8f64-2c9c-4624-a4f0-3dbc4bde3300")
    assert answer.json()["eventId"] == "c65f8f64-2c9c-4624-a4f0-3dbc4bde3300"
    assert ingrid.ask("GET", "/record/none", nhn_event_id="<b>").json()["eventId"] == ""


def test_whoever_may_not_see_is_told_as_if_it_were_not_there(going: Cast, ingrid: National) -> None:
    mine = ingrid.record_id()
    others = National(going, going.ingrid, KARI).record_id()
    nowhere = f"00000000-0001-8000-8{mine[20:23]}-{new_id(lambda bits: 12345):012x}"
    stranger = National(going, going.lars)
    refusals = [
        stranger.ask("GET", f"/record/{mine}"),
        ingrid.ask("GET", f"/record/{others}"),
        ingrid.ask("GET", f"/record/{nowhere}"),
        ingrid.ask("GET", "/record/6a9fe8f1-944e-40a8-8483-c31f2b99df7e"),
        ingrid.ask("GET", "/record/abc"),
        stranger.ask("GET", f"/history/{mine}"),
        stranger.ask("POST", f"/record/{mine}/mother", SIZES),
        stranger.ask("PUT", f"/record/{mine}/mother", SIZES),
        stranger.ask("DELETE", f"/record/{mine}/symphysisFundalHeights/{mine}"),
    ]
    assert len({refused(each, 404, "0015") for each in refusals}) == 1
    asked = [
        stranger.ask("GET", "/status"),
        stranger.ask("GET", "/history"),
        stranger.ask("POST", "/record"),
        National(going, going.ingrid, 9).ask("GET", "/status"),
    ]
    assert len({refused(each, 403, "0010") for each in asked}) == 1
    assert sum(line.event == "refused" for line in audit(going.ctx)) == len([*refusals, *asked])


def test_versions(ingrid: National) -> None:
    block = f"/record/{ingrid.record_id()}/vitalMeasurementsBeforePregnancy"
    refused(ingrid.ask("PUT", block, {"metadata": {"version": 1}, **SIZES}), 404, "0007")
    ingrid.write("POST", "vitalMeasurementsBeforePregnancy", SIZES)
    refused(ingrid.ask("POST", block, SIZES), 409, "0009")
    for version in (None, 0, 2, 255):
        body = {"metadata": {"version": version}, "height": 170}
        refused(ingrid.ask("PUT", block, body), 409, "0008")
    refused(ingrid.ask("PUT", block, {"height": 170}), 409, "0008")
    assert ingrid.ask("PUT", block, {"metadata": {"version": 1}, "height": 170}).status_code == 200
    refused(ingrid.ask("PUT", block, {"metadata": {"version": 1}, "height": 171}), 409, "0008")


def test_a_change_on_the_page_is_a_version_too(ingrid: National, going: Cast) -> None:
    made = ingrid.write("POST", "antenatalAppointments", APPOINTMENT)
    record(going, going.nora_card)
    assert [each["metadata"]["version"] for each in ingrid.read()["antenatalAppointments"]] == [1, 1]
    ingrid.put("mother", {"address": "Furuveien 1"})
    ingrid.put("mother", {"address": "Furuveien 2"})
    assert ingrid.read()["mother"]["metadata"]["version"] == 3
    assert ingrid.read()["antenatalAppointments"][0]["metadata"] == made["metadata"]


def test_versions_end_at_255(ingrid: National, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, national_writing):
        monkeypatch.setattr(module, "MOST", 3)
    for weight in (60, 61, 62):
        ingrid.put("vitalMeasurementsBeforePregnancy", {"prePregnancyWeight": weight})
    body = {"metadata": {"version": 3}, "prePregnancyWeight": 63}
    block = f"/record/{ingrid.record_id()}/vitalMeasurementsBeforePregnancy"
    assert "3 versions" in refused(ingrid.ask("PUT", block, body), 409, "0008")


@pytest.mark.parametrize(
    ("name", "body", "change"),
    [
        ("symphysisFundalHeights", HEIGHT, {"measurement": 31}),
        ("antenatalAppointments", APPOINTMENT, {"motherWeight": 69.1}),
    ],
)
def test_an_item_of_a_list(ingrid: National, name: str, body: Json, change: Json) -> None:
    made = ingrid.write("POST", name, body)
    item = f"{name}/{made['metadata']['id']}"
    path = f"/record/{ingrid.record_id()}/{item}"
    refused(ingrid.ask("PUT", path, {**body, **change}), 409, "0008")
    changed = ingrid.write("PUT", item, {"metadata": {"version": 1}, **change})
    assert changed["metadata"]["version"] == 2
    assert {**changed, **change} == changed
    assert ingrid.ask("DELETE", path).status_code == 204
    assert name not in ingrid.read()
    refused(ingrid.ask("DELETE", path), 410, "0017")
    refused(ingrid.ask("PUT", path, {"metadata": {"version": 3}, **body}), 410, "0017")
    assert ingrid.write("POST", name, body)["metadata"]["version"] == 1


def test_an_item_that_is_entered_in_error_is_taken_back(ingrid: National) -> None:
    made = ingrid.write("POST", "symphysisFundalHeights", HEIGHT)
    item = f"symphysisFundalHeights/{made['metadata']['id']}"
    gone = ingrid.write("PUT", item, {"metadata": {"version": 1, "enteredInError": True}})
    assert gone["metadata"]["enteredInError"] is True
    assert "measurement" not in gone
    assert "symphysisFundalHeights" not in ingrid.read()


def test_a_moved_check_up_takes_all_of_it_along(ingrid: National, going: Cast) -> None:
    origin = record(going, going.nora_card, finding("headache", True), finding("note", "Sliten."))
    (item,) = ingrid.read()["antenatalAppointments"]
    path = f"antenatalAppointments/{item['metadata']['id']}"
    moved = ingrid.write("PUT", path, {**item, "appointmentDate": "2026-03-08"})
    assert moved["appointmentDate"] == "2026-03-08"
    line = read(going, going.nora_card).contact(origin)
    assert line is not None
    assert {each.now.on.day for each in line.findings} == {8}


def test_what_is_more_than_the_model_is_not_deleted_by_it(ingrid: National, going: Cast) -> None:
    record(going, going.nora_card, finding("headache", True))
    (item,) = ingrid.read()["antenatalAppointments"]
    before = content(going.ctx)
    path = f"/record/{ingrid.record_id()}/antenatalAppointments/{item['metadata']['id']}"
    refused(ingrid.ask("DELETE", path), 422, "0012")
    assert content(going.ctx) == before


@pytest.mark.parametrize("name", ["symphysisFundalHeights", "antenatalAppointments"])
def test_what_is_sent_twice_is_written_once(ingrid: National, name: str) -> None:
    body = {"symphysisFundalHeights": HEIGHT, "antenatalAppointments": APPOINTMENT}[name]
    ingrid.write("POST", name, body)
    refused(ingrid.ask("POST", f"/record/{ingrid.record_id()}/{name}", body), 409, "0009")
    assert len(ingrid.read()[name]) == 1


def test_items_of_one_list_are_none_of_another(ingrid: National) -> None:
    made = ingrid.write("POST", "symphysisFundalHeights", HEIGHT)
    path = f"/record/{ingrid.record_id()}/antenatalAppointments/{made['metadata']['id']}"
    refused(ingrid.ask("PUT", path, {"metadata": {"version": 1}, **APPOINTMENT}), 404, "0007")
    refused(ingrid.ask("DELETE", path), 404, "0007")


def test_unusual_values_are_asked_about(ingrid: National) -> None:
    path = f"/record/{ingrid.record_id()}/antenatalAppointments"
    body = {"appointmentDate": "2026-03-09", "bloodPressure": "168/112"}
    said = refused(ingrid.ask("POST", path, body), 422, "0012")
    mark = said.rpartition("The code is ")[2].rstrip(".")
    assert said.startswith("antenatalAppointments.bloodPressure")
    assert ingrid.ask("POST", path, body, helsekort_confirm=mark).status_code == 201


def test_an_ended_record_takes_nothing_more(ingrid: National, going: Cast) -> None:
    path = f"/record/{ingrid.record_id()}"
    end(going)
    refused(ingrid.ask("POST", f"{path}/vitalMeasurementsBeforePregnancy", SIZES), 404, "0015")
    assert ingrid.ask("GET", path).json()["metadata"]["recordStatus"]["status"] == "TERMINATED"
    assert ingrid.ask("GET", "/status").json()["hasActiveMaternityRecord"] is False


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("POST", "/status", 405),
        ("DELETE", "/record", 405),
        ("GET", "/record/x/mother", 404),
        ("DELETE", "/record/x/mother", 405),
    ],
)
def test_other_addresses(ingrid: National, method: str, path: str, status: int) -> None:
    refused(ingrid.ask(method, path), status, "0007")


def test_blocks_that_are_none(ingrid: National) -> None:
    record_path = f"/record/{ingrid.record_id()}"
    refused(ingrid.ask("POST", f"{record_path}/father", SIZES), 404, "0007")
    refused(ingrid.ask("PUT", f"{record_path}/symphysisFundalHeights", HEIGHT), 404, "0007")
    refused(ingrid.ask("PUT", f"{record_path}/mother/{ingrid.record_id()}", SIZES), 404, "0007")
    refused(ingrid.ask("DELETE", f"{record_path}/mother/{ingrid.record_id()}"), 404, "0007")


def test_history(ingrid: National, going: Cast) -> None:
    (only,) = ingrid.ask("GET", "/history").json()["history"]
    assert only["recordId"] == ingrid.record_id()
    made = ingrid.write("POST", "symphysisFundalHeights", HEIGHT)
    item = f"symphysisFundalHeights/{made['metadata']['id']}"
    ingrid.write("PUT", item, {"metadata": {"version": 1}, "measurement": 31})
    ingrid.ask("DELETE", f"/record/{ingrid.record_id()}/{item}")
    told = ingrid.ask("GET", f"/history/{ingrid.record_id()}").json()["history"]
    heights = [each for each in told if each["resourceType"] == "symphysisFundalHeights"]
    assert [each.get("measurement") for each in heights] == [None, 31, 30]
    assert [each["metadata"]["version"] for each in heights] == [3, 2, 1]
    assert [each["metadata"]["enteredInError"] for each in heights] == [True, False, False]
    assert {each["resourceType"] for each in told} >= {"mother", "currentPregnancy"}


def test_what_was_made_on_the_wrong_woman_is_in_no_history(ingrid: National, going: Cast) -> None:
    origin = record(going, going.nora_card, finding("note", "Kanarifugl"))
    line = read(going, going.nora_card).contact(origin)
    assert line is not None
    contacts.move_contact(
        going.ingrid,
        ctx=going.ctx,
        card=going.nora_card,
        origin=origin,
        base_seq=line.last_seq,
        to_number=None,
        reason="Feil kvinne",
    )
    for path in (f"/record/{ingrid.record_id()}", f"/history/{ingrid.record_id()}"):
        assert "Kanarifugl" not in ingrid.ask("GET", path).text


def test_she_reads_her_own_without_what_is_sensitive(ingrid: National, going: Cast) -> None:
    ingrid.put("medicalConditions", {"mentalHealth": True, "epilepsy": False})
    ingrid.put("previousPregnancies", {"numberOfPreviousPregnancies": 3, "numberOfPreviousLiveBirths": 1})
    hers = National(going, going.nora)
    shown = hers.read()
    assert "mentalHealth" not in shown["medicalConditions"]
    assert shown["medicalConditions"]["epilepsy"] is False
    assert "numberOfPreviousPregnancies" not in shown["previousPregnancies"]
    history = hers.ask("GET", f"/history/{hers.record_id()}").text
    assert "mentalHealth" not in history
    assert "numberOfPreviousPregnancies" not in history
    refused(hers.ask("POST", f"/record/{hers.record_id()}/medication", {"drugAllergy": True}), 404, "0015")


def test_two_parties_that_are_one_woman(going: Cast, ingrid: National) -> None:
    second = make_woman(going.ctx, "Nora H. Sletten", 5)
    registry.join_women(JOB, ctx=going.ctx, woman=second.party, into=going.nora.party)
    again = National(going, going.ingrid, 5)
    assert again.record_id() == ingrid.record_id()
    assert again.read()["mother"]["name"] == "Nora Haugen Sletten"


def test_a_number_stands_in_no_answer(ingrid: National) -> None:
    whole = json.dumps(ingrid.read()) + ingrid.ask("GET", "/history").text
    assert number_of(NORA) not in whole
