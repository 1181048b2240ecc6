"""A pregnancy that is over, as the row of earlier pregnancies that the next card asks for. Pure."""

from decimal import Decimal

from msgspec.structs import replace

from helsekort.record.card import Card, Trail
from helsekort.record.children import AT_BIRTH, born
from helsekort.record.endings import FetusState
from helsekort.record.entries import Cell, Row, Value

GROUP, OUTCOME = "earlier_birth", "outcome"
_OF_MOTHER = ("onset", "mode", "urgency_grade", "indication", "incision", "perineum", "blood_loss")
_OF_CHILD = ("mode", "urgency_grade", "indication", "weight_g", "child_sex", "apgar_5")
"""What one child has of its own; where there were several, each row would tell of one of them alone."""


def as_earlier_birth(card: Card) -> Trail[Row] | None:
    """One row of the group `earlier_birth`; None while the pregnancy goes on, or where no one wrote how it ended."""
    outcome, over = _outcome(card), card.over
    if over is None or outcome is None:
        return None
    children, age = born(card), card.age(over.on)
    told: dict[str, Value | None] = {
        OUTCOME: outcome,
        "birth_year": Decimal(over.on.year),
        "ended_on": over.on,
        "age_at_birth": Decimal(age.days) if age else None,
    }
    told |= {"children": Decimal(len(children))} if children else {}
    told |= _cells(card.latest_row("birth"), _OF_MOTHER)
    if len(children) == 1:
        told |= _cells(card.latest_row(AT_BIRTH, children[0].origin), _OF_CHILD)
    cells = tuple(Cell(what, value) for what, value in told.items() if value is not None)
    return Trail([replace(card.opening.last, content=Row(GROUP, over.on, cells))])


def _cells(row: Row | None, fields: tuple[str, ...]) -> dict[str, Value | None]:
    found = {what: row.value(what) for what in fields} if row else {}
    return {what: value for what, value in found.items() if value is not None}


def _outcome(card: Card) -> str | None:
    """The code of list L5: as the ending says it, or as the children's states do."""
    row = card.latest_row("ending")
    written = row.value(OUTCOME) if row else None
    if isinstance(written, str):
        return written
    states = {one.now.state for one in born(card)}
    if FetusState.BORN_ALIVE in states:
        return "LIVE"
    return "STILL_UNKNOWN" if states else None
