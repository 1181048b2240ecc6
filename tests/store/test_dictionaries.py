"""Bodies packed with a dictionary: smaller, the same hashes, and readable as long as anything is."""

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from helsekort import datafiles
from helsekort.actions.context import Context
from helsekort.store import chain
from helsekort.store.chain import CARDS, PARTIES, Head, Tables
from helsekort.store.database import Transaction, Unfit, open_database
from helsekort.store.migrate import migrate
from helsekort.store.packing import PLAIN, ZSTD, Dictionaries, Dictionary, UnreadableBody, pack, stored
from tests.cast import Cast
from tests.fhir.contents import CARD_BODIES
from tests.store.logs import new, open_log

LOGS = pytest.mark.parametrize("tables", [CARDS, PARTIES], ids=["cards", "parties"])
BODY = CARD_BODIES[0]


def _newer(tables: Tables) -> Dictionary:
    """A dictionary that no version of the program brings along."""
    return Dictionary(999, tables.log, b"".join(CARD_BODIES))


def _forms(tx: Transaction, tables: Tables) -> list[int]:
    return [row[0] for row in tx.rows(f"SELECT format FROM {tables.body} ORDER BY seq")]


def _append(tx: Transaction, tables: Tables, body: bytes) -> None:
    head = chain.head(tx, tables, 5, lock=True)
    assert head is not None
    chain.append(tx, tables, 5, head, [new(head.last_seq + 1, body)], bytes)


def test_every_log_has_a_dictionary_of_its_own_that_makes_its_bodies_much_smaller(cast: Cast) -> None:
    shipped = {each.log: each.number for each in datafiles.dictionaries()}
    assert set(shipped) == {CARDS.log, PARTIES.log}
    with cast.ctx.database.transaction(write=False) as tx:
        for tables, share in ((CARDS, 0.25), (PARTIES, 0.5)):
            packed = tx.rows(f"SELECT format, length(bytes) FROM {tables.body}")
            owners = tx.rows(f"SELECT {tables.owner} FROM {tables.head}")
            plain = [row.body or b"" for (owner,) in owners for row in chain.read(tx, tables, owner)]
            assert {form for form, _ in packed} == {shipped[tables.log]}
            assert sum(size for _, size in packed) < share * sum(map(len, plain))


@LOGS
def test_the_chain_is_the_same_whatever_a_body_is_packed_with(house: Context, tables: Tables) -> None:
    entries = [new(place, body) for place, body in enumerate(CARD_BODIES, 1)]
    known = Dictionaries(datafiles.dictionaries())
    packers = [pack, known.packer_of(tables.log), lambda body: (PLAIN, body)]
    made = [chain.rows_after(tables, 5, Head(0, chain.START), entries, one, bytes) for one in packers]
    assert made[0][0] == made[1][0] == made[2][0]
    assert made[0][2] == made[1][2] == made[2][2]
    assert {row[2] for row in made[0][1]} <= {PLAIN, ZSTD}
    assert {row[2] for row in made[1][1]} != {row[2] for row in made[0][1]}


@LOGS
def test_bodies_of_every_form_stand_in_one_log_and_are_read(
    house: Context, tables: Tables, database_url: str
) -> None:
    with house.database.transaction() as tx:
        open_log(tx, tables, 5)
        _append(tx, tables, BODY)
        form, small = pack(BODY)
        head = chain.head(tx, tables, 5, lock=True)
        assert head is not None
        for packed in ((form, small), (PLAIN, BODY)):
            rows, bodies, now = chain.rows_after(
                tables,
                5,
                head,
                [new(head.last_seq + 1, BODY)],
                lambda body, kept=packed: kept,
                bytes,
            )
            tx.many(f"INSERT INTO {tables.entry} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            columns = f"({tables.owner}, {chain.BODY_COLUMNS})"
            tx.many(f"INSERT INTO {tables.body} {columns} VALUES (?, ?, ?, ?, ?)", bodies)
            tx.run(
                f"UPDATE {tables.head} SET last_seq = ?, last_hash = ? WHERE {tables.owner} = 5",
                (now.last_seq, now.last_hash),
            )
            head = now
    # one that is put there later is used from the next start on; a process that runs already can read it
    assert migrate(house.database, datafiles.migrations(), [_newer(tables)]) == ["dictionary 999"]
    second = open_database(database_url)
    with second.transaction() as tx:
        _append(tx, tables, BODY)
    with house.database.transaction() as tx:
        assert _forms(tx, tables)[1:] == [ZSTD, PLAIN, 999]
        assert [row.body for row in chain.read(tx, tables, 5)] == [BODY] * 4
        assert list(chain.verify(tx, tables)) == []
    second.close()


@LOGS
def test_a_body_whose_dictionary_is_gone_is_not_shown_and_is_found(house: Context, tables: Tables) -> None:
    with house.database.transaction() as tx:
        open_log(tx, tables, 5)
        _append(tx, tables, BODY)
    with pytest.raises(ZeroDivisionError), house.database.transaction() as tx:
        for suffix in ("update", "delete"):
            on = f" ON {tables.body}" if house.database.dialect == "postgresql" else ""
            tx.run(f"DROP TRIGGER {tables.body}_no_{suffix}{on}")
        tx.run(f"UPDATE {tables.body} SET format = 998")
        with pytest.raises(UnreadableBody):
            chain.read(tx, tables, 5)
        assert [found.what for found in chain.verify(tx, tables)] == ["the body cannot be read"]
        _ = 1 // 0


def test_a_dictionary_that_was_changed_is_refused_and_nothing_is(house: Context) -> None:
    first, *others = datafiles.dictionaries()
    changed = msgspec.structs.replace(first, content=first.content + b"x")
    with pytest.raises(Unfit, match=f"Dictionary {first.number} is not the one"):
        migrate(house.database, datafiles.migrations(), [changed, *others, _newer(CARDS)])
    with house.database.transaction(write=False) as tx:
        assert stored(tx) == [first, *others]


def test_dictionaries_in_many_threads_give_back_what_was_packed() -> None:
    known = Dictionaries(datafiles.dictionaries())
    ready = threading.Barrier(4)

    def work() -> None:
        ready.wait()
        packer = known.packer_of(CARDS.log)
        for number in range(1500):
            body = BODY + str(number).encode()
            assert known.unpack(None, *packer(body)) == body

    with ThreadPoolExecutor(4) as pool:
        for running in [pool.submit(work) for _ in range(4)]:
            running.result()
