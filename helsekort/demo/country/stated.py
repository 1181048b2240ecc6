"""What is asked when the card is opened, and the results of the blood samples."""

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal

from helsekort.demo.country.dice import Dice
from helsekort.demo.country.land import Land
from helsekort.demo.country.parameters import Spread
from helsekort.demo.country.person import WEEK, Person, Pregnancy
from helsekort.demo.country.phrasing import phrase
from helsekort.record.entries import Finding, Value

_EARLY_SUGAR_BEFORE = 16 * WEEK


class Stated:
    """The facts and results of one woman."""

    def __init__(self, land: Land, number: int, person: Person, pregnancy: Pregnancy) -> None:
        self._land, self._person, self._pregnancy = land, person, pregnancy
        self._dice = Dice(land.plan.seed, "stated", number)
        self.rhd_negative = self._dice.chance(land.parameters.results.rhd_negative.value)

    def facts(self, on: dt.date) -> list[Finding]:
        """What she was asked; what was not asked is not there, and "no" is not the same."""
        dice, person, phrases = self._dice, self._person, self._land.phrases
        asked = self._land.parameters.readings.stated.weights
        values: dict[str, Value] = {
            "interpreter": person.interpreter,
            "height": Decimal(person.height),
            "prepregnancy_weight": Decimal(str(person.prepregnancy_weight)),
            "births": Decimal(person.births),
            "births_summary": phrase(dice, phrases.births),
            "allergies": self._none_or("allergies", phrases.allergies),
            "medicines": self._none_or("medicines", phrases.medicines),
            "family": self._none_or("family", phrases.family),
        }
        if person.births == 0:
            del values["births_summary"]
        return [Finding(what, value, on) for what, value in values.items() if dice.chance(asked[what])]

    def _none_or(self, what: str, phrases: list[str]) -> Value:
        none = self._land.parameters.readings.nothing_to_tell.weights[what]
        return False if self._dice.chance(none) else phrase(self._dice, phrases)

    def placentas(self, on: dt.date) -> Finding:
        """What the scan says of twins."""
        phrases = self._land.phrases
        chosen = phrases.placenta if self._pregnancy.shared_placenta else phrases.placentas
        return Finding("chorionicity", phrase(self._dice, chosen), on)

    def first_results(self, day: int, on: dt.date) -> list[Finding]:
        """The samples of the first visit."""
        return list(self._first(day, on))

    def _first(self, day: int, on: dt.date) -> Iterator[Finding]:
        given, results, dice = self._given, self._land.parameters.results, self._dice
        yield from given("haemoglobin", _decimal(results.haemoglobin_early, dice, 1), on)
        yield from given("ferritin", self._ferritin(0.0), on)
        yield from given("abo", results.abo.draw(dice), on)
        yield from given("rhd", "NEG" if self.rhd_negative else "POS", on)
        yield from given("antibody_screen", _found(dice.chance(results.antibodies.value)), on)
        for what, share in (("hiv", results.hiv), ("syphilis", results.syphilis), ("hbsag", results.hbsag)):
            yield from given(what, _found(dice.chance(share.value)), on)
        at_risk = self._at_risk()
        if day < _EARLY_SUGAR_BEFORE and at_risk:
            spread = results.early_sugar_diabetes if self._pregnancy.diabetes else results.early_sugar
            yield Finding("hba1c", _decimal(spread, dice, 0), on)

    def _at_risk(self) -> bool:
        """Whether an early HbA1c is offered; to all who get gestational diabetes, for it is they who are at risk."""
        results = self._land.parameters.results
        heavy = self._person.body_mass > results.early_sugar_body_mass.value
        return self._pregnancy.diabetes or heavy or self._dice.chance(results.early_sugar_other.value)

    def later_results(self, on: dt.date) -> list[Finding]:
        """The samples of about week 28."""
        results, dice = self._land.parameters.results, self._dice
        found = [
            *self._given("haemoglobin", _decimal(results.haemoglobin_late, dice, 1), on, "haemoglobin_late"),
            *self._given("ferritin", self._ferritin(results.ferritin_lost.value), on, "ferritin_late"),
        ]
        if self.rhd_negative:
            found += self._given("antibody_screen", _found(False), on)
        return found

    def _given(self, what: str, value: Value, on: dt.date, key: str = "") -> Iterator[Finding]:
        if self._dice.chance(self._land.parameters.results.given.weights[key or what]):
            yield Finding(what, value, on)

    def _ferritin(self, less: float) -> Decimal:
        drawn = self._land.parameters.results.ferritin_log.draw(self._dice) - less
        return Decimal(max(5, round(math.exp(drawn))))


def _found(positive: bool) -> str:
    return "POS" if positive else "NEG"


def _decimal(spread: Spread, dice: Dice, decimals: int) -> Decimal:
    return Decimal(f"{spread.draw(dice):.{decimals}f}")
