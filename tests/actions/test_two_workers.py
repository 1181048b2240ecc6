"""Several who work the inbox at once, as several requests do: nothing is done twice, and nobody waits for ever."""

import threading
from collections.abc import Iterator

import pytest

from helsekort.actions.context import Context
from helsekort.actions.receiving import work_inbox
from helsekort.kith.lab_report import samples
from tests.answers import (
    KARI,
    NORA,
    STRANGER,
    answer,
    ferritin,
    haemoglobin,
    keep,
    results,
    sent,
    states,
    story,
)
from tests.cast import LAB, Cast, make_cast, open_house
from tests.store.stored import breaks

WORKERS = 4


@pytest.fixture
def houses(database_url: str) -> Iterator[list[Context]]:
    """The same record, opened by each worker."""
    found = [open_house(database_url) for _ in range(WORKERS)]
    yield found
    for each in found:
        each.database.close()


def test_four_at_once_do_each_thing_once(houses: list[Context]) -> None:
    cast: Cast = make_cast(houses[0])
    both = samples.uuid_of("both")
    messages = [
        *story(KARI),
        *story(NORA),
        *sent(
            answer(KARI, ferritin("24"), report_id=both),
            answer(KARI, ferritin("25"), report_id=both, minutes=5, kind=samples.Kind.CHANGED),
            answer(STRANGER, haemoglobin("12.4")),
        ),
    ]
    keep(houses[0], *messages)
    failed: list[BaseException] = []

    def run(ctx: Context) -> None:
        try:
            work_inbox(LAB, ctx=ctx)
        except BaseException as fault:
            failed.append(fault)
            raise

    workers = [threading.Thread(target=run, args=(ctx,)) for ctx in houses]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    work_inbox(LAB, ctx=houses[0])
    assert sorted(states(houses[0])) == [*[("placed", "")] * 8, ("waiting", "unknown-person")]
    assert {what: len(trail.entries) <= 3 for what, trail in results(cast, cast.kari_card).items()} == {
        "haemoglobin": True,
        "ferritin": True,
    }
    assert str(results(cast, cast.kari_card)["ferritin"].now.value) == "25"
    assert breaks(houses[0]) == []
