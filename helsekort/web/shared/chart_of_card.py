"""What the charts of a card share: what they are made from, the axis of weeks or days, picture and table. Pure.

The same charts stand before clinician and woman. What differs, the words around them and the marks beside a value,
is the room's own.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from math import ceil, floor

from msgspec import Struct

from helsekort.record.card import Card, Trail
from helsekort.record.entries import Finding
from helsekort.record.growth import Curve
from helsekort.record.measurements import Catalogue
from helsekort.web.shared.charts import Axis, Key, Tick
from helsekort.web.shared.readings import part_of_day
from helsekort.web.shared.texts import Texts

DAYS_IN_WEEK = 7
HOME = "home"
"""The mark of what she measured herself."""
_FEWEST_WEEKS = 4  # a chart of one reading still shows some time around it
_MOST_DAY_TICKS = 7


class WhyNot(StrEnum):
    """Why there is no picture. The table may be there all the same."""

    NOTHING = "nothing"  # measured
    NO_DUE_DATE = "no-due-date"
    NO_FETUS = "no-fetus"  # is entered, and the curve is for one
    SEVERAL = "several"  # fetuses, and the curve is for one
    NO_CURVE = "no-curve"


class Picture(Struct, frozen=True):
    """One chart in two shapes, as SVG that is safe unescaped: one for wide pages and one for phones.

    `title` stands over it where a chart has more than one.
    """

    wide: str
    narrow: str
    title: str = ""


def both(draw: Callable[..., str], title: str = "") -> Picture:
    """The picture in both shapes; `draw` takes `narrow` and has all else, worded once: that is the costly part."""
    return Picture(draw(narrow=False), draw(narrow=True), title)


class ChartRow(Struct, frozen=True):
    """One reading in words, a cell for each of the chart's heads."""

    day: str
    age: str
    cells: list[str]
    marks: list[str]


class Chart(Struct, frozen=True):
    """Pictures, or why there is none, and the same readings as rows, newest first.

    `heads` name the cells. `notes` stand under the picture, `narrow_note` under the narrow one alone.
    """

    heads: list[str]
    rows: list[ChartRow]
    pictures: list[Picture] = []
    why_not: WhyNot | None = None
    notes: list[str] = []
    narrow_note: str = ""


class Source(Struct, frozen=True):
    """What charts are made from. `marks` words how a value came to the card and whether it was changed."""

    card: Card
    catalogue: Catalogue
    curves: dict[str, Curve]
    texts: Texts
    marks: Callable[[Trail[Finding]], Sequence[str]]

    def with_unit(self, what: str, value: Decimal) -> str:
        """`28 cm`."""
        measurable = self.catalogue[what]
        unit = self.texts.translate(measurable.shown_unit)
        return f"{self.texts.measured(value, measurable.decimals)}\u00a0{unit}"

    def row(self, trail: Trail[Finding], cells: list[str], *more: str) -> ChartRow:
        """A row of the table; `more` are marks that only the chart knows of."""
        finding, texts = trail.now, self.texts
        age = self.card.age(finding.on)
        day = texts.numeric(finding.on)
        if finding.at is not None:
            said = {"day": day, "clock": texts.clock(finding.at)}
            day = texts.translate("%(day)s kl. %(clock)s") % said
        known = str(age) if age else texts.translate("kan ikke vurderes")
        return ChartRow(day, known, cells, [mark for mark in (*self.marks(trail), *more) if mark])


class Timeline(Struct, frozen=True):
    """The lower edge of a chart, and where on it each reading stands, by origin."""

    axis: Axis
    places: dict[int, float]


def by_week(source: Source, trails: list[Trail[Finding]]) -> Timeline:
    """Weeks of the pregnancy. A reading whose week cannot be told has no place."""
    ages = [(trail, source.card.age(trail.now.on)) for trail in trails]
    parts = part_of_day(trails)
    places = {
        trail.origin: (age.days + parts[trail.origin]) / DAYS_IN_WEEK
        for trail, age in ages
        if age is not None
    }
    low = floor(min(places.values(), default=0) / 2) * 2
    high = max(ceil(max(places.values(), default=0) / 2) * 2, low + _FEWEST_WEEKS)
    ticks = [Tick(week, str(week)) for week in range(low, high + 1, 2)]
    return Timeline(Axis(source.texts.translate("fullgåtte uker"), low, high, ticks), places)


def by_day(source: Source, trails: list[Trail[Finding]]) -> Timeline:
    """Days of the calendar, each from its own midnight to the next."""
    first, last = trails[0].now.on, trails[-1].now.on
    parts = part_of_day(trails)
    places = {trail.origin: (trail.now.on - first).days + parts[trail.origin] for trail in trails}
    days = (last - first).days + 1
    step = ceil(days / _MOST_DAY_TICKS)
    # Counted from the last day backwards: that is the one which must have its date. It stands at noon.
    ticks = [
        Tick(at + 0.5, source.texts.brief(first + dt.timedelta(days=at))) for at in range(days - 1, -1, -step)
    ]
    return Timeline(Axis(source.texts.translate("Dato"), 0, days, ticks), places)


def timeline(source: Source, trails: list[Trail[Finding]]) -> Timeline:
    """By week where the due date tells the week of any of them, else by day."""
    weeks = by_week(source, trails)
    return weeks if weeks.places else by_day(source, trails)


def upright(label: str, values: Sequence[Decimal], step: int) -> Axis:
    """An axis of round numbers, `step` apart, that holds every value."""
    low = floor(min(values) / step) * step
    high = max(ceil(max(values) / step) * step, low + step)
    return Axis(label, low, high, [Tick(at, str(at)) for at in range(low, high + 1, step)])


def unplaced_note(texts: Texts, number: int) -> list[str]:
    """That some readings are in the table alone; nothing where all are in the picture."""
    if not number:
        return []
    said = texts.plural(
        "Ett mål står bare i tabellen, for uken kan ikke regnes ut.",
        "%(count)s mål står bare i tabellen, for uken kan ikke regnes ut.",
        number,
    )
    return [said % {"count": number}]


def when(source: Source, finding: Finding) -> str:
    """`20. november 2026 (30+4)`, with the clock where it is known."""
    texts = source.texts
    day = texts.date(finding.on)
    if finding.at is not None:
        said = {"day": day, "clock": texts.clock(finding.at)}
        day = texts.translate("%(day)s kl. %(clock)s") % said
    age = source.card.age(finding.on)
    return f"{day} ({age})" if age else day


def place_keys(source: Source, trails: list[Trail[Finding]]) -> list[Key]:
    """What the two marks mean; nothing where all were measured by health personnel."""
    _ = source.texts.translate
    if not any(trail.now.by_woman for trail in trails):
        return []
    return [Key(_("på kontroll")), Key(_("hjemme"), HOME)]
