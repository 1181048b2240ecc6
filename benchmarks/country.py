"""A cohort of the synthetic country as a file, made by the program's own command."""

import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Bench

DAY = "2026-11-01"
"""The day the women live up to: in the past, for nothing is loaded before it has happened."""


def cohort(bench: Bench, women: int, *, filled: bool) -> Path:
    """So many cards; `filled` as on the day before the birth, with readings at home up to 150 entries or so."""
    file = bench.folder / f"cohort-{women}-{'filled' if filled else 'as-drawn'}.ndjson"
    if not file.exists():
        bench.tell(f"drawing {women} women")
        options = ["--at-term", "--entries", "150"] if filled else []
        words = ["--women", str(women), "--seed", str(bench.seed), "--today", DAY, "--texts", "a"]
        command = [sys.executable, "-m", "helsekort.cli", "generate", *words, *options, "--out", str(file)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return file
