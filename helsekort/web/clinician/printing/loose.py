"""What stands on the card outside the contacts: home measurements, answers, facts, reports, what was erased. Pure."""

import datetime as dt

from helsekort.record.card import Trail
from helsekort.record.entries import Finding
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.development import Development, development
from helsekort.web.clinician.facts import erased_lines
from helsekort.web.clinician.printing.front import shown_in_front
from helsekort.web.clinician.printing.telling import day, notes, saying, stamp, written
from helsekort.web.clinician.results import reference
from helsekort.web.clinician.trail import timed
from helsekort.web.shared.printing.document import Cell, Group, Picture, Row, Saying, Section, Table


def home(desk: Desk) -> Section:
    """What she measured herself, the oldest first."""
    _ = desk.texts.translate
    rows = [
        Row([day(desk, trail.now)], [Cell([_label(desk, trail)]), *_value(desk, trail)])
        for trail in _loose(desk)
        if trail.now.at_home
    ]
    heads = [_("Dato, uke"), _("Hva"), _("Verdi"), _("Ført av")]
    return Section(_("Hjemmemålinger"), tables=[Table(_("Den eldste øverst"), heads, rows)] if rows else [])


def answers(desk: Desk) -> Section:
    """Answers to samples, kind by kind, with the range of whoever answered."""
    _ = desk.texts.translate
    front = shown_in_front(desk)
    found = [trail for trail in _loose(desk) if _is_answer(desk, trail) and trail.origin not in front]
    order = list(desk.catalogue.measurables)
    found.sort(key=lambda trail: order.index(trail.now.what) if trail.now.what in order else len(order))
    rows = [
        Row([_label(desk, trail)], [Cell([day(desk, trail.now)]), *_value(desk, trail)]) for trail in found
    ]
    heads = [_("Prøve"), _("Tatt, uke"), _("Svar"), _("Ført av")]
    caption = _("Prøve for prøve, den eldste øverst")
    return Section(_("Prøvesvar"), tables=[Table(caption, heads, rows)] if rows else [])


def known(desk: Desk) -> Section:
    """Whatever else is known about her, every value that stands, where the first page has not said it."""
    front = shown_in_front(desk)
    found = [
        saying(desk, trail)
        for trail in _loose(desk)
        if not trail.now.at_home and not _is_answer(desk, trail) and trail.origin not in front
    ]
    return Section(desk.texts.translate("Andre opplysninger"), groups=[Group("", found)] if found else [])


def charts(desk: Desk) -> Section:
    """The curves that are drawn on her page too; their numbers stand in the tables before."""
    pictures = [
        Picture(
            picture.narrow,
            _titled(one, picture.title),
            [*one.places, *one.chart.notes, *([one.chart.narrow_note] if one.chart.narrow_note else [])],
        )
        for one in development(desk)
        for picture in one.chart.pictures
    ]
    return Section(desk.texts.translate("Kurver"), pictures=pictures)


def _titled(one: Development, title: str) -> str:
    return f"{one.title}: {title[:1].lower()}{title[1:]}" if title else one.title


def reports(desk: Desk, *, every: bool) -> Section:
    """The reports that answers came in; not `every` one, but of those whose answers are in this print."""
    _ = desk.texts.translate
    answered = {trail.origin for trail in desk.card.all_findings()}
    rows = [
        Row(
            [stamp(desk, trail.now.issued)],
            [Cell([trail.now.laboratory]), Cell([trail.now.report_id]), Cell([trail.now.discipline])],
            who=_("mottatt %(when)s") % {"when": stamp(desk, trail.last.recorded)},
        )
        for trail in desk.card.reports
        if trail.stands and (every or not answered.isdisjoint(trail.now.results))
    ]
    heads = [_("Sendt"), _("Laboratorium"), _("Rapport"), _("Fag")]
    return Section(
        _("Svarrapporter"), tables=[Table(_("Rapportene svarene kom i"), heads, rows)] if rows else []
    )


def erased(desk: Desk) -> Section:
    """That something was erased by law, and nothing of it."""
    return Section(desk.texts.translate("Slettet"), lead=erased_lines(desk))


def writers(desk: Desk) -> Section:
    """Everyone whose name stands in the print, with their role."""
    _ = desk.texts.translate
    people = sorted((name, desk.name(party)) for party, name in desk.opened.names.items())
    lines = [Saying(name, full.removeprefix(name).lstrip(", ") or _("ikke oppgitt")) for name, full in people]
    return Section(_("Hvem som har ført"), groups=[Group("", lines)] if lines else [])


def _loose(desk: Desk) -> list[Trail[Finding]]:
    """The findings outside the contacts that stand, the oldest first."""
    return sorted(
        (trail for trail in desk.card.findings if trail.stands),
        key=lambda trail: (trail.now.on, trail.now.at or dt.time.min, trail.origin),
    )


def _is_answer(desk: Desk, trail: Trail[Finding]) -> bool:
    measurable = desk.catalogue.measurables.get(trail.now.what)
    of_laboratory = measurable is not None and measurable.category == "laboratory"
    return not trail.now.by_woman and (trail.now.lab is not None or of_laboratory)


def _label(desk: Desk, trail: Trail[Finding]) -> str:
    return desk.full_label(trail.now.what, trail.now.fetus)


def _value(desk: Desk, trail: Trail[Finding]) -> list[Cell]:
    """The value, with whose range it is held against, and who wrote it."""
    finding = trail.now
    said = [note for note in notes(desk, trail) if note != desk.texts.translate("hjemmemåling")]
    if finding.lab:
        said.append(reference(desk, finding.lab))
    value = Cell([timed(desk, finding, finding.what)], finding.value is not None, said)
    laboratory = finding.lab.laboratory if finding.lab else ""
    who = written(desk, trail.last)
    return [value, Cell([who] if not laboratory or who.startswith(laboratory) else [laboratory, who])]
