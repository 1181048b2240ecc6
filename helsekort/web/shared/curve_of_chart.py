"""A reference curve behind the values of a chart: its band, and its name. Pure."""

from collections.abc import Callable

from helsekort.record.growth import Curve
from helsekort.web.shared.chart_of_card import DAYS_IN_WEEK
from helsekort.web.shared.charts import Band, Line, Number
from helsekort.web.shared.texts import Texts


def curve_name(curve: Curve, texts: Texts) -> str:
    """What the curve is, and which edition of it."""
    edition = texts.translate("Utgave %(edition)s.") % {"edition": curve.edition}
    return f"{texts.translate(curve.label)} {edition}"


def line_names(curve: Curve, texts: Texts) -> str:
    """What the letters at the lines of a narrow picture mean: `P10: 10-persentil, …`."""
    return ", ".join(f"{key}: {texts.translate(curve.lines[key].label)}" for key in curve.band)


def on_band(drawing: Callable[..., str], curve: Curve, texts: Texts) -> Callable[..., str]:
    """The drawing on the curve's band."""
    lines = {key: _places(curve, key) for key in curve.band}

    def draw(*, narrow: bool) -> str:
        # The whole name has no room in the narrow picture; the words below it say what the letters mean.
        names = {key: key if narrow else texts.translate(curve.lines[key].label) for key in curve.band}
        return drawing(band=Band(*(Line(lines[key], names[key]) for key in curve.band)), narrow=narrow)

    return draw


def _places(curve: Curve, key: str) -> list[tuple[Number, Number]]:
    """A line of the curve by whole weeks."""
    ages = range(curve.valid_from_days, curve.valid_to_days + 1, DAYS_IN_WEEK)
    values = [(days, curve.on_line(days, key)) for days in ages]
    return [(days / DAYS_IN_WEEK, value) for days, value in values if value is not None]
