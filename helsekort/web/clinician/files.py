"""The files of a card in words, and what a new one may belong to. Pure."""

from collections.abc import Iterable

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.classes import hidden_origins
from helsekort.record.entries import Attachment, Contact, Row
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.file_words import kind_and_size

EXAMINATIONS = ("ultrasound", "ultrasound_fetus")
"""The groups whose rows a report most often belongs to: they stand first among what can be chosen."""


class FileLine(Struct, frozen=True):
    """One file. `owner` is the origin of what it belongs to, `about` that in words; `reason` why it was withdrawn;
    `hers` whether she can open it on her own page."""

    origin: int
    base: int
    title: str
    kind: str
    owner: int
    about: str
    when: str
    who: str
    stands: bool
    reason: str
    hers: bool


def files_on_card(desk: Desk) -> list[FileLine]:
    """All of them, newest first."""
    return _lines(desk, desk.card.attachments)


def files_of(desk: Desk, origin: int) -> list[FileLine]:
    """Those of one contact or row, newest first."""
    return _lines(desk, desk.card.files_of(origin))


def _lines(desk: Desk, trails: Iterable[Trail[Attachment]]) -> list[FileLine]:
    owners = dict(_owners(desk))
    kept_off = hidden_origins(desk.card, desk.catalogue, desk.catalogue.kept_off_her_page)
    found = [_line(desk, trail, owners.get(trail.now.owner, ""), kept_off) for trail in trails]
    return sorted(found, key=lambda line: line.origin, reverse=True)


def _line(desk: Desk, trail: Trail[Attachment], about: str, kept_off: frozenset[int]) -> FileLine:
    first = trail.entries[0]
    return FileLine(
        origin=trail.origin,
        base=trail.last.seq,
        title=trail.now.title,
        kind=kind_and_size(desk.texts, trail.now),
        owner=trail.now.owner,
        about=about,
        when=wording.stamp(desk.texts, first.recorded, desk.today),
        who=desk.name_and_unit(first.author, first.organisation),
        stands=trail.stands,
        reason=trail.now.reason or "",
        hers=trail.stands and trail.origin not in kept_off,
    )


def choices(desk: Desk) -> list[tuple[str, str]]:
    """(origin, words) of what a file can be put beside: examinations first, then contacts and rows, newest first."""
    standing = {line.contact.origin for line in desk.card.contacts if line.contact.stands}
    standing |= {trail.origin for trail in desk.card.rows if trail.stands}
    return [(str(origin), words) for origin, words in _owners(desk) if origin in standing]


def usual_title(desk: Desk, owner: int) -> str:
    """What a file of this row is called where nothing else is said; empty for a contact."""
    row = next((trail.now for trail in desk.card.rows if trail.origin == owner), None)
    if row is None:
        return ""
    return desk.texts.translate("%(what)s, rapport") % {"what": _group_name(desk, row)}


def _owners(desk: Desk) -> list[tuple[int, str]]:
    """(origin, words) of every contact and row, standing or not, in the order they are offered."""
    found: list[tuple[bool, object, int, str]] = []
    for line in desk.card.contacts:
        contact = line.contact.now
        found.append((False, contact.on, line.contact.origin, _named(desk, contact)))
    for trail in desk.card.rows:
        first = trail.now.group in EXAMINATIONS
        found.append((first, trail.now.on, trail.origin, _named(desk, trail.now)))
    found.sort(key=lambda one: one[:3], reverse=True)
    return [(origin, words) for _, _, origin, words in found]


def _named(desk: Desk, owner: Contact | Row) -> str:
    """`Kontroll 20.11.2026`."""
    name = (
        wording.kind_name(desk.texts, owner.kind) if isinstance(owner, Contact) else _group_name(desk, owner)
    )
    fetus = desk.fetus_label(owner.fetus) if isinstance(owner, Row) and owner.fetus else ""
    return " ".join(part for part in (name, desk.texts.numeric(owner.on), fetus) if part)


def _group_name(desk: Desk, row: Row) -> str:
    group = desk.catalogue.groups.get(row.group)
    return desk.texts.translate(group.label) if group else row.group
