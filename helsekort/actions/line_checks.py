"""One line of a file of cards, checked and made into rows. Runs in any process: it touches no database.

Nothing is repaired. Every resource is read, and what it means is written anew: where that is another text, the line is
refused. So whatever is loaded is what the record itself would have written for the same facts.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct, field

from helsekort.actions import party_log
from helsekort.actions.incoming_judge import impossible, rejected_issue
from helsekort.actions.judging import form_problems
from helsekort.actions.judging_rows import row_problems
from helsekort.actions.log import content_hash, summary_of
from helsekort.fhir import card_lines, strict_json
from helsekort.fhir.accept import as_issue
from helsekort.fhir.card_lines import CardLine, EntryLine, PartyLine, Written
from helsekort.fhir.fair_copy import copied, to_bytes
from helsekort.fhir.glance import may_be_misplaced
from helsekort.fhir.heads import Head
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.stored import card_body, card_content, party_body, party_content
from helsekort.fhir.times import NORWAY
from helsekort.record.card import Card, fold
from helsekort.record.codes import DNR, FNR
from helsekort.record.entries import CardOpened, Contact, Content, DueDate, Entry, Fetus, Finding, Row
from helsekort.record.gestation import TermTable
from helsekort.record.identifiers import InvalidIdentifier, parse_national_number
from helsekort.record.ids import UnreadableId, to_text
from helsekort.record.log_rules import first_fault
from helsekort.record.measurements import Catalogue, Level, concerns
from helsekort.record.parties import Child, Party, Role, Woman
from helsekort.store import bulk, chain, fair_copies
from helsekort.store.chain import CARDS, PARTIES, START, NewEntry
from helsekort.store.packing import Dictionaries, Dictionary

BASIS = "loaded"
NOBODY = 0
_EMPTY = chain.Head(NOBODY, START)


class Ready(Struct):
    """A line that holds, as rows. `card` is 0 for a party's line.

    `clinicians` and `units` are all it names, which must be there; `digest` tells its party's first
    version from another.
    """

    card: int
    party: int
    kind: str
    digest: bytes
    entries: int
    rows: bulk.Rows
    clinicians: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)
    role: tuple[int, int, str] | None = None


class Checker:
    """Checks lines against the data files it is given. `moment` is the loader's clock in microseconds."""

    def __init__(
        self,
        catalogue: Catalogue,
        terms: TermTable,
        dictionaries: list[Dictionary],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._catalogue, self._terms, self._random = catalogue, terms, random_bytes
        known = Dictionaries(dictionaries)
        self._pack = {log.log: known.packer_of(log.log) for log in (CARDS, PARTIES)}
        self._reasons = set(catalogue.lists["L10"].codes)
        self._local = (-SECOND, _on_clock(-SECOND))

    def check(self, text: bytes, moment: int) -> Ready:
        """A line as rows. NotAccepted with its first fault."""
        line = card_lines.read_line(text)
        if isinstance(line, PartyLine):
            return self._party(line.party, moment, "party")
        return self._card(line, moment)

    # --- parties ------------------------------------------------------------------------------------------

    def _party(self, written: Written, moment: int, place: str) -> Ready:
        party, body = _read_party(written, place)
        if isinstance(party, Woman) != (place == "woman"):
            raise _fault("A woman stands on the line of her card, and no one else does.", f"{place}.resource")
        if written.recorded > moment:
            raise _fault("It was recorded later than now. Load it when that has come.", f"{place}.recorded")
        entry = NewEntry(1, 1, written.author, written.organisation, written.recorded, body)
        entries, bodies, now = chain.rows_after(
            PARTIES, written.id, _EMPTY, [entry], self._pack[PARTIES.log], self._random
        )
        head = (
            *(written.id, party_log.KINDS[type(party)], party_log.shown_name(party)),
            *(now.last_seq, now.last_hash),
        )
        rows = bulk.Rows(party=[head], party_entry=entries, party_body=bodies)
        rows.party_number = [(system, value, written.id) for system, value in party_log.numbers(party)]
        ready = Ready(NOBODY, written.id, head[1], content_hash(written), NOBODY, rows)
        ready.clinicians, ready.units = {written.author} - {NOBODY}, {written.organisation} - {NOBODY}
        if isinstance(party, Role):
            ready.role = (party.clinician, party.organisation, party.category)
            ready.clinicians.add(party.clinician)
            ready.units.add(party.organisation)
        return ready

    # --- cards --------------------------------------------------------------------------------------------

    def _card(self, line: CardLine, moment: int) -> Ready:
        _name(line.card, "card")
        ready = self._party(line.woman, moment, "woman")
        _refuse_number(line, ready)
        bodies = [bytes(entry.resource) for entry in line.entries]
        entries = list(self._entries(line, bodies, moment))
        card = self._folded(line.card, entries)
        new = [
            NewEntry(one.origin, one.version, one.author, one.organisation, one.recorded, body)
            for one, body in zip(line.entries, bodies, strict=True)
        ]
        rows = ready.rows
        rows.entry, rows.body, now = chain.rows_after(
            CARDS, line.card, _EMPTY, new, self._pack[CARDS.log], self._random
        )
        rows.card = [_head(card, line.woman.id, now)]
        rows.fair_copy = self._copy(line, bodies, now)
        rows.care_relation = _care(line)
        ready.card, ready.entries = line.card, len(entries)
        woman = line.woman.id
        ready.clinicians |= {one.author for one in line.entries} | {one.clinician for one in line.care}
        ready.clinicians |= {party for entry in entries for party in _held_by(entry.content)}
        ready.clinicians -= {NOBODY, woman}
        ready.units |= {one.organisation for one in line.entries} | {one.organisation for one in line.care}
        ready.units |= {one.content.organisation for one in entries if isinstance(one.content, CardOpened)}
        ready.units -= {NOBODY}
        return ready

    def _copy(self, line: CardLine, bodies: list[bytes], now: chain.Head) -> list[fair_copies.CopyColumns]:
        """The copy that the first to open the card would make; none where that must look closer."""
        if any(may_be_misplaced(body) for body in bodies):
            return []
        # of two with one origin the later stays, in the place of the first
        newest = {one.origin: seq for seq, one in enumerate(line.entries, START_SEQ)}
        stands = [bodies[seq - START_SEQ] for seq in newest.values()]
        copy = copied(line.card, line.woman.id, now.last_seq, newest.values(), stands)
        return [fair_copies.row(line.card, now, to_bytes(copy), self._pack[CARDS.log])]

    def _entries(self, line: CardLine, bodies: list[bytes], moment: int) -> Iterator[Entry]:
        woman, authors = line.woman.id, dict[int, int]()
        for seq, (one, body) in enumerate(zip(line.entries, bodies, strict=True), START_SEQ):
            first = authors.get(one.origin, NOBODY)
            authors.setdefault(one.origin, one.author)
            content = self._content(line.card, woman, one, first, body, seq)
            if one.recorded > moment:
                raise _fault("It was recorded later than now. Load it when that has come.", _place(seq))
            if isinstance(content, CardOpened):
                if content.woman != woman:
                    says = "The card is opened for another woman than the line's."
                    raise _fault(says, f"{_place(seq)}.resource")
            elif isinstance(content, Finding | Row | Contact) and self._is_early(content, one.recorded):
                raise _fault("It was recorded before the day or time it is about.", f"{_place(seq)}.recorded")
            yield Entry(seq, one.origin, one.version, one.recorded, one.author, one.organisation, content)

    def _content(self, card: int, woman: int, one: EntryLine, first: int, body: bytes, seq: int) -> Content:
        author = "Patient" if one.author == woman else "Practitioner"
        try:
            card_lines.refuse_texts(body)
            content = card_content(body, self._catalogue)
            head = Head(card, one.origin, one.version, one.recorded, woman, one.author, author, first)
            again = card_body(content, head, self._catalogue)
        except NotAccepted as fault:
            place = f"{_place(seq)}.resource"
            raise NotAccepted([issue.within(place) for issue in fault.issues]) from None
        except (ValueError, KeyError) as fault:
            raise NotAccepted([as_issue(str(fault), f"{_place(seq)}.resource")]) from fault
        if again != body:
            raise _differs(body, again, f"{_place(seq)}.resource")
        return content

    def _is_early(self, content: Finding | Row | Contact, recorded: int) -> bool:
        """Whether a thing was recorded before it can have been."""
        if self._local[0] != recorded:
            self._local = (recorded, _on_clock(recorded))
        there = self._local[1]
        day = there.date()
        return content.on > day or (
            content.on == day and content.at is not None and content.at > there.time()
        )

    def _folded(self, card: int, entries: list[Entry]) -> Card:
        """The card as it will be shown. NotAccepted where an entry cannot be what it says."""
        found = first_fault(entries)
        if found:
            raise _fault(found[1], _place(found[0]))
        folded = fold(card, entries, self._terms.oldest_days)
        fetuses = {entry.origin for entry in entries if isinstance(entry.content, Fetus)}
        for entry in entries:
            for issue in self._issues(entry.content, fetuses):
                raise NotAccepted([issue.within(f"{_place(entry.seq)}.resource")])
        return folded

    def _issues(self, content: Content | None, fetuses: set[int]) -> Iterator[Issue]:
        """What judging.py would refuse. What it would ask about was confirmed where it was written."""
        if isinstance(content, Finding):
            for problem in form_problems(self._catalogue, content, fetuses):
                yield rejected_issue("Observation", problem.code)
            if content.value is not None and content.unverified is None:
                for concern in concerns(self._catalogue, content.what, content.value, content.on, []):
                    if concern.level is Level.REFUSE:
                        yield impossible("Observation", concern)
        elif isinstance(content, Row):
            for problem in row_problems(self._catalogue, content, fetuses):
                yield rejected_issue("Observation", problem.code)
            for cell in content.cells:
                if cell.value is not None and cell.unverified is None:
                    for concern in concerns(self._catalogue, cell.what, cell.value, content.on, []):
                        if concern.level is Level.REFUSE:
                            yield impossible("Observation", concern)
        elif isinstance(content, Fetus) and content.child is not None:
            yield Issue(
                "business-rule", "A child becomes a person of its own here. Leave it out.", "RelatedPerson"
            )
        elif isinstance(content, DueDate) and content.method not in self._terms.methods:
            yield Issue("code-invalid", "Nothing here has this method.", "Observation.component")
        elif isinstance(content, Contact) and not self._reasons.issuperset(content.about):
            yield Issue("code-invalid", "List L10 has no such reason.", "Encounter.reasonCode")


START_SEQ = 1
SECOND = 1_000_000


def _on_clock(moment: int) -> dt.datetime:
    """A moment in microseconds on a clock in Norway."""
    return dt.datetime.fromtimestamp(moment / SECOND, dt.UTC).astimezone(NORWAY)


def _place(seq: int) -> str:
    """Where an entry stands on its line."""
    return f"entries[{seq - START_SEQ}]"


def _fault(says: str, place: str) -> NotAccepted:
    return NotAccepted([Issue("business-rule", says, place)])


def _name(number: int, place: str) -> None:
    try:
        to_text(number)
    except UnreadableId:
        raise _fault("An id is a whole number from 1 to 2**60 - 1.", place) from None


def _read_party(written: Written, place: str) -> tuple[Party, bytes]:
    """(party, its bytes), where they are what the record would have written of it."""
    _name(written.id, f"{place}.id")
    body, place = bytes(written.resource), f"{place}.resource"
    try:
        card_lines.refuse_texts(body)
        party = party_content(body)
        again = party_body(party, Head(written.id, 1, 1, written.recorded, written.id, written.author))
    except NotAccepted as fault:
        raise NotAccepted([issue.within(place) for issue in fault.issues]) from None
    except (ValueError, KeyError) as fault:
        raise NotAccepted([as_issue(str(fault), place)]) from fault
    if again != body:
        raise _differs(body, again, place)
    if isinstance(party, Child):
        raise _fault("A child comes with the card it was born on, by the act that tells of it.", place)
    if isinstance(party, Woman) and party.joined_to is not None:
        raise _fault("Women are joined after they are loaded, by the action that does it.", f"{place}.link")
    return party, body


def _differs(sent: bytes, again: bytes, place: str) -> NotAccepted:
    """Where a resource is not what the record would have written."""
    where = card_lines.difference(strict_json.read(sent)[0], strict_json.read(again)[0], place)
    says = "The record would write this otherwise. Write it as this version of the program does."
    return _fault(says, where)


def _refuse_number(line: CardLine, ready: Ready) -> None:
    numbers = [(system, value) for system, value, _ in ready.rows.party_number]
    stated = (line.number.system, line.number.value) if line.number else None
    if stated != (numbers[0] if numbers else None):
        raise _fault("It is the first number of her Patient, and null where she has none.", "number")
    for system, value in numbers:
        if system in (FNR, DNR):
            try:
                parse_national_number(value, allow_synthetic=True)
            except InvalidIdentifier:
                raise _fault("Its control digits do not hold.", "woman.resource.identifier") from None


def _head(card: Card, woman: int, now: chain.Head) -> tuple[object, ...]:
    """The row that lists read."""
    shown = msgspec.structs.astuple(summary_of(card, woman))
    return (card.card, woman, int(shown[2]), now.last_seq, now.last_hash, *shown[3:])


def _care(line: CardLine) -> list[tuple[int, int, int, int, int | None, str]]:
    keys = {(one.clinician, one.organisation, one.since) for one in line.care}
    if len(keys) < len(line.care):
        raise _fault("A care relation stands there twice. Write it once.", "care")
    if any(one.until is not None and one.until <= one.since for one in line.care):
        raise _fault("A care relation ends after it began.", "care")
    return [
        (line.woman.id, one.clinician, one.organisation, one.since, one.until, BASIS) for one in line.care
    ]


def _held_by(content: Content | None) -> Iterator[int]:
    """Who a content says did something."""
    who = content.held_by if isinstance(content, Contact) else None
    who = content.set_by if isinstance(content, DueDate) else who
    if who is not None:
        yield who
