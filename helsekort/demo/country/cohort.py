"""The cohort as lines of JSON: units and people first, then one card a line, as `helsekort load` reads them."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from helsekort.demo.country.land import Land, parties
from helsekort.demo.country.life import Care, Life
from helsekort.demo.country.person import MOST_WOMEN
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import party_body
from helsekort.record.parties import NationalNumberFact, Party

_REGISTERED_BEFORE = 24 * 3600 * 1_000_000
_JOB = 0  # the author and the unit of what no person registered

_encoder = msgspec.json.Encoder()


class PartyRow(Struct, frozen=True):
    id: int
    recorded: int
    author: int
    organisation: int
    resource: msgspec.Raw


class PartyLine(Struct, frozen=True):
    party: PartyRow


class NumberRow(Struct, frozen=True):
    system: str
    value: str


class EntryRow(Struct, frozen=True):
    origin: int
    version: int
    recorded: int
    author: int
    organisation: int
    resource: msgspec.Raw


class CardLine(Struct, frozen=True):
    card: int
    woman: PartyRow
    number: NumberRow | None
    entries: list[EntryRow]
    care: list[Care]


def refuse_too_many(women: int) -> None:
    """ValueError for fewer than one woman, and for more than have a synthetic number of their own."""
    if not 1 <= women <= MOST_WOMEN:
        raise ValueError(
            f"A cohort has 1 to {MOST_WOMEN} women: beyond that, synthetic numbers would repeat."
        )


def party_lines(land: Land) -> Iterator[bytes]:
    """Every unit, clinician and role."""
    for party_id, party in parties(land):
        yield _encoder.encode(PartyLine(_party(party_id, party, land.opened)))


def encode(land: Land, life: Life) -> bytes:
    """A life as its line."""
    diary, woman = life.diary, life.person.woman
    registered = diary.entries[0].recorded - _REGISTERED_BEFORE
    entries = [
        EntryRow(
            entry.origin,
            entry.version,
            entry.recorded,
            entry.author,
            entry.organisation,
            msgspec.Raw(diary.body(entry, land.catalogue)),
        )
        for entry in diary.entries
    ]
    line = CardLine(
        diary.card, _party(diary.woman, woman, registered), _number(woman.numbers), entries, life.care
    )
    return _encoder.encode(line)


def _number(numbers: tuple[NationalNumberFact, ...]) -> NumberRow | None:
    return NumberRow(numbers[0].system, numbers[0].value) if numbers else None


def _party(party_id: int, party: Party, recorded: int) -> PartyRow:
    body = party_body(party, Head(party_id, 1, 1, recorded, party_id, _JOB))
    return PartyRow(party_id, recorded, _JOB, _JOB, msgspec.Raw(body))
