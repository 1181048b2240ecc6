"""Forms of a contact: what is typed is what is stored, and what is left empty is stored nowhere."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort import datafiles
from helsekort.record.entries import (
    Absent,
    Contact,
    ContactKind,
    Finding,
    FromPaper,
    Moment,
    Pressure,
    Value,
    Way,
)
from helsekort.record.measurements import Kind
from helsekort.web.clinician.forms import DECLINED, TICKED, Filled, fill, read_contact
from helsekort.web.clinician.layout import Slot, slot, slots_for, slots_typed
from helsekort.web.shared.answering import NOBODY_KNOWS
from helsekort.web.shared.texts import LANGUAGES, texts_for
from helsekort.web.shared.typed_values import (
    Unread,
    read_clock,
    read_day,
    read_number,
    read_pressure,
    typed,
)

CATALOGUE = datafiles.catalogue()
TODAY = dt.date(2026, 3, 10)
FETUSES = [4, 5]
SLOTS = {kind: slots_for(CATALOGUE, kind, FETUSES) for kind in ContactKind}
EMPTY = {"on": "10.03.2026", "way": "visit"}

numbers = st.decimals(0, 9999, places=2)
pressures = st.builds(Pressure, st.integers(0, 300).map(Decimal), st.integers(0, 200).map(Decimal))
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40).filter(
    lambda text: text != NOBODY_KNOWS
)


def read(fields: Mapping[str, str], kind: ContactKind = ContactKind.CHECK_UP, **more: Any) -> Filled:  # noqa: ANN401
    return read_contact(CATALOGUE, SLOTS[kind], fields, kind=kind, today=TODAY, **more)


def values(one: Slot) -> st.SearchStrategy[Value]:
    match CATALOGUE[one.what].kind:
        case Kind.QUANTITY:
            return numbers
        case Kind.PRESSURE:
            return pressures
        case Kind.CODE:
            return st.sampled_from(list(CATALOGUE.codes(one.what)))
        case Kind.YESNO:
            return st.booleans()
        case Kind.MOMENT:
            return st.builds(Moment, st.dates(), st.sampled_from([dt.time(10, 20), dt.time(0, 5)]))
    return words


@st.composite
def findings_of(draw: st.DrawFn, kind: ContactKind, contact: Contact) -> dict[str, Finding]:
    """Any of the form's fields filled in: with a value, or declined."""
    found = {}
    for one in SLOTS[kind]:
        if not draw(st.booleans()):
            continue
        empty = Finding(one.what, None, contact.on, fetus=one.fetus, paper=contact.paper)
        value = None if draw(st.booleans()) else draw(values(one))
        absent = draw(st.sampled_from(Absent)) if value is None else None
        clock = draw(st.none() | st.sampled_from([dt.time(10, 20), dt.time(10, 20, 5)]))
        at = clock if CATALOGUE[one.what].kind is Kind.PRESSURE else None
        reason = draw(st.none() | words) if value is not None else None
        found[one.name] = Finding(
            empty.what, value, empty.on, at, empty.fetus, absent=absent, unverified=reason, paper=empty.paper
        )
    return found


@st.composite
def contacts(draw: st.DrawFn, kind: ContactKind) -> Contact:
    paper = draw(st.none() | st.builds(FromPaper, words, st.none() | st.dates()))
    about = tuple(code for code in CATALOGUE.lists["L10"].codes if draw(st.booleans()))
    return Contact(kind, draw(st.sampled_from(Way)), draw(st.dates()), None, None, about, paper=paper)


@pytest.mark.parametrize("kind", list(ContactKind))
@given(data=st.data())
def test_a_form_says_again_what_it_was_filled_with(kind: ContactKind, data: st.DataObject) -> None:
    contact = data.draw(contacts(kind))
    findings = data.draw(findings_of(kind, contact))
    texts = texts_for(data.draw(st.sampled_from(list(LANGUAGES))))
    said = read(fill(CATALOGUE, texts, contact, findings), kind)
    assert said.contact == contact
    assert dict(zip(said.names, said.findings, strict=True)) == findings
    assert [problem.code for problem in said.problems] == ([] if findings else ["empty"])


@given(st.dictionaries(st.sampled_from([one.name for one in SLOTS[ContactKind.CHECK_UP]]), st.text()))
def test_nothing_typed_raises_and_nothing_unreadable_is_dropped_silently(fields: dict[str, str]) -> None:
    said = read(EMPTY | fields)
    accounted = {*said.names, *(problem.field for problem in said.problems)}
    assert {name for name, text in fields.items() if text.strip()} <= accounted


@given(st.dictionaries(st.text(), st.text()))
def test_any_posted_fields_are_read_without_raising(fields: dict[str, str]) -> None:
    slots = slots_typed(CATALOGUE, fields)
    said = read_contact(CATALOGUE, slots, fields, kind=ContactKind.CONTACT, today=TODAY)
    assert said.problems


@pytest.mark.parametrize("one", SLOTS[ContactKind.CHECK_UP], ids=lambda one: one.name)
def test_a_field_left_empty_gives_no_finding(one: Slot) -> None:
    assert read(EMPTY | {one.name: "  "}).findings == []


@pytest.mark.parametrize("what", ["weight", "fundal_height", "fetal_heart_rate-f4"])
def test_zero_is_zero_and_not_absent(what: str) -> None:
    said = read(EMPTY | {what: "0"})
    assert [finding.value for finding in said.findings] == [Decimal(0)]
    assert said.findings[0].absent is None


@pytest.mark.parametrize("text", ["95,2", "95.2"])
def test_comma_and_point_are_the_same(text: str) -> None:
    assert read_number(text) == Decimal("95.2")


@pytest.mark.parametrize(("language", "text"), [("nb", "95,20"), ("nn", "95,20"), ("en", "95.20")])
def test_a_number_is_typed_with_the_sign_of_the_language_and_its_own_decimals(
    language: str, text: str
) -> None:
    assert typed(texts_for(language), Decimal("95.20")) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_typed_day_month_year_in_every_language(language: str) -> None:
    assert typed(texts_for(language), dt.date(2026, 3, 5)) == "05.03.2026"


@pytest.mark.parametrize(
    "text", ["-5", "9 5", "1e3", "NaN", "Infinity", "٣", "95,", ",5", "1.000,5", "1234567"]
)
def test_what_is_not_a_plain_number_is_not_read_as_one(text: str) -> None:
    with pytest.raises(Unread):
        read_number(text)


@pytest.mark.parametrize("text", ["142/92", "142 92", "142 / 92", " 142/92 ".strip()])
def test_a_pressure_is_read_with_stroke_or_space(text: str) -> None:
    assert read_pressure(text) == Pressure(Decimal(142), Decimal(92))


def test_half_a_pressure_keeps_its_side() -> None:
    assert read_pressure("142/") == Pressure(Decimal(142), None)
    assert read_pressure("/92") == Pressure(None, Decimal(92))
    assert typed(texts_for("nb"), Pressure(Decimal(142), None)) == "142/"


@pytest.mark.parametrize("text", ["142", "/", "142/92/80", "a/b", "142-92", ""])
def test_what_is_not_two_numbers_is_no_pressure(text: str) -> None:
    with pytest.raises(Unread):
        read_pressure(text)


@pytest.mark.parametrize("text", ["05.03.2026", "5.3.2026", "05032026", "2026-03-05", "5/3/2026"])
def test_a_day_is_read_in_the_usual_ways(text: str) -> None:
    assert read_day(text) == dt.date(2026, 3, 5)


@pytest.mark.parametrize("text", ["31.02.2026", "5.3.26", "2026-W10-4", "00.00.0000", "i går"])
def test_an_impossible_day_is_not_read(text: str) -> None:
    with pytest.raises(Unread):
        read_day(text)


@pytest.mark.parametrize("text", ["10:30", "10.30", "1030"])
def test_a_clock_time_is_read(text: str) -> None:
    assert read_clock(text) == dt.time(10, 30)


@pytest.mark.parametrize("text", ["25.00", "10.61", "10", "kl 10"])
def test_an_impossible_clock_time_is_not_read(text: str) -> None:
    with pytest.raises(Unread):
        read_clock(text)


def test_an_answer_and_a_declining_at_once_are_a_problem() -> None:
    said = read(EMPTY | {"weight": "70", "weight-declined": TICKED})
    assert [(problem.field, problem.code) for problem in said.problems] == [("weight", "both")]


@pytest.mark.parametrize("signs", ["\x00", "\ud800", "\x1b"])
def test_signs_that_cannot_be_stored_are_a_problem(signs: str) -> None:
    said = read(EMPTY | {"note": f"a{signs}b"})
    assert [(problem.field, problem.code) for problem in said.problems] == [("note", "signs")]


def test_a_paper_mark_needs_who_wrote_it() -> None:
    said = read(EMPTY | {"weight": "70", "paper": TICKED})
    assert [(problem.field, problem.code) for problem in said.problems] == [("paper_written_by", "missing")]


def test_a_correction_keeps_what_the_form_has_no_field_for() -> None:
    before = Contact(ContactKind.CHECK_UP, Way.VISIT, TODAY - dt.timedelta(days=1), held_by=7, moved_in=True)
    home = Finding("weight", Decimal(70), before.on, dt.time(8, 0), contact=9, by_woman=True)
    said = read(EMPTY | {"weight": "71"}, before=before, findings_before={"weight": home})
    assert (said.contact.held_by, said.contact.moved_in, said.contact.on) == (7, True, TODAY)
    (finding,) = said.findings
    assert (finding.value, finding.at, finding.contact, finding.by_woman) == (Decimal(71), home.at, 9, True)
    assert finding.on == TODAY


@pytest.mark.parametrize("fetus", FETUSES)
def test_one_twins_value_never_lands_on_the_other(fetus: int) -> None:
    said = read(EMPTY | {f"fetal_heart_rate-f{fetus}": "140"})
    assert [finding.fetus for finding in said.findings] == [fetus]


def test_every_measurable_has_a_field_of_its_own_name() -> None:
    for what, measurable in CATALOGUE.measurables.items():
        if measurable.kind is not Kind.PART:
            one = slot(CATALOGUE, what, 4 if measurable.per_fetus else None)
            assert slots_typed(CATALOGUE, [one.name]) == [one]


def test_declined_is_neither_no_nor_empty() -> None:
    said = {answer: read(EMPTY | {"headache": answer}).findings for answer in ("", "no", "yes", DECLINED)}
    assert said[""] == []
    assert [said[answer][0].value for answer in ("no", "yes", DECLINED)] == [False, True, None]
    assert said[DECLINED][0].absent is Absent.DECLINED
