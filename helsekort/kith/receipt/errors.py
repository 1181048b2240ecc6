"""Which error of list 8221 a fault of ours is."""

from collections.abc import Iterable
from typing import Final

from helsekort.kith.faults import Effect, Fault, Problem
from helsekort.kith.receipt.structs import ReceiptError

_CODES: Final[dict[Fault, str]] = {
    Fault.EMPTY: "T01",
    Fault.NOT_XML: "T01",
    Fault.ENCODING_NOT_TAKEN: "T01",
    Fault.ENCODING_NOT_AS_SAID: "T01",
    Fault.OLDER_VERSION: "T10",
    Fault.UNKNOWN_MESSAGE: "T10",
    Fault.NOT_A_PERSON: "T10",
    Fault.BAD_MESSAGE_ID: "E10",
    Fault.PERSON_UNIDENTIFIED: "E36",
    Fault.NATIONAL_NUMBER_FAILS: "E31",
    Fault.MISSING: "T02",
    Fault.REPEATED: "T02",
    Fault.NO_REPORT: "T02",
    Fault.NO_DOCUMENT: "T02",
    Fault.UNKNOWN_ELEMENT: "T02",
    Fault.NOT_A_TIME: "T02",
    Fault.NOT_A_NUMBER: "T02",
    Fault.DECIMAL_COMMA: "T02",
    Fault.TWO_VALUES: "T02",
}
_ANY_OTHER: Final = "T99"


def errors_for(problems: Iterable[Problem], *, least: Effect = Effect.MESSAGE) -> tuple[ReceiptError, ...]:
    """The errors to name in a receipt: those that reach the whole message, or single results too (`ITEM`)."""
    named = (Effect.MESSAGE,) if least is Effect.MESSAGE else (Effect.MESSAGE, Effect.ITEM)
    return tuple(
        dict.fromkeys(
            ReceiptError(_CODES.get(one.fault, _ANY_OTHER), one.place)
            for one in problems
            if one.effect in named
        )
    )
