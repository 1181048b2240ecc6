"""How an action can end other than well. Entrances turn each into a page or an answer with a way on."""

from msgspec import Struct

from helsekort.record.card import ContactLine, Trail
from helsekort.record.entries import DueDate, Finding, Row
from helsekort.record.measurements import Concern


class Refused(Exception):
    """Not allowed, or not there: the two look the same. Already audited when raised.

    `why` is the rule that refused, where it says nothing of any woman: the same whether she is there or not.
    """

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class Gone(Refused):
    """She may, but what she asked for is not on the card (any more). No refusal is written: nobody was refused."""


class Stale(Exception):
    """Someone changed it since it was read. `line` (or `due`, `row`, `fact`) stands now; nothing was saved."""

    def __init__(
        self,
        line: ContactLine | None = None,
        due: DueDate | None = None,
        row: Trail[Row] | None = None,
        fact: Trail[Finding] | None = None,
    ) -> None:
        super().__init__("changed since it was read")
        self.line = line
        self.due = due
        self.row = row
        self.fact = fact


class KeyUsedBefore(Exception):
    """The same key came with another content. `origin` is what the key made the first time."""

    def __init__(self, origin: int) -> None:
        super().__init__("the key was used for another content")
        self.origin = origin


class CardErased(Gone):
    """She may, but all that stood on the card was erased by law: nothing more is written on it. Nothing was saved."""


class Asked(Struct, frozen=True):
    """A concern about one of the findings sent, by its place in the list; None is about the contact's date.

    With `in_row` the place is that of a row in the list of rows, and the concern names the cell.
    """

    index: int | None
    concern: Concern
    in_row: bool = False


class Doubt(Exception):
    """Values that must be confirmed, or cannot be meant. Nothing was saved."""

    def __init__(self, asked: list[Asked]) -> None:
        super().__init__("values to look at once more")
        self.asked = asked


class Problem(Struct, frozen=True):
    """Something that must be mended. `field` is a name the form knows, `code` a message code."""

    field: str
    code: str


class Rejected(Exception):
    """The content does not make sense. Nothing was saved."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("problems: " + ", ".join(f"{problem.field} {problem.code}" for problem in problems))
        self.problems = problems


class BadLine(Exception):
    """A line of a file cannot be loaded. Lines above it are there; the line itself and what follows are not."""

    def __init__(self, number: int, where: str, says: str) -> None:
        super().__init__(f"line {number}, {where}: {says}")
        self.number = number


class Unavailable(Exception):
    """The database or the log cannot be written now. Nothing was saved or shown."""


class TooMany(Exception):
    """This was done as often as it may be for now. Nothing was looked up or changed. `name` is the limit's, `seconds`
    until it may be done again."""

    def __init__(self, name: str, seconds: int) -> None:
        super().__init__(name)
        self.name = name
        self.seconds = seconds


class NoRoom(Unavailable):
    """The disk is full, or may not be written: it stays so until someone sees to it."""
