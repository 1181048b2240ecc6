"""What stands beside what was typed, field by field, where the two differ. Pure."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from helsekort.record.card import ContactLine
from helsekort.web.clinician import trail
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.forms import Filled, read_contact
from helsekort.web.clinician.layout import Slot, placed


class Difference(Struct):
    """One field in two versions, in words."""

    label: str
    now: str
    typed: str


def comparison(
    desk: Desk, line: ContactLine, slots: Sequence[Slot], typed: Mapping[str, str]
) -> list[Difference]:
    """The fields where what was typed says something else than what stands."""
    contact = line.contact.now
    filled = read_contact(desk.catalogue, slots, typed, kind=contact.kind, today=desk.today, before=contact)
    unread = {problem.field for problem in filled.problems}
    return [*_frame(desk, line, filled), *_findings(desk, line, slots, filled, typed, unread)]


def _frame(desk: Desk, line: ContactLine, filled: Filled) -> list[Difference]:
    now = trail.contact_words(desk, line.contact.now)
    hers = trail.contact_words(desk, filled.contact)
    empty = desk.texts.translate("ikke oppgitt")
    return [
        Difference(label, now[label] or empty, hers[label] or empty)
        for label in now
        if now[label] != hers[label]
    ]


def _findings(
    desk: Desk,
    line: ContactLine,
    slots: Sequence[Slot],
    filled: Filled,
    typed: Mapping[str, str],
    unread: set[str],
) -> list[Difference]:
    standing = {name: one.now for name, one in placed(desk.catalogue, line).items()}
    hers = dict(zip(filled.names, filled.findings, strict=True))
    found = []
    for one in slots:
        now = trail.timed(desk, standing.get(one.name), one.what)
        mine = typed[one.name] if one.name in unread else trail.timed(desk, hers.get(one.name), one.what)
        if now != mine:
            found.append(Difference(desk.full_label(one.what, one.fetus), now, mine))
    return found
