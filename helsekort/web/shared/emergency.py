"""The emergency page: what whoever meets her unprepared must know, in thirteen lines that are always in their place.

The same lines serve the page, half a sheet of paper and, without what is hidden, her own key page. What is not known
is said in its place: an empty line would look like a reassuring one. Pure.
"""

import datetime as dt
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from helsekort.actions.opened import Opened
from helsekort.record.card import Card, ContactLine
from helsekort.record.children import born, none_lives
from helsekort.record.endings import Over
from helsekort.record.entries import Contact, ContactKind, DueDate, Finding, Value
from helsekort.record.measurements import Catalogue
from helsekort.web.shared import ended
from helsekort.web.shared.said import Said
from helsekort.web.shared.texts import Texts, moment
from helsekort.web.shared.ways import way_name

NORWEGIAN = ("nb", "nn")
LATELY = dt.timedelta(hours=48)
"""How far back the contacts of the last line go."""


class Reader(Protocol):
    """What words a card for the one who reads: the desk of health personnel, or her own page's words."""

    @property
    def opened(self) -> Opened: ...
    @property
    def card(self) -> Card: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def texts(self) -> Texts: ...
    @property
    def today(self) -> dt.date: ...
    def label(self, what: str) -> str: ...
    def full_label(self, what: str, fetus: int | None) -> str: ...
    def shown(self, finding: Finding | None, what: str, *, unit: bool = True) -> str: ...
    def age(self, on: dt.date) -> str: ...
    def name(self, party: int | None) -> str: ...
    def held_by(self, contact: Contact) -> str: ...
    def due_method(self, due: DueDate) -> str: ...
    def days_to(self, day: dt.date) -> str: ...
    def fetuses_words(self) -> str: ...
    def abouts(self, contact: Contact) -> str: ...
    def value_words(self, value: Value, what: str) -> str: ...
    def rows(self, group: str, fetus: int | None = None) -> list[Said]: ...


class Line(Struct):
    """One line: what it is about, and what is known. `grave`: something there can harm her if it is forgotten."""

    key: str
    title: str
    says: list[Said]
    grave: bool = False


class Emergency(Struct):
    """The page. `up_to` is the newest entry it rests on, `at` the moment it was made (microseconds)."""

    name: str
    years: str
    lines: list[Line]
    up_to: int
    at: int


def emergency(reader: Reader, at: int) -> Emergency:
    """The thirteen lines of a card at a moment."""
    _ = reader.texts.translate
    woman = reader.opened.woman
    years = woman.age(reader.today)
    lines = [
        _who(reader),
        _pregnancy(reader),
        _births(reader),
        _problems(reader),
        _position(reader),
        _blood(reader),
        _dangers(reader),
        _infections(reader),
        _child(reader),
        _wishes(reader),
        _way_there(reader),
        _lately(reader, at),
        _age_of_data(reader),
    ]
    told = _("%(years)s år") % {"years": years} if years is not None else _("alder ikke oppgitt")
    return Emergency(woman.name, told, lines, reader.card.last_seq, at)


def _known(reader: Reader, *whats: str) -> list[str]:
    """Those that the catalogue has: what is beyond the national model can be switched off."""
    return [what for what in whats if what in reader.catalogue.measurables]


class Known(Struct):
    """What stands last of a thing, noted alone or in a row, and the day it is about."""

    on: dt.date
    text: str
    notes: list[str]
    value: Value | None


def newest(reader: Reader, what: str, fetus: int | None = None) -> Known | None:
    found = []
    finding = reader.card.latest(what, fetus)
    if finding is not None:
        found.append(
            Known(finding.on, reader.shown(finding, what), _notes(reader.texts, finding), finding.value)
        )
    for trail in reader.card.rows:
        row = trail.now
        value = row.value(what) if trail.stands and row.fetus == fetus else None
        if value is not None:
            found.append(Known(row.on, reader.value_words(value, what), [], value))
    # of two of one day the row, which says more
    return max(enumerate(found), key=lambda each: (each[1].on, each[0]), default=(0, None))[1]


def said(reader: Reader, what: str, fetus: int | None = None, *, dated: bool = True) -> Said:
    known = newest(reader, what, fetus)
    label = reader.full_label(what, fetus)
    if known is None:
        return Said(label, reader.shown(None, what), there=False)
    when = f"{reader.texts.brief(known.on)} ({reader.age(known.on)})" if dated else ""
    return Said(label, known.text, note=", ".join(known.notes), when=when)


def _notes(texts: Texts, finding: Finding) -> list[str]:
    """What must stand beside a value, or it would be taken for more than it is."""
    own = texts.translate("hjemmemåling") if finding.at_home else texts.translate("svart av kvinnen")
    found = [own] if finding.by_woman else []
    return [*found, texts.translate("som oppgitt, ikke verifisert")] if finding.unverified else found


def _told(reader: Reader, *whats: str, fetus: int | None = None, dated: bool = False) -> list[Said]:
    """Only what was told: for what is a question in itself only where there is something to tell."""
    return [
        said(reader, what, fetus, dated=dated)
        for what in _known(reader, *whats)
        if newest(reader, what, fetus) is not None
    ]


def _is(reader: Reader, what: str, *values: Value) -> bool:
    known = newest(reader, what)
    return known is not None and known.value in values


def _who(reader: Reader) -> Line:
    _ = reader.texts.translate
    language = reader.opened.woman.language
    spoken = _("norsk") if language in NORWEGIAN else reader.texts.language_name(language)
    says = [said(reader, what, dated=False) for what in _known(reader, "phone")]
    says.append(Said(_("Språk"), spoken))
    says += [said(reader, what, dated=False) for what in _known(reader, "interpreter")]
    says += _told(
        reader, "interpreter_language", "hearing", "sight", "mobility", "kin_to_ring", "safe_contact"
    )
    return Line("who", _("Hvem"), says)


def _pregnancy(reader: Reader) -> Line:
    _ = reader.texts.translate
    due = reader.card.due
    if reader.card.over:
        # nothing counts towards a birth once it is over
        says = [Said(_("I dag"), reader.age(reader.today)), _ended(reader, reader.card.over)]
    elif due is None:
        says = [Said(_("Termin"), _("ikke satt, svangerskapslengden kan ikke vurderes"), there=False)]
    else:
        says = [
            Said(_("I dag"), reader.age(reader.today)),
            Said(
                _("Termin"),
                reader.texts.date(due.edd),
                note=reader.days_to(due.edd),
                when=reader.due_method(due),
            ),
        ]
    fetuses = reader.card.live_fetuses()
    says.append(Said(_("Fostre"), reader.fetuses_words(), bool(fetuses)))
    if len(fetuses) > 1:
        says += _told(reader, "twin_kind") or [said(reader, "chorionicity", dated=False)]
        says += ended.became(reader.card, reader.texts)
    return Line("pregnancy", _("Svangerskapet"), says, grave=len(fetuses) > 1)


def _ended(reader: Reader, over: Over) -> Said:
    """How it ended: whoever meets her must not ask after a child that died."""
    age = reader.card.age(over.on)
    how = ended.what(reader.card, reader.catalogue, reader.texts)
    title = ended.heading(reader.card, reader.texts)
    return Said(reader.texts.translate("Hva skjedde"), f"{title} ({age})" if age else title, note=how)


def _births(reader: Reader) -> Line:
    """A row for each; what was told in one text where there are none. Of none there is nothing more to ask."""
    rows, scars = reader.rows("earlier_birth"), _told(reader, "caesareans", "uterine_scar", "scar_note")
    says = [said(reader, "births", dated=False), *scars, *rows]
    first = _is(reader, "births", Decimal(0))
    if not rows and (not first or newest(reader, "births_summary") is not None):
        says.append(said(reader, "births_summary", dated=False))
    return Line("births", reader.texts.translate("Tidligere fødsler"), says, grave=bool(scars))


def _problems(reader: Reader) -> Line:
    _ = reader.texts.translate
    risks = [*reader.rows("risk"), *reader.rows("diabetes")]
    says = risks or [Said(_("Risiko"), _("ikke ført"), there=False)]
    for what in ("blood_pressure", "urine_protein", "weight"):
        says.append(said(reader, what))
    return Line("problems", _("Dette svangerskapet"), says, grave=bool(risks))


_OF_PLACENTA = ("placenta_site", "placenta_to_os")
_OF_FETUS = (*_OF_PLACENTA, "liquor_pocket", "amniotic_fluid_index", "estimated_weight", "weight_deviation")


def _position(reader: Reader) -> Line:
    _ = reader.texts.translate
    if not reader.card.pregnant:
        past = Said(reader.label("presentation"), _("Svangerskapet er over"), there=False)
        return Line("position", _("Leie og morkake"), [past])
    says = []
    for trail in reader.card.growing():
        says.append(said(reader, "presentation", trail.origin))
        says += _told(reader, *_OF_FETUS, fetus=trail.origin, dated=True)
    if not says:
        says.append(Said(reader.label("presentation"), _("ikke undersøkt"), there=False))
    says += _told(reader, *_OF_PLACENTA, dated=True)
    return Line("position", _("Leie og morkake"), says)


def _blood(reader: Reader) -> Line:
    says = [said(reader, what, dated=False) for what in _known(reader, "abo", "rhd", "antibody_screen")]
    says += _told(reader, "fetal_rhd")
    says += reader.rows("rh_event")
    says.append(said(reader, "haemoglobin"))
    grave = _is(reader, "rhd", "NEG") or _is(reader, "antibody_screen", "POS")
    return Line("blood", reader.texts.translate("Blod"), says, grave)


def _dangers(reader: Reader) -> Line:
    _ = reader.texts.translate
    allergies, medicines = reader.rows("allergy"), reader.rows("medicine")
    says = [] if allergies else [said(reader, "allergies", dated=False)]
    says += allergies
    says += medicines or [said(reader, "medicines", dated=False)]
    says += _told(reader, "anaesthesia_trouble")
    known = newest(reader, "allergies")
    grave = bool(allergies) or (known is not None and isinstance(known.value, str))
    return Line("dangers", _("Allergi og legemidler"), says, grave)


_ALWAYS_TAKEN = ("hbsag", "hiv", "syphilis")
_INFECTIONS = (*_ALWAYS_TAKEN, "group_b_streptococci", "hepatitis_c", "herpes", "mrsa_vre_esbl")


def _infections(reader: Reader) -> Line:
    """What was found first; of what was looked for, what was not; and what nobody looked for."""
    _ = reader.texts.translate
    rows = reader.rows("precaution")
    known = _known(reader, *_INFECTIONS)
    positive = [said(reader, what) for what in known if _is(reader, what, "POS")]
    negative = [what for what in known if _is(reader, what, "NEG")]
    missing = [what for what in _known(reader, *_ALWAYS_TAKEN) if newest(reader, what) is None]
    says = [*rows, *positive]
    if negative:
        says.append(Said(_("Negativ"), ", ".join(map(reader.label, negative))))
    if missing:
        says.append(Said(_("Ikke tatt"), ", ".join(map(reader.label, missing)), there=False))
    return Line("infections", _("Smitte"), says, grave=bool(rows or positive))


_PLANS = ("newborn_plan", "newborn_glucose_plan", "diabetes_birth_plan")


def _child(reader: Reader) -> Line:
    _ = reader.texts.translate
    became = [] if reader.card.pregnant else ended.became(reader.card, reader.texts)
    # of a child that nobody will meet no plan is told of or asked for
    plans = [] if became and none_lives(reader.card) else _told(reader, *_PLANS)
    title = _("Barnet ved fødselen")
    if became:
        title = _("Barnet") if born(reader.card) else _("Fosteret")
    unsaid = Said(_("Plan for barnet"), _("ikke ført"), there=False)
    return Line("child", title, [*became, *plans] or [unsaid])


def _wishes(reader: Reader) -> Line:
    _ = reader.texts.translate
    says = [said(reader, what, dated=False) for what in _known(reader, "refuses_blood")]
    says += _told(reader, "advance_wishes")
    return Line(
        "wishes", _("Ønsker og forbehold"), says or [_unsaid(reader)], _is(reader, "refuses_blood", True)
    )


def _unsaid(reader: Reader) -> Said:
    _ = reader.texts.translate
    return Said(_("Ønsker"), _("ikke spurt"), there=False)


def _way_there(reader: Reader) -> Line:
    _ = reader.texts.translate
    whats = ("birth_institute", "travel_minutes", "escort_plan")
    if reader.card.pregnant:
        says = [said(reader, what, dated=False) for what in _known(reader, *whats)]
    else:
        says = _told(reader, *whats) or ([] if reader.opened.units else [said(reader, whats[0], dated=False)])
    says += _told(reader, "birth_unit_phone", "coverage")
    units = [
        Said(name, reader.opened.phones.get(unit, "") or _("telefon ikke oppgitt"))
        for unit, name in reader.opened.units.items()
    ]
    return Line("way", _("Fødested og vei"), [*says, *units])


def _lately(reader: Reader, at: int) -> Line:
    _ = reader.texts.translate
    since = moment(at) - LATELY
    found = [line for line in reader.card.contacts if line.contact.stands and _is_since(line, since)]
    says = [_contact(reader, line) for line in found]
    if not says:
        says = [Said(_("Siste 48 timer"), _("ingen kontakt ført"), there=False)]
        last = next((line for line in reader.card.contacts if line.contact.stands), None)
        if last is not None:
            says.append(_contact(reader, last))
    return Line("lately", _("Siste kontakter"), says)


def _is_since(line: ContactLine, since: dt.datetime) -> bool:
    """One without a clock time counts by its day."""
    contact = line.contact.now
    if contact.at is None:
        return contact.on >= since.date()
    return (contact.on, contact.at) >= (since.date(), since.time().replace(tzinfo=None))


_ADVICE = ("advice", "urgency", "follow_up", "plan")


def _contact(reader: Reader, line: ContactLine) -> Said:
    """`20.11. kl. 08.50 · besøk, Ingrid Dahl` and what was told and advised."""
    contact, texts = line.contact.now, reader.texts
    clock = texts.translate("kl. %(clock)s") % {"clock": texts.clock(contact.at)} if contact.at else ""
    kind = (
        texts.translate("Kontroll")
        if contact.kind is ContactKind.CHECK_UP
        else way_name(texts, contact.way).capitalize()
    )
    parts = [reader.abouts(contact)]
    for what in _known(reader, *_ADVICE, "note"):
        finding = next(iter(line.standing(what)), None)
        if finding is not None:
            parts.append(f"{reader.label(what)}: {reader.shown(finding, what)}")
    return Said(
        f"{texts.brief(contact.on)} {clock}".strip(),
        " · ".join(part for part in parts if part) or texts.translate("ingen råd ført"),
        note=f"{kind}, {reader.held_by(contact)}",
    )


def _age_of_data(reader: Reader) -> Line:
    """Who wrote last, and when: a card is as old as its newest entry."""
    _ = reader.texts.translate
    entries = [trail.last for trail in reader.card.all_answers()]
    entries += [trail.last for trail in reader.card.fetuses]
    entries += [line.contact.last for line in reader.card.contacts]
    entries += [trail.last for trail in reader.card.due_dates]
    entries.append(reader.card.opening.last)
    newest = max(entries, key=lambda entry: entry.seq)
    when = moment(newest.recorded)
    said = {"day": reader.texts.numeric(when.date()), "clock": reader.texts.clock(when.time())}
    text = _("%(day)s kl. %(clock)s") % said
    return Line("data", _("Sist ført"), [Said(_("Sist ført"), text, note=reader.name(newest.author))])
