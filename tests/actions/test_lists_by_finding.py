"""The women one cares for, by finding: who stands where, what takes them off, and what is told of it."""

import pytest
from msgspec.structs import replace

from helsekort.actions.cards import read_own_log
from helsekort.actions.contacts import record_contact
from helsekort.actions.endings import Ending, end_pregnancy
from helsekort.actions.guidance import act_on_guidance, read_guidance
from helsekort.actions.judging import confirmation_mark
from helsekort.actions.lists_by_finding import ByFinding, list_by_finding
from helsekort.actions.outcomes import Gone
from helsekort.guideline.acts import Act, Acted
from helsekort.guideline.finding_lists import finding_lists
from helsekort.guideline.guidance import guidance
from helsekort.record.entries import Contact, ContactKind, Way
from tests import cast as made
from tests.cast import Cast, new_key

RAISED = "blood_pressure.raised"


def cards(found: ByFinding, key: str) -> tuple[int, ...]:
    return next((one.cards for one in found.lists.found if one.key == key), ())


def ingrids(cast: Cast) -> ByFinding:
    return list_by_finding(cast.ingrid, ctx=cast.ctx)


def test_a_woman_stands_on_the_list_of_what_is_found_on_her_card(cast: Cast) -> None:
    assert cards(ingrids(cast), RAISED) == ()
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    found = ingrids(cast)
    assert cards(found, RAISED) == (cast.nora_card,)
    assert found.women[cast.nora_card].age == made.read(cast, cast.nora_card).age(made.TODAY)


def test_what_was_done_with_takes_her_off(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    then = read_guidance(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).then
    one = next(each for each in then.found if each.name == RAISED)
    act_on_guidance(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        rule=one.name,
        rests_on=one.basis,
        act=Act(Acted.DONE),
        key=new_key(),
    )
    assert cards(ingrids(cast), RAISED) == ()


def test_what_is_found_after_the_birth_stands_there_and_what_was_not_asked_in_the_pregnancy_does_not(
    cast: Cast,
) -> None:
    """A very high blood pressure in the week after stood on her card alone, and on no list."""
    assert cast.nora_card in {card for one in ingrids(cast).lists.unjudged for card in one.lacks}
    ending = Ending(made.TODAY, {cast.nora_fetus: "LIVE"})
    end_pregnancy(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=new_key(), looked=True)
    later = replace(cast, ctx=cast.ctx.at(cast.ctx.now() + 5 * 24 * 60 * made.MINUTE))
    there = later.ctx.today()
    high = replace(made.pressure(168, 112), on=there)
    record_contact(
        later.ingrid,
        ctx=later.ctx,
        card=cast.nora_card,
        contact=Contact(ContactKind.CONTACT, Way.VISIT, there),
        findings=[high],
        key=new_key(),
        confirmed=frozenset([confirmation_mark(high)]),
    )
    found = list_by_finding(later.ingrid, ctx=later.ctx)
    assert cards(found, "blood_pressure.severe") == (cast.nora_card,)
    assert (found.women[cast.nora_card].age, found.women[cast.nora_card].after) == (None, 5)
    assert cast.nora_card not in {card for one in found.lists.unjudged for card in one.lacks}


def test_what_could_be_asked_stands_under_what_cannot_be_judged(cast: Cast) -> None:
    unjudged = {one.key: one.lacks for one in ingrids(cast).lists.unjudged}
    assert cast.nora_card in unjudged["gestational_diabetes"]
    assert all(lacks for one in unjudged.values() for lacks in one.values())
    assert "violence" not in unjudged


def test_the_most_urgent_list_stands_first(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    urgencies = [one.rule.urgency for one in ingrids(cast).lists.found]
    assert {each.value for each in urgencies} >= {"days", "visit"}
    order = ["now", "today", "days", "visit", "plan"]
    assert [each.value for each in urgencies] == sorted(urgencies, key=lambda one: order.index(one.value))


def test_who_cares_for_nobody_has_empty_lists(cast: Cast) -> None:
    found = list_by_finding(cast.lars, ctx=cast.ctx)
    assert (found.lists.found, found.lists.unjudged, found.women) == ((), (), {})


def test_each_woman_can_read_that_she_was_listed(cast: Cast) -> None:
    before = len(read_own_log(cast.nora, ctx=cast.ctx))
    ingrids(cast)
    assert len(read_own_log(cast.nora, ctx=cast.ctx)) > before


def test_switched_off_there_are_no_lists(cast: Cast) -> None:
    with pytest.raises(Gone):
        list_by_finding(cast.ingrid, ctx=replace(cast.ctx, guideline=None))


def test_a_protected_topic_has_no_list(cast: Cast) -> None:
    """Were blood pressure protected, nobody would stand on its lists."""
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    guideline = made.guideline()
    topics = tuple(replace(topic, protected=True) for topic in guideline.pack.topics)
    hidden = replace(guideline, pack=replace(guideline.pack, topics=topics))
    card = made.read(cast, cast.nora_card)
    open_to_all, kept = (
        finding_lists([(cast.nora_card, guidance(each, card, made.TODAY, None))])
        for each in (guideline, hidden)
    )
    assert open_to_all.found
    assert open_to_all.unjudged
    assert (kept.found, kept.unjudged) == ((), ())
