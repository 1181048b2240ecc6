"""Reads the inputs of rules off the folded card. Nothing is filled in: what is not there comes back as missing."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from helsekort.guideline.pressures import pressure_days, pressure_parts
from helsekort.guideline.reading import Known, Lack, Missing, Reading, Resolved, exact, number_shown
from helsekort.guideline.selection import Chosen, choose, last_contact
from helsekort.guideline.shape import Input, Version
from helsekort.record.entries import Absent, ContactKind, Finding, Pressure, Row, Value


def resolve(known: Known, version: Version, one: Input) -> Resolved:
    """What an input comes to on this card on this day."""
    return _TAKERS[one.take](known, version, one)


def _latest(known: Known, version: Version, one: Input) -> Resolved:
    return _of_each(choose(known, version, one), one, last=True)


def _first(known: Known, version: Version, one: Input) -> Resolved:
    return _of_each(choose(known, version, one), one, last=False)


def _of_each(chosen: Sequence[Chosen], one: Input, *, last: bool) -> Resolved:
    """The newest or the oldest finding, of each fetus where the thing is asked of each."""
    readings: list[Reading] = []
    missing: list[Missing] = []
    for each in chosen:
        if not each.findings:
            missing.append(Missing(one.label, each.lack, each.lack_on))
            continue
        finding = each.findings[-1 if last else 0]
        if _contradicted(finding, each.findings):
            missing.append(Missing(one.label, Lack.CONTRADICTORY, finding.on))
            continue
        readings.append(reading_of(one.label, finding))
    return Resolved(tuple(readings), tuple(missing), any(each.entered for each in chosen))


def _contradicted(finding: Finding, findings: Iterable[Finding]) -> bool:
    """Another value on the same day, where no clock time says which came last."""
    same_day = [other for other in findings if other.on == finding.on]
    untimed = any(other.at is None for other in same_day)
    return untimed and any(_said(other) != _said(finding) for other in same_day)


def _said(finding: Finding) -> tuple[object, str]:
    return finding.value, finding.lab.comparator if finding.lab else ""


def reading_of(label: str, finding: Finding) -> Reading:
    """A finding as a reading: its value as it was reported."""
    if isinstance(finding.value, Decimal):
        comparator = finding.lab.comparator if finding.lab else ""
        return exact(label, finding.value, finding.on, comparator=comparator)
    value = finding.value if isinstance(finding.value, bool | str) else _written(finding.value)
    return Reading(label, value, finding.on)


def _written(value: Value | None) -> str:
    """`134/86`, `134/?` where half is missing; a day as 10.03.2026."""
    if isinstance(value, Pressure):
        return "/".join(
            "?" if part is None else number_shown(part) for part in (value.systolic, value.diastolic)
        )
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else str(value)


def _readings(known: Known, version: Version, one: Input) -> Resolved:
    return pressure_parts(choose(known, version, one), one)


def _pressure_days(known: Known, version: Version, one: Input) -> Resolved:
    return pressure_days(choose(known, version, one), version, one)


def _age(known: Known, version: Version, one: Input) -> Resolved:  # noqa: ARG001  # one form for the table
    return _age_on(known, one, known.on)


def _age_on(known: Known, one: Input, on: dt.date | None) -> Resolved:
    age = known.card.age(on) if on else None
    if age is None:
        return Resolved(missing=(Missing(one.label, Lack.NO_DUE_DATE),), entered=False)
    return Resolved((exact(one.label, Decimal(age.days), on, age=True),))


def _age_when(known: Known, version: Version, one: Input) -> Resolved:
    taken = resolve(known, version, version.inputs[one.of])
    if taken.missing or not taken.readings:
        return Resolved(missing=taken.missing, entered=taken.entered)
    return _age_on(known, one, taken.readings[-1].on)


def _days_since(known: Known, version: Version, one: Input) -> Resolved:
    taken = _latest(known, version, one)
    days = [
        exact(one.label, Decimal((known.on - each.on).days), each.on) for each in taken.readings if each.on
    ]
    return Resolved(tuple(days), taken.missing, taken.entered)


def _her_age(known: Known, version: Version, one: Input) -> Resolved:  # noqa: ARG001  # one form for the table
    if known.born is None or known.born > known.on:
        return Resolved(missing=(Missing(one.label, Lack.NO_BIRTH_DATE),), entered=False)
    return Resolved((exact(one.label, years_between(known.born, known.on), None),))


def years_between(born: dt.date, on: dt.date) -> Decimal:
    """Completed years and the part of the year begun: above a whole number from the day after that birthday."""
    years = on.year - born.year - (_birthday(born, on.year) > on)
    last, following = (_birthday(born, born.year + each) for each in (years, years + 1))
    return years + Decimal((on - last).days) / Decimal((following - last).days)


def _birthday(born: dt.date, year: int) -> dt.date:
    """Of one born on 29 February, 1 March in years without that day."""
    try:
        return born.replace(year=year)
    except ValueError:
        return born.replace(year=year, day=born.day - 1) + dt.timedelta(days=1)


def _body_mass(known: Known, version: Version, one: Input) -> Resolved:
    """Weight before the pregnancy over height squared, unrounded."""
    weight, height = (
        _latest(known, version, Input(label=label, take="latest", of=of))
        for label, of in (("Vekt før svangerskapet", "prepregnancy_weight"), ("Høyde", "height"))
    )
    missing = weight.missing + height.missing
    if missing:
        return Resolved(missing=missing, entered=weight.entered or height.entered)
    kilos, metres = weight.readings[-1].low, height.readings[-1].low.scaleb(-2)
    return Resolved((exact(one.label, kilos / (metres * metres), weight.readings[-1].on),))


def _fetuses(known: Known, version: Version, one: Input) -> Resolved:  # noqa: ARG001  # one form for the table
    there = [trail.now for trail in known.card.live_fetuses() if trail.now.since <= known.on]
    if not there:
        return Resolved(missing=(Missing(one.label, Lack.NOT_TAKEN),), entered=False)
    return Resolved((exact(one.label, Decimal(len(there)), there[-1].since),))


def _days_since_end(known: Known, version: Version, one: Input) -> Resolved:  # noqa: ARG001  # one form for the table
    over = known.card.over
    if known.card.pregnant or (over is not None and over.on > known.on):
        return Resolved(missing=(Missing(one.label, Lack.NO_END_DATE),), entered=False)
    if over is None:
        return Resolved(missing=(Missing(one.label, Lack.NO_END_DATE),))
    return Resolved((exact(one.label, Decimal((known.on - over.on).days), over.on),))


def _due_method(known: Known, version: Version, one: Input) -> Resolved:  # noqa: ARG001  # one form for the table
    due = known.card.due
    if due is None:
        return Resolved(missing=(Missing(one.label, Lack.NO_DUE_DATE),), entered=False)
    return Resolved((Reading(one.label, due.method, due.set_on),))


def _times(known: Known, version: Version, one: Input) -> Resolved:
    """How often it was taken on the last day it was; a reading that does not count by itself is not counted."""
    only = choose(known, version, one)[0]
    if not only.findings:
        return Resolved(missing=(Missing(one.label, only.lack, only.lack_on),), entered=only.entered)
    last = only.findings[-1].on
    taken = Decimal(sum(finding.on == last for finding in only.findings))
    return Resolved((exact(one.label, taken, last),))


def _over_weeks(known: Known, version: Version, one: Input) -> Resolved:
    """Centimetres less completed weeks on the day it was measured."""
    measured = _latest(known, version, one)
    if not measured.readings:
        return measured
    last = measured.readings[-1]
    age = known.card.age(last.on) if last.on else None
    if age is None:
        return Resolved(missing=(Missing(one.label, Lack.NO_DUE_DATE),))
    return Resolved((exact(one.label, last.low - age.weeks, last.on),), measured.missing)


def _cells(known: Known, version: Version, one: Input) -> Resolved:  # noqa: ARG001  # one form for the table
    """What stands under a field in each row of a group; a row that does not say it is missing by itself."""
    group, _, what = one.of.partition(".")
    rows = [
        trail.now
        for trail in known.card.rows_of(group)
        if trail.now.on <= known.on and (one.home or not trail.now.by_woman)
    ]
    readings, missing = [], []
    if one.in_pregnancy and known.card.due is None:
        return Resolved(missing=(Missing(one.label, Lack.NO_DUE_DATE),), entered=bool(rows))
    if one.in_pregnancy:
        rows = [row for row in rows if known.card.age(row.on) is not None]
    rows = [row for row in rows if not _passed_over(row, what, one)]
    for row in rows:
        value = row.value(what)
        if value is None:
            declined = any(cell.what == what and cell.absent is Absent.DECLINED for cell in row.cells)
            missing.append(Missing(one.label, Lack.DECLINED if declined else Lack.NOT_TAKEN, row.on))
        elif isinstance(value, Decimal):
            readings.append(exact(one.label, value, row.on))
        else:
            readings.append(Reading(one.label, value if isinstance(value, bool) else str(value), row.on))
    if not rows:
        missing.append(Missing(one.label, Lack.NOT_TAKEN))
    return Resolved(tuple(readings), tuple(missing), bool(rows))


def _passed_over(row: Row, what: str, one: Input) -> bool:
    """Whether an input does not ask for the row: it is not of its codes, or it says nothing and may be silent."""
    others = bool(one.among) and row.value(one.where) not in (None, *one.among)
    if one.silent:
        silent = all(cell.what != what for cell in row.cells)
        return silent and (others or not one.among)
    return others


def _contact(known: Known, version: Version, one: Input) -> Resolved:  # noqa: ARG001  # one form for the table
    """The kind of the last contact; a check-up where there were several that day and one was."""
    on = last_contact(known)
    there = {
        line.contact.now.kind
        for line in known.card.contacts
        if line.contact.stands and line.contact.now.on == on
    }
    if not there:
        return Resolved(missing=(Missing(one.label, Lack.NOT_TAKEN),), entered=False)
    kind = ContactKind.CHECK_UP if ContactKind.CHECK_UP in there else ContactKind.CONTACT
    return Resolved((Reading(one.label, kind.value, on),))


_TAKERS: dict[str, Callable[[Known, Version, Input], Resolved]] = {
    "latest": _latest,
    "first": _first,
    "readings": _readings,
    "age": _age,
    "age_when": _age_when,
    "days_since": _days_since,
    "her_age": _her_age,
    "bmi": _body_mass,
    "fetuses": _fetuses,
    "days_since_end": _days_since_end,
    "pressure_days": _pressure_days,
    "due_method": _due_method,
    "times": _times,
    "over_weeks": _over_weeks,
    "cells": _cells,
    "contact": _contact,
}
