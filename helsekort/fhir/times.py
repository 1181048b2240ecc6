"""Calendar days and times of day as FHIR writes them. Clinical times are Norwegian civil time."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from helsekort.record.entries import Moment

NORWAY = ZoneInfo("Europe/Oslo")


@lru_cache(1024)  # what was written together bears the same time
def instant(microseconds: int) -> str:
    """Microseconds since 1970 UTC -> a FHIR instant."""
    moment = dt.datetime.fromtimestamp(microseconds // 1_000_000, dt.UTC).isoformat()
    return f"{moment.removesuffix('+00:00')}.{microseconds // 1000 % 1000:03d}Z"


def by_the_clock(microseconds: int) -> tuple[dt.date, dt.time]:
    """A moment in microseconds since 1970 UTC -> the day and the minute on a clock in Norway."""
    there = dt.datetime.fromtimestamp(microseconds // 1_000_000, NORWAY)
    return there.date(), there.time().replace(second=0)


def date_time(on: dt.date, at: dt.time | None) -> str:
    """A day, or a moment with Norway's offset on that day."""
    if at is None:
        return on.isoformat()
    return dt.datetime.combine(on, at, NORWAY).isoformat()


def hours_between(first: Moment, later: Moment) -> int:
    """Whole hours from one moment on a clock in Norway to another, over a night when clocks are moved too."""
    begun, then = (
        dt.datetime.combine(each.on, each.at, NORWAY).astimezone(dt.UTC) for each in (first, later)
    )
    return (then - begun) // dt.timedelta(hours=1)


def split_date_time(text: str) -> tuple[dt.date, dt.time | None]:
    """The day and, where there is one, the time of day in Norway. ValueError for a time without an offset."""
    if "T" not in text:
        return dt.date.fromisoformat(text), None
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time of day must say its offset")
    wall = moment.replace(tzinfo=NORWAY)
    # The hour that is skipped in spring has an offset too: what was written in it is read as it was written.
    if wall.utcoffset() != moment.utcoffset():
        wall = moment.astimezone(NORWAY)
    return wall.date(), wall.time()
