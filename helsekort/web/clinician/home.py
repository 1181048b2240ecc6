"""What she has measured at home, as rows for the clinician. Pure."""

import datetime as dt

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import Finding
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.trail import timed


class HomeReading(Struct):
    """One thing measured at home. `before` is what it said earlier; `stands` is False once it is taken back."""

    day: str
    clock: str
    age: str
    label: str
    text: str
    who: str
    marks: list[str]
    before: list[str]
    stands: bool


def home_trails(desk: Desk) -> list[Trail[Finding]]:
    """Every home measurement, newest day first."""
    found = [trail for trail in desk.card.all_findings() if trail.now.at_home]
    return sorted(found, key=lambda one: (one.now.on, one.now.at or dt.time.min, one.origin), reverse=True)


def home_readings(desk: Desk) -> list[HomeReading]:
    """One row per measurement, newest first."""
    return [_reading(desk, trail) for trail in home_trails(desk)]


def _reading(desk: Desk, trail: Trail[Finding]) -> HomeReading:
    finding, texts = trail.now, desk.texts
    own_mark = texts.translate("hjemmemåling")
    return HomeReading(
        day=texts.numeric(finding.on),
        clock=texts.clock(finding.at) if finding.at else "",
        age=desk.age(finding.on),
        label=desk.full_label(finding.what, finding.fetus),
        text=desk.shown(finding, finding.what),
        who=desk.name(trail.entries[0].author),
        marks=[mark for mark in desk.marks(trail) if mark != own_mark],
        before=[
            timed(desk, entry.content, finding.what)
            for entry in trail.entries[:-1]
            if isinstance(entry.content, Finding)
        ],
        stands=trail.stands,
    )
