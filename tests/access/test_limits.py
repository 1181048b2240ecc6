"""The table of limits: what it holds, which window a use falls in, and for whom it counts."""

import msgspec
import pytest

from helsekort import datafiles
from helsekort.access.actors import NOBODY, Actor, ActorKind
from helsekort.access.groups import BREAKING
from helsekort.access.limits import COUNTED_APART, MINUTE, Spent, mark_of, read_limits, with_others
from helsekort.access.permissions import Permission
from helsekort.settings import BadSetting, read_settings

INGRID = Actor(ActorKind.CLINICIAN, 7, 3)
NOW = 1_000 * 10 * MINUTE
# Of what stands between someone and an emergency, no step may be closed by a limit by person.
ON_THE_WAY = BREAKING | {Permission.OPEN_CARD, Permission.RECOGNISE, Permission.LOG_IN, Permission.TAKE_LOGIN}


def test_no_limit_stands_between_a_midwife_and_a_woman_in_labour() -> None:
    limits = datafiles.limits()
    assert {limits.about(each) for each in ON_THE_WAY} == {None}
    limited = {each for one in limits.named.values() for each in one.permissions}
    assert limited & ON_THE_WAY == set()


def test_what_is_counted_apart_is_in_the_table() -> None:
    assert set(datafiles.limits().named) >= COUNTED_APART


def test_a_window_begins_on_the_clock_and_the_next_one_counts_anew() -> None:
    limits = datafiles.limits()
    first, last, after = (
        limits.use("searches", INGRID, Permission.FIND_WOMAN, at)
        for at in (NOW, NOW + 10 * MINUTE - 1, NOW + 10 * MINUTE)
    )
    assert first is not None
    assert last is not None
    assert after is not None
    assert (first.since, first.until) == (NOW, NOW + 10 * MINUTE)
    assert first.key == last.key != after.key


def test_one_person_is_counted_at_each_unit_and_by_each_system_by_itself() -> None:
    limits = datafiles.limits()
    actors = (
        INGRID,
        msgspec.structs.replace(INGRID, organisation=4),
        msgspec.structs.replace(INGRID, client=9),
        msgspec.structs.replace(INGRID, party=8),
    )
    uses = [limits.use("searches", each, Permission.FIND_WOMAN, NOW) for each in actors]
    assert len({use.key for use in uses if use}) == len(actors)


def test_an_address_is_kept_as_a_mark_that_changes_with_the_window() -> None:
    assert mark_of("192.0.2.1", NOW) == mark_of("192.0.2.1", NOW)
    assert mark_of("192.0.2.1", NOW) != mark_of("192.0.2.2", NOW)
    assert mark_of("192.0.2.1", NOW) != mark_of("192.0.2.1", NOW + 1)
    assert "192" not in mark_of("192.0.2.1", NOW)


def test_who_has_a_network_of_addresses_is_one() -> None:
    assert mark_of("2001:db8::1", NOW) == mark_of("2001:db8::ffff:1", NOW)
    assert mark_of("2001:db8::1", NOW) != mark_of("2001:db8:0:1::1", NOW)


def test_where_no_address_is_known_none_is_counted() -> None:
    assert datafiles.limits().use("logins", NOBODY, Permission.BEGIN_LOGIN, NOW) is None


def test_what_is_used_up_is_counted_until_its_window_ends_and_told_once() -> None:
    use = datafiles.limits().use("searches", INGRID, Permission.FIND_WOMAN, NOW)
    assert use is not None
    spent = Spent()
    assert not spent.hit(use)
    spent.hold(use, 0)
    assert spent.hit(use)
    assert spent.hit(use)
    assert spent.over(use.until - 1) == []
    assert spent.over(use.until) == [(use, 2)]
    assert spent.over(use.until) == []


def test_other_numbers_are_set_by_name() -> None:
    read = read_settings({"HELSEKORT_LIMITS": "searches=120 uploads=3"})
    limits = datafiles.limits(read.limits)
    assert (limits.named["searches"].most, limits.named["uploads"].most) == (120, 3)
    assert limits.named["logins"] == datafiles.limits().named["logins"]


@pytest.mark.parametrize(
    "text", ["searches", "searches=", "searches=0", "searches=-1", "=3", "a=1 a=2", "a=٣"]
)
def test_a_number_that_cannot_be_read_refuses_the_start(text: str) -> None:
    with pytest.raises(BadSetting, match="HELSEKORT_LIMITS must be"):
        read_settings({"HELSEKORT_LIMITS": text})


def test_a_limit_that_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(BadSetting, match=r"no limit called serches.*searches"):
        datafiles.limits(read_settings({"HELSEKORT_LIMITS": "serches=3"}).limits)
    with pytest.raises(KeyError):
        with_others(datafiles.limits(), {"serches": 3})


def test_a_table_that_names_what_nobody_can_do_is_refused() -> None:
    table = '[a]\neach="person"\npermissions=["fly"]\nmost=1\nminutes=1\nsays="a"\nsource="a"\nmark="D"\n'
    with pytest.raises(msgspec.ValidationError):
        read_limits(table)
