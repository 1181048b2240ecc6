"""What a print says, as plain data in the reader's language. Pure.

A document is sections, a section is tables, lists and pictures. It is made from a card by the rooms; nothing here
knows what a card is.
"""

from msgspec import Struct, field


class Saying(Struct):
    """A named thing in words. `there` is False where nothing was asked or taken; `notes` stand behind, quieter."""

    label: str
    text: str
    there: bool = True
    notes: list[str] = field(default_factory=list)


class Cell(Struct):
    """One place in a table: its lines, and whether anything stands there."""

    lines: list[str]
    there: bool = True
    notes: list[str] = field(default_factory=list)


class Row(Struct):
    """A row: its head, a cell for each of the table's other columns, and what is said below, across the columns.

    `pairs` are many short things side by side; `below` are told one by one.
    """

    head: list[str]
    cells: list[Cell] = field(default_factory=list)
    below: list[Saying] = field(default_factory=list)
    pairs: list[Saying] = field(default_factory=list)
    who: str = ""


class Table(Struct):
    """Rows under heads; the first head is that of the rows' own heads. `caption` says what it shows."""

    caption: str
    heads: list[str]
    rows: list[Row]


class Picture(Struct):
    """A chart as SVG, and all it shows in words."""

    svg: str
    title: str
    notes: list[str] = field(default_factory=list)


class Group(Struct):
    """Named things under one heading; without one they follow on the section's own. `strong`: read at a glance."""

    title: str
    sayings: list[Saying]
    strong: bool = False


class Section(Struct):
    """A part under a heading. `new_page`: it begins on one of its own."""

    title: str
    lead: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    new_page: bool = False

    @property
    def empty(self) -> bool:
        return not (self.lead or self.groups or self.tables or self.pictures)


class Masthead(Struct):
    """The top of the first page: who it is about and, in large type, how far."""

    name: str
    about: list[str]
    age: str
    age_on: str
    due: str
    how: list[str]


class Document(Struct):
    """A whole print. `running` stands at the head of every page, `foot` at its foot, beside the page's number.

    `look` is a class of print.css: `card`, `large` or `half`.
    """

    language: str
    title: str
    look: str
    running: str
    foot: list[str]
    masthead: Masthead
    sections: list[Section]
