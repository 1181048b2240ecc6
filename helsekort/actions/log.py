"""A card's log inside an action: read it, fold it, write on it."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from functools import cached_property

import msgspec

from helsekort.access.actors import ActorKind
from helsekort.actions.outcomes import CardErased
from helsekort.actions.owing import TASK, note_task
from helsekort.actions.work import Work
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import card_body, card_content
from helsekort.record.agreements import CONSENT_WITHDRAWN
from helsekort.record.card import Card, fold
from helsekort.record.classes import with_hidden, without_classes
from helsekort.record.entries import CardOpened, ContactKind, Content, Entry, Finding, LabReport, Row
from helsekort.record.lists import next_visit, tells_next_visit
from helsekort.record.measurements import Catalogue
from helsekort.store import cards, chain
from helsekort.store.cards import Summary
from helsekort.store.chain import CARDS, EntryRow, NewEntry
from helsekort.store.database import Transaction

AUTHOR_KINDS = {ActorKind.WOMAN: "Patient", ActorKind.CLINICIAN: "Practitioner"}


def read_card(work: Work, card: int | None = None) -> Card:
    """The card of this action, or another it has decided on, folded, without what is hidden on it from personnel.

    She herself gets it whole: `held.as_shown_to_her` takes out what is not for her.
    """
    folded = read_whole(work, card)
    if work.actor.kind is ActorKind.WOMAN:
        return folded
    hide = hidden_on(work, work.card if card is None else card)
    return without_classes(folded, work.ctx.catalogue, hide) if hide else folded


def hidden_on(work: Work, card: int) -> frozenset[str]:
    """The classes that are hidden from who acts on a card."""
    hide = work.decision.hide
    if card != work.card and work.actor.kind is ActorKind.CLINICIAN:
        # a list stands on many cards, and on each another class may be closed
        hide |= work.decided(work.permission, card).hide
    return hide


def read_whole(work: Work, card: int | None = None) -> Card:
    """The same with all that stands on it, whatever is hidden from who acts: for what lists and checks rest on."""
    number = work.card if card is None else card
    return fold_whole(work, number, read_entries(work.tx, work.ctx.catalogue, number))


def fold_whole(work: Work, card: int, entries: Iterable[Entry]) -> Card:
    """The same from entries that were read before."""
    folded = fold(card, entries, work.ctx.terms.oldest_days)
    refuse_other_woman(work, card, folded.opening.now.woman)
    return folded


def refuse_other_woman(work: Work, card: int, woman: int) -> None:
    """Refused where the decision rested on the head, and the log says that the card is of `woman`, another."""
    summary = work.summary if card == work.card else cards.summary(work.tx, card)
    if summary is None or summary.woman != woman:
        work.refuse("head-and-chain-disagree")


def read_entries(tx: Transaction, catalogue: Catalogue, card: int) -> list[Entry]:
    """All entries of a card in sequence; `content` is None where a body was erased."""
    return entries_of(catalogue, chain.read(tx, CARDS, card))


def entries_of(catalogue: Catalogue, rows: Iterable[EntryRow]) -> list[Entry]:
    """What the rows of a card say."""
    return [_entry(catalogue, row) for row in rows]


def _entry(catalogue: Catalogue, row: EntryRow) -> Entry:
    content = card_content(row.body, catalogue) if row.body is not None else None
    return Entry(row.seq, row.origin, row.version, row.recorded, row.author, row.organisation, content)


def was_erased(work: Work, card: int) -> bool:
    """Whether all that stood on a card was erased by law."""
    versions = entries_of(work.ctx.catalogue, chain.read(work.tx, CARDS, card, {cards.OPENING}))
    last = versions[-1].content if versions else None
    return isinstance(last, CardOpened) and last.reason == CONSENT_WITHDRAWN


class Pen:
    """Writes on one card: locks its head, gives out sequences, and appends all at once by `put_down`.

    CardErased where its content was erased by law: whatever door it comes by, nothing is written there again.
    """

    def __init__(self, work: Work, card: int, woman: int) -> None:
        there = cards.locked(work.tx, card)
        if there is None:
            raise LookupError("a pen needs a card that is there")
        self._head, active = there
        if not active and was_erased(work, card):
            raise CardErased
        self._work, self._card, self._woman = work, card, woman
        # By the clock after the lock, so that times run the same way as sequences.
        self._now = work.ctx.now()
        self._written: list[tuple[int, int, Content, bytes | None]] = []
        self.put: dict[int, NewEntry] = {}  # by origin, the newest of what was put down

    @property
    def next(self) -> int:
        """The sequence that is given out next."""
        return self._head.last_seq + 1 + len(self._written)

    @property
    def entries(self) -> tuple[int, ...]:
        """The sequences given out."""
        return tuple(self._head.last_seq + 1 + place for place in range(len(self._written)))

    def head_of(self, origin: int, version: int = 1, first: int = 0) -> Head:
        """What a version written now says of itself. `first` is who wrote the first one, where this is a later."""
        work = self._work
        return Head(
            self._card,
            origin,
            version,
            self._now,
            self._woman,
            work.actor.party,
            AUTHOR_KINDS.get(work.actor.kind, "Practitioner"),
            first,
        )

    def add(self, content: Content, body: bytes | None = None) -> int:
        """A new thing; its origin. `body` is what it will be stored as, where that was made already."""
        origin = self.next
        self._written.append((origin, 1, content, body))
        return origin

    def revise(self, origin: int, version: int, content: Content) -> None:
        """The next version of a thing. `version` is the number after the newest that who writes was shown."""
        if self._hide:
            version, content = self._with_hidden(origin, version, content)
        self._written.append((origin, version, content, None))

    @cached_property
    def _hide(self) -> frozenset[str]:
        return hidden_on(self._work, self._card)

    def _with_hidden(self, origin: int, version: int, content: Content) -> tuple[int, Content]:
        """The number and the content of a version by one who does not see all of the thing: what they do not see
        stays as it stands."""
        catalogue = self._work.ctx.catalogue
        rows = chain.read(self._work.tx, CARDS, self._card, {origin})
        stood = [(entry.version, entry.content) for entry in entries_of(catalogue, rows)]
        stood += [(number, said) for one, number, said, _ in self._written if one == origin]
        if not stood:
            return version, content
        last, before = stood[-1]
        return last + 1, with_hidden(content, before, catalogue, self._hide)

    def put_down(self) -> None:
        """Append what was written, and bring the summary row up to date where that could change it."""
        work = self._work
        if not self._written:
            return
        first = self._first_authors()
        new = [
            self._new(origin, version, content, body, first.get(origin, 0))
            for origin, version, content, body in self._written
        ]
        now = chain.append(work.tx, CARDS, self._card, self._head, new, work.ctx.random_bytes)
        work.chained(CARDS, self._card, now)
        self.put = {each.origin: each for each in new}
        for origin, _, content, _ in self._written:
            if isinstance(content, Row) and content.group == TASK:
                note_task(work, self._card, self._woman, origin, content)
        if any(_bears_on_summary(content) for _, _, content, _ in self._written):
            cards.update_summary(work.tx, summary_of(read_whole(work, self._card), self._woman))

    def _first_authors(self) -> dict[int, int]:
        """By origin, who wrote the first version of what is revised."""
        revised = {origin for origin, *_ in self._written if origin <= self._head.last_seq}
        rows = chain.read(self._work.tx, CARDS, self._card, revised) if revised else []
        return {row.origin: row.author for row in reversed(rows)}

    def _new(self, origin: int, version: int, content: Content, body: bytes | None, first: int) -> NewEntry:
        actor = self._work.actor
        if body is None:
            body = card_body(content, self.head_of(origin, version, first), self._work.ctx.catalogue)
        return NewEntry(origin, version, actor.party, actor.organisation, self._now, body)


def _bears_on_summary(content: Content) -> bool:
    """Whether `summary_of` looks at such a thing."""
    if isinstance(content, Finding | Row | LabReport):
        return tells_next_visit(content)
    return True


def summary_of(card: Card, woman: int) -> Summary:
    """What lists show of a card."""
    opening: CardOpened = card.opening.now
    due = card.due
    standing = [line.contact.now for line in card.contacts if line.contact.stands]
    last = standing[0] if standing else None
    over = card.over
    check_up = next((one for one in standing if one.kind is ContactKind.CHECK_UP), None)
    agreed = next_visit(card)
    return Summary(
        card=card.card,
        woman=woman,
        active=opening.active,
        edd=due.edd.isoformat() if due else None,
        length=due.length if due else None,
        fetuses=len(card.live_fetuses()) or None,
        last_contact=last.on.isoformat() if last else None,
        last_contact_kind=str(last.kind) if last else None,
        over_on=over.on.isoformat() if over else None,
        outcome=over.outcome if over else None,
        last_check_up=check_up.on.isoformat() if check_up else None,
        next_visit=agreed.isoformat() if agreed else None,
    )


def content_hash(*parts: object) -> bytes:
    """What a key stands for: the same content gives the same hash."""
    return hashlib.sha256(msgspec.json.encode(parts)).digest()


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
