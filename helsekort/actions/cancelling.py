"""What an ending cancels, inside its own transaction: whatever was to come in a pregnancy that is over.

Everything that is kept for a later day of a pregnancy has its line in `CANCELS`, so that one act reaches it all. What
follows from the card itself (weeks, greetings, charts, the programme's visits) needs none: it is worked out anew each
time, and ends with the pregnancy. Answers of a laboratory that nobody has looked at stay with whoever must look.
"""

from collections.abc import Callable
from typing import Final

from helsekort.actions.log import Pen
from helsekort.actions.referral_steps import cancel_open
from helsekort.actions.work import Work
from helsekort.record.card import Card
from helsekort.record.endings import Outcome

CANCELS: Final[tuple[Callable[[Work, Pen, Card, Outcome], None], ...]] = (cancel_open,)


def cancel(doing: Work, pen: Pen, card: Card, outcome: Outcome) -> None:
    """Cancel all of it; committed with the ending, or not at all. `card` is as it was before."""
    for each in CANCELS:
        each(doing, pen, card, outcome)
