"""The parts of a card below the first screen: check-ups, contacts, results, facts, due dates. Pure."""

from msgspec import Struct

from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import Contact, ContactKind, DueDate, Finding
from helsekort.record.measurements import Kind
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.layout import placed, slots_for

_SYMPTOMS = ("headache", "vision", "epigastric_pain")
_COLUMNS = ("blood_pressure", "urine_protein", "oedema", "weight", "fundal_height")
_RESULTS = ("abo", "rhd", "antibody_screen", "haemoglobin", "ferritin", "hba1c")


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


class Fact(Struct):
    """One thing known about her, with its day and what stood before."""

    label: str
    text: str
    there: bool
    day: str = ""
    age: str = ""
    marks: list[str] = []
    before: list[str] = []


class DueRow(Struct):
    """One due date of the card. `state` is force, proposed, replaced or withdrawn."""

    origin: int
    version: int
    edd: str
    state: str
    method: str
    length: int
    measured_on: str
    set_on: str
    set_by: str
    why: str
    replaces: str
    paper: str


def heads(desk: Desk) -> list[str]:
    """Column names of the check-up table after date and week."""
    each = [key for key, one in desk.catalogue.measurables.items() if one.per_fetus]
    short = [desk.texts.translate(desk.catalogue[what].short) or desk.label(what) for what in _COLUMNS]
    return [*short, *(desk.label(what) for what in each), desk.texts.translate("Symptomer")]


def check_ups(desk: Desk) -> list[Row]:
    """The check-ups, newest first."""
    return [
        _row(desk, line, _check_up_cells(desk, line))
        for line in desk.card.contacts
        if line.contact.now.kind is ContactKind.CHECK_UP
    ]


def contacts(desk: Desk) -> list[Row]:
    """The contacts between check-ups, newest first."""
    usual = [one.what for one in slots_for(desk.catalogue, ContactKind.CONTACT, [])]
    return [
        _row(desk, line, [_cell(desk, line, what) for what in usual])
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
        way=wording.way_name(texts, contact.way),
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
    each = [key for key, one in desk.catalogue.measurables.items() if one.per_fetus]
    return [
        *(_cell(desk, line, what) for what in _COLUMNS),
        *(_fetus_cell(desk, line, what) for what in each),
        _symptoms(desk, line),
    ]


def _trails(line: ContactLine, what: str, fetus: int | None = None) -> list[Trail[Finding]]:
    return [
        trail
        for trail in line.findings
        if trail.stands and trail.now.what == what and trail.now.fetus == fetus
    ]


def _cell(desk: Desk, line: ContactLine, what: str) -> Cell:
    trails = _trails(line, what)
    unit = desk.catalogue[what].kind is not Kind.PRESSURE
    lines = [_with_clock(desk, trail, unit=unit) for trail in trails]
    marks = [mark for trail in trails for mark in wording.marks(desk.texts, trail.now)]
    short = desk.texts.translate(desk.catalogue[what].short) or desk.label(what)
    return Cell(short, lines or [desk.shown(None, what)], bool(trails), [*dict.fromkeys(marks)])


def _with_clock(desk: Desk, trail: Trail[Finding], *, unit: bool) -> str:
    text = desk.shown(trail.now, trail.now.what, unit=unit)
    return f"{text} ({desk.texts.clock(trail.now.at)})" if trail.now.at else text


def _fetus_cell(desk: Desk, line: ContactLine, what: str) -> Cell:
    lines, marks, there = [], [], False
    for fetus in desk.fetuses():
        trails = _trails(line, what, fetus)
        there = there or bool(trails)
        label = desk.fetus_label(fetus)
        texts = [desk.shown(trail.now, what, unit=False) for trail in trails] or [desk.shown(None, what)]
        lines += [f"{label[-1]}: {text}" if label else text for text in texts]
        marks += [mark for trail in trails for mark in wording.marks(desk.texts, trail.now)]
    return Cell(desk.label(what), lines or [desk.shown(None, what)], there, [*dict.fromkeys(marks)])


def _symptoms(desk: Desk, line: ContactLine) -> Cell:
    """Three answers in one place; three alike are said once."""
    answers = {what: next(iter(_trails(line, what)), None) for what in _SYMPTOMS}
    texts = {
        what: desk.shown(trail.now if trail is not None else None, what) for what, trail in answers.items()
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
        shown_above = {one.what for one in slots_for(desk.catalogue, ContactKind.CONTACT, [])}
    alive = set(desk.fetuses()) if line.contact.now.kind is ContactKind.CHECK_UP else set()
    found = []
    for trail in placed(desk.catalogue, line).values():
        finding = trail.now
        if finding.what not in shown_above and finding.fetus not in alive:
            label = desk.full_label(finding.what, finding.fetus)
            text = desk.shown(finding, finding.what)
            found.append(Cell(label, [text], True, wording.marks(desk.texts, finding)))
    return found


def results(desk: Desk) -> list[Fact]:
    """Answers to samples, each with its day, newest first within a kind; what was not taken is said."""
    found = []
    for what in _RESULTS:
        series = desk.card.series(what)
        found += [_fact(desk, trail) for trail in reversed(series)] or [_unasked(desk, what)]
    return found


def facts(desk: Desk) -> list[Fact]:
    """Whatever else the catalogue knows about her, the newest of each."""
    in_forms = {
        one.what for kind in ContactKind for one in slots_for(desk.catalogue, kind, desk.fetuses() or [0])
    }
    found = []
    for what, measurable in desk.catalogue.measurables.items():
        if measurable.kind is Kind.PART or what in in_forms or what in _RESULTS:
            continue
        series = desk.card.series(what)
        found.append(_fact(desk, series[-1]) if series else _unasked(desk, what))
    return found


def _unasked(desk: Desk, what: str) -> Fact:
    return Fact(desk.label(what), desk.shown(None, what), there=False)


def _fact(desk: Desk, trail: Trail[Finding]) -> Fact:
    finding = trail.now
    return Fact(
        label=desk.full_label(finding.what, finding.fetus),
        text=desk.shown(finding, finding.what),
        there=True,
        day=desk.texts.numeric(finding.on),
        age=desk.age(finding.on),
        marks=desk.marks(trail),
        before=[
            desk.shown(entry.content, finding.what)
            for entry in trail.entries[:-1]
            if isinstance(entry.content, Finding)
        ],
    )


def due_rows(desk: Desk) -> list[DueRow]:
    """Every due date the card has had, the one in force first, then by when it came, newest first."""
    in_force = desk.card.due_trail
    rest = sorted(
        (trail for trail in desk.card.due_dates if trail is not in_force),
        key=lambda trail: trail.last.seq,
        reverse=True,
    )
    ordered = ([in_force] if in_force else []) + rest
    return [_due_row(desk, trail, in_force) for trail in ordered]


def _due_row(desk: Desk, trail: Trail[DueDate], in_force: Trail[DueDate] | None) -> DueRow:
    due, texts = trail.now, desk.texts
    replaced = next((one.now for one in desk.card.due_dates if one.origin == due.replaces), None)
    state = "force" if trail is in_force else "proposed" if due.proposed else "replaced"
    return DueRow(
        origin=trail.origin,
        version=trail.last.version,
        edd=texts.date(due.edd),
        state=state if trail.stands else "withdrawn",
        method=wording.method_name(desk.terms, texts, due),
        length=due.length,
        measured_on=texts.numeric(due.measured_on) if due.measured_on else texts.translate("ikke oppgitt"),
        set_on=texts.numeric(due.set_on),
        set_by=desk.name(due.set_by or trail.entries[0].author),
        why=due.why or "",
        replaces=texts.date(replaced.edd) if replaced else "",
        paper=wording.paper_words(texts, due),
    )
