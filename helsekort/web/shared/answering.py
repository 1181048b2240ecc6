"""A posted form of a Questionnaire -> its QuestionnaireResponse. Pure: nothing is judged and nothing filled in.

A field is named after its item: `height`, `earlier_birth.2.year` (the second row) and `presentation.f7` (the fetus
whose own entry is number 7). What belongs to a field has its name and an ending: `-at` (clock time), `-declined`,
`-denied` and `-unverified` (the reason). What cannot be read becomes a Problem with the field's name.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from helsekort.actions.outcomes import Problem
from helsekort.fhir.datatypes import Coding, Reference, quantity
from helsekort.fhir.resources.questionnaire import (
    ABOUT,
    ABSENT,
    DECLINED,
    DENIED,
    GROUP,
    LEAST,
    UNIT,
    UNKNOWN,
    UNVERIFIED,
    Answer,
    Answered,
    Asked,
    Questionnaire,
    QuestionnaireResponse,
    Said,
    said,
)
from helsekort.fhir.times import date_time
from helsekort.record import codes
from helsekort.record.ids import entry_id
from helsekort.web.shared.posted import Form
from helsekort.web.shared.readings import DAYS
from helsekort.web.shared.typed_values import (
    Unread,
    read_clock,
    read_day,
    read_number,
    read_pressure,
    read_text,
    read_weeks,
)

TICKED = "1"
NOBODY_KNOWS = "?"
"""What is typed, or chosen, where it was asked and nobody knows."""

MOST_ROWS = 40
_FETUS = re.compile(r"f[1-9][0-9]{0,8}", re.ASCII)
_INSTANCE = re.compile(r"([1-9][0-9]?|f[1-9][0-9]{0,8})\.", re.ASCII)


class Read(Struct):
    """What a posted form says, and what of it could not be read."""

    response: QuestionnaireResponse
    problems: list[Problem] = field(default_factory=list)


def read(
    questionnaire: Questionnaire,
    form: Form,
    *,
    card: int,
    authored: str,
    standing: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Read:
    """The answers of a posted form. `card` is the card whose fetuses it may be about, `authored` a FHIR date.

    `standing` are the codes that stand on the card, by field name: what is asked after them is asked.
    """
    reader = _Reader(form, card, standing)
    items = reader.items(questionnaire.item, "")
    response = QuestionnaireResponse(questionnaire.url, "completed", authored, item=items)
    return Read(response, reader.problems)


def instances(form: Form, group: str) -> list[str]:
    """Which rows of a group a posted form has: `1`, `2`, `f7`, in that order."""
    before = f"{group}."
    found = {
        match[1]
        for name, _value in form.fields
        if name.startswith(before) and (match := _INSTANCE.match(name, len(before)))
    }
    return sorted(found, key=lambda one: (one.startswith("f"), int(one.removeprefix("f"))))[:MOST_ROWS]


class _Reader:
    def __init__(self, form: Form, card: int, standing: Mapping[str, Collection[str]]) -> None:
        self.form = form
        self.standing = standing
        self.card = card
        self.problems: list[Problem] = []

    def items(self, asked: Sequence[Asked], row: str) -> list[Answered]:
        """The answered ones among items. `row` is `earlier_birth.2.` inside a row."""
        found: list[Answered] = []
        for one in asked:
            if one.type == "display" or one.initial:
                continue
            found += self.several(one) if _many(one) else self.one(one, _name(one, row), row)
        return found

    def several(self, one: Asked) -> Iterator[Answered]:
        """A group's rows, or what is asked of each fetus."""
        group = one.code[0].system == GROUP
        if group and "." in one.link_id:
            yield from self.row(one, one.link_id, [])
            return
        for instance in instances(self.form, one.link_id) if group else self.asked_of(one):
            name = f"{one.link_id}.{instance}"
            about = self.about(instance)
            if group:
                yield from self.row(one, name, about)
            else:
                for each in self.one(one, name, ""):
                    yield replace(each, extension=[*each.extension, *about])

    def about(self, instance: str) -> list[Said]:
        """The fetus that `f7` stands for, as what is said of a row."""
        if not instance.startswith("f"):
            return []
        reference = Reference(f"RelatedPerson/{entry_id(self.card, int(instance[1:]))}")
        return [Said(ABOUT, value_reference=reference)]

    def asked_of(self, one: Asked) -> list[str]:
        """The fetuses that an item was answered about."""
        found = set()
        for name, _value in self.form.fields:
            item, _, rest = name.partition(".")
            fetus = rest.partition("-")[0]
            if item == one.link_id and _FETUS.fullmatch(fetus):
                found.add(fetus)
        return sorted(found)

    def row(self, one: Asked, name: str, about: list[Said]) -> Iterator[Answered]:
        """One row, where anything but its day was answered; what it must have is missed by name."""
        before = len(self.problems)
        inside = self.items(one.item, f"{name}.")
        told = [each for each in flat(inside) if not each.link_id.endswith(".on")]
        if not told and len(self.problems) == before:
            return
        self.miss(one, name, {each.link_id for each in flat(inside)})
        given = [
            Answered(each.link_id, _name(each, f"{name}."), answer=[Answer(value_coding=first.value_coding)])
            for each in one.item
            for first in each.initial
        ]
        yield Answered(one.link_id, name, extension=about, item=[*given, *inside])

    def miss(self, one: Asked, name: str, answered: Collection[str]) -> None:
        """A problem for each answer that a row must have and has not."""
        troubled = {problem.field for problem in self.problems}
        for need in _needed(one.item):
            place = _name(need, f"{name}.")
            if need.link_id not in answered and place not in troubled:
                self.problems.append(Problem(place, "missing"))

    def one(self, one: Asked, name: str, row: str) -> list[Answered]:
        """One item, as a list of none or one."""
        if one.type == "group" and not one.code:
            inside = self.items(one.item, row)
            return [Answered(one.link_id, item=inside)] if inside else []
        answered = self.answered(one, name)
        if answered is None:
            return []
        if one.enable_when and not self.enabled(one, row):
            self.problems.append(Problem(name, "not-asked"))
        return [answered]

    def enabled(self, one: Asked, row: str) -> bool:
        """Whether what was answered before makes this asked."""
        for condition in one.enable_when:
            above, code = named(condition.question, row), condition.answer_coding.code
            if code in self.form.all(above) or code in self.standing.get(above, ()):
                return True
        return False

    def answered(self, one: Asked, name: str) -> Answered | None:
        declined, unknown = self.ticked(f"{name}-declined"), self.form.get(name).strip() == NOBODY_KNOWS
        if unknown and not declined:
            return _without_value(one, name, UNKNOWN)
        try:
            answer, inside = self.value(one, name)
        except Unread as unread:
            self.problems.append(Problem(name, unread.code))
            return None
        if declined and (answer or inside):
            self.problems.append(Problem(name, "both"))
            return None
        if declined:
            return _without_value(one, name, DECLINED)
        if not answer and not inside:
            return None
        reason = self.text(f"{name}-unverified")
        extension = [Said(UNVERIFIED, value_string=reason)] if reason else []
        return Answered(one.link_id, name, answer=answer, extension=extension, item=inside)

    def value(self, one: Asked, name: str) -> tuple[list[Answer], list[Answered]]:
        """The answers of one item, or the items inside it. Unread where it cannot be read."""
        if one.type == "choice":
            return self.chosen(one, [each.strip() for each in self.form.all(name) if each.strip()]), []
        text = read_text(self.form.get(name))
        if one.type == "open-choice" and self.ticked(f"{name}-denied"):
            if text:
                raise Unread("both")
            return [Answer(value_coding=_coding(one, DENIED))], []
        if one.type == "dateTime":
            return self.moment(text, name), []
        if not text:
            return [], []
        if one.type == "group":
            return [], _pressure(one, name, text)
        return [_answer(one, text)], []

    def chosen(self, one: Asked, values: list[str]) -> list[Answer]:
        known = {option.value_coding.code: option.value_coding for option in one.answer_option}
        if any(value not in known for value in values) or (len(values) > 1 and not one.repeats):
            raise Unread("choice")
        return [Answer(value_coding=Coding(known[value].system, value)) for value in dict.fromkeys(values)]

    def moment(self, text: str, name: str) -> list[Answer]:
        """A day and a clock time. Neither is no answer; one without the other is missed."""
        clock = self.text(f"{name}-at")
        if not text and not clock:
            return []
        if not text or not clock:
            raise Unread("moment")
        return [Answer(value_date_time=date_time(read_day(text), read_clock(clock)))]

    def text(self, name: str) -> str:
        try:
            return read_text(self.form.get(name))
        except Unread as unread:
            self.problems.append(Problem(name, unread.code))
            return ""

    def ticked(self, name: str) -> bool:
        return self.form.get(name) == TICKED


def flat(items: Sequence[Answered]) -> Iterator[Answered]:
    """Answers with what only holds others together gone through."""
    for one in items:
        if one.id is None:
            yield from flat(one.item)
        else:
            yield one


def _many(one: Asked) -> bool:
    """Whether an item stands there several times: the rows of a group, or one for each fetus."""
    return bool(one.code) and (one.code[0].system == GROUP or said(one.extension, ABOUT) is not None)


def _needed(items: Sequence[Asked]) -> Iterator[Asked]:
    for one in items:
        if one.required and not one.initial:
            yield one
        elif not one.code:
            yield from _needed(one.item)


def _name(one: Asked, row: str) -> str:
    return named(one.link_id, row)


def named(link_id: str, row: str) -> str:
    """The field of an item: `earlier_birth.year` in the row `earlier_birth.2.` -> `earlier_birth.2.year`."""
    return row + link_id.rpartition(".")[2] if row else link_id


def _without_value(one: Asked, name: str, why: str) -> Answered:
    """What was asked and has no value: she declined, or nobody knows."""
    if one.type == "choice":
        return Answered(
            one.link_id, name, answer=[Answer(value_coding=_coding(one, codes.ABSENT_REASON, why))]
        )
    return Answered(one.link_id, name, extension=[Said(ABSENT, value_code=why)])


def _coding(one: Asked, system: str, code: str = "") -> Coding:
    """The answer of an item that is of a list, and has this code if one is given. Unread where there is none such."""
    for option in one.answer_option:
        if option.value_coding.system == system and code in ("", option.value_coding.code):
            return Coding(system, option.value_coding.code)
    raise Unread("choice")


def _answer(one: Asked, text: str) -> Answer:
    """One answer that was typed. Unread where it cannot be read."""
    if one.type == "date":
        return Answer(value_date=read_day(text).isoformat())
    if one.type not in ("quantity", "decimal", "integer"):
        return Answer(value_string=text)
    value = _number(one, text)
    if one.type == "integer":
        if value != value.to_integral_value():
            raise Unread("whole")
        return Answer(value_integer=int(value))
    if one.type == "decimal":
        return Answer(value_decimal=msgspec.Raw(format(value, "f").encode()))
    unit = _unit_of(one)
    return Answer(value_quantity=quantity(value, unit.display or unit.code or "", unit.code or ""))


def _number(one: Asked, text: str) -> Decimal:
    """A number as typed: below zero where that can be, and how far a pregnancy went as weeks and days, `39+4`."""
    if _unit_of(one).code == DAYS:
        return read_weeks(text)
    if text[0] in "-−" and _below_zero(one):
        return -read_number(text[1:].strip())
    return read_number(text)


def _unit_of(one: Asked) -> Coding:
    unit = said(one.extension, UNIT)
    return unit.value_coding if unit and unit.value_coding else Coding()


def _below_zero(one: Asked) -> bool:
    """Whether a value of this item may lie below zero, as a base excess may."""
    least = said(one.extension, LEAST)
    return (
        least is not None and least.value_decimal is not None and bytes(least.value_decimal).startswith(b"-")
    )


def _pressure(one: Asked, name: str, text: str) -> list[Answered]:
    """`142/92` as its two parts."""
    pressure = read_pressure(text)
    parts = zip(one.item, (pressure.systolic, pressure.diastolic), strict=True)
    return [
        Answered(
            part.link_id,
            f"{name}.{part.link_id.rpartition('.')[2]}",
            answer=[_answer(part, format(value, "f"))],
        )
        for part, value in parts
        if value is not None
    ]
