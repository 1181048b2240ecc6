"""Writes docs/synthetic.md: `python docs/synthetic_page.py`. It generates a cohort, and measures it on its cards."""

import datetime as dt
import statistics
from collections.abc import Iterator
from pathlib import Path

from docs.generate import MARKS, source, table
from docs.synthetic_tallies import FROM_THE_DRAW, Tally, observe, tallies
from helsekort import datafiles
from helsekort.demo.country import life as lives
from helsekort.demo.country.land import Land, Plan
from helsekort.demo.country.life import Life, live
from helsekort.record.card import Card, fold

WOMEN, SEED, TODAY = 6000, 2026, dt.date(2026, 6, 1)
FULL = 400
FAR = 3.0
"""Standard errors beyond which a deviation is pointed out."""
PAGE = Path(__file__).resolve().parent / "synthetic.md"

SIMPLER = """\
- Almost everything is drawn on its own: age raises no risk here, a body mass makes no diabetes, and a first birth no
  pre-eclampsia. Only what a woman has shows in her own values: pressure, urine, weight, fundal height, notes.
- An early birth is not made earlier by a pre-eclampsia, and no call leads to an admission.
- There are no triplets, no tests beyond those the catalogue has, no results sent by a laboratory's message, and no
  marks of who has read what.
- Where the due date rests on a last period alone, the card's own week may differ from the drawn one by some days.
- The diagnoses themselves have no place on the card yet. What was drawn is compared, not what a reader would conclude.\
"""


def folded(land: Land, life: Life) -> Card:
    """The card as anyone would see it."""
    return fold(life.diary.card, life.diary.entries, land.terms.oldest_days)


def measured(land: Land) -> tuple[dict[str, Tally], list[int]]:
    """What the cohort came out as, and the number of entries of each card."""
    found, sizes = tallies(land), []
    for number in range(land.plan.women):
        life = live(land, number)
        sizes.append(len(life.diary.entries))
        for name, seen in observe(land, life, folded(land, life)):
            found[name].add(seen)  # type: ignore[arg-type]  # a word for shares, a number for means
    return found, sizes


def _rows(land: Land, found: dict[str, Tally]) -> Iterator[tuple[str, ...]]:
    marks = {name: given.mark for name, given in land.parameters.every()}
    for name, tally in found.items():
        aim, seen = tally.said
        where = "the draw" if name in FROM_THE_DRAW else "the cards"
        far = " **far**" if abs(tally.deviation) > FAR else ""
        yield (
            f"`{name}`",
            marks[name.split(":")[0]],
            aim,
            seen,
            f"{tally.deviation:+.1f}{far}",
            str(tally.count),
            where,
        )


def _sizes(sizes: list[int]) -> str:
    low, middle, high = statistics.quantiles(sizes, n=4)
    return (
        f"mean {statistics.mean(sizes):.0f}, quartiles {low:.0f}, {middle:.0f} and {high:.0f},"
        f" from {min(sizes)} to {max(sizes)}"
    )


def _parameters(land: Land) -> str:
    rows = [(f"`{name}`", given.said, given.mark, given.source) for name, given in land.parameters.every()]
    return table(["parameter", "value", "mark", "source"], rows)


def synthetic_page(plan: Plan, full: int = FULL) -> str:
    """The page, from a cohort of this plan and one of `full` women at term."""
    land = datafiles.land(plan)
    found, sizes = measured(land)
    at_term = Plan(plan.seed, full, plan.today, at_term=True)
    _, full_sizes = measured(datafiles.land(at_term))
    filled = Plan(plan.seed, full, plan.today, at_term=True, entries=150)
    _, filled_sizes = measured(datafiles.land(filled))
    far = [name for name, tally in found.items() if abs(tally.deviation) > FAR]
    unverified = sum(given.mark in ("K", "N") for _, given in land.parameters.every())
    every = len(list(land.parameters.every()))
    parts = [
        "# The synthetic country",
        (
            f"Made by `python docs/synthetic_page.py` from {source(lives)} and"
            " [`parameters.toml`](../helsekort/demo/country/parameters.toml). Change it there, make this anew."
        ),
        (
            f"{len(found)} measures of {plan.women} generated cards are compared with what was aimed at;"
            f" {len(far)} of them lie more than {FAR:.0f} standard errors away. Of {every} parameters"
            f" {unverified} are not verified (K or N): they give a believable spread, and no one may quote them."
        ),
        f"Seed {plan.seed}, up to {plan.today.isoformat()}:"
        f" `helsekort generate --women {plan.women} --seed {plan.seed} --today {plan.today.isoformat()} --out FILE`."
        " Marks: " + "; ".join(f"{mark} {says}" for mark, says in MARKS.items()) + ".",
        "## Entries on a card",
        table(
            ["cohort", "entries on a card"],
            [
                (f"{plan.women} women, from a card just opened to one that has ended", _sizes(sizes)),
                (f"{full} women with `--at-term`", _sizes(full_sizes)),
                (f"{full} women with `--at-term --entries 150`", _sizes(filled_sizes)),
            ],
        ),
        "## Aimed at and come out",
        "A deviation is counted in standard errors of what was found; for several shares it is the largest of them.",
        table(
            ["parameter", "mark", "aimed at", "found", "deviation", "count", "measured on"],
            _rows(land, found),
        ),
        (
            "The mean of what is cut off on one side, such as `pregnancy.term`, lies beside the one it is"
            " drawn with: births of week 42 are a share of their own."
        ),
        "## Simpler than life",
        SIMPLER,
        "## Every parameter",
        _parameters(land),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(synthetic_page(Plan(SEED, WOMEN, TODAY)), encoding="utf-8")
