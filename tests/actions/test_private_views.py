"""The step on her page: hers alone, for minutes, of one session; and nothing before it tells what is behind."""

import pytest

from helsekort.actions import cards, private_views, sessions
from helsekort.actions.outcomes import Gone, Refused, Rejected
from helsekort.record.entries import Finding
from tests import cast as made
from tests.actions.every_private_action import stepped, token
from tests.cast import TODAY, Cast

MIND = Finding("illness_mental", value=True, on=TODAY)


def private(cast: Cast, held: str, minutes: int = 0) -> list[str]:
    """What of a class she reads behind the step, so many minutes on."""
    ctx = cast.ctx.at(made.MOMENT + minutes * made.MINUTE)
    card = private_views.open_private_card(cast.nora, ctx=ctx, token=held).card
    return [trail.now.what for trail in card.all_findings() if trail.now.what == MIND.what]


def test_it_lasts_for_its_minutes_and_no_longer(cast: Cast) -> None:
    made.record(cast, cast.nora_card, MIND)
    held, minutes = stepped(cast), cast.ctx.private_minutes
    assert private(cast, held) == private(cast, held, minutes - 1) == [MIND.what]
    with pytest.raises(Gone):
        private(cast, held, minutes)


def test_it_is_of_one_session_and_of_her_alone(cast: Cast) -> None:
    held, other = stepped(cast), token(cast)
    with pytest.raises(Gone):
        private(cast, other)
    kari = token(cast, cast.kari)
    private_views.show_more(cast.kari, ctx=cast.ctx, token=kari)
    with pytest.raises(Gone):
        private_views.open_private_card(cast.nora, ctx=cast.ctx, token=kari)
    with pytest.raises(Gone):
        private_views.read_private_log(cast.kari, ctx=cast.ctx, token=held)


def test_stepping_back_closes_it(cast: Cast) -> None:
    held = stepped(cast)
    private_views.hide_again(cast.nora, ctx=cast.ctx, token=held)
    with pytest.raises(Gone):
        private(cast, held)


def test_what_one_asks_for_without_the_step_leaves_no_line(cast: Cast) -> None:
    before = cards.read_own_log(cast.nora, ctx=cast.ctx)
    with pytest.raises(Gone):
        private(cast, token(cast))
    assert cards.read_own_log(cast.nora, ctx=cast.ctx) == before


def test_a_lost_session_shows_nothing_behind_the_step_either(cast: Cast) -> None:
    held = stepped(cast)
    sessions.leave(cast.nora, ctx=cast.ctx, token=held)
    session = sessions.recognise(made.JOB, ctx=cast.ctx, token=held)
    assert session is not None
    with pytest.raises(Refused):
        private_views.open_private_card(session.actor, ctx=cast.ctx, token=held)


def test_her_log_tells_of_the_step_and_of_what_was_opened_only_behind_it(cast: Cast) -> None:
    before = cards.read_own_log(cast.nora, ctx=cast.ctx)
    private_views.open_class(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, name="violence")
    held = stepped(cast)
    private(cast, held)
    made.record(cast, cast.nora_card, Finding("violence_asked", value=True, on=TODAY))
    open_lines = cards.read_own_log(cast.nora, ctx=cast.ctx)
    behind = private_views.read_private_log(cast.nora, ctx=cast.ctx, token=held)
    # the contact itself is a line like any other
    assert {line.event for line in open_lines} - {line.event for line in before} == set()
    told = [(line.event, line.about) for line in behind if line.event in ("class-opened", "shown-more")]
    assert sorted(told) == [("class-opened", ("opened",)), ("shown-more", ()), ("shown-more", ("card",))]


def test_what_cannot_be_opened_is_refused_with_its_place(cast: Cast) -> None:
    for name in ("mind", "infection", "nothing", ""):
        for act in (private_views.open_class, private_views.close_class):
            with pytest.raises(Rejected) as refused:
                act(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, name=name)
            assert [problem.field for problem in refused.value.problems] == ["name"]


def test_opening_twice_opens_once_and_closing_what_is_closed_changes_nothing(cast: Cast) -> None:
    for _ in range(2):
        private_views.open_class(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, name="violence")
    read = {"ctx": cast.ctx, "card": cast.nora_card}
    assert private_views.read_her_view(cast.amir, **read).opened == ["violence"]
    for _ in range(2):
        private_views.close_class(cast.amir, ctx=cast.ctx, card=cast.nora_card, name="violence")
    assert private_views.read_her_view(cast.ingrid, **read).opened == []
