"""Brings a card to what a laboratory's report now says: only what differs gets a new version."""

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from helsekort.actions.follow_up import CHANGED, NEW, WITHDRAWN, Change
from helsekort.actions.log import Pen, read_entries
from helsekort.actions.work import Work
from helsekort.audit.events import Event
from helsekort.kith.lab_report.settled import SettledReport, Stage, State
from helsekort.kith.lab_report.structs import Kind
from helsekort.kith.values import Party
from helsekort.record.entries import Entry, Finding, LabReport, Status
from helsekort.store import cards, inbox, tasks

THE_REPORT = ""
"""The name under which a report's own entry is kept beside its results."""
MILLISECOND = 1000
ABOUT = ("laboratory",)


class Sheet(Struct, frozen=True):
    """A report on one card: what shall stand there, by result. Empty where nothing of it belongs there any more."""

    card: int
    report: SettledReport
    wanted: Mapping[str, Finding]


class _Written(Struct):
    """What was written, by what it was; for the log and for those who must look."""

    new: dict[int, Finding | LabReport] = field(default_factory=dict)
    corrected: dict[int, Finding | LabReport] = field(default_factory=dict)
    withdrawn: dict[int, Finding | LabReport] = field(default_factory=dict)
    taken_away: dict[int, Finding | LabReport] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


def put_on_card(doing: Work, sheet: Sheet, stands: Mapping[str, int]) -> list[Change]:
    """Write a sheet. `stands` is where the report's results stand on this card already, by result."""
    summary = cards.summary(doing.tx, sheet.card)
    if summary is None:
        raise LookupError("a report is placed on a card that is there")
    return _Writer(doing, sheet, summary.woman, stands).write()


class _Writer:
    """One report on one card, under the card's lock."""

    def __init__(self, doing: Work, sheet: Sheet, woman: int, stands: Mapping[str, int]) -> None:
        self._doing, self._sheet, self._stands = doing, sheet, stands
        self._pen = Pen(doing, sheet.card, woman)
        entries = read_entries(doing.tx, doing.ctx.catalogue, sheet.card)
        self._last: dict[int, Entry] = {entry.origin: entry for entry in entries}
        self._next = entries[-1].seq + 1
        self._written = _Written()
        self._placed: dict[str, int] = {}

    def write(self) -> list[Change]:
        if self._sheet.wanted:
            self._bring()
        else:
            self._take_away()
        if self._pen.entries:
            self._audit()
            self._pen.put_down()
            inbox.add_results(self._doing.tx, self._sheet.card, self._sheet.report.key, self._placed)
        return self._written.changes

    def _bring(self) -> None:
        """New things first: an origin is the number that the next entry gets."""
        report = self._stands.get(THE_REPORT, self._next)
        known = set(self._stands.values())
        new = [item for item in self._sheet.wanted if item not in self._stands]
        first = self._next + (report not in known)
        known |= {first + place for place, _ in enumerate(new)}
        content = _report_content(self._sheet.report, tuple(sorted(known - {report})))
        if THE_REPORT not in self._stands:
            self._add(THE_REPORT, content)
        wanted = {item: _in_report(finding, report) for item, finding in self._sheet.wanted.items()}
        for item in new:
            self._add(item, wanted[item])
        for item, finding in wanted.items():
            if item in self._stands:
                self._revise(self._stands[item], finding)
        if THE_REPORT in self._stands:
            self._revise(report, content)

    def _add(self, item: str, content: Finding | LabReport) -> None:
        origin = self._pen.add(content)
        self._placed[item] = origin
        kind = WITHDRAWN if content.status is Status.WITHDRAWN else NEW
        self._note(self._written.new, origin, origin, content, kind)

    def _revise(self, origin: int, content: Finding | LabReport) -> None:
        """The next version, where it says something else. What was erased by law is left so."""
        last = self._last[origin]
        if last.content is None or last.content == content:
            return
        self._pen.revise(origin, last.version + 1, content)
        seq = self._pen.entries[-1]
        withdrawn = content.status is Status.WITHDRAWN
        kept = self._written.withdrawn if withdrawn else self._written.corrected
        self._note(kept, origin, seq, content, WITHDRAWN if withdrawn else CHANGED)

    def _take_away(self) -> None:
        """The report turned out to belong to another, or to be in doubt: nothing of it stays in her view."""
        for origin in self._stands.values():
            last = self._last[origin]
            if not isinstance(last.content, Finding | LabReport) or last.content.status is Status.MISPLACED:
                continue
            gone = _misplaced(last.content)
            self._pen.revise(origin, last.version + 1, gone)
            self._note(self._written.taken_away, origin, self._pen.entries[-1], gone, WITHDRAWN)

    def _note(
        self,
        kept: dict[int, Finding | LabReport],
        origin: int,
        seq: int,
        content: Finding | LabReport,
        kind: str,
    ) -> None:
        kept[seq] = content
        if isinstance(content, Finding):
            self._written.changes.append(Change(origin, seq, content.what, content.on.isoformat(), kind))
            until = self._doing.ctx.results.held_until(content.what, self._doing.ctx.day_of(self._doing.now))
            if until is not None and content.status is not Status.MISPLACED:
                tasks.hold(self._doing.tx, self._sheet.card, origin, seq, until.isoformat())

    def _audit(self) -> None:
        """One line for each kind of writing, and what is held from her apart: her log must not tell of it."""
        written = self._written
        for event, kept in (
            (Event.WRITTEN, written.new),
            (Event.CORRECTED, written.corrected),
            (Event.WITHDRAWN, written.withdrawn),
        ):
            held = {seq for seq, content in kept.items() if self._is_held(content)}
            for entries in (set(kept) - held, held):
                if entries:
                    self._doing.audit(
                        event, card=self._sheet.card, entries=tuple(sorted(entries)), about=ABOUT
                    )
        if written.taken_away:
            self._doing.audit(
                Event.MOVED,
                card=self._sheet.card,
                entries=tuple(written.taken_away),
                about=ABOUT,
                hidden_from_her=True,
            )

    def _is_held(self, content: Finding | LabReport) -> bool:
        table = self._doing.ctx.results
        if isinstance(content, Finding):
            return table.held_class(content.what) is not None
        return any(table.held_class(finding.what) for finding in self._sheet.wanted.values())


def _in_report(finding: Finding, report: int) -> Finding:
    if finding.lab is None:
        raise ValueError("a laboratory's result names its laboratory")
    return replace(finding, lab=replace(finding.lab, report=report))


def _misplaced(content: Finding | LabReport) -> Finding | LabReport:
    if isinstance(content, LabReport):
        return replace(content, status=Status.MISPLACED, preliminary=False)
    lab = replace(content.lab, preliminary=False) if content.lab is not None else None
    return replace(content, status=Status.MISPLACED, lab=lab)


def _report_content(report: SettledReport, results: tuple[int, ...]) -> LabReport:
    """The report's own entry, as its last version has it."""
    last = report.last.report
    discipline = last.discipline
    status = Status.CORRECTED if last.kind is Kind.CHANGED else Status.FINAL
    withdrawn = report.state is State.WITHDRAWN
    milliseconds = round(last.issued.timestamp() * MILLISECOND)
    return LabReport(
        key=report.key,
        report_id=report.report_id,
        laboratory=report.last.sender.name or report.last.sender.key,
        issued=milliseconds * MILLISECOND,
        discipline=(discipline.name or discipline.value) if discipline is not None else "",
        requester=_named(last.requester),
        results=results,
        preliminary=report.stage is not Stage.FINAL and not withdrawn,
        status=Status.WITHDRAWN if withdrawn else status,
    )


def _named(party: Party | None) -> str:
    """`Amir Rahimi, Torget legesenter`."""
    if party is None:
        return ""
    return ", ".join(name for name in (*(person.name for person in party.persons[:1]), party.name) if name)
