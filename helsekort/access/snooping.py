"""Which look-ups are unusual. Pure: lines of the log in, points out; a person decides what they mean.

The figures are data (`snooping.toml`). What the record does not hold is not judged: addresses, rotas, and whether a
colleague's national number is a patient's.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from statistics import median
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86_400 * SECOND
_Whole = Annotated[int, Meta(ge=0)]


class Figures(Struct, frozen=True, forbid_unknown_fields=True):
    """The figures of one rule. What a rule does not use stands at 0."""

    points: Annotated[int, Meta(ge=1, le=1000)]
    source: Annotated[str, Meta(min_length=1)]
    mark: Literal["V", "N", "K", "D"]
    least: _Whole = 0
    times: _Whole = 0
    seconds: _Whole = 0
    minutes: _Whole = 0
    from_hour: Annotated[int, Meta(ge=0, le=23)] = 0
    to_hour: Annotated[int, Meta(ge=0, le=23)] = 0
    days: _Whole = 0
    most: _Whole = 0


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """All rules by name, and the points from which a day's look-ups on a card are put up for review."""

    threshold: Annotated[int, Meta(ge=1)]
    rules: dict[str, Figures]


class Look(Struct, frozen=True):
    """One line of the log: someone found, opened or wrote on a card, took its woman in, or was refused.

    `at` is microseconds; `day` and `hour` are Norway's. `card` is 0 where it was about none.
    `kind`: found, opened, wrote, refused, emergency or taken. `related`: a care relation let them in.
    """

    at: int
    day: str
    hour: int
    party: int
    organisation: int
    category: str
    card: int
    kind: Literal["found", "opened", "wrote", "refused", "emergency", "taken"]
    related: bool = True


class People(Struct, frozen=True):
    """Names: of those who looked by party, of the woman by card, and of all who work at a unit."""

    staff: dict[int, str]
    women: dict[int, str]
    colleagues: dict[int, frozenset[str]]


class Hit(Struct, frozen=True):
    """One person's look-ups on one card on one day: points, the rules that gave them, and when it began."""

    party: int
    organisation: int
    card: int
    day: str
    at: int
    points: int
    rules: tuple[str, ...]


Key = tuple[int, int, int, str]
Found = Iterator[Key]
Rule = Callable[[list[Look], People, Figures], Found]


def read_table(text: str) -> Table:
    """The rules from TOML. ValueError names what is wrong, and a rule that there is not or that is missing."""
    table = msgspec.convert(tomllib.loads(text), Table)
    if table.rules.keys() != RULES.keys():
        raise ValueError(f"snooping.toml: the rules are {', '.join(RULES)}")
    return table


def score(looks: Iterable[Look], people: People, table: Table) -> list[Hit]:
    """Every day's look-ups of one person on one card that got any points, most points first."""
    ordered = sorted(looks, key=lambda look: (look.at, look.party, look.card))
    gave: dict[Key, list[str]] = defaultdict(list)
    for name, rule in RULES.items():
        for key in dict.fromkeys(rule(ordered, people, table.rules[name])):
            gave[key].append(name)
    began: dict[Key, int] = {}
    for look in ordered:
        began.setdefault(_key(look), look.at)
    hits = [
        Hit(*key, at=began[key], points=sum(table.rules[name].points for name in names), rules=tuple(names))
        for key, names in gave.items()
    ]
    return sorted(hits, key=lambda hit: (-hit.points, hit.at, hit.party, hit.card))


def _key(look: Look) -> Key:
    return (look.party, look.organisation, look.card, look.day)


def _by_person(looks: list[Look]) -> dict[tuple[int, int], list[Look]]:
    """Each person's looks at each unit, in order."""
    found: dict[tuple[int, int], list[Look]] = defaultdict(list)
    for look in looks:
        found[(look.party, look.organisation)].append(look)
    return found


def _refused(looks: list[Look], _people: People, _figures: Figures) -> Found:
    """Refused, and no emergency stated the same day: that is reviewed whatever it scores."""
    stated = {_key(look) for look in looks if look.kind == "emergency"}
    return (_key(look) for look in looks if look.kind == "refused" and _key(look) not in stated)


def _guessed(looks: list[Look], _people: People, figures: Figures) -> Found:
    """Refused more than `most` times in one day, whether or not the numbers were anyone's."""
    tried: dict[tuple[int, int, str], list[Look]] = defaultdict(list)
    for look in looks:
        if look.kind == "refused":
            tried[(look.party, look.organisation, look.day)].append(look)
    for own in tried.values():
        if len(own) > figures.most:
            yield from map(_key, own)


def _no_relation(looks: list[Look], _people: People, _figures: Figures) -> Found:
    return (_key(look) for look in looks if look.kind == "opened" and not look.related)


def _same_name(looks: list[Look], people: People, _figures: Figures) -> Found:
    for look in looks:
        hers = _family(people.women.get(look.card, ""))
        if hers and hers & _family(people.staff.get(look.party, "")):
            yield _key(look)


def _family(name: str) -> set[str]:
    """The family names of a full name: all but the first word."""
    return {word.casefold() for word in name.replace("-", " ").split()[1:]}


def _colleague(looks: list[Look], people: People, _figures: Figures) -> Found:
    for look in looks:
        hers = people.women.get(look.card, "").casefold()
        if hers and hers in people.colleagues.get(look.organisation, frozenset()):
            yield _key(look)


def _many(looks: list[Look], _people: People, figures: Figures) -> Found:
    """More cards opened in an hour than `least`, and `times` what peers of the same category usually open."""
    hours: dict[tuple[int, int, str, str, int], dict[int, Look]] = defaultdict(dict)
    for look in looks:
        if look.kind == "opened":
            slot = (look.party, look.organisation, look.category, look.day, look.hour)
            hours[slot].setdefault(look.card, look)
    counts: dict[str, list[int]] = defaultdict(list)
    for (_, _, category, _, _), cards in hours.items():
        counts[category].append(len(cards))
    usual = {category: median(found) for category, found in counts.items()}
    for (_, _, category, _, _), cards in hours.items():
        if len(cards) >= max(figures.least, figures.times * usual[category]):
            yield from map(_key, cards.values())


def _brief(looks: list[Look], _people: People, figures: Figures) -> Found:
    """A card opened, and the next thing this person did was about another, within seconds."""
    for own in _by_person(looks).values():
        for look, then in pairwise(own):
            soon = then.at - look.at < figures.seconds * SECOND
            if look.kind == "opened" and then.card != look.card and soon:
                yield _key(look)


def _wrote(looks: list[Look]) -> set[Key]:
    return {_key(look) for look in looks if look.kind == "wrote"}


def _night(looks: list[Look], _people: People, figures: Figures) -> Found:
    """Opened at night, and nothing written on the card that day."""
    wrote = _wrote(looks)
    for look in looks:
        at_night = look.hour >= figures.from_hour or look.hour < figures.to_hour
        if look.kind == "opened" and at_night and _key(look) not in wrote:
            yield _key(look)


def _searched(looks: list[Look], _people: People, figures: Figures) -> Found:
    """Found by her number, and not opened soon after."""
    for own in _by_person(looks).values():
        opened: dict[int, list[int]] = defaultdict(list)
        for look in own:
            if look.kind != "found":
                opened[look.card].append(look.at)
        for look in own:
            if look.kind == "found" and not any(
                0 <= at - look.at < figures.minutes * MINUTE for at in opened[look.card]
            ):
                yield _key(look)


def _emergencies(looks: list[Look], _people: People, figures: Figures) -> Found:
    """The glass broken more often than `most` times in `days` days: the one that made it so, and those after."""
    for own in _by_person(looks).values():
        broken = [look for look in own if look.kind == "emergency"]
        for place, look in enumerate(broken):
            lately = [one for one in broken[: place + 1] if look.at - one.at < figures.days * DAY]
            if len(lately) > figures.most:
                yield _key(look)


def _taken_in(looks: list[Look], _people: People, _figures: Figures) -> Found:
    """Taken in on nobody's word but their own: from then on a care relation lets them in to everything."""
    return (_key(look) for look in looks if look.kind == "taken")


def _only_taken_in(looks: list[Look], people: People, figures: Figures) -> Found:
    """Taken in as one who stood before them, and nothing written on the card that day."""
    wrote = _wrote(looks)
    return (key for key in _taken_in(looks, people, figures) if key not in wrote)


RULES: dict[str, Rule] = {
    "refused": _refused,
    "guessed": _guessed,
    "no-relation": _no_relation,
    "same-name": _same_name,
    "colleague": _colleague,
    "many": _many,
    "brief": _brief,
    "night": _night,
    "searched": _searched,
    "emergencies": _emergencies,
    "taken-in": _taken_in,
    "only-taken-in": _only_taken_in,
}
