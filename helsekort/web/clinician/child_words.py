"""A child's part in words: how old, what it weighs, what is done and what is not, and what was written. Pure.

Nothing here comes from its mother's part of the card, and nothing is judged.
"""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from helsekort.actions.children import OpenedChild
from helsekort.fhir.times import hours_between
from helsekort.record.card import Trail
from helsekort.record.children import CHILD_STATE, DIED
from helsekort.record.endings import FetusState
from helsekort.record.entries import Cell, Moment, Row, Value
from helsekort.record.measurements import Catalogue
from helsekort.web.clinician import wording
from helsekort.web.shared.texts import Texts

DONE = (
    ("vitamin_k_at", "vitamin_k_dose", "vitamin_k_way"),
    ("screening_sample_at", "screening_sent"),
    ("saturation_hand", "saturation_foot"),
    ("hearing_left", "hearing_right"),
    ("ortolani", "barlow", "hip_scan_referred"),
    ("red_reflex",),
    ("heart_examined",),
    ("physical_by",),
)
"""What every newborn is offered, by the fields that tell of it (field list of the card, M12)."""


class Weight(Struct, frozen=True):
    """One weight. `change` is from the weight at birth; empty at birth, and where that is not known."""

    when: str
    age: str
    weight: str
    change: str


class Done(Struct, frozen=True):
    """One thing that a newborn is offered; `says` is empty where nothing is written of it."""

    label: str
    says: str
    when: str


class Line(Struct, frozen=True):
    """One row: what was written together. `origin` is where it is corrected."""

    origin: int
    when: str
    age: str
    says: list[tuple[str, str]]
    who: str


class ChildPage(Struct, frozen=True):
    """Everything the page says. `lost` is the first sentence where the child does not live."""

    name: str
    lost: str
    born: str
    age: str
    sex: str
    weights: list[Weight]
    done: list[Done]
    at_birth: list[Line]
    checks: list[Line]


class ChildWords:
    """One child's part, its language and the moment it is read."""

    def __init__(self, opened: OpenedChild, catalogue: Catalogue, texts: Texts, now: Moment) -> None:
        self._opened, self._part = opened, opened.part
        self._catalogue, self._texts, self._now = catalogue, texts, now

    def page(self) -> ChildPage:
        """The whole page."""
        at_birth, part = self._part.at_birth, self._part
        lost = self.lost()
        return ChildPage(
            name=self.name(),
            lost=lost,
            born=self._when(part.born_on, part.born_at),
            age="" if lost else self._age(self._now.on, self._now),
            sex=self._value(at_birth.now, "child_sex") if at_birth else "",
            weights=self._weights(),
            done=[] if lost else [self._done(names) for names in DONE],
            at_birth=[self._line(at_birth)] if at_birth else [],
            checks=[self._line(trail) for trail in reversed(part.checks)],
        )

    def name(self) -> str:
        """Its name, else what it is called until it has one."""
        _ = self._texts.translate
        person = self._opened.person
        if person and person[0].name:
            return person[0].name
        return _("Barnet") if self._part.alone else _("Barn %(label)s") % {"label": self._part.label}

    def lost(self) -> str:
        """A calm sentence where it does not live; empty where it does, as far as is written."""
        _ = self._texts.translate
        row = self._part.at_birth.now if self._part.at_birth else None
        died = row.value("died_at") if row else None
        if self._part.state is FetusState.STILLBORN:
            return _("Barnet døde før eller under fødselen.")
        if isinstance(died, Moment):
            return _("Barnet døde %(day)s.") % {"day": self._texts.date(died.on)}
        if row and row.value(CHILD_STATE) in DIED:
            return _("Barnet døde etter fødselen.")
        return ""

    def _when(self, on: dt.date, at: Moment | None) -> str:
        if at is None:
            return self._texts.numeric(on)
        said = {"day": self._texts.numeric(at.on), "clock": self._texts.clock(at.at)}
        return self._texts.translate("%(day)s kl. %(clock)s") % said

    def _age(self, on: dt.date, at: Moment | None) -> str:
        """`52 timer, dag 2`: the hours where the time of birth and this one are known, else `2 dager`."""
        texts, days = self._texts, self._part.days_old(on)
        if days < 0:
            return ""
        if at is None or self._part.born_at is None:
            return texts.plural("%(count)s dag", "%(count)s dager", days) % {"count": days}
        hours = hours_between(self._part.born_at, at)
        # never days and then hours, which would be read as one sum
        old = texts.plural("%(count)s time", "%(count)s timer", hours) % {"count": hours}
        return texts.translate("%(hours)s, dag %(day)s") % {"hours": old, "day": days}

    def _weights(self) -> list[Weight]:
        found = []
        for trail in self._part.trails:
            weight = trail.now.value("weight_g")
            if isinstance(weight, Decimal):
                at = _moment(trail.now, self._part.born_at)
                first = trail is self._part.at_birth
                found.append(
                    Weight(
                        self._when(at.on if at else trail.now.on, at),
                        self._texts.translate("ved fødselen") if first else self._age(trail.now.on, at),
                        self._value(trail.now, "weight_g"),
                        "" if first else self._change(weight),
                    )
                )
        return found

    def _change(self, weight: Decimal) -> str:
        change = self._part.weight_change(weight)
        if change is None:
            return ""
        sign = "−" if change < 0 else "+" if change else ""
        return f"{sign}{self._texts.number(abs(change), 1)}\u00a0%"

    def _done(self, names: tuple[str, ...]) -> Done:
        """The newest row that tells of it."""
        label = self._named(names[0])
        for trail in reversed(self._part.trails):
            cells = [cell for cell in trail.now.cells if cell.what in names]
            if cells:
                at = _moment(trail.now, self._part.born_at, names)
                when = f"{self._when(at.on if at else trail.now.on, at)} ({self._age(trail.now.on, at)})"
                return Done(label, ", ".join(self._said(cell) for cell in cells), when)
        return Done(label, "", "")

    def _named(self, first: str) -> str:
        _ = self._texts.translate
        several = {
            "vitamin_k_at": _("Vitamin K"),
            "screening_sample_at": _("Nyfødtscreening"),
            "saturation_hand": _("Oksygenmetning"),
            "hearing_left": _("Hørsel"),
            "ortolani": _("Hofter"),
            "red_reflex": _("Øyne"),
            "heart_examined": _("Hjerte"),
        }
        return several.get(first) or wording.label(self._catalogue, self._texts, first)

    def _said(self, cell: Cell) -> str:
        """One answer; one that would be misread alone with its name."""
        words = self._cell(cell)
        if isinstance(cell.value, Moment):
            return self._texts.translate("gjort")
        name = wording.label(self._catalogue, self._texts, cell.what)
        return f"{name}: {words}"

    def _line(self, trail: Trail[Row]) -> Line:
        row = trail.now
        at = _moment(row, self._part.born_at)
        author = trail.entries[0].author
        who = wording.author(self._texts, self._opened.names, self._opened.roles, author)
        return Line(
            trail.origin,
            self._when(at.on if at else row.on, at),
            self._age(row.on, at),
            [
                (wording.label(self._catalogue, self._texts, cell.what), self._cell(cell))
                for cell in row.cells
            ],
            self._texts.translate("forelder") if row.by_woman else who,
        )

    def _value(self, row: Row, what: str) -> str:
        value = row.value(what)
        return self._words(value, what) if value is not None else ""

    def _cell(self, cell: Cell) -> str:
        if cell.value is None:
            return self._texts.translate("ønsket ikke å svare")
        words = self._words(cell.value, cell.what)
        if cell.unverified:
            return self._texts.translate("%(value)s, som oppgitt, ikke verifisert") % {"value": words}
        return words

    def _words(self, value: Value, what: str) -> str:
        return wording.value_words(self._catalogue, self._texts, value, what)


def _moment(row: Row, born_at: Moment | None, names: tuple[str, ...] = ()) -> Moment | None:
    """The clock time of a row, or of one thing in it; None where only the day is known."""
    if row.group == "newborn" and not names:
        return born_at
    for name in (*names, "checked_at"):
        value = row.value(name)
        if isinstance(value, Moment):
            return value
    return Moment(row.on, row.at) if row.at else None
