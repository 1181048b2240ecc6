"""Where it stands with what she has agreed to, inside an action."""

from msgspec import Struct

from helsekort.actions.knowing import same_woman
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import Work
from helsekort.record.agreements import LegalBasis, Said
from helsekort.store import consents


class Agreed(Struct, frozen=True):
    """Where it stands: `said` None is nothing yet; `at` is microseconds."""

    basis: LegalBasis
    said: Said | None
    at: int

    @property
    def open(self) -> bool:
        """Whether she can have a card now."""
        if self.basis is LegalBasis.TRIAL:
            return self.said is Said.CONSENTED
        return self.said not in (Said.RESERVED, Said.WITHDRAWN)


def agreed(doing: Work, woman: int) -> Agreed:
    """What she said last, as any party that is this woman."""
    rows = [row for party in same_woman(doing.tx, woman) for row in consents.of_woman(doing.tx, party)[:1]]
    last = max(rows, key=lambda row: row.at, default=None)
    return Agreed(doing.ctx.legal_basis, Said(last.said) if last else None, last.at if last else 0)


NO_CONSENT = Problem("woman", "no-consent")


def refuse_without_consent(doing: Work, woman: int) -> None:
    """No card is opened for one who can have none now. Rejected where she has not consented under a trial.

    One who has reserved herself, or withdrawn, is answered as one who has closed her card: refused, by whatever door,
    also where nothing is closed to who asks.
    """
    stands = agreed(doing, woman)
    if stands.open:
        return
    if stands.basis is LegalBasis.TRIAL and stands.said in (None, Said.UNRESERVED):
        raise Rejected([NO_CONSENT])
    doing.refuse("reserved")
