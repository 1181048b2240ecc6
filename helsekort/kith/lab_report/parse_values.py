"""Reads the value of one result. A fault here reaches the result: a wrong value is worse than none."""

import re
from decimal import Decimal
from typing import Final

from lxml.etree import QName
from lxml.etree import _Element as Element

from helsekort.kith.elements import LONGEST_ID, Reader, cut, running_text
from helsekort.kith.faults import Effect, Fault
from helsekort.kith.lab_report.structs import Comparator, DateValue, Interval, Number, Text, Value

_NUMBER: Final = re.compile(
    r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,2})?",
    re.ASCII,
)
_LONGEST_SHOWN: Final = 200
_LONGEST_WORDED: Final = 20_000
_KINDS: Final = ("NumResult", "TextResult", "Interval", "DateResult")


def parse_value(reader: Reader, item: Element) -> Value | None:
    """The one value of a result. None where there is none, where there are two, and where it cannot be read."""
    found = [child for name in _KINDS for child in reader.all(item, name)]
    if len(found) > 1:
        reader.problems.add(Fault.TWO_VALUES, item, Effect.ITEM)
        return None
    if not found:
        return None
    value = found[0]
    match QName(value).localname:
        case "NumResult":
            return _number_result(reader, value)
        case "TextResult":
            return _text(reader, value)
        case "Interval":
            return _interval(reader, value)
        case _:
            moment = reader.moment(value, "DateResultValue", Effect.ITEM, needed=True)
            return DateValue(moment) if moment is not None else None


def value_as_sent(reader: Reader, item: Element) -> str:
    """What stands where a value should be, for a person to read: attributes and text, in the order sent."""
    parts = []
    for name in _KINDS:
        for value in reader.all(item, name):
            for element in value.iter():
                texts = [element.get("V"), element.get("U"), element.get("DN"), element.text]
                parts += [text.strip() for text in texts if text and text.strip()]
    return " ".join(parts)[:_LONGEST_SHOWN]


def _number_result(reader: Reader, value: Element) -> Number | None:
    reader.know(value, ("ArithmeticComp", "NumResultValue"), Effect.ITEM)
    quantity = reader.one(value, "NumResultValue", Effect.ITEM, needed=True)
    compared = reader.one(value, "ArithmeticComp", Effect.ITEM)
    sign = reader.choice(value, "ArithmeticComp", [*Comparator], Effect.ITEM, needed=compared is not None)
    if quantity is None or (compared is not None and sign is None):
        return None
    return _quantity(reader, quantity, Comparator(sign) if sign else None)


def _quantity(reader: Reader, element: Element, comparator: Comparator | None = None) -> Number | None:
    text = (element.get("V") or "").strip()
    if _NUMBER.fullmatch(text) is None:
        fault = Fault.DECIMAL_COMMA if "," in text else Fault.NOT_A_NUMBER if text else Fault.MISSING
        reader.problems.add(fault, element, Effect.ITEM)
        return None
    unit = (element.get("U") or "").strip()
    if len(unit) > LONGEST_ID:
        reader.problems.add(Fault.TOO_LONG, element, Effect.ITEM)
        return None
    return Number(Decimal(text), text, unit, comparator)


def _interval(reader: Reader, value: Element) -> Interval | None:
    reader.know(value, ("Low", "High"), Effect.ITEM)
    low, high = (
        _quantity(reader, limit) if (limit := reader.one(value, name, Effect.ITEM)) is not None else None
        for name in ("Low", "High")
    )
    return Interval(low, high) if low is not None or high is not None else None


def _text(reader: Reader, value: Element) -> Text | None:
    reader.know(value, ("Heading", "TextResultValue", "TextCode", "Unit"), Effect.ITEM)
    worded = reader.one(value, "TextResultValue", Effect.ITEM)
    text = running_text(worded) if worded is not None else ""
    if worded is not None and len(text) > _LONGEST_WORDED:
        reader.problems.add(Fault.CUT_SHORT, worded, Effect.NOTE)
    found = Text(
        text=cut(text, _LONGEST_WORDED),
        heading=reader.code(value, "Heading", Effect.NOTE),
        codes=reader.codes(value, "TextCode"),
        unit=reader.text(value, "Unit", Effect.NOTE),
    )
    return found if found.text or found.codes else None
