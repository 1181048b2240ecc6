"""Opening, finding and listing cards; her own card and log; and what Lars is told."""

import datetime as dt

import pytest

from helsekort.access.actors import NOBODY, Actor
from helsekort.actions import cards, registry, worklists
from helsekort.actions.opened import LogLine
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.audit.events import SHOWN_TO_HER, Event
from tests.cast import (
    EDD,
    JOB,
    MOMENT,
    TODAY,
    Cast,
    begin_care,
    finding,
    make_woman,
    number_of,
    pressure,
    read,
    record,
)
from tests.past import end_card
from tests.store.stored import audit, breaks, content, refusals, words, written

DAY = 24 * 60 * 60 * 1_000_000


def _told(act: object, **arguments: object) -> tuple[object, ...]:
    """All that an outsider can see of an exception."""
    assert callable(act)
    with pytest.raises(Refused) as caught:
        act(**arguments)
    error = caught.value
    return type(error), error.args, str(error), vars(error), error.__cause__, error.__suppress_context__


def test_lars_cannot_tell_a_card_that_is_there_from_one_that_is_not(cast: Cast) -> None:
    def open_as_lars(card: int) -> tuple[object, ...]:
        return _told(lambda: cards.open_card(cast.lars, ctx=cast.ctx, card=card))

    there, not_there = open_as_lars(cast.nora_card), open_as_lars(12345)
    assert there == not_there
    assert sorted(line.card for line in refusals(cast.ctx)) == sorted([cast.nora_card, 0])
    assert {(line.party, line.permission) for line in refusals(cast.ctx)} == {(cast.lars.party, "open_card")}


def test_lars_cannot_find_out_by_number_who_has_a_card(cast: Cast) -> None:
    make_woman(cast.ctx, "Uten Kort", 22)
    numbers = (number_of(4), number_of(22), number_of(23), "123", "", "12345678901", "\u0661" * 11)
    told = [
        _told(lambda each=number: cards.find_woman(cast.lars, ctx=cast.ctx, number=each))
        for number in numbers
    ]
    assert all(each == told[0] for each in told)
    assert len(refusals(cast.ctx)) == len(numbers)
    # nor does the log keep what he typed
    assert not any(number in words(cast.ctx) for number in numbers if number)


def test_his_attempt_stands_in_her_own_log(cast: Cast) -> None:
    log: list[LogLine] = []
    for attempt in (
        lambda: cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card),
        lambda: cards.find_woman(cast.lars, ctx=cast.ctx, number=number_of(4)),
    ):
        earlier = cards.read_own_log(cast.nora, ctx=cast.ctx)
        with pytest.raises(Refused):
            attempt()
        log = cards.read_own_log(cast.nora, ctx=cast.ctx)
        assert len(log) == len(earlier) + 1
    attempts = [line for line in log if line.event == "refused"]
    assert {(line.who, line.role, line.unit, line.own) for line in attempts} == {
        ("Lars Brekke", "LE", "Nordlia legesenter", False)
    }
    karis = cards.read_own_log(cast.kari, ctx=cast.ctx)
    assert not [line for line in karis if line.event == "refused"]


def test_her_log_is_hers_newest_first_and_says_who(cast: Cast) -> None:
    record(cast, cast.nora_card)
    later = cast.ctx.at(MOMENT + DAY)
    cards.open_card(cast.amir, ctx=later, card=cast.nora_card)
    cards.open_own_card(cast.nora, ctx=cast.ctx.at(MOMENT + 2 * DAY))
    log = cards.read_own_log(cast.nora, ctx=cast.ctx.at(MOMENT + 3 * DAY))
    assert [line.at for line in log] == sorted((line.at for line in log), reverse=True)
    own, amirs, *rest = log
    assert (own.own, own.who, own.event) == (True, "Nora Haugen Sletten", "read")
    assert (amirs.who, amirs.role, amirs.unit) == ("Amir Rahimi", "LE", "Torget legesenter")
    assert {line.event for line in rest} == {"written"}
    assert {line.event for line in log} <= set(SHOWN_TO_HER)


def test_reading_her_log_is_logged_but_does_not_fill_it(cast: Cast) -> None:
    first = cards.read_own_log(cast.nora, ctx=cast.ctx)
    assert cards.read_own_log(cast.nora, ctx=cast.ctx) == first
    assert len([line for line in audit(cast.ctx) if line.event is Event.LOG_READ]) == 2


@pytest.mark.parametrize("act", [cards.open_own_card, cards.read_own_log])
def test_own_is_own_only(cast: Cast, act: object) -> None:
    assert callable(act)
    without = make_woman(cast.ctx, "Uten Kort", 22)
    for actor in (without, cast.ingrid, JOB, NOBODY):
        with pytest.raises(Refused):
            act(actor, ctx=cast.ctx)
    assert cards.open_own_card(cast.kari, ctx=cast.ctx).card.card == cast.kari_card


def test_a_woman_reads_all_of_her_card(cast: Cast) -> None:
    record(cast, cast.nora_card)
    own = cards.open_own_card(cast.nora, ctx=cast.ctx)
    theirs = cards.open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    assert own.card == theirs.card
    assert own.names == {cast.ingrid.party: "Ingrid Dahl"}
    assert own.roles == {cast.ingrid.party: "JO"}
    # those who have written, and those who follow her and have not yet
    assert own.units == {
        cast.ingrid.organisation: "Solsiden helsestasjon",
        cast.amir.organisation: "Torget legesenter",
    }
    assert own.woman.name == "Nora Haugen Sletten"


def test_what_is_new_since_an_earlier_day(cast: Cast) -> None:
    def seen(day: int) -> int | None:
        return cards.open_card(
            cast.amir, ctx=cast.ctx.at(MOMENT + day * DAY), card=cast.nora_card
        ).seen_before

    assert [seen(0), seen(0)] == [None, None]
    first = read(cast, cast.nora_card).last_seq
    record(cast, cast.nora_card)
    assert [seen(1), seen(1)] == [first, first]
    assert seen(2) == first + 2
    assert cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).seen_before is None


def test_the_list_shows_those_in_care_nearest_first_with_a_line_for_each(cast: Cast) -> None:
    later = make_woman(cast.ctx, "Silje Aas", 22)
    begin_care(cast.ctx, later, cast.ingrid)
    card = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=later.party, key="open")
    earlier = audit(cast.ctx)
    rows = worklists.list_women(cast.ingrid, ctx=cast.ctx)
    assert [row.card for row in rows][-1] == card
    assert {row.card for row in rows} == {cast.kari_card, cast.nora_card, card}
    assert {(row.edd, row.length) for row in rows} == {(EDD, 283), (None, None)}
    assert {str(row.age) for row in rows} == {"31+0", "None"}
    listed = [line for line in audit(cast.ctx) if line.event is Event.LISTED]
    assert sorted(line.card for line in listed) == sorted(row.card for row in rows)
    assert len(audit(cast.ctx)) == len(earlier) + 3
    assert "listed" in {line.event for line in cards.read_own_log(later, ctx=cast.ctx)}


def test_an_empty_list_is_a_line_too(cast: Cast) -> None:
    assert worklists.list_women(cast.lars, ctx=cast.ctx) == []
    assert [line.card for line in audit(cast.ctx) if line.event is Event.LISTED] == [0]


def test_a_new_card_copies_nothing(cast: Cast) -> None:
    record(cast, cast.nora_card)
    end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY)
    second = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="second")
    card = read(cast, second)
    assert second != cast.nora_card
    assert (card.due, card.contacts, card.fetuses, card.last_seq) == (None, [], [], 1)
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).card.card == second
    assert cards.find_woman(cast.ingrid, ctx=cast.ctx, number=number_of(4)) == second
    assert breaks(cast.ctx) == []


def test_a_pregnancy_has_one_card(cast: Cast) -> None:
    before = written(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        cards.open_new_card(cast.amir, ctx=cast.ctx, woman=cast.nora.party, key="second")
    assert rejected.value.problems == [Problem("woman", "active-card")]
    assert written(cast.ctx) == before


def test_a_card_that_was_opened_before_she_was_joined_to_another_is_hers(cast: Cast) -> None:
    earlier = make_woman(cast.ctx, "Nora Sletten", 22)
    begin_care(cast.ctx, earlier, cast.ingrid)
    end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY)
    registry.join_women(JOB, ctx=cast.ctx, woman=cast.nora.party, into=earlier.party)
    cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="second")
    for woman in (cast.nora, earlier):
        with pytest.raises(Rejected):
            cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=woman.party, key="third")


def test_opened_twice_with_one_key_is_opened_once(cast: Cast) -> None:
    end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY)
    second = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="second")
    before = written(cast.ctx)
    assert cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="second") == second
    assert cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=cast.nora.party, key="open") == cast.nora_card
    assert written(cast.ctx) == before


def test_a_look_changes_nothing_but_what_was_seen(cast: Cast) -> None:
    before = written(cast.ctx)
    cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    cards.open_own_card(cast.nora, ctx=cast.ctx)
    worklists.list_women(cast.ingrid, ctx=cast.ctx)
    cards.find_woman(cast.ingrid, ctx=cast.ctx, number=number_of(4))
    assert written(cast.ctx) == before
    assert len(content(cast.ctx)["seen"]) == 1


def test_the_log_holds_no_name_number_or_value(cast: Cast) -> None:
    record(cast, cast.nora_card, pressure(147, 93), pressure(on=dt.date(2026, 3, 9)))
    cards.find_woman(cast.ingrid, ctx=cast.ctx, number=number_of(4))
    told = words(cast.ctx)
    assert "check-up" in told
    for secret in ("Nora", "Sletten", "Ingrid", "Dahl", number_of(4), "147", "93)"):
        assert secret not in told


def test_who_cares_elsewhere_does_not_care_here(cast: Cast) -> None:
    elsewhere = Actor(cast.ingrid.kind, cast.ingrid.party, cast.amir.organisation, "JO")
    with pytest.raises(Refused):
        cards.open_card(elsewhere, ctx=cast.ctx, card=cast.nora_card)
    assert worklists.list_women(elsewhere, ctx=cast.ctx) == []


def test_the_line_of_a_read_names_the_classes_that_were_read(cast: Cast) -> None:
    def read_classes() -> list[tuple[str, ...]]:
        return [line.classes for line in audit(cast.ctx) if line.permission == "open_card"]

    cards.open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    record(cast, cast.nora_card, finding("hiv", "NEG"))
    cards.open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    assert sorted(read_classes()) == [(), ("infection",)]
