"""Blood pressures as rules need them: every reading of the last day, and the days on which it was raised."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from helsekort.guideline.reading import Lack, Missing, Reading, Resolved, exact
from helsekort.guideline.selection import Chosen
from helsekort.guideline.shape import Input, Version, amount
from helsekort.record.entries import Pressure


def pressure_parts(chosen: Sequence[Chosen], one: Input) -> Resolved:
    """One part of every reading of the last day that has any; a reading without that part is missing by half."""
    only = chosen[0]
    if not only.findings:
        return Resolved(missing=(Missing(one.label, only.lack, only.lack_on),), entered=only.entered)
    last = only.findings[-1].on
    readings: list[Reading] = []
    missing: list[Missing] = []
    for finding in only.findings:
        if finding.on != last or not isinstance(finding.value, Pressure):
            continue
        number = _part(finding.value, one.part)
        if number is None:
            missing.append(Missing(one.label, Lack.HALF, last))
        else:
            readings.append(exact(one.label, number, last))
    return Resolved(tuple(readings), tuple(missing))


def _part(pressure: Pressure, part: str) -> Decimal | None:
    return pressure.systolic if part == "systolic" else pressure.diastolic


def pressure_days(chosen: Sequence[Chosen], version: Version, one: Input) -> Resolved:
    """On how many days a reading was at or above either limit; a range, where halves of readings are missing."""
    only = chosen[0]
    if not only.findings:
        return Resolved(missing=(Missing(one.label, only.lack, only.lack_on),), entered=only.entered)
    systolic, diastolic = (amount(version.limits[name]) for name in (one.systolic, one.diastolic))
    certain: set[dt.date] = set()
    possible: set[dt.date] = set()
    for finding in only.findings:
        if not isinstance(finding.value, Pressure):
            continue
        parts = ((finding.value.systolic, systolic), (finding.value.diastolic, diastolic))
        if any(number is not None and number >= limit for number, limit in parts):
            certain.add(finding.on)
        elif any(number is None for number, _ in parts):
            possible.add(finding.on)
    last = max(certain | possible, default=only.findings[-1].on)
    low, high = Decimal(len(certain)), Decimal(len(certain | possible))
    return Resolved((Reading(one.label, low, last, low, high),))
