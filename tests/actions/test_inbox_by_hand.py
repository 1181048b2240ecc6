"""What waits is seen by the unit it is addressed to, opened, placed by hand or set aside; all of it is logged."""

import datetime as dt

import pytest

from helsekort.access.actors import Actor
from helsekort.actions import by_hand, cards, inbox, registry
from helsekort.actions.inbox import InboxRow
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.actions.receiving import work_inbox
from helsekort.audit.events import Event
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.structs import Kind
from helsekort.record.codes import DNR, FNR
from helsekort.record.entries import CardOpened, Status
from helsekort.record.parties import NationalNumberFact, Woman
from tests.answers import (
    KARI,
    NORA,
    STRANGER,
    TAKEN,
    answer,
    ferritin,
    haemoglobin,
    keep,
    opened,
    receive,
    results,
    sent,
    states,
    story,
    thyroxine,
)
from tests.cast import JOB, LAB, MOMENT, TODAY, Cast, begin_care, make_clinician, make_woman, number_of
from tests.past import end_card, past_card
from tests.store.stored import audit, breaks, written

DAY = 24 * 60 * 60 * 1_000_000


def rows(cast: Cast) -> list[InboxRow]:
    """What waits at Torget."""
    return inbox.list_inbox(cast.amir, ctx=cast.ctx)


def stranger_s(cast: Cast) -> int:
    """The message of an unknown woman that waits at Torget."""
    receive(cast.ctx, *story(STRANGER))
    (row,) = rows(cast)
    return row.message


def test_the_list_says_who_what_why_and_how_old(cast: Cast) -> None:
    receive(cast.ctx, *story(STRANGER))
    (row,) = inbox.list_inbox(cast.amir, ctx=cast.ctx.at(MOMENT + 4 * DAY))
    assert (row.state, row.reason, row.can_place) == ("waiting", "unknown-person", True)
    assert (row.laboratory, row.person) == ("Fjordlaboratoriet", "Ukjent, Prøve")
    assert (row.days, row.messages, row.unit) == (4, 3, "Torget legesenter")


def test_another_unit_neither_sees_nor_opens_it(cast: Cast) -> None:
    message = stranger_s(cast)
    assert inbox.list_inbox(cast.lars, ctx=cast.ctx) == []
    with pytest.raises(Refused):
        inbox.open_message(cast.lars, ctx=cast.ctx, message=message)


def test_once_it_is_known_whose_it_is_only_those_who_care_for_her_read_it(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), thyroxine(), ferritin("24", "mol"))))
    colleague = make_clinician(cast.ctx, "Bea Vik", "900000009", "Torget to", "LE")
    at_torget = Actor(colleague.kind, colleague.party, cast.amir.organisation, "LE")
    (row,) = inbox.list_inbox(at_torget, ctx=cast.ctx)
    assert not row.can_open
    with pytest.raises(Refused):
        inbox.open_message(at_torget, ctx=cast.ctx, message=row.message)
    with pytest.raises(Refused):
        inbox.set_aside(at_torget, ctx=cast.ctx, message=row.message, why="Sett")
    assert [each.can_open for each in rows(cast)] == [True]


def test_a_message_that_is_placed_is_read_on_the_card_and_not_past_it(cast: Cast) -> None:
    (receipt,) = receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"))))
    at_torget = Actor(cast.lars.kind, cast.lars.party, cast.amir.organisation, "LE")
    with pytest.raises(Refused):
        inbox.open_message(at_torget, ctx=cast.ctx, message=receipt.message)


def test_what_is_addressed_to_nobody_here_waits_at_the_reception(cast: Cast) -> None:
    """In the tests' house that is Solsiden, where Ingrid works."""
    receive(cast.ctx, *sent(answer(STRANGER, haemoglobin("12.4"), asked=None)), b"<no message")
    found = inbox.list_inbox(cast.ingrid, ctx=cast.ctx)
    assert {(row.state, row.unit) for row in found} == {
        ("waiting", "Solsiden helsestasjon"),
        ("refused", "Solsiden helsestasjon"),
    }
    assert rows(cast) == []


def test_opened_it_shows_the_words_it_came_in_and_the_fate_of_each_result(cast: Cast) -> None:
    low = samples.number("5", "mol", samples.Comparator.LESS)
    odd = samples.item("7", "NPU19763", "P-Ferritin", low, reference="15 - 150")
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), odd, thyroxine())))
    (row,) = rows(cast)
    found = inbox.open_message(cast.amir, ctx=cast.ctx, message=row.message)
    assert [(item.name, item.fate, item.reason) for item in found.items] == [
        ("B-Hemoglobin", "card", ""),
        ("P-Ferritin", "waiting", "comparator"),
        ("Us-FT4", "outside", "unknown-code"),
    ]
    shown = found.items[1]
    assert (shown.comparator, shown.value, shown.unit, shown.reference, shown.sampled) == (
        "<",
        "5",
        "mol",
        "15 - 150",
        TAKEN,
    )
    assert [person.number for person in found.persons] == [KARI.number]
    assert any(line.event is Event.READ and line.card == cast.kari_card for line in audit(cast.ctx))


def test_a_refused_message_says_what_is_wrong_and_where(cast: Cast) -> None:
    receive(cast.ctx, b"<no message")
    (row,) = inbox.list_inbox(cast.ingrid, ctx=cast.ctx)
    found = inbox.open_message(cast.ingrid, ctx=cast.ctx, message=row.message)
    assert [fault.fault for fault in found.faults] == ["not-xml"]
    assert found.items == ()


def test_placed_by_hand_it_lands_with_all_its_versions(cast: Cast) -> None:
    message = stranger_s(cast)
    card = by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=message, number=number_of(4))
    assert card == cast.nora_card
    trail = results(cast, cast.nora_card)["haemoglobin"]
    assert trail.now.status is Status.WITHDRAWN
    assert trail.entries[0].author == cast.amir.party
    assert rows(cast) == []
    assert set(states(cast.ctx)) == {("placed", "")}
    events = [(line.event, line.card) for line in audit(cast.ctx) if line.party == cast.amir.party]
    assert (Event.MESSAGE_PLACED, cast.nora_card) in events
    assert breaks(cast.ctx) == []


def test_a_later_version_follows_what_a_person_said(cast: Cast) -> None:
    new, changed, cancelled = story(STRANGER)
    receive(cast.ctx, new)
    (row,) = rows(cast)
    by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=row.message, number=number_of(4))
    receive(cast.ctx, changed)
    assert str(results(cast, cast.nora_card)["haemoglobin"].now.value) == "12.0"
    receive(cast.ctx, cancelled)
    assert results(cast, cast.nora_card)["haemoglobin"].now.status is Status.WITHDRAWN


@pytest.mark.parametrize("number", ["", "x", number_of(9), STRANGER.number])
def test_a_number_of_no_one_in_care_is_said_alike_and_changes_nothing(cast: Cast, number: str) -> None:
    message = stranger_s(cast)
    make_woman(cast.ctx, "Uten relasjon", 9)
    before = written(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=message, number=number)
    assert rejected.value.problems == [Problem("number", "no-card")]
    assert written(cast.ctx) == before


def test_the_pregnancy_is_the_one_of_the_sample_unless_a_person_says_the_current_one(cast: Cast) -> None:
    long_ago = answer(NORA, haemoglobin("12.4"), taken=TODAY - dt.timedelta(days=900))
    receive(cast.ctx, *sent(long_ago))
    (row,) = rows(cast)
    with pytest.raises(Rejected) as rejected:
        by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=row.message, number=number_of(4))
    assert rejected.value.problems == [Problem("pregnancy", "none-then")]
    assert results(cast, cast.nora_card) == {}
    by_hand.place_by_hand(
        cast.amir, ctx=cast.ctx, message=row.message, number=number_of(4), pregnancy="current"
    )
    assert set(results(cast, cast.nora_card)) == {"haemoglobin"}


def test_two_pregnancies_that_hold_the_day_wait_for_a_person(cast: Cast) -> None:
    end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY)
    cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="again")
    receive(cast.ctx, *sent(answer(NORA, haemoglobin("12.4"), taken=TODAY)))
    (row,) = rows(cast)
    assert row.reason == "two-pregnancies"
    with pytest.raises(Rejected):
        by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=row.message, number=number_of(4))


@pytest.mark.parametrize("reason", ["unit", "patient-differs", "no-results-yet"])
def test_what_waits_for_another_reason_is_not_placed_by_hand(cast: Cast, reason: str) -> None:
    name = samples.uuid_of(reason)
    messages = {
        "unit": [answer(KARI, ferritin("24", "mol"))],
        "patient-differs": [
            answer(KARI, haemoglobin("12.4"), report_id=name),
            answer(NORA, haemoglobin("12.4"), report_id=name, minutes=2, kind=Kind.CHANGED),
        ],
        "no-results-yet": [answer(KARI, kind=Kind.CANCELLED)],
    }
    receive(cast.ctx, *sent(*messages[reason]))
    (row,) = rows(cast)
    assert (row.reason, row.can_place) == (reason, False)
    with pytest.raises(Rejected) as rejected:
        by_hand.place_by_hand(cast.amir, ctx=cast.ctx, message=row.message, number=number_of(4))
    assert rejected.value.problems == [Problem("message", "not-by-hand")]


def test_set_aside_it_is_off_the_list_and_kept(cast: Cast) -> None:
    new, changed, _ = story(STRANGER)
    receive(cast.ctx, new)
    (row,) = rows(cast)
    with pytest.raises(Rejected):
        inbox.set_aside(cast.amir, ctx=cast.ctx, message=row.message, why="  ")
    inbox.set_aside(cast.amir, ctx=cast.ctx, message=row.message, why="Ringt laboratoriet; feil nummer")
    assert rows(cast) == []
    assert states(cast.ctx) == [("waiting", "unknown-person")]
    receive(cast.ctx, changed)
    (again,) = rows(cast)
    assert again.messages == 1


def test_answers_outside_the_card_are_listed_for_those_who_care_for_her(cast: Cast) -> None:
    """What was examined and when, never the value; and nothing of it on the card."""
    receive(cast.ctx, *sent(answer(KARI, haemoglobin("12.4"), thyroxine()), answer(NORA, thyroxine())))
    (row,) = inbox.list_outside(cast.ingrid, ctx=cast.ctx, card=cast.kari_card)
    assert (row.laboratory, row.sampled, row.names) == ("Fjordlaboratoriet", TAKEN, ("Us-FT4",))
    assert [trail.now.what for trail in opened(cast, cast.kari_card).findings] == ["haemoglobin"]
    assert opened(cast, cast.nora_card).findings == []


def test_a_number_she_had_before_leads_to_her(cast: Cast) -> None:
    """A D-number that became a fødselsnummer, and a party that was found to be her."""
    d_number = NationalNumberFact(DNR, "53097248016")
    both = (NationalNumberFact(FNR, number_of(4), dt.date(1990, 5, 4)), d_number)
    nora = Woman("Nora Haugen Sletten", dt.date(1990, 5, 4), both)
    registry.register_party(JOB, ctx=cast.ctx, party=nora, party_id=cast.nora.party)
    other = make_woman(cast.ctx, "Nora Sletten", 7)
    registry.join_women(JOB, ctx=cast.ctx, woman=other.party, into=cast.nora.party)
    old = samples.Subject("Sletten, Nora", d_number.value)
    joined = samples.Subject("Sletten, Nora", number_of(7))
    receive(
        cast.ctx,
        *sent(answer(old, haemoglobin("12.4"), number_kind="DNR"), answer(joined, ferritin("24"))),
    )
    assert set(results(cast, cast.nora_card)) == {"haemoglobin", "ferritin"}


def test_the_card_of_a_past_pregnancy_gets_what_was_taken_then(cast: Cast) -> None:
    """Silje's card of three years ago is closed; an answer about a sample of that time belongs there."""
    silje = make_woman(cast.ctx, "Silje Marie Aas", 8)
    for clinician in (cast.ingrid, cast.amir):
        begin_care(cast.ctx, silje, clinician)
    old = past_card(cast.ctx, silje.party, cast.ingrid, edd=TODAY - dt.timedelta(days=1000))
    now = cards.open_new_card(cast.amir, ctx=cast.ctx, woman=silje.party, key="new")
    who = samples.Subject("Aas, Silje Marie", number_of(8))
    receive(
        cast.ctx,
        *sent(
            answer(who, haemoglobin("11.0"), taken=TODAY - dt.timedelta(days=1100)),
            answer(who, haemoglobin("12.0"), taken=TODAY),
            answer(who, haemoglobin("13.0"), taken=TODAY - dt.timedelta(days=700)),
        ),
    )
    values = {card: [str(trail.now.value) for trail in opened(cast, card).findings] for card in (old, now)}
    assert values == {old: ["11.0"], now: ["12.0"]}
    assert ("waiting", "no-pregnancy") in states(cast.ctx)


def test_an_unworked_message_is_on_the_list_too(cast: Cast) -> None:
    keep(cast.ctx, *story(STRANGER)[:1])
    found = inbox.list_inbox(cast.ingrid, ctx=cast.ctx)
    assert [row.state for row in found] == ["received"]
    work_inbox(LAB, ctx=cast.ctx)
    assert inbox.list_inbox(cast.ingrid, ctx=cast.ctx) == []


def test_a_card_that_has_ended_is_not_active() -> None:
    with pytest.raises(ValueError, match="ended"):
        CardOpened(5, TODAY, 9, ended=TODAY)
