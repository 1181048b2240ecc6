"""What a generated cohort came out as, measured on the cards themselves, beside what was aimed at.

Each measure reads a folded card as anyone would. Only what a card has no place for is taken from the draw, and the
page says so. A deviation is counted in standard errors: of twenty true ones about one lies beyond two.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from helsekort.demo.country.land import DOCTOR, MIDWIFE, Land
from helsekort.demo.country.life import Life
from helsekort.demo.country.parameters import Spread, Weights, span
from helsekort.record.card import Card, ContactLine
from helsekort.record.entries import ContactKind, Finding, Pressure, Status

WEEK = 7
LONGEST = 260
"""Days after which every pregnancy has ended: where only some have, short ones would be counted too often."""
VIABLE, BORN_AT_TERM = 22 * WEEK, 37 * WEEK


@dataclass
class Shares:
    """How often each kind came; against weights, or against one share of all."""

    aim: dict[str, float]
    found: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str) -> None:
        self.found[kind] += 1

    @property
    def count(self) -> int:
        return self.found.total()

    @property
    def deviation(self) -> float:
        """The largest of the kinds."""
        return max((self._one(kind) for kind in self.aim if kind != "no"), key=abs, default=0.0)

    def _one(self, kind: str) -> float:
        aim = self.aim[kind] / sum(self.aim.values())
        error = math.sqrt(aim * (1 - aim) / self.count) if self.count else math.inf
        return (self.found[kind] / max(self.count, 1) - aim) / error if error else 0.0

    @property
    def said(self) -> tuple[str, str]:
        """(aimed at, found)."""
        total = sum(self.aim.values())
        shown = [kind for kind in self.aim if kind != "no"]
        aim = ", ".join(f"{_named(kind)}{self.aim[kind] / total:.2%}" for kind in shown)
        return aim, ", ".join(f"{_named(kind)}{self.found[kind] / max(self.count, 1):.2%}" for kind in shown)


def _named(kind: str) -> str:
    return "" if kind == "yes" else f"{kind}: "


@dataclass
class Mean:
    """The mean of numbers, and their spread where one was aimed at."""

    aim: float
    sd: float | None = None
    numbers: list[float] = field(default_factory=list)

    def add(self, number: float) -> None:
        self.numbers.append(number)

    @property
    def count(self) -> int:
        return len(self.numbers)

    @property
    def mean(self) -> float:
        return math.fsum(self.numbers) / self.count if self.count else math.nan

    @property
    def spread(self) -> float:
        mean = self.mean
        return math.sqrt(math.fsum((one - mean) ** 2 for one in self.numbers) / max(self.count - 1, 1))

    @property
    def deviation(self) -> float:
        return (self.mean - self.aim) / (self.spread / math.sqrt(self.count)) if self.count > 1 else 0.0

    @property
    def said(self) -> tuple[str, str]:
        if self.sd is None:
            return f"{self.aim:.2f}", f"{self.mean:.2f}"
        return f"{self.aim:.2f} ± {self.sd:.2f}", f"{self.mean:.2f} ± {self.spread:.2f}"


Tally = Shares | Mean


def tallies(land: Land) -> dict[str, Tally]:
    """An empty tally for each measure, by the parameter's name and, where it is not the whole, what it is about."""
    given = land.parameters
    found: dict[str, Tally] = {}
    for name, parameter in given.every():
        if name in _WEIGHTS and isinstance(parameter, Weights):
            found[name] = Shares(parameter.weights)
        elif name in _MEANS and isinstance(parameter, Spread):
            found[name] = Mean(*parameter.normal[:2])
        elif name in _YES_OR_NO:
            value: float = parameter.value  # type: ignore[attr-defined]  # a Share, by the list
            found[name] = Shares({"yes": value, "no": 1 - value})
    for what in _TAKEN:
        share = given.readings.taken.weights[what]
        found[f"readings.taken: {what}"] = Shares({"yes": share, "no": 1 - share})
    found["readings.systolic_late"] = Mean(given.readings.systolic_late.value)
    found["readings.diastolic_late"] = Mean(given.readings.diastolic_late.value)
    return found


_WEIGHTS = frozenset(
    [
        "people.age",
        "people.births_before",
        "people.body_mass",
        "people.language",
        "pregnancy.birth",
        "care.seen_by",
        "care.calls",
        "results.abo",
    ]
)
_MEANS = frozenset(
    [
        "people.height",
        "pregnancy.term",
        "care.check_ups",
        "readings.systolic",
        "readings.diastolic",
        "readings.fetal_heart_rate",
        "results.haemoglobin_early",
        "results.haemoglobin_late",
        "results.ferritin_log",
    ]
)
_YES_OR_NO = frozenset(
    [
        "people.first_birth",
        "people.interpreter",
        "pregnancy.twins",
        "pregnancy.loss",
        "pregnancy.breech",
        "pregnancy.assisted",
        "conditions.preeclampsia",
        "conditions.hypertension",
        "conditions.chronic_hypertension",
        "conditions.diabetes",
        "conditions.slow_growth",
        "care.late",
        "care.moves",
        "care.midwife_share",
        "results.rhd_negative",
        "results.antibodies",
        "results.hbsag",
        "results.hiv",
        "results.syphilis",
        "changes.corrected",
    ]
)
_TAKEN = ("blood_pressure", "weight", "urine_protein", "oedema", "note")
FROM_THE_DRAW = frozenset(name for name in _YES_OR_NO if name.startswith("conditions."))
"""What the card has no place for."""
POSITIVE = {
    "results.antibodies": "antibody_screen",
    "results.hbsag": "hbsag",
    "results.hiv": "hiv",
    "results.syphilis": "syphilis",
}


def observe(land: Land, life: Life, card: Card) -> Iterator[tuple[str, str | float]]:
    """(tally, what was seen) of one card."""
    yield from _of_her(land, life, card)
    yield from _of_results(card)
    yield from _first_of_each(_of_visits(life, card))
    if (land.plan.today - card.opening.now.opened).days > LONGEST:
        yield from _of_the_whole(life, card)


def _first_of_each(seen: Iterator[tuple[str, str | float]]) -> Iterator[tuple[str, str | float]]:
    """Of numbers only one a woman, for hers are alike, and would count as more than they are."""
    known = set()
    for name, one in seen:
        if isinstance(one, str) or name not in known:
            known.add(name)
            yield name, one


def _yes(*, true: bool) -> str:
    return "yes" if true else "no"


def _number(card: Card, what: str) -> float | None:
    found = card.latest(what)
    return float(str(found.value)) if found is not None and found.value is not None else None


def _group(number: float, groups: Weights) -> str:
    """The group a number lies in, or the nearest one below it."""
    below = [key for key in groups.weights if span(key)[0] <= number + 0.05]
    return below[-1] if below else next(iter(groups.weights))


def _of_her(land: Land, life: Life, card: Card) -> Iterator[tuple[str, str | float]]:
    people, woman, due = land.parameters.people, life.person.woman, card.due
    yield "people.language", woman.language
    born = life.pregnancy.on(life.pregnancy.end)
    yield "people.age", _group(woman.age(born) or 0, people.age)
    births, height, weight = (_number(card, what) for what in ("births", "height", "prepregnancy_weight"))
    if births is not None:
        yield "people.first_birth", _yes(true=births == 0)
        if births:
            yield "people.births_before", f"{births:.0f}"
    if height is not None:
        yield "people.height", height
        if weight is not None:
            yield "people.body_mass", _group(weight / (height / 100) ** 2, people.body_mass)
    interpreter = card.latest("interpreter")
    if interpreter is not None:
        yield "people.interpreter", _yes(true=interpreter.value is True)
    if card.fetuses:
        yield "pregnancy.twins", _yes(true=len(card.fetuses) > 1)
    if due is not None:
        yield "pregnancy.assisted", _yes(true=due.method.startswith("ART"))
    yield "care.late", _yes(true=life.pregnancy.first_visit >= land.parameters.care.late_visit.between[0])
    drawn = life.pregnancy
    if not drawn.lost:
        yield "conditions.preeclampsia", _yes(true=drawn.preeclampsia)
        yield "conditions.hypertension", _yes(true=drawn.hypertension)
        yield "conditions.chronic_hypertension", _yes(true=drawn.chronic)
    yield "conditions.diabetes", _yes(true=drawn.diabetes)
    yield "conditions.slow_growth", _yes(true=drawn.slow_growth)


def _of_results(card: Card) -> Iterator[tuple[str, str | float]]:
    abo, rhd = card.latest("abo"), card.latest("rhd")
    if abo is not None:
        yield "results.abo", str(abo.value)
    if rhd is not None:
        yield "results.rhd_negative", _yes(true=rhd.value == "NEG")
    for name, what in POSITIVE.items():
        first = next((trail.now for trail in card.series(what)), None)
        if first is not None:
            yield name, _yes(true=first.value == "POS")
    for trail in card.series("haemoglobin"):
        early = (trail.now.on - card.opening.now.opened).days == 0
        yield f"results.haemoglobin_{'early' if early else 'late'}", float(str(trail.now.value))
    ferritin = next((trail.now for trail in card.series("ferritin")), None)
    if ferritin is not None and ferritin.on == card.opening.now.opened:
        yield "results.ferritin_log", math.log(float(str(ferritin.value)))


def _of_visits(life: Life, card: Card) -> Iterator[tuple[str, str | float]]:
    drawn = life.pregnancy
    healthy = not (drawn.preeclampsia or drawn.hypertension or drawn.chronic)
    usual = healthy and drawn.fetuses == 1 and not (drawn.diabetes or drawn.slow_growth)
    birth_unit, both = life.team.birth.unit, life.team.seen_by == "both"
    midwives = {post.party for post in life.team.midwives}
    for line in _check_ups(card):
        first = line.contact.entries[0]
        yield "changes.corrected", _yes(true=_corrected(line))
        if first.organisation == birth_unit:
            continue
        if both and line.contact.now.on != card.opening.now.opened:
            yield "care.midwife_share", _yes(true=first.author in midwives)
        for what in _TAKEN:
            if what != "note" or usual:
                yield f"readings.taken: {what}", _yes(true=any(one.now.what == what for one in line.findings))
        if healthy:
            yield from _of_pressure(line, (line.contact.now.on - life.pregnancy.day_0).days)
        for trail in line.findings:
            if trail.now.what == "fetal_heart_rate" and trail.now.value is not None:
                yield "readings.fetal_heart_rate", float(str(trail.now.value))


def _of_pressure(line: ContactLine, day: int) -> Iterator[tuple[str, str | float]]:
    """The first reading of a check-up about week 12 or 37."""
    found = next((one.now for one in line.findings if one.now.what == "blood_pressure"), None)
    if found is None or not isinstance(found.value, Pressure):
        return
    ending = "" if 9 * WEEK <= day < 15 * WEEK else "_late" if 36 * WEEK <= day < 39 * WEEK else None
    if ending is not None:
        yield f"readings.systolic{ending}", float(found.value.systolic or 0)
        yield f"readings.diastolic{ending}", float(found.value.diastolic or 0)


def _of_the_whole(life: Life, card: Card) -> Iterator[tuple[str, str | float]]:
    """Of pregnancies that were all over by now, short or long."""
    ended = card.opening.now.ended
    if ended is None:
        return
    end = (ended - life.pregnancy.day_0).days
    yield "pregnancy.loss", _yes(true=end < VIABLE)
    if end < VIABLE:
        return
    week = end // WEEK
    yield "pregnancy.birth", next(key for key in _BIRTHS if span(key)[0] <= week <= span(key)[1])
    yield "care.moves", _yes(true=life.team.moves <= life.pregnancy.end)
    if end >= BORN_AT_TERM:
        if week < 42:
            yield "pregnancy.term", end
        yield "care.check_ups", len(list(_check_ups(card)))
        calls = sum(line.contact.now.kind is ContactKind.CONTACT for line in card.contacts)
        yield "care.calls", str(calls)
        yield from _seen_by(life, card)
    if end >= 36 * WEEK and len(card.fetuses) == 1:
        last = card.latest("presentation", card.fetuses[0].origin)
        if last is not None and (last.on - life.pregnancy.day_0).days >= 36 * WEEK:
            yield "pregnancy.breech", _yes(true=last.value == "BREECH")


_BIRTHS = ("24-27", "28-31", "32-36", "37-41", "42-42")


def _seen_by(life: Life, card: Card) -> Iterator[tuple[str, str]]:
    category = {post.party: post.category for post in (*life.team.doctors, *life.team.midwives)}
    seen = {category.get(line.contact.entries[0].author) for line in _check_ups(card)} - {None}
    if seen:
        yield (
            "care.seen_by",
            "both" if seen == {DOCTOR, MIDWIFE} else "doctor" if seen == {DOCTOR} else "midwife",
        )


def _check_ups(card: Card) -> Iterator[ContactLine]:
    return (line for line in card.contacts if line.contact.now.kind is ContactKind.CHECK_UP)


def _corrected(line: ContactLine) -> bool:
    findings: list[Finding] = [one.now for one in line.findings]
    return any(one.status is Status.CORRECTED for one in findings)
