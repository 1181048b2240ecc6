"""A class of results is held from her until she was told, or for days; until then there is no trace of it for her."""

from collections.abc import Callable
from typing import Any

import pytest

from helsekort.actions import cards, contacts, resources, results
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.actions.receiving import work_inbox
from helsekort.fhir.glance import address_of
from helsekort.fhir.search import read_query
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.structs import Kind
from tests import answers
from tests.answers import NORA, answer, haemoglobin, hiv, receive, sent
from tests.cast import LAB, MOMENT, Cast, covers, finding, new_key
from tests.whole import bodies_of

DAY = 24 * 60 * 60 * 1_000_000


def hers(cast: Cast, ctx: Context | None = None) -> dict[str, Any]:
    """All that Nora can see: her card, her log, and both through another system."""
    ctx = ctx or cast.ctx
    own = cards.open_own_card(cast.nora, ctx=ctx)
    found = bodies_of(resources.read_everything(cast.nora, ctx=ctx, card=cast.nora_card))
    query = read_query("Observation", [("code", "hiv")])
    return {
        "findings": [trail.now.what for trail in own.card.all_findings()],
        "reports": len(own.card.reports),
        "last": own.card.last_seq,
        "results": own.results,
        "misplaced": len(own.card.misplaced),
        "log": [
            (line.event, line.about)
            for line in cards.read_own_log(cast.nora, ctx=ctx)
            if not line.own and line.event not in ("read", "listed")
        ],
        "resources": sorted(address_of(each)[1].decode() for each in found),
        "search": resources.search_card(cast.nora, ctx=ctx, card=cast.nora_card, query=query).total,
    }


def tell(cast: Cast, ctx: Context | None = None) -> None:
    trail = answers.results(cast, cast.nora_card)["hiv"]
    results.mark_told(
        cast.ingrid,
        ctx=ctx or cast.ctx,
        card=cast.nora_card,
        origins=(trail.origin,),
        up_to=trail.last.seq,
    )


@pytest.mark.parametrize("words", ["Negativ", "Positiv"])
def test_there_is_no_trace_of_it_for_her(cast: Cast, words: str) -> None:
    before = hers(cast)
    receive(cast.ctx, *sent(answer(NORA, hiv(words))))
    assert set(answers.results(cast, cast.nora_card)) == {"hiv"}
    assert hers(cast) == before


def test_what_came_with_it_is_shown(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, hiv("Negativ"), haemoglobin("12.4"))))
    found = hers(cast)
    assert found["findings"] == ["haemoglobin"]
    assert found["reports"] == 0
    assert found["log"].count(("written", ("laboratory",))) == 1


def test_what_came_with_it_says_nothing_of_it_through_another_system(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, hiv("Negativ"), haemoglobin("12.40"))))
    told = {}
    for reader in (cast.nora, cast.ingrid):
        found = bodies_of(resources.read_everything(reader, ctx=cast.ctx, card=cast.nora_card))
        told[reader] = next(body.decode() for body in found if b'"haemoglobin"' in body)
    assert "DiagnosticReport/" in told[cast.ingrid]
    assert "DiagnosticReport/" not in told[cast.nora]
    assert '"value":12.40,' in told[cast.nora]
    tell(cast)
    after = bodies_of(resources.read_everything(cast.nora, ctx=cast.ctx, card=cast.nora_card))
    assert covers(cast).over(told[cast.ingrid].encode()) in after


def test_told_she_sees_it_with_its_history_in_her_log(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, hiv("Negativ"))))
    state = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).results
    (one,) = state.values()
    assert (one.held, one.told) == ("infection", False)
    tell(cast)
    found = hers(cast)
    assert (found["findings"], found["reports"], found["search"]) == (["hiv"], 1, 1)
    assert ("written", ("laboratory",)) in found["log"]
    (one,) = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).results.values()
    assert (one.held, one.told) == (None, True)


def test_when_the_days_are_over_it_is_shown_and_the_unit_is_alarmed(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, hiv("Negativ"))))
    days = cast.ctx.results.held["infection"].days
    last_day, first_day = (cast.ctx.at(MOMENT + number * DAY) for number in (days - 1, days))
    assert hers(cast, last_day)["findings"] == []
    assert hers(cast, first_day)["findings"] == ["hiv"]
    work_inbox(LAB, ctx=last_day)
    work_inbox(LAB, ctx=first_day)
    work_inbox(LAB, ctx=first_day)
    found = [task for task in results.list_results(cast.amir, ctx=first_day) if task.reason == "hold-ended"]
    assert [(task.card, task.what) for task in found] == [(cast.nora_card, "hiv")]
    tell(cast, first_day)
    left = {task.reason for task in results.list_results(cast.amir, ctx=first_day)}
    assert "hold-ended" not in left


def test_told_in_time_nobody_is_alarmed(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, hiv("Negativ"))))
    tell(cast)
    work_inbox(LAB, ctx=cast.ctx.at(MOMENT + 40 * DAY))
    later = results.list_results(cast.amir, ctx=cast.ctx.at(MOMENT + 40 * DAY))
    assert "hold-ended" not in {task.reason for task in later}


def test_a_correction_is_held_anew(cast: Cast) -> None:
    """What she was told no longer holds, so it is not left standing for her either."""
    name = samples.uuid_of("hiv")
    receive(cast.ctx, *sent(answer(NORA, hiv("Negativ"), report_id=name)))
    tell(cast)
    changed = answer(NORA, hiv("Positiv", Kind.CHANGED), report_id=name, minutes=60, kind=Kind.CHANGED)
    receive(cast.ctx, *sent(changed))
    found = hers(cast)
    assert (found["findings"], found["search"]) == ([], 0)
    tell(cast)
    assert hers(cast)["findings"] == ["hiv"]


def test_typed_by_a_person_it_is_held_alike(cast: Cast) -> None:
    contacts.state_facts(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[finding("hiv", "NEG"), finding("allergies", False)],
        key=new_key(),
    )
    found = hers(cast)
    assert found["findings"] == ["allergies"]
    (held,) = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).results
    results.mark_told(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origins=(held,), up_to=held)
    assert sorted(hers(cast)["findings"]) == ["allergies", "hiv"]


def test_only_what_is_of_a_held_class_is_told(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, haemoglobin("12.4"))))
    trail = answers.results(cast, cast.nora_card)["haemoglobin"]
    with pytest.raises(Rejected) as rejected:
        results.mark_told(
            cast.amir, ctx=cast.ctx, card=cast.nora_card, origins=(trail.origin,), up_to=trail.last.seq
        )
    assert rejected.value.problems == [Problem("origins", "not-held")]


@pytest.mark.parametrize("action", [results.mark_told, results.mark_result_seen])
def test_a_result_that_is_not_there_is_refused(cast: Cast, action: Callable[..., None]) -> None:
    with pytest.raises(Refused):
        action(cast.amir, ctx=cast.ctx, card=cast.nora_card, origins=(999,), up_to=9999)


def test_nobody_types_what_a_laboratory_said(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(NORA, haemoglobin("12.4"))))
    copied = answers.results(cast, cast.nora_card)["haemoglobin"].now
    with pytest.raises(Rejected) as rejected:
        contacts.state_facts(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[copied], key=new_key())
    assert rejected.value.problems == [Problem("haemoglobin", "from-laboratory")]
