"""Lines as `helsekort load` reads them: parties, and cards with one thing of each kind on them."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Raw
from msgspec.structs import replace

from helsekort.actions import party_log
from helsekort.fhir.card_lines import CardLine, Care, EntryLine, Number, PartyLine, Written, write_line
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import card_body, party_body
from helsekort.record.codes import FNR
from helsekort.record.entries import (
    CardOpened,
    Contact,
    ContactKind,
    Content,
    DueDate,
    Fetus,
    Status,
    Way,
)
from helsekort.record.parties import Clinician, NationalNumberFact, Organisation, Party, Role, Woman
from tests import cast as made
from tests.cast import EDD, MINUTE, MOMENT, TODAY

UNIT, CLINICIAN, ROLE = 101, 102, 103
FIRST_CARD, FIRST_WOMAN = 1000, 2000
BEFORE = MOMENT - 60 * MINUTE
DAY = dt.date(1991, 5, 17)


def written(party_id: int, party: Party, author: int = 0, recorded: int = BEFORE) -> Written:
    body = party_body(party, Head(party_id, 1, 1, recorded, party_id, author))
    return Written(party_id, recorded, author, 0, Raw(body))


def people() -> list[bytes]:
    """A unit, a clinician, and her role there."""
    known: list[tuple[int, Party]] = [
        (UNIT, Organisation("Fjordgata legesenter", None, None, "900777")),
        (CLINICIAN, Clinician("Siv Nes", "900000077")),
        (ROLE, Role(CLINICIAN, UNIT, "JO")),
    ]
    return [write_line(PartyLine(written(*each))) for each in known]


def woman(number: int = 0, name: str = "Berit Moe") -> Woman:
    """Born on a day of her own."""
    birth = DAY + dt.timedelta(days=number)
    value = made.number_of(birth.day)
    return Woman(name, birth, (NationalNumberFact(FNR, value, birth),))


def contents(woman_id: int) -> list[tuple[int, int, Content]]:
    """(origin, version, content) of a whole card in order."""
    opened = CardOpened(woman_id, TODAY - dt.timedelta(days=100), UNIT)
    due = DueDate(
        EDD, 283, "US_EARLY", TODAY - dt.timedelta(days=90), TODAY - dt.timedelta(days=90), CLINICIAN
    )
    contact = Contact(ContactKind.CHECK_UP, Way.VISIT, TODAY, held_by=CLINICIAN)
    return [
        (1, 1, opened),
        (2, 1, due),
        (3, 1, Fetus("A", TODAY)),
        (4, 1, contact),
        (5, 1, replace(made.pressure(), contact=4)),
        (6, 1, replace(made.finding("fetal_heart_rate", Decimal(140)), contact=4, fetus=3)),
        (7, 1, made.finding("note", "Sover godt.")),
        (7, 2, replace(made.finding("note", "Sover bedre."), status=Status.CORRECTED, reason="Tastefeil")),
    ]


def entry_lines(
    card: int, woman_id: int, entries: Sequence[tuple[int, int, Content]], author: int = CLINICIAN
) -> list[EntryLine]:
    """Each in the bytes that the record would have written."""
    catalogue = made.data()[0]
    kind = "Patient" if author == woman_id else "Practitioner"
    lines: list[EntryLine] = []
    for place, (origin, version, content) in enumerate(entries):
        when = MOMENT - 30 * MINUTE + place
        begun_by = author if any(each.origin == origin for each in lines) else 0
        head = Head(card, origin, version, when, woman_id, author, kind, begun_by)
        lines.append(EntryLine(origin, version, when, author, UNIT, Raw(card_body(content, head, catalogue))))
    return lines


def card_line(number: int = 0) -> CardLine:
    """Card number so and so."""
    card, who = FIRST_CARD + number, FIRST_WOMAN + number
    party = woman(number)
    return CardLine(
        card,
        written(who, party, recorded=BEFORE + number),
        Number(*party_log.numbers(party)[0]),
        entry_lines(card, who, contents(who)),
        [Care(CLINICIAN, UNIT, BEFORE, None)],
    )


def file(cards: int = 2) -> list[bytes]:
    """The people, and so many cards, at most twelve."""
    return [*people(), *(write_line(card_line(number)) for number in range(cards))]
