"""What is hidden leaves no trace: a card with it and one without it read alike to whoever may not see it."""

from typing import Any

import pytest

from helsekort.actions import attachments, cards, epicrises, epicrisis_post, referred, resources, rows
from helsekort.actions.outcomes import Doubt, Gone
from helsekort.actions.printing import Edition, print_card
from helsekort.fhir.search import read_query
from helsekort.record.entries import Cell, Row, Step
from tests import cast as made
from tests.actions.every_epicrisis_action import WORDS, written
from tests.actions.every_epicrisis_action import at as on_it
from tests.actions.every_file_action import attached
from tests.actions.every_referral_action import answer, sent
from tests.actions.test_handovers import handed, hege
from tests.cast import TODAY, Cast, finding, record

ABORTION = Row("earlier_birth", TODAY, (Cell("outcome", "TERMINATION"),))


def log(cast: Cast) -> list[tuple[str, tuple[str, ...]]]:
    """What she reads that others have written."""
    return [
        (line.event, line.about)
        for line in cards.read_own_log(cast.nora, ctx=cast.ctx)
        if not line.own and line.event not in ("read", "listed")
    ]


def wrote(cast: Cast, *written: Row) -> int:
    given: dict[str, Any] = {"card": cast.nora_card, "findings": [], "rows": list(written)}
    return rows.write_answers(cast.ingrid, ctx=cast.ctx, key=made.new_key(), **given)[0]


def test_a_file_beside_what_is_hidden_is_not_in_her_log(cast: Cast) -> None:
    before = log(cast)
    attached(cast, wrote(cast, ABORTION))
    assert log(cast) == before


@pytest.mark.parametrize("step", [Step.RECEIVED, Step.ACCEPTED])
def test_a_referral_whose_reason_is_hidden_is_not_in_her_log(cast: Cast, step: Step) -> None:
    before = log(cast)
    answer(cast, sent(cast, why="SAFETY"), step)
    assert log(cast) == before
    answer(cast, sent(cast), step)
    assert len(log(cast)) > len(before), "an open one is told of"


def test_her_log_does_not_say_that_a_reader_was_asked_for_a_hidden_reason(cast: Cast) -> None:
    def rules() -> set[str]:
        own = cards.read_own_log(cast.nora, ctx=cast.ctx)
        return {line.rule for line in own if line.who == "Lars Brekke"}

    hidden = sent(cast, why="SAFETY")
    referred.open_referral(cast.lars, ctx=cast.ctx, card=cast.nora_card, origin=hidden)
    assert rules() == {""}, "that he read is hers to know"
    sent(cast)
    assert rules() == {"referred-to-the-unit"}


def following(cast: Cast) -> list[set[str]]:
    """The units that follow her, as three pages name them: her own, a print to show others, and the midwife's."""
    given: dict[str, Any] = {"ctx": cast.ctx, "card": cast.nora_card}
    return [
        {*cards.open_own_card(cast.nora, ctx=cast.ctx).units.values()},
        {*print_card(cast.ingrid, edition=Edition.SHARING, **given).units.values()},
        {*cards.open_card(cast.ingrid, **given).units.values()},
    ]


def test_a_unit_asked_for_a_hidden_reason_is_not_among_those_that_follow_her(cast: Cast) -> None:
    hers, shared, whole = following(cast)
    answer(cast, sent(cast, why="SAFETY"), Step.ACCEPTED)
    asked = {"Nordlia legesenter"}
    assert following(cast) == [hers, shared, whole | asked]
    answer(cast, sent(cast), Step.ACCEPTED)
    assert following(cast) == [hers | asked, shared | asked, whole | asked]


def test_a_file_beside_a_held_result_is_held_with_it(cast: Cast) -> None:
    visit = record(cast, cast.nora_card, finding("hiv", "POS"))
    origin = attached(cast, visit)
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).card.attachments == []
    with pytest.raises(Gone):
        named = made.hers(cast, origin)
        attachments.open_file(cast.nora, ctx=cast.ctx, card=cast.nora_card, origin=named)
    query = read_query("DocumentReference", [])
    found = resources.search_card(cast.nora, ctx=cast.ctx, card=cast.nora_card, query=query)
    assert (found.total, found.matches) == (0, [])
    assert ("written", ("file",)) not in log(cast)


def test_her_own_answer_is_not_asked_about_for_what_is_hidden(cast: Cast) -> None:
    """She is asked what she means by what she knows of: by what she said herself, and by nothing that is kept off."""
    facts: dict[str, Any] = {"card": cast.nora_card, "rows": []}
    illness, none = finding("illness_mental", value=True), finding("illness_none", value=True)
    rows.write_answers(cast.ingrid, ctx=cast.ctx, findings=[illness], key="theirs", **facts)
    rows.answer_own(cast.nora, ctx=cast.ctx, findings=[none], key="hers", **facts)
    known = finding("illness_heart", value=True)
    rows.write_answers(cast.ingrid, ctx=cast.ctx, findings=[known], key="known", **facts)
    with pytest.raises(Doubt):
        rows.answer_own(cast.nora, ctx=cast.ctx, findings=[none], key="again", **facts)


DRAFT = "Skrevet i feil kort"


def signed_anew(cast: Cast) -> int:
    """A summary that said something else before it was signed, and was sent to Lars; its origin."""
    origin = written(cast, {("birth", ""): DRAFT})
    epicrises.change_epicrisis(cast.ingrid, ctx=cast.ctx, **on_it(cast, origin, words=WORDS))
    epicrises.sign_epicrisis(cast.ingrid, ctx=cast.ctx, **on_it(cast, origin))
    to = (cast.lars.organisation,)
    epicrisis_post.send_epicrisis(cast.ingrid, ctx=cast.ctx, **on_it(cast, origin, to=to))
    return origin


def test_what_a_draft_said_before_it_was_signed_is_for_those_who_wrote_it(cast: Cast) -> None:
    origin = signed_anew(cast)
    which: dict[str, Any] = {"card": cast.nora_card, "kind": "Composition"}
    for reader, named, seen in ((cast.ingrid, origin, True), (cast.nora, made.hers(cast, origin), False)):
        versions = resources.read_history(reader, ctx=cast.ctx, origin=named, **which)
        said = b"".join(each.body or b"" for each in versions)
        assert (DRAFT.encode() in said) is seen
        assert WORDS["birth", ""].encode() in said
    assert DRAFT not in repr(cards.open_own_card(cast.nora, ctx=cast.ctx).card)
    for reader, seen in ((cast.ingrid, True), (cast.lars, False)):
        found = epicrisis_post.open_epicrisis(reader, ctx=cast.ctx, card=cast.nora_card, origin=origin)
        assert (DRAFT in repr(found)) is seen


def test_who_is_sent_a_summary_or_a_handover_is_given_no_file_and_no_other_text(cast: Cast) -> None:
    attached(cast, title="Skrevet på papir")
    origin = signed_anew(cast)
    summary = epicrisis_post.open_epicrisis(cast.lars, ctx=cast.ctx, card=cast.nora_card, origin=origin)
    assert summary.opened.card.attachments == []
    nurse = hege(cast)
    came = referred.open_referral(nurse, ctx=cast.ctx, card=cast.nora_card, origin=handed(cast, nurse))
    assert (came.opened.card.attachments, came.opened.card.epicrises) == ([], [])
