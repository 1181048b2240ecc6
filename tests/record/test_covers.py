"""A thing's cover tells nothing of how many others there are, and the service reads it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort.record.covers import Covers
from helsekort.record.ids import LEAST_COVER, UnreadableId, entry_id, split_entry_id, to_text

CARD = 987_654_321
COVERS = Covers(CARD, b"a" * 32)
SEQUENCES = st.integers(2, 999_999_999)


@given(SEQUENCES, SEQUENCES)
def test_each_thing_has_one_cover_and_it_leads_back(one: int, other: int) -> None:
    assert COVERS.origin(COVERS.of(one)) == one
    assert (COVERS.of(one) == COVERS.of(other)) == (one == other)
    assert LEAST_COVER <= COVERS.of(one) < 1 << 48, "it fits the UUIDs of the national model too"


@given(SEQUENCES)
def test_a_cover_as_text_is_always_as_long_and_is_read_back(origin: int) -> None:
    text = entry_id(CARD, COVERS.of(origin))
    assert len(text) == len("0123456789ab-0123456789")
    assert split_entry_id(text) == (CARD, COVERS.of(origin))


def test_covers_are_of_one_card_and_its_key() -> None:
    hundred = [COVERS.of(origin) for origin in range(2, 102)]
    assert hundred != sorted(hundred)
    assert hundred != [Covers(CARD, b"b" * 32).of(origin) for origin in range(2, 102)]


def test_what_covers_nothing_leads_nowhere() -> None:
    assert [COVERS.origin(each) for each in (0, 2, 77, LEAST_COVER - 1, LEAST_COVER << 1)] == [0] * 5
    assert (COVERS.of(1), COVERS.origin(1)) == (1, 1), "the card itself needs none"


@pytest.mark.parametrize(
    "text", ["0123456789ab-012345678", "0123456789ab-01234567890", "0123456789ab-012345678u"]
)
def test_what_is_no_cover_is_no_name(text: str) -> None:
    with pytest.raises(UnreadableId):
        split_entry_id(text)


def test_names_in_a_resource_are_covered_and_nothing_else() -> None:
    here, other = to_text(CARD), to_text(CARD + 1)
    body = f'{{"id":"{here}-7","a":"Encounter/{here}-12","b":"{other}-7","c":"{here}","d":"x{here}-7","e":"{here}-7x"}}'
    expected = body.replace(f'"{here}-7"', f'"{entry_id(CARD, COVERS.of(7))}"').replace(
        f"/{here}-12", f"/{entry_id(CARD, COVERS.of(12))}"
    )
    assert COVERS.over(body.encode()) == expected.encode()
