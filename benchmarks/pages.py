"""A figure as text for a terminal, and as a section of docs/performance.md: finding first."""

import os
import platform
import re
import sqlite3
from pathlib import Path

import psycopg

from benchmarks.figures import Figure

PAGE = "docs/performance.md"
_PLACE = Path(__file__).resolve().parent.parent / PAGE


def machine() -> str:
    """What it ran on, without its name."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return (
        f"{os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}), shared with the load generator;"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, psycopg {psycopg.__version__}"
    )


def as_text(figure: Figure) -> str:
    """For a terminal."""
    table = [figure.columns, *figure.rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(figure.columns))]
    lines = [
        "",
        figure.title,
        f"  {figure.finding}",
        f"  {figure.size}; seed {figure.seed}; fdatasync p50 {figure.fdatasync_us:.0f} µs",
        *(
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            for row in table
        ),
        f"  Compared with {figure.compared}.",
        f"  Fair, for {figure.fair}.",
    ]
    return "\n".join([*lines, f"  {figure.short}"] if figure.short else lines)


def as_section(figure: Figure, *, quick: bool) -> str:
    """For the page, between marks by which the next run finds it."""
    command = f"bin/bench {figure.name.partition('-')[0]}" + (" --quick" if quick else "")
    columns = [figure.columns, ("---",) * len(figure.columns), *figure.rows]
    table = "\n".join(f"| {' | '.join(row)} |" for row in columns)
    short = f"**Where it falls short.** {figure.short}\n\n" if figure.short else ""
    return (
        f"<!-- {figure.name} -->\n## {figure.title}\n\n**{figure.finding}**\n\n"
        f"{machine()}; fdatasync p50 {figure.fdatasync_us:.0f} µs. {figure.size}; seed {figure.seed};"
        f" `{command}`.\n\n{table}\n\n"
        f"Compared with {figure.compared}. Fair, for {figure.fair}.\n\n{short}<!-- end -->\n"
    )


def write(figures: list[Figure], *, quick: bool) -> None:
    """Put figures into the page: each in the place of the one of its name, a new one at the end."""
    text = _PLACE.read_text(encoding="utf-8")
    for figure in figures:
        section = as_section(figure, quick=quick)
        old = re.compile(rf"<!-- {re.escape(figure.name)} -->.*?<!-- end -->\n", re.DOTALL)
        found = old.search(text)
        begin, end = found.span() if found else (len(text), len(text))
        text = text[:begin] + ("" if found else "\n") + section + text[end:]
    _PLACE.write_text(text, encoding="utf-8")
