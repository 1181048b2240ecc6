"""What every action is given: the database, the clock, chance, and the data files. Made once, in app.py."""

import datetime as dt
import secrets
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from helsekort.fhir.times import NORWAY
from helsekort.record.gestation import TermTable
from helsekort.record.growth import Curve
from helsekort.record.measurements import Catalogue
from helsekort.store.database import Database


class Context(Struct, frozen=True):
    """The house an action stands in. `clock` gives microseconds since 1970 UTC by the server."""

    database: Database
    clock: Callable[[], int]
    catalogue: Catalogue
    terms: TermTable
    curves: dict[str, Curve]
    demo: bool = False
    session_minutes: int = 30
    random_bytes: Callable[[int], bytes] = secrets.token_bytes
    random_bits: Callable[[int], int] = secrets.randbits

    def now(self) -> int:
        return self.clock()

    def today(self) -> dt.date:
        """The calendar day in Norway."""
        return dt.datetime.fromtimestamp(self.clock() / 1_000_000, dt.UTC).astimezone(NORWAY).date()

    def at(self, moment: int) -> "Context":
        """The same house at another moment: for builders of stories and for tests."""
        return replace(self, clock=lambda: moment)
