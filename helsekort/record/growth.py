"""Growth curves as versioned data: lines over gestational age, by an equation or by a table.

A curve is chosen by its file (`in_use`) and says on its own face what it is. An owner adds one without code: a file of
the same form, with an equation or with a table of days and values. `read_curve` reads one file, `in_use` chooses.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Literal

import msgspec

from helsekort.record.gestation import Mark, PositiveDays, Text, shaped, toml_data

_DAYS_IN_WEEK = 7
_HIGHEST_LOG = 700.0  # what exp can still take
_BAND = 3
"""A chart draws the lowest, the middle and the highest line."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One term of an equation over an age g: coefficient * g**power * ln(g)**log_power."""

    coefficient: float
    power: int
    log_power: Annotated[int, msgspec.Meta(ge=0)] = 0


Terms = Annotated[list[Term], msgspec.Meta(min_length=1)]


class Normal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="normal"):
    """Values lie evenly around the mean: mean + z * sd."""

    mean: Terms
    sd: Terms

    def at(self, age: float, z: float) -> float:
        return _value(self.mean, age) + z * _value(self.sd, age)


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="share"):
    """The standard deviation is a share of the mean: mean * (1 + z * share)."""

    mean: Terms
    share: Annotated[float, msgspec.Meta(gt=0, lt=1)]

    def at(self, age: float, z: float) -> float:
        return _value(self.mean, age) * (1 + z * self.share)


class SkewedLog(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="skewed-log"):
    """The logarithm of the value is skewed: exp(middle * (1 + skew * spread * z) ** (1 / skew)). The method is
    called LMS."""

    skew: Terms
    middle: Terms
    spread: Terms

    def at(self, age: float, z: float) -> float:
        skew, middle, spread = (_value(terms, age) for terms in (self.skew, self.middle, self.spread))
        inner = 1 + skew * spread * z
        if inner <= 0 or skew == 0:
            return math.nan
        return math.exp(min(middle * inner ** (1 / skew), _HIGHEST_LOG))


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line to draw: its label and, where an equation makes it, its distance from the mean in standard deviations."""

    label: Text
    z: float | None = None


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a table says of one age in days: the value of each line."""

    days: PositiveDays
    values: dict[str, float]


class Curve(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A growth curve with its origin, `of` one measurable. Valid between the two ages, both included.

    Three lines, lowest first: the middle one is what is expected. Either `equation`, over exact weeks or days, or
    `table`, between whose ages values are drawn straight.
    """

    name: Text
    of: Text
    in_use: bool
    label: Text
    source: Text
    licence: Text
    edition: Text
    mark: Mark
    unit: Text
    valid_from_days: PositiveDays
    valid_to_days: PositiveDays
    over: Literal["weeks", "days"] = "weeks"
    lines: dict[str, Line]
    equation: Normal | Share | SkewedLog | None = None
    table: list[Point] = []

    def at(self, days: int, z: float) -> float | None:
        """The value at a gestational age in days, `z` standard deviations from the mean, in the curve's unit.

        Not rounded. None outside the ages the curve is valid for, and where it is a table, which knows no deviations.
        """
        if self.equation is None or not self.valid_from_days <= days <= self.valid_to_days:
            return None
        return self.equation.at(days / _DAYS_IN_WEEK if self.over == "weeks" else days, z)

    def on_line(self, days: int, key: str) -> float | None:
        """The value of a line at a gestational age in days, not rounded. None outside the ages it is valid for."""
        z = self.lines[key].z
        if z is not None:
            return self.at(days, z)
        for low, high in pairwise(self.table):
            if max(low.days, self.valid_from_days) <= days <= min(high.days, self.valid_to_days):
                part = (days - low.days) / (high.days - low.days)
                return low.values[key] + part * (high.values[key] - low.values[key])
        return None

    @property
    def band(self) -> tuple[str, str, str]:
        """The keys of the lowest, the middle and the highest line."""
        low, middle, high = self.lines
        return low, middle, high


def read_curve(text: str) -> Curve:
    """Read a curve from TOML text. Raises ValueError that names the key and the remedy."""
    curve = shaped(toml_data(text, "growth curve"), Curve, "growth curve")
    for check in (_ages, _lines, _table, _order):
        if fault := check(curve):
            raise ValueError(f"growth curve: {fault}")
    return curve


def in_use(curves: Iterable[Curve]) -> dict[str, Curve]:
    """The curve in use for each measurable. ValueError where two are, with both names."""
    chosen: dict[str, Curve] = {}
    for curve in curves:
        if curve.in_use and curve.of in chosen:
            both = f"{chosen[curve.of].name} and {curve.name}"
            raise ValueError(
                f"growth curve: {both} are both in use for {curve.of}; write in_use = false in one of them"
            )
        if curve.in_use:
            chosen[curve.of] = curve
    return chosen


def _ages(curve: Curve) -> str:
    if curve.valid_from_days >= curve.valid_to_days:
        return "`valid_from_days` must be below `valid_to_days`; correct one of them"
    return ""


def _lines(curve: Curve) -> str:
    if len(curve.lines) != _BAND:
        return (
            "`lines` has not three lines; write the lowest, the middle and the highest, each with its label"
        )
    if (curve.equation is None) is (not curve.table):
        return "write either an `equation` or a `table`, not both"
    with_z = [line.z is not None for line in curve.lines.values()]
    if curve.equation is not None and not all(with_z):
        return "`lines` of an equation have a `z` each; write it"
    return "`lines` of a table have no `z`; leave it out" if curve.equation is None and any(with_z) else ""


def _table(curve: Curve) -> str:
    if curve.equation is not None:
        return ""
    days = [point.days for point in curve.table]
    if len(days) == 1 or days != sorted(set(days)):
        return "`table` has at least two ages in days, lowest first, each once"
    if days[0] > curve.valid_from_days or days[-1] < curve.valid_to_days:
        return "`table` does not reach over all ages the curve is valid for; add rows or narrow the ages"
    short = next((point.days for point in curve.table if set(point.values) != set(curve.lines)), None)
    return f"`table` at {short} days has not one value for each line" if short else ""


def _order(curve: Curve) -> str:
    """A slip in a coefficient or a cell shows itself here, before it can stand behind a woman's measurements."""
    for days in range(curve.valid_from_days, curve.valid_to_days + 1):
        found = [curve.on_line(days, key) for key in curve.band]
        low, middle, high = (math.nan if value is None else value for value in found)
        if not 0 < low < middle < high:
            where = "coefficients" if curve.equation else "cells"
            return f"the lines are not above 0 and in order at {days} days; check its {where}"
    return ""


def _value(terms: Sequence[Term], age: float) -> float:
    log_age = math.log(age)
    return math.fsum(term.coefficient * age**term.power * log_age**term.log_power for term in terms)
