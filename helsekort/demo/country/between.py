"""What happens between the check-ups: she rings or comes, and she measures her blood pressure at home."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from helsekort.demo.country.body import SHOWS, Body
from helsekort.demo.country.diary import Diary
from helsekort.demo.country.dice import Dice
from helsekort.demo.country.land import MICROSECONDS, Land, Post, moment
from helsekort.demo.country.person import WEEK, Pregnancy
from helsekort.demo.country.phrasing import phrase
from helsekort.demo.country.planned import Team
from helsekort.record.entries import Contact, ContactKind, Finding, Way

_DAY, _EVENING = 8 * 60, 20 * 60
_WHOLE_DAY = 24 * 60
# More than an hour: in the night the clocks go back, what is written sooner seems to be of the future.
WRITTEN_AFTER = 75 * 60 * MICROSECONDS
_COMES_IN = frozenset({"NOW_BIRTH_UNIT", "WITHIN_2H", "WITHIN_12H", "TODAY"})
_READINGS = (dt.time(7, 30), dt.time(20, 15))
_SECOND_READINGS = (dt.time(7, 35), dt.time(20, 20))
HOME_FROM = 20 * WEEK

Fetuses = Callable[[], tuple[int, ...]]
"""The origins of the fetuses, asked for when something is written: they are named at the first scan."""


class Calls:
    """Telephone calls and visits to the birth unit's door."""

    def __init__(self, land: Land, number: int, pregnancy: Pregnancy, team: Team, body: Body) -> None:
        self._land, self._pregnancy, self._team, self._body = land, pregnancy, team, body
        self._dice = Dice(land.plan.seed, "calls", number)

    def laid_out(self, diary: Diary, fetuses: Fetuses) -> Iterator[tuple[int, Post, Callable[[], None]]]:
        """(moment, who, what is written) of each."""
        pregnancy, dice, care = self._pregnancy, self._dice, self._land.parameters.care
        earliest = max(pregnancy.first_visit + WEEK, 12 * WEEK)
        for _ in range(int(care.calls.draw(dice))):
            if earliest > pregnancy.end - 2:
                return
            day = dice.whole(earliest, pregnancy.end - 2)
            night = dice.chance(care.at_night.value)
            way = Way(care.call_way.draw(dice))
            minute = (
                (dice.whole(_EVENING, _WHOLE_DAY + _DAY - 1) % _WHOLE_DAY)
                if night
                else dice.whole(_DAY, _EVENING - 1)
            )
            in_person = night or way is Way.WALK_IN
            post = self._team.birth if in_person else self._team.contact(day)
            at = moment(pregnancy.on(day), minute)
            clock = dt.time(minute // 60, minute % 60)
            yield at + WRITTEN_AFTER, post, partial(self._write, diary, day, clock, way, post, fetuses)

    def _write(self, diary: Diary, day: int, clock: dt.time, way: Way, post: Post, fetuses: Fetuses) -> None:
        care, dice, phrases = self._land.parameters.care, self._dice, self._land.phrases
        on = self._pregnancy.on(day)
        about = care.call_about.draw(dice)
        origin = diary.add(Contact(ContactKind.CONTACT, way, on, clock, post.party, (about,)))
        found = [Finding("told", phrase(dice, phrases.told[about]), on, clock)]
        if way is Way.WALK_IN:
            found.append(Finding("blood_pressure", self._body.pressure(day), on, clock))
            found += [
                Finding("fetal_heart_rate", self._body.heart_rate(), on, clock, fetus=fetus)
                for fetus in fetuses()
            ]
        urgency = care.call_urgency.draw(dice)
        advice = phrases.advice_now if urgency in _COMES_IN else phrases.advice_later
        found.append(Finding("advice", phrase(dice, advice), on, clock))
        found.append(Finding("urgency", urgency, on, clock))
        if dice.chance(0.5):
            found.append(Finding("follow_up", phrase(dice, phrases.follow_up), on, clock))
        for finding in found:
            diary.add(Finding(finding.what, finding.value, on, clock, fetus=finding.fetus, contact=origin))


class HomeReadings:
    """Blood pressures that she took herself, written at the next check-up."""

    def __init__(self, land: Land, number: int, pregnancy: Pregnancy, body: Body, more: int) -> None:
        """`more` readings stand before each check-up, whoever she is: for measuring the program, not for believing."""
        care, dice = land.parameters.care, Dice(land.plan.seed, "home", number)
        self._pregnancy, self._body, self._more = pregnancy, body, more
        self._usual = 2 * round(care.home_days.value) if dice.chance(care.home_share.value) else 0
        self._last = pregnancy.first_visit

    def before(self, day: int) -> list[Finding]:
        """The readings of the days before a check-up: once the pressure is raised, or where more are asked for."""
        since, self._last = max(self._last, HOME_FROM), day
        raised = self._body.affected(day) > SHOWS
        wanted = max(self._more, self._usual if raised else 0)
        slots = [
            (each, at)
            for times in (_READINGS, _SECOND_READINGS)
            for each in range(day - 1, since - 1, -1)
            for at in reversed(times)
        ]
        return [
            Finding("blood_pressure", self._body.pressure(each), self._pregnancy.on(each), at, by_woman=True)
            for each, at in sorted(slots[:wanted])
        ]
