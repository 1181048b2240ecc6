"""Where a symphysis-fundus height lies that is not between the drawn lines. The place, not what it means. Pure."""

import datetime as dt
from decimal import Decimal

from helsekort.record.card import Trail
from helsekort.record.entries import Finding
from helsekort.record.growth import Curve
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.fundal_chart import WHAT
from helsekort.web.shared.readings import trend

_LYING_ACROSS = frozenset({"TRANS", "OBL"})


def outside(desk: Desk) -> list[str]:
    """A sentence for each height outside the outer lines, newest first; nothing where no curve is drawn."""
    curve = desk.curves.get(WHAT)
    if curve is None or len(desk.card.live_fetuses()) != 1:
        return []
    across = _days_across(desk)
    found = [
        sentence for trail in trend(desk.card, WHAT) for sentence in _sentences(desk, curve, trail, across)
    ]
    return found[::-1]


def _sentences(desk: Desk, curve: Curve, trail: Trail[Finding], across: set[dt.date]) -> list[str]:
    _ = desk.texts.translate
    low, _middle, high = curve.band
    sides = {
        low: (
            _("%(value)s ved %(age)s ligger under kurvens %(line)s, %(limit)s cm. Kurven: %(curve)s."),
            -1,
        ),
        high: (_("%(value)s ved %(age)s ligger over kurvens %(line)s, %(limit)s cm. Kurven: %(curve)s."), 1),
    }
    age, value = desk.card.age(trail.now.on), trail.now.value
    if age is None or not isinstance(value, Decimal):
        return []
    if trail.now.on in across:
        said = {"value": desk.shown(trail.now, WHAT), "age": str(age)}
        return [_("%(value)s ved %(age)s er målt da barnet lå på tvers. Kurven gjelder ikke da.") % said]
    found = []
    for key, (sentence, side) in sides.items():
        limit = curve.on_line(age.days, key)
        if limit is not None and (float(value) - limit) * side > 0:
            said = {
                "value": desk.shown(trail.now, WHAT),
                "age": str(age),
                "line": _(curve.lines[key].label),
                "limit": desk.texts.number(Decimal(limit), 1),
                "curve": _(curve.label).partition(".")[0],
            }
            found.append(sentence % said)
    return found


def _days_across(desk: Desk) -> set[dt.date]:
    """The days on which the child was found lying across."""
    lies = [one.now for fetus in desk.fetuses() for one in desk.card.series("presentation", fetus)]
    return {lie.on for lie in lies if lie.value in _LYING_ACROSS}
