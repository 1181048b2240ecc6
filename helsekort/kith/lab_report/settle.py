"""Says how a report stands, as a function of the set of its messages: neither order nor repetition counts.

Which version stands (HITS 1102:2014 §4.3-4.5): every version repeats ServProvId, unique within the laboratory, and
by rights IssueDate, the day the first was written. So versions are put in order by

1. IssueDate: a laboratory that renews it means a newer version, and an old one sent again keeps its old one;
2. GenDate: when the message was made, which tells versions with the same IssueDate apart;
3. new before changed before cancelled: within one second the one that refers to the others is the later;
4. MsgId, then the content: without meaning, but the same everywhere.

A result stands as the last version that mentions it has it. A change must be complete, yet a result that it leaves
out keeps standing, with a doubt: withdrawing is said, not guessed. A cancelled report carries no results and
withdraws all before it; a cancelled result withdraws those inside it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import msgspec
from msgspec.structs import replace

from helsekort.kith.lab_report.parse_items import DELETED
from helsekort.kith.lab_report.settled import (
    Doubt,
    SettledItem,
    SettledPatient,
    SettledReport,
    Stage,
    State,
    Version,
)
from helsekort.kith.lab_report.structs import (
    AnalysedSubject,
    Kind,
    LabMessage,
    LabPatient,
    LabReport,
    ReportStatus,
    ResultItem,
)
from helsekort.kith.values import Moment

_RANK: Final = {Kind.NEW: 0, Kind.CHANGED: 1, Kind.CANCELLED: 2}
# List 8245. Dictated, written and corrected but not signed (9, 10, 12) may still change.
_FINAL: Final = frozenset(["1", "3", "4", "11", "13"])
_IN_PROCESS: Final = frozenset(["5", "6", "7", "8", "15"])


def report_key(message: LabMessage) -> str:
    """What the messages of one report have in common: the laboratory and its identifier of the report."""
    # the laboratory's key holds no such sign, so the first one parts them whatever stands in the report's
    return f"{message.sender.key}#{message.report.report_id}"


def in_order(messages: Iterable[LabMessage]) -> tuple[LabMessage, ...]:
    """Each message once, the one that stands last."""
    return tuple(sorted(set(messages), key=_order))


def _order(message: LabMessage) -> tuple[object, ...]:
    report = message.report
    content = msgspec.json.encode(message)
    return (report.issued, message.sent, _RANK[report.kind], message.message_id, content)


def settle(messages: Iterable[LabMessage]) -> SettledReport:
    """All messages of one report, in any order and any number of times -> how it stands.

    ValueError for none, and for messages of different reports.
    """
    ordered = in_order(messages)
    keys = {report_key(one) for one in ordered}
    if len(keys) != 1:
        raise ValueError("settle takes the messages of one report")
    people: dict[tuple[str, str], _Person] = {}
    for message in ordered:
        if message.report.kind is Kind.CANCELLED:
            for person in people.values():
                person.withdraw_all(message)
        for position, patient in enumerate(message.report.patients):
            person = people.setdefault(_identity(patient, position), _Person())
            person.take(message, patient)
    last = ordered[-1]
    return SettledReport(
        key=keys.pop(),
        report_id=last.report.report_id,
        state=State.WITHDRAWN if last.report.kind is Kind.CANCELLED else State.STANDING,
        stage=_report_stage(last.report),
        last=last,
        messages=ordered,
        patients=tuple(person.settled() for person in people.values()),
        doubts=_doubts(ordered),
    )


def _identity(patient: LabPatient, position: int) -> tuple[str, str]:
    """Who, across the versions; by place in the report where no number was sent."""
    if patient.national_number:
        return patient.number_kind, patient.national_number
    return "position", str(position)


def _doubts(ordered: tuple[LabMessage, ...]) -> tuple[Doubt, ...]:
    found = []
    if len({one.message_id for one in ordered}) < len(ordered):
        found.append(Doubt.SAME_ID_OTHER_CONTENT)
    who = {tuple(_identity(one, at) for at, one in enumerate(each.report.patients[:1])) for each in ordered}
    if len(who) > 1:
        found.append(Doubt.PATIENT_DIFFERS)
    return tuple(found)


def _report_stage(report: LabReport) -> Stage:
    if report.status is ReportStatus.PLANNED:
        return Stage.IN_PROCESS
    final = report.status in (ReportStatus.FINAL, ReportStatus.ADDITION)
    return Stage.FINAL if final else Stage.PRELIMINARY


def _item_stage(item: ResultItem, report: LabReport) -> Stage:
    if not item.status:
        return _report_stage(report)
    if item.status in _FINAL:
        return Stage.FINAL
    return Stage.IN_PROCESS if item.status in _IN_PROCESS else Stage.PRELIMINARY


@dataclass
class _Item:
    """One result while the versions are gone through."""

    parent: str
    state: State = State.STANDING
    stage: Stage = Stage.FINAL
    versions: list[Version] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def last(self) -> ResultItem | None:
        """As last mentioned, withdrawn or not."""
        return next((one.item for one in reversed(self.versions) if one.item is not None), None)

    def doubt(self, doubt: Doubt) -> None:
        if doubt not in self.doubts:
            self.doubts.append(doubt)

    def take(self, message: LabMessage, item: ResultItem, parent: str) -> None:
        withdrawn = item.kind is Kind.CANCELLED or item.status == DELETED
        before = self.last()
        stage = _item_stage(item, message.report)
        if before is not None and before.code != item.code:
            self.doubt(Doubt.CODE_DIFFERS)
        if before is None and withdrawn:
            self.doubt(Doubt.WITHDRAWN_UNSEEN)
        if before is not None and not withdrawn:
            if self.state is State.WITHDRAWN:
                self.doubt(Doubt.STANDS_AGAIN)
            elif self.stage is Stage.FINAL and stage is not Stage.FINAL:
                self.doubt(Doubt.STEPPED_BACK)
        self.parent, self.stage = parent, stage
        self.state = State.WITHDRAWN if withdrawn else State.STANDING
        self.versions.append(Version(message.message_id, item))

    def withdraw(self, message: LabMessage) -> None:
        """By a withdrawal of what it stands in."""
        if self.state is State.STANDING:
            self.state = State.WITHDRAWN
            self.versions.append(Version(message.message_id, None))


@dataclass
class _Person:
    """One patient's results while the versions are gone through."""

    patient: LabPatient | None = None
    items: dict[str, _Item] = field(default_factory=dict)
    subjects: dict[str, AnalysedSubject] = field(default_factory=dict)

    def withdraw_all(self, message: LabMessage) -> None:
        for item in self.items.values():
            item.withdraw(message)

    def take(self, message: LabMessage, patient: LabPatient) -> None:
        self.patient = patient
        # A cancellation need not repeat the samples, so those of earlier versions are kept.
        self.subjects.update((one.id_by_provider, one) for one in patient.subjects)
        cancelled = message.report.kind is Kind.CANCELLED
        named = set()
        for item, parent in _flat(patient.items):
            named.add(item.key)
            shown = replace(item, kind=Kind.CANCELLED) if cancelled else item
            self.items.setdefault(item.key, _Item(parent)).take(message, shown, parent)
        if not cancelled:
            self._withdraw_inside(message, named)
            self._doubt_left_out(named)

    def _withdraw_inside(self, message: LabMessage, named: set[str]) -> None:
        """What stood inside a result that this version withdraws, and that it does not itself name."""
        for key, item in self.items.items():
            if key not in named and any(
                self.items[above].state is State.WITHDRAWN for above in self._above(key)
            ):
                item.withdraw(message)

    def _above(self, key: str) -> Iterator[str]:
        above = self.items[key].parent
        while above:
            yield above
            above = self.items[above].parent

    def _doubt_left_out(self, named: set[str]) -> None:
        for key, item in self.items.items():
            if key in named:
                item.doubts = [one for one in item.doubts if one is not Doubt.LEFT_OUT_LATER]
            elif item.state is State.STANDING:
                item.doubt(Doubt.LEFT_OUT_LATER)

    def settled(self) -> SettledPatient:
        assert self.patient is not None  # noqa: S101  # take() comes before settled(); tells the type checker
        items = tuple(self._settled(key, item) for key, item in self.items.items())
        return SettledPatient(replace(self.patient, items=()), items)

    def _settled(self, key: str, item: _Item) -> SettledItem:
        last = item.last()
        collected, differs = self._collected(last)
        standing = last if item.state is State.STANDING else None
        return SettledItem(
            key=key,
            parent=item.parent,
            state=item.state,
            stage=item.stage,
            standing=replace(standing, children=()) if standing is not None else None,
            versions=tuple(_alone(one) for one in item.versions),
            earlier=_earlier(item.versions, standing),
            collected=collected,
            message_ids=tuple(dict.fromkeys(one.message_id for one in item.versions)),
            doubts=(*item.doubts, Doubt.SAMPLE_TIME_DIFFERS) if differs else tuple(item.doubts),
        )

    def _collected(self, item: ResultItem | None) -> tuple[Moment | None, bool]:
        """When the sample was taken: of the samples named, or of all where none is. None when days differ."""
        named = item.subjects if item is not None and item.subjects else tuple(self.subjects)
        times = [self.subjects[one].collected for one in named if one in self.subjects]
        found = sorted((one for one in times if one is not None), key=lambda one: one.instant)
        if len({one.on for one in found}) > 1:
            return None, True
        return (found[0] if found else None), False


def _alone(version: Version) -> Version:
    """Without the results inside it, which are listed on their own."""
    return (
        version if version.item is None else Version(version.message_id, replace(version.item, children=()))
    )


def _earlier(versions: list[Version], standing: ResultItem | None) -> tuple[Version, ...]:
    """Values said before, oldest first: each as it was first said, without what is the same as the next."""
    found: list[Version] = []
    for version in versions:
        if version.value is not None and (not found or found[-1].value != version.value):
            found.append(_alone(version))
    if standing is not None and found and found[-1].value == standing.value:
        found.pop()
    return tuple(found)


def _flat(items: tuple[ResultItem, ...], parent: str = "") -> Iterator[tuple[ResultItem, str]]:
    """Every result with the key of the one around it, outer ones first."""
    for item in items:
        yield item, parent
        yield from _flat(item.children, item.key)
