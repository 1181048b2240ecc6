"""How a woman's body and her children change over the weeks: the values that a check-up would find."""

import math
from decimal import Decimal

from helsekort.demo.country.dice import Dice
from helsekort.demo.country.land import Land
from helsekort.demo.country.person import WEEK, Person, Pregnancy
from helsekort.record.entries import Pressure

RAISED_SYSTOLIC, RAISED_DIASTOLIC = 140, 90
_EARLY, _LATE = 12 * WEEK, 37 * WEEK
_FULL = 40 * WEEK
SHOWS = 0.3  # a rise below this share of its height is not noticed yet


class Body:
    """One woman's course. Each value is asked for on a day of the pregnancy, in any order."""

    def __init__(self, land: Land, number: int, person: Person, pregnancy: Pregnancy) -> None:
        self._parameters, self._curve = land.parameters, land.curve
        self._readings = land.parameters.readings
        self._person, self._pregnancy = person, pregnancy
        dice = Dice(land.plan.seed, "body", number)
        self._own = dice.normal(0, 1)
        self._raised = (
            self._readings.raised_systolic.draw(dice),
            self._readings.raised_diastolic.draw(dice),
        )
        self._gain = self._readings.gain.draw(dice)
        self._fundal_z = dice.normal(0, self._readings.fundal_own.value)
        self._heart = dice.normal(0, self._readings.heart_own.value)
        self._turned = land.parameters.pregnancy.turned.draw(dice)
        self._dice = dice

    def affected(self, day: int) -> float:
        """How far a raised blood pressure has risen, 0 to 1."""
        pregnancy = self._pregnancy
        if pregnancy.chronic:
            return self._parameters.conditions.chronic_level.value
        if not (pregnancy.preeclampsia or pregnancy.hypertension):
            return 0.0
        return min(max((day - pregnancy.onset) / self._parameters.conditions.rise.value, 0.0), 1.0)

    def pressure(self, day: int) -> Pressure:
        """One reading; often read to an even number."""
        readings, affected = self._readings, self.affected(day)
        late = (min(max(day, _EARLY), _LATE) - _EARLY) / (_LATE - _EARLY)
        now = self._dice.normal(0, 1)
        systolic = self._one(readings.systolic.normal, readings.systolic_late.value, late, now)
        diastolic = self._one(readings.diastolic.normal, readings.diastolic_late.value, late, now)
        even = self._dice.chance(readings.even.value)
        return Pressure(
            _read(systolic + affected * self._raised[0], readings.systolic.normal, even),
            _read(diastolic + affected * self._raised[1], readings.diastolic.normal, even),
        )

    def _one(self, normal: tuple[float, float, float, float], at_37: float, late: float, now: float) -> float:
        """Her own level and the day's chance, so that all readings together have the published spread."""
        mean, sd, _, _ = normal
        own = self._readings.own_share.value
        chance = 0.8 * now + 0.6 * self._dice.normal(0, 1)
        spread = math.sqrt(own) * self._own + math.sqrt(1 - own) * chance
        return mean + late * (at_37 - mean) + sd * spread

    def weight(self, day: int) -> Decimal:
        """In kg: little in the first twelve weeks, then evenly."""
        readings, early = self._readings, self._readings.early_gain.value
        done = (
            early * day / _EARLY if day < _EARLY else early + (1 - early) * (day - _EARLY) / (_FULL - _EARLY)
        )
        swollen = readings.swelling.value * self.affected(day) if self._pregnancy.preeclampsia else 0.0
        kg = (
            self._person.prepregnancy_weight
            + self._gain * done
            + swollen
            + self._dice.normal(0, readings.weight_noise.value)
        )
        return Decimal(str(round(kg, 1)))

    def fundal_height(self, day: int) -> Decimal | None:
        """In whole cm, along the curve; None outside the days it is valid for."""
        z = self._fundal_z
        if self._pregnancy.slow_growth:
            z -= self._readings.fundal_lost.value * min(max((day - 28 * WEEK) / (8 * WEEK), 0.0), 1.0)
        height = self._curve.at(day, max(z, -2.6))
        if height is None:
            return None
        return Decimal(round(height + self._dice.normal(0, self._readings.fundal_noise.value)))

    def heart_rate(self) -> Decimal:
        mean, sd, low, high = self._readings.fetal_heart_rate.normal
        chance = math.sqrt(1 - self._readings.heart_own.value**2)
        rate = mean + sd * (self._heart + chance * self._dice.normal(0, 1))
        return Decimal(round(min(max(rate, low), high)))

    def presentation(self, day: int, second: bool) -> str:
        """Code of L1: settled some weeks before the birth; the second twin settles as it likes."""
        given = self._parameters.pregnancy
        if second:
            return given.second_position.draw(self._dice)
        if day < self._turned:
            return given.fetal_position.draw(self._dice)
        return "BREECH" if self._pregnancy.breech else "CEPH"

    def movements(self, day: int) -> str:
        """Code of L4: felt from about twenty weeks on."""
        readings = self._readings
        return (readings.movements_early if day < 21 * WEEK else readings.movements).draw(self._dice)

    def ill(self, day: int) -> bool:
        """Whether a pre-eclampsia shows itself in the urine and in swelling."""
        return self._pregnancy.preeclampsia and self.affected(day) > SHOWS

    def urine_protein(self, day: int) -> str:
        """Code of L2."""
        readings = self._readings
        return (readings.urine_preeclampsia if self.ill(day) else readings.urine).draw(self._dice)

    def oedema(self, day: int) -> str:
        """Code of the list of oedema."""
        readings = self._readings
        if self.ill(day):
            return readings.oedema_preeclampsia.draw(self._dice)
        return (readings.oedema_late if day >= 30 * WEEK else readings.oedema_early).draw(self._dice)

    def symptom(self, day: int) -> bool:
        """Whether she has one of the symptoms that are asked about."""
        readings = self._readings
        share = readings.symptoms.value
        if self._pregnancy.preeclampsia:
            share = max(share, readings.symptoms_preeclampsia.value * self.affected(day))
        return self._dice.chance(share)


def _read(value: float, normal: tuple[float, float, float, float], even: bool) -> Decimal:
    within = min(max(value, normal[2]), normal[3])
    return Decimal(round(within / 2) * 2 if even else round(within))
