"""Random histories of laboratory reports about women with equal names, and how a record ended after them."""

import datetime as dt
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from helsekort.actions import cards
from helsekort.actions.context import Context
from helsekort.actions.log import read_entries
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.samples import Subject
from helsekort.kith.lab_report.structs import Comparator, Kind, LabMessage, ReportStatus, ResultItem
from helsekort.record.card import fold
from helsekort.record.entries import Finding, LabReport
from helsekort.store import inbox
from tests.answers import answer, thyroxine
from tests.cast import TODAY, Cast, begin_care, make_woman, number_of, set_due_date

NAME = "Anne Li Berg"
DAYS = (11, 12, 13)
"""Of May 1990: three women with one name, each with a number and a card of her own."""
NOBODYS_DAY = 14
MIXED = 0.05
"""The share of reports whose versions name different women; with the others lost, one alone may be right."""
ANYONES = "any"


def same_names(cast: Cast) -> dict[int, int]:
    """Three cards, by the day of birth that tells the women apart."""
    found = {}
    for day in DAYS:
        woman = make_woman(cast.ctx, NAME, day)
        begin_care(cast.ctx, woman, cast.ingrid)
        found[day] = cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=woman.party, key="open")
        set_due_date(cast.ctx, cast.ingrid, found[day])
    return found


def subject(day: int) -> Subject:
    return Subject("Berg, Anne Li", number_of(day), dt.date(1990, 5, day))


class _Result(Struct):
    """A result of a report: its identifier tells whose it is, so that a stray one is seen."""

    name: str
    code: str
    unit: str

    def item(self, dice: Random, kind: Kind) -> ResultItem:
        if kind is Kind.CANCELLED:
            return samples.item(self.name, self.code, "", None, kind=kind)
        if self.code == "NPU19649":
            words = dice.choice(["Negativ", "Positiv", "Svakt positiv"])
            return samples.item(self.name, self.code, "", samples.worded(words), kind=kind)
        text = dice.choice(["9.8", "11.0", "12.4", "12.40", "200"])
        unit = dice.choice([self.unit] * 9 + ["mol"])
        sign = dice.choice([None] * 8 + [Comparator.LESS, Comparator.MUCH_LESS])
        status = dice.choice(["3", "3", "3", "2", ""])
        number = samples.number(text, unit, sign)
        return samples.item(self.name, self.code, "", number, kind=kind, status=status)


def history(dice: Random, report: int) -> list[LabMessage]:
    """The versions of one report: most about one of the three, some about nobody known, few that change the woman."""
    day = dice.choice([*DAYS, *DAYS, *DAYS, NOBODYS_DAY])
    name = samples.uuid_of(f"report {report} {dice.random()}")
    kinds = [("NOR05172", "g/dL"), ("NPU19763", "ug/L"), ("NPU19649", "")]
    mixed = dice.random() < MIXED
    owner = ANYONES if mixed else str(day)
    known = [_Result(f"{owner}-{report}-{place}", *dice.choice(kinds)) for place in range(dice.randint(1, 3))]
    taken = TODAY - dt.timedelta(days=dice.choice([1, 5, 30, 120, 400]))
    found = []
    for version in range(dice.randint(1, 4)):
        kind = dice.choice([Kind.NEW if version == 0 else Kind.CHANGED] * 5 + [Kind.CANCELLED])
        items = [] if kind is Kind.CANCELLED else _items(dice, known, version)
        whose = dice.choice(DAYS) if mixed else day
        message = answer(
            subject(whose),
            *items,
            report_id=name,
            minutes=version + 1,
            kind=kind,
            taken=taken,
            status=dice.choice([ReportStatus.FINAL, ReportStatus.PRELIMINARY]),
        )
        found.append(replace(message, message_id=samples.uuid_of(f"{name} {version}")))
    return found


def _items(dice: Random, known: list[_Result], version: int) -> list[ResultItem]:
    """Some of the results, a few of them withdrawn, and now and then one that is not the card's content."""
    kinds = [Kind.NEW] * 4 if version == 0 else [Kind.HISTORY, Kind.CHANGED, Kind.CHANGED, Kind.CANCELLED]
    items = [each.item(dice, dice.choice(kinds)) for each in known if dice.random() < 0.9]
    return [*items, thyroxine()] if dice.random() < 0.3 else items


def end_of(ctx: Context, numbers: list[int]) -> dict[str, Any]:
    """How a record ended: each card's laboratory part without the order it came in, and every message's fate."""
    found: dict[str, Any] = {}
    with ctx.database.transaction(write=False) as tx:
        for number in numbers:
            card = fold(number, read_entries(tx, ctx.catalogue, number), ctx.terms.oldest_days)
            items = {trail.origin: trail.now for trail in card.findings if trail.now.lab is not None}
            reports = {trail.origin: trail.now for trail in card.reports}
            found[str(number)] = (
                sorted(repr(_plain(finding, reports)) for finding in items.values()),
                sorted(repr(_plain_report(report, items)) for report in reports.values()),
            )
        found["messages"] = tx.rows("SELECT digest, state, reason, owner, card_id FROM inbox ORDER BY digest")
        found["reports"] = tx.rows("SELECT * FROM lab_report ORDER BY report")
    return found


def _plain(finding: Finding, reports: dict[int, LabReport]) -> object:
    """A finding with its report's key for the report's place, which hangs on what came before."""
    lab = finding.lab
    return (reports[lab.report].key, replace(finding, lab=replace(lab, report=0))) if lab else finding


def _plain_report(report: LabReport, items: dict[int, Finding]) -> object:
    names = sorted(lab.item for origin in report.results if (lab := items[origin].lab) is not None)
    return (replace(report, results=()), names)


def strays(ctx: Context, cards_by_day: dict[int, int]) -> list[str]:
    """Results that stand on another woman's card than their identifier says. There is none."""
    found = []
    with ctx.database.transaction(write=False) as tx:
        for day, number in cards_by_day.items():
            card = fold(number, read_entries(tx, ctx.catalogue, number), ctx.terms.oldest_days)
            for trail in card.findings:
                lab = trail.now.lab
                if lab is not None and not lab.item.startswith((f"id:{day}-", f"id:{ANYONES}-")):
                    found.append(f"{lab.item} on the card of {day}")
    return found


def lost(ctx: Context, sent: list[bytes]) -> list[int]:
    """The places of messages that were sent and are not kept byte for byte, or have no state. There is none."""
    with ctx.database.transaction(write=False) as tx:
        states = ["placed", "outside", "waiting", "parked", "refused"]
        kept = {inbox.raw(tx, number) for number in inbox.in_states(tx, states)}
    return [place for place, raw in enumerate(sent) if raw not in kept]
