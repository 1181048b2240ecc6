"""A record is ended by the national API as a pregnancy is on the card, in one version of its status."""

import pytest

from helsekort.record.endings import FetusState, Outcome
from tests.api.dhg.national_caller import APPOINTMENT, Json, National, refused
from tests.cast import Cast, read
from tests.store.stored import content

DAY = "2026-03-09"
END: Json = {"terminationDate": DAY}
BIRTH: Json = {"deliveryDate": f"{DAY}T08:00:00+01:00", "liveBirth": True}


def ended(caller: National, status: Json, version: int = 1, **headers: str) -> Json:
    path = f"/record/{caller.record_id()}/updateStatus"
    answer = caller.ask("POST", path, {"metadata": {"version": version}, "recordStatus": status}, **headers)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()["metadata"]
    return found


CASES = {
    "a birth": (BIRTH, Outcome.BIRTH, FetusState.BORN_ALIVE, {"deliveryDate": DAY, "liveBirth": True}),
    "a stillbirth": (
        {**BIRTH, "liveBirth": False},
        Outcome.STILLBIRTH,
        FetusState.STILLBORN,
        {"deliveryDate": DAY, "liveBirth": False},
    ),
    "another end": (END, Outcome.UNKNOWN, FetusState.UNKNOWN, END),
}


@pytest.mark.parametrize("case", CASES)
def test_it_ends_as_on_the_card(ingrid: National, going: Cast, case: str) -> None:
    sent, outcome, state, shown = CASES[case]
    told = ended(ingrid, sent)
    assert told["recordStatus"] == {"status": "TERMINATED", **shown}
    assert told["version"] == 2
    card = read(going, going.nora_card)
    assert card.over is not None
    assert (card.over.outcome, card.over.on.isoformat()) == (outcome, DAY)
    assert [trail.now.state for trail in card.fetuses] == [state]
    assert ingrid.ask("GET", "/status").json()["hasActiveMaternityRecord"] is False


def test_the_status_in_the_metadata(ingrid: National) -> None:
    body = {"metadata": {"version": 1, "recordStatus": {"status": "TERMINATED", **END}}}
    assert ingrid.ask("POST", f"/record/{ingrid.record_id()}/updateStatus", body).status_code == 200


def test_after_a_birth_the_card_goes_on(ingrid: National) -> None:
    ended(ingrid, BIRTH)
    assert ingrid.put("mother", {"address": "Furuveien 1"})["address"] == "Furuveien 1"


def test_after_another_end_it_takes_nothing_more(ingrid: National) -> None:
    ended(ingrid, END)
    refused(
        ingrid.ask("POST", f"/record/{ingrid.record_id()}/medication", {"drugAllergy": True}), 404, "0015"
    )


BAD: dict[str, tuple[Json, int, str]] = {
    "no version": ({"recordStatus": END}, 409, "0008"),
    "another version": ({"metadata": {"version": 2}, "recordStatus": END}, 409, "0008"),
    "nothing": ({"metadata": {"version": 1}}, 422, "0012"),
    "no day": ({"metadata": {"version": 1}, "recordStatus": {"status": "TERMINATED"}}, 422, "0012"),
    "both days": ({"metadata": {"version": 1}, "recordStatus": {**END, **BIRTH}}, 422, "0012"),
    "a birth of nobody": ({"metadata": {"version": 1}, "recordStatus": {"deliveryDate": DAY}}, 400, "0011"),
    "a day to come": (
        {"metadata": {"version": 1}, "recordStatus": {"terminationDate": "2026-04-01"}},
        422,
        "0012",
    ),
    "a day of another pregnancy": (
        {"metadata": {"version": 1}, "recordStatus": {"terminationDate": "2020-01-01"}},
        422,
        "0012",
    ),
    "a list": ({"metadata": {"version": 1}, "recordStatus": []}, 400, "0011"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_ends_nothing(ingrid: National, going: Cast, case: str) -> None:
    body, status, code = BAD[case]
    before = content(going.ctx)
    refused(ingrid.ask("POST", f"/record/{ingrid.record_id()}/updateStatus", body), status, code)
    assert content(going.ctx) == before


def test_what_is_odd_is_asked_about(ingrid: National) -> None:
    ingrid.write("POST", "antenatalAppointments", APPOINTMENT)
    path = f"/record/{ingrid.record_id()}/updateStatus"
    body = {"metadata": {"version": 1}, "recordStatus": {"terminationDate": "2026-03-01"}}
    assert "unusual" in refused(ingrid.ask("POST", path, body), 422, "0012")
    assert ended(ingrid, body["recordStatus"], helsekort_confirm="ending")["version"] == 2


def test_it_ends_once_and_for_those_who_may(ingrid: National, going: Cast) -> None:
    record = ingrid.record_id()
    body = {"metadata": {"version": 1}, "recordStatus": END}
    stranger = National(going, going.lars)
    refused(stranger.ask("POST", f"/record/{record}/updateStatus", body), 404, "0015")
    hers = National(going, going.nora)
    refused(hers.ask("POST", f"/record/{record}/updateStatus", body), 404, "0015")
    ended(ingrid, END)
    again = {"metadata": {"version": 2}, "recordStatus": END}
    refused(ingrid.ask("POST", f"/record/{record}/updateStatus", again), 404, "0015")
