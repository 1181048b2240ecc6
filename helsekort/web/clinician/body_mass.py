"""Body mass index before pregnancy, computed where it is shown and never stored. Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from helsekort.record.entries import Finding
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.readings import trend

_WEIGHT, _HEIGHT = "prepregnancy_weight", "height"
_CM_IN_METRE = 100
_SHOWN = Decimal("0.1")


class BodyMass(Struct, frozen=True):
    """The index in kg/m² with one decimal and what it was computed from, or which of the two is missing.

    `brief` is `inputs` without their days.
    """

    text: str
    inputs: str = ""
    brief: str = ""

    @property
    def there(self) -> bool:
        return bool(self.inputs)


def body_mass(desk: Desk) -> BodyMass:
    """Weight before pregnancy by height squared, from the newest of each that is verified."""
    _ = desk.texts.translate
    found = {what: _newest(desk, what) for what in (_WEIGHT, _HEIGHT)}
    missing = [_why_not(desk, what) for what, one in found.items() if one is None]
    if missing:
        return BodyMass(_("kan ikke regnes ut: %(missing)s") % {"missing": ", ".join(missing)})
    weight, height = (one.value for one in found.values() if one and isinstance(one.value, Decimal))
    index = weight / (height / _CM_IN_METRE) ** 2
    return BodyMass(
        desk.texts.number(index.quantize(_SHOWN, ROUND_HALF_UP), 1), _inputs(desk, found), _brief(desk, found)
    )


def _inputs(desk: Desk, found: Mapping[str, Finding | None]) -> str:
    """`88,0 kg (17.06.2026), 168 cm (02.03.2025)`; a day that both have is said once."""
    said = [(desk.shown(one, what), desk.texts.numeric(one.on)) for what, one in found.items() if one]
    if len({day for _value, day in said}) == 1:
        return f"{', '.join(value for value, _day in said)} ({said[0][1]})"
    return ", ".join(f"{value} ({day})" for value, day in said)


def _brief(desk: Desk, found: Mapping[str, Finding | None]) -> str:
    """`88,0 kg, 168 cm`."""
    return ", ".join(desk.shown(one, what) for what, one in found.items())


def _newest(desk: Desk, what: str) -> Finding | None:
    """The newest verified number above zero."""
    numbers = [
        one.now for one in trend(desk.card, what) if isinstance(one.now.value, Decimal) and one.now.value > 0
    ]
    return numbers[-1] if numbers else None


def _why_not(desk: Desk, what: str) -> str:
    """`høyde ikke tatt`."""
    finding = desk.card.latest(what)
    said = (
        desk.texts.translate("ikke verifisert")
        if finding and finding.unverified
        else desk.shown(finding, what)
    )
    return f"{desk.label(what).lower()} {said}"
