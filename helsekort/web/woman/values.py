"""One value on the card in her words, with what it said before. Pure.

Silence is never an answer: what was not taken, not asked and declined are said, each in its own words.
"""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from helsekort.actions.opened import Opened
from helsekort.record.card import Trail
from helsekort.record.entries import (
    Absent,
    Finding,
    FromPaper,
    Moment,
    Pressure,
    Status,
    Value,
)
from helsekort.record.gestation import GestationalAge
from helsekort.record.measurements import Catalogue, Kind
from helsekort.web.shared.people import role_name
from helsekort.web.shared.readings import DAYS
from helsekort.web.shared.texts import Texts, moment
from helsekort.web.woman import laboratory
from helsekort.web.woman.plain_names import plain_name

WRITTEN = frozenset({"note", "told", "advice", "follow_up", "urgency", "births_summary"})
"""What is written down rather than asked or measured."""
_ASKED = frozenset({"movements"})
_LOOKED_FOR = frozenset({"presentation", "oedema"})
_UNBROKEN = "\u00a0"


class Said(Struct, frozen=True):
    """A value in words. `before` are sentences on what it said earlier; `withdrawn`: it no longer counts.

    `taken` is False where there is no value; `silent` where it was not declined either: nobody wrote a word of it.
    """

    text: str
    taken: bool = True
    silent: bool = False
    withdrawn: bool = False
    marks: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """One thing on the card: its name, what it is and why in plain words, and what was found."""

    label: str
    plain: list[str]
    said: list[Said]

    @property
    def silent(self) -> bool:
        """Whether it only says that nothing was taken, asked or written."""
        return all(one.silent for one in self.said)


def unsaid(text: str) -> Said:
    """What stands where nobody has written a word."""
    return Said(text, taken=False, silent=True)


class Words(Struct, frozen=True):
    """What is needed to word one opened card."""

    opened: Opened
    catalogue: Catalogue
    texts: Texts

    def person(self, party: int | None) -> str:
        """`Ingrid Dahl, jordmor`."""
        name = self.opened.names.get(party or 0, "") or self.texts.translate("navnet er ikke kjent")
        role = role_name(self.texts, self.opened.roles.get(party or 0, ""))
        return f"{name}, {role}" if role else name

    def label(self, what: str, fetus: int | None) -> str:
        """The name of the thing, with the fetus where there is more than one."""
        _ = self.texts.translate
        label = plain_name(self.texts, what, _(self.catalogue[what].label))
        if fetus is None or len(self.opened.card.fetuses) < 2:
            return label
        return _("%(what)s, %(fetus)s") % {"what": label, "fetus": self.fetus_name(fetus)}

    def fetus_name(self, origin: int) -> str:
        """`foster A`."""
        labels = {trail.origin: trail.now.label for trail in self.opened.card.fetuses}
        return self.texts.translate("foster %(label)s") % {"label": labels.get(origin, "")}


def missing(words: Words, what: str) -> Said:
    """What is said of a thing that a check-up has no word about."""
    _ = words.texts.translate
    if what in WRITTEN:
        return unsaid(_("Ikke skrevet"))
    if what in _LOOKED_FOR:
        return unsaid(_("Ikke undersøkt på denne kontrollen"))
    if is_asked(words.catalogue, what):
        return unsaid(_("Ikke spurt på denne kontrollen"))
    return unsaid(_("Ikke tatt på denne kontrollen"))


def is_asked(catalogue: Catalogue, what: str) -> bool:
    """Whether she is asked for it; otherwise it is measured or looked for."""
    return what in _ASKED or catalogue[what].kind in (Kind.YESNO, Kind.TEXT)


def said(words: Words, trail: Trail[Finding], *, day: bool = False) -> Said:
    """A finding with its trail. `day`: say the day it is about, where no heading does."""
    finding = trail.now
    return Said(
        text=value_text(words, finding),
        taken=finding.absent is None,
        withdrawn=not trail.stands,
        marks=marks(words, trail),
        asides=_asides(words, finding, day=day),
        before=_before(words, trail),
    )


def value_text(words: Words, finding: Finding) -> str:
    """The value with its unit, or why it has none."""
    _ = words.texts.translate
    if finding.absent is Absent.UNKNOWN:
        return _("Ukjent")
    if finding.absent is not None or finding.value is None:
        asked = is_asked(words.catalogue, finding.what)
        return _("Du ønsket ikke å svare") if asked else _("Du ønsket ikke dette")
    measurable = words.catalogue[finding.what]
    text = _plain(words, finding.what, finding.value)
    unit = _(measurable.shown_unit) if measurable.shown_unit and measurable.unit != DAYS else ""
    whole = f"{text}{_UNBROKEN}{unit}" if unit else text
    return _limit(words, finding.lab.comparator if finding.lab else "") % {"value": whole}


def _limit(words: Words, comparator: str) -> str:
    """A value that is only a limit is said as one; the number alone would say something else."""
    _ = words.texts.translate
    return {
        "<": _("Mindre enn %(value)s"),
        "<=": _("%(value)s eller mindre"),
        ">": _("Mer enn %(value)s"),
        ">=": _("%(value)s eller mer"),
    }.get(comparator, "%(value)s")


def _plain(words: Words, what: str, value: Value) -> str:
    _ = words.texts.translate
    measurable = words.catalogue[what]
    if isinstance(value, bool):
        return _("Ja") if value else _first_upper(_(measurable.denied)) if measurable.denied else _("Nei")
    if isinstance(value, Decimal):
        weeks = words.texts.weeks_and_days(GestationalAge(int(value))) if measurable.unit == DAYS else ""
        return weeks or words.texts.measured(value, measurable.decimals)
    if isinstance(value, Pressure):
        return _pressure(words, value)
    if isinstance(value, str):
        coded = measurable.kind is Kind.CODE
        return _first_upper(_(words.catalogue.text(what, value))) if coded else value
    if isinstance(value, tuple):
        return _first_upper(", ".join(_(words.catalogue.text(what, code)) for code in value))
    if isinstance(value, Moment):
        said = {"day": words.texts.date(value.on), "clock": words.texts.clock(value.at)}
        return _("%(day)s kl. %(clock)s") % said
    return words.texts.date(value)


def _pressure(words: Words, value: Pressure) -> str:
    _ = words.texts.translate
    upper, lower = (
        words.texts.measured(part, 0) if part is not None else _("ikke målt")
        for part in (value.systolic, value.diastolic)
    )
    return f"{upper}/{lower}"


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def marks(words: Words, trail: Trail[Finding]) -> tuple[str, ...]:
    """What stands beside the value: withdrawn, corrected, from paper."""
    _ = words.texts.translate
    status = trail.now.status
    if trail.now.lab is not None:
        return laboratory.marks(words.texts, trail.now)
    found = []
    if status is Status.WITHDRAWN:
        found.append(_("trukket tilbake"))
    elif trail.corrected:
        found.append(_("rettet"))
    if trail.now.paper is not None:
        found.append(_("fra papirkort"))
    return tuple(found)


def _asides(words: Words, finding: Finding, *, day: bool) -> tuple[str, ...]:
    _ = words.texts.translate
    if finding.lab is not None:
        return laboratory.asides(words.texts, finding, words.opened.today)
    asides = []
    if day:
        on = words.texts.day(finding.on, words.opened.today)
        two_days = isinstance(finding.value, dt.date)  # the other is the answer
        asides.append(_("skrevet %(day)s") % {"day": on} if two_days else on)
    if finding.at is not None:
        asides.append(_("klokken %(time)s") % {"time": words.texts.clock(finding.at)})
    if finding.by_woman and not day:
        asides.append(_("målt av deg") if finding.at_home else _("svart av deg"))
    if finding.unverified is not None:
        asides.append(_("skrevet slik det ble oppgitt, ikke kontrollert"))
    if finding.paper is not None and day:
        asides.append(paper_text(words, finding.paper))
    return tuple(asides)


def paper_text(words: Words, paper: FromPaper) -> str:
    """Who wrote it on paper, and when."""
    _ = words.texts.translate
    if paper.written_on is None:
        return _("skrevet på papir av %(name)s") % {"name": paper.written_by}
    return _("skrevet på papir av %(name)s %(day)s") % {
        "name": paper.written_by,
        "day": words.texts.date(paper.written_on),
    }


def _before(words: Words, trail: Trail[Finding]) -> tuple[str, ...]:
    """A sentence for each earlier version, first to last, and why it was changed."""
    _ = words.texts.translate
    sentences = []
    for earlier, later in pairwise(trail.entries):
        old, new = earlier.content, later.content
        if not isinstance(old, Finding) or not isinstance(new, Finding):
            continue
        if new.lab is not None:
            both = (value_text(words, old), value_text(words, new))
            last = later is trail.last
            sentences += laboratory.change(words.texts, new, later.recorded, *both, last=last)
            continue
        who = changed_by(words, later.recorded, later.author)
        if new.status is Status.WITHDRAWN:
            sentence = _("Trukket tilbake %(who)s.") % {"who": who}
        else:
            sentence = _("Før sto det %(old)s. Rettet %(who)s.") % {"old": value_text(words, old), "who": who}
        sentences.append(with_reason(words, sentence, new.reason))
    return tuple(sentences)


def changed_by(words: Words, recorded: int, author: int) -> str:
    """`3. mars 2027 av Ingrid Dahl, jordmor`."""
    return words.texts.translate("%(day)s av %(person)s") % {
        "day": words.texts.date(moment(recorded).date()),
        "person": words.person(author),
    }


def with_reason(words: Words, sentence: str, reason: str | None) -> str:
    """The sentence, and the reason that was given."""
    if not reason:
        return sentence
    return f"{sentence} {words.texts.translate('Grunn: %(reason)s.') % {'reason': reason.rstrip('.')}}"
