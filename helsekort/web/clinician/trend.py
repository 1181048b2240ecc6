"""Which values a change, a hint and a curve may use: what stands and was not stored only "as stated". Pure."""

from helsekort.record.card import Trail
from helsekort.record.entries import Finding
from helsekort.web.clinician.desk import Desk


def trend(desk: Desk, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
    """The findings of one kind that stand and are verified, oldest first."""
    return [trail for trail in desk.card.series(what, fetus) if trail.now.unverified is None]


def newer_as_stated(desk: Desk, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
    """What was stored as stated after the last verified one: to be seen, but not to be compared with."""
    found = []
    for trail in reversed(desk.card.series(what, fetus)):
        if trail.now.unverified is None:
            break
        found.append(trail)
    return found
