"""How a line is kept: in parts, of which one can be shown and proven while the others stay closed."""

import hashlib

from helsekort.audit.events import Event
from helsekort.audit.lines import Chained, Line, digest, kept, leaf, opened, read

OLD = (
    b'{"event":"read","at":1764000000000000,"card":5,"permission":"open_card","rule":"care-relation",'
    b'"kind":"clinician","party":7,"organisation":8,"category":"JO","about":["card"],"up_to":12}'
)
"""As the first version kept it."""
SALT = bytes(range(16))
FULL = Line(
    Event.WRITTEN,
    1_764_000_000_000_000,
    5,
    "record_contact",
    "care-relation",
    "clinician",
    7,
    8,
    "JO",
    entries=(3, 4),
    about=("check-up",),
    up_to=4,
    purpose="TREAT",
    reason="labour",
    legal_entity=9,
    client=10,
    acting_for=11,
    classes=("infection",),
    hidden=("violence",),
    outcome="partly",
    decision_ref="a1",
    heads=(Chained("card", 5, 4, bytes(32)),),
    lines=((1, 2),),
    stands_for=(1,),
)


def test_a_line_comes_back_as_it_went() -> None:
    assert read(kept(FULL)) == FULL
    bare = Line(Event.LEFT, 1, 0, "leave", "door", "nobody")
    assert read(kept(bare)) == bare


def test_many_entries_come_back_too() -> None:
    line = Line(Event.READ, 1, 5, "open_card", "her-own", "woman", entries=(*range(1, 30), 40))
    assert b"[[1,29],[40,40]]" in kept(line)
    assert read(kept(line)) == line


def test_a_line_of_the_first_version_is_read_and_hashed_as_it_was() -> None:
    line = Line(
        Event.READ, 1_764_000_000_000_000, 5, "open_card", "care-relation", "clinician", 7, 8, "JO",
        about=("card",), up_to=12,
    )  # fmt: skip
    assert read(OLD) == line
    assert leaf(SALT, OLD) == hashlib.sha256(b"\x00" + SALT + OLD).digest()
    assert opened(SALT, OLD) == [(SALT, OLD)]


def test_a_leaf_is_made_of_a_digest_of_each_part() -> None:
    parts = opened(SALT, kept(FULL))
    assert len(parts) == 5
    assert len({salt for salt, _ in parts}) == 5
    assert (
        leaf(SALT, kept(FULL)) == hashlib.sha256(b"\x00" + b"".join(digest(*part) for part in parts)).digest()
    )


def test_how_much_there_is_on_a_card_stands_in_the_last_part_alone() -> None:
    *shown, rest = (part for _, part in opened(SALT, kept(FULL)))
    assert b"entries" in rest
    assert b"up_to" in rest
    for part in shown:
        for closed in (b"entries", b"up_to", b"heads", b"classes", b"hidden", b"permission", b"spans"):
            assert closed not in part


def test_any_other_byte_gives_another_leaf() -> None:
    payload = kept(FULL)
    whole = leaf(SALT, payload)
    for at in range(len(payload)):
        assert leaf(SALT, payload[:at] + bytes([payload[at] ^ 1]) + payload[at + 1 :]) != whole
    for at in range(len(SALT)):
        assert leaf(SALT[:at] + bytes([SALT[at] ^ 1]) + SALT[at + 1 :], payload) != whole
