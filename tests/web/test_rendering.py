"""Dates, numbers and words by language, and what every template gets."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import helsekort.web
from helsekort.record.gestation import GestationalAge
from helsekort.web.shared.headers import POLICY
from helsekort.web.shared.people import role_name
from helsekort.web.shared.rendering import environment
from helsekort.web.shared.texts import LANGUAGES, alphabetical, moment, texts_for

WEB = Path(helsekort.web.__file__).parent
THURSDAY = dt.date(2027, 1, 28)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Decimal("95.2"), 1, "95,2"),
        (Decimal(95), 1, "95,0"),
        (Decimal("95.25"), 1, "95,25"),
        (Decimal(0), 0, "0"),
        (Decimal("1E+2"), 0, "100"),
    ],
)
def test_a_measured_number_is_never_rounded_and_has_a_comma(
    value: Decimal, decimals: int, written: str
) -> None:
    assert texts_for("nb").measured(value, decimals) == written


def test_english_has_a_point() -> None:
    assert texts_for("en").measured(Decimal("95.2"), 1) == "95.2"


def test_days_are_written_by_language() -> None:
    assert texts_for("nb").day(THURSDAY) == "torsdag 28. januar"
    assert texts_for("nb").day(THURSDAY, dt.date(2026, 11, 23)) == "torsdag 28. januar 2027"
    assert texts_for("nb").day(THURSDAY, dt.date(2027, 1, 1)) == "torsdag 28. januar"
    assert texts_for("en").day(THURSDAY) == "Thursday 28 January"
    assert texts_for("nb").numeric(THURSDAY) == "28.01.2027"
    assert texts_for("en").numeric(THURSDAY) == "28\u00a0Jan\u00a02027"
    assert texts_for("nn").date(dt.date(2026, 6, 3)) == "3. juni 2026"
    assert texts_for("en").date(dt.date(2026, 6, 3)) == "3 June 2026"
    assert texts_for("nb").clock(dt.time(9, 5)) == "09.05"
    assert texts_for("en").clock(dt.time(9, 5)) == "09:05"


def test_names_stand_in_the_order_of_the_norwegian_alphabet() -> None:
    names = ["Zara", "ås", "Østre", "Ærfugl", "Åsgård", "berg", "Asker", "Öster"]
    assert sorted(names, key=alphabetical) == [
        "Asker",
        "berg",
        "Zara",
        "Ærfugl",
        "Öster",
        "Østre",
        "ås",
        "Åsgård",
    ]


def test_a_moment_is_told_by_the_clock_in_norway_in_summer_and_winter() -> None:
    winter = int(dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC).timestamp()) * 1_000_000
    summer = int(dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC).timestamp()) * 1_000_000
    assert moment(winter).isoformat() == "2026-02-01T00:30:00+01:00"
    assert moment(summer).isoformat() == "2026-07-02T00:30:00+02:00"


def test_weeks_and_days_are_plain_words() -> None:
    assert texts_for("nb").weeks_and_days(GestationalAge(217)) == "31 uker og 0 dager"
    assert texts_for("nb").weeks_and_days(GestationalAge(8)) == "1 uke og 1 dag"


def test_a_language_without_catalogue_falls_back_to_the_source() -> None:
    assert texts_for("fi").translate("jordmor") == "jordmor"
    assert texts_for("fi").language == "nb"


def test_every_catalogue_can_be_read_and_keeps_the_places_in_each_message() -> None:
    places = re.compile(r"%\(\w+\)s")
    for language in LANGUAGES:
        texts = texts_for(language)
        for source, translated in texts.messages.items():
            assert sorted(places.findall(source)) == sorted(places.findall(translated)), source


def test_roles_are_words_and_an_unknown_code_is_silent() -> None:
    assert role_name(texts_for("nb"), "JO") == "jordmor"
    assert role_name(texts_for("nb"), "XX") == ""


def test_text_is_escaped_and_an_unknown_name_is_a_fault() -> None:
    made = environment("nb").from_string("{{ text }}")
    assert made.render(text="<script>") == "&lt;script&gt;"
    with pytest.raises(UndefinedError):
        made.render()


def test_no_template_carries_script_or_style_that_the_policy_would_stop() -> None:
    assert "unsafe" not in POLICY
    assert "data:" not in POLICY
    forbidden = re.compile(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|https?://", re.IGNORECASE)
    found = [
        f"{path.name}: {line.strip()}"
        for path in WEB.rglob("*.jinja")
        # what goes to the press is sent to no browser
        if path.parent.name != "print"
        for line in path.read_text(encoding="utf-8").splitlines()
        if forbidden.search(line)
    ]
    assert found == []


FORM = """
{% import "form.jinja" as form %}
{{ form.error_summary([("weight", "Se på vekten")]) }}
{% call form.text_field("weight", "Vekt", "172", error="For mye", hint="I kilo", unit="kg") %}
{{ form.ask_box("weight", "Ja, 172 stemmer", "mark-1") }}{% endcall %}
{{ form.yes_no("headache", "Hodepine") }}
{{ form.choice("urine", "Urin", [("", "ikke tatt"), ("NEG", "negativ")], "NEG") }}
{{ form.text_area("note", "Notat", "  <b>\\n") }}
"""


def test_a_field_is_tied_to_its_hint_unit_and_error_by_the_server() -> None:
    page = environment("nb").from_string(FORM).render()
    assert 'aria-describedby="weight-hint weight-unit weight-error" aria-invalid="true"' in page
    for part in ("hint", "unit", "error"):
        assert page.count(f'id="weight-{part}"') == 1
    assert 'href="#weight"' in page
    assert 'name="confirmed" value="mark-1"' in page
    assert "&lt;b&gt;" in page


def test_the_answer_not_asked_is_chosen_until_another_is() -> None:
    page = environment("nb").from_string(FORM).render()
    headache = re.findall(r'name="headache" value="(\w*)"( checked)?', page)
    assert headache == [("", " checked"), ("no", ""), ("yes", ""), ("declined", "")]
    urine = re.findall(r'name="urine" value="(\w*)"( checked)?', page)
    assert urine == [("", ""), ("NEG", " checked")]


def test_every_style_sheet_is_named_with_its_hash() -> None:
    """Without one the browser asks for it again on every page."""
    named = [
        file.name for file in WEB.rglob("*.jinja") if 'href="/static/' in file.read_text(encoding="utf-8")
    ]
    assert named == []
