"""Rows of the card as a list in a block: one for each fetus, or one for each kind with its parts."""

from helsekort.dhg.table import Rows
from helsekort.dhg.values import number, written
from helsekort.fhir.strict_json import Object
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Row
from helsekort.record.measurements import Catalogue


def said_of_rows(card: Card, catalogue: Catalogue, rows: Rows) -> list[Object]:
    """The list as it goes out; what nothing is said of is left out."""
    if rows.each_fetus:
        return _of_fetuses(card, catalogue, rows)
    listed = []
    for code in catalogue.codes(rows.kind.key):
        item: Object = {}
        for path, when in rows.parts.items():
            trail = row_of(card, rows, code, when)
            if trail is not None:
                item[path] = _cells(catalogue, rows, trail.now)
        if item:
            kind = written(rows.kind, code, catalogue)
            listed.append({rows.kind_path: kind, **item})
    return listed


def _of_fetuses(card: Card, catalogue: Catalogue, rows: Rows) -> list[Object]:
    listed = []
    for place, fetus in enumerate(card.fetuses, start=1):
        trail = row_of_fetus(card, rows, fetus.origin)
        says = _cells(catalogue, rows, trail.now) if trail else {}
        if says:
            listed.append({"fosterId": number(place), **says})
    return listed


def row_of(card: Card, rows: Rows, code: str, when: str) -> Trail[Row] | None:
    """The newest row about this kind and time that stands."""
    found = [
        trail
        for trail in card.rows_of(rows.group)
        if trail.now.value(rows.kind.key) == code and trail.now.value(rows.when) == when
    ]
    return found[-1] if found else None


def row_of_fetus(card: Card, rows: Rows, fetus: int) -> Trail[Row] | None:
    """The newest row about this fetus that stands."""
    found = card.rows_of(rows.group, fetus)
    return found[-1] if found else None


def _cells(catalogue: Catalogue, rows: Rows, row: Row) -> Object:
    says: Object = {}
    for path, prop in rows.cells.items():
        value = written(prop, row.value(prop.key), catalogue)
        if value is not None:
            says[path] = value
    return says
