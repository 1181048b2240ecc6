"""Laboratory messages about the tests' cast, and what became of them. The laboratory and its numbers are invented."""

import datetime as dt
from itertools import count
from typing import Any

from msgspec.structs import replace

from helsekort.actions import cards, receiving
from helsekort.actions.context import Context
from helsekort.actions.receiving import Receipt
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.samples import Subject, Times
from helsekort.kith.lab_report.structs import Kind, LabMessage, ResultItem
from helsekort.kith.values import Ident, Party, Person
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Finding
from helsekort.store import inbox
from tests.cast import LAB, TODAY, TORGET, Cast, number_of

TAKEN = TODAY - dt.timedelta(days=2)
KARI = Subject("Berg, Kari Lunde", number_of(3), dt.date(1990, 5, 3))
NORA = Subject("Sletten, Nora Haugen", number_of(4), dt.date(1990, 5, 4))
STRANGER = samples.someone(11, 11, 90, family="Ukjent")
AMIR_ASKS = Party(
    "Torget legesenter",
    (Ident(TORGET, "HER"),),
    persons=(Person("Amir Rahimi", (Ident("900000002", "HPR"),)),),
)
_reports = count()

haemoglobin = samples.haemoglobin


def hiv(words: str | None, kind: Kind = Kind.NEW) -> ResultItem:
    """An answer of the class that is held from her."""
    value = samples.worded(words) if words is not None else None
    return samples.item("118901", "NPU19649", "P-HIV 1+2 (Ag+As)", value, kind=kind)


def ferritin(text: str, unit: str = "ug/L") -> ResultItem:
    return samples.item("118802", "NPU19763", "P-Ferritin", samples.number(text, unit), reference="15 - 150")


def thyroxine() -> ResultItem:
    """What the card has no place for."""
    return samples.item("118805", "NOR05863", "Us-FT4", samples.number("11", "pmol/L"))


def answer(
    who: Subject,
    *items: ResultItem,
    report_id: str = "",
    minutes: int = 1,
    kind: Kind = Kind.NEW,
    taken: dt.date = TAKEN,
    asked: Party | None = AMIR_ASKS,
    number_kind: str = "FNR",
    **more: Any,  # noqa: ANN401  # as samples.message takes it
) -> LabMessage:
    """One version of a report, asked for by Amir at Torget; a report of its own unless `report_id` is given."""
    name = report_id or samples.uuid_of(f"report {next(_reports)}")
    made = samples.message(who, Times(taken, minutes), items, report_id=name, kind=kind, **more)
    own = {0: number_kind}
    patients = tuple(
        replace(patient, ordered_by=asked, number_kind=own.get(place, patient.number_kind))
        for place, patient in enumerate(made.report.patients)
    )
    return replace(made, report=replace(made.report, requester=asked, patients=patients))


def sent(*messages: LabMessage) -> list[bytes]:
    return [samples.build(each) for each in messages]


def story(who: Subject = KARI, report_id: str = "") -> list[bytes]:
    """15.0, corrected to 12.0, then withdrawn."""
    name = report_id or samples.uuid_of(f"story {next(_reports)}")
    return sent(
        answer(who, haemoglobin("15.0"), report_id=name, minutes=1),
        answer(who, haemoglobin("12.0", Kind.CHANGED), report_id=name, minutes=60, kind=Kind.CHANGED),
        answer(who, report_id=name, minutes=90, kind=Kind.CANCELLED),
    )


def keep(ctx: Context, *raws: bytes) -> list[Receipt]:
    return [receiving.receive_message(LAB, ctx=ctx, raw=raw) for raw in raws]


def receive(ctx: Context, *raws: bytes) -> list[Receipt]:
    """Keep and work each, one after the other; how far each got."""
    found = []
    for raw in raws:
        keep(ctx, raw)
        found += receiving.work_inbox(LAB, ctx=ctx)
    return found


def results(cast: Cast, card: int) -> dict[str, Trail[Finding]]:
    """What laboratories have answered on a card, by kind; withdrawn ones too."""
    return {trail.now.what: trail for trail in opened(cast, card).findings if trail.now.lab is not None}


def opened(cast: Cast, card: int) -> Card:
    return cards.open_card(cast.amir, ctx=cast.ctx, card=card).card


def states(ctx: Context) -> list[tuple[str, str]]:
    """(state, reason) of every message kept, in the order of its bytes."""
    with ctx.database.transaction(write=False) as tx:
        return [(row[0], row[1]) for row in tx.rows("SELECT state, reason FROM inbox ORDER BY digest")]


def waiting(ctx: Context) -> list[int]:
    """The messages that wait."""
    with ctx.database.transaction(write=False) as tx:
        return inbox.in_states(tx, ["waiting"])
