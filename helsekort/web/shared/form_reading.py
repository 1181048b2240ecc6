"""A posted form about one card -> what is to be written, and what came back from it beside the right fields. Pure."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from helsekort.actions.judging import confirmation_mark
from helsekort.actions.judging_rows import cell_mark
from helsekort.actions.outcomes import Asked, Doubt, Problem, Rejected
from helsekort.fhir.extraction import Extracted, Frame, extract
from helsekort.fhir.resources.questionnaire import Questionnaire
from helsekort.record.card import Card
from helsekort.record.entries import Cell, Finding, Pressure, Row
from helsekort.record.measurements import Catalogue, Level
from helsekort.web.shared import messages
from helsekort.web.shared.answering import read
from helsekort.web.shared.asked_sheet import Beside, Doubted, Taken
from helsekort.web.shared.posted import Form
from helsekort.web.shared.questions import question
from helsekort.web.shared.texts import Texts


class Ground(Struct, frozen=True):
    """What a form is about, and in which language. `names` are those of the fields that are no answers."""

    catalogue: Catalogue
    texts: Texts
    card: Card
    names: Mapping[str, str]


class Filled(Struct):
    """What a form says, and what is wrong with it. `said.places` are the names of the fields."""

    on: dt.date
    said: Extracted
    problems: list[Problem] = field(default_factory=list)
    asked: list[tuple[str, Asked]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    confirmed: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_nothing(cls, on: dt.date, form: Form) -> Self:
        """A form whose answers do not matter."""
        return cls(on, Extracted(), typed=dict(form.fields))

    def rejected(self, outcome: Rejected) -> Self:
        """The same with what an action found wrong, by the names of the fields."""
        found = [Problem(self._place(each.field, each.code), each.code) for each in outcome.problems]
        return replace(self, problems=list(dict.fromkeys(found)))

    def _place(self, name: str, code: str) -> str:
        """The field a problem is about. A day that is wrong for what has none of its own is the form's."""
        _, _, rest = name.partition(".")
        place, _, cell = rest.partition(".")
        if place.isdigit() and int(place) < len(self.said.rows):
            own_day = self.said.rows[int(place)].on != self.on
            return f"{self.said.row_places[int(place)]}.{cell}" if cell != "on" or own_day else "on"
        if code == "future":
            return "on"
        places = {one.what: there for one, there in zip(self.said.findings, self.said.places, strict=True)}
        return places.get(name, name)

    def doubted(self, outcome: Doubt) -> Self:
        """The same with what an action asks about, each with the mark that answers it."""
        asked, marks = [], {}
        for one in outcome.asked:
            name, mark = self._asked(one)
            marks[name] = mark
            asked.append((name, one))
        return replace(self, asked=asked, marks=marks)

    def _asked(self, one: Asked) -> tuple[str, str]:
        """The field that is asked about, and the mark that confirms its value."""
        index = one.index or 0
        if not one.in_row:
            return self.said.places[index], confirmation_mark(self.said.findings[index])
        row = self.said.rows[index]
        cell = _cell_of(row, one.concern.what)
        return f"{self.said.row_places[index]}.{cell.what}", cell_mark(row, cell)


def _cell_of(row: Row, what: str) -> Cell:
    """The cell that a concern is about: a part of a blood pressure is the blood pressure's."""
    named = (cell for cell in row.cells if cell.what == what)
    pressures = (cell for cell in row.cells if isinstance(cell.value, Pressure))
    return next(named, None) or next(pressures)


def read_filled(
    ground: Ground,
    questionnaire: Questionnaire,
    form: Form,
    frame: Frame,
    takes: Mapping[str, Taken] = MappingProxyType({}),
    standing: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Filled:
    """What a posted form says, with what is taken over. `standing` are the codes on the card, by field name."""
    found = read(questionnaire, form, card=ground.card.card, authored=frame.on.isoformat(), standing=standing)
    said = extract(found.response, questionnaire, ground.catalogue, frame)
    problems = found.problems
    problems += _take(said, [takes[mark] for mark in dict.fromkeys(form.all("take")) if mark in takes])
    if not (said.findings or said.rows or problems):
        problems.append(Problem("form", "empty"))
    return Filled(frame.on, said, problems, confirmed=form.all("confirmed"), typed=dict(form.fields))


def _take(said: Extracted, taken: list[Taken]) -> list[Problem]:
    """Put what is taken over beside what was typed; a field that has both is told."""
    typed = {*said.places}
    for each in taken:
        if isinstance(each.content, Finding):
            said.findings.append(each.content)
            said.places.append(each.place)
        else:
            said.rows.append(each.content)
            said.row_places.append(each.place)
    both = (each.place for each in taken if isinstance(each.content, Finding) and each.place in typed)
    return [Problem(place, "taken-and-typed") for place in both]


def form_trouble(ground: Ground, beside: Beside, filled: Filled | None) -> Beside:
    """What is wrong and what is asked, in sentences beside the fields."""
    if filled is None:
        return beside
    errors = {
        each.field: messages.problem(ground.texts, each, label_of(ground, each.field))
        for each in reversed(filled.problems)
    }
    return replace(beside, errors=errors, doubted=dict(_doubted(ground, filled)))


def label_of(ground: Ground, name: str) -> str:
    """What a field is called: `earlier_birth.2.weight-at` by its cell, `presentation.f7` by itself."""
    if name in ground.names:
        return ground.names[name]
    parts = name.partition("-")[0].split(".")
    measurables = ground.catalogue.measurables
    key = parts[-1] if parts[-1] in measurables else parts[0]
    # the day of a row is called as the form's own day is
    label = measurables[key].label if key in measurables else ground.names.get(parts[-1], key)
    return ground.texts.translate(label) if key in measurables else label


def _doubted(ground: Ground, filled: Filled) -> Iterator[tuple[str, Doubted]]:
    """All that is asked about a field, in one box."""
    _ = ground.texts.translate
    for name, of_field in groupby(sorted(filled.asked, key=lambda one: one[0]), key=lambda one: one[0]):
        concerns = [asked.concern for _name, asked in of_field]
        text = question(
            ground.catalogue, ground.texts, label_of(ground, name), concerns, filled.typed.get(name, "")
        )
        refused = any(one.level is Level.REFUSE for one in concerns)
        yield (
            name,
            Doubted(
                text,
                _("Ja, %(value)s stemmer") % {"value": filled.typed.get(name, "")},
                "" if refused else filled.marks.get(name, ""),
            ),
        )


def without_standing(card: Card, form: Form, filled: Filled) -> Form:
    """The form without what the card says already in the same words: it was saved by an earlier press."""
    gone = {
        place
        for one, place in zip(filled.said.findings, filled.said.places, strict=True)
        if any(_same(trail.now, one) for trail in card.series(one.what, one.fetus))
    }
    rows = {
        place
        for row, place in zip(filled.said.rows, filled.said.row_places, strict=True)
        if any(trail.now.cells == row.cells for trail in card.rows_of(row.group, row.fetus))
    }
    return Form([pair for pair in form.fields if not _under(pair[0], gone, rows)])


def _same(stands: Finding, one: Finding) -> bool:
    return (stands.value, stands.absent, stands.on) == (one.value, one.absent, one.on)


def _under(name: str, fields: Collection[str], rows: Collection[str]) -> bool:
    return name.partition("-")[0] in fields or any(name.startswith(f"{row}.") for row in rows)
