"""Many at once: one is written, and nobody's change is lost."""

import threading
from collections import Counter
from collections.abc import Callable

import httpx2

from tests.api.callers import Caller
from tests.api.resources import REASON, SYSTEM, number, observation, sent_bytes
from tests.cast import Cast, read
from tests.store.stored import breaks

AT_ONCE = 8


def _callers(cast: Cast) -> list[Caller]:
    """Systems of Ingrid and Amir, each with an application of its own: one loop must not share another's threads."""
    return [Caller(cast, cast.ingrid if place % 2 else cast.amir) for place in range(AT_ONCE)]


def _at_once(act: Callable[[int], httpx2.Response]) -> list[httpx2.Response]:
    """The answers to the same thing done by several at the same time."""
    together = threading.Barrier(AT_ONCE)
    answers: list[httpx2.Response] = []

    def run(place: int) -> None:
        together.wait()
        answers.append(act(place))

    threads = [threading.Thread(target=run, args=(place,)) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_eight_identical_conditional_creates_give_one(cast: Cast) -> None:
    callers = _callers(cast)
    sent = observation(cast, identifier="o1")
    condition = f"identifier={SYSTEM}|o1"
    answers = _at_once(lambda place: callers[place].post("/Observation", sent, If_None_Exist=condition))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(read(cast, cast.nora_card).series("weight")) == 1
    assert breaks(cast.ctx) == []


def test_eight_creates_with_one_key_give_one(cast: Cast) -> None:
    callers = [Caller(cast, cast.ingrid) for _ in range(AT_ONCE)]
    sent = sent_bytes(observation(cast))
    answers = _at_once(lambda place: callers[place].post("/Observation", sent, Idempotency_Key="k"))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len(read(cast, cast.nora_card).series("weight")) == 1


def test_of_eight_updates_of_one_version_one_wins_and_seven_are_told(cast: Cast, ingrid: Caller) -> None:
    made = ingrid.create(observation(cast))
    path, callers = f"/Observation/{made['id']}", _callers(cast)

    def change(place: int) -> httpx2.Response:
        wanted = made | {"status": "corrected", "extension": [{"url": REASON, "valueString": "Feil"}]}
        wanted["valueQuantity"] = made["valueQuantity"] | {"value": number(f"72.{place}")}
        return callers[place].put(path, wanted, If_Match='W/"1"')

    answers = _at_once(change)
    counted = Counter(answer.status_code for answer in answers)
    # 72.5 is what stands already: the one who says so first has nothing to write, and overwrites nothing
    assert counted[412] >= AT_ONCE - 2
    assert counted[200] + counted[412] == AT_ONCE
    assert ingrid.get(path).json()["meta"]["versionId"] == "2"
    assert breaks(cast.ctx) == []
