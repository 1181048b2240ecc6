"""All stories, lived once for the whole session, on a Tuesday."""

import datetime as dt
from collections.abc import Iterator
from random import Random

import pytest
from msgspec import Struct
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.actions.context import Context
from helsekort.actions.log import read_entries
from helsekort.demo.make import make_demo
from helsekort.fhir.times import NORWAY
from helsekort.record.card import Card, fold
from helsekort.record.entries import Entry
from tests.cast import TODAY, open_house

DAYS_TO_SIX_WEEKS = 201
"""From the stories' today until the last of them is six weeks after birth."""


class Lived(Struct):
    """A house with stories in it; `cards` by story."""

    ctx: Context
    cards: dict[str, int]
    today: dt.date

    def entries(self, story: str) -> list[Entry]:
        """Everything that was written on her card."""
        with self.ctx.database.transaction(write=False) as tx:
            return read_entries(tx, self.ctx.catalogue, self.cards[story])

    def card(self, story: str) -> Card:
        """Her card as it is, read past the doors."""
        return fold(self.cards[story], self.entries(story), self.ctx.terms.oldest_days)


def moment_of(day: dt.date, at: dt.time = dt.time(10)) -> int:
    """A clock time in Norway, in microseconds."""
    return int(dt.datetime.combine(day, at, NORWAY).timestamp()) * 1_000_000


def live(
    url: str,
    today: dt.date,
    *,
    at: dt.time = dt.time(10),
    days_on: int = 0,
    kept_back: bool = True,
    seed: int | None = None,
) -> Lived:
    """Lives the stories of a day, by a clock that is so many days further. With a seed nothing is left to chance."""
    ctx = open_house(url).at(moment_of(today + dt.timedelta(days=days_on), at))
    if seed is not None:
        dice = Random(seed)  # noqa: S311  # chance that can be repeated
        ctx = replace(ctx, random_bits=dice.getrandbits, random_bytes=dice.randbytes)
    made = make_demo(
        ctx,
        cast=datafiles.cast(),
        stories=datafiles.stories(),
        today=today,
        tell=lambda line: None,
        kept_back=kept_back,
    )
    return Lived(ctx, made, today)


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Gives all stories, on SQLite."""
    made = live(f"sqlite:///{tmp_path_factory.mktemp('stories') / 'demo.db'}", TODAY)
    yield made
    made.ctx.database.close()
