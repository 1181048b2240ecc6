"""What is read without a walk, for it looks plain, is what a walk finds no problem in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort.fhir import strict_json
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.strict_json import LONGEST_TEXT, Number, Object
from tests.fhir.contents import CARD_BODIES, PARTY_BODIES

LEAVES = st.sampled_from(
    [None, True, 1, 0.5, float("nan"), "", " ", "\t", "a", 'a"', "\\", "\x7f", "æ", "\ud800"]
)
NAMES = st.sampled_from(["code", "value", "", " ", "a\nb", "null"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
SEPARATORS = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:\r\n ")])
# longer than any body that may be passed without a walk
PADDING = b" " * LONGEST_TEXT


def _told(body: bytes) -> tuple[Object, list[Issue]] | list[Issue]:
    try:
        return strict_json.read(body)
    except NotAccepted as refused:
        return refused.issues


@given(st.dictionaries(NAMES, TREES, max_size=3), SEPARATORS, st.booleans())
def test_the_same_is_found_with_a_walk_and_without(
    tree: dict[str, object], separators: tuple[str, str], escaped: bool
) -> None:
    text = json.dumps(tree, separators=separators, ensure_ascii=escaped)
    body = text.encode("utf-8", "surrogatepass")
    assert _told(body) == _told(body + PADDING)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":"1","a":"1"}',
        b'{"a":{"b":"1","b":"1"}}',
        b'{"a":[ \n]}',
        b'{"a":{\t}}',
        b'{"a":"\\u0000"}',
        b'{"a":-Infinity}',
    ],
)
def test_a_problem_that_stands_alone_is_found(body: bytes) -> None:
    assert strict_json.read(body)[1]


def test_a_fault_after_a_doubled_name_is_told_as_any_other() -> None:
    with pytest.raises(NotAccepted) as refused:
        strict_json.read(b'{"a":{"b":1,"b":2},}')
    assert refused.value.issues[0].code == "structure"


@pytest.mark.parametrize("body", [*CARD_BODIES, *PARTY_BODIES])
def test_what_is_written_is_what_was_read(body: bytes) -> None:
    assert strict_json.write(strict_json.own(body)) == body


def test_a_number_keeps_its_signs_and_a_text_its_quotes() -> None:
    tree: Object = {"a": Number("72.50"), "b": "72.50", "c": [True, False], "d": 'x"\\\n'}
    assert strict_json.write(tree) == b'{"a":72.50,"b":"72.50","c":[true,false],"d":"x\\"\\\\\\n"}'
