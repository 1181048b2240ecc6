"""Which findings of a card count for an input: final, about that day or earlier, taken at the ages asked for."""

import datetime as dt

from msgspec import Struct

from helsekort.guideline.reading import Known, Lack
from helsekort.guideline.shape import Input, Version, amount
from helsekort.record.entries import Absent, Finding


class Chosen(Struct, frozen=True):
    """The findings of one kind that count, oldest first; where none does, why, and the day of the last that did not.

    `entered` says whether anything at all was entered, a refusal included; `left_out` are those with a value that do
    not count by themselves, such as home readings beside those of the clinic.
    """

    findings: tuple[Finding, ...]
    lack: Lack = Lack.NOT_TAKEN
    lack_on: dt.date | None = None
    entered: bool = False
    left_out: tuple[Finding, ...] = ()


def choose(known: Known, version: Version, one: Input) -> list[Chosen]:
    """The findings for an input; one set for each fetus where the thing is about each."""
    if not one.each_fetus:
        return [_chosen(known, version, one, None)]
    there = (trail for trail in known.card.live_fetuses() if trail.now.grew(known.on))
    fetuses = [trail.origin for trail in there if trail.now.since <= known.on]
    return [_chosen(known, version, one, each) for each in fetuses] or [Chosen(())]


def _chosen(known: Known, version: Version, one: Input, fetus: int | None) -> Chosen:
    entered = [trail.now for trail in known.card.series(one.of, fetus) if trail.now.on <= known.on]
    if one.at_visit:
        visit = last_contact(known)
        entered = [finding for finding in entered if finding.on == visit]
    if one.from_age or one.before_age:
        if known.card.due is None:
            return Chosen((), Lack.NO_DUE_DATE)
        entered = [finding for finding in entered if _in_window(known, version, one, finding.on)]
    lacks = [(finding, _lack(one, finding)) for finding in entered]
    usable = tuple(finding for finding, lack in lacks if lack is None)
    if usable or not entered:
        left_out = tuple(
            finding for finding in entered if finding not in usable and finding.value is not None
        )
        return Chosen(usable, entered=bool(entered), left_out=left_out)
    return Chosen((), lacks[-1][1] or Lack.NOT_TAKEN, entered[-1].on, entered=True)


def last_contact(known: Known) -> dt.date | None:
    """The day of the last contact up to the day judged; None before the first."""
    days = [line.contact.now.on for line in known.card.contacts if line.contact.stands]
    return max((day for day in days if day <= known.on), default=None)


def _in_window(known: Known, version: Version, one: Input, on: dt.date) -> bool:
    """Half-open: from the first age, up to but not including the second."""
    over = known.card.over
    after = over is not None and on > over.on
    # what was measured after the pregnancy is later than any age it came to
    age = known.card.age(over.on if over is not None and after else on)
    if age is None or (after and one.before_age):
        return False
    late_enough = not one.from_age or amount(version.limits[one.from_age]) <= age.days
    return late_enough and (not one.before_age or age.days < amount(version.limits[one.before_age]))


def _lack(one: Input, finding: Finding) -> Lack | None:
    """Why a finding does not count; None where it does."""
    if finding.value is None:
        return Lack.UNKNOWN if finding.absent is Absent.UNKNOWN else Lack.DECLINED
    if finding.lab is not None and finding.lab.preliminary:
        return Lack.PRELIMINARY_ONLY
    if finding.unverified is not None and not one.unverified:
        return Lack.UNVERIFIED_ONLY
    if finding.by_woman and not one.home:
        return Lack.HOME_ONLY
    return None
