"""The cases beside each rule file: what is known about a woman, and what the rules are expected to answer.

Written to be read and corrected by a midwife. A case becomes a card of its own, folded as any card is.
"""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

import msgspec
from msgspec import Struct

from helsekort.guideline.evaluate import Answer, Verdict, judge_topic
from helsekort.guideline.gate import Pack
from helsekort.guideline.place import BadRules, line_of, path_of
from helsekort.guideline.reading import Known
from helsekort.guideline.shape import AgeText, Form, Name, Topic, Words, days_of
from helsekort.record.card import Card, fold
from helsekort.record.entries import (
    Absent,
    CardOpened,
    Cell,
    Contact,
    ContactKind,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    LabSource,
    Pressure,
    Row,
    Value,
    Way,
)
from helsekort.record.gestation import TermTable
from helsekort.record.measurements import Catalogue, Kind


class Fact(Form, frozen=True, kw_only=True):
    """One thing on the card. `value` is as it is said: "159/109", "160/-", "10,9", "POS", true.

    A `what` such as "earlier_birth.pre_eclampsia" is a row of that group with that cell, and those of `beside`. About
    the day judged, or so many days before, or at an age of the pregnancy.
    """

    what: Words
    value: str | bool | None = None
    days_ago: int = 0
    age: AgeText | None = None
    at: dt.time | None = None
    fetus: str = "A"
    home: bool = False
    unverified: bool = False
    preliminary: bool = False
    comparator: str = ""
    beside: dict[str, str | bool] = msgspec.field(default_factory=dict)


class Case(Form, frozen=True, kw_only=True):
    """One case. `her_age` is years and days, such as "25+1"; without `age` there is no due date.

    `fetuses` are their labels. `visits` are the days before the day judged on which she was at a check-up; a day on
    which something was taken is one too; `contacts` are those of other contacts, such as a call. `lacks` is exactly
    what the answers expected must name as missing.
    """

    name: Words
    day: dt.date = dt.date(2026, 3, 10)
    age: AgeText | None = None
    due_method: str = "US_EARLY"
    her_age: str | None = None
    fetuses: tuple[str, ...] = ("A",)
    visits: tuple[int, ...] = (0,)
    contacts: tuple[int, ...] = ()
    ended_days_ago: int | None = None
    known: tuple[Fact, ...] = ()
    expect: dict[Name, Verdict]
    lacks: tuple[str, ...] = ()


class Cases(Form, frozen=True, kw_only=True):
    """One case file."""

    cases: tuple[Case, ...] = ()


class Objection(Struct, frozen=True):
    """A case that the rules answer otherwise than it expects."""

    topic: str
    case: str
    rule: str
    says: str

    def __str__(self) -> str:
        return f"{self.topic}: {self.case}: {self.rule}: {self.says}"


class Cards(Struct, frozen=True):
    """What is needed to make a card of a case."""

    catalogue: Catalogue
    terms: TermTable

    def known(self, case: Case) -> Known:
        """The card, the day and her date of birth, as a case tells them. BadRules for what cannot be on a card."""
        try:
            return self._known(case)
        except KeyError as unknown:
            says = f"{unknown} is no measurable, or no label of `fetuses`"
            raise BadRules([f"The case «{case.name}»: {says}. Mend the name."]) from unknown
        except ValueError as wrong:
            raise BadRules([f"The case «{case.name}»: {wrong}. Mend the value."]) from wrong

    def _known(self, case: Case) -> Known:
        born = None
        if case.her_age is not None:
            years, days = map(int, case.her_age.split("+"))
            earlier = case.day - dt.timedelta(days=days)
            born = earlier.replace(year=earlier.year - years)
        return Known(self._card(case), case.day, born)

    def _card(self, case: Case) -> Card:
        ended = None if case.ended_days_ago is None else case.day - dt.timedelta(days=case.ended_days_ago)
        first = case.day - dt.timedelta(days=self.terms.oldest_days)
        contents: list[Content] = [CardOpened(1, first, 1, active=ended is None, ended=ended)]
        if case.age is not None:
            length = self.terms.norwegian_length
            edd = case.day + dt.timedelta(days=length - days_of(case.age))
            contents.append(DueDate(edd, length, case.due_method, first, first))
        origins = {}
        for label in case.fetuses:
            contents.append(Fetus(label, first))
            origins[label] = len(contents)
        taken = [self._content(case, fact, origins) for fact in case.known]
        days = {case.day - dt.timedelta(days=ago) for ago in case.visits}
        days |= {each.on for each in taken if isinstance(each, Finding)}
        contents += [Contact(ContactKind.CHECK_UP, Way.VISIT, on) for on in sorted(days)]
        others = {case.day - dt.timedelta(days=ago) for ago in case.contacts}
        contents += [Contact(ContactKind.CONTACT, Way.PHONE, on) for on in sorted(others)]
        contents += taken
        entries = [Entry(seq, seq, 1, seq, 1, 1, each) for seq, each in enumerate(contents, start=1)]
        return fold(1, entries, self.terms.oldest_days)

    def _content(self, case: Case, fact: Fact, fetuses: Mapping[str, int]) -> Finding | Row:
        group, dot, field = fact.what.partition(".")
        if dot:
            return Row(group, self._on(case, fact), self._cells(fact, group, field), by_woman=fact.home)
        return self._finding(case, fact, fetuses)

    def _cells(self, fact: Fact, group: str, field: str) -> tuple[Cell, ...]:
        said = {field: fact.value, **fact.beside}
        for what in said:
            if what not in self.catalogue.groups[group].fields:
                raise KeyError(f"{group}.{what}")
        return tuple(
            Cell(what, self._value(value, what), Absent.DECLINED if value is None else None)
            for what, value in said.items()
        )

    @staticmethod
    def _on(case: Case, fact: Fact) -> dt.date:
        on = case.day - dt.timedelta(days=fact.days_ago)
        if fact.age is not None:
            if case.age is None:
                raise ValueError("a thing taken at an age needs a case with an `age`")
            on = case.day - dt.timedelta(days=days_of(case.age) - days_of(fact.age))
        return on

    def _finding(self, case: Case, fact: Fact, fetuses: Mapping[str, int]) -> Finding:
        on = self._on(case, fact)
        lab = None
        if fact.preliminary or fact.comparator:
            lab = LabSource(
                "", 1, "1", str(fact.value), comparator=fact.comparator, preliminary=fact.preliminary
            )
        return Finding(
            fact.what,
            self._value(fact.value, fact.what),
            on,
            fact.at,
            fetus=fetuses[fact.fetus] if self.catalogue[fact.what].per_fetus else None,
            absent=Absent.DECLINED if fact.value is None else None,
            unverified="-" if fact.unverified else None,
            by_woman=fact.home,
            lab=lab,
        )

    def _value(self, said: str | bool | None, what: str) -> Value | None:
        kind = self.catalogue[what].kind
        if said is None or isinstance(said, bool):
            return said
        if kind is Kind.PRESSURE:
            systolic, diastolic = (None if part == "-" else _number(part) for part in said.split("/"))
            return Pressure(systolic, diastolic)
        return _number(said) if kind is Kind.QUANTITY else said


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"{text} is not a number") from None


def read_cases(name: str, text: str) -> tuple[Case, ...]:
    """One case file. BadRules with the line of what is wrong."""
    try:
        return msgspec.convert(tomllib.loads(text, parse_float=Decimal), Cases).cases
    except tomllib.TOMLDecodeError as error:
        raise BadRules([f"{name}.cases.toml: {error}. Mend the text there."]) from error
    except msgspec.ValidationError as error:
        line = line_of(text, *path_of(str(error)))
        raise BadRules([f"{name}.cases.toml, line {line}: {error}. Mend that key."]) from error


def objections(topic: Topic, cases: tuple[Case, ...], cards: Cards) -> Iterator[Objection]:
    """What the cases of a topic object to in its rules; nothing where they agree."""
    for case in cases:
        yield from case_objections(topic, case, cards.known(case))


def case_objections(topic: Topic, case: Case, known: Known) -> Iterator[Objection]:
    """What one case objects to."""
    answers = {answer.id: answer for answer in judge_topic(topic, known).answers}
    for rule, expected in case.expect.items():
        answer = answers.get(rule)
        if answer is None:
            yield Objection(topic.key, case.name, rule, "there is no such rule in force on that day")
        elif answer.verdict is not expected:
            yield Objection(topic.key, case.name, rule, _differs(answer, expected))
    asked = [answers[rule] for rule in case.expect if rule in answers]
    lacking = {each.label for answer in asked for each in answer.missing}
    if case.lacks and lacking != set(case.lacks):
        yield Objection(
            topic.key, case.name, "missing", f"expected {list(case.lacks)}, was {sorted(lacking)}"
        )


def _differs(answer: Answer, expected: Verdict) -> str:
    reasons = " ".join([answer.because, *map(str, answer.reasons)]).strip()
    return f"expected {expected}, was {answer.verdict}: {reasons}"


def cases_without_rules(pack: Pack, names: set[str]) -> list[str]:
    """Case files that belong to no topic, and topics with rules that have no cases."""
    keys = {topic.key for topic in pack.topics}
    ruled = {topic.key for topic in pack.topics if any(version.rules for version in topic.versions)}
    return [f"{name}.cases.toml belongs to no rule file" for name in sorted(names - keys)] + [
        f"{key}.toml has no cases; write {key}.cases.toml beside it" for key in sorted(ruled - names)
    ]
