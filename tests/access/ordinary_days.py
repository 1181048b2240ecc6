"""Thirty synthetic days of look-ups with cases planted in them: how many of each the rules of snooping.toml put up.

Nothing here was observed: who opens how many cards when is invented, so the figure says how the rules behave on these
days and nothing of any real service. `python -m tests.access.ordinary_days` prints it; docs/security.md quotes it.
"""

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from helsekort import datafiles
from helsekort.access.snooping import MINUTE, SECOND, Look, People, score
from helsekort.demo.country.land import Names, read_names

DAYS, UNITS, WOMEN = 30, 20, 10_000
FIRST = dt.date(2026, 3, 2)
PLANTED = 20
"""Cases of each kind."""
FOLDER = Path(__file__).parents[2] / "helsekort" / "demo" / "country"
Key = tuple[int, int, str]


@dataclass
class Days:
    """What is made: the looks, the people, and which (person, card, day) of them were planted as what."""

    chance: random.Random
    names: Names
    looks: list[Look] = field(default_factory=list)
    planted: dict[Key, str] = field(default_factory=dict)
    staff: dict[int, str] = field(default_factory=dict)
    women: dict[int, str] = field(default_factory=dict)
    at_unit: dict[int, list[int]] = field(default_factory=dict)

    def name(self) -> str:
        return f"{self.chance.choice(self.names.given)} {self.chance.choice(self.names.family)}"

    def look(
        self, party: int, card: int, day: int, minute: float, kind: str = "opened", **more: object
    ) -> None:
        """`minute` is of the day in Norway; past 1440 it is the next one."""
        day, minute = day + int(minute // 1440), minute % 1440
        unit = party // 10
        on = FIRST + dt.timedelta(days=day)
        at = int((day * 1440 + minute) * MINUTE) + self.chance.randrange(SECOND)
        category = "LE" if party % 10 > 6 else "JO"
        plain = {"related": True, **more}
        self.looks.append(
            Look(at, on.isoformat(), int(minute // 60), party, unit, category, card, kind, **plain)
        )  # type: ignore[arg-type]  # a kind of look

    def plant(self, what: str, party: int, card: int, day: int) -> None:
        self.planted[(party, card, (FIRST + dt.timedelta(days=day)).isoformat())] = what


def people(made: Days) -> None:
    """Ten at each unit, seven of them midwives; every fifth unit is a birth unit."""
    for unit in range(UNITS):
        made.at_unit[unit] = [unit * 10 + one for one in range(10)]
        made.staff |= {party: made.name() for party in made.at_unit[unit]}
    made.women |= {card: made.name() for card in range(1, WOMEN + 1)}


def ordinary(made: Days) -> None:
    """Visits by day, and at birth units also by night: opened, and mostly something is written."""
    chance = made.chance
    for day in range(DAYS):
        for unit, staff in made.at_unit.items():
            nights = unit % 5 == 0
            for party in staff:
                begin = chance.choice((480, 900, 1320)) if nights else 480
                for minute in sorted(
                    chance.uniform(begin, begin + 450) for _ in range(chance.randint(3, 12))
                ):
                    visit(made, party, chance.randint(1, WOMEN), day, minute)


def visit(made: Days, party: int, card: int, day: int, minute: float) -> None:
    """One visit; now and then the wrong card first, a search that ends there, or a refusal: nobody meant harm."""
    chance = made.chance
    slip, writes = chance.random(), 0.8
    if slip < 0.02:
        made.look(party, chance.randint(1, WOMEN), day, minute - 0.05)
    elif slip < 0.03:
        made.look(party, chance.randint(1, WOMEN), day, minute - 2, "found")
    elif slip < 0.033:
        made.look(party, chance.randint(1, WOMEN), day, minute - 2, "refused", related=False)
    elif slip < 0.053:
        # a woman who was on no list of theirs stood there: then mostly there is something to write
        made.look(party, card, day, minute - 1, "taken", related=False)
        writes = 0.95
    made.look(party, card, day, minute)
    if chance.random() < writes:
        made.look(party, card, day, minute + 12, "wrote")


def _own(made: Days) -> tuple[int, int, int]:
    """Someone, a card of no one in particular, and a day."""
    chance = made.chance
    return chance.randrange(UNITS * 10), chance.randint(1, WOMEN), chance.randrange(DAYS)


def planted(made: Days) -> None:
    """Each kind so many times."""
    for place in range(PLANTED):
        _taken_in(made)
        party, card, day = _own(made)
        made.women[card] = f"Tora {made.staff[party].split()[-1]}"
        made.plant("a relative's card, refused", party, card, day)
        made.look(party, card, day, 700, "refused", related=False)
        party, card, day = _own(made)
        made.women[card] = made.staff[made.chance.choice(made.at_unit[party // 10])]
        made.plant("a colleague's card", party, card, day)
        made.look(party, card, day, 720)
        party, _, day = _own(made)
        for one in range(25):
            card = WOMEN - 25 * place - one
            made.plant("25 cards in an hour", party, card, day)
            made.look(party, card, day, 780 + one * 2)
        party, card, day = _own(made)
        made.plant("an own patient's card at night, for three seconds", party, card, day)
        made.look(party, card, day, 1400)
        made.look(party, card % WOMEN + 1, day, 1400.05)
        party = made.chance.randrange(UNITS * 10)
        for one in range(8):
            made.look(party, card - one if card > 10 else card + one, day % 20 + one, 600, "emergency")
        made.plant(
            "the glass broken for the eighth time in a week",
            party,
            card - 7 if card > 10 else card + 7,
            day % 20 + 7,
        )


def _taken_in(made: Days) -> None:
    """Taken in on their own word by one who had no business there; the clever write something too."""
    for what, writes, relative in (
        ("taken in and only read", False, False),
        ("a relative taken in, and something written", True, True),
        ("a stranger taken in, and something written", True, False),
    ):
        party, card, day = _own(made)
        if relative:
            made.women[card] = f"Tora {made.staff[party].split()[-1]}"
        made.plant(what, party, card, day)
        made.look(party, card, day, 660, "taken", related=False)
        made.look(party, card, day, 661)
        if writes:
            made.look(party, card, day, 664, "wrote")


def made_days(seed: int = 1) -> Days:
    """The days of one seed: always the same."""
    chance = random.Random(seed)  # noqa: S311  # repeatable days, no secret
    made = Days(chance, read_names((FOLDER / "names.toml").read_text(encoding="utf-8")))
    people(made)
    ordinary(made)
    planted(made)
    return made


def figures(made: Days) -> list[str]:
    """What is printed."""
    table = datafiles.snooping()
    colleagues = {
        unit: frozenset(made.staff[one].casefold() for one in staff) for unit, staff in made.at_unit.items()
    }
    hits = score(made.looks, People(made.staff, made.women, colleagues), table)
    over = {(hit.party, hit.card, hit.day) for hit in hits if hit.points >= table.threshold}
    days = {(look.party, look.card, look.day) for look in made.looks}
    honest = days - made.planted.keys()
    flagged = len(over & honest)
    found = Counter(made.planted[key] for key in over & made.planted.keys())
    ordinary_days = f"{len(made.looks)} look-ups, {len(honest)} ordinary days of one person with one card"
    told = [f"{ordinary_days}: {flagged} put up ({flagged * 10_000 / len(honest):.0f} of 10000)"]
    return told + [
        f"{what}: {found[what]} of {count} found" for what, count in Counter(made.planted.values()).items()
    ]


if __name__ == "__main__":
    print("\n".join(figures(made_days())))
