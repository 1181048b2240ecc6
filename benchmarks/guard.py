"""What the guards cost: a request to the service as it is, beside the same without the log, the decision or the wall.

And the same request with a token that is bound to a key, beside one that is good for whoever holds it.
"""

from benchmarks import turns
from benchmarks.appending import posted, resource
from benchmarks.cohort import Cohort, filled
from benchmarks.figures import Bench, Figure, median
from benchmarks.opening import asked
from benchmarks.proving import Callers
from benchmarks.turns import Peer, Run

CARDS = 100
CONNECTIONS = (1, 8)
SERVER = "benchmarks.unguarded"
WHOLE, BARE, PROOF, BEARER = "whole", "bare", "proof", "bearer"
LEFT_OUT = {"log": "the log", "decision": "the decision", "wall": "the wall", BARE: "all of these"}
KINDS = {
    "everything": "a whole card, `$everything`",
    "page": "the clinician's page of a card",
    "list": "the list of her women",
    "append": "an observation appended",
}
COMPARED = (
    "the same code in a process of its own, in which the bench has replaced functions before it serves, on a copy of"
    " the same database. Without the log: no line is made or written, none is sealed, and what only reads syncs"
    " nothing. Without the decision: no facts are read of who asks, and everyone may. Without the wall: PostgreSQL is"
    " not told who acts, and the role is one that no policy holds. The proof is compared with the demo's bearer token"
    " at the same server"
)
FAIR = (
    "all run at once and take turns by slices of load, in an order that is drawn; the quotient is made within each run,"
    " and the median of the runs is told. The log is sealed four times a second and not each minute, so that this falls"
    " into the slices that it belongs to. Who asks is known in each, by their session. Proofs are made before the slice"
    " and not counted; the bearer's session is looked up where the proof is checked, so the quotient is what one costs"
    " beside the other. The parts need not multiply to the whole"
)


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    return [_measure(bench, dialect) for dialect in bench.databases()]


def _measure(bench: Bench, dialect: str) -> Figure:
    pattern, cohort = filled(bench, dialect, CARDS)
    callers = Callers(bench, pattern, cohort)
    guards = [each for each in LEFT_OUT if each != "wall" or dialect == "postgresql"]
    found, syncs = [], []
    for number in range(bench.runs):
        bench.tell(f"guard, {dialect}: run {number + 1} of {bench.runs}")
        syncs.append(bench.fdatasync())
        read = turns.run(bench, pattern, _reading(cohort, callers, guards), CONNECTIONS, number)
        # apart: the cards grow, and with each server at its own speed
        wrote = turns.run(bench, pattern, _appending(cohort, callers, guards), CONNECTIONS, number)
        found.append(read | wrote)
    bench.servers.drop(pattern)
    return _figure(bench, dialect, cohort, guards, found, median(syncs))


def _reading(cohort: Cohort, callers: Callers, guards: list[str]) -> dict[str, Peer]:
    """One server for each guard that is left out, asked for everything that is read."""
    wanted = {
        "everything": asked(cohort.everything()),
        "page": asked(cohort.pages()),
        "list": asked([("/klinikk", cohort.list_token)]),
    }
    first, *others = wanted
    peers = {}
    for which in (WHOLE, *guards):
        peers[f"{first} {which}"] = Peer((SERVER, which), wanted[first], group=first)
        for kind in others:
            peers[f"{kind} {which}"] = Peer((), wanted[kind], beside=f"{first} {which}", group=kind)
    return peers | _proving(first, callers, callers.everything(), wanted[first], 200)


def _appending(cohort: Cohort, callers: Callers, guards: list[str]) -> dict[str, Peer]:
    requests, kind = posted(cohort), "append"
    peers = {
        f"{kind} {which}": Peer((SERVER, which), requests, 201, group=kind) for which in (WHOLE, *guards)
    }
    bodies = [resource(woman).decode() for woman in cohort.women]
    return peers | _proving(kind, callers, callers.sent(bodies), requests, 201)


def _proving(
    kind: str, callers: Callers, proven: turns.Made, borne: list[str], status: int
) -> dict[str, Peer]:
    """A server that takes both kinds of tokens, asked with each."""
    name, group = f"{kind} {PROOF}", f"{kind} by token"
    return {
        name: Peer((SERVER, PROOF, str(callers.keys)), proven, status, group=group),
        f"{kind} {BEARER}": Peer((), borne, status, beside=name, group=group),
    }


def _times(found: list[Run], kind: str, less: str, many: int, more: str = WHOLE) -> float:
    """How many times as long an answer takes: the median over the runs of the rates of the same run."""
    return median([each[f"{kind} {less}", many].rate / each[f"{kind} {more}", many].rate for each in found])


def _figure(
    bench: Bench, dialect: str, cohort: Cohort, guards: list[str], found: list[Run], sync: float
) -> Figure:
    shares: dict[str, float] = {}
    rows = []
    for kind, called in KINDS.items():
        for many in CONNECTIONS:
            cost = {which: _times(found, kind, which, many) for which in guards}
            if (f"{kind} {PROOF}", many) in found[0]:
                cost[PROOF] = _times(found, kind, BEARER, many, PROOF)
            shares |= {f"{kind}-{which}-{many}": value for which, value in cost.items()}
            cells = [f"{cost[each]:.2f}" if each in cost else "" for each in (*guards, PROOF)]
            whole, bare = (turns.told(found, f"{kind} {which}", many)[0] for which in (WHOLE, BARE))
            rows.append((called, str(many), *cells, whole, bare))
    each = ", ".join(f"{called} {shares[f'{kind}-{BARE}-1']:.2f}" for kind, called in KINDS.items())
    return Figure(
        f"guard-{dialect}",
        f"What the guards cost, {dialect}",
        f"With access and log a request takes so many times as long as without (1 connection): {each}.",
        f"{len(cohort.cards)} cards of {cohort.entries} entries; the list has"
        f" {cohort.tokens.count(cohort.list_token)} women, each of whom gets a line",
        bench.seed,
        COMPARED,
        FAIR,
        "",
        (
            "request",
            "connections",
            *(f"times as long as without {LEFT_OUT[which]}" for which in guards),
            "with a proof, times as long as with a bearer token",
            "p50",
            "p50 without all of these",
        ),
        rows,
        sync,
        shares,
    )
