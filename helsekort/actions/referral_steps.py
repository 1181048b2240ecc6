"""The steps of a referral inside an action: each writes an entry, and the row that two units' lists are made of."""

from msgspec.structs import replace

from helsekort.actions import party_log
from helsekort.actions.judging import LONGEST_TEXT
from helsekort.actions.log import Pen
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.work import Work
from helsekort.audit.events import Event
from helsekort.record.card import Card, ReferralLine
from helsekort.record.endings import Outcome
from helsekort.record.entries import (
    GOES_ON,
    Referral,
    ReferralAnswer,
    ReferralKind,
    Stage,
    Step,
)
from helsekort.record.ids import entry_id
from helsekort.record.parties import Organisation, UnitKind
from helsekort.record.referring import open_referrals
from helsekort.store import blocks, cards, handovers, parties, referrals
from helsekort.store.referrals import ReferralRow

DAY = 24 * 60 * 60 * 1_000_000
REFERRED = "referral "
"""How the basis of a care relation begins that comes of a referral."""


def note_draft(doing: Work, origin: int, referral: Referral) -> None:
    """Where a draft stands, for the list of who writes it."""
    before = referrals.one(doing.tx, doing.card, origin)
    row = ReferralRow(
        card=doing.card,
        origin=origin,
        kind=referral.kind,
        urgency=referral.urgency,
        step="",
        from_unit=doing.actor.organisation,
        sender=doing.actor.party,
        to_unit=referral.to,
        began=doing.now,
        sent=None,
        changed=doing.now,
        changed_by=doing.actor.party,
    )
    referrals.put(doing.tx, replace(row, began=before.began) if before else row)


def found(doing: Work, card: Card, origin: int, base_seq: int) -> ReferralLine:
    """The referral as it was read. Gone where it is not there, Stale where it has moved since."""
    line = card.referral(origin)
    if line is None or not line.referral.stands:
        doing.gone("no-such-referral")
    if line.last_seq != base_seq:
        raise Stale
    return line


def take_step(
    doing: Work, pen: Pen, line: ReferralLine, step: Step, words: str = "", instead: int | None = None
) -> None:
    """Write the next step on the card, and where the referral stands now."""
    to, origin = line.referral.now.to, line.referral.origin
    answer = ReferralAnswer(origin, to, step, words, instead)
    if line.way is None:
        pen.add(answer)
    else:
        pen.revise(line.way.origin, line.way.last.version + 1, answer)
    _note_step(doing, origin, step)


def _note_step(doing: Work, origin: int, step: Step) -> None:
    row = referrals.one(doing.tx, doing.card, origin)
    if row is not None:
        sent = doing.now if step is Step.SENT else row.sent
        referrals.put(
            doing.tx,
            replace(row, step=step, sent=sent, changed=doing.now, changed_by=doing.actor.party),
        )


def take_back(doing: Work, pen: Pen, line: ReferralLine, words: str = "") -> None:
    """The sender's end of it: a draft is dropped, and of what was sent the receiver sees that it was withdrawn."""
    stopped = replace(line.referral.now, stage=Stage.TAKEN_BACK)
    pen.revise(line.referral.origin, line.referral.last.version + 1, stopped)
    if line.way is not None:
        take_step(doing, pen, line, Step.WITHDRAWN, words)
    else:
        _note_step(doing, line.referral.origin, Step.WITHDRAWN)


def cancel_open(doing: Work, pen: Pen, card: Card, outcome: Outcome) -> None:
    """Take back what has no more use when the pregnancy has ended: what waits for an answer, and drafts.

    After a loss an accepted place to give birth too. Nothing says why, for that is nobody's to learn from a list. Who
    has accepted keeps the care relation until its own end: she may be lying there.
    """
    for line in open_referrals(card):
        take_back(doing, pen, line)
    for line in card.referrals if outcome not in GOES_ON else ():
        accepted = line.referral.stands and line.step is Step.ACCEPTED
        if accepted and line.referral.now.kind is ReferralKind.BIRTH_PLACE:
            take_back(doing, pen, line)


def basis(card: int, origin: int) -> str:
    """What a care relation that comes of a referral rests on."""
    return f"{REFERRED}{entry_id(card, origin)}"


def begin_care(doing: Work, card: Card, referral: Referral, origin: int) -> None:
    """Everyone at the unit that accepts may open her card, until the purpose is over.

    Rejected where nobody works there: nobody could open it.
    """
    woman = parties.resolved(doing.tx, card.opening.now.woman)
    until = _until(doing, card, referral)
    named = basis(card.card, origin)
    if not cards.begin_care_of_unit(doing.tx, woman, referral.to, doing.now, until, named):
        raise Rejected([Problem("step", "nobody-there")])


def _until(doing: Work, card: Card, referral: Referral) -> int:
    """The end of the purpose in microseconds: by the due date in force for a birth place, else from now."""
    days = doing.ctx.referrals.care[referral.kind].days
    due = card.due
    if referral.kind is ReferralKind.BIRTH_PLACE and due is not None:
        days += max((due.edd - doing.ctx.today()).days, 0)
    return doing.now + days * DAY


def hand_over(doing: Work, referral: Referral, origin: int) -> None:
    """Everyone at the health station may read the children's part and what was chosen of hers; not her card.

    Rejected where nobody works there.
    """
    until = doing.now + doing.ctx.referrals.care[referral.kind].days * DAY
    if not handovers.begin(doing.tx, doing.card, origin, referral.to, doing.now, until):
        raise Rejected([Problem("to", "nobody-there")])
    doing.audit(Event.CARE_BEGUN)


def take_back_handovers(doing: Work, pen: Pen, card: Card) -> None:
    """The birth was told of by mistake: what was handed over with it is taken back."""
    for line in card.referrals:
        handed = line.referral.stands and line.referral.now.kind is ReferralKind.HANDOVER
        if handed and line.step not in (Step.WITHDRAWN, Step.DECLINED):
            take_back(doing, pen, line)
            end_care(doing, card, line.referral.origin)


def end_care(doing: Work, card: Card, origin: int) -> None:
    """What was begun by accepting it, or by handing over, ends now."""
    handovers.end(doing.tx, doing.card, origin, doing.now)
    woman = parties.resolved(doing.tx, card.opening.now.woman)
    cards.end_care(doing.tx, woman, basis(card.card, origin), doing.now)


def unit_closed(doing: Work, unit: int) -> bool:
    """Whether she has closed the card to a whole unit: what is sent there would be seen by nobody."""
    return blocks.ALL in blocks.classes_closed(doing.tx, doing.woman, unit, unit)


def check(doing: Work, referral: Referral) -> None:
    """Rejected, with every problem, where it cannot be sent like this."""
    table, problems = doing.ctx.referrals, []
    there = dict(parties.units(doing.tx))
    if referral.to == doing.actor.organisation or referral.to not in there:
        problems.append(Problem("to", "choice"))
    elif not there[referral.to]:
        problems.append(Problem("to", "nobody-there"))
    elif unit_closed(doing, referral.to):
        problems.append(Problem("to", "closed-by-her"))
    if referral.otherwise is not None and referral.otherwise not in there.keys() - {referral.to}:
        problems.append(Problem("otherwise", "choice"))
    for name, value, known in (
        ("why", referral.why, table.why[referral.kind]),
        ("how_soon", referral.urgency, table.urgency),
        ("level", referral.level or "", {"": None, **table.level}),
    ):
        if value not in known:
            problems.append(Problem(name, "choice"))
    if not set(referral.sections) <= table.section.keys():
        problems.append(Problem("sections", "choice"))
    if len(referral.words) > LONGEST_TEXT:
        problems.append(Problem("words", "text-too-long"))
    if not set(referral.classes) <= doing.ctx.catalogue.classes.keys():
        problems.append(Problem("classes", "choice"))
    problems += _home_problems(doing, referral)
    if problems:
        raise Rejected(problems)


def _home_problems(doing: Work, referral: Referral) -> list[Problem]:
    """A handover goes to a health station, and says when they come home; nothing else does."""
    handed = referral.kind is ReferralKind.HANDOVER
    if not handed:
        return [] if referral.home_on is None else [Problem("home_on", "choice")]
    to = party_log.newest(doing.tx, referral.to)
    problems = [] if referral.home_on else [Problem("home_on", "missing")]
    if not to or not isinstance(to[0], Organisation) or to[0].kind is not UnitKind.HEALTH_STATION:
        problems.append(Problem("to", "choice"))
    return problems
