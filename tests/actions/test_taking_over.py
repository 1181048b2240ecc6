"""What a unit documented is taken over to its own record once, and what was typed there never."""

import json
from decimal import Decimal

import pytest

from helsekort.actions.contacts import (
    Corrected,
    correct_contact,
    move_contact,
    record_contact,
    withdraw_contact,
)
from helsekort.actions.documents import OWN, read_document
from helsekort.actions.endings import Ending, end_pregnancy
from helsekort.actions.outcomes import Gone, Rejected
from helsekort.actions.taking_over import Lacking, mark_taken, read_lacking
from helsekort.actions.worklists import list_women
from helsekort.audit.events import Event
from helsekort.fhir.journal_text import GONE, journal_text
from tests.api.callers import Caller
from tests.api.resources import bundle, encounter, entry, observation, urn
from tests.cast import TODAY, Cast, check_up, new_key, pressure, read, record
from tests.store.stored import audit


def _lacking(cast: Cast) -> Lacking:
    return read_lacking(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)


def _text(cast: Cast) -> str:
    found = _lacking(cast)
    return journal_text(found.part, cast.ctx.catalogue, found.opened.names, {})


def _take(cast: Cast) -> None:
    mark_taken(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, up_to=_lacking(cast).up_to)


def _on_the_list(cast: Cast) -> bool:
    return next(row for row in list_women(cast.ingrid, ctx=cast.ctx) if row.card == cast.nora_card).lacking


def test_what_was_written_since_is_there_and_nothing_else(cast: Cast) -> None:
    _take(cast)
    assert (_text(cast), _on_the_list(cast)) == ("", False)
    record(cast, cast.nora_card)
    assert _on_the_list(cast)
    said = _text(cast)
    assert said.startswith("Kontroll 10.03.2026 (Ingrid Dahl)")
    assert "Blodtrykk: " in said
    assert said.count("Kontroll") == 1
    _take(cast)
    assert (_text(cast), _on_the_list(cast)) == ("", False)
    assert [line.event for line in audit(cast.ctx)].count(Event.TAKEN_OVER) == 2


def test_another_units_words_are_not_mine(cast: Cast) -> None:
    _take(cast)
    record_contact(
        cast.amir,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=check_up(),
        findings=[pressure()],
        key=new_key(),
    )
    assert (_text(cast), _on_the_list(cast)) == ("", False)
    theirs = read_lacking(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    assert len(theirs.part.contacts) == 1


def test_what_came_after_the_page_was_read_is_not_marked(cast: Cast) -> None:
    shown = _lacking(cast).up_to
    record(cast, cast.nora_card)
    mark_taken(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, up_to=shown)
    assert _text(cast).startswith("Kontroll")


def test_marked_twice_it_stands_once(cast: Cast) -> None:
    up_to = _lacking(cast).up_to
    for _ in range(2):
        mark_taken(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, up_to=up_to)
    assert [one.name for one in _lacking(cast).before] == ["Ingrid Dahl"]


@pytest.mark.parametrize("up_to", [0, -1, 10_000])
def test_what_the_card_does_not_have_cannot_be_taken(cast: Cast, up_to: int) -> None:
    with pytest.raises(Rejected):
        mark_taken(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, up_to=up_to)
    assert _lacking(cast).before == ()


def test_a_correction_and_a_withdrawal_must_be_taken_over_too(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    _take(cast)
    line = read(cast, cast.nora_card).contact(origin)
    assert line is not None
    correct_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=line.last_seq,
        contact=line.contact.now,
        findings=[Corrected(pressure(119), line.findings[0].origin)],
        reason="Tastefeil",
    )
    assert "119/" in _text(cast)
    assert "(rettet)" in _text(cast)
    _take(cast)
    line = read(cast, cast.nora_card).contact(origin)
    assert line is not None
    withdraw_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=line.last_seq,
        reason="Feil dag",
    )
    assert _text(cast).startswith(f"{GONE}Kontroll")


def test_what_the_local_record_sent_is_there_already(cast: Cast) -> None:
    _take(cast)
    system = Caller(cast, cast.ingrid)
    sent = bundle(
        "transaction",
        entry("POST", "Encounter", encounter(cast), full_url=urn(1)),
        entry("POST", "Observation", observation(cast, encounter=urn(1))),
    )
    assert system.post("", sent, Idempotency_Key="b").status_code == 200
    assert read(cast, cast.nora_card).series("weight")[0].now.value == Decimal("72.50")
    assert (_text(cast), _on_the_list(cast)) == ("", False)
    assert len(_lacking(cast).before) == 1


def test_as_a_document_it_holds_the_same(cast: Cast) -> None:
    _take(cast)
    record(cast, cast.nora_card)
    body = read_document(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, edition=OWN, door="https://x")
    kinds = [each["resource"]["resourceType"] for each in json.loads(body)["entry"]]
    assert kinds.count("Encounter") == 1
    assert "RelatedPerson" not in kinds
    with pytest.raises(Gone):
        read_document(cast.nora, ctx=cast.ctx, card=cast.nora_card, edition=OWN, door="https://x")


def test_an_ending_is_told_without_how_and_asked_for_once(cast: Cast) -> None:
    _take(cast)
    ending = Ending(TODAY, {cast.nora_fetus: "LIVE"})
    end_pregnancy(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=new_key(), looked=True)
    found = _lacking(cast)
    said = journal_text(found.part, cast.ctx.catalogue, found.opened.names, {}, ended=found.ended)
    assert "Svangerskapet er over, 10.03.2026." in said
    assert found.open
    _take(cast)
    assert (_lacking(cast).open, _lacking(cast).ended, _on_the_list(cast)) == (False, False, False)


def test_what_was_moved_off_the_card_is_lacking_without_a_text(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    _take(cast)
    line = read(cast, cast.nora_card).contact(origin)
    assert line is not None
    move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=line.last_seq,
        reason="Feil kvinne",
        to_number=None,
    )
    assert (_text(cast), _lacking(cast).open) == ("", True)
    _take(cast)
    assert not _lacking(cast).open
