"""`helsekort audit-events`: the log as AuditEvents, one a line."""

import argparse
import datetime as dt
import sys

from helsekort import app
from helsekort.access.actors import system
from helsekort.actions.audit_events import export_audit_events
from helsekort.cli_demo import demo_context
from helsekort.fhir.times import NORWAY
from helsekort.settings import Settings

EXPORTER = system("audit-events")


def audit_events(chosen: argparse.Namespace, settings: Settings) -> int:
    """Print every line from the beginning of a day in Norway, yesterday's where none is given."""
    if chosen.data:
        ctx = demo_context(argparse.Namespace(data=chosen.data, today=None), settings)
    else:
        ctx = app.context(settings, bring_up=False)
    try:
        first = chosen.since or ctx.today() - dt.timedelta(days=1)
        began = dt.datetime.combine(first, dt.time.min, NORWAY)
        for event in export_audit_events(EXPORTER, ctx=ctx, since=int(began.timestamp()) * 1_000_000):
            sys.stdout.buffer.write(event + b"\n")
        sys.stdout.buffer.flush()
    finally:
        ctx.database.close()
    return 0
