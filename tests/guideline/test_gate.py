"""A rule file with a fault is refused with file, line and remedy; one fault never hides another."""

import datetime as dt

import pytest

from helsekort import datafiles
from helsekort.guideline.cases import Cards, case_objections, cases_without_rules, read_cases
from helsekort.guideline.gate import read_pack
from helsekort.guideline.place import BadRules

CATALOGUE = datafiles.catalogue()
GOOD = """key = "sugar"
label = "Sukker"
order = 1

[[versions]]
number = 1
valid_from = 2024-01-01
valid_to = 2024-12-31
source = "a source"
address = "an address"
edition = "an edition"
strength = "not read"
mark = "V"

[versions.limits]
refer = { value = 41, unit = "mmol/mol", source = "a source", mark = "V" }
high = { value = 48, unit = "mmol/mol", source = "a source", mark = "V" }
early = { age = "16+0", source = "a source", mark = "D" }

[versions.inputs]
hba1c = { label = "HbA1c", take = "latest", of = "hba1c" }
age = { label = "Svangerskapslengde", take = "age" }

[versions.scales.hba1c]
value = "hba1c"
bands = [
  { name = "under", before = "refer" },
  { name = "refer", from = "refer", before = "high" },
  { name = "high", from = "high" },
]

[[versions.rules]]
id = "found"
urgency = "visit"
finding = "Funn"
action = "Gjør noe"
to_her = "Noe er funnet"
applies = { value = "age", before = "early" }
when = { scale = "hba1c", band = "refer" }

[[versions]]
number = 2
valid_from = 2025-01-01
source = "not obtained"
address = "an address"
edition = "an edition"
strength = "not obtained"
mark = "K"

[[versions.unjudged]]
id = "found"
label = "Funn"
why = "not obtained"
settled_by = "the source"
"""


def test_a_file_without_a_fault_is_let_in() -> None:
    topic = read_pack({"sugar": GOOD}, CATALOGUE).topic("sugar")
    days = [dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 12, 31), dt.date(2025, 1, 1)]
    found = [topic.in_force(day) for day in days]
    assert [version.number if version else None for version in found] == [None, 1, 1, 2]


FAULTS = [
    ("an unknown key", 'strength = "not read"', 'strenght = "not read"', "strenght"),
    ("a missing source", 'source = "a source"\naddress', "address", "source"),
    ("a blank source", 'source = "a source"\naddress', 'source = " "\naddress', "source"),
    (
        "a covered rule that is not there",
        'finding = "Funn"',
        'covers = ["none"]\nfinding = "Funn"',
        "no other rule",
    ),
    ("a missing text", 'to_her = "Noe er funnet"\n', "", "to_her"),
    ("an empty text", 'finding = "Funn"', 'finding = ""', "finding"),
    ("text that is no TOML", "order = 1", "order = = 1", "line 3"),
    (
        "another name than the file's",
        'key = "sugar"',
        'key = "salt"',
        "line 1: `key` is not the name of the file",
    ),
    ("overlapping dates", "valid_from = 2025-01-01", "valid_from = 2024-12-31", "overlaps version 1"),
    ("an open version followed by another", "valid_to = 2024-12-31\n", "", "overlaps version 1"),
    ("a gap between dates", "valid_from = 2025-01-01", "valid_from = 2025-01-02", "gap after version 1"),
    ("dates the wrong way", "valid_to = 2024-12-31", "valid_to = 2023-12-31", "ends before it begins"),
    ("numbers that fall", "number = 2", "number = 1", "numbered upwards"),
    (
        "a gap in a scale",
        'before = "refer" }',
        'before = "high" }',
        "gap or overlap between the bands under and refer",
    ),
    ("47 falls between", 'name = "high", from', 'name = "high", above', "gap or overlap"),
    ("a scale closed above", 'from = "high" }', 'from = "high", up_to = "high" }', "falls outside"),
    ("a scale that falls", "value = 41", "value = 49", "do not rise"),
    ("a limit that is not there", 'before = "early" }', 'before = "erly" }', "no limit `erly`"),
    ("an input that is not there", '{ value = "age", b', '{ value = "agee", b', "no input `agee`"),
    ("a band that is not there", 'band = "refer" }', 'band = "reffer" }', "no band `reffer`"),
    ("a scale that is not there", '{ scale = "hba1c"', '{ scale = "a1c"', "no scale `a1c`"),
    ("what is not in the catalogue", 'of = "hba1c" }', 'of = "hba1k" }', "not in measurements.toml"),
    (
        "another unit",
        'high = { value = 48, unit = "mmol/mol"',
        'high = { value = 48, unit = "%"',
        "in that unit",
    ),
    ("a limit without a figure", "refer = { value = 41, ", "refer = { ", "either a `value` or an `age`"),
    ("a limit with two", "refer = { value = 41, ", 'refer = { value = 41, age = "1+0", ', "either a `value`"),
    ("an age that is none", 'age = "16+0"', 'age = "16+7"', 'line 18: "16+7" is no age'),
    ("an age held against a value", '{ age = "16+0"', "{ value = 112", "not of one kind"),
    ("two tests at once", 'before = "early" }', 'before = "early", missing = true }', "exactly one"),
    ("no condition", 'when = { scale = "hba1c", band = "refer" }', "when = {}", "exactly one"),
    (
        "a code of a number",
        '{ value = "age", before = "early" }',
        '{ value = "age", one_of = ["A"] }',
        "is no code",
    ),
    ("yes of a number", '{ value = "age", before = "early" }', '{ value = "age", is = true }', "yes or no"),
    ("a mark that is none", 'mark = "K"', 'mark = "X"', "mark"),
    (
        "a rule without a source",
        'source = "a source"\naddress',
        'source = "not obtained"\naddress',
        "was read",
    ),
    ("nothing in it", GOOD[GOOD.index("[[versions.unjudged]]") :], "", "neither rules nor"),
    ("a source without a mark", "when = { scale", 'source = "other"\nwhen = { scale', "go together"),
    (
        "an unused limit",
        "[versions.inputs]",
        'left = { value = 1, source = "s", mark = "V" }\n[versions.inputs]',
        "by nothing",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "told"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
def test_each_fault_is_refused_by_file_and_line(old: str, new: str, told: str) -> None:
    assert GOOD.count(old) >= 1
    changed = GOOD.replace(old, new, 1)
    with pytest.raises(BadRules, match=r"sugar\.toml") as refused:
        read_pack({"sugar": changed}, CATALOGUE)
    fault = str(refused.value)
    assert "line" in fault
    assert told in fault, fault


def test_the_line_told_is_the_line_of_the_fault() -> None:
    changed = GOOD.replace('mark = "K"', 'mark = "X"')
    line = changed[: changed.index('mark = "X"')].count("\n") + 1
    with pytest.raises(BadRules, match=rf"sugar\.toml, line {line}: "):
        read_pack({"sugar": changed}, CATALOGUE)


def test_faults_of_all_files_are_told_at_once() -> None:
    with pytest.raises(BadRules) as refused:
        read_pack({"sugar": GOOD.replace('"K"', '"X"'), "salt": GOOD}, CATALOGUE)
    assert len(refused.value.faults) == 2


def test_an_id_used_twice_is_refused() -> None:
    rule = GOOD[GOOD.index("[[versions.rules]]") : GOOD.index("[[versions]]\nnumber = 2")]
    with pytest.raises(BadRules, match="used more than once"):
        read_pack({"sugar": GOOD.replace(rule, rule + rule)}, CATALOGUE)


CASE = '[[cases]]\nname = "47"\nage = "14+0"\nknown = [{ what = "hba1c", value = "47", age = "12+0" }]\n'


def test_a_limit_changed_in_a_copy_makes_the_case_object_by_name() -> None:
    cards = Cards(CATALOGUE, datafiles.terms())
    (case,) = read_cases("sugar", CASE + 'day = 2024-06-01\nexpect = { found = "met" }\n')
    good = read_pack({"sugar": GOOD}, CATALOGUE).topic("sugar")
    assert list(case_objections(good, case, cards.known(case))) == []
    changed = read_pack({"sugar": GOOD.replace("value = 48", "value = 47")}, CATALOGUE).topic("sugar")
    (objection,) = case_objections(changed, case, cards.known(case))
    assert str(objection).startswith("sugar: 47: found: expected met, was not met: HbA1c 47 mmol/mol")


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ('expect = { found = "yes" }', "yes"),
        ('expects = { found = "met" }', "expects"),
        ("expect = {", "Mend the text"),
    ],
)
def test_a_case_file_with_a_fault_is_refused_by_file(expected: str, told: str) -> None:
    with pytest.raises(BadRules, match=r"sugar\.cases\.toml") as refused:
        read_cases("sugar", CASE + expected)
    assert told in str(refused.value)


def test_cases_of_no_topic_and_rules_without_cases_are_told() -> None:
    pack = read_pack({"sugar": GOOD}, CATALOGUE)
    told = cases_without_rules(pack, {"salt"})
    assert len(told) == 2
    assert cases_without_rules(pack, {"sugar"}) == []
