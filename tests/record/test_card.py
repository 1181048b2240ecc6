"""The fold by examples: which version stands, what is hidden, which due date is in force."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.record.card import NotACard, fold
from helsekort.record.entries import (
    CardOpened,
    Entry,
    Fetus,
    Finding,
    Status,
)
from tests.record.card_logs import OLDEST, ON, Log, check_up, day, due, weight

# --- versions ---------------------------------------------------------------------------------------------


def test_a_correction_shows_the_right_one_and_keeps_the_wrong() -> None:
    log = Log()
    origin = log.add(weight("27.5"))
    log.revise(origin, replace(weight("72.5"), status=Status.CORRECTED, reason="Siffer byttet om."))
    card = log.folded()
    (trail,) = card.findings
    assert trail.now.value == Decimal("72.5")
    assert trail.corrected
    assert [entry.content.value for entry in trail.entries if isinstance(entry.content, Finding)] == [
        Decimal("27.5"),
        Decimal("72.5"),
    ]
    assert card.latest("weight") == trail.now


def test_a_withdrawn_value_is_shown_but_not_used() -> None:
    log = Log()
    contact = log.add(check_up())
    log.add(weight("70", contact=contact))
    wrong = log.add(weight("72", contact=contact))
    log.end(wrong, Status.WITHDRAWN)
    card = log.folded()
    (line,) = card.contacts
    assert [finding.value for finding in line.standing("weight")] == [Decimal(70)]
    assert [trail.now.value for trail in card.series("weight")] == [Decimal(70)]
    assert wrong in [trail.origin for trail in line.findings]


def test_nothing_of_a_withdrawn_contact_is_used() -> None:
    log = Log()
    contact = log.add(check_up())
    log.add(weight("70", contact=contact))
    log.end(contact, Status.WITHDRAWN)
    card = log.folded()
    (line,) = card.contacts
    assert (line.standing("weight"), card.series("weight"), card.latest("weight")) == ([], [], None)
    assert len(line.findings) == len(list(card.all_findings())) == 1


def test_nothing_of_a_misplaced_contact_is_seen() -> None:
    log = Log()
    contact = log.add(check_up())
    finding = log.add(weight("70", contact=contact))
    log.end(contact, Status.MISPLACED)
    card = log.folded()
    assert (card.contacts, card.findings, card.latest("weight")) == ([], [], None)
    assert {entry.origin for entry in card.misplaced} == {contact, finding}


def test_what_is_put_back_is_seen_again() -> None:
    log = Log()
    origin = log.add(weight("70"))
    log.end(origin, Status.MISPLACED)
    log.revise(origin, replace(weight("70"), status=Status.CORRECTED, reason="Var hennes likevel."))
    assert log.folded().latest("weight") is not None
    assert log.folded().misplaced == []


def test_an_erased_last_version_does_not_bring_the_earlier_back() -> None:
    log = Log()
    origin = log.add(weight("70"))
    log.erase(log.revise(origin, replace(weight("72"), status=Status.CORRECTED, reason="Feil.")))
    card = log.folded()
    assert (card.latest("weight"), card.findings) == (None, [])
    assert [entry.seq for entry in card.erased] == [3]


def test_an_erased_earlier_version_leaves_the_last_standing() -> None:
    log = Log()
    origin = log.add(weight("70"))
    log.revise(origin, replace(weight("72"), status=Status.CORRECTED, reason="Feil."))
    log.erase(origin)
    card = log.folded()
    (trail,) = card.findings
    assert (trail.now.value, len(trail.entries), [entry.seq for entry in card.erased]) == (
        Decimal(72),
        1,
        [2],
    )


def test_a_card_whose_opening_was_erased_once_is_still_read() -> None:
    log = Log()
    log.revise(1, CardOpened(5, day(-100), 9, active=False, status=Status.CORRECTED, reason="Født."))
    log.erase(1)
    assert log.folded().opening.now.active is False


@pytest.mark.parametrize(
    "entries", [[], [Entry(1, 1, 1, 0, 6, 9, weight("70"))], [Entry(1, 1, 1, 0, 6, 9, None)]]
)
def test_what_does_not_begin_with_an_opening_is_no_card(entries: list[Entry]) -> None:
    with pytest.raises(NotACard):
        fold(77, entries, OLDEST)


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.MISPLACED])
def test_a_card_opened_in_error_is_not_active(status: Status) -> None:
    with pytest.raises(ValueError, match="not active"):
        CardOpened(5, ON, 9, status=status)


def test_contacts_come_newest_first_and_series_oldest_first() -> None:
    log = Log()
    days = [(day(-3), None), (day(-9), None), (ON, dt.time(9)), (ON, dt.time(8)), (day(-3), None)]
    origins = [log.add(check_up(*moment)) for moment in days]
    for origin, (on, at) in zip(origins, days, strict=True):
        log.add(replace(weight("70", on, origin), at=at))
    card = log.folded()
    expected = [origins[place] for place in (2, 3, 4, 0, 1)]
    assert [line.contact.origin for line in card.contacts] == expected
    assert [trail.now.contact for trail in card.series("weight")] == expected[::-1]


def test_what_was_never_asked_has_no_answer() -> None:
    log = Log()
    log.add(check_up())
    card = log.folded()
    assert (card.latest("headache"), card.series("headache"), card.due, card.age(ON)) == (
        None,
        [],
        None,
        None,
    )
    log.add(Finding("headache", False, ON))
    found = log.folded().latest("headache")
    assert found is not None
    assert found.value is False


# --- due date ---------------------------------------------------------------------------------------------


def test_a_proposal_recalculates_nothing_until_it_is_confirmed() -> None:
    log = Log()
    log.add(due(day(84)))
    before = log.folded()
    proposal = log.add(due(day(87), proposed=True))
    assert (log.folded().due, log.folded().age(ON)) == (before.due, before.age(ON))
    log.revise(proposal, due(day(87)))
    assert log.folded().due == due(day(87))


def test_the_one_confirmed_last_is_in_force_not_the_one_proposed_last() -> None:
    log = Log()
    first, second = log.add(due(day(80), proposed=True)), log.add(due(day(90), proposed=True))
    log.revise(second, due(day(90)))
    log.revise(first, due(day(80)))
    trail = log.folded().due_trail
    assert trail is not None
    assert trail.origin == first


def test_a_correction_of_an_old_due_date_does_not_bring_it_into_force() -> None:
    log = Log()
    old, new = log.add(due(day(84))), log.add(due(day(87)))
    log.revise(old, replace(due(day(83)), status=Status.CORRECTED, reason="Feil dato."))
    assert log.folded().due == due(day(87))
    log.end(new, Status.WITHDRAWN)
    now = log.folded().due
    assert now is not None
    assert now.edd == day(83)
    log.end(old, Status.WITHDRAWN)
    assert (log.folded().due, log.folded().age(ON)) == (None, None)


def test_a_withdrawn_proposal_is_nothing() -> None:
    log = Log()
    log.add(due(day(84)))
    log.end(log.add(due(day(20), proposed=True)), Status.WITHDRAWN)
    assert log.folded().due == due(day(84))


def test_a_due_date_keeps_its_own_length() -> None:
    log = Log()
    log.add(due(day(70), length=280))
    assert str(log.folded().age(ON)) == "30+0"


# --- twins ------------------------------------------------------------------------------------------------


def test_twins_never_swap() -> None:
    log = Log()
    second, first = log.add(Fetus("B", ON)), log.add(Fetus("A", ON))
    contact = log.add(check_up())
    for fetus, rate in ((first, 150), (second, 140)):
        log.add(Finding("fetal_heart_rate", Decimal(rate), ON, fetus=fetus, contact=contact))
    log.revise(first, Fetus("A", ON, "øverst", Status.CORRECTED, "Byttet side."))
    card = log.folded()
    assert [(trail.now.label, trail.origin) for trail in card.fetuses] == [("A", first), ("B", second)]
    rates = [card.latest("fetal_heart_rate", trail.origin) for trail in card.fetuses]
    assert [rate.value for rate in rates if rate] == [Decimal(150), Decimal(140)]
    assert card.latest("fetal_heart_rate") is None
    log.end(second, Status.WITHDRAWN)
    assert [trail.origin for trail in log.folded().live_fetuses()] == [first]
