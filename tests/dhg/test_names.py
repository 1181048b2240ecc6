"""UUIDs of the national API: each is read back as what it stands for, and others' are none of ours."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from helsekort.dhg.names import OPENING, Name, card_in, name_in, uuid_of
from helsekort.record.ids import BITS

cards = st.integers(1, (1 << BITS) - 1)
names = st.builds(Name, cards, st.integers(0, (1 << 31) - 1), st.integers(0, 0xFFF))


@given(names)
def test_read_back(name: Name) -> None:
    text = uuid_of(name)
    made = uuid.UUID(text)
    assert (made.version, made.variant) == (8, uuid.RFC_4122)
    assert str(made) == text
    assert name_in(text) == name_in(text.upper()) == name
    assert card_in(text) == (name.card if (name.origin, name.block) == (OPENING, 0) else 0)


@given(st.uuids(version=4))
def test_a_uuid_of_others_is_none(other: uuid.UUID) -> None:
    assert name_in(str(other)) is None


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    assert name_in(text) is None


def test_what_looks_like_one_and_is_none() -> None:
    good = uuid_of(Name(7))
    for bad in (good + "0", good[:-1], good.replace("-", ""), good.replace("-8", "-4", 1), f" {good}", ""):
        assert name_in(bad) is None
    assert name_in("00000000-0001-8000-8000-000000000000") is None
