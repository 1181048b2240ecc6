"""In whatever order messages come, however often, and with some of them lost: cards and inbox end the same.

Three women have the same name. A result that stood on another's card would show by its identifier.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from helsekort.actions.context import Context
from helsekort.actions.receiving import work_inbox
from helsekort.kith.lab_report.samples import build
from tests.answers import keep, receive
from tests.cast import LAB, make_cast, open_house
from tests.histories import end_of, history, lost, same_names, strays
from tests.store.stored import breaks

DEEP_HISTORIES = 150


class Template(Struct):
    """A record with the three women in it, to be copied for each example."""

    file: Path
    cards: dict[int, int]
    folder: Path
    used: int = 0
    tried: int = 0

    def house(self) -> Context:
        self.used += 1
        copy = self.folder / f"{self.used}.db"
        shutil.copy(self.file, copy)
        return open_house(f"sqlite:///{copy}")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    folder = tmp_path_factory.mktemp("histories")
    file = folder / "template.db"
    ctx = open_house(f"sqlite:///{file}")
    found = same_names(make_cast(ctx))
    ctx.database.close()
    made = Template(file, found, folder)
    yield made
    print(f"laboratory messages tried: {made.tried}, lost 0, on another woman's card 0")


def live_through(template: Template, dice: Random, reports: int) -> None:
    """The same messages to two records: to one in order, to the other shuffled and doubled, one by one or at once."""
    messages = [build(each) for report in range(reports) for each in history(dice, report)]
    some = [raw for raw in messages if dice.random() < 0.9] or messages
    shuffled = [*some, *(raw for raw in some if dice.random() < 0.3)]
    dice.shuffle(shuffled)
    ends = []
    for order, together in ((some, False), (shuffled, dice.random() < 0.5)):
        ctx = template.house()
        if together:
            keep(ctx, *order)
            work_inbox(LAB, ctx=ctx)
        else:
            receive(ctx, *order)
        ends.append(end_of(ctx, [*template.cards.values()]))
        template.tried += len(order)
        assert strays(ctx, template.cards) == []
        assert lost(ctx, some) == []
        assert breaks(ctx) == []
        ctx.database.close()
        (template.folder / f"{template.used}.db").unlink()
    assert ends[0] == ends[1]


@given(dice=st.randoms(use_true_random=True), reports=st.integers(1, 4))
def test_the_end_is_the_same_whatever_the_order(template: Template, dice: Random, reports: int) -> None:
    live_through(template, dice, reports)


@pytest.mark.deep
def test_many_long_histories(template: Template) -> None:
    for seed in range(DEEP_HISTORIES):
        live_through(template, Random(seed), 12)  # noqa: S311  # chance for a test
