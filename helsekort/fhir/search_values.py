"""The values of search: spans of time with their prefixes. A day is one of Norway's."""

import datetime as dt
import re

from msgspec import Struct

from helsekort.fhir.times import NORWAY

PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb")
_DATE = re.compile(
    r"(eq|ne|gt|lt|ge|le|sa|eb)?([1-9]\d{3})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?)?"
    r"(Z|[+-]\d\d:\d\d)?)?)?)?"
)
_SAYS = (
    "Write a date as 2026, 2026-03, 2026-03-10 or 2026-03-10T10:30:00+01:00, with one of"
    f" {', '.join(PREFIXES)} before it or none."
)


class Span(Struct, frozen=True):
    """From one moment until just before another: a day written is all of that day."""

    begin: dt.datetime
    end: dt.datetime


def read_span(text: str) -> tuple[str, Span]:
    """(prefix, span) of a date as a search writes it. ValueError with the remedy."""
    found = _DATE.fullmatch(text.replace(" ", "+"))  # a plus sign in an address is read as a space
    if not found:
        raise ValueError(_SAYS)
    try:
        return found[1] or "eq", _span(found)
    except (ValueError, OverflowError):
        raise ValueError(_SAYS) from None


def _span(found: re.Match[str]) -> Span:
    _, year, month, day, hour, minute, second, fraction, offset = found.groups()
    if hour is None:
        first = dt.date(int(year), int(month or 1), int(day or 1))
        return Span(_midnight(first), _midnight(_after(first, bool(month), bool(day))))
    clock = dt.time(int(hour), int(minute), int(second or 0), round(float(fraction or 0) * 1_000_000))
    zone = _zone(offset) if offset else NORWAY
    begin = dt.datetime.combine(dt.date(int(year), int(month), int(day)), clock, zone)
    length = dt.timedelta(microseconds=1) if fraction else dt.timedelta(seconds=1)
    return Span(begin, begin + (length if second else dt.timedelta(minutes=1)))


def _after(first: dt.date, has_month: bool, has_day: bool) -> dt.date:
    if has_day:
        return first + dt.timedelta(days=1)
    if has_month and first.month < 12:
        return first.replace(month=first.month + 1)
    return dt.date(first.year + 1, 1, 1)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, NORWAY)


def _zone(offset: str) -> dt.timezone:
    if offset == "Z":
        return dt.UTC
    sign = -1 if offset[0] == "-" else 1
    return dt.timezone(sign * dt.timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6])))


def fits(prefix: str, wanted: Span, has: Span) -> bool:
    """Whether a span that a resource has is what a search wants. Source: FHIR R4 §3.1.1.4.7."""
    inside = wanted.begin <= has.begin and has.end <= wanted.end
    return {
        "eq": inside,
        "ne": not inside,
        "gt": has.end > wanted.end,
        "lt": has.begin < wanted.begin,
        "ge": has.end > wanted.end or inside,
        "le": has.begin < wanted.begin or inside,
        "sa": has.begin >= wanted.end,
        "eb": has.end <= wanted.begin,
    }[prefix]
