"""The page about how often the guideline speaks: findings at each contact of synthetic women, by topic and rule."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from helsekort import datafiles
from helsekort.demo.country.land import Plan
from helsekort.demo.country.life import live
from helsekort.guideline.evaluate import TopicAnswer, Verdict, evaluate
from helsekort.guideline.gate import Pack
from helsekort.guideline.reading import Known
from helsekort.record.card import fold

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]
SEED, WOMEN, DAY = 7, 150, dt.date(2026, 3, 10)
HEADS = ("topic", "contacts with a finding", "of them new", "cannot be judged", "rule met most often")


class Contact(Struct, frozen=True):
    """One contact of one woman: the topics as they are judged that day, and the rules met at the one before."""

    lines: list[TopicAnswer]
    before: frozenset[tuple[str, str]]

    def met(self, line: TopicAnswer) -> list[tuple[str, str]]:
        """The rules met, of one topic."""
        return [(each.topic, each.id) for each in line.answers if each.verdict is Verdict.MET]


def contacts(pack: Pack, women: int = WOMEN) -> Iterator[Contact]:
    """Every contact of so many women, each judged by what was known on its day."""
    land = datafiles.land(Plan(SEED, women, DAY))
    for number in range(women):
        life = live(land, number)
        card = fold(number, life.diary.entries, datafiles.terms().oldest_days)
        before: frozenset[tuple[str, str]] = frozenset()
        for on in sorted({line.contact.now.on for line in card.contacts}):
            lines = evaluate(pack, Known(card, on, life.person.woman.birth_date))
            one = Contact(lines, before)
            before = frozenset(each for line in lines for each in one.met(line))
            yield one


def alerts_page(page: Callable[..., str], table: Table) -> str:
    """How often each topic has a finding, a new one, or cannot be judged."""
    pack = datafiles.guideline(datafiles.catalogue())
    found, new, unknown, rules = Counter[str](), Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    seen = [*contacts(pack)]
    for one in seen:
        for line in one.lines:
            met = one.met(line)
            found[line.topic.key] += bool(met)
            new[line.topic.key] += bool({*met} - one.before)
            unknown[line.topic.key] += line.verdict is Verdict.CANNOT
            rules.update(met)
    rows = [
        (
            topic.label,
            *(f"{counted[topic.key] / len(seen):.2f}" for counted in (found, new, unknown)),
            _most(rules, topic.key),
        )
        for topic in pack.topics
    ]
    return page(
        "How often the guideline speaks",
        "the rules and the synthetic country of `helsekort/demo/country`",
        f"{WOMEN} synthetic women (seed {SEED}) at {len(seen)} contacts: for each topic the share of contacts at which"
        " it has a finding, and at which one is new since her contact before. A finding that somebody has done with is"
        " still counted here; on the page it is quiet until something new is known."
        f" In all there are {sum(found.values()) / len(seen):.2f} topics with a finding at a contact, and"
        f" {sum(new.values()) / len(seen):.2f} with a new one. The women are drawn, not real: what is rare among them"
        " need not be so among others.",
        table(HEADS, rows),
        "Found when this was first counted, and mended: what is missing from a check-up was asked for after every call"
        " as well (urine at 96 of 100 calls). What stands long and often is advice for the whole pregnancy, such as on"
        " iron: it is of the least urgency, and quiet once it was answered. The synthetic women have neither vaccines"
        " nor answers to offers on their cards, so the offer of the pertussis vaccine stands from week 24 on at each"
        " contact of theirs; it is new once for each.",
    )


def _most(rules: Counter[tuple[str, str]], topic: str) -> str:
    of_it = Counter({rule: number for (key, rule), number in rules.items() if key == topic})
    return f"`{of_it.most_common(1)[0][0]}`" if of_it else ""
