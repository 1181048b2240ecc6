"""Whole cards from a file: held to the rules of every other way in, chained, and never doubled or half there."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from msgspec import Raw
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import cards, loading, registry, worklists
from helsekort.actions.context import Context
from helsekort.actions.loading import Loaded, load_cards
from helsekort.actions.log import read_entries
from helsekort.actions.outcomes import Unavailable
from helsekort.actions.verifying import verify_record
from helsekort.audit.events import Event
from helsekort.fhir.card_lines import CardLine, write_line
from helsekort.store import chain
from helsekort.store.chain import CARDS
from tests.actions import card_files
from tests.actions.card_files import CLINICIAN, FIRST_CARD, FIRST_WOMAN, UNIT, card_line, file, people
from tests.cast import JOB, MOMENT, Cast, number_of, open_house
from tests.store.stored import audit, content

SIV = Actor(ActorKind.CLINICIAN, CLINICIAN, UNIT, "JO")


def load(ctx: Context, lines: list[bytes], processes: int | None = None) -> Loaded:
    return load_cards(JOB, ctx=ctx, lines=lines, tell=lambda told: None, processes=processes)


def bodies(ctx: Context, card: int) -> list[bytes | None]:
    with ctx.database.transaction(write=False) as tx:
        return [row.body for row in chain.read(tx, CARDS, card)]


def holds(ctx: Context) -> bool:
    return verify_record(ctx)[0] == []


def test_a_loaded_card_opens_and_is_found_as_one_that_was_written_here(cast: Cast) -> None:
    told = load(cast.ctx, file(2))
    assert (told.lines, told.cards, told.entries, told.parties, told.skipped) == (5, 2, 16, 5, 0)
    opened = cards.open_card(SIV, ctx=cast.ctx, card=FIRST_CARD)
    assert opened.woman.name == "Berit Moe"
    assert opened.names[CLINICIAN] == "Siv Nes"
    [line] = opened.card.contacts
    assert [trail.now.what for trail in line.findings] == ["blood_pressure", "fetal_heart_rate"]
    assert [entry.version for entry in opened.card.findings[0].entries] == [1, 2]
    assert cards.find_woman(SIV, ctx=cast.ctx, number=number_of(17)) == FIRST_CARD
    assert {row.card for row in worklists.list_women(SIV, ctx=cast.ctx)} == {FIRST_CARD, FIRST_CARD + 1}
    assert bodies(cast.ctx, FIRST_CARD) == [bytes(one.resource) for one in card_line().entries]
    assert holds(cast.ctx)


def test_she_reads_in_her_log_that_her_card_was_taken_over(cast: Cast) -> None:
    load(cast.ctx, file(1))
    lines = cards.read_own_log(Actor(ActorKind.WOMAN, FIRST_WOMAN), ctx=cast.ctx)
    assert [line.event for line in lines] == ["loaded"]


def test_one_line_accounts_for_all_that_was_loaded_and_for_no_more(cast: Cast) -> None:
    load(cast.ctx, file(1))
    assert [
        line.up_to for line in audit(cast.ctx) if line.card == FIRST_CARD and line.event is Event.LOADED
    ] == [8]
    body = bodies(cast.ctx, FIRST_CARD)[6] or b""
    with cast.ctx.database.transaction() as tx:
        head = chain.head(tx, CARDS, FIRST_CARD, lock=True)
        assert head is not None
        unlogged = chain.NewEntry(9, 1, CLINICIAN, UNIT, MOMENT, body)
        chain.append(tx, CARDS, FIRST_CARD, head, [unlogged], cast.ctx.random_bytes)
    assert any("entry 9 stands on the card and no line says" in found for found in verify_record(cast.ctx)[0])


def test_a_second_load_adds_nothing(cast: Cast) -> None:
    load(cast.ctx, file(2))
    before = content(cast.ctx)
    told = load(cast.ctx, file(2))
    assert (told.skipped, told.cards, told.parties) == (5, 0, 0)
    assert content(cast.ctx) == before


def test_what_was_written_since_stays_and_what_was_erased_does_not_come_back(cast: Cast) -> None:
    load(cast.ctx, file(1))
    registry.erase_body(JOB, ctx=cast.ctx, card=FIRST_CARD, seq=7, basis="§ 25")
    before = content(cast.ctx)
    assert load(cast.ctx, file(1)).skipped == 4
    assert content(cast.ctx) == before
    assert bodies(cast.ctx, FIRST_CARD)[6] is None


def test_two_cards_of_one_woman_are_both_hers(cast: Cast) -> None:
    first = card_line()
    entries = card_files.entry_lines(FIRST_CARD + 9, FIRST_WOMAN, card_files.contents(FIRST_WOMAN))
    second = replace(first, card=FIRST_CARD + 9, entries=entries)
    load(cast.ctx, [*people(), write_line(first), write_line(second)])
    assert load(cast.ctx, [write_line(first), write_line(second)]).skipped == 2
    with cast.ctx.database.transaction(write=False) as tx:
        rows = tx.rows("SELECT card_id FROM card WHERE woman = ? ORDER BY card_id", (FIRST_WOMAN,))
        assert rows == [(FIRST_CARD,), (FIRST_CARD + 9,)]
    assert holds(cast.ctx)


@pytest.mark.parametrize("stop_after", [1, 3, 4])
def test_a_load_that_is_stopped_goes_on_where_it_stopped(
    cast: Cast, stop_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "BATCH_BYTES", 1)

    def stop(told: Loaded) -> None:
        if told.lines == stop_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_cards(JOB, ctx=cast.ctx, lines=file(3), tell=stop, processes=0)
    assert holds(cast.ctx)
    assert load(cast.ctx, file(3)).skipped == stop_after
    assert holds(cast.ctx)


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.actions.test_loading import open_house, load_cards, loading, JOB
loading.BATCH_BYTES = 1
def stop(told):
    if told.lines == 4:
        os.kill(os.getpid(), signal.SIGKILL)
load_cards(JOB, ctx=open_house(sys.argv[1]), lines=Path(sys.argv[2]).open("rb"), tell=stop, processes=0)
"""


def test_a_load_that_is_killed_leaves_whole_lines_and_goes_on(database_url: str, tmp_path: Path) -> None:
    lines = tmp_path / "cards.ndjson"
    lines.write_bytes(b"\n".join(file(3)) + b"\n")
    ended = subprocess.run([sys.executable, "-c", KILLED, database_url, lines], check=False)
    assert ended.returncode == -signal.SIGKILL
    ctx = open_house(database_url)
    assert holds(ctx)
    with lines.open("rb") as opened:
        told = load_cards(JOB, ctx=ctx, lines=opened, tell=lambda told: None)
    assert (told.skipped, told.cards) == (4, 2)
    assert holds(ctx)
    ctx.database.close()


def test_several_processes_load_the_same_as_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH_BYTES", 1)
    heard: list[int] = []
    told = load_cards(
        JOB, ctx=cast.ctx, lines=file(12), tell=lambda told: heard.append(told.lines), processes=2
    )
    assert heard == list(range(1, 16))
    assert (told.cards, told.parties) == (12, 15)
    for number in range(12):
        assert bodies(cast.ctx, FIRST_CARD + number) == [
            bytes(one.resource) for one in card_line(number).entries
        ]
    assert holds(cast.ctx)


def test_checking_processes_that_die_leave_whole_lines(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH_BYTES", 1)
    monkeypatch.setattr(loading, "AHEAD", 1)
    pools: list[ProcessPoolExecutor] = []

    class Watched(ProcessPoolExecutor):
        def __init__(self, *args: object) -> None:
            super().__init__(*args)  # type: ignore[arg-type]  # handed on
            pools.append(self)

    def kill(told: Loaded) -> None:
        if told.lines == 4:
            for each in list(pools[0]._processes):
                os.kill(each, signal.SIGKILL)

    monkeypatch.setattr(loading, "ProcessPoolExecutor", Watched)
    with pytest.raises(Unavailable):
        load_cards(JOB, ctx=cast.ctx, lines=file(12), tell=kill, processes=1)
    assert holds(cast.ctx)
    assert load(cast.ctx, file(12)).skipped >= 4
    assert holds(cast.ctx)


def test_a_loaded_line_is_of_the_catalogue_of_this_version(cast: Cast) -> None:
    """The same content, read from the database and from the line."""
    load(cast.ctx, file(1))
    with cast.ctx.database.transaction(write=False) as tx:
        entries = read_entries(tx, cast.ctx.catalogue, FIRST_CARD)
    expected = [each for _, _, each in card_files.contents(FIRST_WOMAN)]
    assert [entry.content for entry in entries] == expected


def _changed(change: Callable[[CardLine], CardLine]) -> bytes:
    return write_line(change(card_line()))


def test_a_line_of_more_than_a_card_is_refused_by_its_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "LONGEST_LINE", 5000)
    with pytest.raises(loading.BadLine, match=r"^line 4, the line: It is longer than"):
        load(cast.ctx, file(1))
    with cast.ctx.database.transaction(write=False) as tx:
        assert chain.head(tx, CARDS, FIRST_CARD, lock=False) is None


def test_a_resource_is_kept_byte_for_byte(cast: Cast) -> None:
    """72.50 stays 72.50."""
    line = card_line()
    body = bytes(line.entries[4].resource).replace(b'"value":120,', b'"value":120.50,')
    assert body != bytes(line.entries[4].resource)
    entries = [*line.entries]
    entries[4] = replace(entries[4], resource=Raw(body))
    load(cast.ctx, [*people(), _changed(lambda line: replace(line, entries=entries))])
    assert bodies(cast.ctx, FIRST_CARD)[4] == body
