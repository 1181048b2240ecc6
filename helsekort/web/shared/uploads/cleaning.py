"""Makes a file anew in a child, one for each, few at once: what a card keeps was written by us, not by its sender."""

import asyncio
from enum import StrEnum

from helsekort.record.files import media_type_of
from helsekort.web.shared.child import answer_of
from helsekort.web.shared.uploads import cleaning_child

SECONDS = 40
"""How long one file may take; a large scan takes a second."""
AT_ONCE = 2

_CHILD = cleaning_child.__file__


class WhyNotTaken(StrEnum):
    """What is wrong with a file. The words are those of a problem of the field."""

    MISSING = "missing"
    TOO_BIG = "too-big"
    NO_SUCH_KIND = "no-such-kind"
    ACTIVE = "active-file"
    LOCKED = "locked-file"
    BROKEN = "broken-file"


_SAID = {
    cleaning_child.ACTIVE: WhyNotTaken.ACTIVE,
    cleaning_child.LOCKED: WhyNotTaken.LOCKED,
    cleaning_child.TOO_BIG: WhyNotTaken.TOO_BIG,
}


class NotTakenError(Exception):
    """The file is not taken."""

    def __init__(self, why: WhyNotTaken) -> None:
        super().__init__(why)
        self.why = why


class Cleaner:
    """Makes files anew for one server. `seconds` is the time limit, waiting for a turn included."""

    def __init__(self, seconds: float = SECONDS, at_once: int = AT_ONCE) -> None:
        self.seconds = seconds
        self._turns = asyncio.Semaphore(at_once)

    async def made_anew(self, data: bytes, most: int) -> bytes:
        """The file as it may be kept, at most `most` bytes. NotTakenError where there is none."""
        kind = media_type_of(data)
        if kind is None:
            raise NotTakenError(WhyNotTaken.NO_SUCH_KIND if data else WhyNotTaken.MISSING)
        try:
            async with asyncio.timeout(self.seconds), self._turns:
                status, made = await answer_of(_CHILD, kind, data=data)
        except TimeoutError:
            raise NotTakenError(WhyNotTaken.BROKEN) from None
        if status != 0 or media_type_of(made) != kind:
            raise NotTakenError(_SAID.get(status, WhyNotTaken.BROKEN))
        if len(made) > most:
            raise NotTakenError(WhyNotTaken.TOO_BIG)
        return made
