"""Messages with bytes changed, cut, doubled and moved: the readers never break, and some still understand."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.sample_cases import cases
from helsekort.kith.receipt.structs import Outcome
from helsekort.kith.receipt.write import write_receipt
from tests.kith.fuzz_parse import one_input
from tests.kith.test_receipt import ERROR, receipt

SEEDS = [raw for raws in cases(samples.someone(), dt.date(2026, 3, 2)).values() for raw in raws]
SEEDS += [write_receipt(receipt(Outcome.TAKEN)), write_receipt(receipt(Outcome.REFUSED, ERROR))]
PIECES = (
    b"<",
    b">",
    b"/>",
    b'"',
    b"&amp;",
    b"]]>",
    b"<!--",
    b"\x00",
    b"\xff",
    b' V="C"',
    b"<ResultItem>",
    b"9" * 70,
)


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    raw = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, max(len(raw) - 1, 0)))
        end = min(len(raw), at + draw(st.integers(0, 60)))
        match draw(st.integers(0, 4)):
            case 0:
                raw[at:end] = b""
            case 1:
                raw[at:at] = raw[at:end]
            case 2:
                raw[at:at] = draw(st.sampled_from(PIECES))
            case 3:
                raw[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case _:
                other = draw(st.sampled_from(SEEDS))
                raw[at:end] = other[at : at + 200]
    return bytes(raw)


@given(_mutated())
def test_changed_messages(raw: bytes) -> None:
    one_input(raw)


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    assert not one_input(raw)


def test_the_seeds_are_understood() -> None:
    assert [one_input(raw) for raw in SEEDS] == [True] * len(SEEDS)
