"""What a summary (epikrise) is composed of: each part as plain text of what stands on the card, in bokmål.

What is of a sensitivity class stands in a block of its own beside its part, so that it can be ticked, or left.
"""

from collections.abc import Iterable

from msgspec import Struct

from helsekort.fhir.narrative import day, told_text
from helsekort.record.card import Card
from helsekort.record.endings import FetusState, Outcome
from helsekort.record.entries import Row
from helsekort.record.excerpts import Excerpt, Part, Told, told
from helsekort.record.measurements import Catalogue

CHILDREN = "children"
_OVER = {
    Outcome.BIRTH: "Fødsel",
    Outcome.STILLBIRTH: "Dødfødsel",
    Outcome.LOSS: "Svangerskapet tok slutt",
    Outcome.UNKNOWN: "Svangerskapet er over",
}
_STATES = {
    FetusState.BORN_ALIVE: "født levende",
    FetusState.STILLBORN: "dødfødt",
    FetusState.LOST: "lever ikke",
    FetusState.UNKNOWN: "ikke kjent",
}


class Block(Struct, frozen=True):
    """A part as the card tells it. One with a class (`hidden`) is there only where the card has such a thing."""

    key: str
    label: str
    hidden: str
    text: str
    rests_on: tuple[int, ...] = ()


def compose(card: Card, table: Excerpt, catalogue: Catalogue) -> list[Block]:
    """The parts in the order of the table, each followed by its protected blocks."""
    found = []
    for part in table.part:
        answers = [each for place in part.says for each in told(card, catalogue, part, place)]
        ordinary = _block(card, catalogue, part, answers, "")
        opening = _ending(card) if part.key == CHILDREN else ""
        text = "\n".join(each for each in (opening, ordinary.text) if each)
        found.append(Block(part.key, part.label, "", text, ordinary.rests_on))
        blocks = (_block(card, catalogue, part, answers, hidden) for hidden in table.classes)
        found += [block for block in blocks if block.text]
    return found


def _block(card: Card, catalogue: Catalogue, part: Part, answers: Iterable[Told], hidden: str) -> Block:
    by_trail: dict[int, list[Told]] = {}
    for each in answers:
        if each.hidden == hidden:
            by_trail.setdefault(each.trail.origin, []).append(each)
    lines = [_line(card, catalogue, each) for each in by_trail.values()]
    return Block(part.key, part.label, hidden, "\n".join(lines), tuple(by_trail))


def _line(card: Card, catalogue: Catalogue, answers: list[Told]) -> str:
    """`Barn A: Tilstand: lever; Fødselsvekt: 3590 g`; what may change has its day: `Humør: bra (10.03.2026)`."""
    said = "; ".join(f"{catalogue[each.what].label}: {told_text(catalogue, each)}" for each in answers)
    now = answers[0].trail.now
    child = _letter(card, now.fetus)
    once = isinstance(now, Row) and not catalogue.groups[now.group].repeats
    dated = said if once else f"{said} ({day(now.on)})"
    return f"Barn {child}: {dated}" if child else dated


def _letter(card: Card, fetus: int | None) -> str:
    """`A` where there are several."""
    several = len(card.live_fetuses()) > 1
    return next((one.now.label for one in card.live_fetuses() if several and one.origin == fetus), "")


def _ending(card: Card) -> str:
    """How the pregnancy ended, no finer than every view may tell, and each child."""
    over = card.over
    if over is None:
        return ""
    age = card.age(over.on)
    first = f"{_OVER[over.outcome]} {day(over.on)}" + (f", {age}" if age else "")
    if over.outcome is Outcome.LOSS:
        return first + "."
    states = [
        f"Barn {one.now.label}: {_STATES[one.now.state]}." if _letter(card, one.origin) else ""
        for one in card.live_fetuses()
        if one.now.state in _STATES
    ]
    return "\n".join([first + ".", *(each for each in states if each)])
