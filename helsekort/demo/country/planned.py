"""On which days she comes, and to whom."""

import datetime as dt

from msgspec import Struct

from helsekort.demo.country import land as places
from helsekort.demo.country.dice import Dice
from helsekort.demo.country.land import Land, Post
from helsekort.demo.country.person import WEEK, Pregnancy

USUAL_END = 277  # the mean day of birth; a woman who comes later, or gives birth earlier, comes less often
_EARLY_SCAN = (11 * WEEK, 14 * WEEK - 1)
_SECOND_SCAN = (17 * WEEK, 20 * WEEK - 1)
_FROM_24 = 24
_AFTER_FIRST = 10
_BETWEEN = 4  # days between one that is not of the programme and any other
_SATURDAY, _SUNDAY = 5, 6


class Planned(Struct, frozen=True, order=True):
    """A check-up on a day of the pregnancy that is no Saturday or Sunday."""

    day: int
    scan: bool = False


class Team(Struct, frozen=True):
    """Who cares for her; from day `moves` on others do. `moves` lies after the end for those who stay."""

    doctors: tuple[Post, Post]
    midwives: tuple[Post, Post]
    birth: Post
    seen_by: str
    moves: int

    def doctor(self, day: int) -> Post:
        return self.doctors[day >= self.moves]

    def midwife(self, day: int) -> Post:
        return self.midwives[day >= self.moves]

    def contact(self, day: int) -> Post:
        """Whom she rings in the daytime."""
        return self.doctor(day) if self.seen_by == "doctor" else self.midwife(day)

    def check_up(self, day: int, dice: Dice, by_midwife: float) -> Post:
        """Who sees her this time."""
        seen_by = self.seen_by
        if seen_by == "both":
            seen_by = "midwife" if dice.chance(by_midwife) else "doctor"
        return self.midwife(day) if seen_by == "midwife" else self.doctor(day)


def draw_team(land: Land, number: int, pregnancy: Pregnancy) -> Team:
    dice, care = Dice(land.plan.seed, "team", number), land.parameters.care
    moves = pregnancy.end + 1
    if dice.chance(care.moves.value) and pregnancy.end - pregnancy.first_visit > 6 * WEEK:
        moves = dice.whole(pregnancy.first_visit + 3 * WEEK, pregnancy.end - WEEK)
    return Team(
        doctors=(places.doctor(land, number), places.doctor(land, number + places.OFFICE)),
        midwives=(places.midwife(land, number), places.midwife(land, number + places.STATION)),
        birth=places.birth_midwife(land, number),
        seen_by=care.seen_by.draw(dice),
        moves=moves,
    )


def working_day(on: dt.date) -> dt.date:
    """The Friday before a Saturday, the Monday after a Sunday, any other day itself."""
    return on + dt.timedelta(days={_SATURDAY: -1, _SUNDAY: 1}.get(on.weekday(), 0))


def plan_check_ups(land: Land, number: int, pregnancy: Pregnancy) -> list[Planned]:
    """The first visit, the scans, the weeks of the programme, and what is left of her number in between."""
    dice, care = Dice(land.plan.seed, "planned", number), land.parameters.care
    first, end = pregnancy.first_visit, pregnancy.end
    usual = care.first_visit.normal[0]
    lived = (end - first) / (USUAL_END - usual)
    wanted = max(1, round(care.check_ups.draw(dice) * lived))
    found = {_working(pregnancy, first): Planned(first)}
    for day in _scans(dice, pregnancy):
        found.setdefault(_working(pregnancy, day), Planned(day, scan=True))
    weeks = [week * WEEK + dice.whole(-3, 4) for week in care.programme.weeks if week >= _FROM_24]
    usual_days = [day for day in weeks if first + _AFTER_FIRST < day < end - 1]
    while usual_days and len(found) + len(usual_days) > wanted:
        usual_days.pop(dice.whole(0, len(usual_days) - 1))
    for day in usual_days:
        found.setdefault(_working(pregnancy, day), Planned(day))
    earliest = max(first + _AFTER_FIRST, min(15 * WEEK, end - WEEK))
    for _ in range(6 * wanted):
        if len(found) >= wanted or earliest >= end - 1:
            break
        day = _working(pregnancy, dice.whole(earliest, end - 2))
        if all(abs(day - other) >= _BETWEEN for other in found):
            found[day] = Planned(day)
    return sorted(Planned(day, one.scan) for day, one in found.items() if day < end)


def _scans(dice: Dice, pregnancy: Pregnancy) -> list[int]:
    first, end = pregnancy.first_visit, pregnancy.end
    days = []
    early = dice.whole(max(_EARLY_SCAN[0], first + 3), _EARLY_SCAN[1] + 3)
    if pregnancy.early_scan and early <= _EARLY_SCAN[1]:
        days.append(early)
    second = dice.whole(*_SECOND_SCAN)
    # One who comes late is scanned soon after.
    days.append(second if second > first + 3 else first + dice.whole(4, 12))
    return [day for day in days if day < end - 2]


def _working(pregnancy: Pregnancy, day: int) -> int:
    """The day of the pregnancy that a visit is moved to from a Saturday or Sunday."""
    return (working_day(pregnancy.on(day)) - pregnancy.day_0).days
