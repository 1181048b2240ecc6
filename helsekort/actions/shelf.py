"""What stands of one card as resources, for the one who asks: read once, nothing shown that is not theirs to see."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import ActorKind
from helsekort.actions.context import Context
from helsekort.actions.covered import covers_of, is_covered
from helsekort.actions.discreet_units import discreet
from helsekort.actions.held import drafts_kept_from, hidden_from_reader, sees_all, shown_with_less
from helsekort.actions.knowing import Target
from helsekort.actions.log import entries_of, fold_whole, refuse_other_woman
from helsekort.actions.work import Work
from helsekort.fhir.glance import address_of, kind_of_body, may_be_misplaced
from helsekort.fhir.heads import Head
from helsekort.fhir.profiles import OF_PARTY
from helsekort.fhir.resources.laboratory import without_reports
from helsekort.fhir.stored import card_body, card_content
from helsekort.fhir.versions import Version, with_version
from helsekort.record.card import Trail, fold
from helsekort.record.channels import PLACE
from helsekort.record.covers import Covers
from helsekort.record.entries import CardOpened
from helsekort.record.ids import UnreadableId, entry_id, from_text, to_text
from helsekort.store import cards, chain, parties
from helsekort.store.cards import OPENING, Summary
from helsekort.store.chain import CARDS, PARTIES, EntryRow
from helsekort.store.database import Transaction


class Shelf(Struct, frozen=True):
    """All versions of each thing on a card, first to last, by origin; and the sequence of each."""

    card: int
    woman: int
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
    if sees_all(doing):
        shelf = all_of(doing.ctx, card, rows)
        refuse_other_woman(doing, card, shelf.woman)
        return shelf
    folded = fold_whole(doing, card, entries_of(doing.ctx.catalogue, rows))
    misplaced = frozenset(entry.origin for entry in folded.misplaced)
    kept_off = drafts_kept_from(doing, folded)
    less = shown_with_less(doing, folded)
    shown = [row for row in rows if row.seq not in kept_off and row.origin not in less]
    woman = folded.opening.now.woman
    hidden = hidden_from_reader(doing, folded) - less.keys()
    rewritten = [
        _rewritten(doing, card, woman, row, less[row.origin])
        for row in rows
        if row.origin in less and row.seq in {entry.seq for entry in less[row.origin].entries}
    ]
    in_order = sorted([*shown, *rewritten], key=lambda row: row.seq)
    shelf = _shelf(card, woman, in_order, misplaced, hidden)
    return _covered(shelf, covers_of(doing, card)) if is_covered(doing) else shelf


def _rewritten(doing: Work, card: int, woman: int, row: EntryRow, trail: Trail[Any]) -> EntryRow:
    """A version of what shows less, as it would be stored with that alone."""
    entry = next(each for each in trail.entries if each.seq == row.seq)
    first = 0 if entry is trail.entries[0] else trail.entries[0].author
    kind = "Patient" if entry.author == woman else "Practitioner"
    head = Head(card, row.origin, entry.version, row.recorded, woman, entry.author, kind, first)
    assert entry.content is not None  # noqa: S101  # only what has a body is folded
    return replace(row, version=entry.version, body=card_body(entry.content, head, doing.ctx.catalogue))


def _covered(shelf: Shelf, covers: Covers) -> Shelf:
    """The same under names from which nobody can count, each thing's versions numbered from its first that is shown."""
    things, sequences = {}, {}
    for origin, versions in shelf.things.items():
        name = covers.of(origin)
        things[name] = [
            _renumbered(each, entry_id(shelf.card, name), place, covers)
            for place, each in enumerate(versions, 1)
        ]
        for before, after in zip(versions, things[name], strict=True):
            sequences[after.id, after.version] = shelf.sequences[before.id, before.version]
    return replace(shelf, things=things, sequences=sequences)


def _renumbered(version: Version, name: str, number: int, covers: Covers) -> Version:
    body = version.body
    if body is not None:
        body = covers.over(body if number == version.version else with_version(body, number))
    return replace(version, id=name, version=number, body=body)


def all_of(ctx: Context, card: int, rows: list[EntryRow]) -> Shelf:
    """The same for one who may see all. The card is folded only where something may be on the wrong woman."""
    openings = [row.body for row in rows if row.origin == OPENING and row.body is not None]
    opened = card_content(openings[-1], ctx.catalogue) if openings else None
    joined = b",".join([row.body for row in rows if row.body is not None])
    if isinstance(opened, CardOpened) and not may_be_misplaced(joined):
        return _shelf(card, opened.woman, rows, frozenset(), frozenset())
    folded = fold(card, entries_of(ctx.catalogue, rows), ctx.terms.oldest_days)
    misplaced = frozenset(entry.origin for entry in folded.misplaced)
    return _shelf(card, folded.opening.now.woman, rows, misplaced, frozenset())


def _shelf(
    card: int, woman: int, rows: list[EntryRow], misplaced: frozenset[int], held: frozenset[int]
) -> Shelf:
    hidden = misplaced | held
    kinds = {row.origin: kind_of_body(row.body) for row in rows if row.body is not None}
    things: dict[int, list[Version]] = {}
    sequences = {}
    for row in rows:
        if row.origin not in hidden and row.origin in kinds:
            version = _silent(_version(kinds[row.origin], entry_id(card, row.origin), row), card, held)
            things.setdefault(row.origin, []).append(version)
            sequences[version.id, version.version] = row.seq
    return Shelf(card, woman, things, sequences, rows[-1].seq if rows else 0)


def _silent(version: Version, card: int, held: frozenset[int]) -> Version:
    """What came in one report with something held says nothing of that report."""
    if version.body is None or version.kind != "Observation" or not held:
        return version
    names = frozenset(f"DiagnosticReport/{entry_id(card, origin)}" for origin in held)
    return replace(version, body=without_reports(version.body, names))


def _version(kind: str, name: str, row: EntryRow) -> Version:
    return Version(kind, name, row.version, row.recorded, row.body)


def of_party(tx: Transaction, party: int) -> list[Version]:
    """All versions of a party, first to last."""
    rows = chain.read(tx, PARTIES, party)
    kind = next((kind_of_body(row.body) for row in rows if row.body is not None), "")
    return [_version(kind, to_text(party), row) for row in rows] if kind else []


def showable(doing: Work, names: Iterable[str], *, placeless: bool = False) -> list[str]:
    """Of the references to parties, those that this reader is shown: a unit tells where a woman in hiding is, and the
    name of some what a woman went there for."""
    if placeless or PLACE in doing.decision.hide:
        return [name for name in sorted(names) if not name.startswith(("Organization/", "PractitionerRole/"))]
    if doing.actor.kind is not ActorKind.WOMAN:
        return sorted(names)
    wanted = _parties_in(names)
    unnamed = discreet(doing, (each for each, name in wanted.items() if name.startswith("Organization/")), ())
    return sorted(name for party, name in wanted.items() if party not in unnamed.unnamed)


def named_parties(tx: Transaction, names: Collection[str]) -> list[Version]:
    """The newest version of each party that a reference such as `Practitioner/0123456789ab` names."""
    newest = [of_party(tx, party)[-1:] for party in _parties_in(names)]
    return [each for found in newest for each in found if each.address in names and each.body is not None]


def named_bodies(tx: Transaction, names: Iterable[str]) -> list[bytes]:
    """The same as stored bytes, in one question."""
    wanted = _parties_in(names)
    found = chain.read_newest(tx, PARTIES, wanted.keys())
    return [body for party, body in found if b"/".join(address_of(body)).decode() == wanted[party]]


def _parties_in(names: Iterable[str]) -> dict[int, str]:
    """The ids of the parties that are named, each with its reference."""
    wanted = {}
    for name in sorted(names):
        kind, _, text = name.partition("/")
        if kind in OF_PARTY:
            with suppress(UnreadableId):
                wanted[from_text(text)] = name
    return wanted


def cards_of(tx: Transaction, woman: int) -> list[Summary]:
    """All cards of a woman, also those opened under a party that was later joined to her; active ones first."""
    herself = parties.resolved(tx, woman)
    everyone = [herself, *parties.joined_into(tx, herself)]
    found = [each for party in everyone for each in cards.of_woman(tx, party)]
    return sorted(found, key=lambda summary: (not summary.pregnant, not summary.active, summary.card))


def about_woman(tx: Transaction, woman: int) -> Target:
    """A woman, so that a refusal stands in her own log where she has a card."""
    found = cards_of(tx, woman)
    return Target(found[0].card if found else None, woman)
