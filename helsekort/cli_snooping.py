"""`helsekort snooping`: scores the look-ups in the log. What it prints names nobody; who it was stands in the queue."""

import datetime as dt
from collections import Counter

from helsekort.access.actors import system
from helsekort.access.snooping import Table
from helsekort.actions.context import Context
from helsekort.actions.snooping import Scored, score_look_ups
from helsekort.fhir.times import NORWAY

SCORER = system("snooping")
_PER = 10_000


def tell_look_ups(ctx: Context, table: Table, since: dt.date | None) -> int:
    """Score from the beginning of a day in Norway, yesterday's where none is given, and print what came of it."""
    first = since or ctx.today() - dt.timedelta(days=1)
    began = dt.datetime.combine(first, dt.time.min, NORWAY)
    scored = score_look_ups(SCORER, ctx=ctx, since=int(began.timestamp()) * 1_000_000, table=table)
    for line in said(first, table, scored):
        print(line)
    return 0


def said(first: dt.date, table: Table, scored: Scored) -> list[str]:
    """The lines that are printed."""
    rules = Counter(name for hit in scored.hits for name in hit.rules)
    of = f"{scored.look_ups} look-ups by health personnel, in {scored.days} days of one person with one card"
    return [
        f"From {first}: {of}.",
        *(f"  {name}: {count}" for name, count in sorted(rules.items())),
        f"{scored.over} reach {table.threshold} points{_rate(scored)}; {scored.put_up} of them are new in the queue.",
        f"The glass was broken {scored.emergencies} times.",
    ]


def _rate(scored: Scored) -> str:
    return f" ({scored.over * _PER / scored.days:.1f} of {_PER} days)" if scored.days else ""
