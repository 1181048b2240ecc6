"""Answers over time: the newest day first, units once, whose range it is, and what was put right or taken back."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions.opened import Opened
from helsekort.record.card import fold
from helsekort.record.entries import CardOpened, Entry, Finding, LabSource, Status
from helsekort.record.parties import Woman
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.results_over_time import Analysis, OverTime, over_time
from helsekort.web.shared.texts import texts_for
from tests.cast import MOMENT, TODAY, data
from tests.web.test_clinician_wording import ME, UNIT, opened, page, visible
from tests.web.test_results_words import NEW

CATALOGUE, TERMS, CURVES, RESULTS, *_ = data()
DAY = dt.timedelta(days=1)
LAB = LabSource("Fjordbyen laboratorium", 99, "1", "12.6", "g/dL", reference="11,7 - 15,3")
HB = Finding("haemoglobin", Decimal("12.6"), TODAY, lab=LAB)


def table(*trails: list[Finding], waiting: frozenset[int] = frozenset()) -> OverTime:
    """A card with each answer in its versions; answer n has the origin n + 1."""
    entries = [Entry(1, 1, 1, MOMENT, ME, UNIT, CardOpened(1, TODAY, UNIT))]
    for origin, versions in enumerate(trails, 2):
        for number, version in enumerate(versions, 1):
            seq = origin if number == 1 else len(trails) + len(entries)
            entries.append(Entry(seq, origin, number, MOMENT, ME, UNIT, version))
    entries.sort(key=lambda entry: entry.seq)
    given = Opened(
        card=fold(5, entries, TERMS.oldest_days),
        woman=Woman("Kari Lunde Berg", dt.date(1990, 5, 3)),
        names={},
        roles={},
        units={},
        phones={},
        seen_before=None,
        today=TODAY,
        results=dict.fromkeys(waiting, NEW),
    )
    return over_time(Desk(given, CATALOGUE, TERMS, CURVES, texts_for("nb"), ME), RESULTS)


def row(found: OverTime, label: str) -> Analysis:
    (one,) = [row for group in found.groups for row in group.rows if row.label == label]
    return one


def test_every_analysis_of_the_catalogue_has_a_group() -> None:
    grouped = {what for one in RESULTS.groups.values() for what in one.what}
    usual = {key for key, one in CATALOGUE.measurables.items() if one.category == "laboratory"}
    assert usual - grouped == set()


def test_days_are_columns_and_the_newest_stands_first() -> None:
    older = replace(HB, value=Decimal("13.1"), on=TODAY - 100 * DAY)
    iron = Finding("ferritin", Decimal(28), TODAY - 50 * DAY)
    found = table([older], [HB], [iron])
    days = [TODAY, TODAY - 50 * DAY, TODAY - 100 * DAY]
    assert [one.day for one in found.days] == [day.strftime("%d.%m.%Y") for day in days]
    said = [[one.text for one in answers] for answers in row(found, "Hemoglobin").days]
    assert said == [["12,6"], [], ["13,1"]]
    assert [[one.text for one in answers] for answers in row(found, "Ferritin").days] == [[], ["28"], []]


def test_the_unit_stands_once_and_what_was_not_taken_is_said() -> None:
    one = row(table([HB], [Finding("ferritin", Decimal(28), TODAY - DAY)]), "Hemoglobin")
    assert (one.unit, one.missing) == ("g/dL", "ikke tatt")
    assert one.days[0][0].text == "12,6"


def test_groups_stand_in_the_order_of_their_table_and_only_where_something_was_taken() -> None:
    found = table([HB], [Finding("abo", "O", TODAY)], [Finding("rhd", "NEG", TODAY)])
    assert [(one.label, [row.label for row in one.rows]) for one in found.groups] == [
        ("Blodtype og antistoffer", ["Blodtype", "RhD"]),
        ("Blodprosent og jern", ["Hemoglobin"]),
    ]
    assert table().groups == []


def test_what_a_laboratory_sent_outside_its_kind_stands_last() -> None:
    strip = Finding("urine_protein", "POS1", TODAY, lab=LAB)
    assert [one.label for one in table([strip], [HB]).groups] == ["Blodprosent og jern", "Annet"]


def test_one_range_stands_once_as_the_laboratorys() -> None:
    typed = Finding("haemoglobin", Decimal("12.4"), TODAY - DAY)
    one = row(table([HB], [replace(HB, on=TODAY - 9 * DAY)], [typed]), "Hemoglobin")
    assert one.reference == "Referanseområde 11,7 - 15,3 er laboratoriets, ikke tilpasset gravide."
    assert {answer.reference for answers in one.days for answer in answers} == {""}


@pytest.mark.parametrize(
    ("other", "said"),
    [("12,0 - 16,0", "laboratoriets område 12,0 - 16,0, ikke tilpasset gravide"), ("", "")],
)
def test_ranges_that_differ_stand_each_at_its_answer(other: str, said: str) -> None:
    second = replace(HB, on=TODAY - DAY, lab=replace(LAB, reference=other))
    one = row(table([HB], [second]), "Hemoglobin")
    assert one.reference == ""
    assert one.days[0][0].reference == "laboratoriets område 11,7 - 15,3, ikke tilpasset gravide"
    assert one.days[1][0].reference == said


def test_what_was_put_right_keeps_what_stood_and_what_was_taken_back_no_longer_stands() -> None:
    right = replace(HB, value=Decimal("12.0"), status=Status.CORRECTED)
    gone = replace(HB, value=Decimal(15), on=TODAY - DAY)
    found = table([HB, right], [gone, replace(gone, status=Status.WITHDRAWN, reason="feil prøve")])
    (first,), (second,) = row(found, "Hemoglobin").days
    assert (first.text, first.before, first.marks) == ("12,0", ["12,6"], ["rettet av laboratoriet"])
    assert (second.stands, second.marks) == (False, ["trukket tilbake av laboratoriet"])


def test_what_nobody_has_looked_at_says_so_in_its_place() -> None:
    answers = row(table([HB], waiting=frozenset({2})), "Hemoglobin").days[0]
    assert answers[0].marks == ["må ses på"]


def test_several_answers_of_a_day_stand_under_each_other_with_their_times() -> None:
    early, late = (replace(HB, at=dt.time(hour), value=Decimal(hour)) for hour in (8, 14))
    answers = row(table([early], [late]), "Hemoglobin").days[0]
    assert [(one.text, one.clock) for one in answers] == [("14,0", "14.00"), ("8,0", "08.00")]


def test_no_colour_or_mark_comes_from_the_range() -> None:
    inside, low = (row(table([replace(HB, value=Decimal(value))]), "Hemoglobin") for value in ("12.6", "9.1"))
    assert inside.days[0][0].marks == low.days[0][0].marks == []


def test_the_page_shows_the_table_only_where_there_is_something_in_it() -> None:
    assert "Prøvesvar over tid" not in visible(page(opened()))
    assert "Prøvesvar over tid" in visible(page(opened(Finding("ferritin", Decimal(28), TODAY))))
