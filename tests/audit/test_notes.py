"""A checkpoint says what it was signed for, and nothing that was changed afterwards is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort.audit.notes import (
    NAME,
    BadNote,
    Checkpoint,
    fingerprint,
    key_id,
    key_text,
    read_key_text,
    read_note,
    write_note,
)
from tests.audit.houses import key

POINT = Checkpoint(1234, bytes(range(32)), 1_773_133_200_000_001)
NOTE = write_note(POINT, key())


def test_a_note_reads_as_it_was_written() -> None:
    assert read_note(NOTE, [key(2).public, key().public]) == POINT
    body = f"{NAME}\n1234\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nat 2026-03-10T09:00:00.000001Z\n\n— {NAME} "
    assert NOTE.startswith(body)


def test_a_note_by_a_key_that_is_not_known_is_none() -> None:
    with pytest.raises(BadNote, match="not signed"):
        read_note(NOTE, [key(2).public])
    with pytest.raises(BadNote, match="not signed"):
        read_note(NOTE, [])


@given(st.integers(0, len(NOTE) - 1), st.characters(min_codepoint=10, max_codepoint=0x2014))
def test_a_note_with_another_letter_is_none(at: int, letter: str) -> None:
    changed = NOTE[:at] + letter + NOTE[at + 1 :]
    if changed != NOTE:
        with pytest.raises(BadNote):
            read_note(changed, [key().public])


@pytest.mark.parametrize(
    "text",
    ["", NOTE * 2, NOTE[:-1], NOTE + "\n", NOTE.replace(NAME, "other/log"), NOTE.replace("1234", "01234")],
)
def test_what_is_no_note_is_none(text: str) -> None:
    with pytest.raises(BadNote):
        read_note(text, [key().public])


def test_a_key_is_written_as_others_write_it() -> None:
    text = key_text(key().public)
    assert text.split("+")[1] == key_id(key().public).hex()
    assert read_key_text(text) == key().public
    assert len(fingerprint(key().public).split()) == 16


@pytest.mark.parametrize("text", ["", "x+y+z", key_text(key().public)[:-4], key_text(key().public).upper()])
def test_what_is_no_key_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        read_key_text(text)
