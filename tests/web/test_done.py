"""A page says that something was done only where the card shows it: an address alone proves nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.record.card import fold
from helsekort.record.entries import CardOpened, Content, DueDate, Entry, Fetus, Finding
from helsekort.web.clinician import done, facts, trail
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.results import results
from tests.cast import MOMENT, TODAY
from tests.web.at_work import words
from tests.web.test_clinician_pages import Clinic, clinic
from tests.web.test_clinician_wording import ME, OTHER, TERMS, UNIT, VISIT, opened, page, visible
from tests.web.test_results_words import HB, NEW, READ
from tests.web.test_results_words import desk as answered
from tests.web.test_woman_wording import CHECK_UP, DUE, Written

__all__ = ["clinic"]

LONG_AGO = MOMENT - 3 * 24 * 3600 * 1_000_000


def written(*parts: tuple[int, int, Content | None], recorded: int = MOMENT) -> Desk:
    """A card of (origin, author, content), each the next version of its origin."""
    entries = [Entry(1, 1, 1, MOMENT, ME, UNIT, CardOpened(1, TODAY, UNIT))]
    for seq, (origin, author, content) in enumerate(parts, 2):
        version = 1 + sum(one.origin == origin for one in entries)
        entries.append(Entry(seq, origin, version, recorded, author, UNIT, content))
    desk = opened()
    given = replace(desk.opened, card=fold(77, entries, TERMS.oldest_days), today=TODAY)
    return Desk(given, desk.catalogue, desk.terms, desk.curves, desk.texts, ME, "Ingrid Dahl")


@pytest.mark.parametrize(
    "query", ["lagret=1", "lagret=999", "lagret=2", "flyttet=1", "fjernet=1", "lagret=x"]
)
def test_an_address_alone_says_nothing(clinic: Clinic, query: str) -> None:
    said = words(clinic.get(f"{clinic.card('nora')}?{query}").text)
    for sentence in ("Lagret på kortet", "Flyttet hit", "Tatt bort fra kortet"):
        assert sentence not in said


def test_what_was_recorded_is_told_to_who_recorded_it_and_to_nobody_else(clinic: Clinic) -> None:
    event = clinic.recorded()
    origin = event.rpartition("/")[2]
    address = f"{clinic.card('nora')}?lagret={origin}"
    assert "Lagret på kortet" in words(clinic.get(address).text)
    clinic.enter("amir")
    assert "Lagret på kortet" not in words(clinic.get(address).text)


def test_a_correction_is_told_only_after_the_version_it_began_from(clinic: Clinic) -> None:
    event = clinic.recorded()
    assert 'role="status"' not in clinic.get(f"{event}?lagret=1000").text
    fields = clinic.form(event + "/rett", weight="96,1", reason="Feil avlest")
    answer = clinic.post(event + "/rett", fields)
    assert answer.status_code == 303
    told = clinic.get(answer.headers["location"]).text
    assert "Det som sto før, ligger i historikken" in told
    assert "Det som sto før, ligger i historikken" not in clinic.get(event + "?lagret=1000").text


@pytest.mark.parametrize(
    ("author", "recorded", "told"), [(ME, MOMENT, 2), (OTHER, MOMENT, 0), (ME, LONG_AGO, 0)]
)
def test_only_what_the_reader_wrote_not_long_ago_counts(author: int, recorded: int, told: int) -> None:
    assert done.recorded(written((2, author, VISIT), recorded=recorded), 2) == told


PROPOSED = replace(DUE, proposed=True)


@pytest.mark.parametrize(
    ("asked", "author", "said"),
    [
        ({"bekreftet": "2"}, ME, "bekreftet"),
        ({"bekreftet": "2"}, OTHER, ""),
        ({"bekreftet": "1"}, ME, ""),
        ({"bekreftet": "7"}, ME, ""),
        ({"trukket": "2"}, ME, ""),
        ({"foreslatt": "2"}, ME, ""),
        ({}, ME, ""),
    ],
)
def test_a_due_date_is_said_to_be_in_force_where_the_reader_confirmed_it(
    asked: dict[str, str], author: int, said: str
) -> None:
    desk = written((2, OTHER, PROPOSED), (2, author, DUE))
    assert done.due_date(desk, asked) == said


def test_the_table_says_who_confirmed_and_when() -> None:
    desk = written((2, OTHER, PROPOSED), (2, ME, DUE))
    (row,) = facts.due_rows(desk)
    assert row.confirmed.startswith(f"Bekreftet {TODAY:%d.%m.%Y} av ")
    assert row.confirmed in " ".join(visible(page(desk)).split())
    (waiting,) = facts.due_rows(written((2, OTHER, PROPOSED)))
    assert waiting.confirmed == "Ikke bekreftet"
    (first,) = facts.due_rows(written((2, OTHER, DUE)))
    assert first.confirmed == ""


def test_a_later_correction_is_not_the_confirmation() -> None:
    moved = replace(DUE, edd=DUE.edd + dt.timedelta(days=1))
    trail = written((2, OTHER, PROPOSED), (2, ME, DUE), (2, OTHER, moved)).card.due_dates[0]
    entry = done.confirmation(trail.entries)
    assert entry is not None
    assert (entry.author, isinstance(entry.content, DueDate)) == (ME, True)


@pytest.mark.parametrize("what", ["seen", "told", "take"])
def test_an_answer_is_said_to_be_handled_only_where_it_is(what: str) -> None:
    asked = {"svar": what, "av": "2"}
    untouched = replace(NEW, responsible_party=0, mine=False)
    handled = replace(
        untouched, open=False, seen=(replace(READ, current=True),), told=True, responsible_party=ME
    )
    before, after = (answered(HB, state=state) for state in (untouched, handled))
    assert done.answers(before, results(before), asked) == ""
    assert done.answers(after, results(after), asked) == what
    assert done.answers(after, results(after), {"svar": what}) == ""


def test_what_came_anew_while_it_was_read_is_told() -> None:
    desk = answered(HB, state=NEW)
    assert done.answers(desk, results(desk), {"svar": "seen", "av": "2"}) == "seen-newer"


def test_what_was_erased_is_said_to_have_been_there_and_nothing_of_it() -> None:
    desk = written(
        (2, ME, Fetus("A", TODAY)), (3, OTHER, None), (4, ME, Finding("note", "sagt", TODAY)), (4, ME, None)
    )
    said = facts.erased_lines(desk)
    assert len(said) == 2
    assert all(sentence.endswith("slettet etter krav.") for sentence in said)
    assert "sagt" not in visible(page(desk))
    assert "Slettet" in visible(page(desk))
    assert "Slettet" not in visible(page(written((2, ME, VISIT))))


def test_she_is_told_that_something_was_erased() -> None:
    card = Written(DUE, CHECK_UP)
    assert "slettet etter krav" not in card.page()
    card.entries.append(Entry(4, 4, 1, MOMENT, 7, UNIT, None))
    assert "Noe som ble skrevet" in card.page()
    assert "slettet etter krav" in card.page()


def test_the_history_of_a_contact_keeps_the_place_of_what_was_erased() -> None:
    weight = Finding("weight", Decimal(70), TODAY, contact=2)
    parts: list[tuple[int, int, Content | None]] = [(2, ME, VISIT), (3, OTHER, None), (3, ME, weight)]
    desk = written(*parts)
    line = desk.card.contact(2)
    assert line is not None
    assert [step.kind for step in trail.steps(desk, line)] == ["corrected", "erased", "written"]
    erased = trail.steps(desk, line)[1]
    assert (erased.mine, erased.changes, erased.reason) == (False, [], "")
