"""Any bytes at all: the readers give a message or UnreadableMessage, and nothing else.

The tests call `one_input`; for long runs, where atheris is installed: `python -m tests.kith.fuzz_parse -runs=1000000`.
"""

import importlib
import sys
from zoneinfo import ZoneInfo

from helsekort.kith.faults import UnreadableMessage
from helsekort.kith.incoming import read_message
from helsekort.kith.lab_report.settle import settle
from helsekort.kith.receipt.parse import read_receipt

NORWAY = ZoneInfo("Europe/Oslo")


def one_input(raw: bytes) -> bool:
    """Whether it was a message or a receipt. What can be read can also be settled."""
    return _is_message(raw) | _is_receipt(raw)


def _is_message(raw: bytes) -> bool:
    try:
        messages = read_message(raw, NORWAY).messages
    except UnreadableMessage:
        return False
    for message in messages:
        settle([message, message])
    return True


def _is_receipt(raw: bytes) -> bool:
    try:
        read_receipt(raw, NORWAY)
    except UnreadableMessage:
        return False
    return True


def main() -> None:
    """Hand the reader over to atheris."""
    atheris = importlib.import_module("atheris")  # no dependency: installed by whoever fuzzes
    atheris.instrument_all()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
