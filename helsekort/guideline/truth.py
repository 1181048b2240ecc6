"""Yes, no and not known, and how they are put together: what is not known never becomes a no by itself."""

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from helsekort.guideline.reading import Missing, Reading
from helsekort.guideline.reasons import Reason


class Truth(Enum):
    """Whether something holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Outcome(Struct, frozen=True):
    """Whether something holds, by which readings and reasons, and what is missing where it is not known."""

    truth: Truth
    used: tuple[Reading, ...] = ()
    missing: tuple[Missing, ...] = ()
    reasons: tuple[Reason, ...] = ()


OPPOSITE = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}


def negated(outcome: Outcome) -> Outcome:
    """Not: what is not known stays so."""
    return Outcome(OPPOSITE[outcome.truth], outcome.used, outcome.missing, outcome.reasons)


def all_of(outcomes: Sequence[Outcome]) -> Outcome:
    """Yes where all are; no as soon as one is no, whatever else is not known."""
    return _decided(outcomes, Truth.NO, Truth.YES)


def any_of(outcomes: Sequence[Outcome]) -> Outcome:
    """Yes as soon as one is yes, whatever else is not known; no only where all are no."""
    return _decided(outcomes, Truth.YES, Truth.NO)


def _decided(outcomes: Sequence[Outcome], one_is_enough: Truth, else_all: Truth) -> Outcome:
    """What decided it goes along: the ones that were enough, or those not known, or all of them."""
    truths = {one.truth for one in outcomes}
    if one_is_enough in truths:
        return _together(one_is_enough, [one for one in outcomes if one.truth is one_is_enough])
    if Truth.UNKNOWN in truths:
        return _together(Truth.UNKNOWN, sorted(outcomes, key=lambda one: one.truth is not Truth.UNKNOWN))
    return _together(else_all, outcomes)


def _together(truth: Truth, outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome of several, each thing in it once; the only one as it is."""
    first, *others = outcomes or [Outcome(truth)]
    if not others:
        return first
    missing = [each for one in outcomes for each in one.missing] if truth is Truth.UNKNOWN else []
    return Outcome(
        truth,
        tuple(dict.fromkeys(each for one in outcomes for each in one.used)),
        tuple(dict.fromkeys(missing)),
        tuple(dict.fromkeys(each for one in outcomes for each in one.reasons)),
    )
