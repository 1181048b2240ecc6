"""The table of the national model: for each property of each block, where on the card it lives. Data, checked.

`model.toml` holds it. A property that names a key of the catalogue takes its form from there; the table says only
what differs, such as that a test is true or false where the card has a list.
"""

import tomllib
from functools import cached_property
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct, field

from helsekort.record.measurements import Catalogue, Kind

EARLIER, OUTCOME = "earlier_birth", "outcome"
"""The group of the rows that are counted, and the cell that says which count."""
MOST_BLOCKS = 1 << 12


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """A text that rows of a group make: of each that has `needs`, these cells in this order."""

    group: str
    needs: str
    cells: tuple[str, ...]


class Property(Struct, frozen=True, forbid_unknown_fields=True):
    """One property of a block, by its path, such as `folate.takenBefore`.

    `values`: a JSON value as text -> codes of ours that it stands for, of which the first is written. `also`: other
    texts that senders use, read and never written. `system`: it is an object {code, display, codeSystem}; `ours`: that
    list's codes are the card's own. `whole`: an integer. `on`: the property that says its day, and `day_of`: those
    whose day it is. `due`: methods of due dates, the first is written. `window`: it is only about an age in days from
    the first to before the second. `count`: shown as the number of rows of earlier births with these outcomes, where
    there are any rows. `cell_of`: a group whose rows have it as a cell; `told`: rows that make a text of it.
    `reckoned`, `register`: shown, for it follows from the card or the register.
    """

    key: str = ""
    path: str = ""
    values: dict[str, tuple[str, ...]] = {}
    also: dict[str, str] = {}
    system: str = ""
    ours: bool = False
    whole: bool = False
    on: str = ""
    day_of: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    window: tuple[int, int] | None = None
    count: tuple[str, ...] = ()
    cell_of: str = ""
    told: Told | None = None
    reckoned: Literal["", "bmi", "week", "days", "date"] = ""
    register: Literal["", "name"] = ""


class Rows(Struct, frozen=True, forbid_unknown_fields=True):
    """A list in a block whose items are rows of a group.

    Of each fetus one, named by fosterId; or one for each code of `kind`, in parts by the code of `when`.
    """

    path: str
    group: str
    cells: dict[str, Property]
    each_fetus: bool = False
    kind_path: str = ""
    kind: Property = Property()
    when: str = ""
    parts: dict[str, str] = {}


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """One RESOURCE_TYPE. `items` says of what it is a list; `each_fetus` is the property that lists fetuses.

    `dated` is the property that is the day of a check-up. `from_start`: it is there since the card was opened, for
    the register says something in it. `number` stands in its UUID.
    """

    number: int
    properties: dict[str, Property] = {}
    items: Literal["", "contacts", "findings"] = ""
    each_fetus: str = ""
    fetus: dict[str, Property] = {}
    required: tuple[str, ...] = ()
    dated: str = ""
    rows: Rows | None = None
    from_start: bool = False
    name: str = ""

    @property
    def all_properties(self) -> list[Property]:
        """Every property that is read and written, those of fetuses and rows too."""
        rows = [self.rows.kind] * bool(self.rows.kind_path) + [*self.rows.cells.values()] if self.rows else []
        return [*self.properties.values(), *self.fetus.values(), *rows]

    @property
    def paths(self) -> list[str]:
        """The path of every property, such as `fetusesVitalSigns.note`."""
        found = [*self.properties, *(f"{self.each_fetus}.{path}" for path in self.fetus)]
        if self.rows is not None:
            kinds = [self.rows.kind_path] if self.rows.kind_path else []
            parts = [f"{part}." for part in self.rows.parts] or [""]
            inner = [*kinds, *(part + cell for part in parts for cell in self.rows.cells)]
            found += [f"{self.rows.path}.{path}" for path in inner]
        return found

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the catalogue that it holds."""
        return frozenset(prop.key for prop in (*self.properties.values(), *self.fetus.values()) if prop.key)


class Reasons(Struct, frozen=True, forbid_unknown_fields=True):
    """What the card says of why something was changed through this door."""

    corrected: str
    withdrawn: str
    deleted: str
    undated: str


class Table(Struct, frozen=True, dict=True):
    """All blocks by name, in the order of the description."""

    blocks: dict[str, Block]
    reasons: Reasons
    systems: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def by_group(self) -> dict[str, frozenset[str]]:
        """The blocks that each group of the catalogue stands in."""
        found: dict[str, set[str]] = {}
        for block in self.blocks.values():
            groups = {block.rows.group} if block.rows else set()
            for prop in block.properties.values():
                groups |= {prop.cell_of, prop.told.group if prop.told else "", EARLIER if prop.count else ""}
            for group in groups - {""}:
                found.setdefault(group, set()).add(block.name)
        return {group: frozenset(names) for group, names in found.items()}

    @cached_property
    def by_key(self) -> dict[str, frozenset[str]]:
        """The blocks that each key of the catalogue stands in."""
        found: dict[str, set[str]] = {}
        for block in self.blocks.values():
            for key in block.keys:
                found.setdefault(key, set()).add(block.name)
        return {key: frozenset(names) for key, names in found.items()}


class BadTable(ValueError):
    """The table is wrong; the message names the property and the remedy."""


T = TypeVar("T")


def read_table(text: str, catalogue: Catalogue) -> Table:
    """The TOML text -> the table. BadTable for what the catalogue does not have, or what cannot be written back."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTable(f"model.toml: {error}. Mend the text and start again.") from error
    blocks = {}
    for name, written in tables.pop("blocks", {}).items():
        blocks[name] = _block(name, written, catalogue)
    numbers = {block.number for block in blocks.values()}
    if len(numbers) < len(blocks) or not numbers <= set(range(1, MOST_BLOCKS)):
        raise BadTable(f"model.toml: each block has a `number` of its own, from 1 to {MOST_BLOCKS - 1}")
    reasons = _convert("reasons", tables.get("reasons", {}), Reasons)
    systems = _convert("systems", tables.get("systems", {}), dict[str, tuple[str, ...]])
    return Table(blocks, reasons, systems)


def _block(name: str, written: dict[str, object], catalogue: Catalogue) -> Block:
    block = _convert(name, {**written, "name": name}, Block)
    own = {path: _property(f"{name}.{path}", path, one, catalogue) for path, one in block.properties.items()}
    fetal = {
        path: _property(f"{name}.{block.each_fetus}.{path}", path, one, catalogue)
        for path, one in block.fetus.items()
    }
    for path, one in own.items():
        wrong = [other for other in (one.on, *one.day_of) if other and other not in own]
        if wrong:
            raise BadTable(f"model.toml {name}.{path}: there is no property {wrong[0]} in this block")
    rows = _rows(name, block.rows, catalogue) if block.rows else None
    return msgspec.structs.replace(block, properties=own, fetus=fetal, rows=rows)


def _rows(name: str, rows: Rows, catalogue: Catalogue) -> Rows:
    place = f"{name}.{rows.path}"
    if rows.group not in catalogue.groups:
        raise BadTable(f"model.toml {place}: the catalogue has no group {rows.group}; name one that it has")
    cells = {path: _property(f"{place}.{path}", path, one, catalogue) for path, one in rows.cells.items()}
    kind = _property(place, rows.kind_path, rows.kind, catalogue) if rows.kind_path else rows.kind
    used = {one.key for one in cells.values()} | ({kind.key, rows.when} if rows.kind_path else set())
    if used - set(catalogue.groups[rows.group].fields):
        raise BadTable(f"model.toml {place}: name cells of the group {rows.group}")
    return msgspec.structs.replace(rows, cells=cells, kind=kind)


def _property(place: str, path: str, prop: Property, catalogue: Catalogue) -> Property:
    fault = _contradiction(prop, catalogue)
    if fault:
        raise BadTable(f"model.toml {place}: {fault}")
    return msgspec.structs.replace(prop, path=path)


def _contradiction(prop: Property, catalogue: Catalogue) -> str | None:
    homes = [bool(prop.key or prop.reckoned), bool(prop.due), bool(prop.register), bool(prop.day_of)]
    if sum(homes) != 1:
        return "say once where it lives: key or reckoned, due, register or day_of"
    if not prop.key:
        return None
    measurable = catalogue.measurables.get(prop.key)
    if measurable is None:
        return f"the catalogue has no {prop.key}; name one that it has"
    if fault := _no_such_rows(prop, measurable.kind, catalogue):
        return fault
    coded = {code for codes in prop.values.values() for code in codes} | set(prop.also.values())
    if measurable.kind is not Kind.CODE:
        return "only a coded value has `values`, `also` and `system`" if coded or prop.system else None
    unknown = coded - catalogue.codes(prop.key).keys()
    if unknown:
        return f"the list of {prop.key} has no code {min(unknown)}"
    if not prop.values and not prop.system:
        return "a coded value needs `values`, or the `system` of its codes"
    return None


def _no_such_rows(prop: Property, kind: Kind, catalogue: Catalogue) -> str | None:
    """What is wrong with the rows that a property may be told by."""
    group, cells = (prop.told.group, prop.told.cells) if prop.told else (prop.cell_of, (prop.key,))
    if not group:
        return None
    if prop.told and (kind is not Kind.TEXT or prop.told.needs not in cells):
        return "only a text is `told`, and `needs` is one of its cells"
    known = catalogue.groups[group].fields if group in catalogue.groups else ()
    return None if set(cells) <= set(known) else f"name a group that has {', '.join(cells)}"


def _convert(place: str, written: object, form: type[T]) -> T:
    try:
        return msgspec.convert(written, form)
    except msgspec.ValidationError as error:
        raise BadTable(f"model.toml {place}: {error}. Mend the table and start again.") from error
