"""What stands on the card, in the words of health personnel. Pure.

Four things are never worded alike: not asked or taken (there is no finding), declined, no, and zero. Nothing
is ever called normal, and nothing missing is shown by a dash, a nought or an empty place.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from helsekort.record.card import Card
from helsekort.record.entries import (
    Absent,
    Contact,
    ContactKind,
    DueDate,
    Finding,
    Moment,
    Pressure,
    Row,
    Status,
    Value,
)
from helsekort.record.gestation import GestationalAge, TermTable
from helsekort.record.measurements import Catalogue, Kind
from helsekort.web.shared.people import role_name
from helsekort.web.shared.readings import DAYS, missing_half, pressure
from helsekort.web.shared.texts import Texts, moment

_HEARD_NOT_TAKEN = frozenset({"movements"})
"""Codes that she is asked for, where other codes are found by looking."""

_LOOKED_FOR = frozenset({"presentation", "oedema"})
"""What is found by examining her, neither asked nor taken."""

_WRITTEN = frozenset(
    {
        "note",
        "told",
        "advice",
        "follow_up",
        "urgency",
        "fetus_note",
        "contacted_by",
        "sent_to",
        "contact_owner",
        "closed_at",
    }
)
"""What the clinician writes of her own accord: nobody is asked for it."""


def label(catalogue: Catalogue, texts: Texts, what: str) -> str:
    """The name of a kind of finding; its key where the catalogue no longer has it."""
    measurable = catalogue.measurables.get(what)
    return texts.translate(measurable.label) if measurable else what


def missing(catalogue: Catalogue, texts: Texts, what: str) -> str:
    """What is said where there is no finding."""
    _ = texts.translate
    if what in _WRITTEN:
        return _("ikke ført")
    if what in _LOOKED_FOR:
        return _("ikke undersøkt")
    asked = what in _HEARD_NOT_TAKEN or catalogue[what].kind in (Kind.TEXT, Kind.YESNO)
    return _("ikke spurt") if asked else _("ikke tatt")


def shown(
    catalogue: Catalogue, texts: Texts, finding: Finding | None, what: str, *, unit: bool = True
) -> str:
    """A finding in words, with its unit where asked for. None is said as not asked or not taken."""
    _ = texts.translate
    if finding is None:
        return missing(catalogue, texts, what)
    if finding.absent is Absent.UNKNOWN:
        return _("ukjent")
    if finding.absent or finding.value is None:
        asked = missing(catalogue, texts, what) == _("ikke spurt")
        return _("ønsket ikke å svare") if asked else _("ønsket ikke")
    if what not in catalogue.measurables:
        return limit_sign(finding) + str(finding.value)
    return limit_sign(finding) + value_words(catalogue, texts, finding.value, what, unit=unit)


_LIMIT_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def limit_sign(finding: Finding) -> str:
    """`< ` before a value that is only a limit: without it the number would say something else."""
    comparator = finding.lab.comparator if finding.lab else ""
    return f"{_LIMIT_SIGNS.get(comparator, comparator)}\u00a0" if comparator else ""


def value_words(catalogue: Catalogue, texts: Texts, value: Value, what: str, *, unit: bool = True) -> str:
    """A value in words, with its unit where asked for."""
    _ = texts.translate
    measurable = catalogue[what]
    suffix = f"\u00a0{_(measurable.shown_unit)}" if unit and measurable.shown_unit else ""
    match value:
        case bool():
            return _("ja") if value else _(measurable.denied or "nei")
        case Decimal() if measurable.unit == DAYS:
            return str(GestationalAge(int(value)))
        case Decimal():
            return texts.measured(value, measurable.decimals) + suffix
        case Pressure():
            half = missing_half(texts, value)
            return pressure(texts, value) + suffix + (f" ({half})" if half else "")
        case dt.date():
            return texts.numeric(value)
        case Moment():
            said = {"day": texts.numeric(value.on), "clock": texts.clock(value.at)}
            return _("%(day)s kl. %(clock)s") % said
        case tuple():
            return ", ".join(_(catalogue.text(what, code)) for code in value)
    return _(catalogue.text(what, value)) if measurable.kind is Kind.CODE else value


def marks(texts: Texts, finding: Finding, *, corrected: bool = False) -> list[str]:
    """What must be said beside a value: how it came here and whether it was changed."""
    _ = texts.translate
    said = [_laboratory_mark(texts, finding)] if finding.lab else []
    if finding.status is Status.WITHDRAWN and not finding.lab:
        said.append(_("trukket tilbake"))
    elif corrected and not finding.lab:
        said.append(_("rettet"))
    if finding.unverified:
        said.append(_("som oppgitt, ikke verifisert"))
    if finding.by_woman:
        said.append(_("hjemmemåling") if finding.at_home else _("svart av kvinnen"))
    if finding.paper:
        said.append(_("fra papirkort"))
    return [mark for mark in said if mark]


def _laboratory_mark(texts: Texts, finding: Finding) -> str:
    """What the laboratory itself did to its answer; a preliminary one that became final was not corrected."""
    _ = texts.translate
    if finding.status is Status.WITHDRAWN:
        return _("trukket tilbake av laboratoriet")
    if finding.lab and finding.lab.preliminary:
        return _("foreløpig")
    return _("rettet av laboratoriet") if finding.status is Status.CORRECTED else ""


def near_day(texts: Texts, day: dt.date, today: dt.date) -> str:
    """`10.03.`, with the year where it is not today's."""
    return texts.brief(day) if day.year == today.year else texts.numeric(day)


def stamp(texts: Texts, at: int, today: dt.date) -> str:
    """`10.03. kl. 11.02` for microseconds UTC, by the clock in Norway."""
    when = moment(at)
    said = {"day": near_day(texts, when.date(), today), "clock": texts.clock(when.time())}
    return texts.translate("%(day)s kl. %(clock)s") % said


def kind_name(texts: Texts, kind: ContactKind) -> str:
    """What a contact is called."""
    _ = texts.translate
    return _("Kontroll") if kind is ContactKind.CHECK_UP else _("Kontakt mellom kontroller")


def about_names(catalogue: Catalogue, texts: Texts, contact: Contact) -> list[str]:
    """What a contact was about."""
    codes = catalogue.lists["L10"].codes
    return [texts.translate(codes.get(code, code)) for code in contact.about]


def paper_words(texts: Texts, contact: Contact | DueDate | Finding | Row) -> str:
    """`Fra papirkort, skrevet av Kari Nes 05.03.2026`; empty where it is not from paper."""
    _ = texts.translate
    if contact.paper is None:
        return ""
    if contact.paper.written_on is None:
        return _("Fra papirkort, skrevet av %(name)s, dato ikke oppgitt") % {"name": contact.paper.written_by}
    said = {"name": contact.paper.written_by, "date": texts.numeric(contact.paper.written_on)}
    return _("Fra papirkort, skrevet av %(name)s %(date)s") % said


def age_brief(texts: Texts, age: GestationalAge | None) -> str:
    """`31+0`, or that it cannot be judged."""
    return str(age) if age else texts.translate("kan ikke vurderes")


def days_to(texts: Texts, day: dt.date, today: dt.date) -> str:
    """`om 66 dager`, `i dag`, `for 5 dager siden`."""
    _ = texts.translate
    days = (day - today).days
    if days == 0:
        return _("i dag")
    if days > 0:
        return texts.plural("om %(days)s dag", "om %(days)s dager", days) % {"days": days}
    return texts.plural("for %(days)s dag siden", "for %(days)s dager siden", -days) % {"days": -days}


def method_name(terms: TermTable, texts: Texts, due: DueDate) -> str:
    """How a due date was set; its code where the table no longer has it."""
    method = terms.methods.get(due.method)
    return texts.translate(method.label) if method else due.method


def method_brief(card: Card, terms: TermTable, texts: Texts, due: DueDate) -> str:
    """`Ultralyd i uke 17–19, målt 12+1`: the age is by the date in force, the only one shown as an age.

    What was not measured is told by its day: `Siste menstruasjon, sikker, første dag 17.04.2026`.
    """
    _ = texts.translate
    name, method = method_name(terms, texts, due), terms.methods.get(due.method)
    if due.measured_on is None or method is None:
        return name
    said = {"method": name, "day": texts.numeric(due.measured_on), "age": card.age(due.measured_on)}
    patterns = {
        "last_period": _("%(method)s, første dag %(day)s"),
        "egg_retrieval": _("%(method)s %(day)s"),
        "embryo_transfer": _("%(method)s, innsatt %(day)s"),
        "insemination": _("%(method)s %(day)s"),
    }
    measured = _("%(method)s, målt %(age)s") if said["age"] else "%(method)s"
    return patterns.get(method.measured, measured) % said


def fetuses_word(texts: Texts, number: int) -> str:
    """How many fetuses are entered; none entered is not none."""
    _ = texts.translate
    if number == 0:
        return _("ingen foster ført")
    words = {1: _("ett foster"), 2: _("to fostre (tvillinger)"), 3: _("tre fostre (trillinger)")}
    return words.get(number, _("%(number)s fostre") % {"number": number})


def author(texts: Texts, names: Mapping[int, str], roles: Mapping[int, str], party: int | None) -> str:
    """`Ingrid Dahl, jordmor`."""
    if not party or party not in names:
        return texts.translate("ikke oppgitt")
    role = role_name(texts, roles.get(party, ""))
    return f"{names[party]}, {role}" if role else names[party]
