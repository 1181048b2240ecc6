"""The fold: from the entries of one card, in order, to what the card says.

Nothing here decides what anyone may see, and nothing is ever filled in that no entry says.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

from msgspec import Struct, field

from helsekort.record.agreements import CONSENT_WITHDRAWN
from helsekort.record.endings import FetusState, Outcome, Over
from helsekort.record.entries import (
    Attachment,
    CardOpened,
    Contact,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    LabReport,
    Referral,
    ReferralAnswer,
    Row,
    Stage,
    Status,
    Step,
)
from helsekort.record.epicrisis import Delivery, Epicrisis
from helsekort.record.gestation import GestationalAge, gestational_age

T = TypeVar("T", bound=Content)


class Trail(Struct, Generic[T]):
    """All versions of one thing, first to last."""

    entries: list[Entry]

    @property
    def origin(self) -> int:
        return self.entries[0].origin

    @property
    def last(self) -> Entry:
        return self.entries[-1]

    @property
    def now(self) -> T:
        """What stands now. Only trails whose last body is there are folded."""
        # read some thousand times for a page, so without asking `last`
        return self.entries[-1].content  # type: ignore[return-value]  # the fold sorts trails by type

    @property
    def stands(self) -> bool:
        """Whether values, charts and summaries may use it."""
        return self.now.status in (Status.FINAL, Status.CORRECTED)

    @property
    def corrected(self) -> bool:
        return len(self.entries) > 1


class ContactLine(Struct):
    """A contact with its findings and rows, in the order they were written."""

    contact: Trail[Contact]
    findings: list[Trail[Finding]] = field(default_factory=list)
    rows: list[Trail[Row]] = field(default_factory=list)

    @property
    def parts(self) -> list[Trail[Finding] | Trail[Row]]:
        """All that was written with it."""
        return [*self.findings, *self.rows]

    def standing(self, what: str, fetus: int | None = None) -> list[Finding]:
        """The findings of one kind that stand, in order; several for blood pressure. None once it is withdrawn."""
        if not self.contact.stands:
            return []
        return [trail.now for trail in self.trails(what, fetus) if trail.stands]

    def trails(self, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
        """The findings of one kind, standing or not, in order; also of a contact that was withdrawn."""
        return [trail for trail in self.findings if (now := trail.now).what == what and now.fetus == fetus]

    @property
    def last_seq(self) -> int:
        """The newest version number among its parts: what a correction must have read."""
        return max([self.contact.last.seq, *(part.last.seq for part in self.parts)])


class ReferralLine(Struct):
    """A referral and its way; `way` is None for one that was never sent."""

    referral: Trail[Referral]
    way: Trail[ReferralAnswer] | None = None

    @property
    def step(self) -> Step | None:
        """Where it stands; None for a draft."""
        if self.way is not None:
            return self.way.now.step
        return Step.WITHDRAWN if self.referral.now.stage is Stage.TAKEN_BACK else None

    @property
    def last_seq(self) -> int:
        """The newest version number of its parts: what the next step must have read."""
        return max(self.referral.last.seq, self.way.last.seq if self.way else 0)


class EpicrisisLine(Struct):
    """A summary and its ways to the units that it was sent to."""

    epicrisis: Trail[Epicrisis]
    deliveries: list[Trail[Delivery]] = field(default_factory=list)

    @property
    def trails(self) -> list[Trail[Epicrisis] | Trail[Delivery]]:
        return [self.epicrisis, *self.deliveries]

    @property
    def last_seq(self) -> int:
        """The newest version number of its parts: what the next step must have read."""
        return max(trail.last.seq for trail in self.trails)

    @property
    def signed(self) -> Entry | None:
        """The newest version that was signed; None for a draft, and for one that is withdrawn."""
        now = self.epicrisis.now
        return self.epicrisis.last if now.signed else None


class Card(Struct, dict=True):
    """One pregnancy as its entries tell it."""

    card: int
    opening: Trail[CardOpened]
    due_dates: list[Trail[DueDate]]
    fetuses: list[Trail[Fetus]]
    contacts: list[ContactLine]  # newest first
    findings: list[Trail[Finding]]  # those that belong to no contact
    misplaced: list[Entry]  # for the controller alone
    erased: list[Entry]  # bodies removed by law; the rows stand
    last_seq: int
    oldest_days: int
    reports: list[Trail[LabReport]] = field(default_factory=list)
    rows: list[Trail[Row]] = field(default_factory=list)  # in the order they were written
    referrals: list[ReferralLine] = field(default_factory=list)
    attachments: list[Trail[Attachment]] = field(default_factory=list)  # in the order they were written
    epicrises: list[EpicrisisLine] = field(default_factory=list)

    @property
    def due(self) -> DueDate | None:
        """The due date in force: of those that stand, the one confirmed last."""
        trail = self.due_trail
        return trail.now if trail else None

    @property
    def due_trail(self) -> Trail[DueDate] | None:
        confirmed = [trail for trail in self.due_dates if trail.stands and not trail.now.proposed]
        return max(confirmed, key=_confirmed_at, default=None)

    @property
    def over(self) -> Over | None:
        """Since when the pregnancy is over, and how it ended; None while it goes on, or where no day is known."""
        opening = self.opening.now
        if opening.over is not None or opening.active or opening.ended is None:
            return opening.over
        return Over(opening.ended, Outcome.UNKNOWN)

    @property
    def wholly_erased(self) -> bool:
        """Whether all that stood on it was erased by law."""
        return self.opening.now.reason == CONSENT_WITHDRAWN

    @property
    def pregnant(self) -> bool:
        """Whether the card says that the pregnancy goes on."""
        return self.opening.now.active and self.opening.now.over is None

    def after(self, on: dt.date) -> bool:
        """Whether a day lies after the pregnancy."""
        over = self.over
        return over is not None and on > over.on

    def age(self, on: dt.date) -> GestationalAge | None:
        """Gestational age on a day by the date in force; None where it cannot be judged, and after the pregnancy."""
        due = None if self.after(on) else self.due
        return gestational_age(on, due.edd, due.length, oldest_days=self.oldest_days) if due else None

    def all_findings(self) -> Iterator[Trail[Finding]]:
        """Every finding of the card, standing or not."""
        yield from self.findings
        for line in self.contacts:
            yield from line.findings

    def all_answers(self) -> Iterator[Trail[Finding] | Trail[Row]]:
        """Every finding and every row, standing or not."""
        yield from self.all_findings()
        yield from self.rows

    def _findings_that_count(self) -> Iterator[Trail[Finding]]:
        """All but those of a contact that was withdrawn: what it held must not live on without it."""
        yield from self.findings
        for line in self.contacts:
            if line.contact.stands:
                yield from line.findings

    def series(self, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
        """The findings of one kind that stand, oldest first by the day they are about."""
        return list(self._all_series.get((what, fetus), ()))

    @cached_property
    def _all_series(self) -> dict[tuple[str, int | None], list[Trail[Finding]]]:
        """Sorted out once, for a page asks for every kind. A card does not change once it is folded."""
        found: dict[tuple[str, int | None], list[Trail[Finding]]] = {}
        for trail in self._findings_that_count():
            if trail.stands:
                found.setdefault((trail.now.what, trail.now.fetus), []).append(trail)
        return {key: _by_day(trails) for key, trails in found.items()}

    def latest(self, what: str, fetus: int | None = None) -> Finding | None:
        """The newest finding of a kind; None means it was never asked or taken."""
        series = self.series(what, fetus)
        return series[-1].now if series else None

    def rows_of(self, group: str, fetus: int | None = None) -> list[Trail[Row]]:
        """The rows of a group that stand, oldest first by the day they are about."""
        found = [
            trail
            for trail in self.rows
            if trail.stands and trail.now.group == group and trail.now.fetus == fetus
        ]
        return sorted(found, key=lambda trail: (trail.now.on, trail.now.at or dt.time.min, trail.origin))

    def latest_row(self, group: str, fetus: int | None = None) -> Row | None:
        """The newest row of a group; None means there is none."""
        rows = self.rows_of(group, fetus)
        return rows[-1].now if rows else None

    def contact(self, origin: int) -> ContactLine | None:
        return next((line for line in self.contacts if line.contact.origin == origin), None)

    def referral(self, origin: int) -> ReferralLine | None:
        return next((line for line in self.referrals if line.referral.origin == origin), None)

    def files_of(self, origin: int) -> list[Trail[Attachment]]:
        """The files of a contact or a row, standing or not."""
        return [trail for trail in self.attachments if trail.now.owner == origin]

    def epicrisis(self, origin: int) -> EpicrisisLine | None:
        return next((line for line in self.epicrises if line.epicrisis.origin == origin), None)

    def live_fetuses(self) -> list[Trail[Fetus]]:
        """Every fetus that stands on the card, whatever became of it: the number of fetuses."""
        return [trail for trail in self.fetuses if trail.stands]

    def growing(self, on: dt.date | None = None) -> list[Trail[Fetus]]:
        """Those that grow now; with a day, those that grew on it."""
        if on is None:
            now = FetusState.GROWING
            return [trail for trail in self.live_fetuses() if self.pregnant and trail.now.state is now]
        return [trail for trail in self.live_fetuses() if not self.after(on) and trail.now.grew(on)]


def _by_day(trails: list[Trail[Finding]]) -> list[Trail[Finding]]:
    untimed = {trail.now.on for trail in trails if trail.now.at is None}
    # On a day where one has no clock time, only the order they were written in says which came last.
    return sorted(
        trails,
        key=lambda trail: (
            trail.now.on,
            dt.time.min if trail.now.on in untimed else trail.now.at or dt.time.min,
            trail.origin,
        ),
    )


def _confirmed_at(trail: Trail[DueDate]) -> int:
    """Sequence of the version that confirmed it: a later correction does not bring an old date into force."""
    for entry in trail.entries:
        if isinstance(entry.content, DueDate) and not entry.content.proposed:
            return entry.seq
    return 0


class NotACard(ValueError):
    """The entries do not begin with the opening of a card."""


def fold(card: int, entries: Iterable[Entry], oldest_days: int) -> Card:
    """Entries of one card in sequence -> the card. `oldest_days` is the age beyond which none is stated."""
    trails: dict[int, list[Entry]] = {}
    last_seq = 0
    for entry in entries:
        trails.setdefault(entry.origin, []).append(entry)
        last_seq = entry.seq
    opening = [entry for entry in trails.get(1, []) if entry.content is not None]
    if not opening or not isinstance(opening[0].content, CardOpened):
        raise NotACard("the first entry does not open a card")
    folded = Card(card, Trail(opening), [], [], [], [], [], [], last_seq, oldest_days)
    lines: dict[int, ContactLine] = {}
    loose: list[Trail[Finding]] = []
    for versions in trails.values():
        _sort_in(folded, lines, loose, versions)
    gone = {entry.origin for entry in folded.misplaced}
    for trail in loose:
        line = lines.get(trail.now.contact or 0)
        if trail.now.contact in gone:
            folded.misplaced.extend(trail.entries)
        else:
            (line.findings if line else folded.findings).append(trail)
    _tie_rows(folded, lines, gone)
    _tie_files(folded)
    folded.contacts = sorted(lines.values(), key=_newest_first, reverse=True)
    folded.fetuses.sort(key=lambda trail: trail.now.label)
    return folded


def _sort_in(
    card: Card, lines: dict[int, ContactLine], loose: list[Trail[Finding]], versions: list[Entry]
) -> None:
    """Put one thing where it belongs.

    An erased earlier version drops out of the trail. Where the last one is erased the thing is gone: what it
    said before must not come back as if it stood.
    """
    card.erased.extend(entry for entry in versions if entry.content is None)
    content = versions[-1].content
    if content is None:
        return
    versions = [entry for entry in versions if entry.content is not None]
    if content.status is Status.MISPLACED:
        card.misplaced.extend(versions)
    elif isinstance(content, Contact):
        lines[versions[0].origin] = ContactLine(Trail(versions))
    elif isinstance(content, Finding):
        loose.append(Trail(versions))
    elif isinstance(content, DueDate):
        card.due_dates.append(Trail(versions))
    elif isinstance(content, Fetus):
        card.fetuses.append(Trail(versions))
    elif isinstance(content, Row):
        card.rows.append(Trail(versions))
    elif isinstance(content, LabReport):
        card.reports.append(Trail(versions))
    elif isinstance(content, Referral):
        card.referrals.append(ReferralLine(Trail(versions)))
    elif isinstance(content, ReferralAnswer):
        _lay_by(card, Trail(versions))
    elif isinstance(content, Attachment):
        card.attachments.append(Trail(versions))
    elif isinstance(content, Epicrisis):
        card.epicrises.append(EpicrisisLine(Trail(versions)))
    elif isinstance(content, Delivery):
        written = card.epicrisis(content.epicrisis)
        if written is not None:
            written.deliveries.append(Trail(versions))


def _lay_by(card: Card, way: Trail[ReferralAnswer]) -> None:
    """The way of a referral beside it. The referral stands before its way; one that was erased has none."""
    line = card.referral(way.now.referral)
    if line is not None:
        line.way = way


def _tie_rows(card: Card, lines: dict[int, ContactLine], gone: set[int]) -> None:
    """Rows of a contact stand in its line too; those of one made on the wrong woman go with it."""
    kept = []
    for trail in card.rows:
        if trail.now.contact in gone:
            card.misplaced.extend(trail.entries)
            continue
        kept.append(trail)
        if trail.now.contact in lines:
            lines[trail.now.contact].rows.append(trail)
    card.rows = kept


def _tie_files(card: Card) -> None:
    """The files of what was made on the wrong woman go with it."""
    gone = {entry.origin for entry in card.misplaced}
    for trail in card.attachments:
        if trail.now.owner in gone:
            card.misplaced.extend(trail.entries)
    card.attachments = [trail for trail in card.attachments if trail.now.owner not in gone]


def _newest_first(line: ContactLine) -> tuple[dt.date, dt.time, int]:
    contact = line.contact.now
    return (contact.on, contact.at or dt.time.min, line.contact.origin)
