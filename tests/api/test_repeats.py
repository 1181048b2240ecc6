"""What is sent again: written once, refused where it is another thing, and never a way to what was taken away."""

from collections.abc import Callable

import pytest

from helsekort.actions import contacts, registry
from helsekort.fhir.resources.observation import FIRST
from helsekort.record.ids import split_entry_id, to_text
from tests.api.callers import Caller, issues
from tests.api.resources import (
    REASON,
    SYSTEM,
    Resource,
    bundle,
    encounter,
    entry,
    fetus,
    number,
    observation,
    urn,
)
from tests.cast import JOB, Cast, read
from tests.store.stored import written


def _takes_away(cast: Cast, resource: Resource) -> None:
    """It was made on the wrong woman."""
    contacts.move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=split_entry_id(resource["id"])[1],
        base_seq=read(cast, cast.nora_card).last_seq,
        to_number=None,
        reason="Feil kvinne",
    )


def _erases(cast: Cast, resource: Resource) -> None:
    registry.erase_body(
        JOB, ctx=cast.ctx, card=cast.nora_card, seq=split_entry_id(resource["id"])[1], basis="Slettet"
    )


@pytest.mark.parametrize("take", [_takes_away, _erases])
def test_what_is_no_longer_there_is_not_given_to_who_sends_it_again(
    cast: Cast, ingrid: Caller, take: Callable[[Cast, Resource], None]
) -> None:
    sent = encounter(cast, "e")
    take(cast, ingrid.create(sent, key="k"))
    before = written(cast.ctx)
    told = issues(ingrid.post("/Encounter", sent, Idempotency_Key="k"), 422)
    assert ("no longer here" in told[0]["diagnostics"], told[0]["code"]) == (True, "duplicate")
    again = ingrid.post("/Encounter", sent, If_None_Exist=f"identifier={SYSTEM}|e")
    other = ingrid.post("/Encounter", encounter(cast, "e") | {"period": {"start": "2026-03-09"}})
    assert again.content == other.content
    issues(other, 422)
    one = entry("POST", "Encounter", sent, full_url=urn(1))
    issues(ingrid.post("", bundle("transaction", one)), 422)
    batch = ingrid.post("", bundle("batch", one)).json()
    assert [each["response"]["status"] for each in batch["entry"]] == ["422"]
    assert written(cast.ctx) == before


def _said(extensions: list[Resource]) -> dict[str, str]:
    return {
        each["url"]: each["valueReference"]["reference"] for each in extensions if "valueReference" in each
    }


def test_a_correction_names_who_corrected_and_who_recorded_it_first(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast), "k")
    names = {
        caller: f"Practitioner/{to_text(actor.party)}"
        for caller, actor in ((ingrid, cast.ingrid), (Caller(cast, cast.amir), cast.amir))
    }
    amir = list(names)[1]
    path, why = f"/Observation/{made['id']}", {"url": REASON, "valueString": "Tastefeil"}
    for value, caller in (("73", amir), ("74", ingrid), ("75", amir)):
        now = ingrid.get(path)
        kept = [each for each in now.json().get("extension", []) if each["url"] != REASON]
        wanted = {**now.json(), "status": "corrected", "extension": [*kept, why]}
        wanted["valueQuantity"]["value"] = number(value)
        answer = caller.put(path, wanted, If_Match=now.headers["etag"])
        assert answer.status_code == 200, answer.text
        assert answer.json()["performer"] == [{"reference": names[caller]}]
        assert _said(answer.json()["extension"]) == {FIRST: names[ingrid]}
    other = {"url": FIRST, "valueReference": {"reference": names[amir]}}
    said = issues(
        ingrid.post("/Observation", observation(cast) | {"extension": [other]}, Idempotency_Key="o"), 422
    )
    assert said[0]["expression"] == ["Observation.extension"]
    now = amir.get(path)
    wanted = {
        **now.json(),
        "extension": [other, why | {"valueString": "Ny grunn"}],
        "effectiveDateTime": "2026-03-09",
    }
    issues(amir.put(path, wanted, If_Match=now.headers["etag"]), 422)


def test_who_recorded_first_comes_with_all_of_the_card(cast: Cast, ingrid: Caller) -> None:
    """Though nothing else of theirs stands there: whoever reads all finds everyone that it names."""
    registry.begin_care(
        JOB,
        ctx=cast.ctx,
        woman=cast.nora.party,
        clinician=cast.lars.party,
        organisation=cast.lars.organisation,
        basis="list",
    )
    made = Caller(cast, cast.lars).create(observation(cast), "k")
    now = ingrid.get(f"/Observation/{made['id']}")
    wanted = {**now.json(), "status": "corrected", "extension": [{"url": REASON, "valueString": "Tastefeil"}]}
    wanted["valueQuantity"]["value"] = number("73")
    corrected = ingrid.put(f"/Observation/{made['id']}", wanted, If_Match=now.headers["etag"])
    assert corrected.status_code == 200, corrected.text
    everything = ingrid.get(f"/EpisodeOfCare/{to_text(cast.nora_card)}/$everything").json()
    assert to_text(cast.lars.party) in {each["resource"]["id"] for each in everything["entry"]}


def test_a_key_that_came_with_a_known_identifier_is_used_from_then_on(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast, identifier="o"), key="first")
    again = ingrid.post("/Observation", observation(cast, identifier="o"), Idempotency_Key="second")
    assert (again.status_code, again.json()["id"]) == (200, made["id"])
    issues(ingrid.post("/Observation", observation(cast, value="73"), Idempotency_Key="second"), 422)


def test_an_identifier_names_one_thing_of_each_type(cast: Cast, ingrid: Caller) -> None:
    for sent in (encounter(cast, "1"), observation(cast, identifier="1")):
        path = f"/{sent['resourceType']}"
        assert [ingrid.post(path, sent).status_code for _ in range(2)] == [201, 200]
    issues(ingrid.post("/Observation", observation(cast, identifier="1", value="73")), 422)


def test_a_key_is_one_of_each_card(cast: Cast, ingrid: Caller) -> None:
    """What two women are sent under one key is two things, and each is written once."""
    kari = observation(cast) | {"subject": {"reference": f"Patient/{to_text(cast.kari.party)}"}}
    for sent in (observation(cast), kari):
        answers = [ingrid.post("/Observation", sent, Idempotency_Key="k") for _ in range(2)]
        assert [each.status_code for each in answers] == [201, 200]
    issues(ingrid.post("/RelatedPerson", fetus(cast), Idempotency_Key="k"), 422)
