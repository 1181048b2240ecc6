"""The fuzzer's oracle: it sees what is taken wrongly, it lets good ones through, and some thousand inputs pass it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort.access.tokens import proofs
from tests.access.tokens import fuzz_door
from tests.access.tokens.fuzz_door import GOOD, MODES, PROOF, FalseAccept, one_input


def test_a_good_one_is_taken_in_every_way_it_can_be_sent() -> None:
    raw = bytes([0]) + f"{GOOD}\n{PROOF}".encode()
    assert one_input(raw) == "taken"
    for mode in range(1, len(MODES) - 1):
        assert one_input(bytes([mode])) == "taken", mode
    said = fuzz_door.json.dumps(fuzz_door.SAID).encode()
    assert one_input(bytes([len(MODES) - 1]) + said) == "taken"


@given(st.binary(max_size=200))
def test_whatever_comes_is_taken_rightly_or_refused(data: bytes) -> None:
    assert one_input(data) in ("taken", "refused")


def test_some_thousand_inputs_that_reach_every_part() -> None:
    dice = random.Random(7)  # noqa: S311  # the same inputs each time
    became = [
        one_input(bytes([turn % len(MODES)]) + dice.randbytes(dice.choice((2, 3, 4, 6, 40))))
        for turn in range(4000)
    ]
    assert set(became) == {"taken", "refused"}


@pytest.mark.parametrize("name", ["AGE", "same_address", "hash_of"])
def test_the_oracle_sees_a_check_that_is_left_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loose = {"AGE": 20_000_000, "same_address": lambda said, address: True, "hash_of": _anything}
    monkeypatch.setattr(proofs, name, loose[name])
    dice = random.Random(7)  # noqa: S311  # the same inputs each time
    with pytest.raises(FalseAccept):
        for _ in range(4000):
            one_input(bytes([3]) + dice.randbytes(2))


class _Anything(str):
    """Equal to whatever it is held against."""

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = str.__hash__


def _anything(_: str) -> str:
    return _Anything()
