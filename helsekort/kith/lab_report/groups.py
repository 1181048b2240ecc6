"""Results as they stand inside one another, and in the words they were sent in."""

from collections.abc import Iterator

from helsekort.kith.lab_report.mapping import MappingTable, NotMapped, Reason, map_item
from helsekort.kith.lab_report.settled import SettledItem, SettledPatient
from helsekort.kith.lab_report.structs import SIGNS, DateValue, Interval, Number, ResultItem, Text
from helsekort.record.measurements import Catalogue


class Group:
    """One person's results as they stand inside one another."""

    def __init__(self, patient: SettledPatient, table: MappingTable, catalogue: Catalogue) -> None:
        self.number = f"{patient.patient.number_kind} {patient.patient.national_number}"
        self._table, self._catalogue = table, catalogue
        self._items = {item.key: item for item in patient.items}
        self._inside: dict[str, list[SettledItem]] = {}
        for item in patient.items:
            self._inside.setdefault(item.parent, []).append(item)

    def holds_outside(self, item: SettledItem) -> bool:
        """Whether a result without a code goes with others that are surely not the card's content.

        They are those of the nearest group around it that holds a code. Where there is none, nobody can tell.
        """
        around: SettledItem | None = item
        while around is not None:
            coded = [one for one in self._within(around) if one.code]
            if coded:
                return all(self._is_outside(one) for one in coded)
            around = self._items.get(around.parent)
        return False

    def _within(self, item: SettledItem) -> Iterator[ResultItem]:
        """It, and everything inside it, as last sent."""
        last = next((each.item for each in reversed(item.versions) if each.item is not None), None)
        if last is not None:
            yield last
        for one in self._inside.get(item.key, []):
            yield from self._within(one)

    def _is_outside(self, item: ResultItem) -> bool:
        found = map_item(item, self._table, self._catalogue)
        return isinstance(found, NotMapped) and found.reason in (Reason.UNKNOWN_CODE, Reason.LEFT_OUT)


def as_written(item: ResultItem) -> tuple[str, str, str]:
    """(text, unit, sign) of a result as sent; what no program can read is shown as it stood."""
    match item.value:
        case Number() as value:
            sign = SIGNS.get(value.comparator, value.comparator.value) if value.comparator else ""
            return value.text, value.unit, sign
        case Text() as value:
            said = value.text or ", ".join(code.name or code.value for code in value.codes)
            return said, value.unit, ""
        case Interval() as value:
            limits = [limit.text if limit is not None else "" for limit in (value.low, value.high)]
            unit = next((limit.unit for limit in (value.low, value.high) if limit is not None), "")
            return "–".join(limits), unit, ""
        case DateValue() as value:
            return value.moment.on.isoformat(), "", ""
    return item.as_sent, "", ""
