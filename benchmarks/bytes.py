"""Bytes per entry by table and index: as loaded and as written by people, with dictionaries and without."""

from pathlib import Path

from msgspec import Struct

from benchmarks.country import cohort
from benchmarks.figures import Bench, Figure, median
from helsekort import app, datafiles
from helsekort.access.actors import Actor, ActorKind, system
from helsekort.actions.contacts import state_facts
from helsekort.actions.context import Context
from helsekort.actions.loading import load_cards
from helsekort.fhir.card_lines import CardLine, read_line
from helsekort.record.entries import Finding
from helsekort.settings import Settings
from helsekort.store import sizes
from helsekort.store.database import open_database
from helsekort.store.migrate import migrate

WOMEN, QUICK_WOMEN = 400, 60
WRITTEN, QUICK_WRITTEN = 1000, 100
NOT_PER_ENTRY = ("dictionary", "schema_migration")
SMALL = 65_536
"""Bytes under which a table is told with the others: it is empty, or does not grow with the entries."""


class Sized(Struct):
    """A database after a load: bytes by table and index, and bytes of JSON."""

    entries: int
    plain: int
    tables: dict[str, int]
    each_act: float


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    file = cohort(bench, QUICK_WOMEN if bench.quick else WOMEN, filled=False)
    return [_figure(bench, dialect, file) for dialect in bench.databases()]


def _figure(bench: Bench, dialect: str, file: Path) -> Figure:
    with_them, without = (_sized(bench, dialect, file, dictionaries=kept) for kept in (True, False))
    one, other = _total(with_them), _total(without)
    names = [name for name, size in with_them.tables.items() if size > SMALL and name not in NOT_PER_ENTRY]
    rows = [(name, _each(with_them, name), _each(without, name)) for name in sorted(names)]
    rows.append(("the others", _rest(with_them, names), _rest(without, names)))
    rows.append(("all", f"{one:.0f}", f"{other:.0f}"))
    rows.append(
        ("all that one act of one entry adds", f"{with_them.each_act:.0f}", f"{without.each_act:.0f}")
    )
    return Figure(
        name=f"bytes-{dialect}",
        title=f"Bytes per entry ({dialect})",
        finding=f"{one:.0f} bytes an entry with indexes and the load's audit, {other:.0f} without dictionaries.",
        size=f"{with_them.entries:,} entries of {with_them.plain / with_them.entries:,.0f} bytes of JSON",
        seed=bench.seed,
        compared="the same entries in the same tables, bodies compressed one by one without a dictionary",
        fair=(
            "both hold every hash and every audit line. The dictionaries were trained on another seed and the other"
            " set of texts; still it is one generator, and people write otherwise, so real text will take more"
        ),
        short="An entry written by itself brings an audit line and a key of its own, which weigh more than it does.",
        columns=("table or index", "bytes an entry", "without dictionaries"),
        rows=rows,
        fdatasync_us=median([bench.fdatasync()]),
        shares={"bytes": one, "without": other, "act": with_them.each_act},
    )


def _each(sized: Sized, name: str) -> str:
    return f"{sized.tables.get(name, 0) / sized.entries:.1f}"


def _rest(sized: Sized, names: list[str]) -> str:
    rest = _total(sized) - sum(sized.tables.get(name, 0) for name in names) / sized.entries
    return f"{rest:.1f}"


def _total(sized: Sized) -> float:
    return sum(size for name, size in sized.tables.items() if name not in NOT_PER_ENTRY) / sized.entries


def _sized(bench: Bench, dialect: str, file: Path, *, dictionaries: bool) -> Sized:
    bench.tell(f"bytes, {dialect}, {'with' if dictionaries else 'without'} dictionaries")
    url = bench.servers.fresh(dialect)
    database = open_database(url)
    migrate(database, datafiles.migrations(), datafiles.dictionaries() if dictionaries else [])
    database.close()
    ctx = app.context(Settings(url, bench.folder), bring_up=False)
    with file.open("rb") as lines:
        told = load_cards(system("bench"), ctx=ctx, lines=lines, tell=lambda told: None)
    before = _by_name(ctx)
    plain = sum(_json_of(line) for line in file.open("rb"))
    acts = _act(ctx, file, QUICK_WRITTEN if bench.quick else WRITTEN)
    added = sum(_by_name(ctx).values()) - sum(before.values())
    ctx.database.close()
    bench.servers.drop(url)
    return Sized(told.entries, plain, before, added / acts)


def _by_name(ctx: Context) -> dict[str, int]:
    with ctx.database.transaction(write=False) as tx:
        return sizes.by_name(tx, ctx.database.dialect)


def _json_of(text: bytes) -> int:
    line = read_line(text)
    return sum(len(bytes(entry.resource)) for entry in line.entries) if isinstance(line, CardLine) else 0


def _act(ctx: Context, file: Path, acts: int) -> int:
    """So many notes, each an act of its own; how many there were."""
    done = 0
    while done < acts:
        for text in file.open("rb"):
            line = read_line(text)
            if not isinstance(line, CardLine) or not line.care or done == acts:
                continue
            care = line.care[-1]
            if care.until is not None:
                continue
            actor = Actor(ActorKind.CLINICIAN, care.clinician, care.organisation, "JO")
            note = Finding("note", "Ringer om hun blir verre.", ctx.today())
            state_facts(actor, ctx=ctx, card=line.card, findings=[note], key=f"bench-{done}")
            done += 1
    return done
