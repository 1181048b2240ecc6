"""An entry on the wrong woman is taken from her view and her log at once, and written on the right one's card."""

from decimal import Decimal

import pytest

from helsekort.actions import cards, contacts, worklists
from helsekort.actions.contacts import Corrected
from helsekort.actions.outcomes import Doubt, Refused, Rejected, Stale
from helsekort.record.entries import Status
from tests.cast import Cast, check_up, finding, name_fetus, number_of, pressure, read, record
from tests.store.stored import about_card, audit, breaks, refusals, written

KARIS, NORAS, NOBODYS = number_of(3), number_of(4), number_of(20)


def _move(
    cast: Cast,
    origin: int,
    to_number: str | None,
    *,
    base: int | None = None,
    reason: str = "Feil kvinne",
    looked: bool = False,
) -> int | None:
    line = read(cast, cast.nora_card).contact(origin)
    return contacts.move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=base if base is not None else line.last_seq if line else 0,
        to_number=to_number,
        reason=reason,
        looked=looked,
    )


def _codes(error: pytest.ExceptionInfo[Rejected]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in error.value.problems]


def test_it_is_gone_from_her_card_and_stands_on_the_other(cast: Cast) -> None:
    origin = record(cast, cast.nora_card, pressure(), finding("note", "Kari forteller at hun sover godt."))
    assert _move(cast, origin, KARIS) == cast.kari_card
    for opened in (
        cards.open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card),
        cards.open_own_card(cast.nora, ctx=cast.ctx),
    ):
        assert opened.card.contacts == []
        assert list(opened.card.all_findings()) == []
    (line,) = read(cast, cast.kari_card).contacts
    assert [trail.now.value for trail in line.findings] == [
        pressure().value,
        "Kari forteller at hun sover godt.",
    ]
    assert line.contact.now.moved_in
    assert line.contact.now.held_by == cast.ingrid.party
    assert {trail.now.status for trail in line.findings} == {Status.FINAL}
    rows = {row.card: row for row in worklists.list_women(cast.ingrid, ctx=cast.ctx)}
    assert rows[cast.nora_card].last_contact is None
    assert rows[cast.kari_card].last_contact == check_up().on
    assert breaks(cast.ctx) == []


def test_it_is_gone_from_her_log_and_the_controller_still_has_it(cast: Cast) -> None:
    untouched = cards.read_own_log(cast.nora, ctx=cast.ctx)
    origin = record(cast, cast.nora_card)
    contacts.correct_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=origin + 1,
        contact=check_up(),
        findings=[Corrected(pressure(118), origin + 1)],
        reason="Tastefeil",
    )
    assert len(cards.read_own_log(cast.nora, ctx=cast.ctx)) == len(untouched) + 2
    contacts.move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=origin + 2,
        to_number=None,
        reason="Feil kvinne",
    )
    assert cards.read_own_log(cast.nora, ctx=cast.ctx) == untouched
    kept = [line for line in audit(cast.ctx) if line.card == cast.nora_card and origin in line.entries]
    assert [line.event for line in kept] == ["written"]
    (moved,) = [line for line in audit(cast.ctx) if line.event == "moved"]
    assert moved.hidden_from_her
    assert len(read(cast, cast.nora_card).misplaced) == 5


def test_only_taken_away(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    other = about_card(cast.ctx, cast.kari_card)
    assert _move(cast, origin, None) is None
    assert read(cast, cast.nora_card).contacts == []
    assert about_card(cast.ctx, cast.kari_card) == other


def test_twice_is_once(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    _move(cast, origin, KARIS)
    before = written(cast.ctx)
    assert _move(cast, origin, KARIS) == cast.kari_card
    assert written(cast.ctx) == before


def test_what_was_corrected_moves_as_it_stands(cast: Cast) -> None:
    origin = record(cast, cast.nora_card, pressure(), finding("weight", Decimal(70)))
    contacts.correct_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=origin + 2,
        contact=check_up(),
        findings=[Corrected(pressure(118), origin + 1)],
        reason="Tastefeil",
    )
    _move(cast, origin, KARIS)
    (line,) = read(cast, cast.kari_card).contacts
    assert [(trail.now.what, trail.now.value, trail.now.reason) for trail in line.findings] == [
        ("blood_pressure", pressure(118).value, None)
    ]


def test_a_fetus_is_found_by_its_label(cast: Cast) -> None:
    kari_b = name_fetus(cast.ctx, cast.ingrid, cast.kari_card, "B")
    name_fetus(cast.ctx, cast.ingrid, cast.kari_card, "A")
    nora_b = name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    origin = record(cast, cast.nora_card, finding("fetal_heart_rate", Decimal(140), fetus=nora_b))
    _move(cast, origin, KARIS)
    found = read(cast, cast.kari_card).latest("fetal_heart_rate", kari_b)
    assert found is not None
    assert found.value == Decimal(140)


def test_the_one_child_of_one_woman_is_not_twin_a_of_another(cast: Cast) -> None:
    for label in ("A", "B"):
        name_fetus(cast.ctx, cast.ingrid, cast.kari_card, label)
    origin = record(cast, cast.nora_card, finding("fetal_heart_rate", Decimal(140), fetus=cast.nora_fetus))
    before = written(cast.ctx)
    with pytest.raises(Rejected) as caught:
        _move(cast, origin, KARIS)
    assert _codes(caught) == [("to_number", "fetuses-differ")]
    assert written(cast.ctx) == before


def test_what_is_unusual_for_the_right_woman_is_asked_about(cast: Cast) -> None:
    record(cast, cast.kari_card, finding("weight", Decimal(55)))
    origin = record(cast, cast.nora_card, finding("weight", Decimal(120)))
    with pytest.raises(Doubt) as caught:
        _move(cast, origin, KARIS)
    assert [each.concern.why for each in caught.value.asked] == ["jump"]
    _move(cast, origin, KARIS, looked=True)
    found = read(cast, cast.kari_card).latest("weight")
    assert found is not None
    assert found.value == Decimal(120)


def test_where_the_fetuses_differ_nothing_is_moved(cast: Cast) -> None:
    origin = record(cast, cast.nora_card, finding("fetal_heart_rate", Decimal(140), fetus=cast.nora_fetus))
    before = written(cast.ctx)
    with pytest.raises(Rejected) as caught:
        _move(cast, origin, KARIS)
    assert _codes(caught) == [("to_number", "fetuses-differ")]
    assert written(cast.ctx) == before


@pytest.mark.parametrize("number", [NOBODYS, "1234", ""])
def test_a_number_that_leads_nowhere_is_rejected_alike(cast: Cast, number: str) -> None:
    origin = record(cast, cast.nora_card)
    with pytest.raises(Rejected) as caught:
        _move(cast, origin, number)
    assert _codes(caught) == [("to_number", "no-card")]
    assert read(cast, cast.nora_card).contact(origin)


def test_no_relation_to_the_right_woman_is_rejected_alike_and_audited_there(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    with cast.ctx.database.transaction() as tx:
        tx.run(
            "DELETE FROM care_relation WHERE woman = ? AND clinician = ?",
            (cast.kari.party, cast.ingrid.party),
        )
    with pytest.raises(Rejected) as caught:
        _move(cast, origin, KARIS)
    assert _codes(caught) == [("to_number", "no-card")]
    assert [(line.card, line.party) for line in refusals(cast.ctx)] == [(cast.kari_card, cast.ingrid.party)]


def test_other_ways_it_is_not_moved(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    for arguments, error in (
        ({"to_number": NORAS}, Rejected),
        ({"to_number": KARIS, "reason": " "}, Rejected),
        ({"to_number": KARIS, "base": 1}, Stale),
    ):
        with pytest.raises(error):
            _move(cast, origin, **arguments)
    with pytest.raises(Refused):
        _move(cast, 999, None)
    assert read(cast, cast.kari_card).contacts == []
    assert read(cast, cast.nora_card).contact(origin)


def test_a_withdrawn_one_is_taken_away_but_never_written_on_another(cast: Cast) -> None:
    origin = record(cast, cast.nora_card)
    contacts.withdraw_contact(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_seq=origin + 1, reason="Feil"
    )
    with pytest.raises(Refused):
        _move(cast, origin, KARIS)
    assert read(cast, cast.kari_card).contacts == []
    assert _move(cast, origin, None) is None
    assert read(cast, cast.nora_card).contacts == []
