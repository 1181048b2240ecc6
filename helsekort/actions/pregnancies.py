"""Whose a message is, and of which pregnancy: by her number and the day the sample was taken. Never a guess."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from helsekort.actions import party_log
from helsekort.actions.log import read_card
from helsekort.actions.work import Work
from helsekort.kith.lab_report.structs import LabPatient
from helsekort.record.card import Card
from helsekort.record.codes import DNR, FHN, FNR
from helsekort.record.entries import Status
from helsekort.record.parties import Woman
from helsekort.store import blocks, cards, parties

_SYSTEMS: Final = {"FNR": FNR, "DNR": DNR, "FHN": FHN}


class Unmatched(Exception):
    """No one, or no pregnancy, that the answer surely belongs to. `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def whose(doing: Work, patient: LabPatient) -> int:
    """The woman with the number of a message, as the party she is now. Unmatched where it may be another."""
    system = _SYSTEMS.get(patient.number_kind)
    if system is None or not patient.national_number:
        raise Unmatched("person-unidentified")
    if patient.number_holds is False:
        raise Unmatched("number-fails")
    known = parties.by_number(doing.tx, system, patient.national_number)
    party = parties.resolved(doing.tx, known) if known is not None else None
    found = party_log.newest(doing.tx, party) if party is not None else None
    if party is None or found is None or not isinstance(found[0], Woman):
        raise Unmatched("unknown-person")
    _compare(found[0], patient)
    return party


def _compare(woman: Woman, patient: LabPatient) -> None:
    """A number can be another's by a slip: neither name nor birth date may speak against it."""
    if patient.birth_date is not None and woman.birth_date not in (None, patient.birth_date):
        raise Unmatched("birth-date-differs")
    if patient.name and not _words(woman.name) & _words(patient.name):
        raise Unmatched("name-differs")


def _words(name: str) -> set[str]:
    return set(name.casefold().replace(",", " ").split())


def pregnancy_of(doing: Work, woman: int, sampled: dt.date) -> int:
    """The one card of hers whose pregnancy holds the day. Unmatched for none, and for two."""
    return only([card.card for card in _cards(doing, woman) if _holds(doing, card, sampled)])


def current_of(doing: Work, woman: int) -> int:
    """Her only card of now: of a pregnancy that goes on or was over lately. Unmatched for none, and for two."""
    today = doing.ctx.today()
    return only([card.card for card in _cards(doing, woman) if card.pregnant or today <= _last(doing, card)])


def only(found: Collection[int]) -> int:
    """The one card. Unmatched for none, and for two."""
    match [*found]:
        case [card]:
            return card
        case []:
            raise Unmatched("no-pregnancy")
        case _:
            raise Unmatched("two-pregnancies")


def _cards(doing: Work, woman: int) -> list[Card]:
    """All her cards but those opened in error, also under a party that was later joined to her.

    Of one who has reserved herself none: what comes of her waits where whoever asked for it looks after it.
    """
    if blocks.is_reserved(doing.tx, woman):
        return []
    herself = parties.resolved(doing.tx, woman)
    owners = [herself, *parties.joined_into(doing.tx, herself)]
    numbers = [summary.card for owner in owners for summary in cards.of_woman(doing.tx, owner)]
    found = [read_card(doing, number) for number in sorted(numbers)]
    return [card for card in found if card.opening.now.status not in (Status.WITHDRAWN, Status.MISPLACED)]


def _holds(doing: Work, card: Card, day: dt.date) -> bool:
    """Whether a day lies between the pregnancy's day 0 (or the card's opening, if earlier) and its last."""
    opening, due = card.opening.now, card.due
    day_0 = due.edd - dt.timedelta(days=due.length) if due else opening.opened
    start = min(day_0, opening.opened)
    longest = doing.ctx.terms.oldest_days + doing.ctx.results.after.days
    return start <= day <= (day_0 + dt.timedelta(days=longest) if card.pregnant else _last(doing, card))


def _last(doing: Work, card: Card) -> dt.date:
    """The last day that still belongs to a pregnancy that is over: she is followed up for some weeks."""
    if card.over is None:
        return doing.ctx.day_of(card.opening.last.recorded)
    return card.over.on + dt.timedelta(days=doing.ctx.results.after.days)
