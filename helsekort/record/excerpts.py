"""What of a card goes into a text made for someone else: the parts as data, and what stands on a card for each. Pure.

`data/excerpts/` holds one file for each such text. A *place* is a measurable's key, or `group.key` for a cell of rows.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from helsekort.record.card import Card, Trail
from helsekort.record.classes import class_of
from helsekort.record.entries import Cell, Finding, Row
from helsekort.record.gestation import Mark, PositiveDays, Text, shaped, toml_data
from helsekort.record.measurements import Catalogue


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the text. `says` are places, in the order they are told.

    `newest`: of a group that repeats only the newest row that has the cell. `unless`: a yes to this leaves the part
    out. `counts`: how many earlier births had one of these outcomes, in place of the number that was stated. `due`: the
    due date in force and the day it was measured are told too.
    """

    key: Text
    label: Text
    says: tuple[Text, ...]
    source: Text
    mark: Mark
    about: Literal["woman", "child"] = "woman"
    newest: bool = False
    unless: str = ""
    counts: dict[str, tuple[str, ...]] = {}
    due: bool = False


class Duty(Struct, frozen=True, forbid_unknown_fields=True):
    """From which day of a pregnancy its end is reported: a birth, and a pregnancy that was lost."""

    birth_days: PositiveDays
    loss_days: PositiveDays
    source: Text
    mark: Mark


class Excerpt(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the folder. `classes` are the sensitivity classes that may stand in the text at all."""

    part: tuple[Part, ...]
    classes: tuple[str, ...] = ()
    duty: Duty | None = None


class Excerpts(Struct, frozen=True):
    """Every text that is made of a card for others."""

    birth_registry: Excerpt
    epicrisis: Excerpt


class Told(Struct, frozen=True):
    """One answer that stands on a card. `hidden` is its sensitivity class; `cell` is None for a finding."""

    what: str
    trail: Trail[Finding] | Trail[Row]
    cell: Cell | None
    hidden: str

    @property
    def fetus(self) -> int | None:
        return self.trail.now.fetus


def read_excerpt(name: str, text: str, catalogue: Catalogue) -> Excerpt:
    """A file of the folder. ValueError that names the part and the remedy."""
    excerpt = shaped(toml_data(text, name), Excerpt, name)
    keys = [part.key for part in excerpt.part]
    if len(set(keys)) < len(keys):
        raise ValueError(f"{name}: two parts have one key; give each its own")
    if not set(excerpt.classes) <= catalogue.classes.keys():
        raise ValueError(f"{name}: `classes` names classes of classes.toml")
    for part in excerpt.part:
        unknown = [place for place in (*part.says, *part.counts) if not _is_place(place, catalogue)]
        unknown += [part.unless] if part.unless and not _is_place(part.unless, catalogue) else []
        if unknown:
            raise ValueError(
                f"{name}: {part.key}: {', '.join(unknown)} is no place on a card; look in the catalogue"
            )
    return excerpt


def _is_place(place: str, catalogue: Catalogue) -> bool:
    group, _, what = place.rpartition(".")
    if group:
        return group in catalogue.groups and what in catalogue.groups[group].fields
    return what in catalogue.measurables


def told(card: Card, catalogue: Catalogue, part: Part, place: str) -> list[Told]:
    """What stands on a card at a place of a part, oldest first; nothing where it was never asked."""
    group, _, what = place.rpartition(".")
    if not group:
        series = card.series(what)[-1:]
        return [Told(what, trail, None, class_of(trail.now, catalogue)) for trail in series]
    found = [*_cells(card, catalogue, group, what)]
    return [*{each.fetus: each for each in found}.values()] if part.newest else found


def _cells(card: Card, catalogue: Catalogue, group: str, what: str) -> Iterator[Told]:
    """The cells of one kind of the rows that stand. One that is of two classes is of no text."""
    for fetus in (None, *(trail.origin for trail in card.live_fetuses())):
        for trail in card.rows_of(group, fetus):
            whole = class_of(trail.now, catalogue)
            own = catalogue[what].hidden
            for cell in trail.now.cells:
                if cell.what == what and not (whole and own and whole != own):
                    yield Told(what, trail, cell, whole or own)


def counted(card: Card, part: Part, place: str) -> int | None:
    """How many earlier births had the outcomes that a place counts; None where no row of them stands."""
    outcomes = [trail.now.value("outcome") for trail in card.rows_of("earlier_birth")]
    return sum(outcome in part.counts[place] for outcome in outcomes) if outcomes else None
