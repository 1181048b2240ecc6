"""What is asked about a value that may not be meant, as one sentence or more beside its field. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from helsekort.record.entries import Pressure
from helsekort.record.measurements import Catalogue, Concern
from helsekort.web.shared import messages
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import Unread, read_pressure

_PARTS = ("systolic", "diastolic")


def question(catalogue: Catalogue, texts: Texts, label: str, concerns: Sequence[Concern], typed: str) -> str:
    """All that is asked about one field, by the name it has on the page, and the one slip that it may be."""
    if not any(one.what in _PARTS for one in concerns):
        last = len(concerns) - 1
        return " ".join(
            messages.concern(catalogue, texts, one, with_slip=place == last, label=label)
            for place, one in enumerate(concerns)
        )
    said = " ".join(messages.concern(catalogue, texts, one, with_slip=False) for one in concerns)
    return f"{label}: {said} {_pressure_hint(catalogue, texts, typed)}".strip()


def _pressure_hint(catalogue: Catalogue, texts: Texts, typed: str) -> str:
    """What may have happened, by the two numbers together."""
    _ = texts.translate
    try:
        value = read_pressure(typed.strip())
    except Unread:
        return ""
    upper, lower = (catalogue[part] for part in _PARTS)
    if value.systolic is not None and value.diastolic is not None and value.diastolic >= value.systolic:
        return _("Er tallene byttet om? Undertrykket skal være lavere enn overtrykket.")
    if value.systolic is not None and upper.refuse and value.systolic < upper.refuse[0]:
        return _(upper.slip)
    hints = [_("Høyere enn ønsket. Stemmer det? Mål på nytt.")] if _is_high(catalogue, value) else []
    if value.diastolic == 0:
        hints.append(_(lower.slip))
    return " ".join(hints)


def _is_high(catalogue: Catalogue, value: Pressure) -> bool:
    """Whether one of the two lies above what is asked about."""
    for part, number in zip(_PARTS, (value.systolic, value.diastolic), strict=True):
        limits: tuple[Decimal, Decimal] | None = catalogue[part].ask
        if limits and number is not None and number > limits[1]:
            return True
    return False
