"""The check-ups and contacts of a card as rows. Pure."""

from msgspec import Struct

from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import Contact, ContactKind, Finding, Pressure
from helsekort.record.measurements import Kind
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.layout import EACH_FETUS, TOLD, placed
from helsekort.web.shared.readings import missing_half, pressure
from helsekort.web.shared.ways import way_name

_SYMPTOMS = ("headache", "vision", "epigastric_pain")
_COLUMNS = ("blood_pressure", "urine_protein", "oedema", "weight", "fundal_height")


class Cell(Struct):
    """One place in a table: its lines, and whether anything was asked or taken."""

    label: str
    lines: list[str]
    there: bool
    marks: list[str]


class Row(Struct):
    """One contact."""

    origin: int
    day: str
    clock: str
    age: str
    way: str
    who: str
    cells: list[Cell]
    note: list[Cell]
    corrected: bool
    paper: str
    moved_in: bool
    about: list[str]
    withdrawn: str | None  # the reason; None where it stands


def heads(desk: Desk) -> list[str]:
    """Column names of the check-up table after date and week."""
    short = [desk.texts.translate(desk.catalogue[what].short) or desk.label(what) for what in _COLUMNS]
    return [*short, *(desk.label(what) for what in EACH_FETUS), desk.texts.translate("Symptomer")]


def check_ups(desk: Desk, most: int | None = None) -> list[Row]:
    """The check-ups, newest first; only the newest `most` where that is given."""
    return [_row(desk, line, _check_up_cells(desk, line)) for line in _check_up_lines(desk)[:most]]


def number_of_check_ups(desk: Desk) -> int:
    return len(_check_up_lines(desk))


def _check_up_lines(desk: Desk) -> list[ContactLine]:
    return [line for line in desk.card.contacts if line.contact.now.kind is ContactKind.CHECK_UP]


def contacts(desk: Desk) -> list[Row]:
    """The contacts between check-ups, newest first."""
    return [
        _row(desk, line, [_cell(desk, line, what) for what in TOLD])
        for line in desk.card.contacts
        if line.contact.now.kind is ContactKind.CONTACT
    ]


def _row(desk: Desk, line: ContactLine, cells: list[Cell]) -> Row:
    contact: Contact = line.contact.now
    texts = desk.texts
    stands = line.contact.stands
    return Row(
        origin=line.contact.origin,
        day=texts.numeric(contact.on),
        clock=texts.clock(contact.at) if contact.at else "",
        age=desk.age(contact.on),
        way=way_name(texts, contact.way),
        who=desk.held_by(contact),
        cells=cells if stands else [],
        note=_rest(desk, line) if stands else [],
        corrected=line.contact.corrected or any(trail.corrected for trail in line.findings),
        paper=wording.paper_words(texts, contact),
        moved_in=contact.moved_in,
        about=wording.about_names(desk.catalogue, texts, contact),
        withdrawn=None if stands else contact.reason or texts.translate("grunn ikke oppgitt"),
    )


def _check_up_cells(desk: Desk, line: ContactLine) -> list[Cell]:
    return [
        *(_cell(desk, line, what) for what in _COLUMNS),
        *(_fetus_cell(desk, line, what) for what in EACH_FETUS),
        _symptoms(desk, line),
    ]


def standing(line: ContactLine, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
    """The findings of one kind that stand; of a withdrawn contact too, whose row is still shown."""
    return [trail for trail in line.trails(what, fetus) if trail.stands]


def _cell(desk: Desk, line: ContactLine, what: str) -> Cell:
    trails = standing(line, what)
    nothing = _nothing(desk, line, what)
    unit = desk.catalogue[what].kind is not Kind.PRESSURE
    lines = [line for trail in trails for line in _with_clock(desk, trail, unit=unit)]
    marks = [mark for trail in trails for mark in wording.marks(desk.texts, trail.now)]
    short = desk.texts.translate(desk.catalogue[what].short) or desk.label(what)
    return Cell(short, lines or [nothing], bool(trails), [*dict.fromkeys(marks)])


def _nothing(desk: Desk, line: ContactLine, what: str, fetus: int | None = None) -> str:
    """What is said where nothing stands: that it was taken back, or that it never was there."""
    taken_back = any(not one.stands for one in line.trails(what, fetus))
    return desk.texts.translate("trukket tilbake") if taken_back else desk.shown(None, what)


def _with_clock(desk: Desk, trail: Trail[Finding], *, unit: bool) -> list[str]:
    """The value with its time; a half that is missing from a blood pressure is said in a line of its own."""
    value = trail.now.value
    text, half = desk.shown(trail.now, trail.now.what, unit=unit), ""
    if isinstance(value, Pressure):
        text, half = pressure(desk.texts, value), missing_half(desk.texts, value)
    timed = f"{text} ({desk.texts.clock(trail.now.at)})" if trail.now.at else text
    return [timed, half] if half else [timed]


def _fetus_cell(desk: Desk, line: ContactLine, what: str) -> Cell:
    lines, marks, there = [], [], False
    for fetus in desk.growing(line.contact.now.on):
        trails = standing(line, what, fetus)
        there = there or bool(trails)
        letter = desk.fetus_letter(fetus)
        texts = [desk.shown(trail.now, what, unit=False) for trail in trails]
        texts = texts or [_nothing(desk, line, what, fetus)]
        lines += [f"{letter}: {text}" if letter else text for text in texts]
        marks += [mark for trail in trails for mark in wording.marks(desk.texts, trail.now)]
    return Cell(desk.label(what), lines or [desk.shown(None, what)], there, [*dict.fromkeys(marks)])


def _symptoms(desk: Desk, line: ContactLine) -> Cell:
    """Three answers in one place; three alike are said once."""
    answers = {what: next(iter(standing(line, what)), None) for what in _SYMPTOMS}
    texts = {
        what: desk.shown(trail.now, what) if trail is not None else _nothing(desk, line, what)
        for what, trail in answers.items()
    }
    there = any(trail is not None for trail in answers.values())
    label = desk.texts.translate("Symptomer")
    if len(set(texts.values())) == 1:
        return Cell(label, [texts[_SYMPTOMS[0]]], there, [])
    return Cell(label, [f"{desk.label(what)}: {text}" for what, text in texts.items()], there, [])


def _rest(desk: Desk, line: ContactLine) -> list[Cell]:
    """The note, and whatever the contact holds that has no column."""
    shown_above = {*_COLUMNS, *_SYMPTOMS}
    if line.contact.now.kind is ContactKind.CONTACT:
        shown_above = {*TOLD}
    check_up = line.contact.now.kind is ContactKind.CHECK_UP
    alive = set(desk.growing(line.contact.now.on)) if check_up else set()
    found = []
    for trail in placed(desk.catalogue, line).values():
        finding = trail.now
        in_column = finding.what in EACH_FETUS and finding.fetus in alive
        if finding.what not in shown_above and not in_column:
            label = desk.full_label(finding.what, finding.fetus)
            text = desk.shown(finding, finding.what)
            found.append(Cell(label, [text], True, wording.marks(desk.texts, finding)))
    return found
