"""Two copies of one database that go on in step: in the first something is hidden, in the second it never was."""

import shutil
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from helsekort.actions import rows
from helsekort.audit.events import Event
from helsekort.record.entries import Cell, Finding, Row
from tests import cast as made
from tests.actions.every_file_action import attached
from tests.actions.test_children import lived
from tests.audit.houses import signed
from tests.cast import MINUTE, MOMENT, TODAY, Cast, open_house
from tests.store.stored import audit

SECOND = 1_000_000
Act = Callable[[Cast], object]
Costs = tuple[int, int]
"""What hiding it left in the log: how often her card was read, and the lines beside those."""


class World:
    """One copy, and the minutes that have passed in it."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.minutes = cast, 0

    def pass_on(self) -> Cast:
        """The cast a minute later."""
        self.minutes += 1
        return self.now()

    def now(self) -> Cast:
        return replace(self.cast, ctx=self.cast.ctx.at(MOMENT + self.minutes * MINUTE))

    def bear(self, costs: Costs) -> None:
        """As many lines as hiding it left in the other: that someone reads her card is hers to know, so they do here
        too; the others are about another woman."""
        cast = self.pass_on()
        for card, times in zip((cast.nora_card, cast.kari_card), costs, strict=True):
            for _ in range(times):
                made.read(cast, card)

    def hide(self, act: Act) -> Costs:
        """Something hidden."""
        cast = self.pass_on()
        lines, readings = len(audit(cast.ctx)), _readings(cast)
        act(cast)
        read = _readings(cast) - readings
        return read, len(audit(cast.ctx)) - lines - read

    def close(self) -> None:
        self.cast.ctx.database.close()


def _readings(cast: Cast) -> int:
    """How often her card was read as `tests.cast.read` reads it."""
    found = [line for line in audit(cast.ctx) if line.card == cast.nora_card and line.event == Event.READ]
    return sum(line.party == cast.amir.party and line.about == ("card",) for line in found)


SCAN = Row("ultrasound_fetus", TODAY, (Cell("heart_action", value=True),))
"""What is seen of a fetus: open, with cells beside it that are not."""


def write(cast: Cast, *things: Finding | Row) -> int:
    """Ingrid writes them on Nora's card; the origin of the first."""
    return rows.write_answers(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[thing for thing in things if isinstance(thing, Finding)],
        rows=[thing for thing in things if isinstance(thing, Row)],
        key=made.new_key(),
    )[0]


def visited(cast: Cast) -> int:
    """A check-up and, a second later, a file beside it; the check-up. Of one moment chance would order their lines."""
    visit = made.record(cast, cast.nora_card, made.pressure())
    attached(replace(cast, ctx=cast.ctx.at(cast.ctx.now() + SECOND)), visit)
    return visit


class Beginning:
    """A database from which worlds begin: a woman who expects a child, or with `born` has one. Made once."""

    def __init__(self, folder: Path, *, born: bool) -> None:
        self._folder, self._worlds = folder, 0
        ctx = open_house(f"sqlite:///{folder / 'beginning.db'}")
        self._cast = made.make_cast(ctx)
        if born:
            lived(self._cast)
        visited(self._cast)
        write(self._cast, replace(SCAN, fetus=self._cast.nora_fetus))
        ctx.database.close()

    def world(self) -> World:
        """A world that begins so."""
        self._worlds += 1
        copy = self._folder / f"world{self._worlds}.db"
        shutil.copy(self._folder / "beginning.db", copy)
        ctx = signed(open_house(f"sqlite:///{copy}"), self._folder / f"outside{self._worlds}")
        return World(replace(self._cast, ctx=ctx))


class Pair:
    """Two worlds that begin alike; time goes on in both together."""

    def __init__(self, beginning: Beginning) -> None:
        self.hiding, self.bare = beginning.world(), beginning.world()

    def both(self, act: Callable[[Cast], int]) -> list[int]:
        """Something open, in both; what it gives in each."""
        return [act(world.pass_on()) for world in (self.hiding, self.bare)]

    def hide(self, act: Act) -> None:
        """Something hidden, in the first alone."""
        self.bare.bear(self.hiding.hide(act))

    def close(self) -> None:
        self.hiding.close()
        self.bare.close()
