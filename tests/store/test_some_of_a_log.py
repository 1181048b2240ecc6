"""Some of a log, read by itself, is what reading all of it tells."""

import secrets

import pytest

from helsekort.actions.context import Context
from helsekort.store import chain
from helsekort.store.chain import CARDS, PARTIES, Tables
from helsekort.store.packing import UnreadableBody
from tests.store.logs import make_log, new

LONG = b'{"resourceType":"Observation","status":"final"}' * 9
LOGS = pytest.mark.parametrize("tables", [CARDS, PARTIES], ids=["cards", "parties"])


def _make(house: Context, tables: Tables) -> None:
    """Three things, the first corrected, the third corrected and then erased."""
    with house.database.transaction() as tx:
        head = make_log(tx, tables, 5, [b"one", LONG, b"three"])
        later = [new(1, b"one, corrected", 2), new(3, b"three, corrected", 2)]
        chain.append(tx, tables, 5, head, later, secrets.token_bytes)


@LOGS
def test_only_some_things_are_read_with_all_their_versions(house: Context, tables: Tables) -> None:
    _make(house, tables)
    with house.database.transaction() as tx:
        assert [row.seq for row in chain.read(tx, tables, 5, {3})] == [3, 5]
        assert [row.seq for row in chain.read(tx, tables, 5, {1, 2, 9})] == [1, 2, 4]


@LOGS
def test_only_what_came_later_is_read(house: Context, tables: Tables) -> None:
    _make(house, tables)
    with house.database.transaction() as tx:
        assert [row.seq for row in chain.read(tx, tables, 5, after=3)] == [4, 5]
        assert [row.seq for row in chain.read(tx, tables, 5, {1}, after=1)] == [4]
        assert chain.read(tx, tables, 5, after=5) == []


def test_the_newest_of_several_logs(house: Context) -> None:
    with house.database.transaction() as tx:
        for party in (5, 6, 7):
            head = make_log(tx, PARTIES, party, [b"first of %d" % party])
            chain.append(tx, PARTIES, party, head, [new(1, b"now %d" % party, 2)], secrets.token_bytes)
        chain.erase(tx, PARTIES, 6, 2, "a decision", 1)
        assert chain.read_newest(tx, PARTIES, {7, 5, 6, 8}) == [(5, b"now 5"), (7, b"now 7")]
        assert chain.read_newest(tx, PARTIES, set()) == []


@LOGS
@pytest.mark.parametrize("way", ["all", "later", "some", "newest"])
def test_a_body_that_was_changed_is_never_handed_out(house: Context, tables: Tables, way: str) -> None:
    with house.database.transaction() as tx:
        make_log(tx, tables, 5, [b"as it was written"])
        trigger = f"{tables.body}_no_update"
        on = f" ON {tables.body}" if house.database.dialect == "postgresql" else ""
        tx.run(f"DROP TRIGGER {trigger}{on}")
        tx.run(f"UPDATE {tables.body} SET bytes = ?", (b"as it was changed",))
    with pytest.raises(UnreadableBody), house.database.transaction() as tx:
        if way == "all":
            chain.read(tx, tables, 5)
        elif way == "later":
            chain.read(tx, tables, 5, after=0)
        elif way == "some":
            chain.read(tx, tables, 5, {1})
        else:
            chain.read_newest(tx, tables, {5})


@LOGS
def test_a_body_that_is_gone_without_an_erasure_is_a_fault(house: Context, tables: Tables) -> None:
    _make(house, tables)
    with house.database.transaction() as tx:
        on = f" ON {tables.body}" if house.database.dialect == "postgresql" else ""
        tx.run(f"DROP TRIGGER {tables.body}_no_delete{on}")
        tx.run(f"DELETE FROM {tables.body} WHERE seq = 2")
    with pytest.raises(UnreadableBody), house.database.transaction() as tx:
        chain.read(tx, tables, 5, after=1)
