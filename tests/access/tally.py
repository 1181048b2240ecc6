"""What was compared of random worlds: a wall that agrees because nobody is ever let in agrees about nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from helsekort.access.permissions import Permission
from helsekort.access.ruling import Decision


class Tally(Struct):
    """How many pairs of actor and card were asked, how many of them saw the card, and by what.

    `by_rule`: of each rule, the pairs that it let in to some way of reading. `open` and `closed`: of those who may open
    the whole card, by sensitivity class, to how many what is of it is shown, and to how many it is not.
    """

    pairs: int = 0
    let_in: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)

    def count(self, decisions: dict[Permission, Decision], classes: Iterable[str]) -> bool:
        """Count one pair, by what was decided of each way to read; whether any was allowed."""
        allowed = {each: said for each, said in decisions.items() if said.allowed}
        self.pairs += 1
        self.let_in += bool(allowed)
        self.by_rule.update({said.rule for said in allowed.values()})
        whole = allowed.get(Permission.OPEN_CARD)
        if whole is not None:
            for one in classes:
                (self.closed if one in whole.hide else self.open)[one] += 1
        return bool(allowed)

    def lines(self) -> Iterator[str]:
        """What is printed."""
        yield f"{self.pairs} pairs of actor and card, {self.let_in} of them let in"
        for rule, times in self.by_rule.most_common():
            yield f"  by {rule}: {times}"
        for one in sorted(self.open | self.closed):
            yield f"  {one}: open to {self.open[one]} of those who open the card, closed to {self.closed[one]}"
