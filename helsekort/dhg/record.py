"""A record as JSON of the national model: metadata, blocks, list items, status and history."""

import datetime as dt
from collections.abc import Iterator, Mapping

from msgspec import Struct

from helsekort.dhg.names import Name, uuid_of
from helsekort.dhg.values import number
from helsekort.dhg.view import MOST, Part, View, all_entries
from helsekort.fhir.strict_json import Object, Tree
from helsekort.record.card import Card, fold
from helsekort.record.endings import Outcome
from helsekort.record.entries import GOES_ON, Entry

ACTIVE, TERMINATED = "ACTIVE", "TERMINATED"
PERSONNEL, CITIZEN, SERVICE = "HEALTH_CARE_PROFESSIONAL", "CITIZEN", "SYSTEM"


class Signer(Struct, frozen=True):
    """Who wrote, as the model says it."""

    kind: str
    name: str = ""
    hpr: str = ""
    role: str = ""
    org_number: str = ""
    org_name: str = ""

    def tree(self) -> Object:
        """`lastUpdatedBy`; what is not known is left out."""
        said = {
            "userType": self.kind,
            "orgNr": self.org_number,
            "orgName": self.org_name,
            "treatmentFacilityName": self.org_name,
            "hprNr": self.hpr,
            "hprRole": self.role,
            "name": self.name,
        }
        return {name: value for name, value in said.items() if value}


Signers = Mapping[tuple[int, int], Signer]
"""By author and organisation."""


def signed(card: Card) -> set[tuple[int, int]]:
    """Everyone who has written on a card, with the unit they wrote for."""
    return {(entry.author, entry.organisation) for entry in [*all_entries(card), *card.erased]}


def moment(microseconds: int) -> str:
    """A moment in UTC, such as `2025-03-05T06:41:27.217541Z`."""
    at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=microseconds)
    return at.isoformat().replace("+00:00", "Z")


def metadata(part: Part, signers: Signers, *, in_error: bool) -> Object:
    """What the service adds to a block or an item."""
    last = part.last
    return {
        "id": uuid_of(part.name),
        "version": number(part.version),
        "lastUpdated": moment(last.recorded),
        "lastUpdatedBy": signers[last.author, last.organisation].tree(),
        "enteredInError": in_error,
    }


def part_tree(part: Part, view: View, signers: Signers) -> Object:
    """A block or an item as it goes out; what is entered in error is told of without its content."""
    wrong = view.is_withdrawn(part)
    return {"metadata": metadata(part, signers, in_error=wrong), **({} if wrong else part.says)}


def record_metadata(card: Card, signers: Signers) -> Object:
    """What the service says of the whole record. Its version counts the changes of its status."""
    last = max(all_entries(card), key=lambda entry: entry.seq)
    return {
        "recordId": uuid_of(Name(card.card)),
        "recordStatus": record_status(card),
        "version": number(min(card.opening.last.version, MOST)),
        "recordLastUpdated": moment(last.recorded),
        "lastUpdated": moment(last.recorded),
        "lastUpdatedBy": signers[last.author, last.organisation].tree(),
    }


def record_status(card: Card) -> Object:
    """Whether the pregnancy goes on; if not, the day of birth and whether a child lived, or the day it ended."""
    if card.pregnant:
        return {"status": ACTIVE}
    over, ended = card.over, card.opening.now.ended
    if over is not None and over.outcome in GOES_ON:
        alive = over.outcome is Outcome.BIRTH
        return {"status": TERMINATED, "deliveryDate": over.on.isoformat(), "liveBirth": alive}
    day = over.on if over is not None else ended
    return {"status": TERMINATED, **({"terminationDate": day.isoformat()} if day else {})}


def record_tree(view: View, signers: Signers) -> Object:
    """The whole record; a block in which nothing was written is left out."""
    whole: Object = {"metadata": record_metadata(view.card, signers)}
    for name, block in view.table.blocks.items():
        if block.items:
            listed: list[Tree] = [part_tree(part, view, signers) for part in view.items(name)]
            if listed:
                whole[name] = listed
        else:
            part = view.block(name)
            if part is not None:
                whole[name] = part_tree(part, view, signers)
    return whole


def history(last: View, signers: Signers) -> list[Tree]:
    """Every version of every block and item, newest first: the card is folded anew after each act."""
    told: list[Tree] = []
    seen: dict[str, int] = {}
    card = last.card
    gone = {entry.origin for entry in card.misplaced}
    shown = [entry for entry in all_entries(card) if entry.origin not in gone]
    for end in _acts(shown):
        folded = fold(card.card, shown[:end], card.oldest_days)
        view = View(folded, last.table, last.catalogue, last.woman)
        for part in _all_parts(view):
            uuid = uuid_of(part.name)
            if seen.get(uuid) != part.version:
                seen[uuid] = part.version
                told.append({"resourceType": part.block.name, **part_tree(part, view, signers)})
    return told[::-1]


def _acts(entries: list[Entry]) -> Iterator[int]:
    """How many entries there are after each act."""
    for place, entry in enumerate(entries, start=1):
        following = entries[place] if place < len(entries) else None
        if following is None or (following.recorded, following.author) != (entry.recorded, entry.author):
            yield place


def _all_parts(view: View) -> Iterator[Part]:
    yield from view.parts()
    yield from view.withdrawn()
