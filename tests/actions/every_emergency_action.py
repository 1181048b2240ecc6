"""One example of each action of emergencies and reviews; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from typing import Any

from helsekort import datafiles
from helsekort.access.actors import NOBODY, Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions import breaking, reviewing, snooping, telling
from helsekort.record.reviewing import Reason, ReviewOutcome
from helsekort.store.reviews import Part
from tests import cast as made
from tests.cast import JOB, Cast

Arguments = dict[str, Any]
P = Permission
NORA = 4
"""The day of May that Nora of the cast was born, by which her number is made."""


def number() -> str:
    return made.number_of(NORA)


def stated(**more: Any) -> Arguments:  # noqa: ANN401  # of the action
    """What Lars states to open Nora's card."""
    return {"number": number(), "reason": Reason.LABOUR, "words": "Rier, kom nå.", **more}


def broken(cast: Cast, **more: Any) -> breaking.Emergency:  # noqa: ANN401  # of the action
    """Lars, who has no relation to her, opens Nora's card."""
    return breaking.break_glass(cast.lars, ctx=cast.ctx, **stated(**more))


def reviewer(unit: Actor, party: int = 99) -> Actor:
    """A reviewer at the unit of someone."""
    return Actor(ActorKind.REVIEWER, party, unit.organisation)


def review(cast: Cast) -> int:
    """The item that waits after Lars's emergency."""
    broken(cast)
    (line,) = reviewing.list_reviews(reviewer(cast.amir), ctx=cast.ctx).waiting
    return line.review


def ending(cast: Cast, **more: Any) -> Arguments:  # noqa: ANN401  # of the action
    given = {"review": review(cast), "outcome": ReviewOutcome.RIGHTFUL, "words": "Hun lå i fødsel."}
    return {**given, **more}


def _nothing(_cast: Cast) -> Arguments:
    return {}


def _elsewhere(cast: Cast) -> Actor:
    return reviewer(cast.amir)


def _no_reviewer(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, cast.nora, JOB, NOBODY]


def _no_staff(cast: Cast) -> list[Actor]:
    return [cast.nora, JOB, NOBODY]


def _no_job(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.nora, reviewer(cast.amir), NOBODY]


def _words(cast: Cast) -> Arguments:
    return {"review": review(cast), "part": Part.REASON, "basis": "pasientjournalloven § 25"}


def _to_tell(cast: Cast) -> Arguments:
    return {"card": broken(cast, about_violence="Hun kom med blåmerker.").card}


def _scored(_cast: Cast) -> Arguments:
    return {"since": 0, "table": datafiles.snooping()}


def examples() -> Iterator[tuple[Any, ...]]:
    """In the order of an Example's fields."""
    lars, not_theirs = (lambda cast: cast.lars), (lambda cast: [cast.nora, JOB, _elsewhere(cast), NOBODY])
    yield breaking.break_glass, P.BREAK_GLASS, lambda cast: stated(), lars, not_theirs
    yield reviewing.list_reviews, P.LIST_REVIEWS, _nothing, _elsewhere, _no_reviewer
    yield (
        reviewing.open_review,
        P.OPEN_REVIEW,
        lambda cast: {"review": review(cast)},
        _elsewhere,
        _no_reviewer,
    )
    yield (
        reviewing.close_review,
        P.CLOSE_REVIEW,
        ending,
        _elsewhere,
        lambda cast: [reviewer(cast.lars), *_no_reviewer(cast)],
    )
    yield reviewing.erase_review_words, P.ERASE_REVIEW_WORDS, _words, lambda cast: JOB, _no_job
    yield snooping.score_look_ups, P.SCORE_LOOK_UPS, _scored, lambda cast: JOB, _no_job
    yield telling.list_to_tell, P.LIST_TO_TELL, _nothing, lambda cast: cast.ingrid, _no_staff
    yield (
        telling.tell_of_emergency,
        P.TELL_OF_EMERGENCY,
        _to_tell,
        lambda cast: cast.ingrid,
        lambda cast: [cast.lars, *not_theirs(cast)],
    )
