"""What was written down together, such as an earlier birth or an examination, in her words. Pure."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.earlier_births import GROUP as EARLIER
from helsekort.record.entries import Cell, Finding, Status
from helsekort.record.entries import Row as Written
from helsekort.record.groups import Group
from helsekort.web.woman.files import File, files_of
from helsekort.web.woman.meetings import explanation
from helsekort.web.woman.values import Row, Said, Words, changed_by, paper_text, value_text, with_reason


class Instance(Struct, frozen=True):
    """One row: the day it is about, who it is about, and its answers. `before` says what was changed, and why."""

    on: dt.date
    about: list[str]
    by: str
    rows: list[Row]
    paper: str
    withdrawn: bool
    before: list[str]
    files: list[File]


class Section(Struct, frozen=True):
    """All rows of one group, newest first."""

    id: str
    title: str
    instances: list[Instance]


def sections(words: Words) -> list[Section]:
    """The groups she has rows of, in the catalogue's order."""
    _ = words.texts.translate
    found = []
    for group in words.catalogue.groups.values():
        trails = [trail for trail in words.opened.card.rows if trail.now.group == group.key]
        trails.sort(key=lambda trail: (trail.now.on, trail.origin), reverse=True)
        if trails:
            title = _(group.plural or group.label)
            instances = [_instance(words, group, trail) for trail in trails]
            found.append(Section(group.key.replace("_", "-"), title, instances))
    return found


def _instance(words: Words, group: Group, trail: Trail[Written]) -> Instance:
    row = trail.now
    fetus = row.fetus if row.fetus and len(words.opened.card.fetuses) > 1 else None
    return Instance(
        on=row.on,
        about=[words.fetus_name(fetus)] if fetus else [],
        by=_by(words, trail),
        rows=[_answer(words, row, cell) for cell in in_order(group, row)],
        paper=paper_text(words, row.paper) if row.paper else "",
        withdrawn=not trail.stands,
        before=list(_changes(words, trail)),
        files=files_of(words, trail.origin),
    )


def in_order(group: Group, row: Written) -> list[Cell]:
    """The answers as the group orders them."""
    places = {what: place for place, what in enumerate(group.fields)}
    return sorted(row.cells, key=lambda cell: places.get(cell.what, len(places)))


def _by(words: Words, trail: Trail[Written]) -> str:
    if trail.now.paper is not None:
        return trail.now.paper.written_by
    if trail.now.by_woman:
        return words.texts.translate("deg selv")
    return words.person(trail.entries[0].author)


def _answer(words: Words, row: Written, cell: Cell) -> Row:
    finding = Finding(cell.what, cell.value, row.on, absent=cell.absent, unverified=cell.unverified)
    asides = (
        (words.texts.translate("skrevet slik det ble oppgitt, ikke kontrollert"),) if cell.unverified else ()
    )
    said = Said(value_text(words, finding), taken=cell.absent is None, asides=asides)
    return Row(words.label(cell.what, None), _plain(words, row, cell), [said])


def _plain(words: Words, row: Written, cell: Cell) -> list[str]:
    """What it is; of an earlier pregnancy not what for, as the child may not live. A note here is of no check-up."""
    if cell.what == "note":
        return []
    said = explanation(words, cell.what)
    return said[:1] if row.group == EARLIER else said


def _changes(words: Words, trail: Trail[Written]) -> Iterator[str]:
    """A sentence for each time it was changed, and what stood there before."""
    _ = words.texts.translate
    for earlier, later in pairwise(trail.entries):
        old, new = earlier.content, later.content
        if not isinstance(old, Written) or not isinstance(new, Written):
            continue
        who = changed_by(words, later.recorded, later.author)
        if new.status is Status.WITHDRAWN:
            yield with_reason(words, _("Trukket tilbake %(who)s.") % {"who": who}, new.reason)
            continue
        for cell in old.cells:
            if cell not in new.cells:
                was = _answer(words, old, cell)
                said = {"what": was.label, "old": was.said[0].text}
                yield _("Før sto det %(what)s: %(old)s.") % said
        yield with_reason(words, _("Rettet %(who)s.") % {"who": who}, new.reason)
