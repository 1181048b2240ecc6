"""Turns one result into the card's own terms, by a table; what the table does not know is not the card's content."""

import tomllib
from decimal import Decimal
from enum import StrEnum

import msgspec
from msgspec import Struct

from helsekort.kith.lab_report.parse_items import DELETED
from helsekort.kith.lab_report.structs import Comparator, Kind, Number, ResultItem, Text
from helsekort.record.gestation import Mark
from helsekort.record.gestation import Text as Words
from helsekort.record.measurements import Catalogue
from helsekort.record.measurements import Kind as Form


class Systems(Struct, frozen=True, forbid_unknown_fields=True):
    """The code systems whose codes count, others whose codes are never the card's content, and the worded results."""

    taken: tuple[Words, ...]
    outside: tuple[Words, ...]
    texts: Words
    source: Words
    mark: Mark


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """One laboratory code. Numbers have `units`, worded results `texts` (codes of 8340) or `words` (as written)."""

    key: Words
    name: Words
    source: Words
    mark: Mark
    units: dict[Words, Decimal] = {}
    texts: dict[Words, Words] = {}
    words: dict[Words, Words] = {}


class MappingTable(Struct, frozen=True, forbid_unknown_fields=True):
    """mapping.toml as read."""

    systems: Systems
    items: dict[Words, Row]
    names: dict[Words, Words]
    left_out: dict[Words, Words]


class BadMapping(ValueError):
    """mapping.toml is wrong; the message names the row and the remedy."""


class Reason(StrEnum):
    """Why a result does not become an entry."""

    # The card has no place for it.
    NO_CODE = "no-code"
    UNKNOWN_CODE = "unknown-code"
    LEFT_OUT = "left-out"
    NO_VALUE = "no-value"
    WITHDRAWN = "withdrawn"
    LEFT_BY_PERSON = "left-by-person"
    # The card may have a place for it, but a person must say what it means.
    UNREADABLE = "unreadable"
    CODE_SYSTEM = "code-system"
    SEVERAL_CODES = "several-codes"
    UNIT = "unit"
    COMPARATOR = "comparator"
    FORM = "form"
    WORDS = "words"
    CONTRADICTION = "contradiction"


NOT_ON_CARD = frozenset(
    [
        Reason.NO_CODE,
        Reason.UNKNOWN_CODE,
        Reason.LEFT_OUT,
        Reason.NO_VALUE,
        Reason.WITHDRAWN,
        Reason.LEFT_BY_PERSON,
    ]
)


class Mapped(Struct, frozen=True):
    """What to store: `value` in the catalogue's unit or list. The range and the unit are the laboratory's own words."""

    key: str
    value: Decimal | str
    unit: str  # UCUM, of the catalogue; empty for a code
    sent_value: str
    sent_unit: str
    reference: str


class NotMapped(Struct, frozen=True):
    """Kept outside the card. `key` is the catalogue's where the table knows it; `why` is left_out's reason."""

    reason: Reason
    key: str = ""
    why: str = ""

    @property
    def needs_person(self) -> bool:
        """Whether it waits for someone: it may belong on the card, but cannot be put there safely."""
        return self.reason not in NOT_ON_CARD


def read_mapping(text: str, catalogue: Catalogue) -> MappingTable:
    """mapping.toml -> the table. BadMapping for keys, units and codes that the catalogue does not take."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
        table = msgspec.convert(raw, MappingTable)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadMapping(f"mapping.toml: {error}. Mend the text and start again.") from error
    for code, row in table.items.items():
        fault = _contradiction(row, table, catalogue)
        if fault:
            raise BadMapping(f"mapping.toml [items.{code}]: {fault}")
    if both := table.items.keys() & table.left_out.keys():
        raise BadMapping(f"mapping.toml: {min(both)} is both mapped and left out; keep one")
    return table


def _contradiction(row: Row, table: MappingTable, catalogue: Catalogue) -> str | None:
    """What the row says against the catalogue or itself, with the remedy."""
    measurable = catalogue.measurables.get(row.key)
    if measurable is None:
        return f"the catalogue has no key {row.key}; add it to measurements.toml first"
    if measurable.kind is Form.QUANTITY:
        if not row.units or row.texts or row.words:
            return "a number needs `units`, and takes neither `texts` nor `words`"
        return "factors are above zero" if min(row.units.values()) <= 0 else None
    if measurable.kind is not Form.CODE:
        return "only numbers and codes can be mapped"
    if row.units or not (row.texts or row.words):
        return "a code needs `texts` or `words`, and takes no `units`"
    if missing := row.texts.keys() - table.names.keys():
        return f"give {min(missing)} its text in [names]"
    if foreign := {*row.texts.values(), *row.words.values()} - catalogue.codes(row.key).keys():
        return f"{min(foreign)} is no code of its list in codes.toml"
    return None


def map_item(item: ResultItem, table: MappingTable, catalogue: Catalogue) -> Mapped | NotMapped:
    """One result -> what to store, or why not. It is never guessed: in doubt a person decides.

    Whether the value is plausible is the catalogue's question (`record.measurements.concerns`), not asked here.
    """
    row = _row(item, table)
    if isinstance(row, NotMapped):
        return row
    if item.kind is Kind.CANCELLED or item.status == DELETED:
        return NotMapped(Reason.WITHDRAWN, row.key)
    if item.unreadable:
        return NotMapped(Reason.UNREADABLE, row.key)
    if item.value is None:
        return NotMapped(Reason.NO_VALUE, row.key)
    if row.units and isinstance(item.value, Number):
        return _number(item, item.value, row, catalogue)
    if not row.units and isinstance(item.value, Text):
        return _worded(item, item.value, row, table)
    return NotMapped(Reason.FORM, row.key)


def _row(item: ResultItem, table: MappingTable) -> Row | NotMapped:
    """The row for what was examined. The code (V) decides; the list it is said to be of (S) must be a known one."""
    known = [one for one in item.codes if one.value in table.items]
    if not known:
        return _not_in_table(item, table)
    row = table.items[known[0].value]
    if all(one.system not in table.systems.taken for one in known):
        return NotMapped(Reason.CODE_SYSTEM, row.key)
    if len({one.value for one in known}) > 1:
        return NotMapped(Reason.SEVERAL_CODES, row.key)
    return row


def _not_in_table(item: ResultItem, table: MappingTable) -> NotMapped:
    """Not the card's content, where a list that we know says what was examined; else nobody can tell but a person."""
    if not item.code:
        return NotMapped(Reason.NO_CODE)
    if all(one.system not in (*table.systems.taken, *table.systems.outside) for one in item.codes):
        return NotMapped(Reason.CODE_SYSTEM)
    left_out = next((one.value for one in item.codes if one.value in table.left_out), None)
    if left_out is not None:
        return NotMapped(Reason.LEFT_OUT, why=table.left_out[left_out])
    return NotMapped(Reason.UNKNOWN_CODE)


def _number(item: ResultItem, value: Number, row: Row, catalogue: Catalogue) -> Mapped | NotMapped:
    if value.comparator not in (None, Comparator.EQUAL):
        return NotMapped(Reason.COMPARATOR, row.key)
    factor = row.units.get(value.unit)
    if factor is None:
        return NotMapped(Reason.UNIT, row.key)
    # A factor of one leaves the digits as sent: 12.0 stays 12.0.
    number = value.value if factor == 1 else value.value * factor
    return Mapped(row.key, number, catalogue[row.key].unit, value.text, value.unit, item.reference)


def _worded(item: ResultItem, value: Text, row: Row, table: MappingTable) -> Mapped | NotMapped:
    """A code of list 8340, or its very text; where both are sent they must say the same."""
    coded = [one for one in value.codes if one.system == table.systems.texts]
    if len(coded) != len(value.codes) or len(coded) > 1:
        return NotMapped(Reason.WORDS, row.key)
    by_code = row.texts.get(coded[0].value) if coded else None
    by_text = row.words.get(value.text) or _by_name(value.text, row, table)
    if coded and by_code is None:
        return NotMapped(Reason.WORDS, row.key)
    if coded and value.text and by_text != by_code:
        return NotMapped(Reason.CONTRADICTION, row.key)
    found = by_code or by_text
    if found is None:
        return NotMapped(Reason.WORDS, row.key)
    sent = value.text or coded[0].name or coded[0].value
    return Mapped(row.key, found, "", sent, value.unit, item.reference)


def _by_name(text: str, row: Row, table: MappingTable) -> str | None:
    """By a text of list 8340, in any case of letters."""
    folded = text.casefold()
    return next((to for code, to in row.texts.items() if table.names[code].casefold() == folded), None)
