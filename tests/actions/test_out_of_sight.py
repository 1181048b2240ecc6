"""Who is closed out, or ends the follow-up, has her on no list, is left responsible for nothing and is sent nothing."""

from collections import Counter
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from helsekort.actions import (
    drafts,
    ending_care,
    epicrisis_post,
    inbox,
    lists_by_finding,
    owed_tasks,
    referrals,
    registry,
    results,
    worklists,
)
from helsekort.actions.outcomes import Refused, Rejected
from helsekort.record.parties import Organisation, Role
from helsekort.store import owed, tasks
from tests import cast as made
from tests.actions.closed_out import block, listed, opens, refer
from tests.cast import JOB, MINUTE, Cast
from tests.store.stored import audit, content

LISTS: dict[str, Callable[[Cast], list[int]]] = {
    "women": lambda cast: [row.card for row in worklists.list_women(cast.amir, ctx=cast.ctx)],
    "unit": lambda cast: [row.card for row in worklists.list_unit(cast.amir, ctx=cast.ctx)],
    "results": lambda cast: [row.card for row in results.list_results(cast.amir, ctx=cast.ctx)],
    "tasks": lambda cast: [row.card for row in owed_tasks.list_tasks(cast.amir, ctx=cast.ctx)],
    "referrals": lambda cast: [row.row.card for row in referrals.list_referrals(cast.amir, ctx=cast.ctx)],
    "findings": lambda cast: list(lists_by_finding.list_by_finding(cast.amir, ctx=cast.ctx).women),
    "summaries": lambda cast: [
        row.row.card for row in epicrisis_post.list_epicrises(cast.amir, ctx=cast.ctx)
    ],
    "messages": lambda cast: [
        cast.nora_card for row in inbox.list_inbox(cast.amir, ctx=cast.ctx) if row.person == "Nora"
    ],
    "drafts": lambda cast: [row.card for row in drafts.list_drafts(cast.amir, ctx=cast.ctx)],
}


@pytest.mark.parametrize("name", LISTS)
def test_she_stands_on_no_list_of_one_who_is_closed_out(cast: Cast, name: str) -> None:
    listed(cast)
    drafts.keep_draft(cast.amir, ctx=cast.ctx, card=cast.nora_card, path="/klinikk", fields=[("a", "b")])
    assert cast.nora_card in LISTS[name](cast)
    block(cast, cast.amir.party)
    earlier = Counter(audit(cast.ctx))
    assert cast.nora_card not in LISTS[name](cast)
    # nor does the log say that he saw her there
    assert cast.nora_card not in {line.card for line in Counter(audit(cast.ctx)) - earlier}


def test_what_he_typed_of_her_stays_unread_too(cast: Cast) -> None:
    kept = drafts.keep_draft(
        cast.amir, ctx=cast.ctx, card=cast.nora_card, path="/klinikk", fields=[("a", "b")]
    )
    block(cast, cast.amir.party)
    assert drafts.find_draft(cast.amir, ctx=cast.ctx, card=cast.nora_card, path="/klinikk") is None
    with pytest.raises(Refused):
        drafts.take_draft(cast.amir, ctx=cast.ctx, draft=kept)


def test_nothing_is_left_to_one_who_cannot_see_it(cast: Cast) -> None:
    listed(cast)
    block(cast, cast.amir.party)
    with cast.ctx.database.transaction() as tx:
        (row,) = tasks.of_card(tx, cast.nora_card)
        assert (row.responsible, row.unit) == (cast.ingrid.party, cast.ingrid.organisation)
        assert owed.owned(tx, cast.nora_card) == []
    assert cast.nora_card in [row.card for row in results.list_results(cast.ingrid, ctx=cast.ctx)]
    assert cast.nora_card in [row.card for row in owed_tasks.list_tasks(cast.ingrid, ctx=cast.ctx)]
    assert cast.amir.party not in [
        one.party for one in results.who_may_take(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    ]


def test_nothing_is_sent_to_a_unit_that_would_not_see_it(cast: Cast) -> None:
    block(cast, cast.amir.organisation)
    before = content(cast.ctx)
    with pytest.raises(Rejected) as told:
        refer(cast)
    assert [(each.field, each.code) for each in told.value.problems] == [("to", "closed-by-her")]
    assert content(cast.ctx) == before


def test_who_ends_the_follow_up_is_out_and_hands_over_what_waits(cast: Cast) -> None:
    listed(cast)
    ending_care.end_care(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    assert not opens(cast, cast.amir)
    assert opens(cast, cast.ingrid)
    with cast.ctx.database.transaction() as tx:
        (row,) = tasks.of_card(tx, cast.nora_card)
    assert row.responsible == cast.ingrid.party


def test_the_whole_unit_ends_it_and_no_other_unit(cast: Cast) -> None:
    colleague = replace(cast.lars, organisation=cast.amir.organisation)
    made.begin_care(cast.ctx, cast.nora, colleague)
    ending_care.end_care(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    assert (opens(cast, cast.amir), opens(cast, colleague)) == (False, True)
    ending_care.end_care(colleague, ctx=cast.ctx, card=cast.nora_card, whole_unit=True)
    assert (opens(cast, colleague), opens(cast, cast.ingrid)) == (False, True)


def test_a_relation_without_an_end_gets_the_one_of_the_setting(cast: Cast) -> None:
    soon = replace(cast.ctx, care_days=2)
    made.begin_care(soon, cast.nora, cast.lars)
    day = 24 * 60 * MINUTE
    for days, let_in in ((1, True), (2, False)):
        then = replace(cast, ctx=cast.ctx.at(made.MOMENT + days * day))
        assert opens(then, cast.lars) is let_in
        assert opens(then, cast.ingrid)


def test_who_sent_what_waits_there_is_told_that_it_is_not_seen(cast: Cast) -> None:
    listed(cast)

    def told() -> list[bool]:
        return [row.unseen for row in referrals.list_referrals(cast.ingrid, ctx=cast.ctx)]

    assert told() == [False]
    block(cast, cast.amir.party)
    assert told() == [False]
    block(cast, cast.amir.organisation)
    assert told() == [True]


def test_an_enterprise_is_no_unit_to_be_referred_to_but_where_someone_works(cast: Cast) -> None:
    above = registry.register_party(JOB, ctx=cast.ctx, party=Organisation("Fjordbyen kommune"))

    def there() -> set[int]:
        return {
            unit.party for unit in referrals.where_to_refer(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
        }

    assert above in there()
    torget = Organisation("Torget legesenter", None, None, "900201", part_of=above)
    registry.register_party(JOB, ctx=cast.ctx, party=torget, party_id=cast.amir.organisation)
    assert above not in there()
    registry.register_party(JOB, ctx=cast.ctx, party=Role(cast.lars.party, above, "LE"))
    assert above in there()
