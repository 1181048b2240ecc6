"""What is known about her outside the check-ups and the results: facts and due dates, with what stood before. Pure."""

import datetime as dt

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import ContactKind, DueDate, Finding
from helsekort.record.lists import NEXT_VISIT
from helsekort.record.measurements import Kind
from helsekort.web.clinician import wording
from helsekort.web.clinician.body_mass import body_mass
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.done import confirmation
from helsekort.web.clinician.keep import needless
from helsekort.web.clinician.layout import slots_for
from helsekort.web.shared.erased import erased
from helsekort.web.shared.texts import moment


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
    confirmed: str
    why: str
    replaces: str
    paper: str


def facts(desk: Desk) -> list[Fact]:
    """Whatever else is known about her, the newest of each; and of what everyone is asked, that it was not."""
    in_forms = {
        one.what for kind in ContactKind for one in slots_for(desk.catalogue, kind, desk.fetuses() or [0])
    }
    found = [_body_mass(desk)]
    for what, measurable in desk.catalogue.measurables.items():
        if measurable.kind is Kind.PART or what in in_forms or measurable.category == "laboratory":
            continue
        series = desk.card.series(what)
        if series:
            found.append(_fact(desk, series[-1]))
        elif measurable.usual:
            found.append(_unasked(desk, what))
    return found


def _body_mass(desk: Desk) -> Fact:
    mass = body_mass(desk)
    label = desk.texts.translate("BMI før svangerskapet")
    return Fact(label, mass.text, mass.there, day=mass.inputs)


def _unasked(desk: Desk, what: str) -> Fact:
    said = desk.texts.translate("ingen å fortelle om") if needless(desk, what) else desk.shown(None, what)
    return Fact(desk.label(what), said, there=False)


def _fact(desk: Desk, trail: Trail[Finding]) -> Fact:
    finding = trail.now
    return Fact(
        label=desk.full_label(finding.what, finding.fetus),
        text=desk.shown(finding, finding.what),
        there=True,
        day=desk.texts.numeric(finding.on),
        age=desk.age(finding.on),
        marks=[*desk.marks(trail), *_called_off(desk, finding)],
        before=[
            desk.shown(entry.content, finding.what)
            for entry in trail.entries[:-1]
            if isinstance(entry.content, Finding)
        ],
    )


def _called_off(desk: Desk, finding: Finding) -> list[str]:
    """A visit agreed in the pregnancy for a day after it was over: the ending called it off."""
    over = desk.card.over
    later = over is not None and isinstance(finding.value, dt.date) and finding.on <= over.on < finding.value
    if finding.what != NEXT_VISIT or not later:
        return []
    return [desk.texts.translate("avlyst da svangerskapet var over")]


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
        confirmed=_confirmed(desk, trail),
        why=(due.why if trail.stands else due.reason) or "",
        replaces=texts.date(replaced.edd) if replaced else "",
        paper=wording.paper_words(texts, due),
    )


def _confirmed(desk: Desk, trail: Trail[DueDate]) -> str:
    """`Bekreftet 14.07.2026 av Ingrid Dahl, jordmor`; empty for a date that was in force from the first."""
    _ = desk.texts.translate
    entry = confirmation(trail.entries)
    if entry is None:
        return _("Ikke bekreftet") if trail.now.proposed and trail.stands else ""
    said = {"day": desk.texts.numeric(moment(entry.recorded).date()), "who": desk.name(entry.author)}
    return _("Bekreftet %(day)s av %(who)s") % said


def erased_lines(desk: Desk) -> list[str]:
    """A sentence for each entry whose content was erased by law."""
    _ = desk.texts.translate
    return [
        _("Ført %(when)s av %(who)s: slettet etter krav.")
        % {
            "when": wording.stamp(desk.texts, entry.recorded, desk.today),
            "who": desk.name_and_unit(entry.author, entry.organisation),
        }
        for entry in erased(desk.card)
    ]
