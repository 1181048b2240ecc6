"""What the store promises, the same on SQLite and on PostgreSQL."""

import itertools
import secrets
import threading

import pytest

from helsekort import datafiles
from helsekort.actions.context import Context
from helsekort.audit import checks, lines
from helsekort.audit.events import Event
from helsekort.audit.lines import Line
from helsekort.store import audit_lines, cards, chain, desk, lists, parties
from helsekort.store.audit_lines import AuditRow
from helsekort.store.cards import Summary
from helsekort.store.chain import CARDS, PARTIES, Head, NewEntry, Overtaken, Tables
from helsekort.store.database import Unfit, open_database
from helsekort.store.desk import DraftRow, NamedSession, SessionRow
from helsekort.store.packing import PLAIN
from helsekort.store.parties import PersonaRow
from tests.cast import open_house
from tests.store.logs import EMPTY, LARGEST_ID, make_log, new, open_log

LOGS = pytest.mark.parametrize("tables", [CARDS, PARTIES], ids=["cards", "parties"])
LONG, SHORT = b"{}" * 500, b"\x00\xff"


def _clean(house: Context, tables: Tables) -> bool:
    with house.database.transaction(write=False) as tx:
        return not list(chain.verify(tx, tables))


def test_a_url_that_is_neither_is_refused() -> None:
    with pytest.raises(Unfit, match="sqlite:/// or postgresql://"):
        open_database("mysql://somewhere/x")


def test_both_databases_have_the_same_tables_and_columns(house: Context) -> None:
    with house.database.transaction(write=False) as tx:
        if house.database.dialect == "sqlite":
            found = tx.rows(
                "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
            )
        else:
            found = tx.rows(
                "SELECT table_name::text, column_name::text FROM information_schema.columns"
                " WHERE table_schema = 'public'"
            )
    columns = {table: {name for other, name in found if other == table} for table, _ in found}
    assert columns["entry"] == {
        *("card_id", "seq", "origin", "version", "class", "recorded", "author", "organisation"),
        *("body_hash", "before_hash"),
    }
    assert columns["party_entry"] == columns["entry"] - {"card_id"} | {"party_id"}
    assert len(columns) == 65


def test_all_of_a_transaction_or_nothing(house: Context) -> None:
    with pytest.raises(ZeroDivisionError), house.database.transaction() as tx:
        make_log(tx, CARDS, 5, [LONG])
        _ = 1 // 0
    with house.database.transaction() as tx:
        assert cards.summary(tx, 5) is None
        assert tx.row("SELECT count(*) FROM entry") == (0,)
        assert tx.row("SELECT count(*) FROM body") == (0,)


@LOGS
def test_what_is_appended_is_read_back(house: Context, tables: Tables) -> None:
    with house.database.transaction() as tx:
        head = make_log(tx, tables, LARGEST_ID, [LONG, SHORT, b""])
        latest = NewEntry(2, 2, LARGEST_ID, LARGEST_ID, 2**53, LONG, sensitivity=3)
        head = chain.append(tx, tables, LARGEST_ID, head, [latest], secrets.token_bytes)
    with house.database.transaction(write=False) as tx:
        rows = chain.read(tx, tables, LARGEST_ID)
        formats = tx.rows(f"SELECT format FROM {tables.body} ORDER BY seq")
        assert chain.head(tx, tables, LARGEST_ID, lock=False) == head
    assert [row.body for row in rows] == [LONG, SHORT, b"", LONG]
    newest = max(each.number for each in datafiles.dictionaries() if each.log == tables.log)
    assert formats == [(newest,), (PLAIN,), (PLAIN,), (newest,)]
    assert [(row.seq, row.origin, row.version) for row in rows] == [
        (1, 1, 1),
        (2, 2, 1),
        (3, 3, 1),
        (4, 2, 2),
    ]
    last = rows[-1]
    assert (last.author, last.organisation, last.recorded, last.sensitivity) == (
        *(LARGEST_ID, LARGEST_ID, 2**53),
        3,
    )
    assert head == Head(4, chain.row_hash(tables, LARGEST_ID, last))
    assert _clean(house, tables)


@LOGS
def test_who_comes_after_another_writer_is_overtaken_and_writes_nothing(
    house: Context, tables: Tables
) -> None:
    with house.database.transaction() as tx:
        first = make_log(tx, tables, 5, [LONG])
    with house.database.transaction() as tx:
        chain.append(tx, tables, 5, first, [new(2, LONG)], secrets.token_bytes)
    with pytest.raises(Overtaken), house.database.transaction() as tx:
        chain.append(tx, tables, 5, first, [new(2, SHORT)], secrets.token_bytes)
    with house.database.transaction() as tx:
        assert [row.body for row in chain.read(tx, tables, 5)] == [LONG, LONG]
    assert _clean(house, tables)


def test_there_is_no_head_where_there_is_no_log(house: Context) -> None:
    with house.database.transaction() as tx:
        assert chain.head(tx, CARDS, 5, lock=True) is None
        assert chain.read(tx, CARDS, 5) == []
        with pytest.raises(Overtaken):
            chain.append(tx, CARDS, 5, EMPTY, [new(1, LONG)], secrets.token_bytes)


def test_writers_at_once_take_turns(house: Context, database_url: str) -> None:
    """Each from a connection of its own; whoever locks the head first is followed by the other."""
    with house.database.transaction() as tx:
        open_log(tx, CARDS, 5)
    went_wrong: list[BaseException] = []

    def write(name: bytes) -> None:
        own = open_house(database_url)
        try:
            for number in range(15):
                with own.database.transaction() as tx:
                    head = chain.head(tx, CARDS, 5, lock=True)
                    assert head is not None
                    body = name + str(number).encode()
                    chain.append(tx, CARDS, 5, head, [new(head.last_seq + 1, body)], secrets.token_bytes)
        except BaseException as error:
            went_wrong.append(error)
            raise
        finally:
            own.database.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert went_wrong == []
    with house.database.transaction() as tx:
        bodies = [row.body for row in chain.read(tx, CARDS, 5)]
    assert {*bodies} == {name + str(number).encode() for name in (b"a", b"b") for number in range(15)}
    assert len(bodies) == 30
    assert _clean(house, CARDS)


@LOGS
def test_an_erased_body_leaves_row_chain_and_verify(house: Context, tables: Tables) -> None:
    with house.database.transaction() as tx:
        make_log(tx, tables, 5, [LONG, SHORT, LONG])
        before = tx.rows(f"SELECT * FROM {tables.entry} ORDER BY seq")
    with house.database.transaction() as tx:
        assert chain.erase(tx, tables, 5, 2, "her wish", 1)
        assert not chain.erase(tx, tables, 5, 2, "her wish", 1)
        assert not chain.erase(tx, tables, 5, 4, "her wish", 1)
        assert [row.body for row in chain.read(tx, tables, 5)] == [LONG, None, LONG]
        assert tx.rows(f"SELECT * FROM {tables.entry} ORDER BY seq") == before
        assert tx.rows("SELECT log, owner_id, seq, basis FROM erasure") == [(tables.log, 5, 2, "her wish")]
    assert _clean(house, tables)


def test_a_summary_keeps_none_and_zero_apart(house: Context) -> None:
    with house.database.transaction() as tx:
        cards.open_head(tx, 5, 99)
        assert cards.summary(tx, 5) == Summary(5, 99, active=True)
        full = Summary(5, 99, False, "2026-05-15", 283, 0, "2026-03-01", "check-up", "2026-03-02", "loss")
        cards.update_summary(tx, full)
        assert cards.summary(tx, 5) == full
        cards.update_summary(tx, Summary(5, 99, True))
        assert cards.summary(tx, 5) == Summary(5, 99, True)
        assert cards.summary(tx, 6) is None


def test_her_active_card_is_chosen_alike(house: Context) -> None:
    """The one that goes on; of two, the one that has no due date yet, for it is the newest; else the latest date."""
    with house.database.transaction() as tx:
        assert cards.active_card_of(tx, 99) is None
        for card, active, edd in ((1, False, None), (2, True, "2025-01-01"), (3, True, "2026-01-01")):
            cards.open_head(tx, card, 99)
            cards.update_summary(tx, Summary(card, 99, active, edd))
        assert cards.active_card_of(tx, 99) == 3
        over = Summary(6, 99, True, "2027-01-01", over_on="2026-05-01", outcome="birth")
        cards.open_head(tx, 6, 99)
        cards.update_summary(tx, over)
        assert cards.active_card_of(tx, 99) == 3
        cards.open_head(tx, 4, 99)
        assert cards.active_card_of(tx, 99) == 4
        cards.open_head(tx, 5, 98)
        cards.update_summary(tx, Summary(5, 98, active=False))
        assert cards.active_card_of(tx, 98) == 5


def test_a_care_relation_holds_from_its_start_up_to_its_end_at_its_unit(house: Context) -> None:
    with house.database.transaction() as tx:
        cards.begin_care(tx, 99, 7, 8, since=100, until=200, basis="list")
        cards.begin_care(tx, 98, 7, 8, since=100, until=None, basis="referral")
        held = [cards.in_care(tx, 99, 7, 8, at) for at in (99, 100, 199, 200)]
        assert held == [False, True, True, False]
        assert cards.in_care(tx, 98, 7, 8, 10**15)
        assert not cards.in_care(tx, 98, 7, 9, 150)
        assert not cards.in_care(tx, 98, 6, 8, 150)


def test_a_list_has_the_cards_of_those_in_care_once_each(house: Context) -> None:
    with house.database.transaction() as tx:
        for card, woman in ((1, 99), (2, 98), (3, 97), (4, 99)):
            cards.open_head(tx, card, woman)
        cards.update_summary(tx, Summary(4, 99, active=False))
        for card, active, over_on in (
            (5, True, "2026-03-01"),
            (6, False, "2026-03-01"),
            (7, False, "2026-02-28"),
        ):
            cards.open_head(tx, card, 99)
            cards.update_summary(tx, Summary(card, 99, active, over_on=over_on, outcome="loss"))
        cards.begin_care(tx, 99, 7, 8, 100, None, "list")
        cards.begin_care(tx, 99, 7, 8, 110, None, "referral")
        cards.begin_care(tx, 98, 7, 8, 100, 200, "list")
        cards.begin_care(tx, 97, 7, 9, 100, None, "list")
        listed = lists.cards_in_care(tx, 7, 8, 150, "2026-03-01")
        assert sorted(summary.card for summary in listed) == [1, 2, 5, 6]
        assert [summary.card for summary in lists.cards_in_care(tx, 7, 8, 200, "2026-03-02")] == [1, 5]
        assert lists.cards_in_care(tx, 6, 8, 150, "2026-03-01") == []


def test_what_was_seen_on_an_earlier_day(house: Context) -> None:
    """Through one day the same answer, however often the card is opened."""
    first, second, third = "2026-03-10", "2026-03-11", "2026-03-12"
    with house.database.transaction() as tx:
        assert cards.seen_before(tx, 5, 7, first) is None
        cards.mark_seen(tx, 5, 7, None, 3, first)
        assert cards.seen_before(tx, 5, 7, first) is None
        cards.mark_seen(tx, 5, 7, None, 4, first)
        assert cards.seen_before(tx, 5, 7, second) == 4
        cards.mark_seen(tx, 5, 7, 4, 6, second)
        assert cards.seen_before(tx, 5, 7, second) == 4
        assert cards.seen_before(tx, 5, 7, third) == 6
        assert cards.seen_before(tx, 5, 8, third) is None


def test_a_key_is_taken_once(house: Context) -> None:
    with house.database.transaction() as tx:
        assert cards.used_key(tx, 5, 7, "k") is None
        assert cards.take_key(tx, 5, 7, "k", b"one", 2, 100)
        assert not cards.take_key(tx, 5, 7, "k", b"two", 3, 100)
        assert cards.used_key(tx, 5, 7, "k") == (b"one", 2)
        assert cards.take_key(tx, 5, 8, "k", b"two", 3, 100)
        assert cards.take_key(tx, 6, 7, "k", b"two", 3, 100)


def test_parties_heads(house: Context) -> None:
    with house.database.transaction() as tx:
        parties.open_head(tx, 5, "Patient", "Kari")
        parties.open_head(tx, 6, "Patient", "Kåre & «Ønske»")
        assert parties.names(tx, [5, 6, 7, 5]) == {5: "Kari", 6: "Kåre & «Ønske»"}
        assert parties.names(tx, []) == {}
        parties.update_head(tx, 6, "Kari L.", 5)
        assert [parties.resolved(tx, party) for party in (5, 6, 7)] == [5, 5, 7]
        assert parties.joined_into(tx, 5) == [6]
        parties.update_head(tx, 6, "Kari L.", None)
        assert parties.resolved(tx, 6) == 6


def test_a_number_belongs_to_one(house: Context) -> None:
    with house.database.transaction() as tx:
        assert parties.add_number(tx, "fnr", "1", 5)
        assert parties.add_number(tx, "fnr", "1", 5)
        assert not parties.add_number(tx, "fnr", "1", 6)
        assert parties.add_number(tx, "dnr", "1", 6)
        assert parties.by_number(tx, "fnr", "1") == 5
        assert parties.by_number(tx, "fnr", "2") is None
        assert parties.numbers_of(tx, 6) == ["1"]


def test_roles_and_personas(house: Context) -> None:
    personas = [
        PersonaRow("b", 1, "clinician", 7, 8, "JO", "Jordmor"),
        PersonaRow("a", 2, "woman", 9, 0, "", ""),
    ]
    with house.database.transaction() as tx:
        parties.add_role(tx, 7, 8, "SP")
        parties.add_role(tx, 7, 8, "JO")
        assert parties.roles(tx, [7, 9]) == {7: "JO"}
        assert parties.roles(tx, []) == {}
        for persona in reversed(personas):
            parties.add_persona(tx, persona)
        assert parties.personas(tx) == personas


def test_sessions_and_drafts(house: Context) -> None:
    row = SessionRow("ingrid", "clinician", 7, 8, "JO", 100, 100)
    draft = DraftRow(7, 5, "contacts/new", b"[]", 300)
    with house.database.transaction() as tx:
        assert desk.session(tx, b"t") is None
        desk.add_session(tx, b"t", row)
        desk.touch_session(tx, b"t", 200)
        desk.end_session(tx, b"t", 300)
        desk.end_session(tx, b"t", 400)
        ended = SessionRow("ingrid", "clinician", 7, 8, "JO", 100, 200, 300)
        assert desk.session(tx, b"t") == NamedSession(ended, None, None, None)
        parties.open_head(tx, 7, "Practitioner", "Ingrid Dahl")
        parties.open_head(tx, 8, "Organization", "Solsiden")
        assert desk.session(tx, b"t") == NamedSession(ended, "Ingrid Dahl", "Solsiden", None)
        desk.add_draft(tx, b"d", draft)
        assert desk.draft(tx, b"d") == draft
        assert desk.draft(tx, b"e") is None


def test_audit_rows_in_order_and_lost_ones_noticed(house: Context) -> None:
    rows = [AuditRow(5, at, line, "read", b"leaf", b"salt", b"{}") for at, line in ((2, 1), (1, 9), (1, 2))]
    with house.database.transaction() as tx:
        audit_lines.add(tx, rows)
        found = audit_lines.of_card(tx, 5)
        assert [(row.at, row.line) for row in found] == [(1, 2), (1, 9), (2, 1)]
        assert found[-1] == rows[0]
        assert audit_lines.of_card(tx, 6) == []
        assert list(audit_lines.every(tx)) == found
        assert audit_lines.orphans(tx) == 0
        tx.run(
            "INSERT INTO audit_payload (card_id, at, line_id, salt, payload) VALUES (6, 1, 1, ?, ?)",
            (b"", b""),
        )
        assert audit_lines.orphans(tx) == 1


def test_lines_of_one_moment_are_told_in_the_order_they_were_done(house: Context) -> None:
    """Their numbers are drawn by lot; here each draw is lower than the one before."""
    who = ("record_contact", "care-relation", "clinician", 7, 8, "JO")
    done = [Line(event, 1, 5, *who) for event in (Event.WRITTEN, Event.TAKEN_IN, Event.READ)]
    falling = itertools.count(1 << 50, -1)
    with house.database.transaction() as tx:
        lines.write(tx, done, secrets.token_bytes, lambda _: next(falling))
        assert [line.event for line in lines.of_card(tx, 5)] == [line.event for line in done]


@pytest.mark.parametrize("entries", [(), (2, 3), (*range(1, 60), 62, *range(70, 200))])
def test_a_line_is_read_back_as_it_was_written(house: Context, entries: tuple[int, ...]) -> None:
    who = ("record_contact", "care-relation", "clinician", 7, 8, "JO")
    line = Line(Event.WRITTEN, 1, 5, *who, "", entries, ("x",))
    assert len(lines.kept(line)) < 250
    with house.database.transaction() as tx:
        lines.write(tx, [line], secrets.token_bytes, secrets.randbits)
        assert lines.of_card(tx, 5) == [line]
        assert list(checks.verify(tx)) == []
