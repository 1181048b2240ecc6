"""What stands of one card as resources, for the one who asks: read once, nothing shown that is not theirs to see."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from helsekort.actions.held import hidden_from_reader
from helsekort.actions.log import read_card
from helsekort.actions.work import Target, Work
from helsekort.fhir.explain import references
from helsekort.fhir.profiles import OF_PARTY
from helsekort.fhir.versions import Version, kind_of_body
from helsekort.record.ids import UnreadableId, entry_id, from_text, to_text
from helsekort.store import cards, chain, parties
from helsekort.store.cards import Summary
from helsekort.store.chain import CARDS, PARTIES, EntryRow
from helsekort.store.database import Transaction


class Shelf(Struct, frozen=True):
    """All versions of each thing on a card, first to last, by origin; and the sequence of each."""

    card: int
    things: dict[int, list[Version]]
    sequences: dict[tuple[str, int], int]
    last_seq: int

    def standing(self, as_of: int | None = None) -> list[Version]:
        """The newest version of each thing, or the one that stood at a moment. What was erased by law is not there."""
        found = []
        for versions in self.things.values():
            then = [each for each in versions if as_of is None or each.recorded <= as_of]
            if then and then[-1].body is not None:
                found.append(then[-1])
        return found

    def entries(self, versions: Iterable[Version]) -> tuple[int, ...]:
        """The sequences of these versions, for the log."""
        found = {(each.id, each.version) for each in versions} & self.sequences.keys()
        return tuple(sorted(self.sequences[each] for each in found))


def take_down(doing: Work, card: int) -> Shelf:
    """A card as its reader may see it. What was made on the wrong woman, or is held from her, is not there."""
    rows = chain.read(doing.tx, CARDS, card)
    folded = read_card(doing, card)
    hidden = {entry.origin for entry in folded.misplaced} | hidden_from_reader(doing, folded)
    kinds = {row.origin: kind_of_body(row.body) for row in rows if row.body is not None}
    things: dict[int, list[Version]] = {}
    sequences = {}
    for row in rows:
        if row.origin not in hidden and row.origin in kinds:
            version = _version(kinds[row.origin], entry_id(card, row.origin), row)
            things.setdefault(row.origin, []).append(version)
            sequences[version.id, version.version] = row.seq
    return Shelf(card, things, sequences, rows[-1].seq if rows else 0)


def _version(kind: str, name: str, row: EntryRow) -> Version:
    return Version(kind, name, row.version, row.recorded, row.body)


def of_party(tx: Transaction, party: int) -> list[Version]:
    """All versions of a party, first to last."""
    rows = chain.read(tx, PARTIES, party)
    kind = next((kind_of_body(row.body) for row in rows if row.body is not None), "")
    return [_version(kind, to_text(party), row) for row in rows] if kind else []


def named_parties(tx: Transaction, names: Iterable[str]) -> list[Version]:
    """The newest version of each party that a reference such as `Practitioner/0123456789ab` names."""
    found = []
    for name in sorted(set(names)):
        kind, _, text = name.partition("/")
        if kind in OF_PARTY:
            try:
                versions = of_party(tx, from_text(text))
            except UnreadableId:
                continue
            if versions and versions[-1].kind == kind and versions[-1].body is not None:
                found.append(versions[-1])
    return found


def referred(versions: Iterable[Version]) -> set[str]:
    """Everything these refer to."""
    trees = [(each.kind, msgspec.json.decode(each.body)) for each in versions if each.body is not None]
    return {name for kind, tree in trees for _, name in references(tree, kind)}


def cards_of(tx: Transaction, woman: int) -> list[Summary]:
    """All cards of a woman, also those opened under a party that was later joined to her; active ones first."""
    herself = parties.resolved(tx, woman)
    everyone = [herself, *parties.joined_into(tx, herself)]
    found = [each for party in everyone for each in cards.of_woman(tx, party)]
    return sorted(found, key=lambda summary: (not summary.active, summary.card))


def about_woman(tx: Transaction, woman: int) -> Target:
    """A woman, so that a refusal stands in her own log where she has a card."""
    found = cards_of(tx, woman)
    return Target(found[0].card if found else None, woman)
