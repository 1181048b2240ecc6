"""The check-ups and the contacts between them as tables for paper, the oldest first. Pure."""

from collections.abc import Iterator

from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import Contact, ContactKind, Entry, Finding, Pressure
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing.telling import notes, stamp, writer
from helsekort.web.clinician.tables import standing
from helsekort.web.clinician.trail import timed
from helsekort.web.shared.printing.document import Cell, Row, Saying, Section, Table
from helsekort.web.shared.readings import missing_half, pressure
from helsekort.web.shared.ways import way_name

_HERS = ("blood_pressure", "urine_protein", "oedema", "weight", "fundal_height")
_FETUS = ("fetal_heart_rate", "presentation", "movements")
_SYMPTOMS = ("headache", "vision", "epigastric_pain")
_COLUMNS = frozenset({*_HERS, *_FETUS, *_SYMPTOMS})


def check_ups(desk: Desk) -> Section:
    """A row for each check-up that stands; what has no column stands below it."""
    _ = desk.texts.translate
    short = [_head(desk, what) for what in (*_HERS, *_FETUS)]
    heads = [_("Dato, uke"), *short, _("Symptomer")]
    rows = [_check_up(desk, line) for line in _standing(desk, ContactKind.CHECK_UP)]
    caption = desk.texts.plural("%(count)s kontroll", "%(count)s kontroller", len(rows)) % {
        "count": len(rows)
    }
    lead = [] if rows else [_("Ingen kontroll er ført.")]
    tables = [Table(_("%(count)s, den eldste øverst") % {"count": caption}, heads, rows)] if rows else []
    return Section(_("Kontroller"), lead=lead, tables=tables, new_page=True)


def _head(desk: Desk, what: str) -> str:
    """`Vekt, kg`: the unit stands here, and not in each place below."""
    one = desk.catalogue[what]
    name = desk.texts.translate(one.short) if one.short else desk.label(what)
    return f"{name}, {desk.texts.translate(one.shown_unit)}" if one.shown_unit else name


def contacts(desk: Desk) -> Section:
    """A row for each contact between check-ups that stands."""
    _ = desk.texts.translate
    rows = [_contact(desk, line) for line in _standing(desk, ContactKind.CONTACT)]
    heads = [_("Dato, uke"), _("Hvordan"), _("Hva det gjaldt")]
    tables = [Table(_("Den eldste øverst"), heads, rows)] if rows else []
    return Section(_("Kontakter mellom kontroller"), tables=tables)


def _standing(desk: Desk, kind: ContactKind) -> Iterator[ContactLine]:
    for line in reversed(desk.card.contacts):
        if line.contact.now.kind is kind and line.contact.stands:
            yield line


def _check_up(desk: Desk, line: ContactLine) -> Row:
    cells = [*(_cell(desk, line, what) for what in _HERS), *(_fetuses(desk, line, what) for what in _FETUS)]
    live = {*desk.fetuses(), None}
    rest = [
        trail
        for trail in line.findings
        if trail.stands and (trail.now.what not in _COLUMNS or trail.now.fetus not in live or _misfit(trail))
    ]
    return Row(
        _when(desk, line.contact.now),
        [*cells, _symptoms(desk, line)],
        _below(desk, rest),
        who=_who(desk, line),
    )


def _misfit(trail: Trail[Finding]) -> bool:
    """About a fetus in a column of hers, or the other way: it would fall between the columns."""
    return (trail.now.fetus is None) is (trail.now.what in _FETUS)


def _contact(desk: Desk, line: ContactLine) -> Row:
    contact = line.contact.now
    about = ", ".join(wording.about_names(desk.catalogue, desk.texts, contact))
    return Row(
        _when(desk, contact),
        [Cell([way_name(desk.texts, contact.way)]), Cell([about] if about else [])],
        _below(desk, [trail for trail in line.findings if trail.stands]),
        who=_who(desk, line),
    )


def _when(desk: Desk, contact: Contact) -> list[str]:
    clock = (
        desk.texts.translate("kl. %(clock)s") % {"clock": desk.texts.clock(contact.at)} if contact.at else ""
    )
    return [part for part in (desk.texts.numeric(contact.on), desk.age(contact.on), clock) if part]


def _cell(desk: Desk, line: ContactLine, what: str) -> Cell:
    trails = standing(line, what)
    lines = [text for trail in trails for text in _lines(desk, trail.now)]
    return Cell(lines or [desk.shown(None, what)], bool(trails), _marks(desk, trails))


def _lines(desk: Desk, finding: Finding) -> list[str]:
    """A value without its unit; a half that is missing from a blood pressure in a line of its own."""
    if finding.unverified:
        return [timed(desk, finding, finding.what)]
    value, half = finding.value, ""
    text = desk.shown(finding, finding.what, unit=False)
    if isinstance(value, Pressure):
        text, half = pressure(desk.texts, value), missing_half(desk.texts, value)
    clock = f"{text} ({desk.texts.clock(finding.at)})" if finding.at else text
    return [clock, half] if half else [clock]


def _fetuses(desk: Desk, line: ContactLine, what: str) -> Cell:
    """A line for each fetus, by its letter where there are several."""
    lines, marked = [], []
    for fetus in desk.fetuses():
        trails = standing(line, what, fetus)
        letter = desk.fetus_letter(fetus)
        said = [one for trail in trails for one in _lines(desk, trail.now)] or [desk.shown(None, what)]
        lines += [f"{letter}: {text}" if letter else text for text in said]
        marked += trails
    return Cell(lines or [desk.shown(None, what)], bool(marked), _marks(desk, marked))


def _marks(desk: Desk, trails: list[Trail[Finding]]) -> list[str]:
    return [*dict.fromkeys(note for trail in trails for note in notes(desk, trail))]


def _symptoms(desk: Desk, line: ContactLine) -> Cell:
    """Three answers in one place; three alike are said once."""
    found = {what: standing(line, what) for what in _SYMPTOMS}
    texts = {
        what: ", ".join(timed(desk, trail.now, what) for trail in trails) or desk.shown(None, what)
        for what, trails in found.items()
    }
    alike = len(set(texts.values())) == 1
    lines = (
        [texts[_SYMPTOMS[0]]] if alike else [f"{desk.label(what)}: {text}" for what, text in texts.items()]
    )
    every = [trail for trails in found.values() for trail in trails]
    return Cell(lines, bool(every), _marks(desk, every))


def _below(desk: Desk, trails: list[Trail[Finding]]) -> list[Saying]:
    return [
        Saying(
            desk.full_label(trail.now.what, trail.now.fetus),
            timed(desk, trail.now, trail.now.what),
            trail.now.value is not None,
            notes(desk, trail),
        )
        for trail in trails
    ]


def _who(desk: Desk, line: ContactLine) -> str:
    """Who held it, and everyone who wrote what stands of it, with what they wrote where it was not all."""
    _ = desk.texts.translate
    contact = line.contact.now
    held = _("Holdt av %(who)s") % {"who": desk.held_by(contact)}
    paper = wording.paper_words(desk.texts, contact)
    moved = _("Flyttet hit") if contact.moved_in else ""
    way = way_name(desk.texts, contact.way)
    return " · ".join(part for part in (held, way, *_written(desk, line), paper, moved) if part)


def _written(desk: Desk, line: ContactLine) -> list[str]:
    """`Ført av Ingrid Dahl 10.03.2026 kl. 11.02`; a later one says what was written then."""
    _ = desk.texts.translate
    acts: dict[tuple[str, int], list[str]] = {_act(desk, line.contact.last): []}
    for trail in line.findings:
        if trail.stands:
            label = desk.full_label(trail.now.what, trail.now.fetus)
            acts.setdefault(_act(desk, trail.last), []).append(label)
    found = []
    for place, ((who, at), labels) in enumerate(acts.items()):
        said = {"who": who, "when": stamp(desk, at), "what": ", ".join(dict.fromkeys(labels))}
        later = _("%(what)s ført av %(who)s %(when)s")
        found.append((later if place else _("Ført av %(who)s %(when)s")) % said)
    return found


def _act(desk: Desk, entry: Entry) -> tuple[str, int]:
    return writer(desk, entry), entry.recorded
