"""Limits in action: who is refused, what is told of it, and that no one in an emergency is."""

import multiprocessing
from collections import Counter

import pytest
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.access.actors import NOBODY
from helsekort.access.limits import MINUTE, Spent
from helsekort.access.login.identity import HELSEID
from helsekort.access.permissions import Permission
from helsekort.actions import breaking, cards, logins, sealing
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Refused, Rejected, TooMany
from helsekort.actions.taking_in import take_in_woman
from helsekort.audit.events import Event
from helsekort.audit.lines import Line
from helsekort.record.reviewing import Reason
from helsekort.record.taking_in import Newcomer, NumberKind
from tests.cast import MOMENT, Cast, number_of, open_house
from tests.store.stored import audit, breaks

WINDOW = 10 * MINUTE
ADDRESS = "192.0.2.77"


def limited(ctx: Context, **most: int) -> Context:
    """The same house with its limits, as another process has them: its own memory of what is used up."""
    others = {name.replace("_", "-"): number for name, number in most.items()}
    return replace(ctx, limits=datafiles.limits(others.items()), spent=Spent())


def search(ctx: Context, cast: Cast, day: int = 4) -> bool:
    """Whether Ingrid may search for whoever is born on this day; whom she finds does not matter."""
    try:
        cards.find_woman(cast.ingrid, ctx=ctx, number=number_of(day))
    except TooMany:
        return False
    except Refused:
        return True
    return True


def lines(ctx: Context) -> list[Line]:
    return [line for line in audit(ctx) if line.event is Event.LIMITED]


def at(ctx: Context, moment: int) -> Context:
    return replace(ctx, clock=lambda: moment)


def test_one_more_than_the_limit_is_refused_until_the_window_is_over(cast: Cast) -> None:
    ctx = limited(cast.ctx, searches=3)
    assert [search(ctx, cast) for _ in range(5)] == [True] * 3 + [False] * 2
    with pytest.raises(TooMany) as refused:
        cards.find_woman(cast.ingrid, ctx=ctx, number=number_of(4))
    left = (WINDOW - MOMENT % WINDOW) // 1_000_000
    assert (refused.value.name, refused.value.seconds) == ("searches", left)
    next_window = at(ctx, MOMENT - MOMENT % WINDOW + WINDOW)
    assert not search(at(ctx, next_window.now() - 1), cast)
    assert search(next_window, cast)


def test_a_search_that_is_refused_or_rejected_counts_as_one_that_finds(cast: Cast) -> None:
    ctx = limited(cast.ctx, searches=3)
    assert search(ctx, cast, day=30)
    assert search(ctx, cast, day=4)
    newcomer = Newcomer("", None, NumberKind.NATIONAL, number_of(30), "", None)
    with pytest.raises(Rejected):
        take_in_woman(cast.ingrid, ctx=ctx, newcomer=newcomer, key="k")
    assert not search(ctx, cast, day=4)


def test_it_is_each_person_by_themselves(cast: Cast) -> None:
    ctx = limited(cast.ctx, searches=1)
    assert search(ctx, cast)
    assert not search(ctx, cast)
    assert cards.find_woman(cast.amir, ctx=ctx, number=number_of(4)) == cast.nora_card


def test_a_flood_leaves_two_lines_and_the_second_says_how_many(cast: Cast) -> None:
    ctx = limited(cast.ctx, searches=2)
    assert Counter(search(ctx, cast) for _ in range(52)) == {True: 2, False: 50}
    (first,) = lines(ctx)
    assert (first.about, first.party, first.permission, first.card) == (
        ("searches", "1"),
        cast.ingrid.party,
        Permission.FIND_WOMAN,
        0,
    )
    sealing.tell_refused(ctx)
    assert lines(ctx) == [first]
    over = at(ctx, MOMENT + WINDOW)
    sealing.tell_refused(over)
    sealing.tell_refused(over)
    assert [line.about for line in lines(ctx)] == [("searches", "1"), ("searches", "49")]
    assert breaks(ctx) == []


def test_when_the_window_is_over_nothing_of_it_is_kept(cast: Cast) -> None:
    ctx = limited(cast.ctx, searches=2)
    search(ctx, cast)
    with ctx.database.transaction(write=False) as tx:
        assert len(tx.rows("SELECT who FROM counted")) == 1
    sealing.tell_refused(at(ctx, MOMENT + 2 * WINDOW))
    with ctx.database.transaction(write=False) as tx:
        assert tx.rows("SELECT who FROM counted") == []


def test_two_who_serve_count_together_and_tell_once(cast: Cast) -> None:
    one, other = limited(cast.ctx, searches=3), limited(cast.ctx, searches=3)
    assert [search(each, cast) for each in (one, other, one, other, one, other)] == [True] * 3 + [False] * 3
    assert [line.about for line in lines(cast.ctx)] == [("searches", "1")]
    for each in (one, other):
        sealing.tell_refused(at(each, MOMENT + WINDOW))
    assert sum(int(line.about[1]) for line in lines(cast.ctx)) == 3


def _searches_elsewhere(url: str, cast: Cast, times: int) -> int:
    """In a process of its own: how many of so many searches were let through."""
    house = open_house(url)
    try:
        ctx = limited(house, searches=12)
        return sum(search(ctx, cast) for _ in range(times))
    finally:
        house.database.close()


def test_processes_that_serve_the_same_record_let_through_as_many_as_one(
    cast: Cast, database_url: str
) -> None:
    people = replace(cast, ctx=None)  # type: ignore[arg-type]  # a house cannot be sent to another process
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        let_through = pool.starmap(_searches_elsewhere, [(database_url, people, 10)] * 3)
    assert sum(let_through) == 12
    assert [line.about for line in lines(cast.ctx)] == [("searches", "1")]


def test_whoever_has_used_up_every_limit_still_breaks_the_glass(cast: Cast) -> None:
    others = dict.fromkeys(datafiles.limits().named, 1)
    ctx = limited(cast.ctx, **others)
    ingrid = cast.lars
    for name in ctx.limits.named:
        use = ctx.limits.use(name, ingrid, Permission.FIND_WOMAN, ctx.now(), ADDRESS)
        assert use is not None
        ctx.spent.hold(use, 0)
    with pytest.raises(TooMany):
        cards.find_woman(ingrid, ctx=ctx, number=number_of(4))
    opened = breaking.break_glass(
        ingrid, ctx=ctx, number=number_of(4), reason=Reason.LABOUR, words="Føder nå."
    )
    assert opened.card == cast.nora_card
    assert cards.open_card(ingrid, ctx=ctx, card=cast.nora_card).woman.name == "Nora Haugen Sletten"


def test_logins_are_counted_by_address_and_pressing_on_goes_through(cast: Cast) -> None:
    ctx = limited(replace(cast.ctx, demo=False), logins=2)

    def begin(address: str) -> logins.Begun:
        return logins.begin_login(NOBODY, ctx=ctx, provider=HELSEID, address=address)

    begin(ADDRESS)
    begin(ADDRESS)
    with pytest.raises(TooMany):
        begin(ADDRESS)
    assert begin("192.0.2.78").secret
    assert begin("").secret
    (line,) = lines(ctx)
    assert (line.kind, line.party, line.about) == ("nobody", 0, ("logins", "1"))
    with ctx.database.transaction(write=False) as tx:
        assert ADDRESS not in str(tx.rows("SELECT * FROM counted"))


def test_what_has_no_limit_counts_nothing(cast: Cast) -> None:
    ctx = limited(cast.ctx)
    cards.open_card(cast.ingrid, ctx=ctx, card=cast.nora_card)
    with ctx.database.transaction(write=False) as tx:
        assert tx.rows("SELECT * FROM counted") == []
