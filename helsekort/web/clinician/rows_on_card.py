"""The rows of a card, group by group in a line each, and the forms by which more is written. Pure."""

from collections.abc import Mapping

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import Row
from helsekort.record.layouts import Layout, phase
from helsekort.record.robson import robson_group
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.row_answers import row_words

CLINICIAN = "clinician"
BIRTH = "birth"


class RowLine(Struct, frozen=True):
    """One row. `stands` is False of what was withdrawn; it stays readable."""

    origin: int
    day: str
    about: str
    text: str
    who: str
    stands: bool
    corrected: bool


class GroupLines(Struct, frozen=True):
    """All rows of a group, newest first. `computed` is what follows from them and is not stored."""

    title: str
    lines: list[RowLine]
    computed: str = ""


class FormLink(Struct, frozen=True):
    """A form that can be opened on this card."""

    key: str
    title: str


def rows_on_card(desk: Desk) -> list[GroupLines]:
    """The groups that have rows, in the catalogue's order."""
    found = []
    for group in desk.catalogue.groups.values():
        trails = [trail for trail in desk.card.rows if trail.now.group == group.key]
        trails.sort(key=lambda trail: (trail.now.on, trail.origin), reverse=True)
        if trails:
            title = desk.texts.translate(group.plural or group.label)
            computed = robson_words(desk) if group.key == BIRTH else ""
            found.append(GroupLines(title, [_line(desk, trail) for trail in trails], computed))
    return found


def robson_words(desk: Desk) -> str:
    """`Robson-gruppe 3, regnet ut av leie, ...`, or what is missing for it; empty where no birth stands."""
    found, _ = robson_group(desk.card), desk.texts.translate
    if found is None:
        return ""
    names = ", ".join(desk.label(what).lower() for what in found.facts or found.missing)
    if found.number is None:
        return _("Robson-gruppen kan ikke regnes ut: %(what)s mangler.") % {"what": names}
    return _("Robson-gruppe %(number)s, regnet ut av: %(what)s.") % {"number": found.number, "what": names}


def _line(desk: Desk, trail: Trail[Row]) -> RowLine:
    row = trail.now
    return RowLine(
        origin=trail.origin,
        day=desk.texts.numeric(row.on),
        about=desk.fetus_label(row.fetus) if row.fetus else "",
        text=row_words(desk, row),
        who=desk.name(trail.last.author),
        stands=trail.stands,
        corrected=trail.corrected,
    )


class FormLinks(Struct):
    """The forms of a card: those put forward now, and the `rest`, which are there for what comes to light late."""

    now: list[FormLink]
    rest: list[FormLink]


def form_links(desk: Desk, layouts: Mapping[str, Layout]) -> FormLinks:
    """The forms for those who care for her, the first visit first."""
    own = [one for one in layouts.values() if one.reader == CLINICIAN]
    own.sort(key=lambda one: (one.key != "first-visit", desk.texts.translate(one.title)))
    found, now = FormLinks([], []), phase(desk.card.over)
    for one in own:
        (found.now if one.fits(now) else found.rest).append(
            FormLink(one.key, desk.texts.translate(one.title))
        )
    return found
