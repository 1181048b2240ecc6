"""The symphysis-fundus chart of one card: the picture in two shapes, and the same in a table. Pure."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from helsekort.record.card import Card
from helsekort.record.gestation import GestationalAge
from helsekort.record.growth import Curve
from helsekort.web.shared.charts import Axis, Band, Line, Point, Series, Tick, line_chart
from helsekort.web.shared.texts import Texts

CURVE = "intergrowth_sfh"
_WHAT = "fundal_height"
_WEEKS = range(16, 43, 2)
_HEIGHTS = range(10, 46, 5)
_DAYS_IN_WEEK = 7
CENTILES = ("P10", "P50", "P90")


class FundalRow(Struct, frozen=True):
    """One measurement in words. The three lines are None outside the ages the curve is valid for."""

    on: dt.date
    age: str
    value: str
    low: str | None
    middle: str | None
    high: str | None


class _Placed(Struct, frozen=True):
    on: dt.date
    age: GestationalAge
    value: Decimal


class FundalChart(Struct, frozen=True):
    """`wide` and `narrow` are SVG, safe unescaped; `unplaced` counts measurements no age can be told for."""

    wide: str
    narrow: str
    rows: list[FundalRow]
    low_name: str
    middle_name: str
    high_name: str
    curve_name: str
    lines: str
    unplaced: int


def fundal_chart(card: Card, curves: dict[str, Curve], texts: Texts) -> FundalChart | None:
    """The chart; None where nothing was measured, where there is more than one fetus (the curve is for one),
    and where the curve's file is not there."""
    curve = curves.get(CURVE)
    verified = [trail.now for trail in card.series(_WHAT) if trail.now.unverified is None]
    taken = [one for one in verified if isinstance(one.value, Decimal)]
    if curve is None or not taken or len(card.live_fetuses()) > 1:
        return None
    placed = [
        _Placed(one.on, age, one.value)
        for one in taken
        if isinstance(one.value, Decimal) and (age := card.age(one.on)) is not None
    ]
    low, middle, high = (texts.translate(curve.centiles[key].label) for key in CENTILES)
    return FundalChart(
        wide=_picture(curve, texts, placed, narrow=False),
        narrow=_picture(curve, texts, placed, narrow=True),
        rows=[_row(curve, texts, one) for one in placed],
        low_name=low,
        middle_name=middle,
        high_name=high,
        curve_name=texts.translate(curve.label),
        lines=curve_lines(curve, texts),
        unplaced=len(taken) - len(placed),
    )


def _row(curve: Curve, texts: Texts, one: _Placed) -> FundalRow:
    low, middle, high = (_line_value(curve, texts, one.age.days, key) for key in CENTILES)
    return FundalRow(one.on, str(one.age), texts.measured(one.value, 0), low, middle, high)


def _line_value(curve: Curve, texts: Texts, days: int, key: str) -> str | None:
    value = curve.at(days, curve.centiles[key].z)
    return None if value is None else texts.number(Decimal(str(round(value, 1))), 1)


def _picture(curve: Curve, texts: Texts, placed: list[_Placed], *, narrow: bool) -> str:
    _ = texts.translate
    said = _("%(age)s: %(value)s cm, målt %(day)s")
    points = [
        Point(
            one.age.days / _DAYS_IN_WEEK,
            one.value,
            said % {"age": str(one.age), "value": texts.measured(one.value, 0), "day": texts.date(one.on)},
        )
        for one in placed
    ]
    return line_chart(
        chart_id="fundal",
        title=_("Symfyse–fundus-mål etter svangerskapsuke"),
        description=_(curve.label),
        x_axis=Axis(_("fullgåtte uker"), _WEEKS[0], _WEEKS[-1], [Tick(week, str(week)) for week in _WEEKS]),
        y_axis=Axis(_("cm"), _HEIGHTS[0], _HEIGHTS[-1], [Tick(at, str(at)) for at in _HEIGHTS]),
        series=[Series(points)],
        band=Band(*(_line(curve, texts, key, narrow=narrow) for key in CENTILES)),
        narrow=narrow,
    )


def curve_lines(curve: Curve, texts: Texts) -> str:
    """`P10: 10-persentil, P50: 50-persentil, P90: 90-persentil`: what the letters of the narrow picture mean."""
    return ", ".join(f"{key}: {texts.translate(curve.centiles[key].label)}" for key in CENTILES)


def _line(curve: Curve, texts: Texts, key: str, *, narrow: bool) -> Line:
    centile = curve.centiles[key]
    ages = range(curve.valid_from_days, curve.valid_to_days + 1, _DAYS_IN_WEEK)
    places = [(days / _DAYS_IN_WEEK, curve.at(days, centile.z) or 0.0) for days in ages]
    return Line(places, key if narrow else texts.translate(centile.label))
