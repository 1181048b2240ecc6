"""The last values on the first screen: pressures as a trend, the rest with how they changed. Pure."""

from decimal import Decimal

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import Finding, Pressure
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.readings import change, missing_half, newer_as_stated, pressure, trend
from helsekort.web.shared.said import Said

LAST_PRESSURES = 3
"""A trend tells more than one value: so many of the last blood pressures are shown, here and at home."""

_TREND = ("weight", "fundal_height")
_PER_FETUS_LAST = ("fetal_heart_rate", "movements")


class Pressures(Struct):
    """The last blood pressures of one place, newest first."""

    title: str
    rows: list[Said]


def pressures(desk: Desk) -> list[Pressures]:
    """Those of the check-ups and those from home apart: many from home must not push the others away."""
    _ = desk.texts.translate
    verified = trend(desk.card, "blood_pressure")
    stated = newer_as_stated(desk.card, "blood_pressure")
    places = {False: _("Blodtrykk på kontroll"), True: _("Blodtrykk hjemme")}
    found = []
    for at_home, title in places.items():
        series = [one for one in verified if one.now.by_woman is at_home][-LAST_PRESSURES:]
        rows = [one for one in stated if one.now.by_woman is at_home] + series[::-1]
        if rows or not at_home:
            found.append(Pressures(title, [_pressure(desk, one) for one in rows]))
    return found


def _pressure(desk: Desk, one: Trail[Finding]) -> Said:
    finding, texts = one.now, desk.texts
    text, notes = desk.shown(finding, "blood_pressure", unit=False), []
    if isinstance(finding.value, Pressure):
        text = pressure(texts, finding.value)
        notes = [missing_half(texts, finding.value)]
    at_home = texts.translate("hjemmemåling")
    notes += [mark for mark in desk.marks(one) if mark != at_home]
    clock = texts.translate("kl. %(clock)s") % {"clock": texts.clock(finding.at)} if finding.at else ""
    when = " ".join(part for part in (texts.brief(finding.on), clock, f"({desk.age(finding.on)})") if part)
    return Said("", text, note=", ".join(note for note in notes if note), when=when)


def last_values(desk: Desk) -> list[Said]:
    """The newest of what is followed, of her and of each fetus while it grows.

    What was only stated stands in a line of its own. That a child moved as usual is no news once it is born or lost.
    """
    found = []
    for what in (*_TREND, "urine_protein"):
        found += _last(desk, what)
    for fetus in desk.growing() if desk.card.pregnant else []:
        for what in _PER_FETUS_LAST:
            found += _last(desk, what, fetus)
    return found


def _last(desk: Desk, what: str, fetus: int | None = None) -> list[Said]:
    series = trend(desk.card, what, fetus)
    stated = [_dated(desk, what, fetus, one.now) for one in newer_as_stated(desk.card, what, fetus)]
    if stated and not series:
        return stated
    verified = _dated(desk, what, fetus, series[-1].now if series else None)
    changed = _change(desk, what, series)
    verified.note = ", ".join(part for part in (changed, verified.note) if part)
    return [verified, *stated]


def _change(desk: Desk, what: str, series: list[Trail[Finding]]) -> str:
    """How far the newest is from the number before it; only for what is followed as a trend."""
    numbers = [one for one in series if isinstance(one.now.value, Decimal)]
    if what not in _TREND or not numbers or series[-1] is not numbers[-1]:
        return ""
    before = numbers[-2].now if len(numbers) > 1 else None
    return change(desk.texts, numbers[-1].now, before, desk.catalogue[what].decimals)


def _dated(desk: Desk, what: str, fetus: int | None, finding: Finding | None) -> Said:
    short = desk.catalogue[what].short
    label = desk.texts.translate(short) if short else desk.full_label(what, fetus)
    said = Said(label, desk.shown(finding, what), finding is not None)
    if finding is not None:
        said.note = ", ".join(wording.marks(desk.texts, finding))
        said.when = f"{desk.texts.brief(finding.on)} ({desk.age(finding.on)})"
    return said
