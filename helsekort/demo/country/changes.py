"""What is changed after a check-up: a value corrected, the whole withdrawn, or taken off the wrong woman's card."""

from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from helsekort.demo.country.diary import Diary
from helsekort.demo.country.dice import Dice
from helsekort.demo.country.land import Land
from helsekort.record.entries import Contact, Entry, Finding, Pressure, Status, Value

_TENTHS = Decimal("0.3")


class Changing:
    """Decides what happens to each check-up of one woman."""

    def __init__(self, land: Land, number: int) -> None:
        self._changes, self._reasons = land.parameters.changes, land.phrases.reasons
        self._dice = Dice(land.plan.seed, "changes", number)

    def of(self, diary: Diary, origins: list[int]) -> Callable[[], None] | None:
        """What is done about a check-up later, if anything. `origins` are the contact's and its findings'."""
        changes, dice = self._changes, self._dice
        kind = dice.by_weight(
            {
                "corrected": changes.corrected.value,
                Status.WITHDRAWN: changes.withdrawn.value,
                Status.MISPLACED: changes.misplaced.value,
                "": 1 - changes.corrected.value - changes.withdrawn.value - changes.misplaced.value,
            }
        )
        if not kind:
            return None
        reason = dice.one_of(self._reasons)
        if kind == "corrected":
            return lambda: self._correct(diary, origins[1:], reason)
        return lambda: _end(diary, origins, Status(kind), reason)

    def _correct(self, diary: Diary, origins: list[int], reason: str) -> None:
        found = [
            (entry, value)
            for entry in diary.of_origins(origins)
            if (value := _other(entry, self._dice)) is not None
        ]
        if found:
            entry, value = self._dice.one_of(found)
            if isinstance(entry.content, Finding):
                changed = replace(entry.content, value=value, status=Status.CORRECTED, reason=reason)
                diary.revise(entry, changed)


def _other(entry: Entry, dice: Dice) -> Value | None:
    """What a measured value should have been; None for what is not measured."""
    value = entry.content.value if isinstance(entry.content, Finding) else None
    if isinstance(value, Pressure) and value.systolic is not None:
        return replace(value, systolic=value.systolic + dice.one_of((-4, -2, 2, 4)))
    if isinstance(value, Decimal):
        return value + (_TENTHS if value.as_tuple().exponent else 1)
    return None


def _end(diary: Diary, origins: list[int], status: Status, reason: str) -> None:
    for entry in diary.of_origins(origins):
        if isinstance(entry.content, Contact | Finding):
            diary.revise(entry, replace(entry.content, status=status, reason=reason))
