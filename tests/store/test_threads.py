"""Several threads at one pool: a body is read whole, or with its entry not at all, and packing is each thread's own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from helsekort.actions.cards import open_card
from helsekort.store.packing import pack, unpack
from tests.cast import Cast, pressure, record

WRITES = 12
READERS = 3
BODY = b'{"resourceType":"Observation","status":"final"}' * 20


def together(*works: Callable[[], None]) -> None:
    """Run all at once, each in a thread of its own; the first fault of any is raised here."""
    with ThreadPoolExecutor(len(works)) as pool:
        for running in [pool.submit(work) for work in works]:
            running.result()


def test_readers_never_see_half_of_what_a_writer_wrote(cast: Cast) -> None:
    done = threading.Event()

    def write() -> None:
        for number in range(WRITES):
            record(cast, cast.nora_card, pressure(110 + number))
        done.set()

    def look() -> None:
        while not done.is_set():
            card = open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card).card
            assert card.erased == []
            assert all(line.standing("blood_pressure") for line in card.contacts)

    together(write, *[look] * READERS)
    card = open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card).card
    assert len(card.contacts) == WRITES


@pytest.mark.parametrize("threads", [4])
def test_packing_in_many_threads_gives_back_what_was_packed(threads: int) -> None:
    def work() -> None:
        for number in range(1500):
            body = BODY + str(number).encode()
            assert unpack(*pack(body)) == body

    together(*[work] * threads)
