"""A confirmation that she asked for, as a sheet: what it is for and no more. Pure.

It is read by an employer or an office, so it is in Norwegian whatever her language is. No unit is named, nor how the
due date was found; and unless she wants it so, an appointment is one like any other.
"""

import datetime as dt

from helsekort.actions.papers import Confirmed, Paper
from helsekort.web.shared.people import role_name
from helsekort.web.shared.printing.document import Document, Group, Masthead, Saying, Section
from helsekort.web.shared.texts import Texts, moment, texts_for

NORWEGIAN = ("nb", "nn")


def norwegian(texts: Texts) -> Texts:
    """Her own form of Norwegian; bokmål for a reader of any other language."""
    return texts if texts.language in NORWEGIAN else texts_for(NORWEGIAN[0])


def document(confirmed: Confirmed, texts: Texts, now: int, *, says_check_up: bool = False) -> Document:
    """The sheet; `now` is the moment of printing in microseconds UTC. `says_check_up` names the check-up as one."""
    words = norwegian(texts)
    due = confirmed.paper is Paper.DUE_DATE
    named = due or (says_check_up and confirmed.check_up)
    _ = words.translate
    title = _("Bekreftelse på termin") if due else _("Bekreftelse på oppmøte")
    born = words.numeric(confirmed.birth_date) if confirmed.birth_date else _("ikke oppgitt")
    who = [Saying(_("Navn"), confirmed.name), Saying(_("Født"), born, confirmed.birth_date is not None)]
    confirms = Section(
        _("Dette bekreftes"), groups=[Group("", _said(confirmed, words, named=named), strong=True)]
    )
    return Document(
        language=words.language,
        title=title,
        look="letter",
        running=confirmed.name,
        foot=[],
        masthead=Masthead(title, [], age="", age_on="", due="", how=[]),
        sections=[
            Section(_("Hvem det gjelder"), groups=[Group("", who, strong=True)]),
            confirms,
            _issued(confirmed, words, moment(now), named=named),
        ],
    )


def _said(confirmed: Confirmed, words: Texts, *, named: bool) -> list[Saying]:
    _ = words.translate
    day = words.date(confirmed.on)
    if confirmed.paper is Paper.DUE_DATE:
        return [Saying(_("Hun er gravid, med termin"), day)]
    what = _("Møtte til svangerskapskontroll") if named else _("Møtte til time i helsetjenesten")
    at = [Saying(_("Klokken"), words.clock(confirmed.at))] if confirmed.at else []
    return [Saying(what, day), *at]


def _issued(confirmed: Confirmed, words: Texts, now: dt.datetime, *, named: bool) -> Section:
    """By whom: with the profession only where it tells no more than the sheet does."""
    _ = words.translate
    role = role_name(words, confirmed.role) if named else ""
    name = f"{confirmed.by}, {role}" if role else confirmed.by
    day = words.date(now.date())
    if not name:
        lead = _("Hentet ut av henne selv %(day)s fra journalen hennes.") % {"day": day}
        return Section(_("Hvor det er hentet fra"), lead=[lead])
    said = [Saying(_("Skrevet ut av"), name), Saying(_("Dato"), day), Saying(_("Underskrift"), " ")]
    return Section(_("Hvem som bekrefter"), groups=[Group("", said)])
