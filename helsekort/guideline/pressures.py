"""Blood pressures as rules need them: every reading of the last day, and the days on which it was raised."""

from collections.abc import Sequence
from decimal import Decimal

from helsekort.guideline.reading import Lack, Missing, Reading, Resolved, exact
from helsekort.guideline.selection import Chosen
from helsekort.guideline.shape import Input, Version, amount
from helsekort.record.entries import Pressure, Value


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
    """On how many days a reading was at or above either limit.

    A range, where halves of readings are missing, or where she herself measured a raised one at home: such a day may
    be one more, and is for a clinician to take over.
    """
    only = chosen[0]
    if not only.findings:
        return Resolved(missing=(Missing(one.label, only.lack, only.lack_on),), entered=only.entered)
    limits = (amount(version.limits[one.systolic]), amount(version.limits[one.diastolic]))
    certain = {finding.on for finding in only.findings if _raised(finding.value, *limits)}
    possible = {finding.on for finding in only.findings if _half(finding.value)}
    possible |= {finding.on for finding in only.left_out if _raised(finding.value, *limits)}
    last = max(certain | possible, default=only.findings[-1].on)
    low, high = Decimal(len(certain)), Decimal(len(certain | possible))
    return Resolved((Reading(one.label, low, last, low, high),))


def _raised(value: Value | None, systolic: Decimal, diastolic: Decimal) -> bool:
    return isinstance(value, Pressure) and any(
        number is not None and number >= limit
        for number, limit in ((value.systolic, systolic), (value.diastolic, diastolic))
    )


def _half(value: Value | None) -> bool:
    return isinstance(value, Pressure) and (value.systolic is None or value.diastolic is None)
