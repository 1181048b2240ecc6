"""Judge cards by the guideline: one full card in milliseconds, and a worklist of 100,000 in one pass each."""

import datetime as dt
import statistics
import time
from collections.abc import Iterator

from msgspec import Struct

from benchmarks.figures import Bench, Figure, share
from helsekort import datafiles
from helsekort.demo.country.land import Plan
from helsekort.demo.country.life import live
from helsekort.guideline.evaluate import Verdict, evaluate
from helsekort.guideline.gate import Pack
from helsekort.guideline.reading import Known
from helsekort.record.card import fold
from helsekort.record.gestation import GestationalAge

WOMEN, QUICK = 100_000, 2_000
DAY = dt.date(2026, 3, 10)
FULL = GestationalAge(36 * 7)
GOAL_MS = 2.0
TOLD = 10


class Took(Struct, frozen=True):
    """One card: milliseconds to fold its entries, and to judge the card by every rule."""

    entries: int
    fold: float
    judge: float
    full: bool
    findings: int


def measure(bench: Bench) -> list[Figure]:
    """One figure: no database is asked, so it is the same for both."""
    pack = datafiles.guideline(datafiles.catalogue())
    women = QUICK if bench.quick else WOMEN
    sync = bench.fdatasync()
    took = []
    for number, each in enumerate(_cards(bench.seed, women, pack)):
        took.append(each)
        if number % (women // TOLD) == 0:
            bench.tell(f"guideline: {number} of {women} cards")
    return [_figure(bench, took, pack, sync)]


def _cards(seed: int, women: int, pack: Pack) -> Iterator[Took]:
    """Each woman is drawn, folded and judged, and then let go: what is measured needs no room."""
    land = datafiles.land(Plan(seed, women, DAY))
    oldest = datafiles.terms().oldest_days
    for number in range(women):
        life = live(land, number)
        entries = list(life.diary.entries)
        began = time.thread_time()
        card = fold(number, entries, oldest)
        folded = time.thread_time()
        lines = evaluate(pack, Known(card, DAY, life.person.woman.birth_date))
        judged = time.thread_time()
        age = card.age(DAY) if card.pregnant else None
        yield Took(
            len(entries),
            (folded - began) * 1e3,
            (judged - folded) * 1e3,
            age is not None and age.days >= FULL.days,
            sum(line.verdict is Verdict.MET for line in lines),
        )


def _figure(bench: Bench, took: list[Took], pack: Pack, sync: float) -> Figure:
    full = [each for each in took if each.full]
    rules = sum(len(version.rules) for topic in pack.topics for version in topic.versions)
    groups = {"pregnant from 36+0": full, "all": took}
    rows = [(name, *_row(group)) for name, group in groups.items()]
    ratios = {
        name: sum(each.judge for each in group) / sum(each.fold for each in group)
        for name, group in groups.items()
    }
    typical = statistics.median(each.judge for each in full)
    total = sum(each.judge for each in took) / 1e3
    return Figure(
        "guideline",
        "Judge a card by the guideline",
        f"A full card is judged by all {rules} rules in {typical:.1f} ms, {ratios['pregnant from 36+0']:.1f} times what"
        f" it takes to fold its entries; {len(took):,} cards take {total:.0f} s in one process.",
        f"{len(took):,} synthetic women, {sum(each.entries for each in took) / len(took):.0f} entries each, in memory;"
        f" {len(full):,} of them pregnant from 36+0",
        bench.seed,
        "the folding of the same card's entries, which every page that opens it does",
        "both are timed on each card, one after the other, in the same process. Reading entries from the database and"
        " unpacking them are in neither. The time is that of the processor, so that others on the machine do not count."
        " Every card is judged: none is reckoned from a part",
        "" if typical <= GOAL_MS else f"The goal was {GOAL_MS} ms a full card.",
        (
            "cards",
            "how many",
            "judge, p50",
            "judge, p99",
            "fold, p50",
            "judge against fold",
            "topics with a finding",
        ),
        rows,
        sync,
        {"full-ms": typical, "all-s": total, **{f"ratio {name}": ratio for name, ratio in ratios.items()}},
    )


def _row(group: list[Took]) -> tuple[str, ...]:
    judge = sorted(each.judge for each in group)
    ratio = sum(judge) / sum(each.fold for each in group)
    findings = sum(each.findings for each in group) / len(group)
    return (
        f"{len(group):,}",
        f"{statistics.median(judge):.2f} ms",
        f"{judge[len(judge) * 99 // 100]:.2f} ms",
        f"{statistics.median(each.fold for each in group):.2f} ms",
        share(ratio),
        f"{findings:.2f}",
    )
