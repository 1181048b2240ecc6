"""Each result has one who looks at it, a day, and an escalation; a change opens it anew for whoever read the first."""

import datetime as dt
from decimal import Decimal

import pytest

from helsekort.access.actors import Actor
from helsekort.actions import by_hand, cards, inbox, registry, results
from helsekort.actions.opened import ResultState
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.actions.receiving import work_inbox
from helsekort.actions.results import ResultKey, ResultTask
from helsekort.kith.lab_report.structs import Kind
from helsekort.kith.values import Ident, Party, Person
from tests import answers
from tests.answers import KARI, NORA, STRANGER, answer, ferritin, haemoglobin, receive, sent, story
from tests.cast import JOB, LAB, MOMENT, TORGET, Cast, begin_care, make_clinician, make_woman, number_of
from tests.store.stored import breaks

DAY = 24 * 60 * 60 * 1_000_000


def of(cast: Cast, actor: Actor, days: int = 0) -> list[ResultTask]:
    return results.list_results(actor, ctx=cast.ctx.at(MOMENT + days * DAY))


def state(cast: Cast, actor: Actor, card: int) -> ResultState:
    """Of the one result on a card."""
    (found,) = cards.open_card(actor, ctx=cast.ctx, card=card).results.values()
    return found


def look(cast: Cast, actor: Actor, card: int) -> None:
    """Open the card, and say that all results there have been looked at."""
    opened = cards.open_card(actor, ctx=cast.ctx, card=card)
    results.mark_result_seen(
        actor, ctx=cast.ctx, card=card, origins=tuple(opened.results), up_to=opened.card.last_seq
    )


def key(cast: Cast, card: int) -> ResultKey:
    return ResultKey(card, answers.results(cast, card)["haemoglobin"].origin)


def test_a_new_result_is_the_requesters(cast: Cast) -> None:
    receive(cast.ctx, *story()[:1])
    (task,) = of(cast, cast.amir)
    assert (task.card, task.what, task.reason, task.mine) == (cast.kari_card, "haemoglobin", "new", True)
    assert (task.name, task.responsible, task.in_care) == ("Kari Lunde Berg", "Amir Rahimi", True)
    assert task.due == cast.ctx.today() + dt.timedelta(days=cast.ctx.results.look.days)
    assert of(cast, cast.ingrid) == of(cast, cast.lars) == []
    found = state(cast, cast.ingrid, cast.kari_card)
    assert (found.open, found.mine, found.responsible, found.seen) == (True, False, "Amir Rahimi", ())


@pytest.mark.parametrize("number", ["900000005", "123", None])
def test_asked_for_by_one_who_does_not_care_for_her_it_is_her_midwifes(
    cast: Cast, number: str | None
) -> None:
    idents = (Ident(number, "HPR"),) if number else ()
    asked = Party("Torget legesenter", (Ident(TORGET, "HER"),), persons=(Person("Noen", idents),))
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), asked=asked)))
    (task,) = of(cast, cast.ingrid)
    assert task.responsible == "Ingrid Dahl"


def test_looked_at_it_is_off_the_list_and_says_by_whom(cast: Cast) -> None:
    receive(cast.ctx, *story()[:1])
    look(cast, cast.amir, cast.kari_card)
    assert of(cast, cast.amir) == []
    found = state(cast, cast.ingrid, cast.kari_card)
    assert [(seen.name, seen.current) for seen in found.seen] == [("Amir Rahimi", True)]
    assert not found.open
    assert breaks(cast.ctx) == []


def test_a_colleagues_look_does_not_take_the_responsibility_away(cast: Cast) -> None:
    receive(cast.ctx, *story()[:1])
    look(cast, cast.ingrid, cast.kari_card)
    assert [task.mine for task in of(cast, cast.amir)] == [True]


def test_a_change_is_opened_anew_for_each_who_read_the_first_with_old_and_new(cast: Cast) -> None:
    new, changed, cancelled = story()
    receive(cast.ctx, new)
    look(cast, cast.amir, cast.kari_card)
    look(cast, cast.ingrid, cast.kari_card)
    receive(cast.ctx, changed)
    for reader in (cast.amir, cast.ingrid):
        assert [(task.reason, task.mine) for task in of(cast, reader)] == [("changed", True)]
        found = state(cast, reader, cast.kari_card)
        assert found.before is not None
        assert found.before.value == Decimal("15.0")
    look(cast, cast.amir, cast.kari_card)
    receive(cast.ctx, cancelled)
    assert [task.reason for task in of(cast, cast.amir)] == ["withdrawn"]
    assert [task.reason for task in of(cast, cast.ingrid)] == ["withdrawn"]
    before = {reader: state(cast, reader, cast.kari_card).before for reader in (cast.amir, cast.ingrid)}
    assert [str(read.value) if read else "" for read in before.values()] == ["12.0", "15.0"]


def test_a_change_that_nobody_had_read_is_one_thing_to_look_at(cast: Cast) -> None:
    receive(cast.ctx, *story()[:2])
    assert [task.reason for task in of(cast, cast.amir)] == ["new"]
    assert state(cast, cast.amir, cast.kari_card).before is None


def test_what_changed_after_the_page_was_made_stays_unseen(cast: Cast) -> None:
    new, changed, _ = story()
    receive(cast.ctx, new)
    page = cards.open_card(cast.amir, ctx=cast.ctx, card=cast.kari_card)
    receive(cast.ctx, changed)
    results.mark_result_seen(
        cast.amir,
        ctx=cast.ctx,
        card=cast.kari_card,
        origins=tuple(page.results),
        up_to=page.card.last_seq,
    )
    found = state(cast, cast.amir, cast.kari_card)
    assert (found.open, [seen.current for seen in found.seen]) == (True, [False])


def test_past_its_day_the_whole_unit_sees_it_and_anyone_there_may_look(cast: Cast) -> None:
    receive(cast.ctx, *story()[:1])
    late = cast.ctx.results.look.days + 1
    colleague = make_clinician(cast.ctx, "Bea Vik", "900000009", "Torget to", "LE")
    at_torget = Actor(colleague.kind, colleague.party, cast.amir.organisation, "LE")
    assert of(cast, at_torget, late - 1) == []
    (task,) = of(cast, at_torget, late)
    assert (task.overdue, task.mine, task.in_care) == (True, False, False)
    begin_care(cast.ctx, cast.kari, at_torget)
    later = cast.ctx.at(MOMENT + late * DAY)
    results.mark_result_seen(
        at_torget,
        ctx=later,
        card=task.card,
        origins=(task.origin,),
        up_to=cards.open_card(at_torget, ctx=later, card=task.card).card.last_seq,
    )
    assert of(cast, cast.amir, late) == []


def test_escalation_is_written_down_by_the_job_too(cast: Cast) -> None:
    receive(cast.ctx, *story()[:1])
    work_inbox(LAB, ctx=cast.ctx.at(MOMENT + 10 * DAY))
    with cast.ctx.database.transaction(write=False) as tx:
        assert tx.row("SELECT count(*) FROM task WHERE escalated IS NOT NULL") == (1,)


def test_taken_and_given_for_several_women_at_once(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4")), answer(NORA, haemoglobin("11.4"))))
    both = (key(cast, cast.kari_card), key(cast, cast.nora_card))
    results.take_responsibility(cast.ingrid, ctx=cast.ctx, results=both)
    assert of(cast, cast.amir) == []
    assert {task.name for task in of(cast, cast.ingrid)} == {"Kari Lunde Berg", "Nora Haugen Sletten"}
    results.give_responsibility(cast.ingrid, ctx=cast.ctx, results=both, to=cast.amir.party)
    assert len(of(cast, cast.amir)) == 2
    found = results.who_may_take(cast.ingrid, ctx=cast.ctx, card=cast.kari_card)
    assert {(one.name, one.role) for one in found} == {("Ingrid Dahl", "JO"), ("Amir Rahimi", "LE")}


def test_it_is_all_of_them_or_none(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4")), answer(NORA, haemoglobin("11.4"))))
    begin_care(cast.ctx, cast.kari, cast.lars)
    both = (key(cast, cast.kari_card), key(cast, cast.nora_card))
    with pytest.raises(Refused):
        results.take_responsibility(cast.lars, ctx=cast.ctx, results=both)
    assert len(of(cast, cast.amir)) == 2
    assert of(cast, cast.lars) == []


def test_it_is_given_only_to_one_who_cares_for_her(cast: Cast) -> None:
    receive(cast.ctx, *story()[:1])
    mine = (key(cast, cast.kari_card),)
    with pytest.raises(Rejected) as rejected:
        results.give_responsibility(cast.amir, ctx=cast.ctx, results=mine, to=cast.lars.party)
    assert rejected.value.problems == [Problem("to", "no-relation")]
    with pytest.raises(Rejected) as rejected:
        results.give_responsibility(cast.ingrid, ctx=cast.ctx, results=mine, to=cast.ingrid.party)
    assert rejected.value.problems == [Problem("results", "nothing-open")]


def test_a_woman_nobody_cares_for_any_more_has_her_results_at_the_unit(cast: Cast) -> None:
    """Silje's only relation ended before the answer came; it was asked for at Torget."""
    silje = make_woman(cast.ctx, "Silje Marie Aas", 8)
    registry.begin_care(
        JOB,
        ctx=cast.ctx,
        woman=silje.party,
        clinician=cast.ingrid.party,
        organisation=cast.ingrid.organisation,
        basis="list",
        until=MOMENT + DAY,
    )
    card = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=silje.party, key="open")
    late = cast.ctx.at(MOMENT + 2 * DAY)
    who = answers.Subject("Aas, Silje Marie", number_of(8))
    receive(late, *sent(answer(who, haemoglobin("12.4"), taken=cast.ctx.today())))
    (task,) = of(cast, cast.amir, 2)
    assert (task.card, task.responsible, task.unit, task.in_care) == (card, None, "Torget legesenter", False)


def test_taken_off_the_wrong_card_it_is_told_to_whoever_read_it(cast: Cast) -> None:
    name = answers.samples.uuid_of("two women")
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("15.0"), report_id=name)))
    look(cast, cast.amir, cast.kari_card)
    other = answer(NORA, haemoglobin("12.0"), report_id=name, minutes=9, kind=Kind.CHANGED)
    receive(cast.ctx, *sent(other))
    (task,) = of(cast, cast.amir)
    assert (task.card, task.reason) == (cast.kari_card, "withdrawn")
    seq = cards.open_card(cast.amir, ctx=cast.ctx, card=task.card).card.last_seq
    results.mark_result_seen(cast.amir, ctx=cast.ctx, card=task.card, origins=(task.origin,), up_to=seq)
    assert of(cast, cast.amir) == []


def test_placed_by_hand_it_gets_someone_who_looks_too(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(STRANGER, haemoglobin("12.4"), ferritin("24"))))
    (row,) = inbox.list_inbox(cast.amir, ctx=cast.ctx)
    by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=row.message, number=number_of(4))
    assert {(task.what, task.mine) for task in of(cast, cast.amir)} == {
        ("haemoglobin", True),
        ("ferritin", True),
    }
