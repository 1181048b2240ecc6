"""What was corrected or withdrawn, version by version: the archive edition keeps what stood before. Pure."""

from collections.abc import Iterator
from typing import Any

from helsekort.record.card import Card, ContactLine, Trail
from helsekort.record.entries import Content, DueDate, Entry, Status
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing.telling import named, told, written
from helsekort.web.shared.printing.document import Cell, Row, Section, Table
from helsekort.web.shared.texts import Texts


def history(desk: Desk) -> Section:
    """Every thing of the card that has more than one version or does not stand, with all its versions."""
    _ = desk.texts.translate
    gone = {origin for line in desk.card.contacts if not line.contact.stands for origin in _parts(line)}
    changed = [
        trail
        for trail in every_trail(desk.card)
        if len(trail.entries) > 1 or not trail.stands or trail.origin in gone
    ]
    changed.sort(key=lambda trail: trail.origin)
    rows = [_row(desk, trail, place) for trail in changed for place in range(len(trail.entries))]
    heads = [_("Hva"), _("Versjon"), _("Det som sto")]
    table = Table(_("Hver versjon, den første først"), heads, rows)
    return Section(_("Rettet og trukket tilbake"), tables=[table] if rows else [])


def _parts(line: ContactLine) -> Iterator[int]:
    """Origins of what was written with a contact: it goes where the contact goes."""
    return (trail.origin for trail in line.parts)


def every_trail(card: Card) -> Iterator[Trail[Any]]:
    """Everything on the card, standing or not, but what was made on the wrong woman."""
    yield card.opening
    yield from card.due_dates
    yield from card.fetuses
    for line in card.contacts:
        yield line.contact
    yield from card.all_findings()
    yield from card.rows
    yield from card.reports
    yield from card.attachments
    for asked in card.referrals:
        yield asked.referral
        if asked.way is not None:
            yield asked.way
    for summary in card.epicrises:
        yield from summary.trails


def _row(desk: Desk, trail: Trail[Content], place: int) -> Row:
    entry: Entry = trail.entries[place]
    content = entry.content
    assert content is not None  # noqa: S101  # the fold drops versions that were erased; tells the type checker
    reason = (
        desk.texts.translate("Grunn: %(reason)s") % {"reason": _reason(content)} if _reason(content) else ""
    )
    number = desk.texts.translate("%(number)s, %(state)s") % {
        "number": entry.version,
        "state": _state(desk.texts, content, trail.entries[place - 1].content if place else None),
    }
    said = Cell([told(desk, content)])
    who = " · ".join(part for part in (written(desk, entry), reason) if part)
    return Row([named(desk, content)], [Cell([number]), said], who=who)


def _reason(content: Content) -> str:
    return getattr(content, "reason", None) or ""


def _state(texts: Texts, content: Content, before: Content | None) -> str:
    """What this version did. To confirm a proposed due date is no correction."""
    _ = texts.translate
    if content.status is Status.WITHDRAWN:
        return _("trukket tilbake")
    if before is None:
        return _("ført")
    proposed = isinstance(before, DueDate) and before.proposed
    confirmed = proposed and isinstance(content, DueDate) and not content.proposed
    return _("bekreftet") if confirmed else _("rettet")
