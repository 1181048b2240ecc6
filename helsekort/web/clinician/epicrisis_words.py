"""A summary in words: its parts, who signed it, and how far it has come at each unit. Pure."""

from msgspec import Struct

from helsekort.actions.referrals import UnitThere
from helsekort.record import ids
from helsekort.record.card import EpicrisisLine, Trail
from helsekort.record.endings import Outcome
from helsekort.record.epicrisis import Delivered, Delivery, Epicrisis
from helsekort.record.parties import UnitKind
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.texts import Texts

USUAL = (UnitKind.GP_PRACTICE, UnitKind.HEALTH_STATION)
"""Who usually gets it; they stand first in the list."""


class SheetPart(Struct, frozen=True):
    """A part under its heading. `protected` is the name of its class."""

    title: str
    words: list[str]
    protected: str = ""


class Way(Struct, frozen=True):
    """How far it has come at one unit."""

    unit: str
    status: str
    when: str


class Receiver(Struct, frozen=True):
    """A unit that it can be sent to. `had`: it has this version already."""

    value: str
    label: str
    usual: bool
    here: bool
    had: bool


def sheet(desk: Desk, line: EpicrisisLine) -> list[SheetPart]:
    """The parts in the order they were written down."""
    now: Epicrisis = line.epicrisis.now
    texts, catalogue = desk.texts, desk.catalogue
    labels = {part.key: part.label for part in desk.excerpts.epicrisis.part} if desk.excerpts else {}
    return [
        SheetPart(
            texts.translate(labels.get(part.key, part.key)),
            part.words.splitlines(),
            texts.translate(catalogue.classes[part.hidden].label) if part.hidden else "",
        )
        for part in now.parts
    ]


def signature(desk: Desk, line: EpicrisisLine) -> str:
    """`Signert av Ingrid Dahl, jordmor 10.03.2026 kl. 11.02`; empty for a draft."""
    signed = line.signed
    if signed is None:
        return ""
    content = signed.content
    said = {"who": desk.name(signed.author), "when": wording.stamp(desk.texts, signed.recorded, desk.today)}
    text = desk.texts.translate("Signert av %(who)s %(when)s.") % said
    if isinstance(content, Epicrisis) and content.reason:
        text += " " + desk.texts.translate("Rettet: %(reason)s") % {"reason": content.reason}
    return text


def lost(desk: Desk) -> str:
    """What whoever rings her must know first; empty where a child lives."""
    _ = desk.texts.translate
    outcome = desk.card.over.outcome if desk.card.over else None
    return (
        {
            Outcome.STILLBIRTH: _("Barnet lever ikke. Les dette før noen ringer henne."),
            Outcome.LOSS: _("Svangerskapet endte uten et levende barn. Les dette før noen ringer henne."),
        }.get(outcome, "")
        if outcome
        else ""
    )


def way(desk: Desk, line: EpicrisisLine) -> list[Way]:
    """Where it was sent, and how far it has come there."""
    return [
        Way(
            desk.opened.asked_units.get(trail.now.to, ""),
            status(desk.texts, trail.now.step),
            wording.stamp(desk.texts, trail.last.recorded, desk.today),
        )
        for trail in line.deliveries
    ]


def status(texts: Texts, step: Delivered) -> str:
    _ = texts.translate
    return {
        Delivered.SENT: _("Sendt, ikke åpnet ennå"),
        Delivered.RECEIVED: _("Mottatt, ikke kvittert for lest"),
        Delivered.READ: _("Lest"),
        Delivered.WITHDRAWN: _("Trukket tilbake"),
    }[step]


def waits(delivery: Trail[Delivery] | None) -> bool:
    """Whether the reader's unit has still to say that it is read."""
    return delivery is not None and delivery.now.step in (Delivered.SENT, Delivered.RECEIVED)


def receivers(units: list[UnitThere], line: EpicrisisLine) -> list[Receiver]:
    """Every unit, those that usually get it first."""
    version = line.epicrisis.last.version
    had = {
        trail.now.to
        for trail in line.deliveries
        if trail.now.sent == version and trail.now.step is not Delivered.WITHDRAWN
    }
    found = [
        Receiver(ids.to_text(unit.party), unit.name, unit.kind in USUAL, unit.receives, unit.party in had)
        for unit in units
    ]
    return sorted(found, key=lambda one: not one.usual)
