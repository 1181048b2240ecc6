"""What stands on the card after a check-up: most of what it has a place for, and some of it missing."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from helsekort.demo.country.body import RAISED_DIASTOLIC, RAISED_SYSTOLIC, SHOWS, Body
from helsekort.demo.country.dice import Dice
from helsekort.demo.country.land import Land
from helsekort.demo.country.person import WEEK, Pregnancy
from helsekort.demo.country.phrasing import some
from helsekort.record.entries import Absent, Finding, Pressure, Value

_SYMPTOMS = ("headache", "vision", "epigastric_pain")
_FIRST_READING, _SECOND_READING = 25, 5  # minutes before the check-up is written
_HEARD, _STIRS, _MEASURED, _LIES = 16 * WEEK, 18 * WEEK, 24 * WEEK, 28 * WEEK


class Visit(Struct, frozen=True):
    """A check-up: its day of the pregnancy, the fetuses' origins where they have been named, and when it is written."""

    day: int
    on: dt.date
    scan: bool
    fetuses: tuple[int, ...]
    minute: int  # after midnight


class Findings:
    """Makes the findings of each check-up of one woman. `contact` is set by whoever writes them."""

    def __init__(self, land: Land, number: int, pregnancy: Pregnancy, body: Body) -> None:
        self._readings = land.parameters.readings
        self._taken = self._readings.taken.weights
        self._phrases, self._pregnancy, self._body = land.phrases, pregnancy, body
        self._dice = Dice(land.plan.seed, "findings", number)

    def of(self, visit: Visit) -> list[Finding]:
        """In the order of the form. Never empty: a check-up without a value is not written."""
        found = [*self._of_her(visit), *self._of_fetuses(visit), *self._words(visit)]
        if not found:
            found.append(Finding("note", some(self._dice, self._phrases.usual), visit.on))
        return found

    def _take(self, what: str, on: dt.date, value: Callable[[], Value | None]) -> Iterator[Finding]:
        """The finding, unless it is missing; now and then declined."""
        if not self._dice.chance(self._taken[what]):
            return
        if self._dice.chance(self._readings.declined.value):
            yield Finding(what, None, on, absent=Absent.DECLINED)
            return
        found = value()
        if found is not None:
            yield Finding(what, found, on)

    def _of_her(self, visit: Visit) -> Iterator[Finding]:
        day, on, body = visit.day, visit.on, self._body
        raised = False
        share = self._readings.taken_at_scan.value if visit.scan else self._taken["blood_pressure"]
        if self._dice.chance(share):
            for finding in self._pressures(visit):
                raised = raised or is_raised(finding.value)
                yield finding
        if visit.scan:
            return
        yield from self._take("weight", on, lambda: body.weight(day))
        yield from self._take("urine_protein", on, lambda: body.urine_protein(day))
        yield from self._take("oedema", on, lambda: body.oedema(day))
        if raised or (day >= _MEASURED and self._dice.chance(self._taken["symptoms"])):
            for what in _SYMPTOMS:
                yield Finding(what, body.symptom(day), on)
        if day >= _MEASURED and self._pregnancy.fetuses == 1:
            yield from self._take("fundal_height", on, lambda: body.fundal_height(day))

    def _pressures(self, visit: Visit) -> list[Finding]:
        """A raised reading is taken once more after twenty minutes."""
        first = self._body.pressure(visit.day)
        if not is_raised(first):
            return [Finding("blood_pressure", first, visit.on)]
        second = self._body.pressure(visit.day)
        return [
            Finding("blood_pressure", first, visit.on, _time(visit.minute - _FIRST_READING)),
            Finding("blood_pressure", second, visit.on, _time(visit.minute - _SECOND_READING)),
        ]

    def _of_fetuses(self, visit: Visit) -> Iterator[Finding]:
        day, body = visit.day, self._body
        for place, fetus in enumerate(visit.fetuses):
            found: list[Finding] = []
            if day >= _HEARD or visit.scan:
                found += self._take("fetal_heart_rate", visit.on, body.heart_rate)
            if day >= _LIES:
                lies = partial(body.presentation, day, second=place > 0)
                found += self._take("presentation", visit.on, lies)
            if day >= _STIRS:
                found += self._take("movements", visit.on, lambda: body.movements(day))
            for finding in found:
                yield Finding(finding.what, finding.value, finding.on, fetus=fetus, absent=finding.absent)

    def _words(self, visit: Visit) -> Iterator[Finding]:
        kind = self._about(visit)
        noted, phrases = self._readings.noted.weights, self._phrases
        if self._dice.chance(noted.get(kind, self._taken["note"])):
            of_this: list[str] = getattr(phrases, kind)
            also = [phrases.usual] if kind in ("pressure", "diabetes", "twins") else []
            yield Finding("note", some(self._dice, of_this, *also), visit.on)

    def _about(self, visit: Visit) -> str:
        """What a note is about: the name of a field of the phrases."""
        pregnancy, day = self._pregnancy, visit.day
        if visit.scan:
            return "scan"
        if self._body.affected(day) > SHOWS:
            return "pressure"
        if pregnancy.diabetes and day > 27 * WEEK:
            return "diabetes"
        if pregnancy.slow_growth and day > 33 * WEEK:
            return "growth"
        if pregnancy.fetuses > 1 and day > 16 * WEEK:
            return "twins"
        return "early" if day < 15 * WEEK else "usual"


def is_raised(value: Value | None) -> bool:
    """Whether a reading is taken once more: 140 or 90, or more."""
    if not isinstance(value, Pressure):
        return False
    systolic, diastolic = value.systolic or 0, value.diastolic or 0
    return systolic >= RAISED_SYSTOLIC or diastolic >= RAISED_DIASTOLIC


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)
