"""What is typed into a form is what it says: nothing is filled in, nothing lost, and no two answers are alike."""

import datetime as dt
from decimal import Decimal

import fhirkit
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort.fhir.extraction import Extracted, Frame, extract
from helsekort.record.entries import Absent, Cell, Finding, FromPaper, Moment, Pressure, Row, Value
from helsekort.web.shared.answering import MOST_ROWS, Read, instances, read
from helsekort.web.shared.posted import Form
from helsekort.web.shared.texts import texts_for
from helsekort.web.shared.typed_values import typed as as_typed
from helsekort.web.shared.typed_values import typed_clock
from tests.questions import catalogue, questionnaire

KNOWN, FORM = catalogue(), questionnaire()
ON = dt.date(2026, 3, 10)
CARD = 12345
NB = texts_for("nb")


def answered(*pairs: tuple[str, str]) -> Read:
    return read(FORM, Form(list(pairs)), card=CARD, authored=ON.isoformat())


def said(*pairs: tuple[str, str]) -> Extracted:
    """What a form says that has nothing wrong with it."""
    found = answered(*pairs)
    assert found.problems == []
    return extract(found.response, FORM, KNOWN, Frame(ON))


def problems(*pairs: tuple[str, str]) -> set[tuple[str, str]]:
    return {(each.field, each.code) for each in answered(*pairs).problems}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("height", "168", Decimal(168)),
        ("height", "168,5", Decimal("168.5")),
        ("births", "0", Decimal(0)),
        ("score", "7,3", Decimal("7.3")),
        ("length_then", "39", Decimal(273)),
        ("length_then", "39+4", Decimal(277)),
        ("employed", "Y", True),
        ("employed", "N", False),
        ("way", "B", "B"),
        ("family", "Mor: høyt blodtrykk", "Mor: høyt blodtrykk"),
        ("substance", "penicillin", "penicillin"),
        ("last", "05.03.2026", dt.date(2026, 3, 5)),
        ("pressure", "142/92", Pressure(Decimal(142), Decimal(92))),
        ("pressure", "/92", Pressure(None, Decimal(92))),
    ],
)
def test_each_kind_is_read_as_itself(name: str, text: str, value: Value) -> None:
    assert said((name, text)).findings == [Finding(name, value, ON)]
    assert said((name, text)).places == [name]


def test_a_moment_is_a_day_and_a_clock_time() -> None:
    found = said(("waters", "05.03.2026"), ("waters-at", "0410")).findings
    assert found == [Finding("waters", Moment(dt.date(2026, 3, 5), dt.time(4, 10)), ON)]


def test_a_text_can_be_denied_and_that_is_no_silence() -> None:
    assert said(("family-denied", "1")).findings == [Finding("family", False, ON)]


@pytest.mark.parametrize("name", ["height", "employed", "way", "family", "last", "waters", "pressure"])
def test_she_can_decline_anything(name: str) -> None:
    assert said((f"{name}-declined", "1")).findings == [Finding(name, None, ON, absent=Absent.DECLINED)]


@pytest.mark.parametrize("name", ["height", "employed", "way", "family", "last", "waters", "pressure"])
def test_that_nobody_knows_is_an_answer_of_its_own(name: str) -> None:
    assert said((name, "?")).findings == [Finding(name, None, ON, absent=Absent.UNKNOWN)]


def test_unknown_in_a_row_keeps_the_row() -> None:
    (row,) = said(("allergy.1.on", "10.03.2026"), ("allergy.1.substance", "?")).rows
    assert row.cells == (Cell("substance", None, Absent.UNKNOWN),)


def test_what_is_left_empty_says_nothing() -> None:
    found = said(("height", " "), ("employed", ""), ("allergy.1.row", "1"), ("allergy.1.substance", ""))
    assert (found.findings, found.rows) == ([], [])


def test_a_reason_goes_with_its_value() -> None:
    (found,) = said(("height", "90"), ("height-unverified", "målt to ganger")).findings
    assert found.unverified == "målt to ganger"


def test_a_fetus_is_named_by_its_own_entry() -> None:
    found = said(("beat.f7", "Y"), ("beat.f9", "N"))
    assert [(one.fetus, one.value) for one in found.findings] == [(7, True), (9, False)]


def test_rows_stay_apart_and_keep_their_own_day() -> None:
    found = said(
        ("allergy.1.on", "01.03.2026"),
        ("allergy.1.substance", "penicillin"),
        ("allergy.1.kinds", "A"),
        ("allergy.1.kinds", "C"),
        ("allergy.3.on", "10.03.2026"),
        ("allergy.3.substance", "nøtter"),
    )
    assert found.rows == [
        Row("allergy", dt.date(2026, 3, 1), (Cell("substance", "penicillin"), Cell("kinds", ("A", "C")))),
        Row("allergy", ON, (Cell("substance", "nøtter"),)),
    ]
    assert found.row_places == ["allergy.1", "allergy.3"]


def test_a_row_without_a_day_of_its_own_has_the_form_s() -> None:
    """The day of a scan is typed once, not again for the examination and for each fetus."""
    found = said(("allergy.1.on", ""), ("allergy.1.substance", "nøtter"))
    assert found.rows == [Row("allergy", ON, (Cell("substance", "nøtter"),))]


def test_a_row_for_a_code_says_that_code_only_where_something_was_answered() -> None:
    found = said(("habit.B.births", "4"), ("habit.C.births", ""))
    assert found.rows == [Row("habit", ON, (Cell("way", "B"), Cell("births", Decimal(4))))]


def test_a_row_about_a_fetus_is_that_fetus_alone() -> None:
    (row,) = said(("scan.f7.excess", "-4,5")).rows
    assert (row.fetus, row.cells) == (7, (Cell("excess", Decimal("-4.5")),))


def test_from_paper_is_said_of_all_that_the_form_says() -> None:
    paper = FromPaper("Turid Nes", dt.date(2026, 1, 5))
    found = answered(("height", "168"), ("allergy.1.on", "10.03.2026"), ("allergy.1.substance", "nøtter"))
    told = extract(found.response, FORM, KNOWN, Frame(ON, paper=paper, by_woman=True))
    assert {(one.paper, one.by_woman) for one in (*told.findings, *told.rows)} == {(paper, True)}


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("height", "høy")], ("height", "number")),
        ([("births", "1,5")], ("births", "whole")),
        # 280 days, or 28+0?
        ([("length_then", "280")], ("length_then", "weeks")),
        ([("length_then", "39,4")], ("length_then", "weeks")),
        ([("length_then", "39+7")], ("length_then", "weeks")),
        ([("height", "-4")], ("height", "number")),
        ([("employed", "maybe")], ("employed", "choice")),
        ([("way", "Z")], ("way", "choice")),
        ([("way", "A"), ("way", "B")], ("way", "choice")),
        ([("last", "31.02.2026")], ("last", "day")),
        ([("waters", "05.03.2026")], ("waters", "moment")),
        ([("waters-at", "0410")], ("waters", "moment")),
        ([("waters", "05.03.2026"), ("waters-at", "25.10")], ("waters", "clock")),
        ([("pressure", "høyt")], ("pressure", "pressure")),
        ([("height", "168"), ("height-declined", "1")], ("height", "both")),
        ([("family", "ja"), ("family-denied", "1")], ("family", "both")),
        ([("percent", "50")], ("percent", "not-asked")),
        ([("employed", "N"), ("percent", "50")], ("percent", "not-asked")),
        ([("allergy.1.kinds", "A"), ("allergy.1.on", "10.03.2026")], ("allergy.1.substance", "missing")),
        ([("substance", "\ud800")], ("substance", "signs")),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_field(
    pairs: list[tuple[str, str]], told: tuple[str, str]
) -> None:
    assert problems(*pairs) == {told}


def test_what_waits_for_an_answer_is_asked_after_it_on_the_form_or_on_the_card() -> None:
    assert problems(("employed", "Y"), ("percent", "50")) == set()
    form = Form([("percent", "50")])
    on_card = read(FORM, form, card=CARD, authored=ON.isoformat(), standing={"employed": ["Y"]})
    assert on_card.problems == []


def test_names_that_are_no_field_are_passed_over() -> None:
    strange = [
        (f"{name}{end}", "x")
        for name in ("allergy", "scan", "beat")
        for end in (".x.y", ".0.substance", ".f0.beat", "..")
    ]
    assert said(*strange, ("nothing", "x")).findings == []


def test_a_form_of_a_thousand_rows_is_read_to_its_limit() -> None:
    form = Form([(f"allergy.{number}.substance", "x") for number in range(1, 1000)])
    assert len(instances(form, "allergy")) == MOST_ROWS


def test_the_answers_are_a_questionnaire_response_that_others_read() -> None:
    found = answered(
        ("height", "168"),
        ("pressure", "142/92"),
        ("family-denied", "1"),
        ("last-declined", "1"),
        ("waters", "05.03.2026"),
        ("waters-at", "0410"),
        ("beat.f7", "Y"),
        ("habit.B.births", "4"),
    )
    assert fhirkit.parse(msgspec.json.encode(found.response), strict=True).issues == []


VALUES: dict[str, st.SearchStrategy[Value]] = {
    "height": st.decimals(0, 999, places=1),
    "births": st.integers(0, 99).map(Decimal),
    "employed": st.booleans(),
    "way": st.sampled_from("ABC"),
    "substance": st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=40),
    "last": st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    "pressure": st.builds(Pressure, st.integers(0, 299).map(Decimal), st.integers(0, 299).map(Decimal)),
}


@given(st.fixed_dictionaries({}, optional=VALUES))
def test_what_a_value_is_typed_as_is_read_as_that_value(values: dict[str, Value]) -> None:
    pairs = [
        (name, {True: "Y", False: "N"}[value] if isinstance(value, bool) else as_typed(NB, value))
        for name, value in values.items()
    ]
    assert {one.what: one.value for one in said(*pairs).findings} == values


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *(
                        "height",
                        "waters",
                        "waters-at",
                        "pressure",
                        "allergy.1.substance",
                        "allergy.1.on",
                        "habit.A.births",
                    ),
                    *(
                        "employed",
                        "percent",
                        "family-denied",
                        "family-declined",
                        "scan.f7.excess",
                        "beat.f99999999",
                        "allergy.99.kinds",
                    ),
                ]
            ),
            st.text(max_size=12),
        )
    )
)
def test_nothing_typed_is_a_fault_of_ours(pairs: list[tuple[str, str]]) -> None:
    found = answered(*pairs)
    extract(found.response, FORM, KNOWN, Frame(ON))


def test_a_clock_time_is_typed_as_it_is_read() -> None:
    assert said(("waters", "05.03.2026"), ("waters-at", typed_clock(NB, dt.time(4, 10)))).findings
