"""Where it stands with what she has agreed to, inside an action."""

from msgspec import Struct
from msgspec.structs import replace

from helsekort.actions.closing_out import open_to_everyone
from helsekort.actions.knowing import same_woman
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.work import Work
from helsekort.record.agreements import Informed, InformedBy, InformedHow, LegalBasis, Said
from helsekort.record.ids import new_id
from helsekort.store import consents
from helsekort.store.consents import ConsentRow


class Agreed(Struct, frozen=True):
    """Where it stands: `said` None is nothing yet; `at` is microseconds. Where someone wrote it down on her word, `by`
    and `organisation` are they, and `informed` what they wrote of it; 0 and None where she said it herself."""

    basis: LegalBasis
    said: Said | None
    at: int
    by: int = 0
    organisation: int = 0
    informed: Informed | None = None

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
    if last is None:
        return Agreed(doing.ctx.legal_basis, None, 0)
    by = last.by if last.organisation else 0
    return Agreed(doing.ctx.legal_basis, Said(last.said), last.at, by, last.organisation, _informed(last))


def _informed(row: ConsentRow) -> Informed | None:
    if not row.informed_by:
        return None
    return Informed(InformedBy(row.informed_by), InformedHow(row.informed_how))


def agree(doing: Work, woman: int, informed: Informed | None = None) -> bool:
    """She consents, or takes back that she reserved herself; the caller's line tells of it. False where she had said so
    before: it stands as it was said."""
    if agreed(doing, woman).open:
        return False
    trial = doing.ctx.legal_basis is LegalBasis.TRIAL
    say(doing, woman, Said.CONSENTED if trial else Said.UNRESERVED, informed)
    open_to_everyone(doing, woman)
    return True


def say(doing: Work, woman: int, said: Said, informed: Informed | None = None) -> None:
    """Put down what she said."""
    # the last one counts, also where the clock stood still or went back
    at = max(doing.now, agreed(doing, woman).at + 1)
    row = ConsentRow(at, said, doing.ctx.legal_basis, doing.actor.party, doing.actor.organisation)
    if informed is not None:
        row = replace(row, informed_by=informed.by, informed_how=informed.how)
    consents.add(doing.tx, woman, new_id(doing.ctx.random_bits), row)


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
