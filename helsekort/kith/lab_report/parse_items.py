"""Reads the results of one patient, nested ones inside those around them."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element
from msgspec import Struct

from helsekort.kith.elements import LONGEST_ID, LONGEST_NAME, Reader, code_of, cut
from helsekort.kith.faults import Effect, Fault
from helsekort.kith.lab_report import schema_names
from helsekort.kith.lab_report.parse_values import parse_value, value_as_sent
from helsekort.kith.lab_report.structs import Kind, ResultItem, Text, Value
from helsekort.kith.values import Code

MOST_ITEMS: Final = 10_000
NATIONAL_LABORATORY_CODES: Final = "2.16.578.1.12.4.1.1.7280"
DELETED: Final = "14"
_STATUSES: Final = [str(number) for number in range(1, 16)]


class _Around(Struct, frozen=True):
    """What a nested result takes from the one around it."""

    key: str = ""
    kind: Kind = Kind.NEW
    subjects: tuple[str, ...] = ()


@dataclass
class ItemReader:
    """Reads one patient's results; counts them, over all patients of a report, in `count`."""

    reader: Reader
    subjects: frozenset[str]
    count: int = 0
    _keys: Counter[str] = field(default_factory=Counter)

    def read(self, patient: Element) -> tuple[ResultItem, ...]:
        """All results, in the order sent."""
        return self._children(patient, _Around())

    def _children(self, parent: Element, around: _Around) -> tuple[ResultItem, ...]:
        found = self.reader.all(parent, "ResultItem")
        self.count += len(found)
        if self.count > MOST_ITEMS:
            if not self.reader.problems.fatal:
                self.reader.problems.add(Fault.TOO_MANY_ITEMS, parent, Effect.MESSAGE)
            return ()
        return tuple(self._item(item, around) for item in found)

    def _item(self, item: Element, around: _Around) -> ResultItem:
        reader = self.reader
        faults = reader.problems.on_items
        reader.know(item, schema_names.RESULT_ITEM, Effect.ITEM)
        said = reader.choice(item, "ServType", [*Kind], Effect.ITEM)
        kind = Kind(said) if said else around.kind
        codes, subjects = _codes(reader, item), self._subjects(item) or around.subjects
        value = parse_value(reader, item)
        status = reader.choice(item, "StatusInvestigation", _STATUSES, Effect.ITEM) or ""
        if value is not None and (kind is Kind.CANCELLED or status == DELETED):
            reader.problems.add(Fault.VALUE_WITHDRAWN, item, Effect.NOTE)
        item_id = reader.identifier(item, "IdResultItem", Effect.ITEM)
        key = self._key(item, item_id, around.key, _describe(codes, value, subjects))
        accredited = reader.one(item, "Accredited", Effect.NOTE)
        unreadable = reader.problems.on_items > faults
        return ResultItem(
            key=key,
            kind=kind,
            item_id=item_id,
            ref_item=reader.text(item, "RefIdResultItem", Effect.NOTE),
            codes=codes,
            value=value,
            reference=_references(reader, item),
            deviation=reader.choice(item, "DevResultInd", ("1", "2", "3"), Effect.NOTE) or "",
            status=status,
            subjects=subjects,
            investigated=reader.moment(item, "InvDate", Effect.NOTE),
            comment=reader.text(item, "Comment", Effect.NOTE),
            accredited={"true": True, "false": False}.get(accredited.get("V", ""))
            if accredited is not None
            else None,
            unreadable=unreadable,
            as_sent=value_as_sent(reader, item) if value is None else "",
            children=self._children(item, _Around(key, kind, subjects)),
        )

    def _key(self, item: Element, item_id: str, around: str, described: str) -> str:
        """The laboratory's identifier; without one, a digest of where the result stands and what it measures.

        Of results alike in all of that, the order tells them apart.
        """
        if item_id and len(item_id) <= LONGEST_ID:
            key = f"id:{item_id}"
        else:
            digest = hashlib.sha256(f"{around}\n{described}".encode()).hexdigest()
            key = f"at:{digest[:24]}"
        self._keys[key] += 1
        if self._keys[key] == 1:
            return key
        if item_id:
            self.reader.problems.add(Fault.REPEATED_ITEM_ID, item, Effect.ITEM)
        return f"{key}#{self._keys[key]}"

    def _subjects(self, item: Element) -> tuple[str, ...]:
        found = tuple(
            text for one in self.reader.all(item, "RefAnalysedSubject") if (text := (one.text or "").strip())
        )
        if not self.subjects.issuperset(found):
            self.reader.problems.add(Fault.NO_SUCH_SUBJECT, item, Effect.NOTE)
        return found


def _codes(reader: Reader, item: Element) -> tuple[Code, ...]:
    """What was examined, the national code first: senders give it together with one of their own."""
    found = []
    for investigation in reader.all(item, "Investigation"):
        for element in reader.all(investigation, "Id"):
            code = code_of(element)
            name = cut(element.get("DN") or element.get("OT") or "", LONGEST_NAME)
            if code is not None or name:
                found.append(code or Code("", cut(element.get("S") or "", LONGEST_NAME), name))
    return tuple(sorted(found, key=lambda one: (not one.value, one.system != NATIONAL_LABORATORY_CODES)))


def _describe(codes: tuple[Code, ...], value: Value | None, subjects: tuple[str, ...]) -> str:
    """What tells a result without an identifier from its neighbours, in every version of the report alike."""
    heading = value.heading.value if isinstance(value, Text) and value.heading is not None else ""
    title = value.text if isinstance(value, Text) and heading == "GR" else ""
    named = codes[0].value or codes[0].name if codes else ""
    # A withdrawn result has lost its value, so the heading may not count where the code says enough.
    what = named or f"{heading}:{title}"
    return "\n".join((what, *sorted(subjects)))


def _references(reader: Reader, item: Element) -> str:
    written = (reader.text(one, "Descr", Effect.NOTE) for one in reader.all(item, "RefInterval"))
    return cut("\n".join(text for text in written if text), LONGEST_NAME)
