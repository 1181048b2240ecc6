"""What was typed when the session ended is kept, for that person alone; it is no part of the card."""

import pytest

from helsekort.access.actors import NOBODY
from helsekort.actions import drafts
from helsekort.actions.drafts import KEPT_FOR
from helsekort.actions.outcomes import Refused
from tests.cast import MOMENT, Cast, read
from tests.store.stored import about_card, content, refusals, words

FIELDS = [("weight", "70,5"), ("note", "«Hun» & <b>jeg</b>"), ("weight", "")]
PATH = "kontakt/ny"


def _keep(cast: Cast, path: str = PATH, moment: int = MOMENT) -> str:
    return drafts.keep_draft(
        cast.ingrid, ctx=cast.ctx.at(moment), card=cast.nora_card, path=path, fields=FIELDS
    )


def test_taken_up_as_it_was_typed_and_more_than_once(cast: Cast) -> None:
    token = _keep(cast)
    for _ in range(2):
        draft = drafts.take_draft(cast.ingrid, ctx=cast.ctx, draft=token)
        assert (draft.path, draft.fields) == (PATH, FIELDS)


def test_it_touches_no_card(cast: Cast) -> None:
    before = about_card(cast.ctx, cast.nora_card)
    _keep(cast)
    after = about_card(cast.ctx, cast.nora_card)
    assert {table for table in before if before[table] != after[table]} == {"audit", "audit_payload"}
    assert read(cast, cast.nora_card).contacts == []


def test_what_was_typed_is_not_in_the_log(cast: Cast) -> None:
    token = _keep(cast)
    told = words(cast.ctx)
    assert "jeg" not in told
    assert PATH not in told
    assert token not in told + repr(content(cast.ctx))


def test_nobody_else_takes_it_up(cast: Cast) -> None:
    token = _keep(cast)
    for actor in (cast.amir, cast.lars, cast.nora, NOBODY):
        with pytest.raises(Refused):
            drafts.take_draft(actor, ctx=cast.ctx, draft=token)
    assert len(refusals(cast.ctx)) == 4
    assert drafts.take_draft(cast.ingrid, ctx=cast.ctx, draft=token).fields == FIELDS


@pytest.mark.parametrize("token", ["", "x", "\udc80"])
def test_none_and_anothers_look_the_same(cast: Cast, token: str) -> None:
    with pytest.raises(Refused):
        drafts.take_draft(cast.ingrid, ctx=cast.ctx, draft=token)


def test_a_new_draft_of_the_same_form_replaces_the_old(cast: Cast) -> None:
    first, other = _keep(cast), _keep(cast, "annet")
    second = _keep(cast)
    with pytest.raises(Refused):
        drafts.take_draft(cast.ingrid, ctx=cast.ctx, draft=first)
    for token in (second, other):
        assert drafts.take_draft(cast.ingrid, ctx=cast.ctx, draft=token).fields == FIELDS


def test_old_drafts_are_thrown_away_with_the_next(cast: Cast) -> None:
    old = _keep(cast)
    _keep(cast, "annet", MOMENT + KEPT_FOR + 1)
    with pytest.raises(Refused):
        drafts.take_draft(cast.ingrid, ctx=cast.ctx, draft=old)
