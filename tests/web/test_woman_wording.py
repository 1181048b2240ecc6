"""Her pages say what stands on the card, and what does not: silence is never an answer."""

import datetime as dt
import html
import re
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.actions.context import Context
from helsekort.actions.opened import LogLine, Opened
from helsekort.record.card import fold
from helsekort.record.entries import (
    Absent,
    CardOpened,
    Contact,
    ContactKind,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    FromPaper,
    Pressure,
    Status,
    Value,
    Way,
)
from helsekort.record.measurements import Kind
from helsekort.record.parties import Woman
from helsekort.web.shared.rendering import render
from helsekort.web.shared.texts import Texts, texts_for
from helsekort.web.woman import meetings
from helsekort.web.woman.log_words import log_days
from helsekort.web.woman.meetings import laboratory_kinds, meeting
from helsekort.web.woman.pages import card_values
from helsekort.web.woman.pregnancy import pregnancy, when_to_ring
from helsekort.web.woman.values import Words, missing, value_text
from tests.cast import MINUTE, MOMENT, TODAY, data

CATALOGUE = datafiles.catalogue()
TERMS = datafiles.terms()
CTX = Context(None, lambda: MOMENT, *data())  # type: ignore[arg-type]  # no store is read
NB = texts_for("nb")
INGRID, UNIT = 7, 8
CHECK_UP = Contact(ContactKind.CHECK_UP, Way.VISIT, TODAY, held_by=INGRID)
DUE = DueDate(TODAY + dt.timedelta(days=66), 283, "US_EARLY", TODAY - dt.timedelta(days=130), TODAY)
TAGS = re.compile(r"<[^>]+>")


class Written:
    """A card written entry by entry, without a database."""

    def __init__(self, *contents: Content, active: bool = True) -> None:
        self.entries: list[Entry] = []
        self.add(CardOpened(1, TODAY, UNIT, active=active))
        for content in contents:
            self.add(content)

    def add(self, content: Content, origin: int | None = None) -> int:
        """A new thing, or the next version of one; its origin."""
        seq = len(self.entries) + 1
        versions = [entry for entry in self.entries if entry.origin == origin]
        self.entries.append(Entry(seq, origin or seq, len(versions) + 1, MOMENT, INGRID, UNIT, content))
        return origin or seq

    def opened(self) -> Opened:
        return Opened(
            card=fold(5, self.entries, TERMS.oldest_days),
            woman=Woman("Nora Haugen Sletten", dt.date(1990, 5, 4)),
            names={INGRID: "Ingrid Dahl"},
            roles={INGRID: "JO"},
            units={UNIT: "Solsiden helsestasjon"},
            phones={UNIT: "55 00 00 10"},
            seen_before=None,
            today=TODAY,
        )

    def words(self, texts: Texts = NB) -> Words:
        return Words(self.opened(), CATALOGUE, texts)

    def page(self) -> str:
        values = card_values(self.opened(), CTX, NB)
        return render(
            "woman/card.jinja",
            "nb",
            {**values, "session": None, "demo": False, "here": "/min"},
        )


def shown_values(page: str) -> list[str]:
    """The text of every value on the page."""
    values = re.findall(r"<dd>(.*?)</dd>", page, re.DOTALL)
    return [" ".join(html.unescape(TAGS.sub(" ", value)).split()) for value in values]


def row_text(words: Words, label: str) -> list[str]:
    """What stands at a label on the newest check-up."""
    rows = meeting(words, words.opened.card.contacts[0]).rows
    return [one.text for row in rows if row.label == label for one in row.said]


def test_a_card_where_nothing_was_taken_says_so_everywhere() -> None:
    page = Written(CHECK_UP, Fetus("A", TODAY), Fetus("B", TODAY)).page()
    values = shown_values(page)
    tests = [
        what
        for what in laboratory_kinds(CATALOGUE)
        if CATALOGUE[what].usual and not CTX.results.held_class(what)
    ]
    assert len(values) >= len(meetings.CHECK_UP) + len(meetings.FACTS) + len(tests)
    said = ("Ikke tatt", "Ikke spurt", "Ikke undersøkt", "Ikke skrevet", "Denne prøven er ikke tatt")
    for value in values:
        assert value.startswith(said), value
        assert not re.search(r"\d|normal|–|—|(^|\s)-(\s|$)", value, re.IGNORECASE), value
    assert "normal" not in page.lower()


def test_what_everyone_is_asked_has_its_own_place_on_her_page() -> None:
    places = {*meetings.FACTS, *meetings.FACTS_OF_SEVERAL, *laboratory_kinds(CATALOGUE)}
    assert {key for key, one in CATALOGUE.measurables.items() if one.usual} - places == set()


LOOSE = [
    key
    for key, one in CATALOGUE.measurables.items()
    if one.kind not in (Kind.PART, Kind.CODES) and not one.per_fetus
]


@pytest.mark.parametrize("what", LOOSE)
def test_everything_that_can_stand_alone_on_a_card_is_told_her(what: str) -> None:
    words = Written(Finding(what, None, TODAY, absent=Absent.DECLINED)).words()
    told = [
        *meetings.facts(words),
        *meetings.results(words, CTX.results),
        *meetings.others(words, at_home=False),
    ]
    texts = [one.text for row in told if row.label == words.label(what, None) for one in row.said]
    assert any(text.startswith("Du ønsket ikke") for text in texts)


@pytest.mark.parametrize(
    "what", [key for key, one in CATALOGUE.measurables.items() if one.kind is not Kind.PART]
)
def test_not_taken_declined_no_and_zero_are_never_worded_alike(what: str) -> None:
    words = Written(CHECK_UP).words()
    answers: list[Value] = [False, True] if CATALOGUE[what].kind is Kind.YESNO else []
    if CATALOGUE[what].can_deny:
        answers = [False, "noe"]
    if CATALOGUE[what].kind is Kind.QUANTITY:
        answers = [Decimal(0), Decimal(1)]
    if CATALOGUE[what].kind is Kind.CODE:
        answers = list(CATALOGUE.codes(what))
    said = [
        missing(words, what).text,
        value_text(words, Finding(what, None, TODAY, absent=Absent.DECLINED)),
        *(value_text(words, Finding(what, answer, TODAY)) for answer in answers),
    ]
    assert len(set(said)) == len(said)
    assert all(said)


def test_a_correction_shows_both_values_and_why() -> None:
    card = Written(CHECK_UP)
    wrong = Finding("blood_pressure", Pressure(Decimal(124), Decimal(92)), TODAY, contact=2)
    origin = card.add(wrong)
    right = replace(
        wrong, value=Pressure(Decimal(142), Decimal(92)), status=Status.CORRECTED, reason="byttet om"
    )
    card.add(right, origin)
    page = html.unescape(card.page())
    assert "142/92" in page
    assert (
        "Før sto det 124/92\u00a0mmHg. Rettet 10. mars 2026 av Ingrid Dahl, jordmor. Grunn: byttet om."
        in page
    )
    assert '<span class="mark">rettet</span>' in page


def test_what_was_withdrawn_is_struck_out_with_its_reason_and_is_not_in_the_chart() -> None:
    card = Written(CHECK_UP, DUE)
    height = Finding("fundal_height", Decimal(31), TODAY, contact=2)
    origin = card.add(height)
    card.add(replace(height, status=Status.WITHDRAWN, reason="feil kvinne målt"), origin)
    page = html.unescape(card.page())
    assert "<del>31\u00a0cm</del>" in page
    assert "Grunn: feil kvinne målt." in page
    assert card_values(card.opened(), CTX, NB)["developing"] == []


def test_an_entry_from_the_wrong_woman_is_nowhere_on_her_page() -> None:
    card = Written(CHECK_UP)
    note = Finding("note", "om en annen", TODAY, contact=2)
    origin = card.add(note)
    card.add(replace(note, status=Status.MISPLACED), origin)
    assert "om en annen" not in card.page()


def test_each_twin_has_its_own_value() -> None:
    card = Written(CHECK_UP)
    first = card.add(Fetus("A", TODAY, "nærmest utgangen"))
    second = card.add(Fetus("B", TODAY))
    card.add(Finding("fetal_heart_rate", Decimal(150), TODAY, fetus=second, contact=2))
    card.add(Finding("fetal_heart_rate", Decimal(142), TODAY, fetus=first, contact=2))
    words = card.words()
    assert row_text(words, "Barnets hjerteslag (hjertefrekvens), foster A") == ["142\u00a0slag/min"]
    assert row_text(words, "Barnets hjerteslag (hjertefrekvens), foster B") == ["150\u00a0slag/min"]
    assert pregnancy(words, TERMS).fetuses == [
        "Du venter to barn.",
        "Foster A: nærmest utgangen.",
        "Foster B: hvor det ligger, er ikke skrevet.",
    ]
    page = card.page()
    assert "gjelder for ett barn" in page
    assert "<svg" not in page


def test_every_reading_of_her_blood_pressure_is_there_and_a_half_one_says_so() -> None:
    card = Written(CHECK_UP)
    card.add(Finding("blood_pressure", Pressure(Decimal(142), Decimal(92)), TODAY, contact=2))
    card.add(Finding("blood_pressure", Pressure(Decimal(138), None), TODAY, dt.time(10, 20), contact=2))
    assert row_text(card.words(), "Blodtrykk") == ["142/92\u00a0mmHg", "138/ikke målt\u00a0mmHg"]
    assert "klokken 10.20" in card.page()


def test_what_was_copied_from_paper_is_marked_with_who_wrote_it() -> None:
    paper = FromPaper("Turid Moe", dt.date(2026, 2, 1))
    page = html.unescape(Written(replace(CHECK_UP, held_by=None, paper=paper)).page())
    assert "fra papirkort" in page
    assert "skrevet på papir av Turid Moe 1. februar 2026" in page


def test_free_text_is_text() -> None:
    page = Written(CHECK_UP, Finding("note", "<b>se</b>", TODAY, contact=2)).page()
    assert "&lt;b&gt;se&lt;/b&gt;" in page


def test_how_far_she_is_and_how_the_date_was_set() -> None:
    said = pregnancy(Written(DUE).words(), TERMS)
    assert said.far == "Du er 31 uker og 0 dager på vei."
    assert said.due == ["Termin er fredag 15. mai.", "Den er bestemt ved ultralyd i uke 12."]


@pytest.mark.parametrize("method", sorted(TERMS.methods))
def test_every_way_of_setting_a_date_is_a_sentence(method: str) -> None:
    sentence = pregnancy(Written(replace(DUE, method=method)).words(), TERMS).due[1]
    assert re.fullmatch(r"Den er .+\.", sentence)
    assert method not in sentence


def test_without_a_due_date_no_week_is_told() -> None:
    said = pregnancy(Written().words(), TERMS)
    assert said.due == ["Termin er ikke bestemt ennå."]
    assert not re.search(r"\d", said.far)


def test_a_proposed_date_changes_nothing_and_is_called_proposed() -> None:
    proposed = replace(DUE, edd=DUE.edd + dt.timedelta(days=4), proposed=True)
    said = pregnancy(Written(DUE, proposed).words(), TERMS)
    assert said.far == "Du er 31 uker og 0 dager på vei."
    assert said.earlier[0].startswith("Foreslått, men ikke bestemt: 19. mai 2026.")


def test_an_earlier_date_is_kept_and_why_it_was_changed() -> None:
    changed = replace(DUE, edd=DUE.edd + dt.timedelta(days=4), why="ny ultralyd", replaces=2)
    earlier = pregnancy(Written(DUE, changed).words(), TERMS).earlier
    assert earlier[0].startswith("Før var terminen 15. mai 2026.")
    assert "Hvorfor terminen ble endret: ny ultralyd." in earlier


def test_past_the_date_she_is_told_by_how_much() -> None:
    said = pregnancy(Written(replace(DUE, edd=TODAY - dt.timedelta(days=5))).words(), TERMS)
    assert said.due[0] == "Termin var torsdag 5. mars. Den er passert med 5 dager."


@pytest.mark.parametrize(
    ("days", "now"),
    # 23+6, 24+0; without a due date, and with one that no age follows from, nobody can say
    [(38, False), (167, False), (168, True), (290, True), (None, True), (400, True)],
)
def test_nobody_is_told_to_ring_at_once_for_what_she_cannot_feel_yet(days: int | None, *, now: bool) -> None:
    due = [] if days is None else [replace(DUE, edd=TODAY + dt.timedelta(days=283 - days))]
    _, felt = when_to_ring(Written(*due).words(), TERMS)
    assert ("Ring fødeavdelingen nå." in felt) is now
    assert ("Har du begynt å kjenne liv" in felt) is not now


def test_a_closed_card_tells_no_week_and_asks_nothing_about_movements() -> None:
    page = Written(DUE, CHECK_UP, active=False).page()
    assert "er avsluttet" in page
    assert not re.search(r"på vei|Termin er|mindre liv|\d+ uker", page)


def line(event: str, *, minute: int = 0, who: str | None = "Ingrid Dahl", own: bool = False) -> LogLine:
    """A line of her log."""
    rule = "no-rule-allows" if event == "refused" else "care-relation"
    about = ("check-up",) if event in ("written", "corrected", "withdrawn") else ("card",)
    unit = None if own else "Solsiden helsestasjon"
    return LogLine(MOMENT + minute * MINUTE, event, who, "" if own else "JO", unit, own, about, rule)


def test_the_log_is_sentences_by_day() -> None:
    [day] = log_days([line("written", minute=12), line("read")], NB)
    assert day.day == TODAY
    assert [one.text for one in day.sentences] == [
        "Ingrid Dahl, jordmor ved Solsiden helsestasjon, førte en kontroll på helsekortet ditt klokken 10.12.",
        "Ingrid Dahl, jordmor ved Solsiden helsestasjon, leste helsekortet ditt klokken 10.00.",
    ]
    assert day.sentences[0].reason == "Grunn: kontroll i svangerskapet."


def test_a_refusal_is_told_plainly() -> None:
    [day] = log_days([replace(line("refused", who="Lars Brekke"), role="LE", unit="Nordlia legesenter")], NB)
    [sentence] = day.sentences
    assert sentence.refused
    assert sentence.text == (
        "Lars Brekke, lege ved Nordlia legesenter, prøvde å åpne helsekortet ditt klokken 10.00, og slapp ikke inn."
    )


def test_her_own_looks_are_folded_and_repeats_are_one_sentence() -> None:
    own = [line("read", minute=minute, who="Nora", own=True) for minute in (40, 30)]
    same = [line("read", minute=minute) for minute in (21, 10, 5)]
    [day] = log_days([*own, *same], NB)
    assert day.own_times == ["10.40", "10.30"]
    assert [one.text for one in day.sentences] == [
        "Ingrid Dahl, jordmor ved Solsiden helsestasjon, leste helsekortet ditt klokken 10.05, 10.10 og 10.21."
    ]


@pytest.mark.parametrize(
    "event", ["read", "written", "corrected", "withdrawn", "refused", "listed", "erased", "loaded"]
)
def test_every_event_she_is_shown_has_a_sentence_of_its_own(event: str) -> None:
    [day] = log_days([line(event, who=None)], NB)
    assert "gjorde noe" not in day.sentences[0].text
    assert "None" not in day.sentences[0].text


def test_a_day_that_is_the_answer_is_not_mistaken_for_the_day_it_was_written() -> None:
    before = TODAY - dt.timedelta(days=9)
    words = Written(DUE, Finding("last_period", before, TODAY), Finding("births", Decimal(1), TODAY)).words()
    (period,) = [one for row in meetings.others(words, at_home=False) for one in row.said]
    assert (period.text, period.asides) == ("1. mars 2026", ("skrevet tirsdag 10. mars",))
    (births,) = [one for row in meetings.facts(words) for one in row.said if one.taken]
    assert births.asides == ("tirsdag 10. mars",)


@pytest.mark.parametrize("what", ["crl", "bpd", "femur_length", "heart_action", "illness_none"])
def test_what_only_a_clinician_calls_so_has_a_plain_name(what: str) -> None:
    words = Written(DUE).words()
    assert words.label(what, None) != CATALOGUE[what].label
