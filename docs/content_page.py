"""The page about all that a card can hold: each field of the national model and of the field tables, and its place."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from helsekort import datafiles
from helsekort.record.measurements import Catalogue, Measurable

FILES = ("national.toml", "pregnancy.toml", "birth.toml")
NATIONAL = "national.toml"
CONTENT = Path(__file__).resolve().parent / "content"
COLUMNS = ("field", "place", "label", "unit or list", "class", "core or extension")
INTENT = (
    "Every field of the national information model and of the field tables A to N, with the place it has on a card. A"
    " name such as `weight` is a finding of its own; `newborn.weight_g` is a cell in a row of a group; `Contact.on` is"
    " part of what every entry of that kind has. Where the pages that use a field stand is not said here: a field has"
    " its place when it can be stored, corrected, exported and read back."
)
COUNTED = "{placed} of {all} fields have a place. Still without one: {later}."

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]


class Field(NamedTuple):
    """One field of a block; `places` are as written in the files of docs/content."""

    name: str
    places: tuple[str, ...]


class Block(NamedTuple):
    """One block of the national model, or one field table."""

    key: str
    title: str
    national: bool
    fields: tuple[Field, ...]


def blocks() -> list[Block]:
    """Every block and table, in order."""
    found = []
    for file in FILES:
        for key, one in tomllib.loads((CONTENT / file).read_text(encoding="utf-8")).items():
            fields = tuple(Field(name, _several(place)) for name, place in one["fields"].items())
            found.append(Block(key, one["title"], file == NATIONAL, fields))
    return found


def _several(place: str | list[str]) -> tuple[str, ...]:
    return (place,) if isinstance(place, str) else tuple(place)


def measurable_of(place: str) -> str | None:
    """The catalogue key that a place names; None for what is no measurable."""
    return None if " " in place else place.rpartition(".")[2]


def core_keys() -> frozenset[str]:
    """The catalogue keys that the national model asks for."""
    places = [place for block in blocks() if block.national for one in block.fields for place in one.places]
    return frozenset(key for place in places if (key := measurable_of(place)))


def content_page(page: Callable[..., str], table: Table) -> str:
    """Blocks of the national model first, then the tables."""
    catalogue, all_blocks = datafiles.catalogue(), blocks()
    fields = [one for block in all_blocks for one in block.fields]
    later = {place.removeprefix("later ") for one in fields for place in one.places if "later " in place}
    without = sum("later " in place for one in fields for place in one.places)
    counted = COUNTED.format(
        placed=len(fields) - without, all=len(fields), later=", ".join(sorted(later)) or "none"
    )
    sums = [(block.title, len(block.fields), sum(map(_placed, block.fields))) for block in all_blocks]
    return page(
        "What a card can hold",
        ", ".join(f"[`docs/content/{file}`](content/{file})" for file in FILES),
        INTENT,
        counted,
        table(("block", "fields", "with a place"), sums),
        *(
            f"## {'Block ' if block.national else ''}{block.title}\n\n"
            + table(COLUMNS, _rows(catalogue, block))
            for block in all_blocks
        ),
    )


def _placed(field: Field) -> bool:
    return not any(place.startswith("later ") for place in field.places)


def _rows(catalogue: Catalogue, block: Block) -> Iterator[tuple[str, ...]]:
    for field in block.fields:
        for place in field.places:
            key = measurable_of(place)
            yield (field.name, _place_shown(place), *_told(catalogue, key, place))


def _place_shown(place: str) -> str:
    kind, _, name = place.rpartition(" ")
    return "none yet" if kind == "later" else f"`{name}`"


def _told(catalogue: Catalogue, key: str | None, place: str) -> tuple[str, str, str, str]:
    if key is None:
        return "", "", "", ""
    one, group = catalogue[key], catalogue.groups.get(place.partition(".")[0]) if "." in place else None
    classes = [one.hidden, *(group.classes if group else ())]
    told = ", ".join(dict.fromkeys(filter(None, classes)))
    extension = one.extension or (group is not None and group.extension)
    return one.label, _form(one), told, "extension" if extension else "core"


def _form(one: Measurable) -> str:
    if one.code_list:
        return f"`{one.code_list}`"
    return f"`{one.unit}`" if one.unit else str(one.kind)
