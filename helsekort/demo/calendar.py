"""When things of a story happen: days counted from its today, and a visit never on a weekend."""

import datetime as dt

from msgspec import Struct

from helsekort.fhir.times import NORWAY

SATURDAY, SUNDAY = 5, 6
MORNING = dt.time(9, 0)
MINUTE = 60_000_000


class Calendar(Struct, frozen=True):
    """A story's days: 0 is `today`, days before it are negative."""

    today: dt.date

    def date(self, day: int) -> dt.date:
        """The day as it is."""
        return self.today + dt.timedelta(days=day)

    def weekday(self, day: int) -> dt.date:
        """The day of a visit: on a Saturday moved to Friday, on a Sunday to Monday; none passes the story's today."""
        date = self.date(day)
        moved = date + dt.timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(date.weekday(), 0))
        return min(moved, self.today) if day <= 0 else moved

    @staticmethod
    def moment(on: dt.date, at: dt.time = MORNING) -> int:
        """A clock time in Norway, in microseconds since 1970 UTC."""
        return int(dt.datetime.combine(on, at, NORWAY).timestamp()) * 1_000_000
