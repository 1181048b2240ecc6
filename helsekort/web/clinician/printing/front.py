"""The first page: who she is, how far and how we know, and what must not be forgotten. Pure.

What has never been asked or taken is said in its place, so that an empty card does not look like a reassuring one.
"""

from helsekort.record.card import Trail
from helsekort.record.codes import FNR
from helsekort.record.entries import DueDate, Finding
from helsekort.web.clinician import facts, wording
from helsekort.web.clinician.body_mass import body_mass
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.keep import needless
from helsekort.web.clinician.printing.groups import standing_rows, title
from helsekort.web.clinician.printing.telling import saying, stamp, told_cells, unsaid, written
from helsekort.web.shared.discretion import PRIVATE_METHODS, names_treatment
from helsekort.web.shared.printing.document import Cell, Group, Masthead, Row, Saying, Section, Table
from helsekort.web.shared.texts import SOURCE

KEEP = ("allergies", "abo", "rhd", "antibody_screen", "medicines", "interpreter", "family")
"""What can harm her if it is forgotten, asked or not."""
ABOUT = ("births", "births_summary", "chorionicity", "height", "prepregnancy_weight")
ROWS_OF = {"allergies": "allergy", "medicines": "medicine", "births": "earlier_birth"}
"""Where rows say in full what a question asks for: with rows there, an unasked question is not told as unasked."""
KEEP_ROWS = ("precaution", "risk")
INFECTIONS = ("hbsag", "hiv", "syphilis")


def masthead(desk: Desk, *, discreet: bool) -> Masthead:
    """Who, and how far on the day of printing. `discreet`: fertility treatment is not named."""
    _ = desk.texts.translate
    due, age = desk.card.due, desk.card.age(desk.today)
    if desk.card.over:
        # neither week nor due date once it is over, on any edition
        said = _("Svangerskapet er over")
        return Masthead(desk.opened.woman.name, about(desk), age="", age_on="", due=said, how=[])
    how = []
    if due:
        named = wording.method_brief(desk.card, desk.terms, desk.texts, due)
        how.append(
            _("bestemt av dem som følger henne") if discreet and due.method in PRIVATE_METHODS else named
        )
        how.append(_("regnet med %(days)s dager") % {"days": due.length})
    return Masthead(
        name=desk.opened.woman.name,
        about=about(desk),
        age=str(age) if age else "",
        age_on=_("den %(day)s") % {"day": desk.texts.numeric(desk.today)},
        due=_("Termin %(date)s") % {"date": desk.texts.date(due.edd)} if due else _("Termin ikke satt"),
        how=how,
    )


def about(desk: Desk) -> list[str]:
    """Birth date, age and number, each where it is known."""
    _ = desk.texts.translate
    woman = desk.opened.woman
    years = woman.age(desk.today)
    found = []
    if woman.birth_date is not None:
        said = {"day": desk.texts.numeric(woman.birth_date), "years": years}
        found.append(_("Født %(day)s, %(years)s år") % said)
    for fact in woman.numbers:
        if fact.until is None:
            kind = _("Fødselsnummer") if fact.system == FNR else _("D-nummer")
            found.append(f"{kind} {fact.value[:6]} {fact.value[6:]}")
    return found


def keep(desk: Desk) -> Section:
    """What must not be forgotten, then what the pregnancy is."""
    _ = desk.texts.translate
    infections = [what for what in INFECTIONS if _is_positive(desk, what)]
    first = [said for what in (*KEEP, *infections) for said in _known(desk, what)]
    first += [said for group in KEEP_ROWS for said in _rows(desk, group)]
    return Section(_("Må ikke glemmes"), groups=[Group("", first, strong=True)])


def pregnancy(desk: Desk, *, discreet: bool) -> Section:
    """Earlier births, the fetuses, and what she was before it. `discreet`: not what became of a fetus."""
    _ = desk.texts.translate
    live = desk.card.live_fetuses()
    asked = [what for what in ABOUT if not _left_out(desk, what)]
    found = [Saying(_("Fostre"), wording.fetuses_word(desk.texts, len(live)), bool(live))]
    for trail in live:
        since = _("fra %(day)s") % {"day": desk.texts.numeric(trail.now.since)}
        label = _("Foster %(label)s") % {"label": trail.now.label}
        became = "" if discreet else desk.became(trail)
        place = trail.now.position or _("plass ikke ført")
        there = bool(became or trail.now.position)
        found.append(Saying(label, became or place, there, [since, written(desk, trail.last)]))
        if not became:
            found.append(_latest(desk, "presentation", trail.origin))
    found += [said for what in asked for said in _known(desk, what)]
    mass = body_mass(desk)
    found.append(
        Saying(_("BMI før svangerskapet"), mass.text, mass.there, [mass.inputs] if mass.inputs else [])
    )
    return Section(_("Svangerskapet"), groups=[Group("", found, strong=True)])


def shown_in_front(desk: Desk) -> set[int]:
    """Origins of the findings that the first page says, with their day and writer."""
    places = [(what, None) for what in (*KEEP, *INFECTIONS, *ABOUT)]
    places = [place for place in places if place[0] not in INFECTIONS or _is_positive(desk, place[0])]
    return {trail.origin for what, fetus in places for trail in desk.card.series(what, fetus)[-1:]}


def _known(desk: Desk, what: str) -> list[Saying]:
    """The newest answer and the rows of its group; that it is unasked only where neither is there."""
    rows = _rows(desk, ROWS_OF[what]) if what in ROWS_OF else []
    return rows if rows and not desk.card.series(what) else [_latest(desk, what), *rows]


def _rows(desk: Desk, group: str) -> list[Saying]:
    """What each row of a group says, a line each. The section of the group says when and by whom."""
    trails = [trail for trail in standing_rows(desk) if trail.now.group == group]
    lines = [", ".join(one.text for _, one in told_cells(desk, trail.now)) for trail in trails]
    return [Saying(title(desk, group), "\n".join(lines))] if lines else []


def _latest(desk: Desk, what: str, fetus: int | None = None) -> Saying:
    series: list[Trail[Finding]] = desk.card.series(what, fetus)
    if not series:
        return unsaid(desk, what, fetus)
    said = saying(desk, series[-1])
    if what == "interpreter" and series[-1].now.value is True and desk.opened.woman.language != SOURCE:
        said.notes.insert(0, desk.texts.language_name(desk.opened.woman.language))
    return said


def _is_positive(desk: Desk, what: str) -> bool:
    finding = desk.card.latest(what)
    return finding is not None and finding.value == "POS"


def _left_out(desk: Desk, what: str) -> bool:
    """How twins lie to each other is asked where there are several; nothing of births where there were none."""
    alone = what == "chorionicity" and len(desk.card.live_fetuses()) < 2 and desk.card.latest(what) is None
    return alone or needless(desk, what)


def due_dates(desk: Desk, *, discreet: bool) -> Section:
    """Every due date that stands, the one in force first."""
    _ = desk.texts.translate
    trails = {trail.origin: trail for trail in desk.card.due_dates if trail.stands}
    rows = [
        _due_row(
            desk, one, trails[one.origin], hide=discreet and names_treatment(desk.card, trails[one.origin])
        )
        for one in facts.due_rows(desk)
        if one.origin in trails
    ]
    heads = [_("Dato"), _("Hvordan"), _("Målt"), _("Hvorfor")]
    table = Table(_("Alle terminer som er satt eller foreslått"), heads, rows)
    return Section(_("Termin"), tables=[table] if rows else [])


def _due_row(desk: Desk, one: facts.DueRow, trail: Trail[DueDate], *, hide: bool) -> Row:
    _ = desk.texts.translate
    states = {
        "force": _("i kraft"),
        "proposed": _("foreslått, ikke i kraft"),
        "replaced": _("ikke i kraft lenger"),
    }
    length = _("regnet med %(days)s dager") % {"days": one.length}
    embryo = trail.now.embryo_days
    old = [_("embryo %(days)s dager gammelt") % {"days": embryo}] if embryo is not None else []
    set_by = _("satt %(day)s av %(who)s") % {"day": one.set_on, "who": one.set_by}
    parts = (set_by, one.confirmed, written(desk, trail.last), one.paper)
    how = [Cell([one.method, *old, length]), Cell([one.measured_on]), Cell([one.why] if one.why else [])]
    if hide:
        how = [Cell([_("bestemt av dem som følger henne"), length]), Cell([]), Cell([])]
    return Row([one.edd, states[one.state]], how, who=" · ".join(part for part in parts if part))


def followers(desk: Desk) -> Section:
    """The units that follow her, with the number to ring, and who opened the card."""
    _ = desk.texts.translate
    opening = desk.card.opening
    no_number = _("telefon ikke oppgitt")
    units = [
        Saying(name, desk.opened.phones.get(unit) or no_number, unit in desk.opened.phones)
        for unit, name in sorted(desk.opened.units.items(), key=lambda pair: pair[1])
    ]
    by = desk.opened.units.get(opening.now.organisation, "")
    said = {
        "day": desk.texts.numeric(opening.now.opened),
        "unit": by,
        "when": stamp(desk, opening.last.recorded),
    }
    units.append(Saying(_("Kortet åpnet"), _("%(day)s ved %(unit)s, ført %(when)s") % said))
    if opening.now.ended is not None:
        units.append(Saying(_("Kortet avsluttet"), desk.texts.numeric(opening.now.ended)))
    return Section(_("Hvem som følger henne"), groups=[Group("", units)])
