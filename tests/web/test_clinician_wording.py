"""Words for health personnel: four states never look alike, and silence is never called normal."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from helsekort import datafiles
from helsekort.actions.opened import Opened
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
    Pressure,
    Status,
    Value,
    Way,
)
from helsekort.record.measurements import Concern, Kind, Level
from helsekort.record.parties import Woman
from helsekort.web.clinician import facts, overview, tables, wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.development import development
from helsekort.web.clinician.home import home_readings
from helsekort.web.clinician.results import results
from helsekort.web.clinician.results_over_time import over_time
from helsekort.web.clinician.rows_on_card import FormLinks
from helsekort.web.clinician.timeline import timeline
from helsekort.web.shared import messages
from helsekort.web.shared.rendering import render
from helsekort.web.shared.texts import LANGUAGES, texts_for

CATALOGUE = datafiles.catalogue()
TERMS = datafiles.terms()
RESULTS = datafiles.results(CATALOGUE)
TODAY = dt.date(2026, 3, 10)
ME, OTHER, UNIT = 11, 12, 13
MEASURABLE = [what for what, one in CATALOGUE.measurables.items() if one.kind is not Kind.PART]


def states(what: str) -> dict[str, Finding | None]:
    """Every state the kind can be in, by name."""
    found: dict[str, Finding | None] = {
        "not asked": None,
        "declined": Finding(what, None, TODAY, absent=Absent.DECLINED),
    }
    values: dict[Kind, dict[str, Value]] = {
        Kind.QUANTITY: {"zero": Decimal(0), "some": Decimal(12)},
        Kind.PRESSURE: {"zero": Pressure(Decimal(80), Decimal(0)), "half": Pressure(Decimal(80), None)},
        Kind.YESNO: {"no": False, "yes": True},
        Kind.TEXT: {"denied": False, "text": "noe"},
    }
    measurable = CATALOGUE[what]
    chosen = values.get(measurable.kind, {})
    if measurable.kind is Kind.CODE:
        chosen = dict(CATALOGUE.codes(what).items())
        chosen = {code: code for code in chosen}
    for name, value in chosen.items():
        if name != "denied" or measurable.can_deny:
            found[name] = Finding(what, value, TODAY)
    return found


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("what", MEASURABLE)
def test_every_state_has_words_of_its_own(what: str, language: str) -> None:
    texts = texts_for(language)
    said = {name: wording.shown(CATALOGUE, texts, one, what) for name, one in states(what).items()}
    assert len(set(said.values())) == len(said), said
    assert all(text.strip(" -–—") for text in said.values()), said


@pytest.mark.parametrize("what", MEASURABLE)
def test_missing_is_said_in_words_and_never_as_normal_or_nought(what: str) -> None:
    said = wording.missing(CATALOGUE, texts_for("nb"), what)
    assert said in ("ikke tatt", "ikke spurt", "ikke ført", "ikke undersøkt")


def test_nothing_measured_is_rounded_away() -> None:
    weight = Finding("weight", Decimal("72.55"), TODAY)
    assert wording.shown(CATALOGUE, texts_for("nb"), weight, "weight") == "72,55\u00a0kg"


def opened(*contents: Content, seen: int | None = None) -> Desk:
    """A desk with a card of these contents, in this order, written by a colleague."""
    whole = [CardOpened(1, TODAY, UNIT), *contents]
    entries = [Entry(seq, seq, 1, seq * 1_000_000, OTHER, UNIT, one) for seq, one in enumerate(whole, 1)]
    card = fold(77, entries, TERMS.oldest_days)
    names = {ME: "Ingrid Dahl", OTHER: "Amir Rahimi"}
    woman = Woman("Nora Haugen Sletten", dt.date(1990, 5, 4))
    given = Opened(card, woman, names, {ME: "JO", OTHER: "LE"}, {UNIT: "Solsiden"}, {}, seen, TODAY)
    return Desk(given, CATALOGUE, TERMS, datafiles.curves(), texts_for("nb"), ME)


DUE = DueDate(TODAY + dt.timedelta(days=66), 283, "US_EARLY", TODAY - dt.timedelta(days=132), TODAY)
VISIT = Contact(ContactKind.CHECK_UP, Way.VISIT, TODAY)


def page(desk: Desk, session: object = None) -> str:
    """Both pages of the card, the first and the whole, as one."""
    happened, in_all = timeline(desk)
    frame = {"desk": desk, "session": session, "here": "/klinikk", "demo": False}
    both = {
        "heads": tables.heads(desk), "check_ups": tables.check_ups(desk), "happened": happened,
        "results": results(desk), "outside": [],
    }  # fmt: skip
    first = {
        "first": overview.overview(desk), "check_ups_in_all": tables.number_of_check_ups(desk),
        "happened_in_all": in_all,
        "new_results": [], "done": "", "saved": 0, "moved_here": False, "moved_away": False,
        "answered": "", "forms": FormLinks([], []), "referrals": [], "guideline": "",
    }  # fmt: skip
    whole = {
        "files": [],
        "contacts": tables.contacts(desk), "home": home_readings(desk), "over_time": over_time(desk, RESULTS),
        "facts": facts.facts(desk), "due_rows": facts.due_rows(desk), "erased": facts.erased_lines(desk),
        "groups": [], "developing": development(desk), "became": {trail.origin: "" for trail in desk.card.fetuses},
    }  # fmt: skip
    shown = render("clinician/card.jinja", "nb", frame | both | first)
    end = shown.index("</main>")
    return shown[:end] + render("clinician/whole.jinja", "nb", frame | both | whole)


def visible(html: str) -> str:
    body = html[html.index("<main") : html.rindex("</main>")]
    return re.sub(r"<[^>]+>", "\n", body)


def test_an_empty_card_says_that_it_is_empty_and_nothing_else() -> None:
    said = visible(page(opened(Fetus("A", TODAY), VISIT)))
    assert "normal" not in said.lower()
    assert not re.search(r"^\s*[-–—0]\s*$", said, re.MULTILINE)
    assert "Termin ikke satt" in said
    assert said.count("ikke spurt") > 5
    assert said.count("ikke tatt") > 5


def test_a_card_without_fetuses_does_not_say_how_many_there_are() -> None:
    assert "ingen foster ført" in visible(page(opened()))


def test_a_withdrawn_value_is_in_no_overview_table_or_chart() -> None:
    gone = Finding("fundal_height", Decimal(44), TODAY, contact=3, status=Status.WITHDRAWN, reason="feil")
    desk = opened(DUE, VISIT, gone)
    assert "44" not in visible(page(desk))


@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        ((DUE, Fetus("A", TODAY), Fetus("B", TODAY), VISIT), "ett foster"),
        ((Fetus("A", TODAY), Finding("fundal_height", Decimal(30), TODAY)), "termin er ikke satt"),
        ((DUE, Fetus("A", TODAY), VISIT), "ikke tatt"),
        ((DUE, Fetus("A", TODAY), Fetus("B", TODAY)), "ikke tatt"),
    ],
)
def test_where_there_is_no_chart_the_reason_is_said(contents: tuple[Content, ...], reason: str) -> None:
    found = {one.id: one for one in development(opened(*contents))}["sf"]
    assert not found.chart.pictures
    assert reason in found.why_not


def test_one_age_only_stands_on_the_first_screen_whatever_other_dates_there_are() -> None:
    other = DueDate(DUE.edd + dt.timedelta(days=5), 283, "LMP_SURE", None, TODAY, proposed=True)
    first = overview.overview(opened(DUE, other))
    assert first.age == "31+0"
    assert first.due is not None
    assert "5 dager etter" in first.due.others[0]
    assert not re.search(r"\d+\+\d", first.due.others[0])


def test_new_is_what_others_wrote_since_i_last_looked() -> None:
    contents = (DUE, VISIT, Finding("weight", Decimal(70), TODAY, contact=3))
    assert [one.contact for one in overview.overview(opened(*contents, seen=2)).news] == [3]
    assert overview.overview(opened(*contents, seen=4)).news == []
    assert overview.overview(opened(*contents)).first_time


def test_a_severe_pressure_is_asked_about_with_range_and_slip() -> None:
    asked = Concern(Level.ASK, "systolic", "outside", Decimal(80), Decimal(159), CATALOGUE["systolic"].slip)
    said = messages.concern(CATALOGUE, texts_for("nb"), asked)
    assert "80–159" in said
    assert CATALOGUE["systolic"].slip in said
