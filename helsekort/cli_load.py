"""`helsekort load`: takes over whole cards from files. What is printed holds nothing of any card.

A file that can be trusted with a record is as secret as the record: whoever may run this may read everything.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from helsekort.access.actors import system
from helsekort.actions.context import Context
from helsekort.actions.loading import Loaded, load_cards
from helsekort.actions.outcomes import BadLine, Unavailable

OPERATOR = system("load")
AGAIN = "What was loaded stays. Run the same command to go on: what is there is passed over."


def load_files(ctx: Context, files: list[Path]) -> int:
    """Load each file in turn; status 1 where a line could not be loaded."""
    for file in files:
        progress = _Progress(file)
        try:
            with file.open("rb") as opened:
                told = load_cards(OPERATOR, ctx=ctx, lines=opened, tell=progress.tell)
        except BadLine as bad:
            progress.end()
            print(f"{file.name}, {bad}", file=sys.stderr)
            print(f"The lines above it are loaded. Mend the line. {AGAIN}", file=sys.stderr)
            return 1
        except Unavailable:
            progress.end()
            print(f"The database did not take it. {AGAIN}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            progress.end()
            print(f"Stopped. {AGAIN}", file=sys.stderr)
            return 1
        progress.end()
        print(_sentence(file, told, progress.seconds()))
    return 0


def _sentence(file: Path, told: Loaded, seconds: float) -> str:
    skipped = f" {told.skipped} lines were there already." if told.skipped else ""
    rate = f", {told.entries / seconds:.0f} entries a second" if told.entries else ""
    return (
        f"{file.name}: {told.cards} cards with {told.entries} entries, {told.parties} parties"
        f" in {seconds:.1f} s{rate}.{skipped}"
    )


class _Progress:
    """A line that is written over, on a terminal; nothing elsewhere."""

    def __init__(self, file: Path) -> None:
        self._size = max(1, file.stat().st_size)
        self._shown = sys.stderr.isatty()
        self._begun = time.monotonic()

    def seconds(self) -> float:
        return max(time.monotonic() - self._begun, 0.001)

    def tell(self, told: Loaded) -> None:
        if self._shown:
            share = 100 * told.size // self._size
            rate = told.entries / self.seconds()
            line = f"\r{share:3d} %  {told.cards} cards  {rate:.0f} entries a second "
            print(line, end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print(file=sys.stderr)


def missing(files: list[Path]) -> Iterator[str]:
    """Names of files that are not there."""
    return (file.name for file in files if not file.is_file())
