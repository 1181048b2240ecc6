"""What a woman is told face to face always waits for someone: who follows her, who did last, or the reviewers."""

import pytest

from helsekort.access.actors import Actor
from helsekort.actions import blocks, telling
from helsekort.actions.breaking import break_glass
from helsekort.actions.outcomes import Refused
from helsekort.audit.events import Event
from helsekort.store import care
from tests.actions import every_emergency_action as example
from tests.cast import MINUTE, MOMENT, Cast, begin_care
from tests.store.stored import audit
from tests.web.at_work import AtWork, card_path, words

HOUR = 60 * MINUTE


def _broken(cast: Cast) -> None:
    """Lars has opened what is noted of violence; it is to be told."""
    example.broken(cast, about_violence="Hun er redd.")


def _nobody_follows(cast: Cast, at: int = MOMENT) -> None:
    with cast.ctx.database.transaction() as tx:
        care.end_all(tx, cast.nora.party, at)


def _waits_for(cast: Cast, actor: Actor, at: int = MOMENT + HOUR) -> list[bool]:
    """Whether each that waits for someone is of a woman they follow."""
    return [row.followed for row in telling.list_to_tell(actor, ctx=cast.ctx.at(at))]


def _end(cast: Cast, actor: Actor, at: int) -> None:
    with cast.ctx.database.transaction() as tx:
        care.end_of_person(tx, cast.nora.party, actor.party, actor.organisation, at)


def test_as_long_as_someone_follows_her_it_waits_for_them_alone(cast: Cast) -> None:
    _broken(cast)
    _end(cast, cast.ingrid, MOMENT)
    assert _waits_for(cast, cast.amir) == [True]
    for other in (cast.ingrid, cast.lars, example.reviewer(cast.amir), example.reviewer(cast.lars)):
        assert _waits_for(cast, other) == []
        with pytest.raises(Refused):
            telling.tell_of_emergency(other, ctx=cast.ctx.at(MOMENT + HOUR), card=cast.nora_card)


def test_where_nobody_does_it_falls_to_the_unit_that_did_last(cast: Cast) -> None:
    _broken(cast)
    _end(cast, cast.ingrid, MOMENT + 1)
    _nobody_follows(cast, MOMENT + MINUTE)
    assert _waits_for(cast, cast.amir) == [False]
    assert _waits_for(cast, cast.ingrid) == []
    assert _waits_for(cast, example.reviewer(cast.lars)) == []
    later = cast.ctx.at(MOMENT + HOUR)
    telling.tell_of_emergency(cast.amir, ctx=later, card=cast.nora_card)
    assert _waits_for(cast, cast.amir) == []
    lines = [line for line in audit(cast.ctx) if line.event is Event.TOLD]
    assert [(line.party, line.rule) for line in lines] == [(cast.amir.party, "left-to-them")]
    # told, it is nobody's any more
    with pytest.raises(Refused):
        telling.tell_of_emergency(cast.amir, ctx=later, card=cast.nora_card)


def test_whom_she_has_closed_out_is_passed_over_for_the_one_before(cast: Cast) -> None:
    _broken(cast)
    _end(cast, cast.ingrid, MOMENT + 1)
    _nobody_follows(cast, MOMENT + MINUTE)
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party)
    assert _waits_for(cast, cast.amir) == []
    assert _waits_for(cast, cast.ingrid) == [False]


def test_where_nobody_is_left_it_falls_to_reviewers_of_another_unit_than_the_one_that_looked(
    cast: Cast,
) -> None:
    _broken(cast)
    _nobody_follows(cast)
    for unit in (cast.amir, cast.ingrid):
        blocks.block_access(cast.nora, ctx=cast.ctx, whom=unit.organisation)
    assert _waits_for(cast, example.reviewer(cast.lars)) == []
    reviewer = example.reviewer(cast.amir)
    (row,) = telling.list_to_tell(reviewer, ctx=cast.ctx.at(MOMENT + HOUR))
    assert (row.name, row.followed) == ("Nora Haugen Sletten", False)
    telling.tell_of_emergency(reviewer, ctx=cast.ctx.at(MOMENT + HOUR), card=cast.nora_card)
    assert _waits_for(cast, reviewer) == []


def test_who_followed_her_and_left_the_unit_is_not_waited_for(cast: Cast) -> None:
    _broken(cast)
    _nobody_follows(cast)
    with cast.ctx.database.transaction() as tx:
        for actor in (cast.amir, cast.ingrid):
            tx.run("DELETE FROM party_role WHERE clinician = ?", (actor.party,))
    assert _waits_for(cast, cast.amir) == []
    assert _waits_for(cast, example.reviewer(cast.amir)) == [False]


def test_those_who_open_it_themselves_are_not_the_ones_to_tell(cast: Cast) -> None:
    """Lars followed her last, and it is he who looked: another does."""
    begin_care(cast.ctx, cast.nora, cast.lars)
    _end(cast, cast.lars, MOMENT)
    later = cast.ctx.at(MOMENT + 1)
    break_glass(cast.lars, ctx=later, **example.stated(about_violence="Hun er redd."))
    _end(cast, cast.ingrid, MOMENT + 2)
    _end(cast, cast.amir, MOMENT + 3)
    assert _waits_for(cast, cast.lars) == []
    assert _waits_for(cast, cast.amir) == [False]


def test_the_pages_say_so(cast: Cast) -> None:
    _broken(cast)
    _nobody_follows(cast)
    for unit in (cast.amir, cast.ingrid):
        blocks.block_access(cast.nora, ctx=cast.ctx, whom=unit.organisation)
    reviewer = AtWork(cast.ctx.at(MOMENT + HOUR), example.reviewer(cast.amir), "reviewer")
    assert "én kvinne skal få vite noe, og ingen følger henne opp nå" in reviewer.says("/klinikk/gjennomgang")
    page = reviewer.get("/klinikk/beskjeder").text
    assert "Ingen følger henne opp nå." in words(page)
    path = card_path(cast.nora_card) + "/beskjed"
    assert f'action="{path}"' in page
    assert reviewer.post(path).headers["location"] == "/klinikk/beskjeder?fortalt=1"
    assert "Ingen venter på beskjed fra deg." in reviewer.says("/klinikk/beskjeder")
