"""One entry of a card as a print says it: what, when it was so, who wrote it and when. Pure."""

from helsekort.record.card import Trail
from helsekort.record.entries import (
    Attachment,
    CardOpened,
    Contact,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    LabReport,
    Referral,
    ReferralAnswer,
    Row,
)
from helsekort.record.epicrisis import Delivery, Epicrisis
from helsekort.web.clinician import epicrisis_words, referral_words, wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.trail import contact_words, timed
from helsekort.web.shared.file_words import kind_and_size
from helsekort.web.shared.printing.document import Saying
from helsekort.web.shared.texts import moment


def saying(desk: Desk, trail: Trail[Finding]) -> Saying:
    """A finding with its day, how it came here, and who wrote it."""
    finding = trail.now
    return Saying(
        label=desk.full_label(finding.what, finding.fetus),
        text=timed(desk, finding, finding.what),
        there=finding.value is not None,
        notes=[*notes(desk, trail), day(desk, finding), written(desk, trail.last)],
    )


def unsaid(desk: Desk, what: str, fetus: int | None = None) -> Saying:
    """That nothing is known of a thing that must not be forgotten."""
    return Saying(desk.full_label(what, fetus), desk.shown(None, what), there=False)


def notes(desk: Desk, trail: Trail[Finding]) -> list[str]:
    """How a value came here, without what its own text says already."""
    text = timed(desk, trail.now, trail.now.what)
    paper = [wording.paper_words(desk.texts, trail.now)] if trail.now.paper else []
    own = desk.texts.translate("fra papirkort")
    marks = [mark for mark in desk.marks(trail) if mark not in text and mark != own]
    return [*marks, *(one[:1].lower() + one[1:] for one in paper)]


def day(desk: Desk, finding: Finding) -> str:
    """`10.03.2026 (31+0)`; the day alone where the age cannot be told."""
    age = desk.card.age(finding.on)
    said = desk.texts.numeric(finding.on)
    return f"{said} ({age})" if age else said


def stamp(desk: Desk, at: int) -> str:
    """`10.03.2026 kl. 11.02` for microseconds UTC, by the clock in Norway."""
    when = moment(at)
    said = {"day": desk.texts.numeric(when.date()), "clock": desk.texts.clock(when.time())}
    return desk.texts.translate("%(day)s kl. %(clock)s") % said


def writer(desk: Desk, entry: Entry) -> str:
    """A name; what a laboratory answered bears the laboratory's. Roles and units stand in a list of their own."""
    lab = entry.content.lab if isinstance(entry.content, Finding) else None
    if lab is not None and not entry.author:
        return lab.laboratory
    return desk.opened.names.get(entry.author) or desk.texts.translate("ikke oppgitt")


def written(desk: Desk, entry: Entry) -> str:
    """`Ingrid Dahl, ført 10.03.2026 kl. 11.02`."""
    said = {"who": writer(desk, entry), "when": stamp(desk, entry.recorded)}
    return desk.texts.translate("%(who)s, ført %(when)s") % said


def named(desk: Desk, content: Content) -> str:
    """What kind of thing an entry is about."""
    _ = desk.texts.translate
    match content:
        case Finding():
            return desk.full_label(content.what, content.fetus)
        case Contact():
            return wording.kind_name(desk.texts, content.kind)
        case DueDate():
            return _("Termin")
        case Fetus():
            return _("Foster %(label)s") % {"label": content.label}
        case LabReport():
            return _("Svarrapport")
        case Row():
            group = desk.catalogue.groups.get(content.group)
            return _(group.label) if group else content.group
        case Referral():
            return referral_words.named(desk, content)
        case ReferralAnswer():
            return _("Svar på en henvisning")
        case Attachment():
            return _("Vedlegg")
        case Epicrisis():
            return _("Epikrise")
        case Delivery():
            return _("Sending av epikrisen")
        case CardOpened():
            return _("Kortet")


def told(desk: Desk, content: Content) -> str:
    """All that an entry says, in one text."""
    _ = desk.texts.translate
    match content:
        case Finding():
            return ", ".join([timed(desk, content, content.what), day(desk, content)])
        case Contact():
            return ", ".join(text for text in contact_words(desk, content).values() if text)
        case DueDate():
            name = _("foreslått") if content.proposed else ""
            method = wording.method_name(desk.terms, desk.texts, content)
            return ", ".join(part for part in (desk.texts.numeric(content.edd), method, name) if part)
        case Fetus():
            return content.position or _("plass ikke ført")
        case LabReport():
            return f"{content.laboratory}, {content.report_id}"
        case Row():
            return row_told(desk, content)
        case Referral():
            return told_referral(desk, content)
        case ReferralAnswer():
            return told_answer(desk, content)
        case Attachment():
            return f"{content.title} ({kind_and_size(desk.texts, content)})"
        case Epicrisis():
            return "\n".join(part.words for part in content.parts)
        case Delivery():
            said = epicrisis_words.status(desk.texts, content.step)
            return f"{desk.opened.asked_units.get(content.to, '')}: {said}"
        case CardOpened():
            opened = _("åpnet %(day)s") % {"day": desk.texts.numeric(content.opened)}
            if content.ended is None:
                return opened
            return opened + ", " + _("avsluttet %(day)s") % {"day": desk.texts.numeric(content.ended)}


def told_referral(desk: Desk, referral: Referral) -> str:
    """All that it asks for, in one text."""
    return ", ".join(f"{one.label}: {one.text}" for one in referral_words.asked_for(desk, referral))


def told_answer(desk: Desk, answer: ReferralAnswer) -> str:
    """A step of a referral, and what was said with it."""
    step = referral_words.step_said(desk, answer, None)
    return f"{step}: {answer.words}" if answer.words else step


def told_cells(desk: Desk, row: Row) -> list[tuple[str, Saying]]:
    """(field, its name and value in words) for each cell, in the row's order."""
    found = []
    for cell in row.cells:
        finding = Finding(cell.what, cell.value, row.on, absent=cell.absent, unverified=cell.unverified)
        text = timed(desk, finding, cell.what)
        found.append((cell.what, Saying(desk.label(cell.what), text, cell.value is not None)))
    return found


def row_told(desk: Desk, row: Row) -> str:
    """A row's day and cells in one text."""
    said = [f"{one.label}: {one.text}" for _, one in told_cells(desk, row)]
    return ", ".join([desk.texts.numeric(row.on), *said])
