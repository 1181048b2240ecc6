"""Whose card a write belongs to, who may be named on it, and that it never leads to another woman's."""

from helsekort.actions import registry
from helsekort.record.ids import to_text
from tests.api.callers import Caller, issues, places
from tests.api.resources import encounter, episode, heart_rate, observation
from tests.cast import JOB, Cast, begin_care, make_woman
from tests.store.stored import written


def test_a_card_is_opened_once(cast: Cast, ingrid: Caller) -> None:
    woman = make_woman(cast.ctx, "Silje Aas", 6)
    issues(ingrid.post("/EpisodeOfCare", episode(cast, woman.party), Idempotency_Key="k"), 404)
    begin_care(cast.ctx, woman, cast.ingrid)
    first = ingrid.create(episode(cast, woman.party), "k")
    again = ingrid.post("/EpisodeOfCare", episode(cast, woman.party), Idempotency_Key="k")
    assert (again.status_code, again.json()) == (200, first)
    second = ingrid.post("/EpisodeOfCare", episode(cast, woman.party), Idempotency_Key="m")
    assert places(second) == ["EpisodeOfCare.status"]
    assert len(ingrid.found(f"/EpisodeOfCare?patient={to_text(woman.party)}")) == 1
    other = episode(cast, woman.party) | {"period": {"start": "2026-01-01"}}
    assert places(ingrid.post("/EpisodeOfCare", other, Idempotency_Key="l")) == ["EpisodeOfCare.period.start"]


def test_with_two_active_cards_one_must_be_meant(cast: Cast, ingrid: Caller) -> None:
    woman = make_woman(cast.ctx, "Silje Aas", 6)
    begin_care(cast.ctx, woman, cast.ingrid)
    opened = ingrid.create(episode(cast, woman.party), "k")
    registry.join_women(JOB, ctx=cast.ctx, woman=woman.party, into=cast.nora.party)
    answer = ingrid.post("/Observation", observation(cast), Idempotency_Key="o")
    assert issues(answer, 422)[0]["code"] == "multiple-matches"
    named = {"subject": {"reference": f"Patient/{to_text(woman.party)}"}}
    met = encounter(cast) | named | {"episodeOfCare": [{"reference": f"EpisodeOfCare/{opened['id']}"}]}
    assert ingrid.create(met, "e")["id"].startswith(opened["id"])


def test_a_card_is_written_on_by_each_id_of_hers(cast: Cast, ingrid: Caller) -> None:
    """Found by her number, she has the id that stands; her card may have been opened under the other."""
    woman = make_woman(cast.ctx, "Silje Aas", 6)
    begin_care(cast.ctx, woman, cast.ingrid)
    card = ingrid.create(episode(cast, woman.party), "k")["id"]
    later = make_woman(cast.ctx, "Silje Marie Aas", 7)
    registry.join_women(JOB, ctx=cast.ctx, woman=woman.party, into=later.party)
    for party, value in ((later.party, "71"), (woman.party, "72")):
        named = {"subject": {"reference": f"Patient/{to_text(party)}"}}
        made = ingrid.create(observation(cast, value=value) | named, value)
        assert (made["id"].partition("-")[0], made["subject"]) == (
            card,
            {"reference": f"Patient/{to_text(woman.party)}"},
        )
    nora = observation(cast) | {"encounter": {"reference": f"Encounter/{card}-9"}}
    assert (
        "another woman"
        in issues(ingrid.post("/Observation", nora, Idempotency_Key="n"), 422)[0]["diagnostics"]
    )


def test_nothing_leads_to_another_woman(cast: Cast, ingrid: Caller) -> None:
    met = ingrid.create(encounter(cast), "e")
    kari = {"reference": f"Patient/{to_text(cast.kari.party)}"}
    hers = observation(cast, encounter=f"Encounter/{met['id']}") | {"subject": kari}
    assert places(ingrid.post("/Observation", hers, Idempotency_Key="k")) == ["Observation.subject.reference"]
    both = heart_rate(cast, f"RelatedPerson/{to_text(cast.kari_card)}-4")
    both["encounter"] = {"reference": f"Encounter/{met['id']}"}
    assert "one card" in issues(ingrid.post("/Observation", both, Idempotency_Key="k"), 422)[0]["diagnostics"]
    number = {"identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "1"}]}
    assert issues(ingrid.post("/Observation", observation(cast) | number), 400)


def test_only_personnel_can_have_held_a_contact(cast: Cast, ingrid: Caller) -> None:
    """Her name would stand on the card as the midwife's."""
    before, told = written(cast.ctx), set()
    for party in (cast.kari.party, cast.nora.party, cast.ingrid.organisation, 77):
        someone = [{"individual": {"reference": f"Practitioner/{to_text(party)}"}}]
        answer = ingrid.post("/Encounter", encounter(cast, "e") | {"participant": someone})
        assert places(answer) == ["Encounter.participant[0].individual.reference"]
        told.add(answer.content)
    assert (len(told), written(cast.ctx)) == (1, before)
    amir = [{"individual": {"reference": f"Practitioner/{to_text(cast.amir.party)}"}}]
    assert ingrid.create(encounter(cast) | {"participant": amir})["participant"] == amir
