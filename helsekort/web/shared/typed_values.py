"""Single values as they are typed <-> the values themselves. Pure; what cannot be read raises Unread."""

import datetime as dt
import re
from decimal import Decimal

from helsekort.record.entries import Moment, Pressure, Value
from helsekort.web.shared.texts import Texts

YES, NO = "yes", "no"

_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,4})?", re.ASCII)
_WEEKS = re.compile(r"([0-9]{1,2})(?:\s*\+\s*([0-6]))?", re.ASCII)
_PRESSURE = re.compile(r"([0-9]{1,3}(?:[.,][0-9])?)?\s*[/ ]\s*([0-9]{1,3}(?:[.,][0-9])?)?", re.ASCII)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_NORWEGIAN_DAY = re.compile(r"([0-9]{1,2})[. /-]([0-9]{1,2})[. /-]([0-9]{4})", re.ASCII)
_RUN_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))(?:[.:]([0-9]{2}))?", re.ASCII)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Unread(ValueError):
    """A text that cannot be read as what the field wants. `code` is a message code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_number(text: str) -> Decimal:
    """`95,2` or `95.2` -> a number, 0 or above. Raises Unread("number")."""
    if not _NUMBER.fullmatch(text):
        raise Unread("number")
    return Decimal(text.replace(",", "."))


def read_weeks(text: str) -> Decimal:
    """`39+4`, or `39` for 39+0 -> days. Raises Unread("weeks"), also for a number of days: 280 may be meant as 28+0."""
    match = _WEEKS.fullmatch(text)
    if not match:
        raise Unread("weeks")
    return Decimal(int(match[1]) * 7 + int(match[2] or 0))


def read_pressure(text: str) -> Pressure:
    """`142/92` or `142 92`, in mm[Hg]; one side may be left empty. Raises Unread("pressure")."""
    match = _PRESSURE.fullmatch(text)
    if not match or not (match[1] or match[2]):
        raise Unread("pressure")
    return Pressure(*(read_number(part) if part else None for part in match.groups()))


def read_day(text: str) -> dt.date:
    """`05.03.2026`, `5.3.2026`, `05032026` or `2026-03-05`. Raises Unread("day")."""
    iso = _ISO_DAY.fullmatch(text)
    norwegian = _NORWEGIAN_DAY.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if not iso and not norwegian:
        raise Unread("day")
    parts = iso.groups() if iso else norwegian.groups()[::-1] if norwegian else ()
    try:
        return dt.date(*(int(part) for part in parts))
    except ValueError:
        raise Unread("day") from None


def read_clock(text: str) -> dt.time:
    """`10:30`, `10.30`, `1030` or, as it may stand on the card already, `10:30:15`.

    Raises Unread("clock").
    """
    match = _CLOCK.fullmatch(text)
    if not match:
        raise Unread("clock")
    hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        raise Unread("clock") from None


def read_text(text: str) -> str:
    """The text with ordinary line ends and without space around it. Raises Unread("signs")."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _UNREADABLE.search(text):
        raise Unread("signs")
    return text


def typed(texts: Texts, value: Value) -> str:
    """A value as it is typed in its field, with the decimal sign of the language; `yes` and `no` in none.

    A date is day.month.year in every language: by its points nobody takes the day for the month.
    """
    match value:
        case bool():
            return YES if value else NO
        case Decimal():
            return texts.number(value)
        case Pressure(systolic=systolic, diastolic=diastolic):
            return "/".join("" if part is None else typed(texts, part) for part in (systolic, diastolic))
        case dt.date():
            return f"{value:%d.%m.}{value.year:04d}"
        case Moment():
            return f"{typed(texts, value.on)} {typed_clock(texts, value.at)}"
        case tuple():
            return " ".join(value)
    return value


def typed_clock(texts: Texts, at: dt.time) -> str:
    """A time of day as it is typed, with its seconds where it has any."""
    minutes = texts.clock(at)
    return f"{minutes}{minutes[2]}{at:%S}" if at.second else minutes
