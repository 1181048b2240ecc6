"""The same cohort in this service and in HAPI FHIR's JPA server, on one PostgreSQL server, in turns."""

import time
from collections.abc import Callable
from contextlib import ExitStack

import msgspec
import psycopg
from msgspec import Raw, Struct, field

from benchmarks import country
from benchmarks.appending import resource
from benchmarks.figures import Bench, Figure, median
from benchmarks.load import KEY, Order, Seen
from benchmarks.peers.hapi_server import Hapi, running
from helsekort import app
from helsekort.access.actors import NOBODY, Actor, ActorKind
from helsekort.actions import registry, sessions
from helsekort.actions.context import Context
from helsekort.actions.loading import load_cards
from helsekort.record.ids import entry_id, to_text
from helsekort.settings import Settings
from helsekort.store.parties import PersonaRow
from tests.cast import JOB

WOMEN, WOMEN_QUICK = 30, 12
WARM_WOMEN = 8
CONNECTIONS = (1, 8)
OURS, PEER = "ours", "peer"
ROWS = {
    "open-1": "open a card, 1 connection",
    "open-8": "open a card, 8 connections",
    "append-1": "append a blood pressure, 1 connection",
    "append-8": "append a blood pressure, 8 connections",
}


class _Entry(Struct):
    resource: Raw


class _Care(Struct):
    clinician: int
    organisation: int


class _Woman(Struct):
    id: int
    resource: Raw


class _Party(Struct):
    resource: Raw


class _Line(Struct):
    """A line of a cohort file, as far as the peer is told of it: a party, or a card."""

    party: _Party | None = None
    card: int = 0
    woman: _Woman | None = None
    entries: list[_Entry] = field(default_factory=list)
    care: list[_Care] = field(default_factory=list)


class Cohort(Struct, frozen=True):
    """A cohort file, read: its lines for us, and lists of resources for the peer."""

    lines: list[bytes]
    read: list[_Line]

    @property
    def parties(self) -> list[Raw]:
        return [each.party.resource for each in self.read if each.party]

    @property
    def cards(self) -> list[list[Raw]]:
        """Each card as resources: the woman first."""
        return [
            [each.woman.resource, *(one.resource for one in each.entries)] for each in self.read if each.woman
        ]

    @property
    def entries(self) -> int:
        return sum(len(each.entries) for each in self.read)


class _Run(Struct):
    """What one run saw, by (what, whose)."""

    load: dict[str, float]
    bytes: dict[str, float]
    seen: dict[tuple[str, str], Seen]


def measure(bench: Bench) -> list[Figure]:
    """One table: both servers, what each did in a second, and the bytes it took."""
    women = WOMEN_QUICK if bench.quick else WOMEN
    cohort, warm = _generated(bench, women), _generated(bench, WARM_WOMEN)
    runs, syncs = [], []
    for number in range(bench.runs):
        bench.tell(f"peer: run {number + 1} of {bench.runs}")
        syncs.append(bench.fdatasync())
        runs.append(_run(bench, cohort, warm, number))
    return [_figure(bench, cohort, runs, median(syncs))]


def _generated(bench: Bench, women: int) -> Cohort:
    lines = country.cohort(bench, women, filled=True).read_bytes().splitlines()
    return Cohort(lines, [msgspec.json.decode(each, type=_Line) for each in lines])


def _run(bench: Bench, cohort: Cohort, warm: Cohort, number: int) -> _Run:
    """Fresh databases; both stand at once and take turns, and who begins changes from run to run."""
    run = _Run({}, {}, {})
    ours, peers = bench.servers.fresh("postgresql"), bench.servers.fresh("postgresql")
    with ExitStack() as stack:
        hapi = stack.enter_context(running(peers, bench.folder))
        _warm(hapi, warm)
        empty = _size(peers)
        token = _load_ours(bench, ours, cohort, run)
        began = time.perf_counter()
        hapi.take_in([cohort.parties])
        hapi.take_in(cohort.cards)
        run.load[PEER] = cohort.entries / (time.perf_counter() - began)
        run.bytes[PEER] = (_size(peers) - empty) / cohort.entries
        serving = stack.enter_context(bench.servers.serve("benchmarks.serving", ours))
        load = stack.enter_context(bench.servers.load())
        ports = {OURS: serving.port, PEER: hapi.port}
        asked = {
            "open": (_opens(cohort, token), 200),
            "append": (_appends(cohort, token), 201),
        }
        for connections in CONNECTIONS:
            for what, (requests, status) in asked.items():
                for whose in (OURS, PEER) if number % 2 else (PEER, OURS):
                    order = Order(
                        ports[whose],
                        connections,
                        bench.seconds,
                        requests[whose],
                        status,
                        bench.seed + 100 * number + connections,
                    )
                    run.seen[f"{what}-{connections}", whose] = load.run(order)
    for url in (ours, peers):
        bench.servers.drop(url)
    return run


def _warm(hapi: Hapi, warm: Cohort) -> None:
    """Let the peer's compiler see its work before it is timed."""
    hapi.take_in([warm.parties])
    hapi.take_in(warm.cards)


def _load_ours(bench: Bench, url: str, cohort: Cohort, run: _Run) -> str:
    """Load, and let one clinician in; her token."""
    ctx = app.context(Settings(url, bench.folder), demo=True)
    empty = _size(url)
    began = time.perf_counter()
    load_cards(JOB, ctx=ctx, lines=cohort.lines, tell=lambda _: None)
    run.load[OURS] = cohort.entries / (time.perf_counter() - began)
    run.bytes[OURS] = (_size(url) - empty) / cohort.entries
    token = _let_in(ctx, _busiest(cohort))
    ctx.database.close()
    return token


def _busiest(cohort: Cohort) -> Actor:
    """The clinician who cares for most of them."""
    count: dict[tuple[int, int], int] = {}
    for line in cohort.read:
        for care in line.care:
            key = (care.clinician, care.organisation)
            count[key] = count.get(key, 0) + 1
    clinician, organisation = max(count, key=lambda each: count[each])
    return Actor(ActorKind.CLINICIAN, clinician, organisation, "JO")


def _hers(cohort: Cohort) -> list[_Line]:
    """The cards that the one who asks may open."""
    one = _busiest(cohort)
    return [line for line in cohort.read if any(care.clinician == one.party for care in line.care)]


def _opens(cohort: Cohort, token: str) -> dict[str, list[str]]:
    head = f"HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n"
    hers = _hers(cohort)
    return {
        OURS: [f"GET /fhir/r4/EpisodeOfCare/{entry_id(line.card, 1)}/$everything {head}" for line in hers],
        PEER: [
            f"GET /fhir/Patient/{to_text(line.woman.id)}/$everything?_count=1000 HTTP/1.1\r\nHost: bench\r\n\r\n"
            for line in hers
            if line.woman
        ],
    }


def _appends(cohort: Cohort, token: str) -> dict[str, list[str]]:
    """POST of one blood pressure to each card."""
    made: dict[str, list[str]] = {OURS: [], PEER: []}
    key = f"Authorization: Bearer {token}\r\nIdempotency-Key: {KEY.decode()}\r\n"
    for line in _hers(cohort):
        assert line.woman is not None
        body = resource(line.woman.id).decode()
        head = f"HTTP/1.1\r\nHost: bench\r\nContent-Type: application/fhir+json\r\nContent-Length: {len(body)}\r\n"
        made[OURS].append(f"POST /fhir/r4/Observation {head}{key}\r\n{body}")
        made[PEER].append(f"POST /fhir/Observation {head}\r\n{body}")
    return made


def _let_in(ctx: Context, actor: Actor) -> str:
    """A token of this clinician."""
    row = PersonaRow("bench", 1, actor.kind, actor.party, actor.organisation, actor.category, "Fiktiv")
    registry.register_persona(JOB, ctx=ctx, persona=row)
    return sessions.enter_as_persona(NOBODY, ctx=ctx, persona=row.key)


def _size(url: str) -> int:
    """Bytes of a database as it lies."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert found is not None
    return int(found[0])


def _figure(bench: Bench, cohort: Cohort, runs: list[_Run], sync: float) -> Figure:
    rows: list[tuple[str, ...]] = []
    shares: dict[str, float] = {}

    def row(what: str, of: Callable[[_Run, str], float], shown: str = ",.0f") -> None:
        ours, peers = (median([of(run, whose) for run in runs]) for whose in (OURS, PEER))
        shares[what] = ours / peers
        rows.append((what, format(ours, shown), format(peers, shown), f"{ours / peers:.2f}"))

    row("load, entries a second", lambda run, whose: run.load[whose])
    for key, what in ROWS.items():
        row(f"{what}, a second", lambda run, whose, key=key: run.seen[key, whose].rate)  # type: ignore[misc]  # bound early
        row(f"{what}, p99 in ms", lambda run, whose, key=key: run.seen[key, whose].p99 * 1000, ",.1f")  # type: ignore[misc]  # bound early
    row("bytes an entry", lambda run, whose: run.bytes[whose])
    return Figure(
        name="peer-hapi",
        title="Beside HAPI FHIR's JPA server, PostgreSQL",
        finding=(
            f"The service loads {shares['load, entries a second']:.1f} times as fast as HAPI FHIR's JPA server,"
            f" opens a card {shares['open a card, 8 connections, a second']:.1f} times and appends"
            f" {shares['append a blood pressure, 8 connections, a second']:.1f} times as fast at 8 connections,"
            f" and keeps an entry in {shares['bytes an entry']:.2f} of the bytes."
        ),
        size=f"{len(cohort.cards)} cards with {cohort.entries} entries, all versions",
        seed=bench.seed,
        compared=(
            "HAPI FHIR 8.8.0's JPA server for R4 from Maven Central on Jetty, with the library's settings as they come,"
            " on a database of the same PostgreSQL server over the same socket. Cards are put by transactions over four"
            " connections and opened by Patient/$everything on one page; ours by helsekort load and by"
            " EpisodeOfCare/$everything"
        ),
        fair=(
            "both hold the same resources and answer the same women over HTTP, in turns within one run, after the peer"
            " was warmed by other cards. What differs: the peer asks for no token, decides no access, writes no audit"
            " line and no chain, and holds what is sent against the base standard only; it indexes every search"
            " parameter across all patients, which ours has none of, keeps its search results in tables, and can do far"
            " more. Ours loads from a file by processes of its own, the peer over HTTP, which is its ordinary way"
        ),
        short="",
        columns=("what", "helsekort", "HAPI FHIR", "ratio"),
        rows=rows,
        fdatasync_us=sync,
        shares=shares,
    )
