"""A review is closed once, by someone of another unit than the one that looked, and she reads how it ended."""

import pytest
from msgspec.structs import replace

from helsekort.access import decide as deciding
from helsekort.access.decide import Duty, Obligation
from helsekort.access.permissions import Permission
from helsekort.actions import cards
from helsekort.actions.outcomes import Gone, Refused, Rejected
from helsekort.actions.reviewing import (
    LATELY,
    close_review,
    erase_review_words,
    list_reviews,
    open_review,
)
from helsekort.audit.events import Event
from helsekort.record.reviewing import ReviewOutcome
from helsekort.store.reviews import Part
from tests.actions import every_emergency_action as example
from tests.cast import JOB, MINUTE, MOMENT, Cast
from tests.store.stored import audit, breaks, content


def _close(cast: Cast, review: int, outcome: str = ReviewOutcome.RIGHTFUL, words: str = "I fødsel.") -> None:
    close_review(example.reviewer(cast.amir), ctx=cast.ctx, review=review, outcome=outcome, words=words)


def test_a_reviewer_sees_who_looked_why_and_what_was_done_and_nothing_of_the_card(cast: Cast) -> None:
    review = example.review(cast)
    cards.open_card(cast.lars, ctx=cast.ctx.at(MOMENT + 1), card=cast.nora_card)
    opened = open_review(example.reviewer(cast.amir), ctx=cast.ctx.at(MOMENT + 2), review=review)
    assert (opened.line.who, opened.line.unit, opened.line.woman) == (
        "Lars Brekke",
        "Nordlia legesenter",
        "Nora Haugen Sletten",
    )
    assert (opened.reason, opened.words) == ("labour", {Part.REASON: "Rier, kom nå."})
    assert opened.until == MOMENT + 60 * MINUTE
    assert [one.event for one in opened.done] == ["glass-broken", "read"]


def test_what_was_done_ends_where_the_emergency_did(cast: Cast) -> None:
    review = example.review(cast)
    late = cast.ctx.at(MOMENT + 60 * MINUTE)
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=late, card=cast.nora_card)
    opened = open_review(example.reviewer(cast.amir), ctx=late, review=review)
    assert [one.event for one in opened.done] == ["glass-broken"]


def test_a_reviewer_of_the_unit_that_looked_sees_it_and_cannot_close_it(cast: Cast) -> None:
    review, own = example.review(cast), example.reviewer(cast.lars)
    assert open_review(own, ctx=cast.ctx, review=review).line.own_unit
    before = content(cast.ctx)
    with pytest.raises(Refused):
        close_review(own, ctx=cast.ctx, review=review, outcome="rightful", words="Alt i orden.")
    assert content(cast.ctx) == before
    assert list_reviews(own, ctx=cast.ctx).waiting[0].own_unit
    _close(cast, review)
    found = list_reviews(own, ctx=cast.ctx)
    assert (found.waiting, [one.outcome for one in found.closed]) == ([], ["rightful"])


def test_nobody_reviews_what_they_did_themselves_as_someone_of_another_unit(cast: Cast) -> None:
    review, himself = example.review(cast), example.reviewer(cast.amir, cast.lars.party)
    with pytest.raises(Refused):
        close_review(himself, ctx=cast.ctx, review=review, outcome="rightful", words="Alt i orden.")
    assert open_review(himself, ctx=cast.ctx, review=review).line.own_unit


def test_it_is_closed_once_and_the_first_outcome_stands(cast: Cast) -> None:
    review = example.review(cast)
    _close(cast, review, ReviewOutcome.WRONGFUL, "Ingen fødsel den dagen.")
    before = content(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        _close(cast, review)
    assert [problem.code for problem in rejected.value.problems] == ["closed-before"]
    assert content(cast.ctx) == before
    assert list_reviews(example.reviewer(cast.amir), ctx=cast.ctx).wrongful == 1


@pytest.mark.parametrize(
    ("outcome", "words", "fields"),
    [
        ("", "Ja", ["outcome"]),
        ("fine", "Ja", ["outcome"]),
        ("rightful", " ", ["words"]),
        ("", "", ["outcome", "words"]),
    ],
)
def test_an_ending_without_outcome_or_words_is_none(
    cast: Cast, outcome: str, words: str, fields: list[str]
) -> None:
    review = example.review(cast)
    before = content(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        _close(cast, review, outcome, words)
    assert [problem.field for problem in rejected.value.problems] == fields
    assert content(cast.ctx) == before


def test_a_review_that_is_not_there_is_gone_and_cannot_be_closed(cast: Cast) -> None:
    with pytest.raises(Gone):
        open_review(example.reviewer(cast.amir), ctx=cast.ctx, review=1)
    with pytest.raises(Refused):
        _close(cast, 1)


def test_she_reads_how_it_ended(cast: Cast) -> None:
    review = example.review(cast)
    _close(cast, review, ReviewOutcome.UNCLEAR)
    log = cards.read_own_log(cast.nora, ctx=cast.ctx)
    (broken,) = [line for line in log if line.event == "glass-broken"]
    (reviewed,) = [line for line in log if line.event == "reviewed"]
    assert broken.reviewed == "unclear"
    assert (reviewed.about, reviewed.unit) == (("unclear",), "Torget legesenter")
    assert all("I fødsel" not in repr(line) for line in audit(cast.ctx))


def test_what_was_closed_long_ago_is_not_counted(cast: Cast) -> None:
    _close(cast, example.review(cast), ReviewOutcome.WRONGFUL)
    later = cast.ctx.at(MOMENT + LATELY + 1)
    found = list_reviews(example.reviewer(cast.amir), ctx=later)
    assert (found.closed, found.wrongful, found.emergencies) == ([], 0, 0)


def test_the_words_can_be_erased_and_the_rest_stands(cast: Cast) -> None:
    review = example.review(cast)
    _close(cast, review)
    erase_review_words(JOB, ctx=cast.ctx, review=review, part=Part.REASON, basis="§ 25")
    opened = open_review(example.reviewer(cast.amir), ctx=cast.ctx, review=review)
    assert opened.words == {Part.OUTCOME: "I fødsel."}
    assert (opened.reason, opened.line.outcome) == ("labour", "rightful")
    for part, basis in ((Part.REASON, "§ 25"), (Part.CLOSED_CLASS, "§ 25"), (Part.OUTCOME, " ")):
        with pytest.raises(Rejected):
            erase_review_words(JOB, ctx=cast.ctx, review=review, part=part, basis=basis)
    assert breaks(cast.ctx) == []


def test_whose_names_a_reviewer_saw_stands_in_the_log(cast: Cast) -> None:
    review = example.review(cast)
    open_review(example.reviewer(cast.amir, 98), ctx=cast.ctx, review=review)
    lines = [line for line in audit(cast.ctx) if line.kind == "reviewer"]
    assert {(line.event, line.card) for line in lines} == {
        (Event.REVIEWS_LISTED, cast.nora_card),
        (Event.REVIEW_READ, cast.nora_card),
    }
    nobody = replace(example.reviewer(cast.amir), live=False)
    with pytest.raises(Refused):
        list_reviews(nobody, ctx=cast.ctx)


def test_what_must_be_reviewed_is_put_up_once_a_day_for_each_who_did_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where an address is protected: each of those who care for her, each day, with all that they did."""
    opening = frozenset({Permission.OPEN_CARD})
    duty = Duty("seen-to", opening, lambda actor, facts: True, frozenset({Obligation.REVIEW}))
    monkeypatch.setattr(deciding, "DUTIES", (*deciding.DUTIES, duty))
    tomorrow = MOMENT + 24 * 60 * MINUTE
    for actor, at in ((cast.ingrid, 0), (cast.ingrid, 5), (cast.amir, 6)):
        cards.open_card(actor, ctx=cast.ctx.at(MOMENT + at), card=cast.nora_card)
    cards.open_card(cast.ingrid, ctx=cast.ctx.at(tomorrow), card=cast.nora_card)
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)
    reviewer = example.reviewer(cast.lars)
    waiting = list_reviews(reviewer, ctx=cast.ctx.at(tomorrow)).waiting
    assert sorted(line.who for line in waiting) == ["Amir Rahimi", "Ingrid Dahl", "Ingrid Dahl"]
    assert {line.kind for line in waiting} == {"secret-address"}
    first = next(line for line in waiting if line.who == "Ingrid Dahl" and line.at < MOMENT)
    done = open_review(reviewer, ctx=cast.ctx, review=first.review).done
    assert [one.at for one in done if one.event == "read"] == [MOMENT, MOMENT + 5]
