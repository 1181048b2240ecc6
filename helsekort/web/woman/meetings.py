"""Check-ups and other contacts, and what stands on the card outside them, in her words. Pure."""

import datetime as dt
from itertools import pairwise

from msgspec import Struct

from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import Contact, ContactKind, Finding, Status, Way
from helsekort.record.gestation import GestationalAge
from helsekort.record.measurements import Catalogue
from helsekort.record.results import ResultTable
from helsekort.web.shared.erased import erased
from helsekort.web.woman.files import File, files_of
from helsekort.web.woman.values import (
    Row,
    Said,
    Words,
    changed_by,
    is_asked,
    missing,
    paper_text,
    said,
    unsaid,
    with_reason,
)

CHECK_UP = (
    "blood_pressure",
    "urine_protein",
    "oedema",
    "weight",
    "fundal_height",
    "fetal_heart_rate",
    "presentation",
    "movements",
    "headache",
    "vision",
    "epigastric_pain",
    "note",
)
CONTACT = ("told", "advice", "urgency", "follow_up")
FACTS = (
    "height",
    "prepregnancy_weight",
    "births",
    "births_summary",
    "allergies",
    "medicines",
    "family",
    "interpreter",
)
FACTS_OF_SEVERAL = ("chorionicity",)
_REASONS = "L10"


class Meeting(Struct, frozen=True):
    """A check-up or a contact. `by` is who held it; `before` says what was changed about it as a whole."""

    check_up: bool
    on: dt.date
    clock: dt.time | None
    age: GestationalAge | None
    way: str
    by: str
    about: list[str]
    rows: list[Row]
    paper: str
    withdrawn: bool
    before: list[str]
    files: list[File]


def meeting(words: Words, line: ContactLine) -> Meeting:
    """A contact with all its values, those not taken included."""
    contact = line.contact.now
    check_up = contact.kind is ContactKind.CHECK_UP
    return Meeting(
        check_up=check_up,
        on=contact.on,
        clock=contact.at,
        age=words.opened.card.age(contact.on),
        way=way_text(words, contact.way),
        by=_held_by(words, line),
        about=[words.texts.translate(text) for text in _about(words, contact)],
        rows=_rows(words, line, CHECK_UP if check_up else CONTACT),
        paper=paper_text(words, contact.paper) if contact.paper else "",
        withdrawn=not line.contact.stands,
        before=_changes(words, line.contact),
        files=files_of(words, line.contact.origin),
    )


def way_text(words: Words, way: Way) -> str:
    """How you met."""
    _ = words.texts.translate
    return {
        Way.VISIT: _("på kontoret"),
        Way.PHONE: _("telefon"),
        Way.WALK_IN: _("uten avtale"),
        Way.HOME: _("hjemme hos deg"),
        Way.VIDEO: _("video"),
    }[way]


def _held_by(words: Words, line: ContactLine) -> str:
    contact = line.contact.now
    if contact.held_by is not None:
        return words.person(contact.held_by)
    if contact.paper is not None:
        return contact.paper.written_by
    return words.person(line.contact.entries[0].author)


def _about(words: Words, contact: Contact) -> list[str]:
    reasons = words.catalogue.lists[_REASONS].codes
    return [reasons.get(code, code) for code in contact.about]


def _rows(words: Words, line: ContactLine, expected: tuple[str, ...]) -> list[Row]:
    """The expected things in their order, taken or not; then all else that was written: nothing is hidden."""
    places = [(what, fetus) for what in expected for fetus in _fetuses(words, what, line.contact.now.on)]
    extra = [(trail.now.what, trail.now.fetus) for trail in line.findings]
    places += [place for place in dict.fromkeys(extra) if place not in places]
    return as_it_was(words, [_row(words, line, what, fetus) for what, fetus in places])


def as_it_was(words: Words, rows: list[Row]) -> list[Row]:
    """After the pregnancy only what stands there: that something was never taken is nothing to meet then."""
    if words.opened.card.pregnant:
        return rows
    return [row for row in rows if any(one.taken for one in row.said)]


def _fetuses(words: Words, what: str, on: dt.date) -> list[int | None]:
    """Of what is about each fetus, those that grew on the day; one lost before is not said to be without a value."""
    live: list[int | None] = [trail.origin for trail in words.opened.card.growing(on)]
    return live if words.catalogue[what].per_fetus and live else [None]


def _row(words: Words, line: ContactLine, what: str, fetus: int | None) -> Row:
    trails = [trail for trail in line.findings if (trail.now.what, trail.now.fetus) == (what, fetus)]
    found = [said(words, trail) for trail in trails] or [missing(words, what)]
    return _named(words, what, fetus, found)


def _named(words: Words, what: str, fetus: int | None, found: list[Said]) -> Row:
    return Row(words.label(what, fetus), explanation(words, what), found)


def explanation(words: Words, what: str) -> list[str]:
    """What it is and why it is measured or asked; nothing where the catalogue has none.

    On a card that has ended only what it is: that a child is being followed can be the wrong thing to read then.
    """
    one = words.catalogue.explanations.get(what)
    if one is None:
        return []
    said = (one.plain, one.purpose) if words.opened.card.pregnant else (one.plain,)
    return [words.texts.translate(text) for text in said]


def _changes(words: Words, trail: Trail[Contact]) -> list[str]:
    _ = words.texts.translate
    sentences = []
    for earlier, later in pairwise(trail.entries):
        old, new = earlier.content, later.content
        if not isinstance(old, Contact) or not isinstance(new, Contact):
            continue
        who = changed_by(words, later.recorded, later.author)
        if new.status is Status.WITHDRAWN:
            sentence = _("Trukket tilbake %(who)s.") % {"who": who}
        elif old.on != new.on:
            fill = {"day": words.texts.date(old.on), "who": who}
            sentence = _("Før sto dagen som %(day)s. Rettet %(who)s.") % fill
        else:
            sentence = _("Rettet %(who)s.") % {"who": who}
        sentences.append(with_reason(words, sentence, new.reason))
    return sentences


def facts(words: Words) -> list[Row]:
    """What stands about her outside the check-ups, asked or not."""
    several = [what for what in FACTS_OF_SEVERAL if _several(words) or words.opened.card.series(what)]
    asked = [what for what in (*several, *FACTS) if not _needless(words, what)]
    return as_it_was(words, [_loose(words, what, _no_fact(words, what)) for what in asked])


def _several(words: Words) -> bool:
    return len(words.opened.card.live_fetuses()) > 1


def _needless(words: Words, what: str) -> bool:
    """Nothing is said of earlier births where there were none."""
    card = words.opened.card
    births = card.latest("births")
    return what == "births_summary" and births is not None and births.value == 0 and not card.series(what)


def laboratory_kinds(catalogue: Catalogue) -> list[str]:
    """Catalogue keys of what laboratories answer, in the order shown."""
    return [what for what, one in catalogue.measurables.items() if one.category == "laboratory"]


def result_kinds(words: Words) -> list[str]:
    """Catalogue keys of what laboratories answer, and of whatever else one has sent."""
    usual = laboratory_kinds(words.catalogue)
    sent = [trail.now.what for trail in words.opened.card.findings if trail.now.lab]
    return list(dict.fromkeys([*usual, *sent]))


def results(words: Words, table: ResultTable) -> list[Row]:
    """Every test, newest answer first; of those that everyone is offered also that it was not taken.

    Not so where answers of the kind may be held from her: there the sentence would be untrue at times, and its
    absence would tell that an answer is waiting.
    """
    not_taken = unsaid(words.texts.translate("Denne prøven er ikke tatt. Da vet vi ikke svaret."))
    found = []
    for what in result_kinds(words):
        trails = _answers(words, what)
        if trails or (words.catalogue[what].usual and table.held_class(what) is None):
            answers = [said(words, trail, day=True) for trail in trails]
            found.append(_named(words, what, None, answers or [not_taken]))
    return as_it_was(words, found)


def _answers(words: Words, what: str) -> list[Trail[Finding]]:
    """Newest sample first; of what is measured at check-ups otherwise only what a laboratory sent."""
    usual = words.catalogue[what].category == "laboratory"
    trails = [
        trail
        for trail in words.opened.card.all_findings()
        if trail.now.what == what and (usual or trail.now.lab is not None)
    ]
    return sorted(trails, key=_by_day, reverse=True)


def _by_day(trail: Trail[Finding]) -> tuple[dt.date, dt.time, int]:
    return (trail.now.on, trail.now.at or dt.time.min, trail.origin)


def _loose(words: Words, what: str, otherwise: Said) -> Row:
    trails = [trail for trail in words.opened.card.all_findings() if trail.now.what == what]
    trails.sort(key=_by_day, reverse=True)
    return _named(words, what, None, [said(words, trail, day=True) for trail in trails] or [otherwise])


def _no_fact(words: Words, what: str) -> Said:
    _ = words.texts.translate
    if what == "births_summary":
        return unsaid(_("Ikke skrevet"))
    asked = is_asked(words.catalogue, what) or what == "births"
    return unsaid(_("Ikke spurt") if asked else _("Ikke tatt"))


def others(words: Words, *, at_home: bool) -> list[Row]:
    """What stands outside the check-ups and in none of the lists above: measured by herself, or the rest."""
    known = {*FACTS, *FACTS_OF_SEVERAL, *laboratory_kinds(words.catalogue)}
    found: dict[tuple[str, int | None], list[Trail[Finding]]] = {}
    for trail in words.opened.card.findings:
        elsewhere = trail.now.lab is not None or (trail.now.what in known and trail.now.fetus is None)
        if not elsewhere and trail.now.at_home is at_home:
            found.setdefault((trail.now.what, trail.now.fetus), []).append(trail)
    return [
        _named(words, what, fetus, [said(words, trail, day=True) for trail in reversed(trails)])
        for (what, fetus), trails in found.items()
    ]


def erased_sentences(words: Words) -> list[str]:
    """A sentence for each thing whose content was erased by law: when and by whom it was written, nothing of it."""
    _ = words.texts.translate
    return [
        _("Noe som ble skrevet %(who)s, er slettet etter krav.")
        % {"who": changed_by(words, entry.recorded, entry.author)}
        for entry in erased(words.opened.card)
    ]
