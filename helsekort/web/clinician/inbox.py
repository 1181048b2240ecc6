"""Messages from laboratories that are on no card yet, in words: what came, why it waits, what to do. Pure."""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from helsekort.actions.inbox import InboxRow, OpenedMessage, OutsideRow
from helsekort.actions.sent import SentItem, SentPerson
from helsekort.record import ids
from helsekort.web.clinician import wording
from helsekort.web.clinician.inbox_reasons import Reason, fault_words, reason
from helsekort.web.shared.texts import Texts, moment

WAITS = ("waiting", "parked", "refused")
"""States in which somebody must do something."""
MOST_ITEMS = 300
"""Answers of one message that a page shows."""
NEVER_PLACED = ("id-used-before", "erased-by-law", "future-message")
"""Reasons for which nothing of a message ever reaches a card."""


class Line(Struct):
    """One report, or one message that cannot be read, on the list."""

    path: str
    person: str
    laboratory: str
    why: str
    age: str
    received: str
    messages: int
    unit: str
    can_open: bool


class Group(Struct):
    """Lines in the same state, the oldest first."""

    state: str
    title: str
    says: str
    lines: list[Line]


class Item(Struct):
    """One answer as it was sent, and what became of it."""

    name: str
    value: str
    reference: str
    sampled: str
    marks: list[str]
    fate: str
    waits: bool


def groups(texts: Texts, rows: Iterable[InboxRow], today: dt.date) -> list[Group]:
    """The list by state; states without messages are left out."""
    found: dict[str, list[Line]] = {}
    for row in rows:
        found.setdefault(row.state, []).append(line(texts, row, today))
    known = _states(texts)
    order = [*known, *(state for state in found if state not in known)]
    return [
        Group(state, *known.get(state, (state, "")), lines=found[state]) for state in order if state in found
    ]


def _states(texts: Texts) -> dict[str, tuple[str, str]]:
    _ = texts.translate
    return {
        "waiting": (_("Venter på en person"), _("Svaret er ikke på noe kort før noen har plassert det.")),
        "parked": (_("Stoppet etter tre forsøk"), _("Programmet prøver ikke igjen av seg selv.")),
        "refused": (_("Avvist"), _("Laboratoriet har fått beskjed. Svaret er ikke på noe kort.")),
        "received": (_("Nettopp mottatt"), _("Behandles nå. Last siden på nytt om litt.")),
        "outside": (
            _("Utenfor kortet"),
            _("Svar som helsekortet ikke har plass til. Ingen trenger å gjøre noe."),
        ),
    }


def line(texts: Texts, row: InboxRow, today: dt.date) -> Line:
    """A row in words."""
    _ = texts.translate
    return Line(
        path=f"/klinikk/innboks/{ids.to_text(row.message)}",
        person=row.person or _("navn ikke lest"),
        laboratory=row.laboratory or _("avsender ikke lest"),
        why=reason(texts, row.reason, row.state).why if row.reason else "",
        age=age(texts, row.days),
        received=wording.stamp(texts, row.received, today),
        messages=row.messages,
        unit=row.unit or "",
        can_open=row.can_open,
    )


def age(texts: Texts, days: int) -> str:
    """For how long it has been here: `i dag`, `2 dager`."""
    if days < 1:
        return texts.translate("i dag")
    return texts.plural("%(days)s dag", "%(days)s dager", days) % {"days": days}


def why(texts: Texts, opened: OpenedMessage) -> Reason | None:
    """Why the message is where it is, and what to do; None where there is nothing to tell."""
    _ = texts.translate
    several = [one for one in opened.items if one.handle]
    if len(several) > 1 and opened.row.reason in {one.reason for one in several}:
        said = {"count": len(several)}
        return Reason(
            _("%(count)s svar i meldingen må avgjøres av en person.") % said,
            _("Les hvert svar slik det ble sendt. Si hva det er på kortet, eller la det stå utenfor."),
        )
    return reason(texts, opened.row.reason, opened.row.state) if opened.row.reason else None


def items(texts: Texts, opened: OpenedMessage) -> list[Item]:
    """The answers as they were sent, at most MOST_ITEMS. Where the whole report waits, none is on the card yet."""
    _ = texts.translate
    whole = opened.row.state in WAITS and opened.row.reason not in {one.reason for one in opened.items}
    placed = _("føres på kortet når svaret er plassert") if whole else _("på kortet")
    if opened.row.reason in NEVER_PLACED:
        placed = _("føres ikke på kortet")
    return [_item(texts, one, placed) for one in opened.items[:MOST_ITEMS]]


def _item(texts: Texts, one: SentItem, placed: str) -> Item:
    _ = texts.translate
    value = " ".join(part for part in (one.comparator, one.value, one.unit) if part)
    marks = [_("trukket tilbake")] if one.withdrawn else []
    if one.preliminary:
        marks.append(_("foreløpig"))
    fates = {"card": placed, "outside": _("utenfor kortet"), "waiting": _("venter")}
    said = fates.get(one.fate, one.fate)
    return Item(
        name=one.name or one.code or _("navn ikke oppgitt"),
        value=value or _("ingen verdi"),
        reference=one.reference,
        sampled=texts.numeric(one.sampled) if one.sampled else _("ikke oppgitt"),
        marks=marks,
        fate=f"{said}: {reason(texts, one.reason).why}" if one.reason else said,
        waits=one.fate == "waiting",
    )


def why_item(texts: Texts, one: SentItem) -> str:
    """Why an answer waits."""
    return reason(texts, one.reason).why if one.reason else ""


def persons(texts: Texts, opened: OpenedMessage) -> list[list[tuple[str, str]]]:
    """(label, as sent) of each person the message is about."""
    return [_person(texts, one) for one in opened.persons]


def _person(texts: Texts, one: SentPerson) -> list[tuple[str, str]]:
    _ = texts.translate
    said = [
        (_("Navn"), one.name or _("ikke oppgitt")),
        (_("Nummer"), one.number or _("ikke oppgitt")),
        (_("Fødselsdato"), texts.numeric(one.birth_date) if one.birth_date else _("ikke oppgitt")),
    ]
    return [*said, (_("Rolle"), one.relation)] if one.relation else said


def frame(texts: Texts, opened: OpenedMessage, today: dt.date) -> list[tuple[str, str]]:
    """(label, text) of the message itself."""
    _ = texts.translate
    row = opened.row
    said = [
        (_("Laboratorium"), opened.laboratory or _("ikke oppgitt")),
        (_("Fag"), opened.discipline),
        (_("Rekvirent"), opened.requester or _("ikke oppgitt")),
        (_("Laboratoriets nummer på svaret"), opened.report_id),
        (_("Sendt fra laboratoriet"), wording.stamp(texts, opened.issued, today) if opened.issued else ""),
        (_("Mottatt"), f"{wording.stamp(texts, row.received, today)} ({age(texts, row.days)})"),
        (_("Enhet som må ta det"), row.unit or ""),
    ]
    if row.messages > 1:
        said.append((_("Meldinger om dette svaret"), str(row.messages)))
    return [(label, text) for label, text in said if text]


def faults(texts: Texts, opened: OpenedMessage) -> list[tuple[str, str]]:
    """(what is wrong, where in the message)."""
    return [(fault_words(texts, one.fault), one.place) for one in opened.faults]


def number_as_sent(opened: OpenedMessage) -> str:
    """The number to begin with where the message is sure of it and only the pregnancy is in doubt."""
    sure = ("no-pregnancy", "two-pregnancies")
    return opened.persons[0].number if opened.row.reason in sure and len(opened.persons) == 1 else ""


def outside(texts: Texts, rows: Iterable[OutsideRow], today: dt.date) -> list[tuple[str, str, str, str]]:
    """(what was examined, laboratory, when, the message's address) of answers that the card has no place for.

    The address is empty where the message is another unit's.
    """
    _ = texts.translate
    found = []
    for row in rows:
        if row.sampled:
            when = _("prøve tatt %(day)s") % {"day": texts.numeric(row.sampled)}
        else:
            received = wording.near_day(texts, moment(row.received).date(), today)
            when = _("prøvedag ikke oppgitt, mottatt %(day)s") % {"day": received}
        path = f"/klinikk/innboks/{ids.to_text(row.message)}" if row.message is not None else ""
        names = ", ".join(row.names) or _("navn ikke oppgitt")
        if row.more:
            names = _("%(names)s og %(count)s til") % {"names": names, "count": row.more}
        found.append((names, row.laboratory, when, path))
    return found
