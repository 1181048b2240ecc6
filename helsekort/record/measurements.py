"""The catalogue: what can be measured, asked or noted, with units, codes and the two ranges, read from data.

The TOML files of `data/` (measurements and the folder fields, groups, codes, classes, explanations) hold every figure
and word; this module checks them and judges a value against them. A value outside `ask` is asked about once more, one
outside `refuse` is refused.
"""

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct, field

from helsekort.record import codes
from helsekort.record.channels import PLACE, Channel
from helsekort.record.entries import Finding, Pressure, Value
from helsekort.record.gestation import Mark, Text
from helsekort.record.groups import Group, SensitivityClass, class_fault, group_fault


class Kind(StrEnum):
    """What form the value has."""

    QUANTITY = "quantity"
    PRESSURE = "pressure"
    PART = "part"
    CODE = "code"
    CODES = "codes"  # several codes of one list; only in a row
    YESNO = "yesno"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """Ask when a value moves more than `amount` from the last one (taken at most `days` ago, where given)."""

    amount: Decimal
    days: int | None = None


class Measurable(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of measurements.toml."""

    label: Text
    kind: Kind
    source: Text
    mark: Mark
    key: str = ""
    short: str = ""
    unit: str = ""
    shown_unit: str = ""
    decimals: int = 0
    loinc: str = ""
    snomed: str = ""
    category: Literal["", "vital-signs", "laboratory"] = ""  # of FHIR's observation-category
    code_list: str = field(name="list", default="")
    per_fetus: bool = False
    ask: tuple[Decimal, Decimal] | None = None
    refuse: tuple[Decimal, Decimal] | None = None
    slip: str = ""
    change: Change | None = None
    near_week: Decimal | None = None
    can_deny: bool = False
    denied: str = ""
    hidden: str = ""  # its sensitivity class; "" where it is ordinary
    place: bool = False  # tells where she lives or is followed
    extension: bool = False  # beyond the national information model; can be switched off
    planned: bool = False  # a day that is meant to lie ahead
    usual: bool = False  # asked or taken of everyone: where it is missing, that is said


class CodeList(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of codes.toml: codes and their Norwegian texts, in the order shown."""

    title: Text
    system: Text
    source: Text
    codes: dict[Text, Text]


class Explanation(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of explanations.toml: what a thing is and why it is measured or asked, for the woman to read."""

    plain: Text
    purpose: Text
    source: Text
    mark: Mark


class Catalogue(Struct, frozen=True, eq=False, dict=True):
    """Everything that can stand on a card, by key, the code lists it uses, and what she reads about each thing."""

    measurables: dict[str, Measurable]
    lists: dict[str, CodeList]
    explanations: dict[str, Explanation] = {}
    groups: dict[str, Group] = {}
    classes: dict[str, SensitivityClass] = {}

    def __getitem__(self, key: str) -> Measurable:
        return self.measurables[key]

    @cached_property
    def by_code(self) -> dict[tuple[str, str], str]:
        """(system, code) of LOINC and SNOMED CT -> the key of the one measurable that has it."""
        pairs = [
            (coding, one.key)
            for one in self.measurables.values()
            for coding in ((codes.LOINC, one.loinc), (codes.SNOMED, one.snomed))
            if coding[1]
        ]
        having = Counter(coding for coding, _ in pairs)
        return {coding: key for coding, key in pairs if having[coding] == 1}

    @cached_property
    def _closed(self) -> dict[Channel, frozenset[str]]:
        return {
            channel: frozenset(
                key for key, one in self.classes.items() if not one.passes(channel, opened=False)
            )
            for channel in Channel
        }

    def hidden_on(self, channel: Channel, opened: Collection[str] = ()) -> frozenset[str]:
        """The sensitivity classes that do not go by a channel. `opened` are those opened there by an act."""
        closed = self._closed[channel]
        if not opened:
            return closed
        return frozenset(key for key in closed if not self.classes[key].passes(channel, opened=key in opened))

    def hides(self, what: str, hide: frozenset[str]) -> bool:
        """Whether a measurable is of a class that is hidden, or tells of a place where `PLACE` is."""
        one = self.measurables[what]
        return one.hidden in hide or (one.place and PLACE in hide)

    @property
    def kept_off_her_page(self) -> frozenset[str]:
        """The sensitivity classes that do not stand on her own page."""
        return self.hidden_on(Channel.OWN)

    def text(self, key: str, code: str) -> str:
        """The Norwegian text of a code of this measurable; the code itself where the list has none."""
        return self.lists[self.measurables[key].code_list].codes.get(code, code)

    def codes(self, key: str) -> dict[str, str]:
        return self.lists[self.measurables[key].code_list].codes


class Level(StrEnum):
    """How a concern is met: ask once more, or refuse."""

    ASK = "ask"
    REFUSE = "refuse"


class Concern(Struct, frozen=True):
    """A value that may not be meant. `why` is a message code; `low`, `high` and `slip` fill the sentence."""

    level: Level
    what: str
    why: str  # outside · jump · week · not-below · half · ahead · against-ending
    low: Decimal | None = None
    high: Decimal | None = None
    slip: str = ""


class BadCatalogue(ValueError):
    """A data file is wrong; the message names the file, the table and the remedy."""


_PARTS = {"systolic", "diastolic"}


Texts = str | Mapping[str, str]
"""A TOML text, or several by the name of their file."""


def read_catalogue(
    measurements: Texts, codes: Texts, explanations: Texts = "", groups: Texts = "", classes: Texts = ""
) -> Catalogue:
    """The TOML texts -> the catalogue.

    BadCatalogue for an unknown key, list or class, a key that stands twice, a missing source or unit, ranges that
    contradict each other, a blood pressure without its two parts, and an explanation of what is not in the catalogue.
    """
    lists = {key: _convert(file, key, table, CodeList) for file, key, table in _tables("codes.toml", codes)}
    kept_apart = {
        key: _convert(file, key, table, SensitivityClass)
        for file, key, table in _tables("classes.toml", classes)
    }
    for key, each in kept_apart.items():
        fault = class_fault(each)
        if fault:
            raise BadCatalogue(f"classes.toml [{key}]: {fault}")
    measurables = {}
    for file, key, table in _tables("measurements.toml", measurements):
        measurable = _convert(file, key, _with_key(file, key, table), Measurable)
        fault = _contradiction(measurable, lists, kept_apart)
        if fault:
            raise BadCatalogue(f"{file} [{key}]: {fault}")
        measurables[key] = measurable
    if any(one.kind is Kind.PRESSURE for one in measurables.values()) and _PARTS - measurables.keys():
        raise BadCatalogue("measurements.toml: a pressure needs the tables [systolic] and [diastolic]")
    grouped = {}
    for file, key, table in _tables("groups.toml", groups):
        grouped[key] = _convert(file, key, _with_key(file, key, table), Group)
        fault = group_fault(grouped[key], measurables, kept_apart)
        if fault:
            raise BadCatalogue(f"{file} [{key}]: {fault}")
    explained = _explanations(explanations, measurables)
    return Catalogue(measurables, lists, explained, grouped, kept_apart)


def _with_key(file: str, key: str, table: dict[str, object]) -> dict[str, object]:
    if "key" in table:
        raise BadCatalogue(f"{file} [{key}]: `key` is already the table's name; remove it")
    return {**table, "key": key}


def _tables(usual: str, texts: Texts) -> Iterator[tuple[str, str, dict[str, object]]]:
    """(file, key, table) of each table. BadCatalogue where a key stands in two files."""
    seen: dict[str, str] = {}
    for file, text in ({usual: texts} if isinstance(texts, str) else texts).items():
        for key, table in _toml(file, text).items():
            if key in seen:
                raise BadCatalogue(f"{file} [{key}]: it stands in {seen[key]} already; keep one")
            seen[key] = file
            yield file, key, table


def _explanations(texts: Texts, measurables: dict[str, Measurable]) -> dict[str, Explanation]:
    found = {}
    for file, key, table in _tables("explanations.toml", texts):
        if key not in measurables:
            raise BadCatalogue(f"{file} [{key}]: no such table in measurements.toml; mend the name")
        found[key] = _convert(file, key, table, Explanation)
    return found


def _contradiction(
    measurable: Measurable, lists: dict[str, CodeList], classes: dict[str, SensitivityClass]
) -> str | None:
    """What the table says against itself, with the remedy."""
    if (measurable.kind in (Kind.CODE, Kind.CODES)) != bool(measurable.code_list):
        return 'a `list` goes with kind = "code" or "codes" and only with them'
    if measurable.code_list and measurable.code_list not in lists:
        return "name a list that stands in codes.toml"
    if measurable.kind in (Kind.QUANTITY, Kind.PART, Kind.PRESSURE) and not measurable.unit:
        return "a number needs its UCUM `unit`"
    if measurable.hidden and measurable.hidden not in classes:
        return "name a class that stands in classes.toml"
    ask, refuse = measurable.ask, measurable.refuse
    if any(limits and limits[0] >= limits[1] for limits in (ask, refuse)):
        return "the lower limit comes first"
    if ask and refuse and not (refuse[0] <= ask[0] and ask[1] <= refuse[1]):
        return "`ask` must lie within `refuse`"
    return None


def _toml(file: str, text: str) -> dict[str, dict[str, object]]:
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadCatalogue(f"{file}: {error}. Mend the text and start again.") from error
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise BadCatalogue(f"{file}: {key} is not a table; write [{key}] and its keys below")
    return tables


T = TypeVar("T")


def _convert(file: str, key: str, table: dict[str, object], form: type[T]) -> T:
    try:
        return msgspec.convert(table, form)
    except msgspec.ValidationError as error:
        raise BadCatalogue(f"{file} [{key}]: {error}. Mend the table and start again.") from error


def looks_back(measurable: Measurable) -> bool:
    """Whether `concerns` about its values rest on earlier ones, or on the gestational age."""
    return measurable.change is not None or measurable.near_week is not None


def concerns(
    catalogue: Catalogue,
    what: str,
    value: Value,
    on: dt.date,
    earlier: list[Finding],
    weeks: int | None = None,
) -> list[Concern]:
    """What to ask or refuse about a value taken on a day.

    `earlier` are the findings of its kind, oldest first; `weeks` is the gestational age in completed weeks.
    """
    if isinstance(value, Pressure):
        return _pressure_concerns(catalogue, value)
    if not isinstance(value, Decimal):
        return []
    found = _range_concern(catalogue[what], value)
    if not found:
        found = _jump_concern(catalogue[what], value, on, earlier) or _week_concern(
            catalogue[what], value, weeks
        )
    return [found] if found else []


def _range_concern(measurable: Measurable, value: Decimal) -> Concern | None:
    for level, limits in ((Level.REFUSE, measurable.refuse), (Level.ASK, measurable.ask)):
        if limits and not limits[0] <= value <= limits[1]:
            return Concern(level, measurable.key, "outside", limits[0], limits[1], measurable.slip)
    return None


def _jump_concern(
    measurable: Measurable, value: Decimal, on: dt.date, earlier: list[Finding]
) -> Concern | None:
    change = measurable.change
    before = [finding for finding in earlier if isinstance(finding.value, Decimal) and finding.on <= on]
    if not change or not before:
        return None
    last = before[-1]
    assert isinstance(last.value, Decimal)  # noqa: S101  # filtered two lines up; tells the type checker
    if change.days is not None and (on - last.on).days >= change.days:
        return None
    if abs(value - last.value) <= change.amount:
        return None
    return Concern(
        Level.ASK,
        measurable.key,
        "jump",
        last.value - change.amount,
        last.value + change.amount,
        measurable.slip,
    )


def _week_concern(measurable: Measurable, value: Decimal, weeks: int | None) -> Concern | None:
    """A symphysis-fundus height in cm follows the weeks roughly; far from them it is asked about."""
    near = measurable.near_week
    if near is None or weeks is None or abs(value - weeks) <= near:
        return None
    return Concern(Level.ASK, measurable.key, "week", weeks - near, weeks + near, measurable.slip)


def _pressure_concerns(catalogue: Catalogue, value: Pressure) -> list[Concern]:
    found = []
    for part, number in (("systolic", value.systolic), ("diastolic", value.diastolic)):
        concern = _range_concern(catalogue[part], number) if number is not None else None
        if concern:
            found.append(concern)
        if number is None:
            found.append(Concern(Level.ASK, part, "half"))
    both = value.systolic is not None and value.diastolic is not None
    if both and value.diastolic >= value.systolic:  # type: ignore[operator]  # both are numbers here
        found.append(Concern(Level.ASK, "diastolic", "not-below", slip=catalogue["diastolic"].slip))
    return found
