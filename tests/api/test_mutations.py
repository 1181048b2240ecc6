"""Good resources, spoilt in thousands of ways: each is answered with what is wrong, and what is taken is sound."""

from collections import Counter
from random import Random
from typing import Any

import pytest

from helsekort.record.ids import to_text
from helsekort.store import chain
from tests.api.callers import Caller, issues
from tests.api.mutations import mutated, strange_parts
from tests.api.resources import (
    REASON,
    Resource,
    bundle,
    due_date,
    encounter,
    entry,
    fetus,
    heart_rate,
    observation,
    pressure,
    urn,
)
from tests.cast import Cast
from tests.fhir.test_validators import by_fhir_resources, by_fhirkit
from tests.store.stored import breaks

ORDINARY, MANY = 250, 4000


def _good(cast: Cast) -> list[Resource]:
    return [
        observation(cast),
        pressure(cast),
        encounter(cast),
        fetus(cast),
        due_date(cast),
        heart_rate(cast, cast.nora_fetus),
    ]


class _Sender:
    """Sends what was spoilt: new, as a change of what stands, alone and in Bundles."""

    def __init__(self, cast: Cast, caller: Caller, seed: int) -> None:
        self.cast, self.caller, self.dice = cast, caller, Random(seed)  # noqa: S311  # the same ones each time
        self.strange = strange_parts(cast)
        self.good = _good(cast)
        self.standing = [caller.create(each, f"good-{place}") for place, each in enumerate(self.good)]
        self.told: Counter[int] = Counter()

    def send(self, place: int) -> None:
        answer = self.dice.choice((self._new, self._change, self._together))(f"spoilt-{place}")
        self.told[answer.status_code] += 1
        if answer.status_code >= 400:
            issues(answer, answer.status_code)

    def _new(self, key: str) -> Any:  # noqa: ANN401  # an answer
        sent = mutated(self.dice.choice(self.good), self.strange, self.dice)
        return self.caller.post(_path(sent), sent, Idempotency_Key=key)

    def _change(self, key: str) -> Any:  # noqa: ANN401  # an answer
        del key
        chosen = self.dice.choice(self.standing)
        path = f"{_path(chosen)}/{chosen['id']}"
        now = self.caller.get(path)
        wanted = {**now.json(), "extension": [{"url": REASON, "valueString": "Tastefeil"}]}
        if wanted["resourceType"] == "Observation":
            wanted["status"] = "corrected"
        return self.caller.put(
            path, mutated(wanted, self.strange, self.dice), If_Match=now.headers.get("etag", "")
        )

    def _together(self, key: str) -> Any:  # noqa: ANN401  # an answer
        sent = mutated(self.dice.choice(self.good), self.strange, self.dice)
        other = observation(self.cast, encounter=urn(1))
        url = _path(sent).removeprefix("/")
        entries = [entry("POST", url, sent, full_url=urn(1)), entry("POST", "Observation", other)]
        whole = bundle(self.dice.choice(("transaction", "batch")), *entries)
        if self.dice.random() < 0.5:
            whole = mutated(whole, self.strange, self.dice)
        return self.caller.post("", whole, Idempotency_Key=key)


def _path(resource: Resource) -> str:
    kind = resource.get("resourceType")
    return f"/{kind}" if isinstance(kind, str) and kind.isalpha() else "/Observation"


def _spoil(cast: Cast, caller: Caller, count: int, seed: int) -> None:
    sender = _Sender(cast, caller, seed)
    for place in range(count):
        sender.send(place)
    print(f"spoilt {sender.told.total()}, by status {dict(sorted(sender.told.items()))}")
    assert {200, 201, 400, 422} <= set(sender.told)
    assert {status for status in sender.told if status >= 500} == set()
    assert breaks(cast.ctx) == []
    with cast.ctx.database.transaction(write=False) as tx:
        bodies = [row.body for row in chain.read(tx, chain.CARDS, cast.nora_card)]
    for body in bodies:
        assert body is not None
        by_fhirkit(body)
        by_fhir_resources(body)
    assert caller.get(f"/EpisodeOfCare/{to_text(cast.nora_card)}/$everything").status_code == 200


def test_what_is_spoilt_is_told_and_what_is_taken_is_sound(cast: Cast, ingrid: Caller) -> None:
    _spoil(cast, ingrid, ORDINARY, seed=1)


@pytest.mark.deep
@pytest.mark.parametrize("seed", [2, 3])
def test_thousands_that_are_spoilt(cast: Cast, ingrid: Caller, seed: int) -> None:
    _spoil(cast, ingrid, MANY, seed)
