"""What the guideline says, in the reader's language. Pure. What cannot be judged is never worded as nothing found."""

import datetime as dt
import re

from helsekort.guideline.evaluate import Verdict
from helsekort.guideline.reading import Missing, Reading
from helsekort.guideline.reasons import Reason, missing_reason
from helsekort.guideline.schedule import State
from helsekort.guideline.shape import AS_READ, DAY_CHOSEN, NOT_OBTAINED, NOT_READ, Urgency, Version
from helsekort.record.gestation import TermTable
from helsekort.record.measurements import Catalogue
from helsekort.web.shared.texts import Texts

_DAY = re.compile(r"\b(\d{2})\.(\d{2})\.(\d{4})\b")


def urgency(texts: Texts, one: Urgency) -> str:
    """How soon a finding asks for something."""
    _ = texts.translate
    return {
        Urgency.NOW: _("nå"),
        Urgency.TODAY: _("i dag"),
        Urgency.DAYS: _("i løpet av dager"),
        Urgency.VISIT: _("ved kontrollen"),
        Urgency.PLAN: _("i planen"),
    }[one]


def verdict(texts: Texts, one: Verdict) -> str:
    """One of the four answers."""
    _ = texts.translate
    return {
        Verdict.MET: _("gjelder henne nå"),
        Verdict.NOT_MET: _("ikke funnet"),
        Verdict.CANNOT: _("kan ikke vurderes"),
        Verdict.NOT_APPLICABLE: _("ikke aktuelt"),
    }[one]


def state(texts: Texts, one: State) -> str:
    """Where a visit of the programme stands."""
    _ = texts.translate
    return {
        State.NOT_YET: _("kommer"),
        State.DUE: _("er nå"),
        State.OVERDUE: _("forfalt"),
        State.HELD: _("holdt"),
        State.UNKNOWN: _("kan ikke vurderes"),
    }[one]


class Wording:
    """Words for what one version says, with its codes as the card's lists word them."""

    def __init__(self, catalogue: Catalogue, terms: TermTable, texts: Texts, version: Version) -> None:
        self._catalogue, self._terms, self._texts = catalogue, terms, texts
        self._inputs = {one.label: one for one in version.inputs.values()}

    def reason(self, one: Reason) -> str:
        """A reason as a sentence."""
        fills = dict(one.fills)
        label = fills.get("what", "")
        said = {key: self.dated(value) for key, value in fills.items()}
        if "what" in fills:
            said["what"] = self._texts.translate(label)
        if "value" in fills:
            said["value"] = self.value(label, fills["value"])
        if "limit" in fills:
            said["limit"] = self.amount(fills["limit"])
        return self._texts.translate(one.text) % said

    def missing(self, one: Missing) -> str:
        """What is missing, and why."""
        return self.reason(missing_reason(one))

    def reading(self, one: Reading) -> tuple[str, str, str]:
        """An input as it was used: what, value and day."""
        on = self._texts.numeric(one.on) if one.on else ""
        return self._texts.translate(one.label), self.value(one.label, one.shown), on

    def value(self, label: str, shown: str) -> str:
        """A value as the card words it: `2+` for P2, `ja` for True, a decimal sign of the language."""
        if shown in (str(True), str(False)):
            return self._texts.translate("ja") if shown == str(True) else self._texts.translate("nei")
        one = self._inputs.get(label)
        if one is not None and one.take == "due_method" and shown in self._terms.methods:
            return self._texts.translate(self._terms.methods[shown].label)
        what = one.of.rpartition(".")[2] if one is not None else ""
        measurable = self._catalogue.measurables.get(what)
        if measurable is not None and measurable.code_list:
            return self._texts.translate(self._catalogue.text(measurable.key, shown))
        return self.amount(shown)

    def amount(self, text: str) -> str:
        """`25,04 kg/m²` with the decimal sign and the unit of the language."""
        number, _, unit = text.partition(" ")
        if self._texts.language == "en":
            number = number.replace(",", ".")
        return f"{number} {self._texts.translate(unit)}" if unit else number

    def dated(self, text: str) -> str:
        """The days of a text as the language writes them."""

        def day(found: re.Match[str]) -> str:
            return self._texts.numeric(dt.date(int(found[3]), int(found[2]), int(found[1])))

        return _DAY.sub(day, text)


def why_not(texts: Texts, why: str) -> str:
    """Why no rule stands for a recommendation: no source was read, or what was read does not settle it."""
    _ = texts.translate
    if why.startswith(NOT_OBTAINED):
        return _("Kilden er ikke lest, så det finnes ingen regel.")
    return _("Det er ikke laget noen regel for dette ennå.")


def not_read(texts: Texts, said: str) -> str:
    """`ikke lest` where a version says that its strength or edition was not read or obtained; else what it says."""
    _ = texts.translate
    return _("ikke lest") if said in (NOT_READ, NOT_OBTAINED) else said


def standing(texts: Texts, said: str) -> tuple[str, str]:
    """What a version says of its edition or its dates, and the language of it: "" where it is said in the reader's."""
    _ = texts.translate
    told = {
        "": "",
        AS_READ: _("teksten slik den sto da reglene ble skrevet"),
        NOT_OBTAINED: _("ikke lest"),
        DAY_CHOSEN: _("Dagen anbefalingen begynte å gjelde, er ikke lest; datoen er valgt her."),
    }
    return (told[said], "") if said in told else (said, "en")
