"""Names of cards, parties and entries: readable, exact, and never quietly another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort.record.ids import ALPHABET, UnreadableId, entry_id, from_text, new_id, split_entry_id, to_text

LARGEST = 2**60 - 1
numbers = st.integers(1, LARGEST)


@given(numbers)
def test_a_name_is_twelve_letters_that_can_be_read_aloud(number: int) -> None:
    text = to_text(number)
    assert len(text) == 12
    assert not set(text) & set("ilou")
    assert text == text.lower()
    assert from_text(text) == number


@given(numbers, numbers)
def test_names_sort_as_their_numbers(one: int, other: int) -> None:
    assert (to_text(one) < to_text(other)) == (one < other)


@pytest.mark.parametrize(
    ("number", "text"), [(1, "000000000001"), (31, "00000000000z"), (32, "000000000010"), (LARGEST, "z" * 12)]
)
def test_names_of_some_numbers(number: int, text: str) -> None:
    assert to_text(number) == text


@pytest.mark.parametrize("number", [0, -1, 2**60, 2**64])
def test_a_number_without_a_name_is_refused(number: int) -> None:
    with pytest.raises(UnreadableId):
        to_text(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0" * 12,
        "1" * 11,
        "1" * 13,
        "00000000000i",
        "00000000000l",
        "00000000000o",
        "00000000000u",
        "00000000000Z",
        "00000000 001",
        "00000000000１",
        "-00000000001",
    ],
)
def test_text_that_is_no_name_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(UnreadableId) as refused:
        from_text(text)
    assert str(refused.value) == "not an id"


@given(numbers, st.integers(2, 999_999_999))
def test_an_entrys_name_begins_with_its_cards(card: int, origin: int) -> None:
    name = entry_id(card, origin)
    assert name.startswith(to_text(card) + "-")
    assert split_entry_id(name) == (card, origin)


@given(numbers)
def test_the_card_is_its_first_entry(card: int) -> None:
    assert entry_id(card, 1) == to_text(card)
    assert split_entry_id(to_text(card)) == (card, 1)


@pytest.mark.parametrize(
    "ending", ["-", "-0", "-1", "-02", "-1000000000", "--2", "-2-3", "-x", "- 2", "-٢", "-2\n", "-2.0"]
)
def test_an_entrys_name_has_one_form(ending: str) -> None:
    with pytest.raises(UnreadableId):
        split_entry_id("00000000000a" + ending)


def test_chance_gives_the_number_but_never_zero() -> None:
    asked = []

    def bits(number: int) -> int:
        asked.append(number)
        return 0 if len(asked) == 1 else LARGEST

    assert (new_id(bits), new_id(bits)) == (1, LARGEST)
    assert asked == [60, 60]


def test_the_alphabet_has_thirty_two_signs() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
