"""The cohort as lines of JSON: units and people first, then one card a line, as `helsekort load` reads them."""

from collections.abc import Iterator

from msgspec import Raw

from helsekort.demo.country.land import Land, parties
from helsekort.demo.country.life import Life
from helsekort.demo.country.person import MOST_WOMEN
from helsekort.fhir.card_lines import CardLine, EntryLine, Number, PartyLine, Written, write_line
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import party_body
from helsekort.record.parties import NationalNumberFact, Party

_REGISTERED_BEFORE = 24 * 3600 * 1_000_000
_JOB = 0  # the author and the unit of what no person registered


def refuse_too_many(women: int) -> None:
    """ValueError for fewer than one woman, and for more than have a synthetic number of their own."""
    if not 1 <= women <= MOST_WOMEN:
        raise ValueError(
            f"A cohort has 1 to {MOST_WOMEN} women: beyond that, synthetic numbers would repeat."
        )


def party_lines(land: Land) -> Iterator[bytes]:
    """Every unit, clinician and role."""
    for party_id, party in parties(land):
        yield write_line(PartyLine(_party(party_id, party, land.opened)))


def encode(land: Land, life: Life) -> bytes:
    """A life as its line."""
    diary, woman = life.diary, life.person.woman
    registered = diary.entries[0].recorded - _REGISTERED_BEFORE
    entries = [
        EntryLine(
            entry.origin,
            entry.version,
            entry.recorded,
            entry.author,
            entry.organisation,
            Raw(diary.body(entry, land.catalogue)),
        )
        for entry in diary.entries
    ]
    line = CardLine(
        diary.card, _party(diary.woman, woman, registered), _number(woman.numbers), entries, life.care
    )
    return write_line(line)


def _number(numbers: tuple[NationalNumberFact, ...]) -> Number | None:
    return Number(numbers[0].system, numbers[0].value) if numbers else None


def _party(party_id: int, party: Party, recorded: int) -> Written:
    body = party_body(party, Head(party_id, 1, 1, recorded, party_id, _JOB))
    return Written(party_id, recorded, _JOB, _JOB, Raw(body))
