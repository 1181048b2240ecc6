"""What becomes an entry of the card, and what is left for a person or kept outside; nothing is guessed."""

import datetime as dt
from decimal import Decimal

import pytest

from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.mapping import BadMapping, Mapped, NotMapped, Reason, map_item, read_mapping
from helsekort.kith.lab_report.sample_cases import RESULT_WORDS, cases
from helsekort.kith.lab_report.structs import Comparator, Interval, Kind, ResultItem, Value
from helsekort.kith.values import Code
from tests.kith.reading import CATALOGUE, MAPPING_TEXT, TABLE, all_items, only

TAKEN = dt.date(2026, 3, 2)
CASES = cases(samples.someone(), TAKEN)


def _map(item: ResultItem) -> Mapped | NotMapped:
    return map_item(item, TABLE, CATALOGUE)


def _mapped(code: str, value: Value | None, system: str = samples.NLK, **more: str) -> Mapped | NotMapped:
    kind = Kind(more.pop("kind", "N"))
    return _map(samples.item("1", code, "", value, system=system, kind=kind, **more))


def _worded(text: str, *codes: str, system: str = RESULT_WORDS) -> Value:
    return samples.worded(text, "LR", *(Code(one, system) for one in codes))


@pytest.mark.parametrize(
    ("code", "text", "unit", "key", "value"),
    [
        ("NOR05172", "15.0", "g/dL", "haemoglobin", "15.0"),
        ("NOR05172", "118", "g/L", "haemoglobin", "11.8"),
        ("NPU19763", "69", "ug/L", "ferritin", "69"),
        ("NPU19763", "69.50", "µg/L", "ferritin", "69.50"),
        ("NPU19763", "69", "ng/mL", "ferritin", "69"),
        ("NPU27300", "38", "mmol/mol", "hba1c", "38"),
    ],
)
def test_numbers(code: str, text: str, unit: str, key: str, value: str) -> None:
    found = _mapped(code, samples.number(text, unit))
    assert isinstance(found, Mapped)
    assert (found.key, str(found.value), found.unit) == (key, value, CATALOGUE[key].unit)
    assert (found.sent_value, found.sent_unit) == (text, unit)


@pytest.mark.parametrize(
    ("code", "value", "key", "to"),
    [
        ("NPU04206", _worded("Negativ", "T008"), "urine_protein", "NEG"),
        ("NPU04206", _worded("", "T052"), "urine_protein", "SPOR"),
        ("NPU04206", _worded("spor"), "urine_protein", "SPOR"),
        ("NPU04206", _worded("2+"), "urine_protein", "P2"),
        ("NPU58582", _worded("AB"), "abo", "AB"),
        ("NPU21917", _worded("Positiv", "T002"), "rhd", "POS"),
        ("NPU21917", _worded("Negativ"), "rhd", "NEG"),
    ],
)
def test_words(code: str, value: Value, key: str, to: str) -> None:
    found = _mapped(code, value)
    assert isinstance(found, Mapped)
    assert (found.key, found.value) == (key, to)
    assert to in CATALOGUE.codes(key)


NUMBER = samples.number("12.0", "g/dL")


@pytest.mark.parametrize(
    ("code", "value", "more", "reason"),
    [
        ("NOR05863", samples.number("11", "pmol/L"), {}, Reason.UNKNOWN_CODE),
        ("", _worded("Vekst"), {}, Reason.NO_CODE),
        ("NPU12033", _worded("Negativ"), {}, Reason.LEFT_OUT),
        ("NOR05172", None, {}, Reason.NO_VALUE),
        ("NOR05172", None, {"kind": "C"}, Reason.WITHDRAWN),
        ("NOR05172", NUMBER, {"status": "14"}, Reason.WITHDRAWN),
    ],
)
def test_what_is_not_the_cards_content(
    code: str, value: Value | None, more: dict[str, str], reason: Reason
) -> None:
    found = _mapped(code, value, **more)
    assert isinstance(found, NotMapped)
    assert (found.reason, found.needs_person) == (reason, False)


@pytest.mark.parametrize(
    ("code", "value", "system", "reason"),
    [
        ("NOR05172", samples.number("7.5", "mmol/L"), samples.NLK, Reason.UNIT),
        ("NOR05172", samples.number("12.0", ""), samples.NLK, Reason.UNIT),
        ("NOR05172", samples.number("12.0", "G/DL"), samples.NLK, Reason.UNIT),
        ("NPU27300", samples.number("5.6", "%"), samples.NLK, Reason.UNIT),
        ("NPU19763", samples.number("5", "ug/L", Comparator.LESS), samples.NLK, Reason.COMPARATOR),
        ("NOR05172", NUMBER, "2.16.578.1.12.4.1.1.8212", Reason.CODE_SYSTEM),
        ("NOR05172", NUMBER, "", Reason.CODE_SYSTEM),
        ("NOR05172", _worded("11,8"), samples.NLK, Reason.FORM),
        ("NOR05172", Interval(NUMBER, NUMBER), samples.NLK, Reason.FORM),
        ("NPU21917", NUMBER, samples.NLK, Reason.FORM),
        ("NPU21917", _worded("Svakt positiv", "T003"), samples.NLK, Reason.WORDS),
        ("NPU21917", _worded("", "T004"), samples.NLK, Reason.WORDS),
        ("NPU21917", _worded("Påvist", "T001"), samples.NLK, Reason.WORDS),
        ("NPU21917", _worded("RhD positiv, se kommentar"), samples.NLK, Reason.WORDS),
        ("NPU21917", _worded("Positiv", "T002", "T008"), samples.NLK, Reason.WORDS),
        (
            "NPU21917",
            _worded("Positiv", "T002", system="2.16.578.1.12.4.1.1.8271"),
            samples.NLK,
            Reason.WORDS,
        ),
        ("NPU21917", _worded("Positiv", "T008"), samples.NLK, Reason.CONTRADICTION),
        ("NPU21917", _worded("Negativ i ny prøve", "T002"), samples.NLK, Reason.CONTRADICTION),
        ("NPU58582", _worded("A pos"), samples.NLK, Reason.WORDS),
        ("NPU58582", _worded("0"), samples.NLK, Reason.WORDS),
    ],
)
def test_what_needs_a_person(code: str, value: Value, system: str, reason: Reason) -> None:
    found = _mapped(code, value, system)
    assert isinstance(found, NotMapped)
    assert (found.reason, found.needs_person) == (reason, True)
    assert found.key == TABLE.items[code].key


def test_the_code_decides_and_its_list_is_looked_at() -> None:
    """One published sample labels the national code with another list; a local code beside it changes nothing."""
    assert isinstance(_mapped("NOR05172", NUMBER, "2.16.578.1.12.4.1.1.7230"), Mapped)
    codes = (Code("NOR05172", samples.NLK), Code("HB", "2.16.578.1.12.4.1.1.8212"))
    both = ResultItem(key="", kind=Kind.NEW, codes=codes, value=NUMBER)
    assert isinstance(_map(both), Mapped)
    two = ResultItem(key="", kind=Kind.NEW, codes=(codes[0], Code("NPU19763", samples.NLK)), value=NUMBER)
    found = _map(two)
    assert isinstance(found, NotMapped)
    assert found.reason is Reason.SEVERAL_CODES


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unknown code", Reason.UNKNOWN_CODE),
        ("wrong unit", Reason.UNIT),
        ("comparator", Reason.COMPARATOR),
        ("decimal comma in words", Reason.FORM),
        ("decimal comma in the number", Reason.UNREADABLE),
        ("identifier of 65 characters", Reason.UNREADABLE),
        ("weakly positive", Reason.WORDS),
        ("microbiology in words", Reason.LEFT_OUT),
        ("pathology in words", Reason.UNKNOWN_CODE),
    ],
)
def test_the_cases_that_do_not_reach_the_card(name: str, reason: Reason) -> None:
    found = _map(all_items(only(CASES[name][0]))[0])
    assert isinstance(found, NotMapped)
    assert found.reason is reason


@pytest.mark.parametrize("name", ["new", "in a head message", "strip in words", "several patients"])
def test_the_cases_that_do(name: str) -> None:
    assert isinstance(_map(all_items(only(CASES[name][0]))[0]), Mapped)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('key = "haemoglobin"', 'key = "hemoglobin"', "no key hemoglobin"),
        ('"g/dL" = 1', '"g/dL" = 0', "above zero"),
        ('units = { "mmol/mol" = 1 }', 'texts = { T008 = "NEG" }', "a number needs `units`"),
        ('T002 = "POS"', 'T002 = "POSITIVE"', "POSITIVE is no code"),
        ('T052 = "Spor"\n', "", "give T052 its text"),
        ('words = { "A" = "A"', 'units = { x = 1 }\nwords = { "A" = "A"', "takes no `units`"),
        ('key = "abo"', 'key = "note"', "only numbers and codes"),
        ("[left_out]", '[left_out]\nNOR05172 = "twice"', "both mapped and left out"),
        ('mark = "V"', 'mark = "Q"', "mark"),
        ("[systems]", "[systems]\nmore = 1", "more"),
        ("[systems]", "[systems", "Mend the text"),
    ],
)
def test_a_wrong_table_is_refused_with_the_row_and_the_remedy(before: str, after: str, says: str) -> None:
    assert before in MAPPING_TEXT
    with pytest.raises(BadMapping, match=says.replace("`", ".")) as caught:
        read_mapping(MAPPING_TEXT.replace(before, after, 1), CATALOGUE)
    assert str(caught.value).startswith("mapping.toml")


def test_factors_are_exact() -> None:
    assert all(isinstance(factor, Decimal) for row in TABLE.items.values() for factor in row.units.values())
    assert {row.mark for row in TABLE.items.values()} == {"V", "N"}
