"""The card's own part of the notification to the Medical Birth Registry: what stands, and what is missing. Pure.

It is a preview. Nothing of it is sent from here, and it says nothing of a termination, nor anything it could be told
from: the earlier pregnancies are the sums of the rows that are shown.
"""

from enum import StrEnum

from msgspec import Struct

from helsekort.record.card import Card
from helsekort.record.classes import shared
from helsekort.record.endings import Outcome
from helsekort.record.entries import GOES_ON
from helsekort.record.excerpts import Duty, Excerpt, Part, Told, counted, told
from helsekort.record.measurements import Catalogue


class Reported(StrEnum):
    """Whether this pregnancy is to be reported, as far as the card can tell."""

    NOT_OVER = "not-over"
    BIRTH = "birth"
    PERHAPS = "perhaps"  # how it ended decides, and that is not read here
    TOO_EARLY = "too-early"
    UNJUDGED = "unjudged"


class PreviewLine(Struct, frozen=True):
    """One field of the notification: the answers on the card; for an earlier outcome, how many."""

    what: str
    answers: tuple[Told, ...]
    count: int | None = None

    @property
    def missing(self) -> bool:
        return not self.answers and self.count is None


class PreviewPart(Struct, frozen=True):
    """One group of fields, of the mother or of one child (`fetus`). `objected`: she does not want it reported."""

    part: Part
    fetus: int | None
    lines: tuple[PreviewLine, ...]
    objected: bool = False


class Preview(Struct, frozen=True):
    """`card` is no more of hers than the notification may hold."""

    card: Card
    reported: Reported
    parts: tuple[PreviewPart, ...]


def preview(card: Card, table: Excerpt, catalogue: Catalogue) -> Preview:
    """What of the notification the card covers. `table` is that of birth_registry.toml."""
    bare = shared(card, catalogue, frozenset(catalogue.classes) - frozenset(table.classes))
    parts = [
        _part(bare, catalogue, part, fetus)
        for part in table.part
        for fetus in ([each.origin for each in bare.live_fetuses()] if part.about == "child" else [None])
    ]
    return Preview(bare, _reported(card, table.duty), tuple(parts))


def _part(card: Card, catalogue: Catalogue, part: Part, fetus: int | None) -> PreviewPart:
    objection = card.latest(part.unless) if part.unless else None
    if objection is not None and objection.value is True:
        return PreviewPart(part, fetus, (), objected=True)
    lines = []
    for place in part.says:
        answers = tuple(each for each in told(card, catalogue, part, place) if each.fetus == fetus)
        count = counted(card, part, place) if place in part.counts else None
        what = place.rpartition(".")[2]
        lines.append(PreviewLine(what, () if count is not None else answers, count))
    return PreviewPart(part, fetus, tuple(lines))


def _reported(card: Card, duty: Duty | None) -> Reported:
    over = card.over
    if over is None:
        return Reported.NOT_OVER
    age = card.age(over.on)
    if age is None or duty is None or over.outcome is Outcome.UNKNOWN:
        return Reported.UNJUDGED
    if over.outcome in GOES_ON and age.days >= duty.birth_days:
        return Reported.BIRTH
    return Reported.PERHAPS if age.days >= duty.loss_days else Reported.TOO_EARLY
