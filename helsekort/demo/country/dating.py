"""Due dates as the actions write them: proposed, and then confirmed by a version that says what it replaces."""

import datetime as dt

from msgspec.structs import replace

from helsekort.demo.country.diary import Diary
from helsekort.demo.country.land import Land, Post
from helsekort.demo.country.person import WEEK, Pregnancy
from helsekort.record.entries import DueDate
from helsekort.record.gestation import TermTable, due_date_from

_EMBRYO = 5  # days old when it is put in
_EGGS = 14  # day of the pregnancy on which eggs are retrieved
_EARLY = range(11 * WEEK, 14 * WEEK)
_SECOND = range(17 * WEEK, 20 * WEEK)


def by_her_account(
    diary: Diary, post: Post, pregnancy: Pregnancy, terms: TermTable, on: dt.date, at: int
) -> None:
    """The date of the first visit: by her last period, or by what was done at the clinic."""
    if pregnancy.assisted:
        method, measured, embryo = "ART_TRANSFER", pregnancy.on(_EGGS + _EMBRYO), _EMBRYO
    else:
        method = "LMP_UNSURE" if pregnancy.unsure_period else "LMP_SURE"
        measured, embryo = pregnancy.day_0 - dt.timedelta(days=pregnancy.period_error), None
    due = DueDate(
        edd=due_date_from(method, measured, terms, embryo),
        length=terms.norwegian_length,
        method=method,
        measured_on=measured,
        set_on=on,
        set_by=post.party,
        embryo_days=embryo,
    )
    _write(diary, post, due, at)


def by_scan(diary: Diary, post: Post, pregnancy: Pregnancy, land: Land, on: dt.date, at: int) -> None:
    """The date of the scan, in the place of her own; a date from the clinic stays."""
    if pregnancy.assisted:
        return
    day = (on - pregnancy.day_0).days
    method = "US_EARLY" if day in _EARLY else "US_SECOND" if day in _SECOND else "US_OTHER"
    now = next(entry for entry in reversed(diary.entries) if isinstance(entry.content, DueDate))
    due = DueDate(
        edd=pregnancy.day_0 + dt.timedelta(days=land.terms.norwegian_length),
        length=land.terms.norwegian_length,
        method=method,
        measured_on=on,
        set_on=on,
        set_by=post.party,
        replaces=now.origin,
        why=land.phrases.scanned[0],
    )
    _write(diary, post, due, at)


def _write(diary: Diary, post: Post, due: DueDate, at: int) -> None:
    diary.by(post, at)
    proposed = diary.add(replace(due, proposed=True, replaces=None, why=None))
    diary.by(post, at)
    diary.revise(diary.of_origins([proposed])[0], due)
