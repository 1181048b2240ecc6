"""A form as a page shows it: its sections, rows and fields, and what a room knows beside them. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Self

from msgspec import Struct, field

from helsekort.record.entries import Finding
from helsekort.record.entries import Row as Written


class Known(Struct):
    """What stands on the card already: it is shown, and not asked again. `href` leads to its correction.

    `answers` are the codes it says, for what is asked only after some of them.
    """

    text: str
    note: str
    href: str = ""
    answers: Sequence[str] = ()


class Offer(Struct):
    """What someone else has said and a press takes over. `mark` comes back in `take`."""

    mark: str
    text: str
    source: str
    taken: bool = False


class Taken(Struct, frozen=True):
    """What an offer would write: the same fact, with the id of the entry it was copied from."""

    place: str
    content: Finding | Written


class Doubted(Struct):
    """What is asked about a field. `mark` confirms just this value; empty where it cannot be meant."""

    text: str
    confirm: str = ""
    mark: str = ""


class Fetus(Struct, frozen=True):
    """A fetus by the origin of its own entry; `label` is empty where there is only one.

    `past`: the groups that nobody fills in for it any more, as it was lost or not born alive.
    """

    origin: int
    label: str
    past: Collection[str] = ()


class Beside(Struct):
    """What a room knows: errors and questions by field name, what stands and what is offered by item or row.

    `settled` are the names of rows that stand and are not asked anew: they are corrected instead.
    """

    errors: Mapping[str, str] = {}
    doubted: Mapping[str, Doubted] = {}
    known: Mapping[str, Known] = {}
    rows: Mapping[str, Sequence[Known]] = {}
    offers: Mapping[str, Sequence[Offer]] = {}
    settled: Collection[str] = ()
    fetuses: Sequence[Fetus] = ()


class Field(Struct):
    """One field. `kind` is how it is drawn. `asked` is False where what stands is only shown.

    `none`: a yes denies the other questions of its section. `when` is the field that it waits for, and `answers`
    those of its answers; once it is put below that one, it stands among its `followed`, which are drawn after the
    answers of `opens`.
    """

    name: str
    kind: str
    label: str
    value: str = ""
    values: list[str] = field(default_factory=list)
    at: str = ""
    unit: str = ""
    width: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    denial: str = ""
    denied: bool = False
    declinable: bool = True
    declined: bool = False
    required: bool = False
    error: str = ""
    at_error: str = ""
    doubted: Doubted | None = None
    unverified: str = ""
    refusable: bool = False
    known: Known | None = None
    asked: bool = True
    none: bool = False
    offers: Sequence[Offer] = ()
    when: str = ""
    answers: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)
    followed: list[Self] = field(default_factory=list)


class Row(Struct):
    """One row of a group, or what is asked of one fetus. `known` is what stands; without lines it is only shown."""

    name: str
    title: str
    lines: list[list[Field]]
    known: Sequence[Known] = ()


class Rows(Struct):
    """A group with its rows: those that stand, those offered, those to fill in, and whether there may be one more.

    `first` is the item that a new row begins with.
    """

    key: str
    title: str
    known: Sequence[Known]
    offers: Sequence[Offer]
    rows: list[Row]
    more: bool
    first: str = ""

    @property
    def asks(self) -> bool:
        """Whether there is anything to see or to fill in."""
        return bool(self.known or self.offers or self.rows or self.more)


class Part(Struct):
    """Fields side by side, or a group of rows."""

    fields: list[Field] = field(default_factory=list)
    rows: Rows | None = None


class Section(Struct):
    """What belongs together. `rest`: the unanswered questions can be answered no by one press."""

    key: str
    title: str
    plain: str
    parts: list[Part]
    rest: bool
    declinable: list[Field]


class Sheet(Struct):
    """A whole form."""

    title: str
    sections: list[Section]
    summary: list[tuple[str, str]]
