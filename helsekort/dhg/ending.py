"""How a record is ended by the national API: a day of birth and whether the child lived, or another day.

The model does not say why a pregnancy ended otherwise, so the card does not say it either.
"""

import datetime as dt

from helsekort.dhg.faults import invalid, unreadable
from helsekort.dhg.sent import MISSING, look
from helsekort.dhg.values import day_in, is_nothing
from helsekort.fhir.strict_json import Object

LIVE, STILL, OTHERWISE = "LIVE", "STILL_UNKNOWN", "UNKNOWN"
"""The codes of list L5 that the model can tell apart."""


def ending_in(sent: Object) -> tuple[dt.date, str]:
    """(the day, a code of list L5). Fault where it says neither a birth nor an end, or both."""
    place = "recordStatus" if "recordStatus" in sent else "metadata.recordStatus"
    born, ended = _day(sent, f"{place}.deliveryDate"), _day(sent, f"{place}.terminationDate")
    if born is not None and ended is not None:
        raise invalid(place, "send deliveryDate or terminationDate, not both.")
    if ended is not None:
        return ended, OTHERWISE
    if born is None:
        raise invalid(place, "send deliveryDate with liveBirth, or terminationDate.")
    alive = look(sent, f"{place}.liveBirth", "")
    if not isinstance(alive, bool):
        raise unreadable(f"{place}.liveBirth", "send true or false.")
    return born, LIVE if alive else STILL


def _day(sent: Object, path: str) -> dt.date | None:
    value = look(sent, path, "")
    return None if value is MISSING or is_nothing(value) else day_in(value, path)
