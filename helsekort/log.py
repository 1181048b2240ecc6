"""The technical log: named events with the fields each may carry. No patient data can pass, by construction."""

import json
import sys
from contextlib import suppress
from enum import StrEnum
from typing import TextIO


class Event(StrEnum):
    """What may be logged."""

    STARTED = "started"
    FAULT = "fault"
    MIGRATED = "migrated"
    UNWRITABLE = "unwritable"
    NOT_PRINTED = "not-printed"
    NOT_SEALED = "not-sealed"
    NOT_ADMITTED = "not-admitted"


FIELDS: dict[Event, frozenset[str]] = {
    Event.STARTED: frozenset({"port", "database", "demo"}),
    Event.FAULT: frozenset({"kind", "route", "place"}),
    Event.MIGRATED: frozenset({"migration"}),
    Event.UNWRITABLE: frozenset(),
    Event.NOT_PRINTED: frozenset({"why"}),
    Event.NOT_SEALED: frozenset({"why"}),
    Event.NOT_ADMITTED: frozenset({"code", "reason"}),
}


def log(event: Event, *, to: TextIO | None = None, **fields: str | int | bool) -> None:
    """Write one line of JSON. KeyError names a field the event may not carry.

    Where the log has no room the line is lost: it is for those who run the service, and holds up nobody's work. What
    must not be lost is the audit log.
    """
    strangers = fields.keys() - FIELDS[event]
    if strangers:
        raise KeyError(f"{event} may not carry {', '.join(sorted(strangers))}")
    with suppress(OSError):
        print(json.dumps({"event": event.value, **fields}), file=to or sys.stderr, flush=True)


def log_fault(route: str, fault: BaseException) -> None:
    """A fault of ours: its kind and the line it came from, never its message, which may hold what someone typed."""
    place = fault.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_qualname}:{place.tb_lineno}" if place else "unknown"
    log(Event.FAULT, kind=type(fault).__name__, route=route, place=where)
