"""What is of a class that she has closed to someone stands on no list of theirs, and waits for one who sees it."""

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import blocks, cards, inbox, owed_tasks, referrals, results, rows
from helsekort.actions.outcomes import Rejected
from helsekort.actions.results import ResultKey
from helsekort.record.entries import Cell, Referral, ReferralKind, Row
from tests import answers
from tests import cast as made
from tests.actions.closed_out import block
from tests.cast import TODAY, Cast


def _answered(cast: Cast, words: str = "Negativ") -> None:
    """A laboratory answers Amir: HIV, and haemoglobin."""
    items = (answers.hiv(words), answers.haemoglobin("12.1"))
    answers.receive(cast.ctx, *answers.sent(answers.answer(answers.NORA, *items)))


def _results(cast: Cast, who: Actor) -> set[str]:
    return {row.what for row in results.list_results(who, ctx=cast.ctx)}


def test_a_result_goes_from_his_list_to_one_who_sees_it(cast: Cast) -> None:
    _answered(cast)
    assert _results(cast, cast.amir) == {"hiv", "haemoglobin"}
    block(cast, cast.amir.party, "infection")
    assert _results(cast, cast.amir) == {"haemoglobin"}
    assert _results(cast, cast.ingrid) == {"hiv"}


def test_one_that_comes_later_goes_there_at_once(cast: Cast) -> None:
    block(cast, cast.amir.organisation, "infection")
    _answered(cast)
    assert _results(cast, cast.amir) == {"haemoglobin"}
    assert _results(cast, cast.ingrid) == {"hiv"}


def test_what_waits_for_his_unit_is_not_told_him(cast: Cast) -> None:
    _answered(cast)
    late = replace(cast, ctx=cast.ctx.at(made.MOMENT + 9 * 24 * 60 * made.MINUTE))
    colleague = replace(cast.amir, party=cast.lars.party)
    assert "hiv" in _results(late, colleague), "the control: past its day it is the whole unit's"
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.lars.party, of_class="infection")
    assert _results(late, colleague) == {"haemoglobin"}


def test_a_change_is_given_to_one_who_sees_it_where_its_reader_is_closed_out(cast: Cast) -> None:
    """Of a whole card, too: the only one who read the first version sees nothing of her any more."""
    for of_class in ("infection", ""):
        name = answers.samples.uuid_of(f"changed {of_class}")
        first = answers.answer(answers.NORA, answers.hiv("Negativ"), report_id=name)
        answers.receive(cast.ctx, *answers.sent(first))
        opened = cards.open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
        seen = {"card": cast.nora_card, "origins": tuple(opened.results), "up_to": opened.card.last_seq}
        results.mark_result_seen(cast.amir, ctx=cast.ctx, **seen)  # type: ignore[arg-type]  # shaped above
        block(cast, cast.amir.party, of_class)
        assert _results(cast, cast.ingrid) == set()
        changed = answers.answer(
            answers.NORA,
            answers.hiv("Positiv", answers.Kind.CHANGED),
            report_id=name,
            minutes=60,
            kind=answers.Kind.CHANGED,
        )
        answers.receive(cast.ctx, *answers.sent(changed))
        assert _results(cast, cast.ingrid) == {"hiv"}
        opened = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
        seen = {"card": cast.nora_card, "origins": tuple(opened.results), "up_to": opened.card.last_seq}
        results.mark_result_seen(cast.ingrid, ctx=cast.ctx, **seen)  # type: ignore[arg-type]  # shaped above
        blocks.lift_block(cast.nora, ctx=cast.ctx, whom=cast.amir.party, of_class=of_class)


def test_it_is_given_to_nobody_who_does_not_see_it(cast: Cast) -> None:
    _answered(cast)
    block(cast, cast.amir.party, "infection")
    keys = {
        row.what: ResultKey(row.card, row.origin) for row in results.list_results(cast.ingrid, ctx=cast.ctx)
    }
    with pytest.raises(Rejected):
        results.give_responsibility(cast.ingrid, ctx=cast.ctx, results=(keys["hiv"],), to=cast.amir.party)
    assert _results(cast, cast.ingrid) == {"hiv"}


def _task(cast: Cast) -> None:
    cells = (Cell("task_kind", "HBV_DOSE"), Cell("task_owner", "Amir Rahimi"), Cell("task_due", TODAY))
    rows.write_answers(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[],
        rows=[Row("task", TODAY, cells)],
        key=made.new_key(),
    )


def _tasks(cast: Cast, who: Actor) -> set[str]:
    return {row.kind for row in owed_tasks.list_tasks(who, ctx=cast.ctx)}


def test_a_task_that_would_tell_is_nobody_s_and_on_the_list_of_who_sees_it(cast: Cast) -> None:
    _task(cast)
    assert (_tasks(cast, cast.amir), _tasks(cast, cast.ingrid)) == ({"HBV_DOSE"}, set())
    block(cast, cast.amir.party, "infection")
    assert (_tasks(cast, cast.amir), _tasks(cast, cast.ingrid)) == (set(), {"HBV_DOSE"})


def test_one_that_is_written_later_is_not_given_to_him(cast: Cast) -> None:
    block(cast, cast.amir.party, "infection")
    _task(cast)
    assert (_tasks(cast, cast.amir), _tasks(cast, cast.ingrid)) == (set(), {"HBV_DOSE"})


def test_a_referral_whose_reason_is_closed_is_not_on_his_list(cast: Cast) -> None:
    asked = Referral(ReferralKind.REFERRAL, cast.lars.organisation, "SAFETY", "routine")
    referrals.draft_referral(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, referral=asked, key=made.new_key()
    )
    colleague = replace(cast.amir, organisation=cast.ingrid.organisation)
    made.begin_care(cast.ctx, cast.nora, colleague)
    block(cast, cast.amir.party, "infection")
    assert len(referrals.list_referrals(colleague, ctx=cast.ctx)) == 1, "the control: of another class"
    block(cast, cast.amir.party, "violence")
    assert referrals.list_referrals(colleague, ctx=cast.ctx) == []
    assert len(referrals.list_referrals(cast.ingrid, ctx=cast.ctx)) == 1


def test_a_message_that_waits_opens_without_it(cast: Cast) -> None:
    _answered(cast, "Kanskje")
    (row,) = inbox.list_inbox(cast.amir, ctx=cast.ctx)
    assert "HIV" in repr(inbox.open_message(cast.amir, ctx=cast.ctx, message=row.message))
    block(cast, cast.amir.party, "infection")
    opened = inbox.open_message(cast.amir, ctx=cast.ctx, message=row.message)
    assert "HIV" not in repr(opened)
    assert len(opened.items) == 1
