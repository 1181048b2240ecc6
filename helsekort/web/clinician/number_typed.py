"""A national number as it was typed: told to be mistyped before anything is looked up.

The answer is the same whoever asks and whoever it may belong to, for it says something of the digits alone.
"""

from helsekort.actions.outcomes import Problem
from helsekort.record.identifiers import InvalidIdentifier, Refusal, parse_national_number


def number_problem(number: str, field: str) -> Problem | None:
    """What is wrong with the digits of `field`; None where they hold together, whosever they may be."""
    try:
        parse_national_number(number, allow_synthetic=True)
    except InvalidIdentifier as invalid:
        if invalid.reason is Refusal.CONTROL_DIGITS:
            return Problem(field, "number-fails")
        if invalid.reason in (Refusal.EMPTY, Refusal.LENGTH, Refusal.NOT_DIGITS):
            return Problem(field, "number-digits")
    return None
