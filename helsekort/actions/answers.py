"""What one result of a laboratory comes to: an entry on the card, something for a person, or not the card's content.

It is a function of the settled result alone, so that the card ends the same in whatever order messages come.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from helsekort.actions.context import Context
from helsekort.kith.lab_report.groups import Group, as_written
from helsekort.kith.lab_report.mapping import Mapped, NotMapped, Reason, map_item
from helsekort.kith.lab_report.settled import (
    Doubt,
    SettledItem,
    SettledPatient,
    SettledReport,
    Stage,
    State,
)
from helsekort.kith.lab_report.structs import SIGNS, Number, ResultItem, Text
from helsekort.kith.values import Moment
from helsekort.record.entries import Finding, LabSource, Status
from helsekort.record.measurements import Kind, Level, concerns

CARD, WAITING, OUTSIDE = "card", "waiting", "outside"
_NEEDS_PERSON: Final = (Doubt.CODE_DIFFERS, Doubt.SAMPLE_TIME_DIFFERS)
_GROUP: Final = "GR"
UNPLACED = 0
UNCODED: Final = "uncoded"


LEFT_OUTSIDE: Final = ""
"""The key that stands for no place on the card."""


class Said(Struct, frozen=True):
    """What a person said a result means: a key and a value of the catalogue, or LEFT_OUTSIDE."""

    what: str
    value: str


class Answer(Struct, frozen=True):
    """`finding` is what shall stand on the card, withdrawn where it no longer holds; its report is not filled in.

    `content` is a digest of the result as sent, for a person's word on it; `what` the catalogue's key where known.
    """

    item: SettledItem
    fate: str
    reason: str = ""
    finding: Finding | None = None
    content: bytes = b""
    what: str = ""


class _Understood(Struct, frozen=True):
    """A mapped value, with the sign before it."""

    mapped: Mapped
    sign: str
    by_hand: bool = False


class AnswerReader:
    """Reads the results of one settled report. `said` is what people have said, by the digest of a result as sent."""

    def __init__(self, ctx: Context, report: SettledReport, said: Mapping[bytes, Said]) -> None:
        self._ctx, self._said, self._report = ctx, said, report
        self._laboratory = report.last.sender.name or report.last.sender.key
        self._materials = _materials(report)

    def read(self, patient: SettledPatient) -> list[Answer]:
        """Every result of one person's that is more than a heading over others."""
        group = Group(patient, self._ctx.mapping, self._ctx.catalogue)
        return [self._answer(item, group) for item in patient.items if not _is_heading(item)]

    def _answer(self, item: SettledItem, group: Group) -> Answer:
        earlier = self._last_understood(item, group)
        if item.state is State.WITHDRAWN:
            return Answer(item, CARD if earlier else OUTSIDE, "" if earlier else Reason.WITHDRAWN, earlier)
        found = self._standing(item, group)
        if isinstance(found, Finding):
            return Answer(item, CARD, finding=found)
        needs_person, reason, what = found
        fate = WAITING if needs_person else OUTSIDE
        content = self._content(item, group, item.standing) if item.standing is not None else b""
        return Answer(item, fate, reason, earlier, content, what)

    def _standing(self, item: SettledItem, group: Group) -> Finding | tuple[bool, str, str]:
        """What holds; or whether a person is needed, why, and what it is about where that is known."""
        if item.standing is None:
            raise ValueError("a result that stands has a version that holds")
        understood = self._understand(item, group, item.standing)
        if isinstance(understood, NotMapped):
            alone = understood.reason is Reason.NO_CODE and not group.holds_outside(item)
            if alone:
                return True, UNCODED, ""
            return understood.needs_person, understood.reason, understood.key
        for doubt in _NEEDS_PERSON:
            if doubt in item.doubts and not (understood.by_hand and doubt is Doubt.CODE_DIFFERS):
                return True, doubt, understood.mapped.key
        if item.collected is None:
            return True, "no-sample-date", understood.mapped.key
        if item.collected.on > self._ctx.today():
            return True, "future-sample", understood.mapped.key
        if self._implausible(understood.mapped, item.collected.on):
            return True, "implausible", understood.mapped.key
        status = Status.CORRECTED if item.earlier else Status.FINAL
        return self._finding(
            item, item.standing, understood, item.collected, status, item.stage is Stage.PRELIMINARY
        )

    def _last_understood(self, item: SettledItem, group: Group) -> Finding | None:
        """The last value that the card could have had before this, withdrawn."""
        if item.collected is None or item.collected.on > self._ctx.today():
            return None
        before = item.versions[:-1] if item.state is State.STANDING else item.versions
        for version in reversed(before):
            understood = self._understand(item, group, version.item) if version.item is not None else None
            if version.item is None or not isinstance(understood, _Understood):
                continue
            if not self._implausible(understood.mapped, item.collected.on):
                return self._finding(
                    item, version.item, understood, item.collected, Status.WITHDRAWN, preliminary=False
                )
        return None

    def _understand(self, item: SettledItem, group: Group, sent: ResultItem) -> _Understood | NotMapped:
        """A person's word, else the table's answer; a limit (`< 5`) is understood where its sign can be shown."""
        said = self._said.get(self._content(item, group, sent))
        if said is not None:
            return self._by_hand(said, sent)
        found = map_item(sent, self._ctx.mapping, self._ctx.catalogue)
        if isinstance(found, Mapped):
            return _Understood(found, "")
        value = sent.value
        if found.reason is not Reason.COMPARATOR or not isinstance(value, Number):
            return found
        sign = SIGNS.get(value.comparator) if value.comparator is not None else None
        bare = map_item(
            replace(sent, value=replace(value, comparator=None)), self._ctx.mapping, self._ctx.catalogue
        )
        return _Understood(bare, sign) if sign and isinstance(bare, Mapped) else found

    def _by_hand(self, said: Said, sent: ResultItem) -> _Understood | NotMapped:
        if said.what == LEFT_OUTSIDE:
            return NotMapped(Reason.LEFT_BY_PERSON)
        measurable = self._ctx.catalogue[said.what]
        value = Decimal(said.value) if measurable.kind is Kind.QUANTITY else said.value
        text, unit, sign = as_written(sent)
        words = f"{sign}{text}" if text else said.value
        mapped = Mapped(said.what, value, measurable.unit, words, unit, sent.reference)
        return _Understood(mapped, "", by_hand=True)

    def _content(self, item: SettledItem, group: Group, sent: ResultItem) -> bytes:
        """What a person's word on a result is about: the same result of the same person, sent with the same words."""
        said = (sent.codes, sent.value, sent.as_sent, sent.comment, sent.reference, sent.unreadable)
        about = (self._report.key, group.number, item.key, said)
        return hashlib.sha256(msgspec.json.encode(about)).digest()

    def _implausible(self, mapped: Mapped, on: dt.date) -> bool:
        """Whether a value cannot be meant. One that is only unusual is stored: it came from a laboratory."""
        found = concerns(self._ctx.catalogue, mapped.key, mapped.value, on, [])
        return any(each.level is Level.REFUSE for each in found)

    def _finding(
        self,
        item: SettledItem,
        sent: ResultItem,
        understood: _Understood,
        collected: Moment,
        status: Status,
        preliminary: bool,
    ) -> Finding:
        mapped = understood.mapped
        lab = LabSource(
            laboratory=self._laboratory,
            report=UNPLACED,
            item=item.key,
            sent_value=mapped.sent_value,
            sent_unit=mapped.sent_unit,
            comparator=understood.sign,
            reference=mapped.reference,
            material=next((self._materials[one] for one in sent.subjects if self._materials.get(one)), ""),
            preliminary=preliminary,
        )
        return Finding(mapped.key, mapped.value, collected.on, collected.at, status=status, lab=lab)


def _materials(report: SettledReport) -> dict[str, str]:
    """What each sample is, by the laboratory's name of it; a later version's word goes before an earlier one's."""
    found = {}
    for message in report.messages:
        for patient in message.report.patients:
            for subject in patient.subjects:
                words = subject.material_text
                if subject.material is not None:
                    words = subject.material.name or subject.material.original or subject.material.value
                if words:
                    found[subject.id_by_provider] = words
    return found


def _is_heading(item: SettledItem) -> bool:
    """Whether it only stands over others: no examination and no value of its own in any version."""
    return all(version.item is None or _says_nothing(version.item) for version in item.versions)


def _says_nothing(item: ResultItem) -> bool:
    if item.code:
        return False
    value = item.value
    return value is None or (
        isinstance(value, Text) and value.heading is not None and value.heading.value == _GROUP
    )
