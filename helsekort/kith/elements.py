"""Reads elements of one namespace, noting every problem on the way.

Each reader takes the effect that a fault in the element has: what may change a meaning reaches the result or the
message it stands in, the rest is a note. Times without an offset are Norwegian civil time; the zone is given.
"""

import datetime as dt
import re
from collections.abc import Collection
from typing import Final

from lxml import etree
from lxml.etree import QName
from lxml.etree import _Element as Element

from helsekort.kith.faults import Effect, Fault, Problems
from helsekort.kith.values import Code, Moment

LONGEST_ID: Final = 64
LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 4000
"""Characters of a text that are read; what is longer is cut where it is shown, and kept whole in the message."""
CUT: Final = "…"
# The years are bounded so that no reckoning with them leaves the calendar.
_TIME: Final = re.compile(
    r"(?P<day>(?:18|19|20|21)\d\d-\d\d-\d\d)(?:T(?P<time>\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?))?"
    r"(?P<offset>Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_BLOCKS: Final = frozenset(
    ["p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"]
)


class Reader:
    """Reads the elements of one namespace."""

    def __init__(self, namespace: str, zone: dt.tzinfo, problems: Problems) -> None:
        self.namespace = namespace
        self.zone = zone
        self.problems = problems

    def all(self, parent: Element, name: str) -> list[Element]:
        return parent.findall(f"{{{self.namespace}}}{name}")

    def one(self, parent: Element, name: str, effect: Effect, *, needed: bool = False) -> Element | None:
        """The only child of that name; the first of several, which is a fault."""
        found = self.all(parent, name)
        if len(found) > 1:
            self.problems.add(Fault.REPEATED, found[1], effect)
        if not found and needed:
            self.problems.add(Fault.MISSING, parent, effect)
        return found[0] if found else None

    def text(self, parent: Element, name: str, effect: Effect, *, needed: bool = False) -> str:
        """The text of a child; empty where there is none."""
        child = self.one(parent, name, effect, needed=needed)
        text = running_text(child) if child is not None else ""
        if child is not None and len(text) > LONGEST_TEXT:
            self.problems.add(Fault.CUT_SHORT, child, Effect.NOTE)
            text = cut(text, LONGEST_TEXT)
        if child is not None and needed and not text:
            self.problems.add(Fault.MISSING, child, effect)
        return text

    def identifier(self, parent: Element, name: str, effect: Effect, *, needed: bool = False) -> str:
        """A text that identifies something: short, and on one line."""
        text = self.text(parent, name, effect, needed=needed)
        if len(text) > LONGEST_ID:
            self.problems.add(Fault.TOO_LONG, self.all(parent, name)[0], effect)
        return text

    def code(self, parent: Element, name: str, effect: Effect, *, needed: bool = False) -> Code | None:
        """A coded child; None where it is not there or has no V."""
        child = self.one(parent, name, effect, needed=needed)
        if child is None:
            return None
        found = code_of(child)
        if found is None and needed:
            self.problems.add(Fault.MISSING, child, effect)
        return found

    def codes(self, parent: Element, name: str) -> tuple[Code, ...]:
        return tuple(code for child in self.all(parent, name) if (code := code_of(child)) is not None)

    def choice(
        self, parent: Element, name: str, known: Collection[str], effect: Effect, *, needed: bool = False
    ) -> str | None:
        """The V of a coded child that must be one of a list; None where it is not."""
        found = self.code(parent, name, effect, needed=needed)
        if found is None:
            return None
        if found.value not in known:
            self.problems.add(Fault.UNKNOWN_CODE, self.all(parent, name)[0], effect)
            return None
        return found.value

    def moment(self, parent: Element, name: str, effect: Effect, *, needed: bool = False) -> Moment | None:
        """A time in the attribute V, as labsvar has it, or in the text, as the head message has it."""
        child = self.one(parent, name, effect, needed=needed)
        if child is None:
            return None
        text = (child.get("V") or child.text or "").strip()
        if not text and not needed:
            return None
        found = parse_moment(text, self.zone)
        if found is None:
            self.problems.add(Fault.NOT_A_TIME, child, effect)
        return found

    def know(self, parent: Element, names: Collection[str], effect: Effect) -> None:
        """Note children that are not of the schema; the place is the parent, as their names are the sender's."""
        known = {f"{{{self.namespace}}}{name}" for name in names}
        if any(child.tag not in known for child in parent):
            self.problems.add(Fault.UNKNOWN_ELEMENT, parent, effect)


def code_of(element: Element) -> Code | None:
    value = (element.get("V") or "").strip()
    if not value:
        return None
    system, name, original = (cut(element.get(key) or "", LONGEST_NAME) for key in ("S", "DN", "OT"))
    return Code(cut(value, LONGEST_ID), system, name, original)


def cut(text: str, longest: int) -> str:
    """A text without space around it, and no longer than that; a mark shows where it was cut."""
    text = text.strip()
    return text if len(text) <= longest else text[:longest] + CUT


def parse_moment(text: str, zone: dt.tzinfo) -> Moment | None:
    """`2017-09-20T07:57:00`, `2017-09-20` or one with an offset; None for anything else, a year alone included."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        if found["time"] is None:
            day = dt.date.fromisoformat(found["day"])
            return Moment(day, None, _instant(dt.datetime.combine(day, dt.time(), zone)))
        wall = dt.datetime.fromisoformat(f"{found['day']}T{found['time']}{found['offset'] or ''}")
    except ValueError:
        return None
    if wall.tzinfo is None:
        return Moment(wall.date(), wall.time(), _instant(wall.replace(tzinfo=zone)))
    instant = _instant(wall)
    norwegian = zone.fromutc(instant.replace(tzinfo=zone))
    return Moment(norwegian.date(), norwegian.time().replace(fold=0), instant)


def _instant(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC) - (moment.utcoffset() or dt.timedelta())


def running_text(element: Element) -> str:
    """All text in an element. Markup inside, such as XHTML, becomes lines; plain text keeps its own."""
    if len(element) == 0:
        return (element.text or "").strip()
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if QName(node).localname in _BLOCKS:
            pieces.append("\n")
        if event == "start":
            pieces.append(_on_one_line(node.text))
        elif node is not element:
            pieces.append(_on_one_line(node.tail))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _on_one_line(text: str | None) -> str:
    return " ".join((text or "").split("\n"))
