"""Append a blood pressure through the FHIR door: the share of a bare driver on one connection that writes the rows."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import msgspec
import zstandard
from msgspec import Struct

from benchmarks.cohort import Cohort, filled
from benchmarks.country import DAY
from benchmarks.figures import Bench, Figure, median, share
from benchmarks.load import KEY, Order, Seen
from helsekort.record.ids import to_text

CARDS = 100
CONNECTIONS = (1, 8)
GOALS = {1: 0.35, 8: 0.60}
SLOWEST = 0.050
PAYLOAD = (
    b'{"event":"written","at":1764000000000000,"card":864691128455135232,"permission":"create_resource",'
    b'"rule":"care-relation","kind":"clinician","party":864691128455135232,"organisation":864691128455135232,'
    b'"category":"JO","entries":[148],"about":["facts"]}'
)
COMPARED = (
    "a process with one connection of the bare driver, without HTTP: in one transaction it reads the head, moves it,"
    " and inserts an entry, its body, the key, the line and the line's payload, all made beforehand"
)
FAIR = (
    "both make the same rows durable in the same tables with the same settings. The driver parses and validates"
    " nothing, hashes nothing, reads nothing of the card but its head, and its caller sits in the same process; the"
    " service answers over HTTP what now stands"
)


class _Bare(Struct, frozen=True):
    """What a slice of the driver came to: transactions a second, and seconds."""

    rate: float
    p50: float
    p99: float


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    return [_measure(bench, dialect) for dialect in bench.databases()]


QUANTITY = '{"value":%s,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}'
PART = '{"code":{"coding":[{"system":"http://loinc.org","code":"%s"}]},"valueQuantity":%s}'
PRESSURE = [
    PART % (code, QUANTITY % (value, "mmHg", "mm[Hg]")) for code, value in (("8480-6", 118), ("8462-4", 76))
]
# what is sent -> its code, and its value
SENT = {
    "blood pressure": ("85354-9", f'"component":[{",".join(PRESSURE)}]'),
    "weight": ("29463-7", '"valueQuantity":' + QUANTITY % ("77.1", "kg", "kg")),
}


def resource(woman: int, what: str = "blood pressure") -> bytes:
    """An observation as another system sends it."""
    code, value = SENT[what]
    return (
        '{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org",'
        f'"code":"{code}"}}]}},"subject":{{"reference":"Patient/{to_text(woman)}"}},'
        f'"effectiveDateTime":"{DAY}",{value}}}'
    ).encode()


def posted(cohort: Cohort) -> list[str]:
    """POST requests as text, each with a key of its own."""
    made = []
    for woman, token in zip(cohort.women, cohort.tokens, strict=True):
        body = resource(woman).decode()
        made.append(
            "POST /fhir/r4/Observation HTTP/1.1\r\nHost: bench\r\nContent-Type: application/fhir+json\r\n"
            f"Authorization: Bearer {token}\r\nIdempotency-Key: {KEY.decode()}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
    return made


def _measure(bench: Bench, dialect: str) -> Figure:
    pattern, cohort = filled(bench, dialect, CARDS)
    rows = bench.folder / "rows.json"
    small = zstandard.ZstdCompressor(3).compress(resource(cohort.women[0]) + PAYLOAD)
    rows.write_bytes(msgspec.json.encode((cohort.cards, small, PAYLOAD)))
    runs, bare, syncs = [], [], []
    for number in range(bench.runs):
        bench.tell(f"append, {dialect}: run {number + 1} of {bench.runs}")
        syncs.append(bench.fdatasync())
        bare.append(_driver(bench, pattern, rows, number))
        runs.append(_run(bench, pattern, posted(cohort), number))
    bench.servers.drop(pattern)
    return _figure(bench, dialect, cohort, runs, bare, median(syncs))


def _driver(bench: Bench, pattern: str, rows: Path, number: int) -> _Bare:
    url = bench.servers.copy(pattern)
    command = [
        sys.executable,
        "-m",
        "benchmarks.bare_driver",
        url,
        str(rows),
        str(bench.seconds),
        str(number),
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    bench.servers.drop(url)
    return _Bare(*map(float, said.split()))


def _run(bench: Bench, pattern: str, requests: list[str], number: int) -> dict[str, Seen]:
    """One process with 1 and 8 connections, then two processes on one database with 4 each; fresh for each."""
    seen = {}
    for processes, many in ((1, 1), (1, 8), (2, 4)):
        url = bench.servers.copy(pattern)
        with ExitStack() as stack:
            ports = [
                stack.enter_context(bench.servers.serve("benchmarks.serving", url)).port
                for _ in range(processes)
            ]
            loads = [stack.enter_context(bench.servers.load()) for _ in ports]
            for place, (load, port) in enumerate(zip(loads, ports, strict=True)):
                # a seed of its own for each, or two would send the same keys
                load.run(Order(port, many, 0.2, requests, 201, number * 10 + place))
            orders = [
                Order(port, many, bench.seconds, requests, 201, bench.seed + number * 10 + place)
                for place, port in enumerate(ports)
            ]
            for load, order in zip(loads, orders, strict=True):
                load.begin(order)
            for place, (load, order) in enumerate(zip(loads, orders, strict=True)):
                seen[f"{processes}x{many}" + ("b" if place else "")] = load.end(order)
        bench.servers.drop(url)
    return seen


def _figure(
    bench: Bench, dialect: str, cohort: Cohort, runs: list[dict[str, Seen]], bare: list[_Bare], sync: float
) -> Figure:
    shares = {
        f"share-{many}": median(
            [run[f"1x{many}"].rate / one.rate for run, one in zip(runs, bare, strict=True)]
        )
        for many in CONNECTIONS
    }
    two = [(run["2x4"], run["2x4b"]) for run in runs]
    rate = median([(a.rate + b.rate) / one.rate for (a, b), one in zip(two, bare, strict=True)])
    worst = median([max(a.p99, b.p99) for a, b in two])
    alone = {many: [run[f"1x{many}"] for run in runs] for many in CONNECTIONS}
    rows = [
        ("bare driver", "1", "100 %", *_times(bare)),
        *(
            ("service", str(many), share(shares[f"share-{many}"]), *_times(alone[many]))
            for many in CONNECTIONS
        ),
        (
            "two processes",
            "4 + 4",
            share(rate),
            *_times([max(pair, key=lambda each: each.p99) for pair in two]),
        ),
    ]
    shares |= {"share-two": rate, "p99-two": worst}
    missed = [
        f"{share(GOALS[many])} at {many}" for many in CONNECTIONS if shares[f"share-{many}"] < GOALS[many]
    ]
    if worst > SLOWEST:
        missed.append(f"p99 of at most {SLOWEST * 1e3:.0f} ms with two processes")
    return Figure(
        f"append-{dialect}",
        f"Append an observation, {dialect}",
        f"The service appends at {share(shares['share-1'])} (1 connection) and {share(shares['share-8'])} (8) of a bare"
        f" driver's speed; with two processes p99 is {worst * 1e3:.0f} ms.",
        f"{len(cohort.cards)} cards of {cohort.entries} entries and growing",
        bench.seed,
        COMPARED,
        FAIR,
        f"The goal was {', '.join(missed)}. Most of the time goes into HTTP, into holding what was sent against the"
        " profile and against what would be stored, and into judging it."
        if missed
        else "",
        ("who", "connections", "share of the driver", "p50", "p99", "a second"),
        rows,
        sync,
        shares,
    )


def _times(seen: list[_Bare] | list[Seen]) -> tuple[str, str, str]:
    middle, worst = median([each.p50 for each in seen]), median([each.p99 for each in seen])
    return f"{middle * 1e3:.1f} ms", f"{worst * 1e3:.1f} ms", f"{median([each.rate for each in seen]):.0f}"
