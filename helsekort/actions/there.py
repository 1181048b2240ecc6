"""What of checked lines is new, and what is there already: asked in the transaction that writes."""

from collections.abc import Sequence

from msgspec import Struct, field

from helsekort.actions.line_checks import Ready
from helsekort.fhir.card_lines import CardLine, EntryLine, PartyLine, Written, read_line
from helsekort.fhir.outcome import Issue
from helsekort.store import bulk, chain, parties
from helsekort.store.chain import CARDS, PARTIES, Tables
from helsekort.store.database import Transaction

CLINICIAN, UNIT, WOMAN = "Practitioner", "Organization", "Patient"


class Newcomers(Struct):
    """The rows of what is new in a batch, and how many of its lines could be taken. `issue` is about the next."""

    rows: bulk.Rows = field(default_factory=bulk.Rows)
    roles: list[tuple[int, int, str]] = field(default_factory=list)
    cards: dict[int, int] = field(default_factory=dict)  # entries by card
    people: dict[int, Ready] = field(default_factory=dict)  # the line of each new party
    lines: int = 0
    skipped: int = 0
    issue: Issue | None = None


class Known:
    """The clinicians and units that are there: all that lines may name."""

    def __init__(self, tx: Transaction) -> None:
        self._kinds = dict(bulk.professionals(tx))

    def add(self, found: Newcomers) -> None:
        """Those of a batch that was committed."""
        self._kinds.update(
            (party, ready.kind) for party, ready in found.people.items() if ready.kind != WOMAN
        )

    def missing(self, ready: Ready, found: Newcomers) -> Issue | None:
        """What a line names that is not there."""
        for wanted, kind in ((ready.clinicians, CLINICIAN), (ready.units, UNIT)):
            for party in wanted:
                new = found.people.get(party)
                if self._kinds.get(party) != kind and (new is None or new.kind != kind):
                    says = f"It names a {kind} that is not there. Put the line of that one above this line."
                    return Issue("not-found", says, "card" if ready.card else "party")
        return None


class _Stood(Struct):
    """What of the ids in a batch was in the database before it."""

    cards: set[int]
    parties: set[int]
    care: set[tuple[int, int, int, int]]


def newcomers(tx: Transaction, known: Known, batch: list[tuple[Ready, bytes]]) -> Newcomers:
    """Sort a batch: new, there already, or in the way."""
    women = bulk.parties_there(tx, (ready.party for ready, _ in batch))
    stood = _Stood(
        bulk.cards_there(tx, (ready.card for ready, _ in batch if ready.card)),
        women,
        bulk.care_there(tx, women),
    )
    found = Newcomers()
    for ready, text in batch:
        found.issue = known.missing(ready, found) or _sort(tx, stood, found, ready, text)
        if found.issue:
            break
        found.lines += 1
    return found


def _sort(tx: Transaction, stood: _Stood, found: Newcomers, ready: Ready, text: bytes) -> Issue | None:
    """Take one line in, pass it over, or say what stands in its way."""
    line = read_line(text) if ready.party in stood.parties else None
    new = line is None and ready.party not in found.people
    issue = _number_taken(tx, found, ready) if new else _other_party(tx, found, ready, line)
    if issue is None and ready.card in found.cards:
        issue = _taken("card", "This card stands on a line above. Write it once.")
    if issue is not None:
        return issue
    if ready.card in stood.cards:
        entries = line.entries if isinstance(line, CardLine) else []
        if not entries or not _same(tx, CARDS, ready.card, entries):
            return _taken(
                "card", "This id is another card's here, or its entries are others. Give it a new id."
            )
        found.skipped += 1
    elif new or ready.card:
        _take(stood, found, ready, new=new)
    else:
        found.skipped += 1
    return None


def _taken(place: str, says: str) -> Issue:
    return Issue("duplicate", says, place)


def _number_taken(tx: Transaction, found: Newcomers, ready: Ready) -> Issue | None:
    """Whether a number of a new party leads to another one."""
    above = {(system, value) for system, value, _ in found.rows.party_number}
    for system, value, _ in ready.rows.party_number:
        if (system, value) in above or parties.by_number(tx, system, value) is not None:
            return _taken("number", "This number belongs to another party. Find out whose it is.")
    return None


def _other_party(
    tx: Transaction, found: Newcomers, ready: Ready, line: CardLine | PartyLine | None
) -> Issue | None:
    """Whether the id of a party that is there is another's, or was registered otherwise."""
    if line is None:
        same = found.people[ready.party].digest == ready.digest
    else:
        written = line.woman if isinstance(line, CardLine) else line.party
        same = _same(tx, PARTIES, ready.party, [written])
    if same:
        return None
    return _taken(
        "woman" if ready.card else "party", "This id is another party's, or it was registered otherwise."
    )


def _same(tx: Transaction, tables: Tables, owner: int, wanted: Sequence[EntryLine | Written]) -> bool:
    """Whether a log begins with these entries. A body that was erased since is not asked for again."""
    rows = chain.read(tx, tables, owner)
    return len(rows) >= len(wanted) and all(
        (row.recorded, row.author, row.organisation) == (one.recorded, one.author, one.organisation)
        and (not isinstance(one, EntryLine) or (row.origin, row.version) == (one.origin, one.version))
        and row.body in (None, bytes(one.resource))
        for row, one in zip(rows, wanted, strict=False)
    )


def _take(stood: _Stood, found: Newcomers, ready: Ready, *, new: bool) -> None:
    rows = ready.rows
    if new:
        found.people[ready.party] = ready
        if ready.role:
            found.roles.append(ready.role)
    else:
        rows.party, rows.party_entry, rows.party_body, rows.party_number = [], [], [], []
    rows.care_relation = [row for row in rows.care_relation if row[:4] not in stood.care]
    stood.care.update(row[:4] for row in rows.care_relation)
    if ready.card:
        found.cards[ready.card] = ready.entries
    found.rows.add(rows)
