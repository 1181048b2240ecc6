"""The first screen of a card that has grown: kilobytes and milliseconds with 200 entries, beside one with 20."""

import datetime as dt
from contextlib import ExitStack
from decimal import Decimal

from msgspec import Struct

from benchmarks.figures import Bench, Figure, median
from benchmarks.load import Order, Seen
from benchmarks.opening import asked
from helsekort import app
from helsekort.access.actors import NOBODY, Actor, ActorKind, system
from helsekort.actions import cards, contacts, due_dates, registry, sessions
from helsekort.actions.context import Context
from helsekort.record.entries import Contact, ContactKind, DueDate, Fetus, Finding, Pressure, Way
from helsekort.record.ids import to_text
from helsekort.record.parties import Clinician, Organisation, Role, Woman
from helsekort.settings import Settings
from helsekort.store.parties import PersonaRow

JOB = system("bench")
CARDS = 30
SIZES = (20, 200)
CONNECTIONS = (1, 8)
MOST = 1.3
BEGUN = 9
"""Entries of a card before its first check-up: opened, a due date proposed and confirmed, a fetus, and five facts."""
APART, DAYS_LEFT = 7, 14


class Filled(Struct, frozen=True):
    """A database with cards of each size; by size, what is asked for."""

    url: str
    asked: dict[int, list[tuple[str, str]]]
    entries: dict[int, int]


def measure(bench: Bench) -> list[Figure]:
    """One figure for each database."""
    return [_measure(bench, dialect) for dialect in bench.databases()]


def _measure(bench: Bench, dialect: str) -> Figure:
    filled = _fill(bench, dialect)
    runs: list[dict[tuple[int, int], Seen]] = []
    syncs = []
    with ExitStack() as stack:
        load = stack.enter_context(bench.servers.load())
        port = stack.enter_context(bench.servers.serve("benchmarks.serving", filled.url)).port
        for number in range(bench.runs + 1):
            bench.tell(f"screen, {dialect}: run {number} of {bench.runs}")
            syncs.append(bench.fdatasync())
            seen = {}
            for many in CONNECTIONS:
                for size in SIZES if number % 2 else SIZES[::-1]:
                    requests = asked(filled.asked[size])
                    order = Order(port, many, bench.seconds, requests, 200, bench.seed + number)
                    seen[size, many] = load.run(order)
            # the first one warms up, and is not counted
            runs += [seen] if number else []
    bench.servers.drop(filled.url)
    return _figure(bench, dialect, filled, runs, median(syncs))


def _figure(
    bench: Bench, dialect: str, filled: Filled, runs: list[dict[tuple[int, int], Seen]], sync: float
) -> Figure:
    small, large = SIZES
    shares, rows = {}, []
    for many in CONNECTIONS:
        for size in SIZES:
            middle, worst = (
                median([getattr(run[size, many], place) for run in runs]) * 1e3 for place in ("p50", "p99")
            )
            length = runs[0][size, many].bytes / 1000
            rows.append(
                (
                    str(many),
                    str(filled.entries[size]),
                    f"{length:.0f} kB",
                    f"{middle:.1f} ms",
                    f"{worst:.1f} ms",
                )
            )
        for place in ("p50", "p99"):
            ratios = [getattr(run[large, many], place) / getattr(run[small, many], place) for run in runs]
            shares[f"{place}-{many}"] = median(ratios)
    shares["kB"] = runs[0][large, 1].bytes / runs[0][small, 1].bytes
    missed = [str(many) for many in CONNECTIONS if shares[f"p99-{many}"] > MOST]
    return Figure(
        f"screen-{dialect}",
        f"The first screen of a card that has grown, {dialect}",
        f"With {filled.entries[large]} entries the first screen takes "
        + ", ".join(
            f"{shares[f'p99-{many}']:.2f} times at p99 and {shares[f'p50-{many}']:.2f} at p50 ({many})"
            for many in CONNECTIONS
        )
        + f" of what it takes with {filled.entries[small]} (connections), and has {shares['kB']:.2f} times the bytes.",
        f"{CARDS} cards of each size: one check-up, and one every week; pages for the clinician, not compressed",
        bench.seed,
        f"the same page of cards with {filled.entries[small]} entries, from the same process",
        "both are asked in turn, a slice of a second or two each, by the same load. Both pages are whole:"
        " session, decision, every entry fetched, held against its hash and folded, what the guideline finds, and the"
        " lines in the log. What the bytes of an entry say is remembered for at most a minute, as when one midwife"
        " turns the pages of a card; the first page of a card is read without",
        f"The goal was {MOST} times at p99; missed at {', '.join(missed)} connections."
        " The larger page also shows more: several check-ups beside one."
        if missed
        else "",
        ("connections", "entries", "bytes", "p50", "p99"),
        rows,
        sync,
        shares,
    )


def _fill(bench: Bench, dialect: str) -> Filled:
    url = bench.servers.fresh(dialect)
    bench.tell(f"filling {dialect} with {CARDS} cards of {' and '.join(map(str, SIZES))} entries")
    ctx = app.context(Settings(url, bench.folder), demo=True)
    midwife = _midwife(ctx)
    token = sessions.enter_as_persona(NOBODY, ctx=ctx, persona="bench")
    wanted = {}
    entries = {}
    for size in SIZES:
        made = [_card(ctx, midwife, size) for _ in range(CARDS)]
        wanted[size] = [(f"/klinikk/kort/{to_text(card)}", token) for card in made]
        entries[size] = cards.open_card(midwife, ctx=ctx, card=made[0], news=False).card.last_seq
    ctx.database.close()
    return Filled(url, wanted, entries)


def _midwife(ctx: Context) -> Actor:
    """A midwife at a unit, and the door to enter as her."""
    unit = registry.register_party(JOB, ctx=ctx, party=Organisation("Bench", None, None, None))
    party = registry.register_party(JOB, ctx=ctx, party=Clinician("Bench"))
    registry.register_party(JOB, ctx=ctx, party=Role(party, unit, "JO"))
    row = PersonaRow("bench", 0, ActorKind.CLINICIAN, party, unit, "JO", "Fiktiv")
    registry.register_persona(JOB, ctx=ctx, persona=row)
    return Actor(ActorKind.CLINICIAN, party, unit, "JO")


def _card(ctx: Context, midwife: Actor, size: int) -> int:
    """A card of a pregnancy of 38 weeks with about so many entries: a check-up a week, the last one today."""
    woman = registry.register_party(JOB, ctx=ctx, party=Woman("Fiktiv Kvinne", dt.date(1995, 5, 17)))
    today, length = ctx.today(), ctx.terms.norwegian_length
    registry.begin_care(
        JOB, ctx=ctx, woman=woman, clinician=midwife.party, organisation=midwife.organisation, basis="list"
    )
    card = cards.open_new_card(midwife, ctx=ctx, woman=woman, key="open")
    due = DueDate(today + dt.timedelta(days=DAYS_LEFT), length, "US_EARLY", today, today)
    proposed = due_dates.propose_due_date(midwife, ctx=ctx, card=card, due=due, key="due")
    due_dates.confirm_due_date(
        midwife, ctx=ctx, card=card, origin=proposed, base_version=1, why=None, looked=True
    )
    fetus = contacts.name_fetus(midwife, ctx=ctx, card=card, fetus=Fetus("A", today), key="fetus")
    contacts.state_facts(midwife, ctx=ctx, card=card, findings=_facts(today), key="facts")
    for week in reversed(range((size - BEGUN) // len([None, *_findings(today, 0, fetus)]))):
        on = today - dt.timedelta(days=APART * week)
        found = _findings(on, week, fetus)
        visit = Contact(ContactKind.CHECK_UP, Way.VISIT, on)
        marks = frozenset([contacts.confirmation_mark(visit), *map(contacts.confirmation_mark, found)])
        contacts.record_contact(
            midwife, ctx=ctx, card=card, contact=visit, findings=found, key=f"visit {week}", confirmed=marks
        )
    return card


def _facts(on: dt.date) -> list[Finding]:
    return [
        Finding("height", Decimal(168), on),
        Finding("prepregnancy_weight", Decimal(64), on),
        Finding("abo", "A", on),
        Finding("rhd", "POS", on),
        Finding("haemoglobin", Decimal("12.4"), on),
    ]


def _findings(on: dt.date, before: int, fetus: int) -> list[Finding]:
    """An ordinary check-up so many weeks ago."""
    return [
        Finding("blood_pressure", Pressure(Decimal(118), Decimal(74)), on),
        Finding("weight", Decimal(78) - Decimal(before) / 4, on),
        Finding("fundal_height", Decimal(36 - before), on),
        Finding("urine_protein", "NEG", on),
        Finding("oedema", "0", on),
        Finding("headache", value=False, on=on),
        Finding("vision", value=False, on=on),
        Finding("epigastric_pain", value=False, on=on),
        Finding("movements", "YES", on, fetus=fetus),
        Finding("fetal_heart_rate", Decimal(140), on, fetus=fetus),
    ]
