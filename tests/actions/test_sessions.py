"""Coming in as one of the demo's people, being recognised, and going out."""

from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.access.actors import NOBODY
from helsekort.actions import sessions
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Refused
from tests.cast import MINUTE, MOMENT, Cast, made_demo
from tests.store.stored import audit, content


@pytest.fixture
def demo(house: Context) -> Context:
    """Gives a house with the demo's people and stories."""
    made_demo(house)
    return house


def _at(ctx: Context, minutes: int) -> Context:
    return ctx.at(MOMENT + minutes * MINUTE)


def test_the_people_at_the_door(demo: Context) -> None:
    people = {each.key: each for each in sessions.personas(demo)}
    assert {"ingrid", "amir", "lars", "kari", "nora"} <= set(people)
    assert (people["ingrid"].kind, people["ingrid"].number) == ("clinician", None)
    assert people["ingrid"].unit
    assert people["nora"].kind == "woman"
    assert people["nora"].number is not None
    assert int(people["nora"].number[2:4]) > 80, "a synthetic number"
    assert sessions.personas(replace(demo, demo=False)) == []


def test_in_and_recognised(demo: Context) -> None:
    token = sessions.enter_as_persona(NOBODY, ctx=demo, persona="ingrid")
    found = sessions.recognise(NOBODY, ctx=demo, token=token)
    assert found is not None
    assert (found.live, found.name, found.category, found.persona) == (True, "Ingrid Dahl", "JO", "ingrid")
    assert found.unit == "Solsiden helsestasjon"
    assert (found.actor.kind, found.actor.category) == ("clinician", "JO")


def test_each_token_is_another_and_only_its_hash_is_kept(demo: Context) -> None:
    tokens = {sessions.enter_as_persona(NOBODY, ctx=demo, persona="ingrid") for _ in range(3)}
    assert len(tokens) == 3
    assert min(len(token) for token in tokens) >= 43
    stored = repr(content(demo)) + repr(audit(demo))
    assert not any(token in stored for token in tokens)


@pytest.mark.parametrize("token", ["", "x", "\udc80", "é" * 5000])
def test_a_token_that_never_was_is_nobody(demo: Context, token: str) -> None:
    assert sessions.recognise(NOBODY, ctx=demo, token=token) is None


def test_after_leaving_she_is_known_but_not_in(demo: Context) -> None:
    token = sessions.enter_as_persona(NOBODY, ctx=demo, persona="nora")
    other = sessions.enter_as_persona(NOBODY, ctx=demo, persona="nora")
    sessions.leave(NOBODY, ctx=demo, token=token)
    found = sessions.recognise(NOBODY, ctx=demo, token=token)
    assert found is not None
    assert (found.live, found.actor.kind) == (False, "woman")
    still = sessions.recognise(NOBODY, ctx=demo, token=other)
    assert still is not None
    assert still.live


def test_leaving_elsewhere_ends_the_others_of_the_same_person_and_no_one_elses(demo: Context) -> None:
    """Her phone is lost: from another one she ends what is open on it."""
    lost, other, here = (
        sessions.enter_as_persona(NOBODY, ctx=demo, persona=key) for key in ("nora", "kari", "nora")
    )
    sessions.leave(NOBODY, ctx=demo, token=here, elsewhere=True)
    assert [_live(demo, token) for token in (lost, other, here)] == [False, True, True]
    # one that has ended ends nobody's
    sessions.leave(NOBODY, ctx=demo, token=lost, elsewhere=True)
    assert _live(demo, here)


def _live(ctx: Context, token: str) -> bool:
    found = sessions.recognise(NOBODY, ctx=ctx, token=token)
    assert found is not None
    return found.live


def test_a_session_ends_when_nobody_clicks(demo: Context) -> None:
    token = sessions.enter_as_persona(NOBODY, ctx=demo, persona="ingrid")
    assert _live(_at(demo, 30), token)
    assert _live(_at(demo, 60), token)
    assert not _live(_at(demo, 91), token)
    assert not _live(_at(demo, 92), token)


def test_a_session_ends_after_its_longest_life_however_busy(demo: Context) -> None:
    token = sessions.enter_as_persona(NOBODY, ctx=demo, persona="ingrid")
    for minutes in range(0, demo.session_hours * 60 + 1, 20):
        assert _live(_at(demo, minutes), token)
    assert not _live(_at(demo, demo.session_hours * 60 + 1), token)


def test_outside_the_demo_the_door_is_shut(cast: Cast) -> None:
    with pytest.raises(Refused):
        sessions.enter_as_persona(NOBODY, ctx=replace(cast.ctx, demo=False), persona="ingrid")


def test_nobody_by_that_name(demo: Context) -> None:
    before: dict[str, list[Any]] = content(demo)
    with pytest.raises(LookupError):
        sessions.enter_as_persona(NOBODY, ctx=demo, persona="nobody-here")
    assert content(demo) == before
