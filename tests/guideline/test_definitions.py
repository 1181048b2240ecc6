"""The rules as FHIR definitions: whole, valid to readers that we did not write, and with a logic that can be read."""

from collections.abc import Callable

import msgspec
import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.guideline.definitions import ACTIVITY, KINDS, PLAN, definitions, logic
from tests.api.callers import Caller
from tests.cast import Cast
from tests.fhir.test_validators import VALIDATORS

CATALOGUE = datafiles.catalogue()
ENDED = "Dager siden svangerskapet ble avsluttet"
PACKS = {name: datafiles.guideline(CATALOGUE, name) for name in datafiles.PACKS}


@VALIDATORS
@pytest.mark.parametrize("name", PACKS)
def test_every_definition_is_accepted_by_other_readers(name: str, accept: Callable[[bytes], None]) -> None:
    found = definitions(PACKS[name])
    assert all(found[kind] for kind in KINDS)
    for kind in KINDS:
        for one in found[kind].values():
            accept(msgspec.json.encode(one))


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_has_an_activity_and_every_plan_leads_to_them(name: str) -> None:
    found = definitions(PACKS[name])
    versions = [version for topic in PACKS[name].topics for version in topic.versions]
    assert len(found[PLAN]) == len(versions)
    assert len(found[ACTIVITY]) == sum(len(version.rules) for version in versions)
    told = {one["url"] for one in found[ACTIVITY].values()}
    plans = msgspec.convert([*found[PLAN].values()], list[dict[str, msgspec.Raw | object]])
    actions = [each for plan in plans for each in msgspec.convert(plan["action"], list[dict[str, object]])]
    assert {each["definitionCanonical"] for each in actions if "definitionCanonical" in each} == told
    assert all(each["condition"] for each in actions)


def test_the_logic_is_a_sentence_with_its_limits() -> None:
    version = PACKS["norway"].topic("blood_pressure").versions[0]
    severe = next(rule for rule in version.rules if rule.id == "severe")
    assert logic(severe, version) == [
        f"({ENDED} mangler på kortet eller {ENDED} ≤ 42 dager)",
        "(Overtrykk ≥ 160 mmHg eller Undertrykk ≥ 110 mmHg)",
    ]
    chronic = next(rule for rule in version.rules if rule.id == "chronic")
    assert logic(chronic, version)[0] == "svangerskapet pågår"


def test_every_word_of_the_logic_is_said() -> None:
    """Each kind of condition reads as itself: none comes out empty."""
    for pack in PACKS.values():
        for topic in pack.topics:
            for version in topic.versions:
                for rule in version.rules:
                    for says in logic(rule, version):
                        assert says.strip("() ")
                        assert "  " not in says
                        assert "()" not in says
    anaemia = PACKS["norway"].topic("anaemia").versions[0]
    said = {rule.id: logic(rule, anaemia)[-1] for rule in anaemia.rules}
    assert said["iron_60"] == "Ferritin før 16+0 ≥ 12 µg/L og Ferritin før 16+0 < 30 µg/L"
    assert said["haemoglobin_not_taken"] == "Hemoglobin mangler på kortet"
    pressure = PACKS["who"].topic("blood_pressure").versions[0]
    hypertension = next(rule for rule in pressure.rules if rule.id == "severe_hypertension")
    assert logic(hypertension, pressure)[-1] == (
        "(ikke Systolic pressure < 160 mmHg eller ikke Diastolic pressure < 110 mmHg)"
    )


def test_the_door_gives_them_to_anyone_one_by_one_or_all(cast: Cast) -> None:
    caller = Caller(cast, None)
    for kind in KINDS:
        bundle = caller.get(f"/{kind}").json()
        assert bundle["total"] == len(bundle["entry"]) == len(definitions(PACKS["norway"])[kind])
        one = bundle["entry"][0]["resource"]
        assert caller.get(f"/{kind}/{one['id']}").json() == one
        assert caller.client.get(f"/{kind}", params={"url": one["url"]}).json()["total"] == 1
        assert caller.client.get(f"/{kind}", params={"url": "nowhere"}).json()["total"] == 0
        assert caller.client.get(f"/{kind}", params={"title": "x"}).status_code == 400
        assert caller.get(f"/{kind}/no-such").status_code == 404


def test_switched_off_there_are_none_and_the_door_says_nothing_of_them(cast: Cast) -> None:
    on = Caller(cast, None).get("/metadata").text
    off = Caller(replace(cast, ctx=replace(cast.ctx, guideline=None)), None)
    for kind in KINDS:
        assert off.get(f"/{kind}").status_code == 404
        assert off.get(f"/{kind}/blood-pressure-1").status_code == 404
        assert kind in on
        assert kind not in off.get("/metadata").text
