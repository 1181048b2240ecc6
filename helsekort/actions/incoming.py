"""Resources from another system on their way onto one card, inside one action: read, judged, compared, written."""

from collections.abc import Collection
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from helsekort.actions.held import hidden_from_reader, sees_all, shown_with_less
from helsekort.actions.incoming_judge import judge_of
from helsekort.actions.log import Pen, content_hash, entries_of, fold_whole
from helsekort.actions.outcomes import KeyUsedBefore, Stale
from helsekort.actions.shelf import of_party
from helsekort.actions.work import Work
from helsekort.fhir import strict_json
from helsekort.fhir.accept import NOT_YET, content_of, woman_in
from helsekort.fhir.changes import KINDS, change_faults, kept_as_before, new_faults, says_the_same
from helsekort.fhir.glance import kind_of_body, may_bear_on
from helsekort.fhir.heads import Head
from helsekort.fhir.kept import lost
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.profiles import WOMAN
from helsekort.fhir.stored import card_body
from helsekort.fhir.strict_json import Object
from helsekort.fhir.versions import Version
from helsekort.record.card import Card, fold
from helsekort.record.entries import Contact, Content, DueDate, Entry, Fetus, Finding, Row, Status
from helsekort.record.ids import entry_id, to_text
from helsekort.record.measurements import looks_back
from helsekort.store import cards, chain, parties
from helsekort.store.cards import OPENING
from helsekort.store.chain import CARDS, EntryRow

BY_CARD = 0
"""Stands for the party of a key that is the card's own: another system's identifier names one thing, whoever sends."""


class Key(Struct, frozen=True):
    """What makes a create one and the same: a text of one sender's, or an identifier that the resource bears."""

    text: str
    of_card: bool = False


class Incoming:
    """One card with what is being written on it. Its log is locked from the start, so nothing read here can change."""

    def __init__(self, doing: Work, confirmed: frozenset[str]) -> None:
        self._doing, self._judge = doing, judge_of(doing, confirmed)
        self._woman = doing.summary.woman if doing.summary else 0
        self.pen = Pen(doing, doing.card, self._woman)
        self._noted: list[Entry] = []
        self._opening = self._read({OPENING})
        # refuses a card whose head and chain disagree
        self._opened = fold_whole(doing, doing.card, self._opening)
        self.about: dict[str, None] = {}
        self.withdrawn = self.corrected = False

    def create(self, sent: Object, keys: list[Key]) -> tuple[int, bool]:
        """(origin, whether it is new). NotAccepted with every problem, KeyUsedBefore for another content."""
        content = content_of(sent, self._doing.card, NOT_YET, self._doing.ctx.catalogue)
        issues = [*new_faults(content), *self._unknown_people(content)]
        if issues:
            raise NotAccepted(issues)
        meaning = content_hash(content)
        used, unused = self._used(keys, meaning)
        if used is not None:
            self._take(unused, meaning, used)
            return used, False
        content = self._completed(content)
        origin = self.pen.next
        body = self._refuse_loss(sent, content, self.pen.head_of(origin), None)
        self._judge(self._card_about(content), content)
        self._take(keys, meaning, origin)
        self.pen.add(content, body)
        self._note(origin, 1, content)
        return origin, True

    def _unknown_people(self, content: Content) -> list[Issue]:
        """Whoever held a contact is one of the personnel: the pages would name anyone else there, a woman too."""
        if not isinstance(content, Contact) or content.held_by is None:
            return []
        known = of_party(self._doing.tx, content.held_by)
        if known and known[-1].kind == "Practitioner":
            return []
        says = "Nobody of the personnel has this id. Name who held it, or leave it out where it was you."
        return [Issue("not-found", says, "Encounter.participant[0].individual.reference")]

    def _used(self, keys: list[Key], meaning: bytes) -> tuple[int | None, list[Key]]:
        """(what one of the keys made before, the keys that are new). `_take` lets the database decide.

        What is not there for its sender (any more) is not given again: to them it is as if another had used the key.
        """
        found, unused = None, []
        for key in keys:
            used = cards.used_key(self._doing.tx, self._doing.card, self._party(key), key.text)
            if used is None:
                unused.append(key)
            elif used[0] != meaning or used[1] in self._gone():
                raise KeyUsedBefore(used[1])
            else:
                found = used[1]
        return found, unused

    def _gone(self) -> frozenset[int]:
        """What is not there for who sends: made on the wrong woman, or hidden from them whole."""
        doing, card = self._doing, self.card()
        misplaced = frozenset(entry.origin for entry in card.misplaced)
        if sees_all(doing):
            return misplaced
        return misplaced | (hidden_from_reader(doing, card) - shown_with_less(doing, card).keys())

    def _as_shown(self, origin: int) -> list[Entry]:
        """All versions of a thing, as who sends has read them."""
        whole = [entry for entry in [*self._entries, *self._noted] if entry.origin == origin]
        less = {} if sees_all(self._doing) else shown_with_less(self._doing, self.card())
        return less[origin].entries if origin in less else whole

    def _take(self, keys: list[Key], meaning: bytes, origin: int) -> None:
        doing = self._doing
        for key in keys:
            if not cards.take_key(
                doing.tx, doing.card, self._party(key), key.text, meaning, origin, doing.now
            ):
                raise KeyUsedBefore(origin)

    def _party(self, key: Key) -> int:
        return BY_CARD if key.of_card else self._doing.actor.party

    def _completed(self, content: Content) -> Content:
        """With what only the service knows: who did it, and today."""
        doing = self._doing
        if isinstance(content, Contact):
            held_by = None if content.paper else content.held_by or doing.actor.party
            return replace(content, held_by=held_by)
        if isinstance(content, DueDate):
            set_by = None if content.paper else doing.actor.party
            return replace(content, set_by=set_by, set_on=doing.ctx.today())
        return content

    def update(self, sent: Object, kind: str, origin: int, base_version: int) -> bool:
        """Bring a thing to what it should say; False where it says so already. Stale where it was changed since."""
        versions = self._as_shown(origin)
        last = versions[-1] if versions else None
        if last is None or last.content is None or not self._is_seen(origin, kind, last.content):
            self._doing.refuse("no-such-resource")
        if last.version != base_version:
            raise Stale
        before = last.content
        wanted = content_of(sent, self._doing.card, origin, self._doing.ctx.catalogue)
        wanted = kept_as_before(before, wanted)
        if says_the_same(before, wanted):
            return False
        if isinstance(wanted, Contact | Fetus) and wanted.status is Status.FINAL:
            wanted = replace(wanted, status=Status.CORRECTED)
        issues = list(change_faults(before, wanted))
        if issues:
            raise NotAccepted(issues)
        first = versions[0].author
        stands = self._head_of(last, first if last is not versions[0] else 0)
        stood = strict_json.own(card_body(before, stands, self._doing.ctx.catalogue))
        self._refuse_loss(sent, wanted, self.pen.head_of(origin, last.version + 1, first), stood)
        self._write(origin, last.version + 1, wanted)
        return True

    def _write(self, origin: int, version: int, wanted: Content) -> None:
        if wanted.status is Status.WITHDRAWN:
            self.withdrawn = True
            self._end_with(origin, wanted)
        else:
            self.corrected = True
            self._judge(self.card(without=origin), wanted)
        self.pen.revise(origin, version, wanted)
        self._note(origin, version, wanted)

    def _end_with(self, origin: int, wanted: Content) -> None:
        """A contact takes its findings along; a fetus that findings are about is not withdrawn."""
        card = self.card()
        if isinstance(wanted, Fetus) and any(
            trail.stands and trail.now.fetus == origin for trail in card.all_answers()
        ):
            says = "Findings about this fetus stand on the card. Withdraw them first."
            raise NotAccepted([Issue("business-rule", says, "RelatedPerson.active")])
        line = card.contact(origin) if isinstance(wanted, Contact) else None
        for trail in line.parts if line else []:
            if trail.stands:
                gone = replace(trail.now, status=Status.WITHDRAWN, reason=wanted.reason)
                self.pen.revise(trail.origin, trail.last.version + 1, gone)
                self._note(trail.origin, trail.last.version + 1, gone)

    def _is_seen(self, origin: int, kind: str, content: Content) -> bool:
        return KINDS[type(content)] == kind and origin not in self._gone()

    def card(self, without: int = 0) -> Card:
        """The card as it will be, or as it would be without one thing."""
        left = [entry for entry in [*self._entries, *self._noted] if entry.origin != without]
        return fold(self._doing.card, left, self._doing.ctx.terms.oldest_days)

    def _card_about(self, content: Content) -> Card:
        """The card as far as it bears on a new content; all else on it is left unread.

        A finding is held against its contact and its fetus; where its kind looks back, also against those of its kind
        and the due date.
        """
        known = self._doing.ctx.catalogue.measurables
        if not isinstance(content, Finding) or content.what not in known:
            return self.card()
        if looks_back(known[content.what]):
            origins = {
                row.origin for row in self._rows if row.body is None or may_bear_on(row.body, content.what)
            }
            entries = self._entries_in([row for row in self._rows if row.origin in origins])
        else:
            others = {each for each in (content.contact, content.fetus) if each} - {OPENING}
            if not others and not self._noted:
                return self._opened
            entries = [*self._opening, *(self._read(others) if others else [])]
        return fold(self._doing.card, [*entries, *self._noted], self._doing.ctx.terms.oldest_days)

    @cached_property
    def _rows(self) -> list[EntryRow]:
        return chain.read(self._doing.tx, CARDS, self._doing.card)

    @cached_property
    def _entries(self) -> list[Entry]:
        """All that stood on the card before, read when it is first needed."""
        return self._entries_in(self._rows)

    def _read(self, origins: Collection[int]) -> list[Entry]:
        """All versions of some things."""
        return self._entries_in(chain.read(self._doing.tx, CARDS, self._doing.card, origins))

    def _entries_in(self, rows: list[EntryRow]) -> list[Entry]:
        return entries_of(self._doing.ctx.catalogue, rows)

    def version(self, origin: int) -> Version | None:
        """A thing as it was put down; None where nothing new of it was."""
        put = self.pen.put.get(origin)
        if put is None:
            return None
        name = entry_id(self._doing.card, origin)
        return Version(kind_of_body(put.body), name, put.version, put.recorded, put.body)

    def _note(self, origin: int, version: int, content: Content) -> None:
        doing, seq = self._doing, self.pen.entries[-1]
        entry = Entry(seq, origin, version, doing.now, doing.actor.party, doing.actor.organisation, content)
        self._noted.append(entry)
        self.about[_about(content)] = None

    def _refuse_loss(self, sent: Object, content: Content, head: Head, before: Object | None) -> bytes:
        """What would be stored. NotAccepted where something of what was sent would not be kept in it."""
        body = card_body(content, head, self._doing.ctx.catalogue)
        issues = lost(self._with_her_id(sent), strict_json.own(body), before)
        if issues:
            raise NotAccepted(issues)
        return body

    def _with_her_id(self, sent: Object) -> Object:
        """The same by the id she has on this card: two parties can be found to be one woman after it was opened."""
        tx, named = self._doing.tx, woman_in(sent)
        if named == self._woman or parties.resolved(tx, named) != parties.resolved(tx, self._woman):
            return sent
        hers: Object = {"reference": f"Patient/{to_text(self._woman)}"}
        return {**sent, **{name: hers for name in WOMAN if name in sent}}

    def _head_of(self, entry: Entry, first: int) -> Head:
        """What a version that stands says of itself."""
        kind = "Patient" if entry.author == self._woman else "Practitioner"
        card = self._doing.card
        return Head(card, entry.origin, entry.version, entry.recorded, self._woman, entry.author, kind, first)


def _about(content: Content) -> str:
    """What the log calls it."""
    if isinstance(content, Contact):
        return content.kind
    return {Finding: "facts", Row: "facts", DueDate: "due-date", Fetus: "fetus"}.get(type(content), "card")
