"""Settles a report from all its messages, and puts it where it belongs: on a card, outside it, or before a person."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec import Struct

from helsekort.actions.answers import CARD, OUTSIDE, WAITING, Answer, AnswerReader, Said
from helsekort.actions.context import Context
from helsekort.actions.follow_up import NOBODY, follow, responsible_for
from helsekort.actions.placing import Sheet, put_on_card
from helsekort.actions.pregnancies import Unmatched, current_of, only, pregnancy_of, whose
from helsekort.actions.work import Work
from helsekort.fhir.times import NORWAY
from helsekort.kith.incoming import read_message
from helsekort.kith.lab_report.settle import report_key, settle
from helsekort.kith.lab_report.settled import Doubt, SettledPatient, SettledReport, State
from helsekort.kith.lab_report.structs import LabMessage
from helsekort.kith.message_head.structs import Head
from helsekort.kith.values import Ident, Party
from helsekort.record.codes import ENH, HER, HPR
from helsekort.record.entries import Finding
from helsekort.store import inbox, laboratories, parties
from helsekort.store.database import Transaction
from helsekort.store.inbox import MessageRow, ReportRow
from helsekort.store.laboratories import OutsideRow

PLACED: Final = "placed"
ERASED: Final = "erased"
"""State of a report whose messages were erased by law: what is left of it is not settled any more."""
CURRENT: Final = "current"
NOWHERE = 0
MOST_NAMED = 40
"""Tests of one report that are named where what is outside the card is listed; the rest are counted."""
_SYSTEMS: Final = {"HER": HER, "ENH": ENH, "HPR": HPR}
_WORST_FIRST: Final = (WAITING, PLACED, OUTSIDE)


class Part(Struct, frozen=True):
    """What a report says of one person. `card` is NOWHERE, and `reason` says why, where it cannot be placed."""

    answers: list[Answer]
    woman: int = NOBODY
    card: int = NOWHERE
    reason: str = ""

    @property
    def findings(self) -> dict[str, Finding]:
        """What shall stand on the card, by result."""
        return {one.item.key: one.finding for one in self.answers if one.finding is not None}

    @property
    def verdict(self) -> tuple[str, str]:
        """(state, reason) of this part alone."""
        waiting = next((one.reason for one in self.answers if one.fate == WAITING), "")
        if self.reason or waiting:
            return WAITING, self.reason or waiting
        if any(one.fate == CARD for one in self.answers):
            return PLACED, ""
        outside = next((one.reason for one in self.answers), "")
        return (OUTSIDE, outside) if self.answers else (WAITING, "no-results-yet")


class Read(Struct, frozen=True):
    """A report's messages, with the envelope that each came in."""

    report: SettledReport
    heads: dict[LabMessage, Head | None]

    @property
    def head(self) -> Head | None:
        """Of the version that stands."""
        return self.heads[self.report.last]


def read_report(tx: Transaction, key: str) -> Read:
    """All messages about a report that were kept and let in, settled. ValueError where there is none."""
    counted = [row for row in inbox.messages_of(tx, key) if row.let_in and row.erased is None]
    return read_messages(tx, key, counted)


def read_messages(tx: Transaction, key: str, rows: list[MessageRow]) -> Read:
    """A report as these messages have it."""
    heads: dict[LabMessage, Head | None] = {}
    for row in rows:
        received = read_message(inbox.raw(tx, row.message), NORWAY)
        heads |= {one: received.head for one in received.messages if report_key(one) == key}
    return Read(settle(heads), heads)


def reader_of(doing: Work, read: Read) -> AnswerReader:
    """Reads a report's results, with what people have said of single ones."""
    words = laboratories.words_of(doing.tx, read.report.key)
    return AnswerReader(doing.ctx, read.report, {word.content: Said(word.what, word.value) for word in words})


def parts_of(doing: Work, read: Read, row: ReportRow) -> list[Part]:
    """What the report says of each of its people, and where that belongs."""
    report = read.report
    reader = reader_of(doing, read)
    found = []
    for patient in report.patients:
        answers = reader.read(patient)
        if Doubt.PATIENT_DIFFERS in report.doubts:
            found.append(Part(answers, reason=Doubt.PATIENT_DIFFERS))
            continue
        # what a person said by hand is about the one whose report it is, not about a child or partner in it
        said = row if row.woman and patient is report.patients[0] else None
        found.append(_part(doing, patient, answers, said))
    return found


def _part(doing: Work, patient: SettledPatient, answers: list[Answer], said: ReportRow | None) -> Part:
    woman = NOBODY
    try:
        woman = said.woman if said else whose(doing, patient.patient)
        return Part(answers, woman, _card_for(doing, woman, answers, said))
    except Unmatched as unmatched:
        return Part(answers, woman, reason=unmatched.reason)


def _card_for(doing: Work, woman: int, answers: list[Answer], said: ReportRow | None) -> int:
    """The card that the samples belong to. What has nothing for a card may have none."""
    if said is not None and said.pregnancy == CURRENT:
        return current_of(doing, woman)
    needed = {one.finding.on for one in answers if one.finding is not None}
    days = needed or {one.item.collected.on for one in answers if one.item.collected is not None}
    try:
        return only({pregnancy_of(doing, woman, day) for day in sorted(days)}) if days else NOWHERE
    except Unmatched:
        if needed:
            raise
        return NOWHERE


def settle_report(doing: Work, key: str) -> None:
    """Bring cards, the report and its messages to what all its messages together say. An erased one stays as it is."""
    row = inbox.report(doing.tx, key, lock=True)
    if row is None:
        raise LookupError("a report is settled after it was kept")
    if row.state == ERASED:
        return
    read = read_report(doing.tx, key)
    parts = parts_of(doing, read, row)
    owner = owner_of(doing.ctx, doing.tx, read.head, read.report.last)
    _write(doing, read.report, parts, owner)
    state, reason = verdict_of(read.report, parts)
    card = next((part.card for part in parts if part.card), NOWHERE)
    inbox.end_report(doing.tx, key, state, reason, owner, card)
    laboratories.set_outside(doing.tx, key, _outside(read.report, parts))
    for message in inbox.messages_of(doing.tx, key):
        if message.let_in:
            _end_message(doing.tx, message.message)


def _outside(report: SettledReport, parts: list[Part]) -> list[OutsideRow]:
    """What of the report is about the woman of a card and is not its content, by card."""
    laboratory = report.last.sender.name or report.last.sender.key
    found = []
    for card in sorted({part.card for part in parts} - {NOWHERE}):
        answers = [one for part in parts if part.card == card for one in part.answers]
        items = [one.item for one in answers if one.fate == OUTSIDE and one.item.standing is not None]
        said = [item.standing.name or item.standing.code for item in items if item.standing is not None]
        names = list(dict.fromkeys(" ".join(name.split()) for name in said if name))
        days = sorted(item.collected.on.isoformat() for item in items if item.collected is not None)
        if items:
            shown, more = tuple(names[:MOST_NAMED]), len(names[MOST_NAMED:])
            found.append(OutsideRow(card, report.key, laboratory, next(iter(days), None), shown, more))
    return found


def verdict_of(report: SettledReport, parts: list[Part]) -> tuple[str, str]:
    """(state, reason) of a whole report: waiting where any part of it is."""
    verdicts = [part.verdict for part in parts]
    if Doubt.SAME_ID_OTHER_CONTENT in report.doubts:
        verdicts.append((WAITING, Doubt.SAME_ID_OTHER_CONTENT))
    if report.state is State.WITHDRAWN and any(state != WAITING for state, _ in verdicts):
        # a withdrawal has no results of its own, so a part that never had one is no reason to wait
        verdicts = [one for one in verdicts if one[1] != "no-results-yet"]
    return min(verdicts, key=lambda one: _WORST_FIRST.index(one[0]))


def _end_message(tx: Transaction, message: int) -> None:
    """A message has got as far as the report of its that has got least far."""
    reports = [row for key in inbox.reports_of(tx, message) if (row := inbox.report(tx, key)) is not None]
    settled = [row for row in reports if row.state in _WORST_FIRST]
    worst = min(settled, key=lambda row: _WORST_FIRST.index(row.state))
    card = next((row.card for row in settled if row.card), NOWHERE)
    inbox.set_state(tx, message, worst.state, worst.reason, owner=worst.owner, card=card)


def _write(doing: Work, report: SettledReport, parts: list[Part], owner: int) -> None:
    """Every card that the report has a place on, or had, in the order of their ids."""
    stands = inbox.results_of(doing.tx, report.key)
    wanted = {part.card: part for part in parts if part.card and part.findings}
    for card in sorted({*stands, *wanted}):
        part = wanted.get(card)
        sheet = Sheet(card, report, part.findings if part else {})
        changes = put_on_card(doing, sheet, stands.get(card, {}))
        if changes:
            woman = part.woman if part else NOBODY
            asked = _requesters(report)
            follow(doing, card, changes, partial(responsible_for, doing, woman, asked, owner))


def _requesters(report: SettledReport) -> tuple[str, ...]:
    """The numbers in HPR of those who asked for it."""
    asked = [patient.patient.ordered_by for patient in report.patients] + [report.last.report.requester]
    found = [person.ident("HPR") for party in asked if party is not None for person in party.persons]
    return tuple(dict.fromkeys(number for number in found if number))


def owner_of(ctx: Context, tx: Transaction, head: Head | None, message: LabMessage) -> int:
    """The unit that a message is addressed to, else the one that looks after the rest; NOBODY where there is none."""
    return next(addressed(tx, head, message), None) or reception(ctx, tx)


def addressed(tx: Transaction, head: Head | None, message: LabMessage) -> Iterator[int]:
    """The units here that a message is for: its receiver, who asked for it, and who ordered it for each person."""
    asked = [patient.ordered_by for patient in message.report.patients]
    for party in (head.receiver if head is not None else None, message.report.requester, *asked):
        for ident in _inmost_first(party) if party is not None else ():
            unit = _unit(tx, ident)
            if unit is not None:
                yield unit


def reception(ctx: Context, tx: Transaction) -> int:
    """The unit that gets what is addressed to no unit here; NOBODY where none is set."""
    return (parties.by_number(tx, HER, ctx.reception) if ctx.reception else None) or NOBODY


def _inmost_first(party: Party) -> Iterator[Ident]:
    for unit in reversed(party.units):
        yield from unit.idents
    yield from party.idents
    for person in party.persons:
        yield from person.idents


def _unit(tx: Transaction, ident: Ident) -> int | None:
    """The unit of an identifier: its own, or where the person with it works."""
    system = _SYSTEMS.get(ident.kind)
    party = parties.by_number(tx, system, ident.value) if system is not None else None
    if party is None or system != HPR:
        return party
    return next(iter(parties.units_of(tx, party)), None)
