"""Actions that share a commit: each is whole or not there at all, and nothing is answered before it is durable."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from helsekort.actions import cards
from helsekort.actions.outcomes import Refused, Unavailable
from helsekort.audit.events import Event
from helsekort.running import runner
from helsekort.store.database import Busy
from tests.cast import Cast, finding, make_cast, new_key, open_house, read, record
from tests.store.stored import audit, breaks, content
from tests.store.watched import sqlite_of, watch

T = TypeVar("T")
WRITES = 15


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'helsekort.db'}"


@pytest.fixture
def cast(url: str) -> Iterator[Cast]:
    """The people in a house on SQLite, where rounds are."""
    ctx = open_house(url)
    yield make_cast(ctx)
    ctx.database.close()


def note(cast: Cast, text: str) -> int:
    """Ingrid notes something on Nora's card."""
    return record(cast, cast.nora_card, finding("note", text), key=text)


def look(cast: Cast) -> str:
    """Ingrid opens the card."""
    cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    return "shown"


def look_in_vain(cast: Cast) -> str:
    """Lars tries to, and is told as an entrance tells him."""
    try:
        cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)
    except Refused:
        return "refused"
    return "shown"


def notes(cast: Cast) -> set[object]:
    return {each.value for line in read(cast, cast.nora_card).contacts for each in line.standing("note")}


def together(cast: Cast, *functions: Callable[[Cast], Any]) -> list[Any]:
    """All begun in one turn of the loop; what each came to, faults too."""

    async def turn() -> list[Any]:
        run = runner(cast.ctx.database)
        return await asyncio.gather(*(run(each, cast) for each in functions), return_exceptions=True)

    return asyncio.run(turn())


def test_what_is_done_in_one_turn_shares_a_commit(cast: Cast) -> None:
    watched, before = watch(cast), len(audit(cast.ctx))
    commits = watched.commits
    assert together(cast, look, look, look_in_vain) == ["shown", "shown", "refused"]
    assert watched.commits == commits + 1
    assert [row.event for row in audit(cast.ctx)].count(Event.REFUSED) == 1
    assert len(audit(cast.ctx)) == before + 3


def test_each_waits_for_the_commit(cast: Cast) -> None:
    """Seen from another connection, every line is there when its answer may leave, and none before."""
    database = sqlite_of(cast)
    other = sqlite3.connect(database.path)

    def lines() -> int:
        found: int = other.execute("SELECT count(*) FROM audit").fetchone()[0]
        return found

    async def turn() -> None:
        run, before = runner(database), lines()
        opening = asyncio.ensure_future(run(look, cast))
        await asyncio.sleep(0)
        assert (opening.done(), lines()) == (False, before)
        await opening
        assert lines() == before + 1

    asyncio.run(turn())
    other.close()


def test_a_refusal_beside_a_write_takes_nothing_along(cast: Cast) -> None:
    done = together(cast, lambda cast: note(cast, "a"), look_in_vain, lambda cast: note(cast, "b"))
    assert done[1] == "refused"
    assert notes(cast) == {"a", "b"}
    assert breaks(cast.ctx) == []


def test_an_action_that_fails_rolls_back_itself_alone(cast: Cast) -> None:
    def half(cast: Cast) -> None:
        with cast.ctx.database.transaction() as tx:
            tx.run("UPDATE card SET active = 0")
            raise ValueError("in the middle")

    done = together(cast, lambda cast: note(cast, "a"), half, lambda cast: note(cast, "b"))
    assert isinstance(done[1], ValueError)
    assert notes(cast) == {"a", "b"}
    assert read(cast, cast.nora_card).opening.now.active
    with cast.ctx.database.transaction() as tx:
        assert tx.row("SELECT min(active) FROM card") == (1,)


def test_what_was_done_before_a_fault_is_durable_when_the_fault_is_told(cast: Cast) -> None:
    def fault(cast: Cast) -> None:
        note(cast, "a")
        raise ZeroDivisionError

    assert isinstance(together(cast, fault)[0], ZeroDivisionError)
    assert notes(cast) == {"a"}


def test_a_commit_that_fails_fails_all_its_waiters(cast: Cast) -> None:
    before, told = content(cast.ctx), audit(cast.ctx)
    watch(cast, fails=True)
    done = together(cast, lambda cast: note(cast, "a"), look, look_in_vain)
    assert [type(each) for each in done] == [Unavailable] * 3
    assert (content(cast.ctx), audit(cast.ctx)) == (before, told)
    assert together(cast, look) == ["shown"]
    assert breaks(cast.ctx) == []


def test_a_round_that_sqlite_gives_up_is_lost_for_all_of_it(cast: Cast) -> None:
    """A full disk makes SQLite roll back everything by itself. Nobody is told that their part was saved."""

    def fill(cast: Cast) -> str:
        connection = sqlite_of(cast)._connection
        try:
            with cast.ctx.database.transaction():
                connection.execute("ROLLBACK")
                raise sqlite3.OperationalError("database or disk is full")
        except Busy:
            return "busy"

    def on_after_it(cast: Cast) -> None:
        note(cast, "first")
        fill(cast)
        note(cast, "second")

    done = together(cast, lambda cast: note(cast, "a"), fill, look)
    assert [type(each) for each in done[:2]] == [Unavailable, Unavailable]
    assert notes(cast) == set()
    # what came after it in the same turn is in a round of its own
    assert done[2] == "shown"
    # and a call that lost something on the way does not go on as if it had not
    assert isinstance(together(cast, on_after_it)[0], Unavailable)
    assert notes(cast) == set()


def test_one_who_hangs_up_before_the_commit_leaves_nothing_open(cast: Cast) -> None:
    async def turn() -> None:
        asking = asyncio.ensure_future(runner(cast.ctx.database)(note, cast, "a"))
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(turn())
    # from another thread, which would wait for a round that nobody ends
    found: list[set[object]] = []
    thread = threading.Thread(target=lambda: found.append(notes(cast)), daemon=True)
    thread.start()
    thread.join(30)
    assert found == [{"a"}]


def test_an_action_outside_of_the_loop_ends_the_round_first(cast: Cast) -> None:
    async def turn() -> None:
        asking = asyncio.ensure_future(runner(cast.ctx.database)(note, cast, "a"))
        await asyncio.sleep(0)
        note(cast, "b")
        await asking

    asyncio.run(turn())
    assert notes(cast) == {"a", "b"}


def test_two_processes_write_in_turn(url: str, cast: Cast) -> None:
    """As two processes do: each its own connection and its own loop."""

    def write(name: str, failed: list[object]) -> None:
        ctx = open_house(url)
        own = Cast(ctx, *[getattr(cast, each) for each in Cast.__struct_fields__[1:]])

        async def all_of_it() -> list[Any]:
            run = runner(ctx.database)
            keys = [f"{name}-{number}" for number in range(WRITES)]
            return await asyncio.gather(*(run(note, own, key) for key in keys), return_exceptions=True)

        failed += [each for each in asyncio.run(all_of_it()) if isinstance(each, BaseException)]
        ctx.database.close()

    failed: list[object] = []
    writers = [threading.Thread(target=write, args=(name, failed)) for name in ("one", "two")]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert failed == []
    assert len(notes(cast)) == 2 * WRITES
    assert breaks(cast.ctx) == []


def test_a_long_reader_holds_up_no_writer(url: str, cast: Cast) -> None:
    reader = open_house(url)
    with reader.database.transaction(write=False) as tx:
        before = tx.row("SELECT count(*) FROM entry")
        assert together(cast, lambda cast: note(cast, "a"), lambda cast: note(cast, "b"))
        assert tx.row("SELECT count(*) FROM entry") == before
    reader.database.close()
    assert notes(cast) == {"a", "b"}


def test_an_idempotency_key_holds_inside_a_round(cast: Cast) -> None:
    key = new_key()
    assert len(set(together(cast, lambda cast: note(cast, key), lambda cast: note(cast, key)))) == 1
    assert notes(cast) == {key}
