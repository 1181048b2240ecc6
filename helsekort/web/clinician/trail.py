"""One contact as it stands, and everything that was ever written about it: who, when, what, why. Pure."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from msgspec import Struct

from helsekort.record.card import ContactLine
from helsekort.record.entries import Contact, Entry, Finding, Status
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.ways import way_name


class Standing(Struct):
    """A value of the contact as it stands now."""

    label: str
    text: str
    marks: list[str]
    stands: bool


class Change(Struct):
    """One thing written at one time; `old` is empty where it was new, `new` where it was withdrawn."""

    label: str
    old: str
    new: str


class Step(Struct):
    """What one person wrote at one time. `kind` is written, corrected, withdrawn or erased.

    What was erased by law says nothing of what it was. `mine`: by whoever reads it.
    """

    at: int
    who: str
    mine: bool
    kind: str
    reason: str
    changes: list[Change]


def values(desk: Desk, line: ContactLine) -> list[Standing]:
    """The findings in the order they were written, withdrawn ones included and marked."""
    found = []
    for trail in line.findings:
        text = timed(desk, trail.now, trail.now.what)
        # The text itself says why a value was stored unverified; the mark would say it twice.
        marks = [mark for mark in desk.marks(trail) if mark not in text]
        label = desk.full_label(trail.now.what, trail.now.fetus)
        found.append(Standing(label, text, marks, trail.stands))
    return found


def steps(desk: Desk, line: ContactLine) -> list[Step]:
    """The trail, newest first."""
    entries = [*line.contact.entries, *(entry for trail in line.findings for entry in trail.entries)]
    hers = {entry.origin for entry in entries}
    entries += [entry for entry in desk.card.erased if entry.origin in hers]
    before = {entry.seq: earlier for earlier, entry in _pairs(line)}
    found = []
    for (at, author, unit), group in groupby(sorted(entries, key=lambda entry: entry.seq), key=_act):
        written = list(group)
        found.append(
            Step(
                at=at,
                who=desk.name_and_unit(author, unit),
                mine=author == desk.me,
                kind=_kind(written),
                reason=next((reason for reason in map(_reason, written) if reason), ""),
                changes=[
                    change for entry in written for change in _changes(desk, before.get(entry.seq), entry)
                ],
            )
        )
    return found[::-1]


def _pairs(line: ContactLine) -> Iterator[tuple[Entry, Entry]]:
    for entries in (line.contact.entries, *(trail.entries for trail in line.findings)):
        yield from pairwise(entries)


def _act(entry: Entry) -> tuple[int, int, int]:
    return (entry.recorded, entry.author, entry.organisation)


def _reason(entry: Entry) -> str:
    return (entry.content.reason or "") if entry.content is not None else ""


def _kind(written: list[Entry]) -> str:
    if all(entry.content is None for entry in written):
        return "erased"
    statuses = {entry.content.status for entry in written if entry.content is not None and entry.version > 1}
    contact_gone = any(
        isinstance(entry.content, Contact) and entry.content.status is Status.WITHDRAWN for entry in written
    )
    if contact_gone:
        return "withdrawn"
    return "corrected" if statuses else "written"


def _changes(desk: Desk, before: Entry | None, entry: Entry) -> list[Change]:
    old = before.content if before else None
    match entry.content:
        case Finding() as now:
            label = desk.full_label(now.what, now.fetus)
            earlier = timed(desk, old, old.what) if isinstance(old, Finding) else ""
            gone = now.status is Status.WITHDRAWN
            return [Change(label, earlier, "" if gone else timed(desk, now, now.what))]
        case Contact() as now:
            return _contact_changes(desk, old if isinstance(old, Contact) else None, now)
    return []


def _contact_changes(desk: Desk, old: Contact | None, now: Contact) -> list[Change]:
    lines = contact_words(desk, now)
    earlier = contact_words(desk, old) if old else {}
    if old is None:
        return [Change(label, "", text) for label, text in lines.items() if text]
    return [
        Change(label, earlier.get(label, ""), text)
        for label, text in lines.items()
        if text != earlier.get(label, "")
    ]


def contact_words(desk: Desk, contact: Contact) -> dict[str, str]:
    """What a contact itself says, by label; an empty text where it says nothing of it."""
    _ = desk.texts.translate
    return {
        _("Dato"): desk.texts.numeric(contact.on),
        _("Klokkeslett"): desk.texts.clock(contact.at) if contact.at else "",
        _("Hvordan"): way_name(desk.texts, contact.way),
        _("Hva det gjaldt"): ", ".join(wording.about_names(desk.catalogue, desk.texts, contact)),
        _("Fra papirkort"): wording.paper_words(desk.texts, contact),
    }


def timed(desk: Desk, finding: Finding | None, what: str) -> str:
    """A finding in words with its clock time and why it was stored unverified; None as not asked or taken."""
    text = desk.shown(finding, what)
    if finding is None:
        return text
    if finding.at:
        text = f"{text} ({desk.texts.clock(finding.at)})"
    if finding.unverified:
        text = desk.texts.translate("%(value)s, som oppgitt, ikke verifisert: %(reason)s") % {
            "value": text,
            "reason": finding.unverified,
        }
    return text
