"""What every action is given: the database, the clock, chance, and the data files. Made once, in app.py."""

import datetime as dt
import secrets
from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from helsekort.access.limits import NO_LIMITS, Limits, Spent
from helsekort.access.tokens.checking import Authority
from helsekort.audit.notes import Signer
from helsekort.audit.outside import Outside
from helsekort.dhg.table import Table
from helsekort.fhir.questionnaire import NO_FORMS, Forms
from helsekort.fhir.times import NORWAY
from helsekort.guideline.guidance import Guideline
from helsekort.kith.lab_report.mapping import MappingTable
from helsekort.record.agreements import LegalBasis
from helsekort.record.excerpts import Excerpts
from helsekort.record.gestation import TermTable
from helsekort.record.growth import Curve
from helsekort.record.measurements import Catalogue
from helsekort.record.neutral_units import NeutralUnits
from helsekort.record.referral_table import ReferralTable
from helsekort.record.results import ResultTable
from helsekort.store.database import Database


class Context(Struct, frozen=True):
    """The house an action stands in. `clock` gives microseconds since 1970 UTC by the server."""

    database: Database
    clock: Callable[[], int]
    catalogue: Catalogue
    terms: TermTable
    curves: dict[str, Curve]  # by what they are of
    results: ResultTable
    mapping: MappingTable
    national: Table
    referrals: ReferralTable
    excerpts: Excerpts
    demo: bool = False
    session_minutes: int = 30
    session_hours: int = 12  # a session's longest life, however busy
    most_sessions: int = 5  # how many one person may have; the oldest makes room for a newer one
    glass_minutes: int = 60  # how long emergency access lasts
    private_minutes: int = 10  # how long the step on her page lasts
    quick_exit: str = "https://www.yr.no/"  # where one who leaves quickly lands
    step_up_minutes: int = 10  # how long what someone proved of themselves is good for what matters most
    forms: Forms = NO_FORMS
    guideline: Guideline | None = None  # None where the part is switched off
    file_bytes: int = 10 << 20  # the most that one file may hold
    legal_basis: LegalBasis = LegalBasis.REGULATION
    care_days: int | None = (
        None  # how long a care relation lasts that was begun without an end; None: until it is ended
    )
    tokens: Authority | None = None  # None where no provider's tokens are taken
    reception: str = ""  # HER-id of the unit that gets what is addressed to no unit here
    neutral_units: NeutralUnits = ()
    signer: Signer | None = None  # who signs checkpoints of the log; without one, its lines wait
    outside: Outside | None = None  # where checkpoints are kept beside the database
    limits: Limits = NO_LIMITS  # how often the same may be done
    spent: Spent = field(default_factory=Spent)  # which of them this process knows to be used up
    random_bytes: Callable[[int], bytes] = secrets.token_bytes
    random_bits: Callable[[int], int] = secrets.randbits

    @property
    def bound(self) -> bool:
        """Whether other systems come with tokens that are bound to a key; if not, with those of the demo's people."""
        return self.tokens is not None or not self.demo

    def now(self) -> int:
        return self.clock()

    def today(self) -> dt.date:
        """The calendar day in Norway."""
        return self.day_of(self.clock())

    def day_of(self, moment: int) -> dt.date:
        """The calendar day in Norway of a moment in microseconds."""
        return dt.datetime.fromtimestamp(moment / 1_000_000, dt.UTC).astimezone(NORWAY).date()

    def is_future(self, on: dt.date, at: dt.time | None) -> bool:
        """Whether a day, or a moment of it, has not come yet on a clock in Norway; of an hour that comes twice, the
        first is meant."""
        now = dt.datetime.fromtimestamp(self.clock() / 1_000_000, dt.UTC)
        if at is None:
            return on > now.astimezone(NORWAY).date()
        return dt.datetime.combine(on, at, NORWAY).astimezone(dt.UTC) > now

    def at(self, moment: int) -> "Context":
        """The same house at another moment: for builders of stories and for tests."""
        return replace(self, clock=lambda: moment)
