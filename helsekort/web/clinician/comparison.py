"""What stands beside what was typed, field by field, where the two differ. Pure."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from helsekort.record.card import ContactLine
from helsekort.record.entries import Finding, Row
from helsekort.web.clinician import trail
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.forms import Filled, read_contact
from helsekort.web.clinician.layout import Slot, placed
from helsekort.web.clinician.row_answers import cell_text


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


def fact_comparison(desk: Desk, now: Finding | Row, typed: Finding | Row) -> list[Difference]:
    """The same of a fact, or of a row answer by answer."""
    if isinstance(now, Finding) or isinstance(typed, Finding):
        facts = [one for one in (now, typed) if isinstance(one, Finding)]
        found = [_difference(desk, facts[0].what, *(desk.shown(one, one.what) for one in facts))]
    else:
        cells = {cell.what: cell for cell in (*now.cells, *typed.cells)}
        found = [_difference(desk, what, _cell(desk, now, what), _cell(desk, typed, what)) for what in cells]
    days = (desk.texts.numeric(one.on) for one in (now, typed))
    return [one for one in (*found, Difference(desk.texts.translate("Dato"), *days)) if one.now != one.typed]


def _difference(desk: Desk, what: str, now: str, typed: str) -> Difference:
    return Difference(desk.label(what), now, typed)


def _cell(desk: Desk, row: Row, what: str) -> str:
    cell = next((one for one in row.cells if one.what == what), None)
    return cell_text(desk, row, cell) if cell is not None else desk.shown(None, what)


class Meanwhile(Struct):
    """What someone else has written since a form was opened, in the words of `Difference`; who, and when."""

    differences: list[Difference]
    who: str
    at: int


def meanwhile(desk: Desk, base: int, typed: Sequence[Finding]) -> Meanwhile | None:
    """Where the card got another answer to what is typed after `base`, the newest entry when the form was opened."""
    newer = [
        (trail, mine)
        for mine in typed
        for trail in desk.card.series(mine.what, mine.fetus)[-1:]
        if trail.last.seq > base and (trail.now.value, trail.now.absent) != (mine.value, mine.absent)
    ]
    if not newer:
        return None
    last = max((trail.last for trail, _mine in newer), key=lambda entry: entry.seq)
    told = [
        Difference(
            desk.full_label(mine.what, mine.fetus),
            desk.shown(trail.now, mine.what),
            desk.shown(mine, mine.what),
        )
        for trail, mine in newer
    ]
    return Meanwhile(told, desk.name(last.author), last.recorded)


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
