"""Why did they look: she asks the unit, someone there answers, and she reads it in her log."""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.her_log import rows_of_hers
from helsekort.actions.judging import LONGEST_TEXT
from helsekort.actions.knowing import Target
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.whole_card import own_card
from helsekort.actions.work import Work, work
from helsekort.audit.events import SHOWN_TO_HER, Event
from helsekort.record.ids import new_id
from helsekort.record.inquiries import WhyLooked
from helsekort.store import cards, inquiries, parties
from helsekort.store.database import Transaction
from helsekort.store.inquiries import InquiryRow


class UnitInquiry(Struct, frozen=True):
    """What waits for a unit's answer: who looked on which day, and whose card it was. `asked` is in microseconds."""

    card: int
    inquiry: int
    who: str
    woman: str
    day: dt.date
    asked: int


def ask_why(actor: Actor, *, ctx: Context, person: int, organisation: int, day: dt.date) -> None:
    """She asks a unit why someone of it looked on a day that her log shows. The same is asked once."""
    with work(ctx, actor, Permission.ASK_WHY, lambda tx: own_card(tx, actor)) as doing:
        if not any(
            (told.person, told.organisation) == (person, organisation)
            and ctx.day_of(told.at) == day
            and not told.own
            for told in (each.told for each in rows_of_hers(doing, SHOWN_TO_HER))
        ):
            doing.gone("no-such-look-up")
        row = InquiryRow(
            doing.card, new_id(ctx.random_bits), organisation, person, day.isoformat(), doing.now
        )
        inquiries.ask(doing.tx, row)
        doing.audit(Event.WHY_ASKED, about=("inquiry",))


def list_inquiries(actor: Actor, *, ctx: Context) -> list[UnitInquiry]:
    """What women have asked this unit and nobody has answered, the oldest first."""
    with work(ctx, actor, Permission.LIST_INQUIRIES) as doing:
        rows = inquiries.open_at(doing.tx, actor.organisation)
        for card in dict.fromkeys(row.card for row in rows):
            doing.audit(Event.WHY_READ, card=card, about=("inquiry",))
        if not rows:
            doing.audit(Event.WHY_READ)
        names = parties.names(doing.tx, {row.clinician for row in rows})
        return [_inquiry(doing, row, names) for row in rows]


def count_inquiries(actor: Actor, *, ctx: Context) -> int:
    """How many of them wait for this unit's answer; nothing of whose they are."""
    with work(ctx, actor, Permission.LIST_INQUIRIES) as doing:
        doing.audit(Event.WHY_READ, about=("count",))
        return len(inquiries.open_at(doing.tx, actor.organisation))


def _inquiry(doing: Work, row: InquiryRow, names: dict[int, str]) -> UnitInquiry:
    summary = cards.summary(doing.tx, row.card)
    woman = party_log.woman(doing.tx, summary.woman).name if summary else ""
    day = dt.date.fromisoformat(row.day)
    return UnitInquiry(row.card, row.inquiry, names.get(row.clinician, ""), woman, day, row.asked)


def answer_inquiry(actor: Actor, *, ctx: Context, card: int, inquiry: int, code: str, text: str) -> None:
    """Answer what was asked of this unit: once. Rejected without a reason, or without words where they are needed."""

    def asked_here(tx: Transaction) -> Target:
        row = inquiries.find(tx, card, inquiry)
        return Target(own_inquiry=row is not None and row.organisation == actor.organisation)

    with work(ctx, actor, Permission.ANSWER_INQUIRY, asked_here) as doing:
        row = inquiries.find(doing.tx, card, inquiry)
        problems = list(_problems(code, text.strip()))
        if problems:
            raise Rejected(problems)
        if row is None:
            doing.gone("no-such-inquiry")
        answered = replace(row, code=code, answered=doing.now, answered_by=actor.party)
        if not inquiries.answer(doing.tx, answered, text.strip()):
            doing.gone("answered-before")
        doing.audit(Event.WHY_ANSWERED, card=card, about=("inquiry",))


def _problems(code: str, text: str) -> list[Problem]:
    found = []
    if code not in {each.value for each in WhyLooked}:
        found.append(Problem("code", "missing"))
    if not text and code in (WhyLooked.OTHER, WhyLooked.MISTAKE):
        found.append(Problem("text", "missing"))
    if len(text) > LONGEST_TEXT:
        found.append(Problem("text", "too-long"))
    return found
