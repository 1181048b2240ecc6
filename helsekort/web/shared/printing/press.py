"""Makes PDFs beside the serving process: one child for each, with a time limit, few at once.

WeasyPrint is never loaded here. The child gets HTML on its standard input and gives a PDF on its standard output;
nothing about anyone stands on its command line, in its environment or in a file.
"""

import asyncio
from enum import StrEnum

from helsekort.web.shared.child import answer_of
from helsekort.web.shared.printing import press_child

SECONDS = 60
"""How long one print may take; the longest card of the demo takes a small part of it (docs/print.md)."""
AT_ONCE = 2
"""So many are made at once: each takes a processor and its own memory. The others wait their turn."""


_CHILD = press_child.__file__


class WhyNotPrinted(StrEnum):
    """What stood in the way."""

    OFF = "off"  # WeasyPrint or the libraries it draws with are not on this machine
    SLOW = "slow"  # not done in time, its turn waited for included
    FAILED = "failed"


class NotPrintedError(Exception):
    """No PDF came; nothing of the card is in the message."""

    def __init__(self, why: WhyNotPrinted) -> None:
        super().__init__(why)
        self.why = why


class Press:
    """Makes PDFs for one server. `seconds` is the time limit."""

    def __init__(self, seconds: float = SECONDS, at_once: int = AT_ONCE) -> None:
        self.seconds = seconds
        self._turns = asyncio.Semaphore(at_once)

    async def pdf(self, page: str) -> bytes:
        """The PDF of a page made by `as_html`. NotPrintedError where there is none."""
        try:
            async with asyncio.timeout(self.seconds), self._turns:
                return await _made(page)
        except TimeoutError:
            raise NotPrintedError(WhyNotPrinted.SLOW) from None


async def _made(page: str) -> bytes:
    status, made = await answer_of(_CHILD, data=page.encode())
    if status != 0 or not made.startswith(b"%PDF-"):
        off = status == press_child.NO_LIBRARY
        raise NotPrintedError(WhyNotPrinted.OFF if off else WhyNotPrinted.FAILED)
    return made


async def can_print() -> bool:
    """Whether this machine has what printing needs. Takes half a second: a child looks."""
    status, _ = await answer_of(_CHILD, "--look")
    return status == 0
