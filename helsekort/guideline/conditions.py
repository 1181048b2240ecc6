"""Holds the conditions of a rule against a card. Closed: what is not here, no rule file can ask."""

from collections.abc import Callable

from helsekort.guideline.inputs import resolve
from helsekort.guideline.reading import Known, Lack, Missing, Reading, Resolved
from helsekort.guideline.reasons import edge_reason, missing_reason, presence_reason, reading_reason
from helsekort.guideline.shape import Band, Condition, Input, Limit, Version, amount
from helsekort.guideline.truth import OPPOSITE, Outcome, Truth, all_of, any_of, negated

EDGES: dict[str, Callable[[Reading, Limit], Truth]] = {
    "at_least": lambda reading, limit: _beyond(reading, limit, at=True),
    "above": lambda reading, limit: _beyond(reading, limit, at=False),
    "before": lambda reading, limit: OPPOSITE[_beyond(reading, limit, at=True)],
    "up_to": lambda reading, limit: OPPOSITE[_beyond(reading, limit, at=False)],
}
UNSETTLED = {"limit": Lack.NO_LIMIT, "which": Lack.WHICH}


def _beyond(reading: Reading, limit: Limit, *, at: bool) -> Truth:
    """Whether a value is above a limit, or `at` it too; not known where only a bound of the value is."""
    figure = amount(limit)
    sides = {figure < end or (at and end == figure) for end in (reading.low, reading.high)}
    if sides == {True}:
        return Truth.YES
    return Truth.NO if sides == {False} else Truth.UNKNOWN


class Asker:
    """Answers conditions about one card by one version; each input is read once."""

    def __init__(self, known: Known, version: Version, inputs: dict[Input, Resolved]) -> None:
        self._known = known
        self._version = version
        self._inputs = inputs

    def ask(self, condition: Condition) -> Outcome:
        """Whether a condition holds."""
        if condition.all:
            return all_of([self.ask(each) for each in condition.all])
        if condition.any:
            return any_of([self.ask(each) for each in condition.any])
        if condition.negated is not None:
            return negated(self.ask(condition.negated))
        if condition.scale:
            scale = self._version.scales[condition.scale]
            band = next(each for each in scale.bands if each.name == condition.band)
            return self._value(scale.value, lambda reading: self._edges(band, reading))
        if condition.no_place:
            return _lacking(Missing(condition.no_place, Lack.NO_PLACE))
        if condition.missing:
            return self._missing(condition.value)
        if condition.unsettled:
            lack = UNSETTLED[condition.unsettled]
            return self._value(condition.value, lambda reading: _unsettled(lack, reading))
        if condition.equals is not None or condition.one_of:
            return self._value(condition.value, lambda reading: _said(condition, reading))
        return self._value(condition.value, lambda reading: self._edges(condition, reading))

    def resolved(self, name: str) -> Resolved:
        """What an input comes to."""
        one = self._version.inputs[name]
        if one not in self._inputs:
            self._inputs[one] = resolve(self._known, self._version, one)
        return self._inputs[one]

    def _value(self, name: str, judge: Callable[[Reading], Outcome]) -> Outcome:
        """Yes where one of the readings is; where none is and something is missing, not known."""
        resolved = self.resolved(name)
        lacking = [Outcome(Truth.UNKNOWN, (), (each,), (missing_reason(each),)) for each in resolved.missing]
        return any_of([judge(reading) for reading in resolved.readings] + lacking)

    def _edges(self, edges: Condition | Band, reading: Reading) -> Outcome:
        found = []
        for edge, judge in EDGES.items():
            name = getattr(edges, edge)
            if name:
                limit = self._version.limits[name]
                found.append(_against(edge, judge(reading, limit), reading, limit))
        return all_of(found)

    def _missing(self, name: str) -> Outcome:
        """Whether nothing stands on the card; not known where it hangs on a due date that is not there."""
        resolved = self.resolved(name)
        one = self._version.inputs[name]
        windowed = [each for each in resolved.missing if each.why is Lack.NO_DUE_DATE]
        if windowed and (one.from_age or one.before_age or one.in_pregnancy):
            return Outcome(Truth.UNKNOWN, (), tuple(windowed), tuple(map(missing_reason, windowed)))
        truth = Truth.NO if resolved.entered else Truth.YES
        return Outcome(truth, resolved.readings, (), (presence_reason(one.label, resolved.entered),))


def _lacking(missing: Missing) -> Outcome:
    return Outcome(Truth.UNKNOWN, (), (missing,), (missing_reason(missing),))


def _against(edge: str, truth: Truth, reading: Reading, limit: Limit) -> Outcome:
    if truth is Truth.UNKNOWN:
        missing = Missing(reading.label, Lack.NOT_EXACT, reading.on)
        return Outcome(truth, (reading,), (missing,), (missing_reason(missing),))
    return Outcome(truth, (reading,), (), (edge_reason(edge, truth is Truth.YES, reading, limit),))


def _unsettled(lack: Lack, reading: Reading) -> Outcome:
    """No where the answer is no; anything else that stands there is used, and settles nothing."""
    if reading.value is False:
        return Outcome(Truth.NO, (reading,), (), (reading_reason(reading),))
    missing = Missing(reading.label, lack, reading.on)
    return Outcome(Truth.UNKNOWN, (reading,), (missing,), (missing_reason(missing),))


def _said(condition: Condition, reading: Reading) -> Outcome:
    """Whether an answer is the one asked for, or one of the codes."""
    wanted = condition.one_of if condition.equals is None else (condition.equals,)
    holds = reading.value in wanted
    return Outcome(Truth.YES if holds else Truth.NO, (reading,), (), (reading_reason(reading),))
