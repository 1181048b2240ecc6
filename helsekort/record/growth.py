"""Growth curves as versioned data: a mean and a standard deviation over gestational age.

A curve is chosen by configuration and says on its own face what it is, for the Norwegian curve of
symphysis-fundus height has not been found in open text. A curve's file is read by `read_curve`; the
equation is in the file.
"""

import math
from collections.abc import Sequence
from typing import Annotated

import msgspec

from helsekort.record.gestation import Mark, PositiveDays, Text, shaped, toml_data

_DAYS_IN_WEEK = 7


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One term of an equation over exact weeks w (days / 7): coefficient * w**power * ln(w)**log_power."""

    coefficient: float
    power: int
    log_power: Annotated[int, msgspec.Meta(ge=0)]


class Centile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line to draw: its label and its distance from the mean in standard deviations."""

    label: Text
    z: float


class Curve(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A growth curve with its origin. Valid from `valid_from_days` to `valid_to_days`, both included."""

    name: Text
    label: Text
    source: Text
    licence: Text
    edition: Text
    mark: Mark
    unit: Text
    valid_from_days: PositiveDays
    valid_to_days: PositiveDays
    centiles: dict[str, Centile]
    mean: Annotated[list[Term], msgspec.Meta(min_length=1)]
    sd: Annotated[list[Term], msgspec.Meta(min_length=1)]

    def at(self, days: int, z: float) -> float | None:
        """The value at a gestational age in days, `z` standard deviations from the mean, in the curve's unit.

        Not rounded. None outside the ages the curve is valid for.
        """
        if not self.valid_from_days <= days <= self.valid_to_days:
            return None
        weeks = days / _DAYS_IN_WEEK
        return _value(self.mean, weeks) + z * _value(self.sd, weeks)


def read_curve(text: str) -> Curve:
    """Read a curve from TOML text. Raises ValueError that names the key and the remedy."""
    curve = shaped(toml_data(text, "growth curve"), Curve, "growth curve")
    if curve.valid_from_days >= curve.valid_to_days:
        raise ValueError("growth curve: `valid_from_days` must be below `valid_to_days`; correct one of them")
    if not curve.centiles:
        raise ValueError(
            "growth curve: `centiles` is empty; write [centiles.P10] and so on, each with label and z"
        )
    for days in range(curve.valid_from_days, curve.valid_to_days + 1):
        # A slip in a coefficient shows itself here, before it can stand behind a woman's measurements.
        if not _value(curve.sd, days / _DAYS_IN_WEEK) > 0 or not _value(curve.mean, days / _DAYS_IN_WEEK) > 0:
            raise ValueError(
                f"growth curve: `mean` or `sd` is not above 0 at {days} days; check its coefficients"
            )
    return curve


def _value(terms: Sequence[Term], weeks: float) -> float:
    log_weeks = math.log(weeks)
    return math.fsum(term.coefficient * weeks**term.power * log_weeks**term.log_power for term in terms)
