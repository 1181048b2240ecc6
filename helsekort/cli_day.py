"""The demo's day: the one its data were made for, and a clock that takes it for today."""

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from helsekort.fhir.times import NORWAY

ALL_STORIES = "all-stories"

FIRST, LAST = dt.date(2018, 1, 1), dt.date(2099, 12, 31)


class MadeOn(Struct, frozen=True):
    """What a demo's folder says of its data: the day they take for today, the day they were made, and which stories."""

    today: dt.date
    real: dt.date
    all_stories: bool = False

    def said(self) -> str:
        """As the folder says it."""
        days = [self.today.isoformat(), self.real.isoformat()]
        return " ".join([*days, ALL_STORIES] if self.all_stories else days)


def read_made_on(file: Path) -> MadeOn | None:
    """What the folder says; None where it says nothing, or in words of another version."""
    try:
        today, real, *more = file.read_text().split()
        return MadeOn(dt.date.fromisoformat(today), dt.date.fromisoformat(real), more == [ALL_STORIES])
    except (FileNotFoundError, ValueError):
        return None


def day_typed(text: str) -> dt.date:
    """A day as typed. ArgumentTypeError says what can be."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = dt.date.min
    if not FIRST <= day <= LAST:
        raise argparse.ArgumentTypeError(f"write a day from {FIRST} to {LAST} as YYYY-MM-DD")
    return day


def real_today() -> dt.date:
    """The calendar day in Norway."""
    return dt.datetime.now(NORWAY).date()


def clock_of(today: dt.date) -> Callable[[], int]:
    """The time of day as it is, in microseconds since 1970 UTC, with another day for today; it goes on from there."""
    ahead = today - real_today()

    def clock() -> int:
        return int((dt.datetime.now(NORWAY) + ahead).timestamp() * 1_000_000)

    return clock
