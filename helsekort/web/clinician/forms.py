"""A posted form <-> a contact and its findings. Pure translation: nothing is judged and nothing filled in.

A field left empty gives no finding at all: it was not asked. `0` is zero, `no` is no, `declined` is declined.
Nothing typed raises; what cannot be read becomes a Problem with the field's name.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from helsekort.actions.outcomes import Problem
from helsekort.fhir.extraction import Frame
from helsekort.record.entries import Absent, Contact, ContactKind, Finding, FromPaper, Moment, Value, Way
from helsekort.record.measurements import Catalogue, Kind
from helsekort.web.clinician.layout import REASONS_LIST, Slot
from helsekort.web.clinician.paper_again import AGAIN, AGAIN_BY, AGAIN_ON
from helsekort.web.shared.answering import NOBODY_KNOWS
from helsekort.web.shared.posted import Form
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import (
    NO,
    YES,
    Unread,
    read_clock,
    read_day,
    read_number,
    read_pressure,
    read_text,
    typed,
    typed_clock,
)

Fields = Mapping[str, str]
"""A posted form: field name -> what was typed."""

DECLINED, TICKED = "declined", "1"


class Filled(Struct):
    """What a form says. `names` are the findings' field names, in the same order."""

    contact: Contact
    findings: list[Finding] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Reader:
    """Reads fields one by one and keeps what could not be read."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        try:
            return read_text(self.fields.get(name, ""))
        except Unread as unread:
            self.problem(name, unread.code)
            return ""

    def ticked(self, name: str) -> bool:
        return self.fields.get(name, "") == TICKED

    def day(self, name: str) -> dt.date | None:
        text = self.text(name)
        try:
            return read_day(text) if text else None
        except Unread as unread:
            self.problem(name, unread.code)
            return None

    def clock(self, name: str) -> dt.time | None:
        text = self.text(name)
        try:
            return read_clock(text) if text else None
        except Unread as unread:
            self.problem(name, unread.code)
            return None

    def problem(self, name: str, code: str) -> None:
        self.problems.append(Problem(name, code))


def read_contact(
    catalogue: Catalogue,
    slots: Sequence[Slot],
    fields: Fields,
    *,
    kind: ContactKind,
    today: dt.date,
    before: Contact | None = None,
    findings_before: Mapping[str, Finding] | None = None,
) -> Filled:
    """The contact and findings that a form says.

    `before` and `findings_before` (by field name) are what a correction starts from: what the form has no
    field for is kept from them. Where the date cannot be read it is `today`, and a problem says so.
    """
    reader = Reader(fields)
    contact = _read_frame(catalogue, reader, kind, today, before)
    filled = Filled(contact)
    earlier = findings_before or {}
    for one in slots:
        finding = _read_finding(catalogue, reader, one, contact, before, earlier.get(one.name))
        if finding is not None:
            filled.findings.append(finding)
            filled.names.append(one.name)
    filled.problems = reader.problems
    if not filled.findings and not filled.problems:
        filled.problems.append(Problem("form", "empty"))
    return filled


def _read_frame(
    catalogue: Catalogue,
    reader: Reader,
    kind: ContactKind,
    today: dt.date,
    before: Contact | None,
) -> Contact:
    if not reader.fields.get("on", "").strip():
        reader.problem("on", "missing")
    on = reader.day("on") or today
    way = reader.fields.get("way", "")
    if way not in list(Way):
        reader.problem("way", "missing")
        way = Way.VISIT
    reasons = catalogue.lists[REASONS_LIST].codes
    about = tuple(code for code in reasons if reader.ticked(f"about-{code}"))
    paper = read_paper(reader, before)
    start = before or Contact(kind, Way(way), on)
    return replace(start, way=Way(way), on=on, at=reader.clock("at"), about=about, paper=paper)


def read_paper(reader: Reader, before: Contact | None) -> FromPaper | None:
    """The paper mark. Whoever fills in who or when means it, with or without the tick; so does "as the one before".

    A tick taken away while the rest was left standing can mean either, so it is asked about; and so is another name
    beside "as the one before". Another day beside it is the day of this one.
    """
    written_by = reader.text("paper_written_by")
    written_on = reader.day("paper_written_on")
    filled = any(reader.fields.get(name, "").strip() for name in ("paper_written_by", "paper_written_on"))
    if reader.ticked(AGAIN):
        before_by = reader.text(AGAIN_BY)
        if written_by not in ("", before_by):
            reader.problem("paper_written_by", "taken-and-typed")
        typed_day = reader.fields.get("paper_written_on", "").strip()
        written_by, written_on = before_by, written_on if typed_day else reader.day(AGAIN_ON)
    elif not reader.ticked("paper"):
        if not filled:
            return None
        if before is not None and before.paper is not None:
            reader.problem("paper_written_by", "not-ticked")
            return before.paper
    if not written_by:
        reader.problem("paper_written_by", "missing")
    return FromPaper(written_by, written_on)


def read_frame(form: Form, today: dt.date) -> tuple[Frame, list[Problem]]:
    """The day a form is about, and whether it came from paper. Where the day cannot be read it is `today`."""
    reader = Reader(dict(form.fields))
    if not form.get("on"):
        reader.problem("on", "missing")
    on = reader.day("on") or today
    return Frame(on, paper=read_paper(reader, None)), reader.problems


def _read_finding(
    catalogue: Catalogue,
    reader: Reader,
    one: Slot,
    contact: Contact,
    before: Contact | None,
    earlier: Finding | None,
) -> Finding | None:
    value, absent = _read_value(catalogue, reader, one)
    at = reader.clock(f"{one.name}-at") if catalogue[one.what].kind is Kind.PRESSURE else None
    if value is None and absent is None:
        return None
    reason = reader.text(f"{one.name}-unverified")
    unverified = reason if reason and value is not None else None
    if earlier is None:
        earlier = Finding(one.what, None, contact.on, fetus=one.fetus)
    elif before is not None and earlier.on == before.on:
        # What followed the contact's date before the correction follows it after.
        earlier = replace(earlier, on=contact.on)
    if catalogue[one.what].kind is Kind.PRESSURE:
        earlier = replace(earlier, at=at)
    return replace(earlier, value=value, absent=absent, unverified=unverified, paper=contact.paper)


def _read_value(catalogue: Catalogue, reader: Reader, one: Slot) -> tuple[Value | None, Absent | None]:
    """(value, why none); (None, None) where nothing was said or it could not be read."""
    text = reader.text(one.name)
    kind = catalogue[one.what].kind
    ticked = {ending: reader.ticked(f"{one.name}-{ending}") for ending in (DECLINED, "denied")}
    if (text and any(ticked.values())) or all(ticked.values()):
        reader.problem(one.name, "both")
        return None, None
    if ticked[DECLINED] or (text == DECLINED and kind in (Kind.CODE, Kind.YESNO)):
        return None, Absent.DECLINED
    if text == NOBODY_KNOWS:
        return None, Absent.UNKNOWN
    if ticked["denied"] or not text:
        return (False if ticked["denied"] else None), None
    try:
        if kind is Kind.MOMENT:
            return Moment(read_day(text), _clock_of(reader, f"{one.name}-at")), None
        return _value_of(catalogue, one.what, kind, text), None
    except Unread as unread:
        reader.problem(one.name, unread.code)
        return None, None


def _clock_of(reader: Reader, name: str) -> dt.time:
    """The time of day of a moment. Unread where there is none."""
    clock = read_text(reader.fields.get(name, ""))
    if not clock:
        raise Unread("moment")
    return read_clock(clock)


def _value_of(catalogue: Catalogue, what: str, kind: Kind, text: str) -> Value:
    match kind:
        case Kind.QUANTITY:
            return read_number(text)
        case Kind.PRESSURE:
            return read_pressure(text)
        case Kind.CODE if text not in catalogue.codes(what):
            raise Unread("choice")
        case Kind.YESNO if text not in (YES, NO):
            raise Unread("choice")
        case Kind.YESNO:
            return text == YES
    return text


def fill(
    catalogue: Catalogue, texts: Texts, contact: Contact, findings: Mapping[str, Finding]
) -> dict[str, str]:
    """The fields of a form that says this contact and these findings (by field name)."""
    fields = {"on": typed(texts, contact.on), "way": contact.way.value}
    fields |= {"at": typed_clock(texts, contact.at)} if contact.at else {}
    fields |= {f"about-{code}": TICKED for code in contact.about}
    if contact.paper:
        fields |= {"paper": TICKED, "paper_written_by": contact.paper.written_by}
        if contact.paper.written_on:
            fields["paper_written_on"] = typed(texts, contact.paper.written_on)
    for name, finding in findings.items():
        fields |= _fill_finding(catalogue, texts, name, finding)
    return fields


def _fill_finding(catalogue: Catalogue, texts: Texts, name: str, finding: Finding) -> dict[str, str]:
    kind, fields = catalogue[finding.what].kind, {}
    if finding.absent is Absent.UNKNOWN:
        fields = {name: NOBODY_KNOWS}
    elif finding.absent:
        fields = {name: DECLINED} if kind in (Kind.CODE, Kind.YESNO) else {f"{name}-declined": TICKED}
    elif kind is Kind.TEXT and finding.value is False:
        fields = {f"{name}-denied": TICKED}
    elif isinstance(finding.value, Moment):
        fields = {name: typed(texts, finding.value.on), f"{name}-at": typed_clock(texts, finding.value.at)}
    elif finding.value is not None:
        fields = {name: typed(texts, finding.value)}
    if kind is Kind.PRESSURE and finding.at:
        fields[f"{name}-at"] = typed_clock(texts, finding.at)
    if finding.unverified:
        fields[f"{name}-unverified"] = finding.unverified
    return fields
