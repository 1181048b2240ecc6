"""A message counts only where its laboratory is registered here, for the unit or the woman that it is about."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.actions import by_hand, inbox, laboratories, receiving, registry
from helsekort.actions.laboratories import Laboratory
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.structs import Kind
from helsekort.kith.lab_report.write import lab_element
from helsekort.kith.message_head.structs import Head
from helsekort.kith.message_head.write import write_in_head
from helsekort.kith.values import Ident, Party
from helsekort.record.codes import FNR
from helsekort.record.entries import Status
from helsekort.record.parties import NationalNumberFact, Woman
from tests.answers import (
    AMIR_ASKS,
    KARI,
    NORA,
    STRANGER,
    answer,
    ferritin,
    haemoglobin,
    keep,
    receive,
    results,
    sent,
    states,
    story,
    thyroxine,
)
from tests.cast import FJORD, JOB, LAB, MINUTE, NORDLIA, SOLSIDEN, TORGET, Cast, begin_care, number_of
from tests.store.stored import audit, breaks, written

OTHER = Party("Fjernlaboratoriet", (Ident("900888", "HER"),))
NORDLIA_ASKS = Party("Nordlia legesenter", (Ident(NORDLIA, "HER"),))


def register(cast: Cast, *serves: str, her_id: str = FJORD) -> None:
    laboratories.register_laboratory(
        JOB, ctx=cast.ctx, her_id=her_id, name="Fjordlaboratoriet", serves=serves
    )


def enveloped(cast: Cast, message: object, sender: Party) -> bytes:
    """Inside an envelope from somebody."""
    assert isinstance(message, samples.LabMessage)
    head = Head(
        samples.uuid_of(f"head {message.message_id} {sender.name}"),
        message.message_kind,
        message.sent,
        message.sent_text,
        sender,
        AMIR_ASKS,
        ack_wanted=True,
        signed=False,
    )
    return write_in_head(head, lab_element(message))


def test_one_that_nobody_registered_waits_and_changes_nothing(cast: Cast) -> None:
    before = written(cast.ctx)["entry"]
    (receipt,) = receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), laboratory=OTHER)))
    assert (receipt.state, receipt.reason, receipt.owned) == ("waiting", "unknown-laboratory", True)
    assert written(cast.ctx)["entry"] == before
    (row,) = inbox.list_inbox(cast.amir, ctx=cast.ctx)
    assert (row.reason, row.can_place, row.days) == ("unknown-laboratory", True, 0)
    shown = inbox.open_message(cast.amir, ctx=cast.ctx, message=row.message)
    assert [(item.value, item.handle) for item in shown.items] == [("12.4", "")]
    assert shown.laboratory == "Fjernlaboratoriet"


def test_one_without_a_her_id_is_known_to_nobody(cast: Cast) -> None:
    nameless = Party("Fjordlaboratoriet", (Ident("998570328", "ENH"),))
    (receipt,) = receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), laboratory=nameless)))
    assert receipt.reason == "unknown-laboratory"


def test_what_is_not_the_cards_content_waits_as_well(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(KARI, thyroxine(), laboratory=OTHER)))
    assert states(cast.ctx) == [("waiting", "unknown-laboratory")]
    assert inbox.list_outside(cast.ingrid, ctx=cast.ctx, card=cast.kari_card) == []


def test_one_that_serves_neither_the_unit_nor_those_who_care_for_her_waits(cast: Cast) -> None:
    register(cast, NORDLIA)
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"))))
    assert states(cast.ctx) == [("waiting", "laboratory-elsewhere")]
    assert results(cast, cast.kari_card) == {}


@pytest.mark.parametrize(
    ("serves", "asked"),
    [(SOLSIDEN, NORDLIA_ASKS), (TORGET, None), (NORDLIA, NORDLIA_ASKS)],
    ids=["the unit of her midwife", "the unit of her doctor", "the unit that asked"],
)
def test_one_unit_that_it_serves_is_enough(cast: Cast, serves: str, asked: Party | None) -> None:
    register(cast, serves)
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), asked=asked)))
    assert states(cast.ctx) == [("placed", "")]


def test_nobody_known_and_no_unit_known_waits_for_whose_it_is_and_is_asked_about_anew(cast: Cast) -> None:
    """Let in for now: when she is registered, the laboratory may turn out to serve somebody else."""
    register(cast, TORGET)
    receive(cast.ctx, *sent(answer(STRANGER, haemoglobin("12.4"), asked=None)))
    assert states(cast.ctx) == [("waiting", "unknown-person")]
    fact = NationalNumberFact(FNR, STRANGER.number)
    known = registry.register_party(JOB, ctx=cast.ctx, party=Woman("Prøve Ukjent", None, (fact,)))
    begin_care(cast.ctx, replace(cast.nora, party=known), cast.lars)
    receiving.work_inbox(LAB, ctx=cast.ctx, again=True)
    assert states(cast.ctx) == [("waiting", "laboratory-elsewhere")]


def test_an_envelope_from_a_stranger_withdraws_nothing(cast: Cast) -> None:
    """The report inside names our laboratory, and so could anyone's."""
    name = samples.uuid_of("stranger in the envelope")
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), report_id=name)))
    before = written(cast.ctx)["entry"]
    withdrawal = answer(KARI, report_id=name, minutes=60, kind=Kind.CANCELLED)
    receive(cast.ctx, enveloped(cast, withdrawal, OTHER))
    assert ("waiting", "unknown-laboratory") in states(cast.ctx)
    assert written(cast.ctx)["entry"] == before
    assert results(cast, cast.kari_card)["haemoglobin"].now.status is Status.FINAL
    ours = answer(KARI, haemoglobin("12.0", Kind.CHANGED), report_id=name, minutes=9, kind=Kind.CHANGED)
    receive(cast.ctx, enveloped(cast, ours, samples.LABORATORY))
    assert str(results(cast, cast.kari_card)["haemoglobin"].now.value) == "12.0"


def test_placed_by_hand_it_is_let_in_with_what_comes_later(cast: Cast) -> None:
    name = samples.uuid_of("let in")
    first = answer(KARI, haemoglobin("15.0"), report_id=name, laboratory=OTHER)
    (receipt,) = receive(cast.ctx, *sent(first))
    card = by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=receipt.message, number=number_of(3))
    assert card == cast.kari_card
    assert states(cast.ctx) == [("placed", "")]
    assert str(results(cast, cast.kari_card)["haemoglobin"].now.value) == "15.0"
    assert inbox.list_inbox(cast.amir, ctx=cast.ctx) == []
    placed = [line for line in audit(cast.ctx) if line.event == "message-placed"]
    assert [(line.card, line.party) for line in placed] == [(cast.kari_card, cast.amir.party)]
    assert breaks(cast.ctx) == []


def test_placed_by_hand_it_never_goes_to_another_than_the_one_it_names(cast: Cast) -> None:
    """The number typed is Nora's, and the message is surely Kari's: nothing moves."""
    (receipt,) = receive(cast.ctx, *sent(answer(KARI, haemoglobin("15.0"), laboratory=OTHER)))
    before = written(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=receipt.message, number=number_of(4))
    assert rejected.value.problems == [Problem("number", "another-woman")]
    assert written(cast.ctx) == before


def test_placed_by_hand_a_stranger_s_answer_about_nobody_known_goes_to_the_one_named(cast: Cast) -> None:
    (receipt,) = receive(cast.ctx, *sent(answer(STRANGER, haemoglobin("15.0"), laboratory=OTHER)))
    assert receipt.reason == "unknown-laboratory"
    card = by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=receipt.message, number=number_of(4))
    assert card == cast.nora_card
    assert set(results(cast, cast.nora_card)) == {"haemoglobin"}


def test_a_stranger_s_message_from_next_year_is_not_placed_by_hand_either(cast: Cast) -> None:
    ahead = answer(KARI, haemoglobin("15.0"), laboratory=OTHER)
    ahead = replace(ahead, report=replace(ahead.report, issued=ahead.report.issued + dt.timedelta(days=365)))
    (receipt,) = receive(cast.ctx, *sent(ahead))
    with pytest.raises(Rejected) as rejected:
        by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=receipt.message, number=number_of(3))
    assert rejected.value.problems == [Problem("message", "not-by-hand")]
    assert results(cast, cast.kari_card) == {}


def test_registered_after_it_came_it_lands_when_tried_again(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), laboratory=OTHER)))
    register(cast, TORGET, her_id="900888")
    assert receiving.work_inbox(LAB, ctx=cast.ctx) == []
    (receipt,) = receiving.work_inbox(LAB, ctx=cast.ctx, again=True)
    assert receipt.state == "placed"


def test_what_was_let_in_stays_when_the_laboratory_ends_its_service(cast: Cast) -> None:
    """Its card is untouched; a correction from then on waits, and the value it corrects still stands."""
    new, changed, _ = story(NORA)
    receive(cast.ctx, new)
    later = cast.ctx.at(cast.ctx.now() + MINUTE)
    laboratories.register_laboratory(JOB, ctx=later, her_id=FJORD, name="Fjordlaboratoriet", serves=())
    keep(later, changed)
    receiving.work_inbox(LAB, ctx=later)
    receiving.work_inbox(LAB, ctx=later, again=True)
    assert sorted(states(cast.ctx)) == [("placed", ""), ("waiting", "laboratory-elsewhere")]
    trail = results(cast, cast.nora_card)["haemoglobin"]
    assert (str(trail.now.value), trail.now.status) == ("15.0", Status.FINAL)
    (row,) = inbox.list_inbox(cast.amir, ctx=cast.ctx)
    by_hand.place_by_hand(cast.amir, ctx=later, message=row.message, number=number_of(4))
    assert str(results(cast, cast.nora_card)["haemoglobin"].now.value) == "12.0"


def test_set_aside_it_takes_no_other_message_of_the_report_along(cast: Cast) -> None:
    name = samples.uuid_of("aside")
    receive(
        cast.ctx,
        *sent(answer(STRANGER, ferritin("24"), report_id=name)),
        enveloped(cast, answer(STRANGER, report_id=name, minutes=9, kind=Kind.CANCELLED), OTHER),
    )
    rows = inbox.list_inbox(cast.amir, ctx=cast.ctx)
    found = {row.reason: row.message for row in rows}
    assert set(found) == {"unknown-person", "unknown-laboratory"}
    why = found["unknown-laboratory"]
    inbox.set_aside(cast.amir, ctx=cast.ctx, message=why, why="Ikke vårt laboratorium")
    assert [row.reason for row in inbox.list_inbox(cast.amir, ctx=cast.ctx)] == ["unknown-person"]


def test_the_register_is_listed_and_brought_up_to_date(cast: Cast) -> None:
    later = cast.ctx.at(cast.ctx.now() + MINUTE)
    laboratories.register_laboratory(JOB, ctx=later, her_id="900199", name=" Ny lab ", serves=(NORDLIA,))
    laboratories.register_laboratory(JOB, ctx=later, her_id=FJORD, name="Fjord", serves=(TORGET,))
    assert laboratories.list_laboratories(JOB, ctx=later) == [
        Laboratory(FJORD, "Fjord", ("Torget legesenter",)),
        Laboratory("900199", "Ny lab", ("Nordlia legesenter",)),
    ]


@pytest.mark.parametrize(
    ("her_id", "name", "serves", "problem"),
    [
        ("HER1", "Lab", TORGET, Problem("her_id", "not-a-her-id")),
        ("", "Lab", TORGET, Problem("her_id", "not-a-her-id")),
        ("1" * 11, "Lab", TORGET, Problem("her_id", "not-a-her-id")),
        ("900199", "  ", TORGET, Problem("name", "missing")),
        ("900199", "Lab", "123", Problem("123", "no-such-unit")),
    ],
)
def test_what_cannot_be_registered_is_said_and_changes_nothing(
    cast: Cast, her_id: str, name: str, serves: str, problem: Problem
) -> None:
    before = written(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        laboratories.register_laboratory(JOB, ctx=cast.ctx, her_id=her_id, name=name, serves=(serves,))
    assert rejected.value.problems == [problem]
    assert written(cast.ctx) == before
