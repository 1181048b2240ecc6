"""fosterId: 1 is the fetus with the first label, 2 the next. A label never moves, so a number never does."""

from decimal import Decimal

from helsekort.dhg.changes import Changes
from helsekort.dhg.faults import invalid
from helsekort.dhg.sent import look, whole_in
from helsekort.fhir.strict_json import Object
from helsekort.record.entries import Fetus

LABELS = "ABCDEFGHIJ"
COUNT = "number_of_fetuses"
"""The key of the catalogue under which it stands how many there are."""


class Fetuses:
    """The fetuses that a request names; those that the card does not have yet are entered with it."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._known = list(changes.view.card.fetuses)

    def named(self, listed: list[Object], place: str) -> list[tuple[int, Object]]:
        """(origin, what is said of it), in the order of their numbers. Fault for one named twice, or unknown."""
        numbered = [
            (whole_in(look(each, "fosterId", place), f"{place}[{index}].fosterId"), each)
            for index, each in enumerate(listed)
        ]
        numbers = [number for number, _ in numbered]
        if len(set(numbers)) < len(numbers):
            raise invalid(f"{place}.fosterId", "each fetus is named once.")
        new: dict[int, int] = {}
        found = []
        for number, each in sorted(numbered, key=lambda pair: pair[0]):
            found.append((self._origin(number, place, new), each))
        return found

    def _origin(self, number: int, place: str, new: dict[int, int]) -> int:
        if 1 <= number <= len(self._known):
            trail = self._known[number - 1]
            if not trail.stands:
                raise invalid(f"{place}.fosterId", "this fetus was withdrawn from the card.")
            return trail.origin
        expected = len(self._known) + len(new) + 1
        if number != expected or number > max(self._most(), 0) or number > len(LABELS):
            says = "number the fetuses 1, 2 and on, as numberOfFetuses says how many there are."
            raise invalid(f"{place}.fosterId", says)
        terms = self._changes.terms
        new[number] = self._changes.add(Fetus(LABELS[number - 1], terms.today))
        return new[number]

    def _most(self) -> int:
        """How many there can be: what is stated; any number where no fetus stands on the card yet."""
        if not self._known:
            return len(LABELS)
        stated = self._changes.view.card.latest(COUNT)
        value = stated.value if stated else None
        return int(value) if isinstance(value, Decimal) else len(self._known)
