"""The rows of each group of the catalogue: earlier births, examinations, the birth and the child. Pure.

A group that the catalogue gets tomorrow is printed without a line here.
"""

from collections.abc import Iterator

from helsekort.record.card import Trail
from helsekort.record.entries import Row as CardRow
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing.telling import told_cells, written
from helsekort.web.shared.printing.document import Cell, Row, Section, Table

MOST_COLUMNS = 5
"""With more fields than this a row is told field by field, each with its name: columns would be too narrow."""


def sections(desk: Desk) -> Iterator[Section]:
    """One for each group that has rows, in the catalogue's order; what it no longer knows comes last."""
    standing = standing_rows(desk)
    keys = dict.fromkeys([*desk.catalogue.groups, *(trail.now.group for trail in standing)])
    for key in keys:
        trails = [trail for trail in standing if trail.now.group == key]
        if trails:
            yield _section(desk, key, trails)


def standing_rows(desk: Desk) -> list[Trail[CardRow]]:
    """The rows that stand, the oldest first; none of a contact that was withdrawn."""
    gone = {line.contact.origin for line in desk.card.contacts if not line.contact.stands}
    found = [trail for trail in desk.card.rows if trail.stands and trail.now.contact not in gone]
    return sorted(found, key=lambda trail: (trail.now.on, trail.origin))


def title(desk: Desk, key: str) -> str:
    """What a group's rows are called together; its key where the catalogue no longer has it."""
    group = desk.catalogue.groups.get(key)
    return desk.texts.translate(group.plural or group.label) if group else key


def _section(desk: Desk, key: str, trails: list[Trail[CardRow]]) -> Section:
    group = desk.catalogue.groups.get(key)
    used = dict.fromkeys(cell.what for trail in trails for cell in trail.now.cells)
    order = [what for what in (group.fields if group else ()) if what in used]
    fields = [*order, *(what for what in used if what not in order)]
    name = title(desk, key)
    if len(fields) > MOST_COLUMNS:
        heads = [desk.texts.translate("Dato, uke")]
        return Section(
            name, tables=[Table(_caption(desk, trails), heads, [_told(desk, one) for one in trails])]
        )
    heads = [desk.texts.translate("Dato, uke"), *(desk.label(what) for what in fields)]
    rows = [_in_columns(desk, trail, fields) for trail in trails]
    return Section(name, tables=[Table(_caption(desk, trails), heads, rows)])


def _caption(desk: Desk, trails: list[Trail[CardRow]]) -> str:
    said = desk.texts.plural("%(count)s ført", "%(count)s ført, den eldste øverst", len(trails))
    return said % {"count": len(trails)}


def _in_columns(desk: Desk, trail: Trail[CardRow], fields: list[str]) -> Row:
    said = dict(told_cells(desk, trail.now))
    cells = [
        Cell([said[what].text], said[what].there)
        if what in said
        else Cell([desk.shown(None, what)], there=False)
        for what in fields
    ]
    return Row(_head(desk, trail.now), cells, who=_who(desk, trail))


def _told(desk: Desk, trail: Trail[CardRow]) -> Row:
    return Row(
        _head(desk, trail.now), pairs=[one for _, one in told_cells(desk, trail.now)], who=_who(desk, trail)
    )


def _head(desk: Desk, row: CardRow) -> list[str]:
    clock = desk.texts.translate("kl. %(clock)s") % {"clock": desk.texts.clock(row.at)} if row.at else ""
    parts = (desk.texts.numeric(row.on), clock, desk.age(row.on), whose(desk, row))
    return [part for part in parts if part]


def whose(desk: Desk, row: CardRow) -> str:
    """`Foster A`, `Barn A`; empty for what is about the woman, and where there is only one."""
    letter = desk.fetus_letter(row.fetus)
    group = desk.catalogue.groups.get(row.group)
    if not letter:
        return ""
    name = desk.texts.translate("Barn %(label)s") if group and group.about == "child" else ""
    return (name or desk.texts.translate("Foster %(label)s")) % {"label": letter}


def _who(desk: Desk, trail: Trail[CardRow]) -> str:
    _ = desk.texts.translate
    row = trail.now
    marks = [wording.paper_words(desk.texts, row), _("Skrevet av henne selv") if row.by_woman else ""]
    corrected = _("rettet") if trail.corrected else ""
    return " · ".join(part for part in (written(desk, trail.last), corrected, *marks) if part)
