"""What has not come yet, by a clock in Norway: also in the nights when the clocks change."""

import datetime as dt
from collections.abc import Iterator

import pytest

from helsekort.actions.context import Context
from tests.cast import open_house

FORWARD, BACK = dt.date(2026, 3, 29), dt.date(2026, 10, 25)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Gives a house whose clock each test sets."""
    ctx = open_house(f"sqlite:///{tmp_path_factory.mktemp('future') / 'house.db'}")
    yield ctx
    ctx.database.close()


def at(house: Context, *utc: int) -> Context:
    """The house at a moment, told in UTC."""
    return house.at(int(dt.datetime(*utc, tzinfo=dt.UTC).timestamp() * 1_000_000))  # type: ignore[misc]  # as given


@pytest.mark.parametrize(
    ("utc", "on", "clock", "future"),
    [
        ((2026, 6, 1, 10, 0), dt.date(2026, 6, 1), dt.time(12, 0), False),
        ((2026, 6, 1, 10, 0), dt.date(2026, 6, 1), dt.time(12, 1), True),
        ((2026, 6, 1, 21, 59), dt.date(2026, 6, 2), None, True),
        ((2026, 6, 1, 22, 0), dt.date(2026, 6, 2), None, False),
        ((2026, 6, 1, 22, 0), dt.date(2026, 6, 2), dt.time(0, 1), True),
        # 02.40 came first as summer time; it is now 02.10 for the second time
        ((2026, 10, 25, 1, 10), BACK, dt.time(2, 40), False),
        ((2026, 10, 25, 0, 10), BACK, dt.time(2, 40), True),
        ((2026, 10, 25, 1, 10), BACK, dt.time(3, 0), True),
        ((2026, 3, 29, 1, 10), FORWARD, dt.time(3, 10), False),
        ((2026, 3, 29, 0, 50), FORWARD, dt.time(3, 10), True),
    ],
)
def test_what_has_not_come_yet(
    utc: tuple[int, ...], on: dt.date, clock: dt.time | None, future: bool, house: Context
) -> None:
    assert at(house, *utc).is_future(on, clock) is future
