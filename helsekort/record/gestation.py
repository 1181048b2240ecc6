"""Gestational age and due date, in whole days.

An age is never kept by itself: it follows from a due date and the length that due date rests on. A date
set in Norway rests on 283 days; one set abroad keeps its own length, often 280, for read with 283 it
would move the pregnancy three days. Lengths, methods and their order are data (`data/term.toml`), each
with its source.
"""

import tomllib
from datetime import date, timedelta
from typing import Annotated, Literal, TypeVar

import msgspec

from helsekort.record.endings import EndingLimits

_DAYS_IN_WEEK = 7

Text = Annotated[str, msgspec.Meta(min_length=1)]
PositiveDays = Annotated[int, msgspec.Meta(ge=1)]
DaysFromZero = Annotated[int, msgspec.Meta(ge=0)]
Mark = Literal["V", "N", "K", "D"]
"""How sure a figure is: V read in its source, N taken over, K general knowledge, D design choice."""

Shape = TypeVar("Shape", bound=msgspec.Struct)


class GestationalAge(msgspec.Struct, frozen=True, order=True):
    """Whole days since the pregnancy's day 0; shown as completed weeks and days, `31+0`.

    Raises ValueError below zero.
    """

    days: int

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("A gestational age cannot be below 0 days.")

    @property
    def weeks(self) -> int:
        """Completed weeks: 24 from 24+0 to 24+6."""
        return self.days // _DAYS_IN_WEEK

    @property
    def days_into_week(self) -> int:
        """Days after the last completed week, 0-6."""
        return self.days % _DAYS_IN_WEEK

    def __str__(self) -> str:
        """`31+0`."""
        return f"{self.weeks}+{self.days_into_week}"


class DayRange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A range of whole days, half-open: from `from_days`, up to but not including `before_days`."""

    from_days: DaysFromZero
    before_days: PositiveDays

    def __post_init__(self) -> None:
        if self.from_days >= self.before_days:
            raise ValueError("`from_days` must be below `before_days`; correct one of them")

    def holds(self, days: int) -> bool:
        """Whether the number of days lies in the range."""
        return self.from_days <= days < self.before_days


class SourcedDays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of days, where it comes from, and how sure that is."""

    days: PositiveDays
    source: Text
    mark: Mark


class Method(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way of setting a due date.

    The due date is the measured date plus `days_added`, less the embryo's age in days where `embryo_days`
    gives the ages it may have. `window` holds the gestational ages the method is meant for. `rank` is the
    place in the order of precedence, 1 first; None has no place in it and is left to a person. `own_length`:
    the date comes with the length it rests on.
    """

    code: Text
    label: Text
    measured: Literal["last_period", "egg_retrieval", "embryo_transfer", "insemination", "due_date"]
    days_added: DaysFromZero
    source: Text
    mark: Mark
    rank: Annotated[int, msgspec.Meta(ge=1)] | None = None
    window: DayRange | None = None
    embryo_days: DayRange | None = None
    own_length: bool = False


class ListLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who stands on which list of the desk: days before the due date, ages in days, days between check-ups, and days
    after a birth."""

    due_soon: SourcedDays
    past_term: SourcedDays
    last_third: SourcedDays
    apart: SourcedDays
    closing: SourcedDays


class AfterBirth(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contact that is usual after a birth: what she reads of it, and from which day to which. Day 0 is the birth.

    `dated` is False where the days follow from when she went home.
    """

    label: Text
    first: Annotated[int, msgspec.Meta(ge=0)]
    last: PositiveDays
    source: Text
    mark: Mark
    dated: bool = True


class TermTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table of lengths and methods as read from `data/term.toml`."""

    edition: Text
    length: SourcedDays
    oldest: SourcedDays
    order_source: Text
    methods: dict[str, Method]
    endings: EndingLimits
    lists: ListLimits
    after_birth: dict[str, AfterBirth]
    taken_in: SourcedDays
    movements: SourcedDays
    shift: SourcedDays | None = None

    @property
    def norwegian_length(self) -> int:
        """Days from day 0 to a due date set in Norway."""
        return self.length.days

    @property
    def oldest_days(self) -> int:
        """The highest age in days that is still answered; above it the age cannot be judged."""
        return self.oldest.days

    def method(self, code: str) -> Method:
        """The method with this code. Raises ValueError where the table has none."""
        found = self.methods.get(code)
        if found is None:
            raise ValueError(f"No due-date method has this code; the table has {', '.join(self.methods)}.")
        return found


def gestational_age(on: date, due: date, length: int, *, oldest_days: int) -> GestationalAge | None:
    """The age on a day, from the due date and the length in days that due date rests on.

    None where it cannot be judged: before day 0, or above `oldest_days` (from the term table), where the
    likely truth is a birth that was not recorded.
    """
    days = length - (due - on).days
    return GestationalAge(days) if 0 <= days <= oldest_days else None


def due_date_at_age(age: GestationalAge, on: date, length: int) -> date:
    """The due date of a pregnancy that has this age on this day. Raises ValueError beyond the calendar."""
    return _days_after(on, length - age.days)


def due_date_from(method: str, measured: date, table: TermTable, embryo_days: int | None) -> date:
    """The due date that a method (by its code) gives from the date it measured.

    For a scan or a date set abroad the measured date is the due date itself. `embryo_days` is the
    embryo's age on the day of transfer, None for all other methods. Raises ValueError for an unknown
    method, an embryo's age that is missing, out of range or out of place, and beyond the calendar.
    """
    rule = table.method(method)
    if rule.embryo_days is None:
        if embryo_days is not None:
            raise ValueError(f"{rule.code} takes no age of the embryo; leave it out.")
        return _days_after(measured, rule.days_added)
    if embryo_days is None:
        raise ValueError(f"{rule.code} needs the embryo's age in days on the day of transfer.")
    if not rule.embryo_days.holds(embryo_days):
        raise ValueError(f"{rule.code}: the embryo's age in days is outside what the table allows.")
    return _days_after(measured, rule.days_added - embryo_days)


def length_of(method: str, table: TermTable, own_length: int | None) -> int:
    """The length in days a due date rests on: its own for a date set abroad, otherwise the Norwegian one.

    Raises ValueError where a date set abroad comes without its length (it must never be read as Norwegian
    silently), where another method brings one, and where the length is not from 1 to the table's oldest age.
    """
    rule = table.method(method)
    if not rule.own_length:
        if own_length is not None:
            raise ValueError(f"{rule.code} rests on the Norwegian length; leave the own length out.")
        return table.norwegian_length
    if own_length is None:
        raise ValueError(f"{rule.code} needs the length in days that the date rests on.")
    if not 1 <= own_length <= table.oldest_days:
        raise ValueError(f"{rule.code}: the length in days is outside what the table allows.")
    return own_length


def read_term_table(text: str) -> TermTable:
    """Read the term table from TOML text. Raises ValueError that names the key and the remedy."""
    data = toml_data(text, "term table")
    methods = data.get("methods")
    if not isinstance(methods, dict) or not methods:
        raise ValueError("term table: `methods` is missing or empty; write one table [methods.CODE] a method")
    read = {code: _read_method(code, body) for code, body in methods.items()}
    table = shaped({**data, "methods": {}}, TermTable, "term table")
    for method in read.values():
        _refuse_contradiction(method, table.norwegian_length)
    return msgspec.structs.replace(table, methods=read)


def toml_data(text: str, name: str) -> dict[str, object]:
    """The TOML text as plain data. Raises ValueError that begins with `name` and gives line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"{name}: not valid TOML: {fault}; correct the text there") from fault


def shaped(data: object, shape: type[Shape], name: str) -> Shape:
    """The data as a struct: no key unknown, none missing, no type bent.

    Raises ValueError that begins with `name`, names the key and says what to do.
    """
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as fault:
        keys = ", ".join(shape.__struct_fields__)
        raise ValueError(f"{name}: {fault}; correct that key (keys at the top: {keys})") from fault


def _read_method(code: str, body: object) -> Method:
    name = f"term table: methods.{code}"
    if not isinstance(body, dict):
        raise ValueError(f"{name} is not a table; write [methods.{code}] and its keys below")
    if "code" in body:
        raise ValueError(f"{name}: `code` is already the table's name; remove the key")
    return shaped({"code": code, **body}, Method, name)


def _refuse_contradiction(method: Method, norwegian_length: int) -> None:
    name = f"term table: methods.{method.code}"
    if method.measured == "last_period" and method.days_added != norwegian_length:
        raise ValueError(f"{name}: `days_added` must be the length, {norwegian_length}; change both together")
    if method.measured == "due_date" and method.days_added != 0:
        raise ValueError(f"{name}: `days_added` must be 0, for the measured date is the due date itself")
    if method.own_length and method.measured != "due_date":
        raise ValueError(f'{name}: `own_length` goes only with measured = "due_date"; remove it')
    if (method.embryo_days is not None) != (method.measured == "embryo_transfer"):
        raise ValueError(f'{name}: `embryo_days` goes with measured = "embryo_transfer" and only with it')


def _days_after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise ValueError("The date lies too far off for a due date to be reckoned.") from None
