"""Small countries for tests, each made once."""

import datetime as dt
from functools import cache

from helsekort import datafiles
from helsekort.demo.country.land import Land, Plan
from helsekort.demo.country.life import Life, live
from helsekort.record.card import Card, fold

TODAY = dt.date(2026, 6, 1)


@cache
def land(
    women: int = 60, seed: int = 7, today: dt.date = TODAY, *, at_term: bool = False, entries: int = 0
) -> Land:
    """A country of so many women."""
    return datafiles.land(Plan(seed, women, today, at_term=at_term, entries=entries))


@cache
def lives(women: int = 60, seed: int = 7, today: dt.date = TODAY, *, at_term: bool = False) -> list[Life]:
    """All its lives."""
    one = land(women, seed, today, at_term=at_term)
    return [live(one, number) for number in range(women)]


def folded(life: Life) -> Card:
    """The card as anyone would see it."""
    return fold(life.diary.card, life.diary.entries, land().terms.oldest_days)
