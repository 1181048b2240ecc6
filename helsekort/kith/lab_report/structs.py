"""An answer as read. Values are kept as they were sent; nothing is turned into the card's own terms here.

Structs that hold a person show no names, numbers or values in `repr`, so that none reaches a log by accident.
"""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Final

from msgspec import Struct

from helsekort.kith.values import Code, Moment, Party

NAMESPACE = "http://www.kith.no/xmlstds/labsvar/2012-02-15"
VERSION = "v1.4 2012-02-15"


class Kind(StrEnum):
    """What a report, or one result in it, is to those sent before (list 7309)."""

    NEW = "N"
    CHANGED = "M"
    CANCELLED = "C"
    ADDED = "A"
    HISTORY = "H"


class ReportStatus(StrEnum):
    """How far the laboratory has come with the report (list 7306)."""

    FINAL = "F"
    PRELIMINARY = "P"
    ADDITION = "A"
    PLANNED = "S"


class Comparator(StrEnum):
    """How the true value lies to the number sent (list 8239). EQ is the same as none."""

    EQUAL = "EQ"
    GREATER_OR_EQUAL = "GE"
    GREATER = "GT"
    LESS_OR_EQUAL = "LE"
    LESS = "LT"
    MUCH_GREATER = "MG"
    MUCH_LESS = "ML"
    NOT_EQUAL = "NE"


SIGNS: Final = {
    Comparator.LESS: "<",
    Comparator.LESS_OR_EQUAL: "<=",
    Comparator.GREATER: ">",
    Comparator.GREATER_OR_EQUAL: ">=",
}
"""Signs that FHIR and the card can say; another one needs a person."""


class Number(Struct, frozen=True, tag=True):
    """A number in the unit as sent, which is no UCUM. `text` is the number as written, 11.0 and not 11."""

    value: Decimal
    text: str
    unit: str = ""
    comparator: Comparator | None = None


class Text(Struct, frozen=True, tag=True):
    """A worded result. `heading` is a code of list 8243, such as LR; `codes` are mostly of 8340 or 8271."""

    text: str
    heading: Code | None = None
    codes: tuple[Code, ...] = ()
    unit: str = ""


class Interval(Struct, frozen=True, tag=True):
    """The true value lies between the two."""

    low: Number | None
    high: Number | None


class DateValue(Struct, frozen=True, tag=True):
    """A day, or a moment, as result."""

    moment: Moment


Value = Number | Text | Interval | DateValue


class ResultItem(Struct, frozen=True):
    """One result, or a heading over others.

    `key` names it within its report and patient: the same in every version of the report. It is made of the
    laboratory's own identifier where that was sent, otherwise of where the result stands and what it measures.
    """

    key: str
    kind: Kind
    item_id: str = ""
    ref_item: str = ""
    codes: tuple[Code, ...] = ()  # what was examined; the national code first, then local ones
    value: Value | None = None
    reference: str = ""  # the laboratory's range as written, decimal comma and all
    deviation: str = ""  # list 8244: 1 above, 2 below, 3 outside
    status: str = ""  # list 8245: 2 preliminary, 3 final, 14 deleted, …
    subjects: tuple[
        str, ...
    ] = ()  # of the samples, by the laboratory's identifier; taken from the item around
    investigated: Moment | None = None
    comment: str = ""
    accredited: bool | None = None
    unreadable: bool = False  # something in it could change its meaning: it needs a person
    as_sent: str = ""  # what stood where the value should be, where it cannot be read
    children: tuple["ResultItem", ...] = ()

    @property
    def code(self) -> str:
        return self.codes[0].value if self.codes else ""

    @property
    def code_system(self) -> str:
        return self.codes[0].system if self.codes else ""

    @property
    def name(self) -> str:
        return self.codes[0].name if self.codes else ""

    def __repr__(self) -> str:
        return f"ResultItem(kind={self.kind.value!r}, children={len(self.children)})"


class AnalysedSubject(Struct, frozen=True):
    """A sample. Its identifier, not `number`, is what results point to; a number may be the same for all."""

    id_by_provider: str
    collected: Moment | None = None
    material: Code | None = None
    material_text: str = ""
    number: str = ""

    def __repr__(self) -> str:
        return "AnalysedSubject(…)"


class LabPatient(Struct, frozen=True):
    """Whose samples these are. `number_kind` is a code of list 8116; `number_holds` is None where no check is known."""

    name: str
    national_number: str
    number_kind: str
    number_holds: bool | None
    birth_date: dt.date | None = None
    id_by_provider: str = ""
    relation: str = ""  # to the patient around, for the second person of a report
    ordered_by: Party | None = None
    subjects: tuple[AnalysedSubject, ...] = ()
    items: tuple[ResultItem, ...] = ()

    def __repr__(self) -> str:
        return f"LabPatient(items={len(self.items)})"


class Request(Struct, frozen=True):
    """What the answer answers: the requester's own identifier and, where sent, the laboratory's."""

    request_id: str
    id_by_provider: str = ""
    issued: Moment | None = None


class LabReport(Struct, frozen=True):
    """One version of a report. `report_id` (ServProvId) is the same in all versions, and so is `issued` by rights."""

    report_id: str
    kind: Kind
    status: ReportStatus | None
    issued: dt.datetime
    approved: dt.datetime | None = None
    discipline: Code | None = None  # list 8202: CLIN, MBIO, …
    comments: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    patients: tuple[LabPatient, ...] = ()
    requester: Party | None = None

    def __repr__(self) -> str:
        return f"LabReport(kind={self.kind.value!r}, patients={len(self.patients)})"


class LabMessage(Struct, frozen=True):
    """One message with one version of one report. Times are UTC; `sent_text` is as it came, for the receipt.

    `sender` is the laboratory by ServProvider, which every version of a report repeats; who sent the envelope
    stands in its head.
    """

    message_id: str
    sent: dt.datetime
    sent_text: str
    message_kind: Code  # list 8279: SVAR_LAB, SVAR_RTG, …
    sender: Party
    version: str
    report: LabReport
    ack_wanted: bool = True
