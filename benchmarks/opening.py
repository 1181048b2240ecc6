"""Open a card of about 150 entries by `$everything`: the share of a bare route that does what cannot be left out."""

import msgspec

from benchmarks import turns
from benchmarks.cohort import Cohort, filled
from benchmarks.figures import Bench, Figure, share
from benchmarks.turns import Peer

CARDS = 100
CONNECTIONS = (1, 8, 32)
BARE = "copied"
"""The peer whose share is the finding: it does the same work on the same stored form."""
ADDRESS = "http://bench"
# database -> connections -> the share that issue A3 asks for
GOALS = {"sqlite": {1: 0.60, 8: 0.70, 32: 0.70}, "postgresql": {1: 0.55, 8: 0.55, 32: 0.55}}
COMPARED = (
    "a bare asynchronous route of the same framework on the same ASGI server, with its own copy of the same database:"
    " it reads the same stored form by its key, which is the card's fair copy and the bodies of those it names,"
    " decompresses and joins them, and has one row like an audit line durable before it answers. Beside it stands a"
    " route that reads the body of every entry, decompresses each, and joins them"
)
FAIR = (
    "all answer the same bytes over HTTP to the same load generator, in turns of seconds within one run. The bare"
    " routes know the card by its number alone: no session, no decision, no digest, nothing of what came since the"
    " copy, one row where an audit line is two. What is missing to 100 % is the price of those. The share of the route"
    " over the bodies tells what the fair copy is worth, and is no measure of what the service does besides"
)


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    return [_measure(bench, dialect) for dialect in bench.databases()]


def asked(wanted: list[tuple[str, str]]) -> list[str]:
    """(path, token) each -> GET requests as text, with the token as a system sends it and as a browser does."""
    return [
        f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nCookie: helsekort={token}\r\n\r\n"
        for path, token in wanted
    ]


def _measure(bench: Bench, dialect: str) -> Figure:
    pattern, cohort = filled(bench, dialect, CARDS, naming=True)
    requests, pages = asked(cohort.everything()), asked(cohort.pages())
    named = bench.folder / f"named-{dialect}.json"
    named.write_bytes(msgspec.json.encode(cohort.named))
    peers = {
        "ours": Peer(("benchmarks.serving",), requests),
        "copied": Peer(("benchmarks.bare", "copied", ADDRESS, str(named)), requests),
        "together": Peer(("benchmarks.bare", "together", ADDRESS, str(named)), requests),
        "page": Peer(("benchmarks.serving",), pages),
    }
    if dialect == "sqlite":
        peers["alone"] = Peer(("benchmarks.bare", "alone", ADDRESS, str(named)), requests)
    found, sync = turns.runs(bench, f"open, {dialect}", pattern, peers, CONNECTIONS)
    return _figure(bench, dialect, cohort, found, sync)


def _figure(bench: Bench, dialect: str, cohort: Cohort, found: list[turns.Run], sync: float) -> Figure:
    held = {"copied": "reads the same copy", "together": "reads every body"}
    if dialect == "sqlite":
        # on PostgreSQL each commits for itself, and the server lets commits share a sync
        held["alone"] = "reads every body and commits for itself"
    shares, rows = {}, []
    for many in CONNECTIONS:
        for name in held:
            shares[f"{name}-{many}"] = turns.share_of(found, "ours", name, many)
        shares[f"page-{many}"] = turns.share_of(found, "page", BARE, many)
        beside = [share(shares[f"{name}-{many}"]) for name in held]
        page = (turns.told(found, "page", many)[0], share(shares[f"page-{many}"]))
        rows.append((str(many), *beside, *turns.told(found, "ours", many), *page))
    length, bare = found[0]["ours", 1].bytes / 1000, found[0][BARE, 1].bytes / 1000
    goals = GOALS[dialect]
    missed = [many for many in CONNECTIONS if shares[f"{BARE}-{many}"] < goals[many]]
    return Figure(
        f"open-{dialect}",
        f"Open a card, {dialect}",
        "A whole card is answered at "
        + ", ".join(f"{share(shares[f'{BARE}-{many}'])} ({many})" for many in CONNECTIONS)
        + " of the speed of a bare route over the same copy (connections), its audit line durable before the answer"
        " leaves.",
        f"{len(cohort.cards)} cards of {cohort.entries} entries; an answer has {length:.0f} kB,"
        f" the bare one {bare:.0f} kB",
        bench.seed,
        COMPARED,
        FAIR,
        _short(missed, goals),
        (
            "connections",
            *(f"share of a bare route that {each}" for each in held.values()),
            "p50",
            "p99",
            "answers/s",
            "the clinician's page, p50",
            "its share of the bare route",
        ),
        rows,
        sync,
        shares,
    )


def _short(missed: list[int], goals: dict[int, float]) -> str:
    if not missed:
        return ""
    at = ", ".join(f"{share(goals[many])} at {many}" for many in missed)
    return (
        f"The goal was {at}. What is missing goes into the session, the decision and its facts, the bodies of the"
        " parties held against their hashes, the second row of the line, and on PostgreSQL the question to the server"
        " that each of these is."
    )
