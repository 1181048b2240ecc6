"""A referral in words: what it is, where it stands, and each step of its way. Pure."""

from msgspec import Struct

from helsekort.record.card import ReferralLine, Trail
from helsekort.record.entries import Referral, ReferralAnswer, ReferralKind, Step
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.said import Said
from helsekort.web.shared.texts import Texts


class StepTaken(Struct):
    """One step: what, when, who, and what they said."""

    what: str
    when: str
    who: str
    words: str


class ReferralRow(Struct):
    """A referral in the list on the card."""

    origin: int
    title: str
    why: str
    status: str
    when: str
    waits: bool


def title(texts: Texts, kind: ReferralKind, unit: str) -> str:
    """`Henvisning til Fjordbyen fødeavdeling`."""
    _ = texts.translate
    if kind is ReferralKind.BIRTH_PLACE:
        return _("Søknad om fødeplass, %(unit)s") % {"unit": unit}
    if kind is ReferralKind.HANDOVER:
        return _("Overføring til %(unit)s") % {"unit": unit}
    return _("Henvisning til %(unit)s") % {"unit": unit}


def step_name(texts: Texts, step: Step | None, kind: ReferralKind = ReferralKind.REFERRAL) -> str:
    """Where it stands, in a word or two."""
    _ = texts.translate
    if kind is ReferralKind.HANDOVER and step in (Step.ACCEPTED, Step.DECLINED):
        return _("Lest og tatt over") if step is Step.ACCEPTED else _("Ikke tatt over")
    if step is None:
        return _("Utkast, ikke sendt")
    return {
        Step.SENT: _("Sendt"),
        Step.RECEIVED: _("Mottatt"),
        Step.ASKED: _("Mottakeren spør"),
        Step.ACCEPTED: _("Godtatt"),
        Step.DECLINED: _("Avslått"),
        Step.WITHDRAWN: _("Trukket tilbake"),
    }[step]


def unit_name(desk: Desk, unit: int | None) -> str:
    """The name of a unit that a referral names."""
    found = desk.opened.asked_units.get(unit or 0) or desk.opened.units.get(unit or 0, "")
    return found or desk.texts.translate("ukjent enhet")


def rows(desk: Desk) -> list[ReferralRow]:
    """The referrals of a card, the newest first."""
    lines = [line for line in desk.card.referrals if line.referral.stands]
    lines.sort(key=lambda line: line.referral.origin, reverse=True)
    return [_row(desk, line) for line in lines]


def _row(desk: Desk, line: ReferralLine) -> ReferralRow:
    referral = line.referral.now
    last = line.way.last if line.way else line.referral.last
    return ReferralRow(
        origin=line.referral.origin,
        title=named(desk, referral),
        why=why(desk, referral),
        status=step_name(desk.texts, line.step, referral.kind),
        when=wording.stamp(desk.texts, last.recorded, desk.today),
        waits=line.step in (None, Step.ASKED),
    )


def why(desk: Desk, referral: Referral) -> str:
    """The reason; its code where the table no longer has it."""
    found = desk.referrals.why[referral.kind].get(referral.why) if desk.referrals else None
    return desk.texts.translate(found.label) if found else referral.why


def summary(desk: Desk, line: ReferralLine) -> list[Said]:
    """What it asks for, by whom and of whom."""
    first = line.referral.entries[0]
    sender = f"{desk.name(first.author)}, {unit_name(desk, first.organisation)}"
    to, *rest = asked_for(desk, line.referral.now)
    return [to, Said(desk.texts.translate("Fra"), sender), *rest]


def asked_for(desk: Desk, referral: Referral) -> list[Said]:
    """Of whom, what, how soon, and what else was written."""
    _ = desk.texts.translate
    otherwise = unit_name(desk, referral.otherwise) if referral.otherwise else ""
    found = [
        (_("Til"), unit_name(desk, referral.to)),
        (_("Grunn"), why(desk, referral)),
        (_("Kommer hjem"), desk.texts.numeric(referral.home_on) if referral.home_on else ""),
        (_("Hvor raskt"), "" if referral.home_on else how_soon(desk, referral)),
        (_("Nivå"), level(desk, referral)),
        (_("Reisetid"), travel(desk.texts, referral)),
        (_("Hvis det ikke er plass"), otherwise),
        (_("Med egne ord"), referral.words),
    ]
    return [Said(label, text) for label, text in found if text]


def named(desk: Desk, referral: Referral) -> str:
    """`Henvisning til Fjordbyen fødeavdeling`."""
    return title(desk.texts, referral.kind, unit_name(desk, referral.to))


def how_soon(desk: Desk, referral: Referral) -> str:
    """`haster`; the code where the table does not have it."""
    found = desk.referrals.urgency.get(referral.urgency) if desk.referrals else None
    return desk.texts.translate(found.label) if found else referral.urgency


def level(desk: Desk, referral: Referral) -> str:
    """`fødeavdeling`; empty where none was asked for."""
    found = desk.referrals.level.get(referral.level or "") if desk.referrals else None
    return desk.texts.translate(found.label) if found else referral.level or ""


def travel(texts: Texts, referral: Referral) -> str:
    """`45 minutter`; empty where it is not known."""
    minutes = referral.travel_minutes
    if minutes is None:
        return ""
    return texts.plural("%(count)s minutt", "%(count)s minutter", minutes) % {"count": minutes}


def way(desk: Desk, line: ReferralLine) -> list[StepTaken]:
    """Every step that was taken, the first one first."""
    _ = desk.texts.translate
    first = line.referral.entries[0]
    taken = [
        StepTaken(
            _("Skrevet"),
            wording.stamp(desk.texts, first.recorded, desk.today),
            f"{desk.name(first.author)}, {unit_name(desk, first.organisation)}",
            "",
        )
    ]
    kind = line.referral.now.kind
    return [*taken, *(_steps(desk, line.way, kind) if line.way else _dropped(desk, line))]


def _steps(desk: Desk, way: Trail[ReferralAnswer], kind: ReferralKind) -> list[StepTaken]:
    found = []
    before: Step | None = None
    for entry in way.entries:
        answer = entry.content
        if isinstance(answer, ReferralAnswer):
            found.append(
                StepTaken(
                    step_said(desk, answer, before, kind),
                    wording.stamp(desk.texts, entry.recorded, desk.today),
                    f"{desk.name(entry.author)}, {unit_name(desk, entry.organisation)}",
                    answer.words,
                )
            )
            before = answer.step
    return found


def step_said(
    desk: Desk,
    answer: ReferralAnswer,
    before: Step | None,
    kind: ReferralKind = ReferralKind.REFERRAL,
) -> str:
    """What a step was; `before` is the step it followed."""
    _ = desk.texts.translate
    if answer.step is Step.SENT and before is Step.ASKED:
        return _("Svart på spørsmålet")
    if answer.instead is not None:
        said = {"unit": unit_name(desk, answer.instead)}
        return _("Avslått, med forslag om %(unit)s") % said
    return step_name(desk.texts, answer.step, kind)


def _dropped(desk: Desk, line: ReferralLine) -> list[StepTaken]:
    """A draft that was taken back, and never sent."""
    if line.step is not Step.WITHDRAWN:
        return []
    last = line.referral.last
    who = f"{desk.name(last.author)}, {unit_name(desk, last.organisation)}"
    when = wording.stamp(desk.texts, last.recorded, desk.today)
    return [StepTaken(desk.texts.translate("Utkastet ble ikke sendt"), when, who, "")]
