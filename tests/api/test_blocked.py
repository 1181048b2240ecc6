"""A system's token that lives: the woman closes her card to its user, and its next call finds nothing."""

from collections import Counter

import pytest

from helsekort.actions import blocks, sessions
from helsekort.record.ids import to_text
from tests.api.callers import Caller, token_of
from tests.api.resources import observation
from tests.cast import Cast, number_of
from tests.store.stored import content, refusals

READS = [
    "/EpisodeOfCare/{card}",
    "/Observation/{card}-2",
    "/Observation/{card}-2/_history",
    "/EpisodeOfCare/{card}/$everything",
    "/EpisodeOfCare/{card}/$document",
    "/Patient/{woman}",
    "/Patient/{woman}/$everything",
    "/Patient/{woman}/$summary",
    "/Observation?patient={woman}",
    "/Observation?episode-of-care={card}",
    "/Patient?identifier={number}",
]


@pytest.fixture
def amir(cast: Cast) -> Caller:
    """Gives the system of Amir, who cares for Nora."""
    return Caller(cast, cast.amir)


@pytest.mark.parametrize("path", READS)
def test_closed_out_and_absent_look_the_same_to_a_live_token(cast: Cast, amir: Caller, path: str) -> None:
    here = {"card": to_text(cast.nora_card), "woman": to_text(cast.nora.party), "number": number_of(4)}
    nowhere = {"card": to_text(77), "woman": to_text(78), "number": number_of(28)}
    before = amir.get(path.format(**here)).status_code
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party)
    closed, absent = (amir.get(path.format(**names)) for names in (here, nowhere))
    assert (closed.status_code, closed.content, closed.headers) == (
        absent.status_code,
        absent.content.replace(nowhere["number"].encode(), here["number"].encode()),
        absent.headers,
    )
    if before == 200 and "identifier" not in path:
        assert closed.status_code == 404
    told = Counter(line.card for line in refusals(cast.ctx) if line.rule.startswith("blocked"))
    assert set(told) <= {cast.nora_card}
    blocks.lift_block(cast.nora, ctx=cast.ctx, whom=cast.amir.party)
    assert amir.get(path.format(**here)).status_code == before


def test_nothing_is_written_by_a_token_that_is_closed_out(cast: Cast, amir: Caller) -> None:
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.organisation)
    before = content(cast.ctx)
    answer = amir.post("/Observation", observation(cast), Idempotency_Key="one")
    assert answer.status_code == 404
    assert content(cast.ctx) == before
    assert refusals(cast.ctx)[-1].rule == "blocked"


def test_the_token_itself_lives_on(cast: Cast) -> None:
    token = token_of(cast, cast.amir)
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.amir.party)
    known = sessions.recognise(cast.nora, ctx=cast.ctx, token=token)
    assert known is not None
    assert known.live
