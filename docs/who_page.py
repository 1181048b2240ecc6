"""The page about where the national rules and WHO's part, and WHO's words and code: both packs are asked."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path

import msgspec

from helsekort import datafiles
from helsekort.guideline.cases import Cards, Case, Fact, objections
from helsekort.guideline.evaluate import Answer, evaluate
from helsekort.guideline.gate import Pack, read_topic
from helsekort.guideline.shape import Form, days_of

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]
DATA = Path(__file__).with_name("who_disagreements.toml")
WHO = "who"
NAMED = 2


class National(Form, frozen=True, kw_only=True):
    """A woman whom both packs are asked about: `norway` and `who` are "topic.rule"."""

    what: str
    why: str
    norway: str
    who: str
    age: str
    ended_days_ago: int | None = None
    known: tuple[Fact, ...]

    @property
    def case(self) -> Case:
        """The card to ask about."""
        return Case(
            name=self.what, age=self.age, ended_days_ago=self.ended_days_ago, known=self.known, expect={}
        )


class Code(Form, frozen=True, kw_only=True):
    """Where WHO's code does otherwise than its text says: the change that makes our rule file do the same."""

    place: str
    says: str
    does: str
    file: str
    old: str
    new: str


class Said(Form, frozen=True, kw_only=True):
    """Another place where WHO's table, its words and its code part; no rule of ours rests on it."""

    place: str
    what: str


class Apart(Form, frozen=True, kw_only=True):
    """Everything on the page."""

    national: tuple[National, ...]
    code: tuple[Code, ...]
    said: tuple[Said, ...]


def read_apart() -> Apart:
    """The data of the page."""
    return msgspec.convert(tomllib.loads(DATA.read_text(encoding="utf-8"), parse_float=Decimal), Apart)


def answer(pack: Pack, cards: Cards, case: Case, rule: str) -> Answer:
    """What a pack answers by one rule, "topic.rule". KeyError where it has no such rule."""
    key, _, name = rule.partition(".")
    lines = {line.topic.key: line for line in evaluate(pack, cards.known(case))}
    return {each.id: each for each in lines[key].answers}[name]


def objectors(one: Code, texts: Mapping[str, str], cards: Cards) -> list[str]:
    """The cases that object when our rule does what WHO's code does."""
    text = texts[one.file]
    if one.old not in text:
        raise ValueError(f"{one.place}: what should be changed does not stand in {one.file}.toml.")
    topic = read_topic(one.file, text.replace(one.old, one.new, 1), cards.catalogue)
    cases = datafiles.guideline_cases(datafiles.pack_folder(WHO))[one.file]
    return list(dict.fromkeys(each.case for each in objections(topic, cases, cards)))


def who_page(page: Callable[..., str], table: Table) -> str:
    """National rules against WHO's, then WHO's words against its code, then its programme against the national."""
    catalogue = datafiles.catalogue()
    cards = Cards(catalogue, datafiles.terms())
    norway, who = (datafiles.guideline(catalogue, name) for name in (datafiles.NORWAY, WHO))
    texts = datafiles.rule_texts(datafiles.pack_folder(WHO))
    apart = read_apart()
    asked = [
        (one.what, _told(norway, cards, one.case, one.norway), _told(who, cards, one.case, one.who), one.why)
        for one in apart.national
    ]
    coded = [(one.place, one.says, one.does, _named(objectors(one, texts, cards))) for one in apart.code]
    return page(
        "Where Norway's rules and WHO's part",
        "[`docs/who_disagreements.toml`](who_disagreements.toml) and both packs of rules",
        "WHO's rules are a second pack, `helsekort rules --pack who`, read from the decision tables of WHO's SMART"
        " Guidelines for antenatal care (version 0.3.0, commit 6982cb12). No card is judged by them: they show that"
        " the engine is not Norway's alone. Their texts are in English, as their source is, and stand in no catalogue.",
        "## National rules and WHO's\n\nBoth packs are asked when this page is made.\n\n"
        + table(["a woman", "Norway", "WHO", "why"], asked),
        "## WHO's text and WHO's code\n\nWith our rule changed to do what the code does, these cases object.\n\n"
        + table(["where", "the text says", "the code or row does", "cases that object"], coded),
        "Found beside these, with no rule of ours on it:\n\n"
        + table(["where", "what"], [(one.place, one.what) for one in apart.said]),
        "## Contacts\n\n" + _contacts(table),
    )


def _told(pack: Pack, cards: Cards, case: Case, rule: str) -> str:
    return f"{answer(pack, cards, case, rule).verdict} (`{rule}`)"


def _named(cases: list[str]) -> str:
    """The first few by name, and how many there are."""
    return f"{len(cases)}: " + "; ".join(f"«{name}»" for name in cases[:NAMED])


def _contacts(table: Table) -> str:
    catalogue = datafiles.catalogue()
    norway, who = (
        {one.due_from: one.label for one in datafiles.schedule(catalogue, name).versions[-1].visits}
        for name in (datafiles.NORWAY, WHO)
    )
    ages = sorted({*norway, *who}, key=days_of)
    return table(
        ["due from", "Norway", "WHO"], [(age, norway.get(age, ""), who.get(age, "")) for age in ages]
    )
