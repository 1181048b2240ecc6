"""Sentences with numbers in them, put together by chance."""

from collections.abc import Sequence

from helsekort.demo.country.dice import Dice


def phrase(dice: Dice, phrases: Sequence[str]) -> str:
    """One of the phrases with its numbers filled in."""
    chosen = dice.one_of(phrases)
    if "{" not in chosen:
        return chosen
    return chosen.format(
        weeks=dice.whole(2, 5), days=dice.whole(2, 7), number=dice.whole(2, 9), clock=dice.whole(0, 23)
    )


def some(dice: Dice, *groups: Sequence[str]) -> str:
    """A sentence from each group and, at times, one more from the last; none twice."""
    found = [phrase(dice, group) for group in groups]
    if dice.chance(0.4):
        found.append(phrase(dice, groups[-1]))
    return " ".join(dict.fromkeys(found))
