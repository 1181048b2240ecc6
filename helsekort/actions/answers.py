"""What one result of a laboratory comes to: an entry on the card, something for a person, or not the card's content.

It is a function of the settled result alone, so that the card ends the same in whatever order messages come.
"""

import datetime as dt
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from helsekort.actions.context import Context
from helsekort.kith.lab_report.mapping import Mapped, NotMapped, Reason, map_item
from helsekort.kith.lab_report.settled import Doubt, SettledItem, SettledReport, Stage, State
from helsekort.kith.lab_report.structs import Comparator, Number, ResultItem, Text
from helsekort.kith.values import Moment
from helsekort.record.entries import Finding, LabSource, Status
from helsekort.record.measurements import Level, concerns

CARD, WAITING, OUTSIDE = "card", "waiting", "outside"
# Signs that FHIR and the card can say; another one needs a person.
SIGNS: Final = {
    Comparator.LESS: "<",
    Comparator.LESS_OR_EQUAL: "<=",
    Comparator.GREATER: ">",
    Comparator.GREATER_OR_EQUAL: ">=",
}
_NEEDS_PERSON: Final = (Doubt.CODE_DIFFERS, Doubt.SAMPLE_TIME_DIFFERS)
_GROUP: Final = "GR"
UNPLACED = 0


class Answer(Struct, frozen=True):
    """`finding` is what shall stand on the card, withdrawn where it no longer holds; its report is not filled in."""

    item: SettledItem
    fate: str
    reason: str = ""
    finding: Finding | None = None


class _Understood(Struct, frozen=True):
    """A mapped value, with the sign before it."""

    mapped: Mapped
    sign: str


class AnswerReader:
    """Reads the results of one settled report."""

    def __init__(self, ctx: Context, report: SettledReport) -> None:
        self._ctx = ctx
        self._laboratory = report.last.sender.name or report.last.sender.key
        self._materials = _materials(report)

    def read(self, items: tuple[SettledItem, ...]) -> list[Answer]:
        """Every result that is more than a heading over others."""
        return [self._answer(item) for item in items if not _is_heading(item)]

    def _answer(self, item: SettledItem) -> Answer:
        earlier = self._last_understood(item)
        if item.state is State.WITHDRAWN:
            return Answer(item, CARD if earlier else OUTSIDE, "" if earlier else Reason.WITHDRAWN, earlier)
        found = self._standing(item)
        if isinstance(found, Finding):
            return Answer(item, CARD, finding=found)
        needs_person, reason = found
        return Answer(item, WAITING if needs_person else OUTSIDE, reason, earlier)

    def _standing(self, item: SettledItem) -> Finding | tuple[bool, str]:
        """What holds; or whether a person is needed, and why."""
        if item.standing is None:
            raise ValueError("a result that stands has a version that holds")
        understood = self._understand(item.standing)
        if isinstance(understood, NotMapped):
            return understood.needs_person, understood.reason
        for doubt in _NEEDS_PERSON:
            if doubt in item.doubts:
                return True, doubt
        if item.collected is None:
            return True, "no-sample-date"
        if item.collected.on > self._ctx.today():
            return True, "future-sample"
        if self._implausible(understood.mapped, item.collected.on):
            return True, "implausible"
        status = Status.CORRECTED if item.earlier else Status.FINAL
        return self._finding(
            item, item.standing, understood, item.collected, status, item.stage is Stage.PRELIMINARY
        )

    def _last_understood(self, item: SettledItem) -> Finding | None:
        """The last value that the card could have had before this, withdrawn."""
        if item.collected is None or item.collected.on > self._ctx.today():
            return None
        before = item.versions[:-1] if item.state is State.STANDING else item.versions
        for version in reversed(before):
            understood = self._understand(version.item) if version.item is not None else None
            if version.item is None or not isinstance(understood, _Understood):
                continue
            if not self._implausible(understood.mapped, item.collected.on):
                return self._finding(
                    item, version.item, understood, item.collected, Status.WITHDRAWN, preliminary=False
                )
        return None

    def _understand(self, item: ResultItem) -> _Understood | NotMapped:
        """The table's answer; a limit (`< 5`) is understood where its sign can be shown."""
        found = map_item(item, self._ctx.mapping, self._ctx.catalogue)
        if isinstance(found, Mapped):
            return _Understood(found, "")
        value = item.value
        if found.reason is not Reason.COMPARATOR or not isinstance(value, Number):
            return found
        sign = SIGNS.get(value.comparator) if value.comparator is not None else None
        bare = map_item(
            replace(item, value=replace(value, comparator=None)), self._ctx.mapping, self._ctx.catalogue
        )
        return _Understood(bare, sign) if sign and isinstance(bare, Mapped) else found

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
