"""Who does not see a class may write on the card still: what they do not see stays, and no answer tells of it."""

from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import cards, contacts, epicrises, rows
from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import Cell, Row
from helsekort.record.ids import entry_id
from tests import cast as made
from tests.actions.closed_out import block
from tests.actions.every_epicrisis_action import at, born, written
from tests.api.callers import Caller
from tests.cast import TODAY, Cast
from tests.store.stored import breaks, content

LYING_IN = Row(
    "postpartum", TODAY, (Cell("uterus", "fast"), Cell("mood", "trist"), Cell("bowels", "i orden"))
)
"""A row of which one cell is of the class of mental health."""


def _written(cast: Cast) -> int:
    given: dict[str, Any] = {"card": cast.nora_card, "findings": [], "key": made.new_key()}
    (origin,) = rows.write_answers(cast.ingrid, ctx=cast.ctx, rows=[LYING_IN], **given)
    return origin


def _row(cast: Cast, who: Actor, origin: int) -> Trail[Row]:
    found = cards.open_card(who, ctx=cast.ctx, card=cast.nora_card).card.rows
    return next(trail for trail in found if trail.origin == origin)


def _correct(cast: Cast, who: Actor, origin: int, **said: str) -> None:
    """Change what they see of the row."""
    seen = _row(cast, who, origin)
    cells = tuple(replace(cell, value=said.get(cell.what, cell.value)) for cell in seen.now.cells)
    rows.correct_row(
        who,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=seen.last.seq,
        row=replace(seen.now, cells=cells),
        reason="Skrivefeil",
    )


def test_a_correction_takes_away_nothing_that_its_writer_does_not_see(cast: Cast) -> None:
    origin = _written(cast)
    block(cast, cast.amir.party, "mind")
    _correct(cast, cast.amir, origin, uterus="bløt")
    now = _row(cast, cast.ingrid, origin).now
    assert now.cells == (Cell("uterus", "bløt"), *LYING_IN.cells[1:])
    assert breaks(cast.ctx) == []


def test_what_was_changed_unseen_before_it_stands(cast: Cast) -> None:
    origin = _written(cast)
    _correct(cast, cast.ingrid, origin, mood="glad")
    block(cast, cast.amir.party, "mind")
    _correct(cast, cast.amir, origin, uterus="bløt")
    trail = _row(cast, cast.ingrid, origin)
    assert (trail.now.value("uterus"), trail.now.value("mood"), trail.last.version) == ("bløt", "glad", 3)


def test_a_row_that_is_withdrawn_is_withdrawn_whole(cast: Cast) -> None:
    origin = _written(cast)
    _correct(cast, cast.ingrid, origin, mood="glad")
    block(cast, cast.amir.party, "mind")
    seen = _row(cast, cast.amir, origin)
    given: dict[str, Any] = {"card": cast.nora_card, "origin": origin, "base_seq": seen.last.seq}
    rows.withdraw_row(cast.amir, ctx=cast.ctx, reason="Feil kvinne", **given)
    trail = _row(cast, cast.ingrid, origin)
    assert (trail.stands, trail.now.value("mood")) == (False, "glad")


def _contact(cast: Cast) -> dict[str, Any]:
    """A contact with a test for HIV, by one from whom infections are hidden."""
    origin = made.record(cast, cast.nora_card, made.pressure(), made.finding("hiv", "NEG"))
    block(cast, cast.amir.party, "infection")
    line = _line(cast, cast.amir, origin)
    assert [trail.now.what for trail in line.findings] == ["blood_pressure"]
    return {"card": cast.nora_card, "origin": origin, "base_seq": line.last_seq, "reason": "Feil kvinne"}


def _line(cast: Cast, who: Actor, origin: int) -> ContactLine:
    found = cards.open_card(who, ctx=cast.ctx, card=cast.nora_card).card.contact(origin)
    assert found is not None
    return found


def test_a_contact_that_is_withdrawn_takes_what_is_hidden_along(cast: Cast) -> None:
    given = _contact(cast)
    contacts.withdraw_contact(cast.amir, ctx=cast.ctx, **given)
    assert not any(trail.stands for trail in _line(cast, cast.ingrid, given["origin"]).findings)


def test_of_a_contact_on_the_wrong_woman_nothing_stays_with_her(cast: Cast) -> None:
    given = _contact(cast)
    contacts.move_contact(cast.amir, ctx=cast.ctx, to_number=made.number_of(3), **given)
    hers, others = (
        {
            trail.now.what
            for trail in cards.open_card(cast.ingrid, ctx=cast.ctx, card=card).card.all_findings()
        }
        for card in (cast.nora_card, cast.kari_card)
    )
    assert "hiv" not in hers
    assert {"hiv", "blood_pressure"} <= others


def test_a_summary_keeps_the_part_that_who_changes_it_does_not_see(cast: Cast) -> None:
    born(cast)
    _written(cast)
    composed = epicrises.compose_epicrisis(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).blocks
    words = {(one.key, one.hidden): f"Om {one.hidden or one.key}" for one in composed}
    origin = written(cast, words)
    block(cast, cast.amir.party, "mind")
    seen = {place: "Nytt" for place in words if place[1] != "mind"}
    epicrises.change_epicrisis(cast.amir, ctx=cast.ctx, words=seen, **at(cast, origin))
    line = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).card.epicrisis(origin)
    assert line is not None
    said = {part.hidden: part.words for part in line.epicrisis.now.parts}
    assert (said["mind"], said[""]) == ("Om mind", "Nytt")


@pytest.fixture
def hidden(cast: Cast) -> dict[str, Any]:
    """Gives a test for HIV as Amir's system had read it, before infections were closed to him."""
    (origin,) = contacts.state_facts(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[made.finding("hiv", "NEG")], key="k"
    )
    stood: dict[str, Any] = (
        Caller(cast, cast.amir).get(f"/Observation/{entry_id(cast.nora_card, origin)}").json()
    )
    block(cast, cast.amir.party, "infection")
    return stood


@pytest.mark.parametrize("version", ["1", "7"])
def test_a_change_of_what_is_closed_is_answered_as_of_what_is_not_there(
    cast: Cast, hidden: dict[str, Any], version: str
) -> None:
    amir, before = Caller(cast, cast.amir), content(cast.ctx)
    wrong = {**hidden, "status": "entered-in-error", "meta": {"versionId": version}}
    answers = [
        amir.put(f"/Observation/{name}", {**wrong, "id": name}, If_Match=f'W/"{version}"')
        for name in (hidden["id"], entry_id(cast.nora_card, 900))
    ]
    assert [(each.status_code, each.text) for each in answers] == [(404, answers[0].text)] * 2
    assert content(cast.ctx) == before


def _fresh(stood: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    return {name: part for name, part in stood.items() if name not in ("id", "meta", "performer")} | more


def test_what_one_writes_of_a_closed_class_one_gets_back_once(cast: Cast, hidden: dict[str, Any]) -> None:
    amir = Caller(cast, cast.amir)
    made_now = amir.create(_fresh(hidden), key="a")
    assert made_now["valueCodeableConcept"] == hidden["valueCodeableConcept"]
    assert amir.get(f"/Observation/{made_now['id']}").status_code == 404
    assert amir.post("/Observation", _fresh(hidden), Idempotency_Key="a").status_code == 422


def test_an_identifier_that_another_used_of_a_closed_class_leads_to_nothing(
    cast: Cast, hidden: dict[str, Any]
) -> None:
    sent = _fresh(hidden, identifier=[{"system": "https://journal.example/id", "value": "1"}])
    Caller(cast, cast.ingrid).create(sent)
    told = Caller(cast, cast.amir).post("/Observation", sent)
    assert told.status_code == 422
    assert hidden["code"]["coding"][0]["code"] not in told.text


def test_a_row_changed_by_another_system_keeps_what_that_does_not_see(cast: Cast) -> None:
    origin = _written(cast)
    _correct(cast, cast.ingrid, origin, mood="glad")
    block(cast, cast.amir.party, "mind")
    amir, name = Caller(cast, cast.amir), entry_id(cast.nora_card, origin)
    read = amir.get(f"/Observation/{name}").json()
    assert "glad" not in str(read)
    reason = {
        "url": "https://helsekort.example/fhir/StructureDefinition/change-reason",
        "valueString": "Feil",
    }
    sent = {**read, "status": "corrected", "extension": [*read.get("extension", []), reason]}
    sent["component"] = [
        {**part, "valueString": "bløt"} if part.get("valueString") == "fast" else part
        for part in read["component"]
    ]
    answer = amir.put(f"/Observation/{name}", sent, If_Match=f'W/"{read["meta"]["versionId"]}"')
    assert answer.status_code == 200, answer.text
    assert "bløt" in answer.text
    assert "glad" not in answer.text
    now = _row(cast, cast.ingrid, origin).now
    assert (now.value("uterus"), now.value("mood")) == ("bløt", "glad")
