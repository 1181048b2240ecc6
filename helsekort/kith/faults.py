"""What can be wrong with a message: a code, a place and a remedy, never a value out of the message.

Places are paths of element names out of the schema with positions, such as `Message/ServReport/Patient/ResultItem[3]`.
Names that the sender invented are not repeated: the place is then the element around them.
"""

from enum import StrEnum
from typing import Final

from lxml.etree import QName
from lxml.etree import _Element as Element
from msgspec import Struct


class Effect(StrEnum):
    """How far a problem reaches."""

    NOTE = "note"  # differs from the standard, but cannot be misunderstood
    ITEM = "item"  # one result cannot be used without a person
    MESSAGE = "message"  # the whole message cannot be used


class Fault(StrEnum):
    """What is wrong; a machine code, worded where it is shown."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_XML = "not-xml"
    ENCODING_NOT_TAKEN = "encoding-not-taken"
    ENCODING_NOT_AS_SAID = "encoding-not-as-said"
    DECLARES_ENTITIES = "declares-entities"
    TOO_DEEP = "too-deep"
    TOO_MANY_ELEMENTS = "too-many-elements"
    TOO_MANY_ITEMS = "too-many-items"
    OLDER_VERSION = "older-version"
    UNKNOWN_MESSAGE = "unknown-message"
    NO_DOCUMENT = "no-document"
    NO_REPORT = "no-report"
    NOT_A_PERSON = "not-a-person"
    MISSING = "missing"
    REPEATED = "repeated"
    TOO_LONG = "too-long"
    CUT_SHORT = "cut-short"
    NOT_A_TIME = "not-a-time"
    NOT_A_NUMBER = "not-a-number"
    DECIMAL_COMMA = "decimal-comma"
    UNKNOWN_CODE = "unknown-code"
    UNKNOWN_ELEMENT = "unknown-element"
    BAD_MESSAGE_ID = "bad-message-id"
    REPEATED_ITEM_ID = "repeated-item-id"
    TWO_VALUES = "two-values"
    VALUE_WITHDRAWN = "value-withdrawn"
    NO_SUCH_SUBJECT = "no-such-subject"
    PERSON_UNIDENTIFIED = "person-unidentified"
    NATIONAL_NUMBER_FAILS = "national-number-fails"
    ATTACHMENT = "attachment"
    SENDER_DIFFERS = "sender-differs"


REMEDIES: Final[dict[Fault, str]] = {
    Fault.EMPTY: "send the message; nothing came",
    Fault.TOO_LARGE: "send at most 10 000 000 bytes in one message",
    Fault.NOT_XML: "send well-formed XML; the place is where reading stopped",
    Fault.ENCODING_NOT_TAKEN: "encode the message in UTF-8, or in ISO-8859-1 and declare it",
    Fault.ENCODING_NOT_AS_SAID: "declare the encoding that the bytes are in",
    Fault.DECLARES_ENTITIES: "leave out the document type declaration",
    Fault.TOO_DEEP: "nest elements at most 60 deep",
    Fault.TOO_MANY_ELEMENTS: "send at most 200 000 elements in one message",
    Fault.TOO_MANY_ITEMS: "send at most 10 000 results in one message",
    Fault.OLDER_VERSION: "send svarrapport v1.4 (2012-02-15) in hodemelding v1.2 (2006-05-24), or bare",
    Fault.UNKNOWN_MESSAGE: "send svarrapport v1.4, in hodemelding v1.2 or bare",
    Fault.NO_DOCUMENT: "put the document inside RefDoc/Content of the head message",
    Fault.NO_REPORT: "send a ServReport in the message",
    Fault.NOT_A_PERSON: "send answers about persons only",
    Fault.MISSING: "fill in the element",
    Fault.REPEATED: "send the element once",
    Fault.TOO_LONG: "use an identifier of at most 64 characters",
    Fault.CUT_SHORT: "use at most 4000 characters; the rest is kept with the message, and not shown",
    Fault.NOT_A_TIME: "write the time as 2026-01-31T08:30:00 or 2026-01-31",
    Fault.NOT_A_NUMBER: "write the number with digits and a decimal point",
    Fault.DECIMAL_COMMA: "write the number with a decimal point",
    Fault.UNKNOWN_CODE: "use a code of the list that the element takes",
    Fault.UNKNOWN_ELEMENT: "send only elements of the message's schema",
    Fault.BAD_MESSAGE_ID: "give each message a UUID of its own",
    Fault.REPEATED_ITEM_ID: "give each result of a report an identifier of its own",
    Fault.TWO_VALUES: "send one value in one result",
    Fault.VALUE_WITHDRAWN: "leave out the value of a withdrawn result",
    Fault.NO_SUCH_SUBJECT: "let RefAnalysedSubject repeat a subject's IdByServProvider",
    Fault.PERSON_UNIDENTIFIED: "send the person's name and national number",
    Fault.NATIONAL_NUMBER_FAILS: "check the national number; its control digits do not fit",
    Fault.ATTACHMENT: "attachments are kept with the message as it came, and not read",
    Fault.SENDER_DIFFERS: "let the head message come from the unit that ServProvider names",
}


class Problem(Struct, frozen=True):
    """One thing that is wrong, and where."""

    fault: Fault
    place: str
    effect: Effect

    @property
    def remedy(self) -> str:
        """What the sender does about it."""
        return REMEDIES[self.fault]


class UnreadableMessage(ValueError):
    """The message cannot be used as a whole. Holds every problem found, and no words out of the message."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems
        self._first = next(one for one in problems if one.effect is Effect.MESSAGE)

    @property
    def code(self) -> Fault:
        """The first problem that reaches the whole message."""
        return self._first.fault

    @property
    def place(self) -> str:
        return self._first.place

    @property
    def remedy(self) -> str:
        return self._first.remedy

    def __str__(self) -> str:
        """`older-version at Message: send svarrapport v1.4 …`."""
        return f"{self.code.value} at {self.place or 'the start'}: {self.remedy}"


def unreadable(fault: Fault, place: str = "") -> UnreadableMessage:
    """The error for one fault that needs no further reading."""
    return UnreadableMessage((Problem(fault, place, Effect.MESSAGE),))


MOST_LISTED = 100  # working out a place costs; a message with more problems is described well enough by these


class Problems:
    """Collects what is wrong while a message is read."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self.left_out = 0  # found after the list was full
        self.on_items = 0  # how many with effect ITEM, listed or not

    def add(self, fault: Fault, at: Element, effect: Effect, *, invented: bool = False) -> None:
        """Note a problem. One that reaches the whole message is listed even when the list is full.

        `invented` says that the element's name is the sender's own, which is then not repeated.
        """
        self.on_items += effect is Effect.ITEM
        if len(self._found) < MOST_LISTED or (effect is Effect.MESSAGE and not self.fatal):
            path = place(at)
            self._found.append(Problem(fault, _without_last(path) if invented else path, effect))
        else:
            self.left_out += 1

    @property
    def fatal(self) -> bool:
        return any(one.effect is Effect.MESSAGE for one in self._found)

    @property
    def found(self) -> tuple[Problem, ...]:
        return tuple(self._found)


def _without_last(path: str) -> str:
    return "/".join([*path.split("/")[:-1], "*"])


def place(element: Element) -> str:
    """`Message/ServReport/Patient/ResultItem[3]`: names and positions, for elements found by a schema's name."""
    steps = []
    at: Element | None = element
    while at is not None:
        name = str(at.tag)
        before = len(list(at.itersiblings(name, preceding=True)))
        alone = not before and next(at.itersiblings(name), None) is None
        steps.append(QName(at).localname + ("" if alone else f"[{before + 1}]"))
        at = at.getparent()
    return "/".join(reversed(steps))
