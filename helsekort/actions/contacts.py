"""Record a check-up or a contact, correct it, withdraw it, and take it off the wrong woman's card."""

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.cards import find_woman
from helsekort.actions.context import Context
from helsekort.actions.files_along import copy_files, end_files
from helsekort.actions.judging import ask, confirmation_mark, judge_contact, judge_findings
from helsekort.actions.judging_rows import judge_rows
from helsekort.actions.log import Pen, content_hash, read_card, read_whole
from helsekort.actions.outcomes import Asked, Problem, Refused, Rejected, Stale
from helsekort.actions.whole_card import GLASS
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen, note_written, written_before
from helsekort.audit.events import Event
from helsekort.record.card import Card, ContactLine, Trail
from helsekort.record.entries import Contact, ContactKind, Entry, Fetus, Finding, Row, Status
from helsekort.store import cards

__all__ = [
    "Corrected",
    "confirmation_mark",
    "correct_contact",
    "move_contact",
    "name_fetus",
    "record_contact",
    "state_facts",
    "withdraw_contact",
]


Kept = TypeVar("Kept", Finding, Row)


class Corrected(Struct, frozen=True):
    """A finding as it should be; `origin` is the finding it replaces, None for one that was not there."""

    finding: Finding
    origin: int | None = None


def record_contact(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    contact: Contact,
    findings: list[Finding],
    key: str,
    confirmed: frozenset[str] = frozenset(),
) -> int:
    """Write a contact and its findings; the contact's origin. The same key and content writes nothing twice."""
    with work(ctx, actor, Permission.RECORD_CONTACT, card=card) as doing:
        pen = card_pen(doing)
        content = content_hash(contact, findings)
        used = written_before(doing, key, content)
        if used is not None:
            return used
        if not findings:
            raise Rejected([Problem("form", "empty")])
        if doing.decision.rule == GLASS and contact.kind is ContactKind.CHECK_UP:
            raise Rejected([Problem("form", "emergency")])
        folded = read_card(doing)
        asked = judge_contact(ctx, folded, contact, confirmed)
        ask(asked + judge_findings(ctx, folded, findings, confirmed))
        held_by = None if contact.paper else actor.party
        origin = pen.add(replace(contact, held_by=held_by))
        for finding in findings:
            pen.add(replace(finding, contact=origin, paper=contact.paper))
        note_written(doing, key, content, origin)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=(contact.kind,))
        pen.put_down()
        return origin


def state_facts(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    findings: list[Finding],
    key: str,
    confirmed: frozenset[str] = frozenset(),
) -> tuple[int, ...]:
    """Write facts and results that belong to no contact; their origins."""
    with work(ctx, actor, Permission.STATE_FACTS, card=card) as doing:
        pen = card_pen(doing)
        content = content_hash(findings)
        used = written_before(doing, key, content)
        if used is not None:
            return tuple(range(used, used + len(findings)))
        if not findings:
            raise Rejected([Problem("form", "empty")])
        ask(judge_findings(ctx, read_card(doing), findings, confirmed))
        origins = tuple(pen.add(finding) for finding in findings)
        note_written(doing, key, content, origins[0])
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("facts",))
        pen.put_down()
        return origins


def name_fetus(actor: Actor, *, ctx: Context, card: int, fetus: Fetus, key: str) -> int:
    """Enter a fetus; its origin. Rejected where the label is taken, and for a day to come."""
    with work(ctx, actor, Permission.NAME_FETUS, card=card) as doing:
        pen = card_pen(doing)
        content = content_hash(fetus)
        used = written_before(doing, key, content)
        if used is not None:
            return used
        if any(trail.now.label == fetus.label for trail in read_card(doing).fetuses):
            raise Rejected([Problem("label", "taken")])
        if fetus.since > ctx.today():
            raise Rejected([Problem("on", "future")])
        origin = pen.add(fetus)
        note_written(doing, key, content, origin)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("fetus",))
        pen.put_down()
        return origin


def correct_contact(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    origin: int,
    base_seq: int,
    contact: Contact,
    findings: list[Corrected],
    reason: str,
    confirmed: frozenset[str] = frozenset(),
) -> int:
    """Bring a contact to what it should say. Only what differs gets a new version; what is left out is withdrawn.

    Stale where any part has changed since `base_seq`, unless it already says this.
    """
    with work(ctx, actor, Permission.CORRECT_CONTACT, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        line = _line(doing, folded, origin)
        change = _Change(line, contact, findings)
        if change.nothing and line.last_seq > base_seq:
            doing.audit(Event.READ, about=("repeated",))
            return origin
        if line.last_seq > base_seq:
            raise Stale(line=line)
        if change.strangers or not line.contact.stands:
            doing.gone("no-such-contact")
        if change.nothing:
            raise Rejected([Problem("form", "nothing-changed")])
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        asked = judge_contact(ctx, folded, contact, confirmed) if change.contact_changed else []
        ask(asked + change.judged(ctx, folded, confirmed))
        change.write(pen, origin, reason)
        doing.audit(Event.CORRECTED, entries=pen.entries, about=(contact.kind,))
        pen.put_down()
        return origin


def _line(doing: Work, card: Card, origin: int) -> ContactLine:
    """The contact, if it is there; it may be withdrawn."""
    line = card.contact(origin)
    if line is None:
        doing.gone("no-such-contact")
    return line


class _Change:
    """The difference between a contact as it stands and as it should be."""

    def __init__(self, line: ContactLine, contact: Contact, findings: list[Corrected]) -> None:
        standing = {trail.origin: trail for trail in line.findings if trail.stands}
        self.contact = line.contact
        self.wanted = replace(
            contact,
            held_by=None if contact.paper else line.contact.now.held_by or line.contact.entries[0].author,
            moved_in=line.contact.now.moved_in,
        )
        self.added: list[Finding] = []
        self.revised: list[tuple[Trail[Finding], Finding]] = []
        claimed = {each.origin for each in findings if each.origin is not None}
        self.strangers = claimed - set(standing)
        self.new: dict[int, Finding] = {}
        for place, each in enumerate(findings):
            wanted = replace(each.finding, contact=line.contact.origin, paper=contact.paper)
            trail = standing.get(each.origin) if each.origin else _same(standing, claimed, wanted)
            if trail is None:
                self.added.append(wanted)
                self.new[place] = wanted
                continue
            claimed.add(trail.origin)
            if _bare(trail.now) != _bare(wanted):
                self.revised.append((trail, wanted))
                self.new[place] = wanted
        self.withdrawn = [trail for trail in standing.values() if trail.origin not in claimed]

    @property
    def contact_changed(self) -> bool:
        return _bare_contact(self.contact.now) != _bare_contact(self.wanted)

    @property
    def nothing(self) -> bool:
        return not (self.added or self.revised or self.withdrawn or self.contact_changed)

    def judged(self, ctx: Context, card: Card, confirmed: frozenset[str]) -> list[Asked]:
        """The open questions about values that were not there before, each at its place in what was sent."""
        places = list(self.new)
        asked = judge_findings(ctx, card, [self.new[place] for place in places], confirmed)
        return [Asked(places[each.index or 0], each.concern) for each in asked]

    def write(self, pen: Pen, origin: int, reason: str) -> None:
        if self.contact_changed:
            wanted = replace(self.wanted, status=Status.CORRECTED, reason=reason)
            pen.revise(origin, self.contact.last.version + 1, wanted)
        for trail, finding in self.revised:
            corrected = replace(finding, status=Status.CORRECTED, reason=reason)
            pen.revise(trail.origin, trail.last.version + 1, corrected)
        for trail in self.withdrawn:
            gone = replace(trail.now, status=Status.WITHDRAWN, reason=reason)
            pen.revise(trail.origin, trail.last.version + 1, gone)
        for finding in self.added:
            pen.add(finding)


def _same(standing: dict[int, Trail[Finding]], claimed: set[int], wanted: Finding) -> Trail[Finding] | None:
    """A finding that already says this: a correction sent twice adds nothing twice."""
    for origin, trail in standing.items():
        if origin not in claimed and _bare(trail.now) == _bare(wanted):
            return trail
    return None


def _bare(finding: Finding) -> Finding:
    return replace(finding, status=Status.FINAL, reason=None)


def _bare_contact(contact: Contact) -> Contact:
    return replace(contact, status=Status.FINAL, reason=None)


def withdraw_contact(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, reason: str
) -> None:
    """Mark a contact and all its findings as withdrawn. They stay readable, with the reason."""
    with work(ctx, actor, Permission.CORRECT_CONTACT, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        line = _line(doing, folded, origin)
        if not line.contact.stands:
            if line.contact.now.reason != reason:
                raise Rejected([Problem("reason", "already-withdrawn")])
            doing.audit(Event.READ, about=("repeated",))
            return
        if line.last_seq > base_seq:
            raise Stale(line=line)
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        # what is hidden from who does it goes along
        whole = read_whole(doing)
        _end(pen, whole, _line(doing, whole, origin), Status.WITHDRAWN, reason)
        doing.audit(Event.WITHDRAWN, entries=pen.entries, about=(line.contact.now.kind,))
        pen.put_down()


def _end(pen: Pen, card: Card, line: ContactLine, status: Status, reason: str) -> None:
    contact = line.contact
    pen.revise(contact.origin, contact.last.version + 1, replace(contact.now, status=status, reason=reason))
    for trail in line.parts:
        if trail.stands or status is Status.MISPLACED:
            ended = replace(trail.now, status=status, reason=reason)
            pen.revise(trail.origin, trail.last.version + 1, ended)
    end_files(pen, card, [contact.origin, *(row.origin for row in line.rows)], status, reason)


def move_contact(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    origin: int,
    base_seq: int,
    to_number: str | None,
    reason: str,
    looked: bool = False,
) -> int | None:
    """Take a contact made on the wrong woman off her card, view and log, and write it on the right one's.

    `to_number` is the right woman's national number; None only takes it away. Returns the card it went to.
    Rejected where that card may not be written on or does not exist (alike), or its fetuses do not match; Doubt
    where values are unusual for the right woman, unless `looked` says that they were seen.
    """
    to = _card_of(actor, ctx, to_number) if to_number is not None else None
    with work(ctx, actor, Permission.MOVE_CONTACT, card=card) as doing:
        target = doing.also(Permission.RECORD_CONTACT, to) if to is not None else None
        if to == card:
            raise Rejected([Problem("to_number", "same-card")])
        pens = {number: _other_pen(doing, number) for number in sorted({card, to or card})}
        folded, whole = read_card(doing), read_whole(doing)
        if _already_moved(folded.misplaced, origin):
            return _moved_before(doing, origin, to)
        line = _line(doing, folded, origin)
        if line.last_seq > base_seq:
            raise Stale(line=line)
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        if target is not None and to is not None:
            if not line.contact.stands:
                doing.gone("no-such-contact")
            _copy(doing, pens[to], to, whole, line, looked=looked)
        _end(pens[card], whole, _line(doing, whole, origin), Status.MISPLACED, reason)
        note_written(doing, f"moved-{origin}", content_hash(to), origin)
        doing.audit(Event.MOVED, entries=pens[card].entries, about=("contact",), hidden_from_her=True)
        for pen in pens.values():
            pen.put_down()
        return to


def _card_of(actor: Actor, ctx: Context, number: str) -> int:
    try:
        return find_woman(actor, ctx=ctx, number=number)
    except Refused:
        raise Rejected([Problem("to_number", "no-card")]) from None


def _other_pen(doing: Work, card: int) -> Pen:
    """Pens are made in the order of the cards' ids, so that two movers cannot wait for each other."""
    summary = cards.summary(doing.tx, card)
    return Pen(doing, card, summary.woman if summary else 0)


def _moved_before(doing: Work, origin: int, to: int | None) -> int | None:
    """A move sent twice is one move; sent again to someone else it says that it is done."""
    used = cards.used_key(doing.tx, doing.card, doing.actor.party, f"moved-{origin}")
    if used is None or used[0] != content_hash(to):
        raise Rejected([Problem("to_number", "already-moved")])
    doing.audit(Event.READ, about=("repeated",))
    return to


def _already_moved(misplaced: list[Entry], origin: int) -> bool:
    return any(entry.origin == origin for entry in misplaced)


def _copy(doing: Work, pen: Pen, to: int, wrong: Card, line: ContactLine, *, looked: bool) -> None:
    """Write what stands of a contact on the right woman's card, fetus by label: also what is hidden from who does it,
    about which nothing is asked. `line` is what they see of it."""
    right, whole = read_card(doing, to), _line(doing, wrong, line.contact.origin)
    labels = {trail.origin: trail.now.label for trail in wrong.fetuses}
    places = {trail.now.label: trail.origin for trail in right.live_fetuses()}
    standing = [trail.now for trail in whole.findings if trail.stands]
    rows = {trail.origin: trail.now for trail in whole.rows if trail.stands}
    here = {trail.now.label for trail in wrong.live_fetuses()}
    if (
        any([*(each.fetus for each in standing), *(each.fetus for each in rows.values())])
        and here != places.keys()
    ):
        raise Rejected([Problem("to_number", "fetuses-differ")])
    contact = replace(line.contact.now, status=Status.FINAL, reason=None, moved_in=True)

    def moved(what: Kept) -> Kept:
        fetus = places[labels[what.fetus]] if what.fetus else None
        return replace(what, contact=None, fetus=fetus, status=Status.FINAL, reason=None)

    asked = judge_contact(doing.ctx, right, contact, frozenset())
    shown = [moved(trail.now) for trail in line.findings if trail.stands]
    asked += judge_findings(doing.ctx, right, shown, frozenset())
    rows_shown = [moved(trail.now) for trail in line.rows if trail.stands]
    asked += judge_rows(doing.ctx, right, rows_shown, frozenset())
    if not looked:
        ask(asked)
    origin = pen.add(contact)
    for finding in standing:
        pen.add(replace(moved(finding), contact=origin))
    new = {whole.contact.origin: origin}
    new |= {old: pen.add(replace(moved(row), contact=origin)) for old, row in rows.items()}
    copy_files(doing, pen, wrong, to, new)
    doing.audit(Event.WRITTEN, card=to, entries=pen.entries, about=(contact.kind,))
