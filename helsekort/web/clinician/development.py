"""How she and the child develop, as charts for the clinician, and why one is not there. Pure."""

from msgspec import Struct

from helsekort.record.card import Trail
from helsekort.record.entries import Finding
from helsekort.web.clinician import growth_place
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.chart_of_card import Chart, Source, WhyNot
from helsekort.web.shared.fetal_weight_chart import WHAT, fetal_weight_chart
from helsekort.web.shared.fundal_chart import fundal_chart
from helsekort.web.shared.pressure_chart import pressure_chart
from helsekort.web.shared.weight_chart import weight_chart


class Development(Struct):
    """One chart under its name. `why_not` is empty where it is drawn; `places` tell of what lies outside its lines."""

    id: str
    title: str
    chart: Chart
    why_not: str = ""
    places: list[str] = []


def development(desk: Desk) -> list[Development]:
    """Blood pressure, symphysis-fundus and weight; estimated fetal weight where there is one."""
    _ = desk.texts.translate
    source = Source(desk.card, desk.catalogue, desk.curves, desk.texts, lambda trail: _marks(desk, trail))
    pressures, heights, weights = pressure_chart(source), fundal_chart(source), weight_chart(source)
    fetal = fetal_weight_chart(source)
    places = growth_place.outside(desk) if heights.pictures else []
    return [
        Development("bt", _("Blodtrykk"), pressures, _why_not(desk, pressures, "blood_pressure")),
        Development("sf", _("Symfyse–fundus"), heights, _why_not(desk, heights, "fundal_height"), places),
        Development("vekt", _("Vekt"), weights, _why_not(desk, weights, "weight")),
        *(
            [Development("fostervekt", _("Beregnet fostervekt"), fetal, _why_not(desk, fetal, WHAT))]
            if fetal.rows
            else []
        ),
    ]


def _marks(desk: Desk, trail: Trail[Finding]) -> list[str]:
    """Those of the card but where it was measured, which the chart says in its own way."""
    at_home = desk.texts.translate("hjemmemåling")
    home_is_said = trail.now.what == "blood_pressure"
    return [mark for mark in desk.marks(trail) if mark != at_home or not home_is_said]


def _why_not(desk: Desk, chart: Chart, what: str) -> str:
    _ = desk.texts.translate
    nothing = _("%(what)s: %(missing)s.") % {"what": desk.label(what), "missing": desk.shown(None, what)}
    match chart.why_not:
        case None:
            return ""
        case WhyNot.SEVERAL:
            why = _("Ingen kurve: den gjelder ett foster, og her er det flere.")
            return why if chart.rows else f"{why} {nothing}"
        case WhyNot.NO_FETUS:
            return _("Ingen kurve: den gjelder ett foster, og det er ikke ført hvor mange det er.")
        case WhyNot.NO_DUE_DATE:
            return _("Ingen kurve: termin er ikke satt, så målene kan ikke plasseres i svangerskapet.")
        case WhyNot.NO_CURVE:
            return _("Ingen kurve: dette systemet er satt opp uten en.")
    return _("Ingen kurve: det som står, er bare som oppgitt.") if chart.rows else nothing
