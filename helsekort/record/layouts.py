"""What a form asks, in which order and what together, read from data and held against the catalogue.

A layout names keys of the catalogue and nothing else: units, choices and limits stay there. `data/forms/*.toml` holds
one form each; the file's name, with hyphens, is the form's key.
"""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from helsekort.record.endings import Outcome, Over
from helsekort.record.gestation import Text
from helsekort.record.measurements import Catalogue, Kind

YES, NO = "yes", "no"
"""How a layout names the two answers of a question."""

_ASKS = frozenset({Kind.YESNO, Kind.CODE, Kind.CODES})


class Item(Struct, frozen=True):
    """One thing asked: a measurable, or a group whose rows have `lines` of their own.

    `title` asks in other words than the catalogue's label. `again`: asked anew although it stands on the card.
    `lasting`: holds beyond one pregnancy, so what an earlier card says is offered. `when` names an earlier item beside
    it, and `answers` those of its answers that make this one asked. `short`: a text of one line. `none`: a yes to it
    denies all other questions of its section.

    Of groups: `dated`, each row has a day of its own; `rows`, so many empty rows stand ready; `each`, one row for each
    code of this cell, or for those of `only`; `without`, cells that are not asked, as they are computed; `fixed`, cells
    with the code that every row has, which nobody is asked.
    """

    what: str = ""
    group: str = ""
    title: str = ""
    again: bool = False
    lasting: bool = False
    when: str = ""
    answers: tuple[str, ...] = ()
    short: bool = False
    dated: bool = False
    rows: int = 0
    each: str = ""
    fixed: tuple[tuple[str, str], ...] = ()
    lines: tuple["Line", ...] = ()
    none: bool = False
    only: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.what or self.group


Line = tuple[Item, ...]
"""What stands side by side."""


class Section(Struct, frozen=True):
    """What belongs together under one heading. `rest`: one press says that the rest was asked, and the answer no."""

    key: str
    title: str
    lines: tuple[Line, ...]
    plain: str = ""
    rest: bool = False


class Phase(StrEnum):
    """How far a card has come, as far as it says which forms are for it."""

    PREGNANT = "pregnant"
    BORN = "born"
    LOST = "lost"


_PHASES = {Outcome.BIRTH: Phase.BORN, Outcome.STILLBIRTH: Phase.BORN, Outcome.LOSS: Phase.LOST}


def phase(over: Over | None) -> Phase | None:
    """The phase of a card by how its pregnancy ended; None where nobody knows how."""
    return Phase.PREGNANT if over is None else _PHASES.get(over.outcome)


class Layout(Struct, frozen=True):
    """One form. `reader` is who fills it in: clinician or woman. `phases`: when it is put forward; empty is always."""

    key: str
    title: str
    version: str
    reader: str
    sections: tuple[Section, ...]
    plain: str = ""
    phases: tuple[Phase, ...] = ()

    def fits(self, now: Phase | None) -> bool:
        """Whether it is put forward in a phase; every form is where the phase is not known."""
        return now is None or not self.phases or now in self.phases

    def items(self) -> Iterator[Item]:
        """Every item that stands by itself, in order; the cells of groups are left out."""
        for section in self.sections:
            for line in section.lines:
                yield from line


class BadLayout(ValueError):
    """A layout cannot be used; the message names the file, the place and the remedy."""


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    """An item as it stands in the file."""

    what: str = ""
    group: str = ""
    title: str = ""
    again: bool = False
    lasting: bool = False
    when: str = ""
    answers: tuple[str, ...] = msgspec.field(name="is", default=())
    short: bool = False
    none: bool = False
    dated: bool = False
    rows: int = 0
    each: str = ""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    fixed: dict[str, str] = {}
    fields: tuple[Any, ...] = ()


class _WrittenSection(Struct, frozen=True, forbid_unknown_fields=True):
    key: Text
    title: Text
    items: tuple[Any, ...]
    plain: str = ""
    rest: bool = False


class _WrittenForm(Struct, frozen=True, forbid_unknown_fields=True):
    title: Text
    version: Text
    section: tuple[_WrittenSection, ...]
    reader: str = "clinician"
    plain: str = ""
    phases: tuple[Phase, ...] = ()


def read_layouts(texts: Mapping[str, str], catalogue: Catalogue) -> dict[str, Layout]:
    """TOML texts by key -> layouts by key. BadLayout for what the catalogue does not know."""
    return {key: read_layout(key, text, catalogue) for key, text in texts.items()}


def read_layout(key: str, text: str, catalogue: Catalogue) -> Layout:
    """One TOML text -> a layout. BadLayout as `read_layouts`."""
    try:
        form = msgspec.convert(tomllib.loads(text), _WrittenForm)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadLayout(f"forms/{key}: {error}. Mend the file and start again.") from error
    if form.reader not in ("clinician", "woman"):
        raise BadLayout(f'forms/{key}: reader is "clinician" or "woman"')
    sections = tuple(_section(key, section, catalogue) for section in form.section)
    layout = Layout(key, form.title, form.version, form.reader, sections, form.plain, form.phases)
    _refuse_twice(layout)
    return layout


def _section(form: str, section: _WrittenSection, catalogue: Catalogue) -> Section:
    where = f"forms/{form} [{section.key}]"
    lines = _lines(where, section.items, catalogue)
    _check_conditions(where, lines, catalogue)
    return Section(section.key, section.title, lines, section.plain, section.rest)


def _lines(where: str, items: tuple[Any, ...], catalogue: Catalogue) -> tuple[Line, ...]:
    return tuple(
        tuple(_item(where, each, catalogue) for each in (one if isinstance(one, list | tuple) else [one]))
        for one in items
    )


def _item(where: str, one: object, catalogue: Catalogue) -> Item:
    try:
        written = _Written(what=one) if isinstance(one, str) else msgspec.convert(one, _Written)
    except msgspec.ValidationError as error:
        raise BadLayout(f"{where}: {error}. Mend the item and start again.") from error
    if written.what in catalogue.groups:
        written = replace(written, what="", group=written.what)
    _check_names(where, written, catalogue)
    item = Item(
        written.what,
        written.group,
        written.title,
        written.again,
        written.lasting,
        written.when,
        written.answers,
        written.short,
        written.dated,
        written.rows,
        written.each,
        tuple(written.fixed.items()),
        none=written.none,
        only=written.only,
    )
    if not written.group:
        return item
    fields = catalogue.groups[written.group].fields
    if set(written.without) - set(fields):
        raise BadLayout(f"{where}: {written.group}: `without` names its fields")
    asked = tuple(field for field in fields if field not in written.without)
    lines = _lines(where, written.fields or asked, catalogue)
    _check_cells(where, item, lines, catalogue)
    return replace(item, lines=lines)


def _check_names(where: str, written: _Written, catalogue: Catalogue) -> None:
    if bool(written.what) == bool(written.group):
        raise BadLayout(f"{where}: an item names one measurable or one group")
    if written.group and written.group not in catalogue.groups:
        raise BadLayout(f"{where}: there is no group {written.group}; mend the name")
    if written.what and written.what not in catalogue.measurables:
        raise BadLayout(f"{where}: there is no measurable {written.what}; mend the name")
    if written.none and (not written.what or catalogue[written.what].kind is not Kind.YESNO):
        raise BadLayout(f"{where}: `none` goes with a question of yes and no")
    if written.what and catalogue[written.what].kind is Kind.PART:
        raise BadLayout(f"{where}: {written.what} is a part of another; name that one")


def _check_cells(where: str, item: Item, lines: tuple[Line, ...], catalogue: Catalogue) -> None:
    """A group's cells are its own, none twice, and what it must have is asked or fixed."""
    asked = [cell.what for line in lines for cell in line]
    said = [*asked, *dict(item.fixed), *([item.each] if item.each else [])]
    known = catalogue.groups[item.group]
    strange = set(said) - set(known.fields)
    if strange or len(set(said)) < len(said):
        wrong = min(strange, default="one field, twice")
        raise BadLayout(f"{where}: {item.group} has no field {wrong}; mend the name")
    missing = set(known.required) - set(said)
    if missing:
        raise BadLayout(f"{where}: {item.group} needs {min(missing)}; name it among its fields")
    unknown = [code for cell, code in item.fixed if code not in answers_of(catalogue, cell)]
    listed = answers_of(catalogue, item.each) if item.each else ()
    if unknown or (item.each and not listed) or set(item.only) - set(listed):
        raise BadLayout(f"{where}: {item.group}: `each`, `only` and `fixed` name codes of a list")
    _check_conditions(f"{where} {item.group}", lines, catalogue)


def _check_conditions(where: str, lines: tuple[Line, ...], catalogue: Catalogue) -> None:
    """What an item waits for stands before it, and has those answers."""
    before: set[str] = set()
    for line in lines:
        for item in line:
            if bool(item.when) != bool(item.answers):
                raise BadLayout(f"{where}: {item.key} needs both `when` and `is`")
            if item.when and item.when not in before:
                raise BadLayout(f"{where}: {item.key} waits for {item.when}, which does not stand before it")
            if item.when and set(item.answers) - set(answers_of(catalogue, item.when)):
                raise BadLayout(f"{where}: {item.when} has no answer {', '.join(item.answers)}")
            before.add(item.key)


def answers_of(catalogue: Catalogue, what: str) -> tuple[str, ...]:
    """The answers that a layout can wait for: yes and no, or the codes; none for what is measured or written."""
    kind = catalogue[what].kind if what in catalogue.measurables else Kind.TEXT
    if kind not in _ASKS:
        return ()
    return (YES, NO) if kind is Kind.YESNO else tuple(catalogue.codes(what))


def _refuse_twice(layout: Layout) -> None:
    keys = [*(section.key for section in layout.sections), *(item.key for item in layout.items())]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise BadLayout(f"forms/{layout.key}: {min(twice)} stands there twice; leave one out")


def without_extension(layout: Layout, catalogue: Catalogue) -> Layout:
    """The layout without what goes beyond the national information model; sections left empty go with it."""
    sections = []
    for section in layout.sections:
        lines = _core_lines(section.lines, catalogue)
        if lines:
            sections.append(replace(section, lines=lines))
    return replace(layout, sections=tuple(sections))


def _core_lines(lines: tuple[Line, ...], catalogue: Catalogue) -> tuple[Line, ...]:
    kept = (tuple(_core(item, catalogue) for item in line if not _extends(item, catalogue)) for line in lines)
    return tuple(line for line in kept if line)


def _core(item: Item, catalogue: Catalogue) -> Item:
    return replace(item, lines=_core_lines(item.lines, catalogue)) if item.group else item


def _extends(item: Item, catalogue: Catalogue) -> bool:
    one = catalogue.groups[item.group] if item.group else catalogue[item.what]
    return one.extension


def only(catalogue: Catalogue, key: str, title: str) -> Layout:
    """A form for one thing alone: what a correction of it is typed in."""
    if key in catalogue.groups:
        lines = tuple((Item(what=field),) for field in catalogue.groups[key].fields)
        item = Item(group=key, rows=1, dated=True, lines=lines)
    else:
        item = Item(what=key, again=True)
    return Layout("only", title, "1", "clinician", (Section("only", title, ((item,),)),))
