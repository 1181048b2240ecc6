"""Nothing that stands on a card is missing from its print, and nothing that is hidden can be told from it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from hypothesis import given
from msgspec import Struct
from msgspec.structs import asdict, replace

from helsekort.actions.printing import Edition
from helsekort.record.card import Card
from helsekort.record.classes import shared
from helsekort.record.entries import Cell, Contact, ContactKind, Finding, LabReport, Row, Status, Way
from helsekort.record.gestation import GestationalAge
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing.editions import document
from helsekort.web.clinician.printing.history import every_trail
from helsekort.web.shared.printing.document import Document
from helsekort.web.shared.printing.page import as_html
from helsekort.web.shared.readings import DAYS
from helsekort.web.shared.texts import moment, texts_for
from helsekort.web.woman import paper
from tests.cast import MOMENT, TODAY
from tests.web.test_her_rows import ABORTION, BIRTH
from tests.web.written_cards import AMIR, CATALOGUE, CURVES, HOUSE, LONG, TERMS, Log, logs, long_log, opened

TEXTS = texts_for("nb")


def _print(card: Card, edition: Edition) -> Document:
    return document(_desk(card), edition, MOMENT)


def _shared(card: Card) -> str:
    """The page of the sharing edition."""
    return as_html(_print(shared(card, CATALOGUE), Edition.SHARING))


def _desk(card: Card) -> Desk:
    return Desk(opened(card), CATALOGUE, TERMS, CURVES, TEXTS, 11, "Ingrid Dahl")


def strings(thing: object) -> Iterator[str]:
    """Every text of a document but its pictures, whose words stand in the tables too."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Struct):
        for name, part in asdict(thing).items():
            if name != "svg":
                yield from strings(part)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from strings(part)


def _said_by(card: Card, content: object) -> list[str]:
    """What must be found of an entry, worded without the code under test."""
    match content:
        case Finding():
            said = [wording.label(CATALOGUE, TEXTS, content.what)] if not _in_column(content) else []
            return [*said, _value(content), content.unverified or "", _paper(content)]
        case Row():
            cells = [Finding(cell.what, cell.value, content.on, absent=cell.absent) for cell in content.cells]
            labels = [wording.label(CATALOGUE, TEXTS, cell.what) for cell in cells]
            return [*labels, *(_value(cell) for cell in cells), TEXTS.numeric(content.on)]
        case Contact():
            return [TEXTS.numeric(content.on), "Amir Rahimi" if content.held_by else ""]
        case LabReport():
            return [content.report_id, content.laboratory]
    dates = [getattr(content, name, None) for name in ("edd", "since", "opened")]
    return [getattr(content, "position", None) or "", getattr(content, "why", None) or ""] + [
        shown
        for date in dates
        if date
        for shown in [TEXTS.numeric(date)][: 0 if hasattr(content, "edd") else 1]
    ]


def _in_column(finding: Finding) -> bool:
    return finding.contact is not None


def _value(finding: Finding) -> str:
    """The value as any page of the clinician's says it; the unit may stand in the column's head."""
    return wording.shown(CATALOGUE, TEXTS, finding, finding.what, unit=False).split(" (")[0]


def _paper(finding: Finding) -> str:
    return finding.paper.written_by if finding.paper else ""


def _standing(card: Card) -> list[object]:
    """What stands, and not with a contact that was withdrawn."""
    gone = {line.contact.origin for line in card.contacts if not line.contact.stands}
    contents = [trail.now for trail in every_trail(card) if trail.stands]
    return [
        one
        for one in contents
        if getattr(one, "contact", None) not in gone or not getattr(one, "contact", None)
    ]


def _missing(card: Card, made: Document, contents: list[object]) -> list[str]:
    said = "\n".join(strings(made))
    return [text for one in contents for text in _said_by(card, one) if text and text not in said]


@given(logs())
def test_every_entry_that_stands_is_on_paper(log: Log) -> None:
    card = log.card()
    for edition in (Edition.ARCHIVE, Edition.SHARING):
        standing = [
            one for one in _standing(card) if edition is Edition.ARCHIVE or not isinstance(one, LabReport)
        ]
        if edition is Edition.SHARING:
            # how a pregnancy began is not told there, nor why a date was changed for it
            standing = [one for one in standing if not hasattr(one, "edd")]
        assert _missing(card, _print(card, edition), standing) == []


@given(logs())
def test_every_entry_that_stands_is_on_her_own_paper(log: Log) -> None:
    """Her words are her page's; the values are the same."""
    card = log.card()
    said = "\n".join(strings(paper.document(opened(card), TEXTS, HOUSE, MOMENT))).casefold()
    asked = [one for one in _standing(card) if isinstance(one, Finding | Row)]
    values = [text for one in asked for text in _her_values(one)]
    assert [text for text in values if text.casefold() not in said] == []


def _her_values(content: Finding | Row) -> list[str]:
    """Numbers and free words; what is coded, or declined, is said in other words there, and so are days as weeks."""
    found = content.cells if isinstance(content, Row) else (content,)
    plain = [
        one for one in found if isinstance(one.value, Decimal | str) and not CATALOGUE[one.what].code_list
    ]
    return [
        TEXTS.weeks_and_days(GestationalAge(int(one.value)))
        if isinstance(one.value, Decimal) and CATALOGUE[one.what].unit == DAYS
        else _value(Finding(one.what, one.value, content.on))
        for one in plain
    ]


@given(logs())
def test_the_archive_keeps_every_version_with_its_writer_and_time(log: Log) -> None:
    card = log.card()
    said = "\n".join(strings(_print(card, Edition.ARCHIVE)))
    missing = []
    for trail in every_trail(card):
        for entry in trail.entries:
            at = moment(entry.recorded)
            stamp = f"{TEXTS.numeric(at.date())} kl. {TEXTS.clock(at.time())}"
            who = {11: "Ingrid Dahl", 12: "Amir Rahimi"}[entry.author]
            reason = getattr(entry.content, "reason", None) or ""
            missing += [text for text in (stamp, who, reason) if text not in said]
            if isinstance(entry.content, Finding):
                missing += [text for text in [_value(entry.content)] if text not in said]
    assert missing == []


@given(logs())
def test_no_one_can_tell_that_something_is_left_out_of_the_shared_print(log: Log) -> None:
    card = log.card()
    left = {trail.origin for trail in shared(card, CATALOGUE).all_answers()}
    hidden = {trail.origin for trail in card.all_answers()} - left
    never = log.card(without=frozenset(hidden))
    assert _shared(card) == _shared(never)


def test_the_archive_tells_what_was_withdrawn_and_all_that_went_with_it() -> None:
    log = Log()
    contact = Contact(ContactKind.CHECK_UP, Way.VISIT, TODAY, held_by=AMIR)
    origin = log.write(contact)
    log.write(Finding("note", "Sto på feil dag", TODAY, contact=origin))
    row = Row("allergy", TODAY, (Cell("substance", "Latex"),))
    changed = log.write(row)
    log.write(replace(row, cells=(Cell("substance", "Nikkel"),), reason="Feil stoff"), origin=changed)
    log.write(replace(contact, status=Status.WITHDRAWN, reason="Feil dag"), origin=origin)
    card = log.card()
    whole, shown = ("\n".join(strings(_print(card, one))) for one in (Edition.ARCHIVE, Edition.SHARING))
    for text in ("Sto på feil dag", "Feil dag", "Latex", "Feil stoff"):
        assert text in whole
        assert text not in shown
    assert "Nikkel" in shown


def test_that_it_was_a_hidden_class_that_was_left_out() -> None:
    """The property above is not empty: an abortion is hidden, and the archive has it."""
    log = Log()
    log.write(BIRTH)
    whole = _shared(log.card())
    log.write(ABORTION)
    card = log.card()
    assert _shared(card) == whole
    terminated = CATALOGUE.text("outcome", "TERMINATION")
    assert terminated in as_html(_print(card, Edition.ARCHIVE))
    assert terminated not in whole


def test_a_long_card_is_whole() -> None:
    card = long_log().card()
    made = _print(card, Edition.ARCHIVE)
    assert len(long_log().entries) >= 400
    assert _missing(card, made, _standing(card)) == []
    assert LONG in "\n".join(strings(made))
    assert len(re.findall("Kort notat", "\n".join(strings(made)))) == 16
    assert TODAY.isoformat() not in as_html(made)
