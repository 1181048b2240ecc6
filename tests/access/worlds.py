"""Random worlds: people, units, cards, and what binds and parts them. The same seed makes the same world.

`python -m tests.access.worlds 10000` holds PostgreSQL's second wall against `decide` in so many; with a second number,
in those from that seed on. Run to the end 2026-11-23: 408,494 pairs of actor and card, 110,990 let in, no difference.
"""

import random
import sys
from collections.abc import Iterable
from contextlib import suppress
from tempfile import TemporaryDirectory

from msgspec import Struct

from helsekort.access.actors import NOBODY, Actor, ActorKind
from helsekort.access.decide import decide
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.knowing import Target, facts_of
from helsekort.actions.work import as_acting
from helsekort.store.database import JOB, Transaction
from tests.access.tally import Tally
from tests.cast import open_house
from tests.fixtures.servers import a_server
from tests.fixtures.wall import behind_the_wall

NOW = 1_000
TIMES = (0, 500, 999, NOW, 1_001, 2_000)
"""Long ago, a while ago, just before, now, just after, to come."""
TABLES = ("card", "entry", "body", "attached_file", "fair_copy")
OPENS = (
    Permission.OPEN_CARD,
    Permission.READ_RESOURCE,
    Permission.OPEN_OWN_CARD,
    Permission.OPEN_REFERRAL,
    Permission.OPEN_CHILD,
    Permission.OPEN_EPICRISIS,
)
"""Each way to read something of a card: PostgreSQL shows its rows to whoever may one of them."""
WAITING = ("requested", "received", "on-hold")
CLASSES = ("mind", "infection", "fgm", "contact", "violence")
"""Sensitivity classes that are closed to some of those who are let in: the wall knows of none, `decide` of all."""
STEPS = ("", *WAITING, "accepted", "rejected", "cancelled")
DELIVERED = ("requested", "received", "completed", "cancelled")
AT_ONCE = 20
APART = 1_000
"""Ids of one world are so far from those of the next that many can stand in one database."""
Rows = dict[str, list[tuple[object, ...]]]
COLUMNS = {
    "party": "party_id, kind, name, joined_to, last_seq, last_hash",
    "card": "card_id, woman, active, last_seq, last_hash",
    "entry": "card_id, seq, origin, version, class, recorded, author, organisation, body_hash, before_hash",
    "body": "card_id, seq, format, salt, bytes",
    "attached_file": "card_id, seq, bytes",
    "fair_copy": "card_id, last_seq, format, digest, bytes",
    "care_relation": "woman, clinician, organisation, since, until, basis",
    "referral": "card_id, origin, kind, urgency, step, from_unit, sender, to_unit, began, changed, changed_by",
    "handed_over": "card_id, origin, clinician, organisation, since, until",
    "epicrisis_delivery": "card_id, epicrisis, to_unit, step, from_unit, sender, sent, changed",
    "unit_entity": "organisation, entity",
    "block": "woman, block_id, whom, class, since, by_party, organisation, lent_from",
    "block_end": "woman, block_id, at, by_party, organisation",
    "glass": "woman, clinician, organisation, opened, until, card_id, reason, classes",
    "secret_address": "woman, level, since, until",
    "cleared_unit": "organisation, since, until",
    "mandate": "woman, agent, relation, since, last_used, ended",
}
"""In the order in which they are put in."""


SHOWN = " UNION ALL ".join(
    f"SELECT place, '{table}', card_id FROM {table} WHERE card_id BETWEEN low[place] AND high[place]"
    for table in TABLES
)
ASK = f"""
CREATE OR REPLACE FUNCTION shown_to(
  kinds text[], people bigint[], units bigint[], moment bigint, low bigint[], high bigint[]
) RETURNS TABLE (place integer, named text, card bigint) LANGUAGE plpgsql AS $$ BEGIN
  FOR place IN 1..array_length(kinds, 1) LOOP
    PERFORM act_as(kinds[place], people[place], units[place], moment, 0);
    RETURN QUERY {SHOWN};
  END LOOP;
END $$
"""
"""What each of many sees of the cards of their worlds, asked at once: one by one, most of the time is waiting."""


def let_ask(owner: Context) -> None:
    """Put the question into a database, as the owner of its tables; the wall holds whoever asks it."""
    with owner.database.transaction() as tx:
        tx.run(ASK)


class World(Struct):
    """Everyone who acts, and every row there is. `cards` is card -> woman."""

    actors: list[Actor]
    cards: dict[int, int]
    rows: Rows


class Difference(Struct, frozen=True):
    """Where the two walls do not say the same of a card."""

    seed: int
    actor: Actor
    card: int
    table: str
    decided: bool

    def __str__(self) -> str:
        said = "lets in, and the wall does not" if self.decided else "lets nobody in, and the wall does"
        return f"seed {self.seed}: {self.actor} on {self.table} of card {self.card}: decide {said}"


def make_world(seed: int) -> World:
    """A small world, crowded enough that everything meets everything."""
    dice = random.Random(seed)  # noqa: S311  # the same world for the same seed
    base = seed * APART
    women, people = _some(dice, base + 1, 2, 4), _some(dice, base + 11, 2, 4)
    units, entities, cards = _some(dice, base + 21, 1, 3), (base + 26, base + 27), {}
    rows: Rows = {table: [] for table in COLUMNS}
    joined = {woman: dice.choice([other for other in women if other != woman]) for woman in women}
    for party in (*women, *people, *units):
        into = joined[party] if party in women and dice.random() < 0.35 else None
        rows["party"].append((party, "Patient" if party in women else "x", "", into, 0, b""))
    for card in _some(dice, base + 31, 2, 5):
        cards[card] = dice.choice(women)
        rows["card"].append((card, cards[card], dice.randint(0, 1), 1, b""))
        rows["entry"].append((card, 1, 1, 1, 0, 1, people[0], units[0], b"", b""))
        rows["body"].append((card, 1, 0, b"", b""))
        rows["attached_file"].append((card, 1, b""))
        rows["fair_copy"].append((card, 1, 0, b"", b""))
    for _ in range(dice.randint(0, 6)):
        who = (dice.choice(women), dice.choice(people), dice.choice(units))
        rows["care_relation"].append((*who, *_span(dice, open_ended=True), "list"))
    _sent(dice, rows, people, units, cards)
    rows["unit_entity"] += [(unit, dice.choice(entities)) for unit in units if dice.random() < 0.7]
    for number in range(dice.choice((0, 0, 1, 2))):
        whom = dice.choice((0, *people, *units, *entities))
        of_class = CLASSES[seed % len(CLASSES)]
        rows["block"].append((dice.choice(women), number, whom, dice.choice(("", "", of_class)), 1, 1, 0, 0))
        if dice.random() < 0.3:
            rows["block_end"].append((dice.choice(women), number, 1, 1, 0))
    for _ in range(dice.choice((0, 1, 1, 2))):
        since, until = _span(dice, open_ended=False)
        whom = (dice.choice(people), dice.choice(units))
        rows["glass"].append((dice.choice(women), *whom, since, until, 0, "other", ""))
    ended = (None, None, 1)
    if dice.random() < 0.25:
        rows["secret_address"].append((dice.choice(women), "x", 1, dice.choice(ended)))
    rows["cleared_unit"] += [(unit, 1, dice.choice(ended)) for unit in units if dice.random() < 0.4]
    for woman in women:
        agent, relation = dice.choice((people[0], women[0])), dice.choice(("mandate", "mandate", "parent"))
        rows["mandate"].append((woman, agent, relation, 1, 1, dice.choice(ended)))
    actors = [Actor(ActorKind.CLINICIAN, person, unit) for person in people for unit in units]
    actors = dice.sample(actors, min(4, len(actors)))
    actors += [Actor(ActorKind.WOMAN, woman) for woman in women]
    agent = Actor(ActorKind.WOMAN, people[0], acting_for=dice.choice(women))
    actors += [agent, Actor(ActorKind.WOMAN, women[0], acting_for=women[1])]
    # in the wrong capacity nobody sees anything, whoever they are
    actors += [Actor(ActorKind.WOMAN, people[0], units[0]), Actor(ActorKind.CLINICIAN, women[0], units[0])]
    actors.append(NOBODY)
    return World(actors, cards, _told_apart(rows))


def _some(dice: random.Random, first: int, least: int, most: int) -> range:
    return range(first, first + dice.randint(least, most))


def _sent(dice: random.Random, rows: Rows, people: range, units: range, cards: dict[int, int]) -> None:
    """What was sent to units, and handed over to them."""
    for origin in range(dice.randint(0, 4)):
        card, unit = dice.choice([*cards]), dice.choice(units)
        rows["referral"].append(
            (card, origin, "referral", "routine", dice.choice(STEPS), 0, 0, unit, 1, 1, 0)
        )
    for origin in range(dice.randint(0, 3)):
        since, until = _span(dice, open_ended=False)
        whom = (dice.choice(people), dice.choice(units))
        rows["handed_over"].append((dice.choice([*cards]), origin, *whom, since, until))
    for origin in range(dice.randint(0, 3)):
        step = dice.choice(DELIVERED)
        rows["epicrisis_delivery"].append(
            (dice.choice([*cards]), origin, dice.choice(units), step, 0, 0, 1, 1)
        )


def _span(dice: random.Random, *, open_ended: bool) -> tuple[int, int | None]:
    """A beginning and an end, which may come in any order, as nothing hinders."""
    if open_ended and dice.random() < 0.4:
        return dice.choice(TIMES), None
    return dice.choice(TIMES), dice.choice(TIMES)


def _told_apart(rows: Rows) -> Rows:
    """Without rows whose key is there already."""
    keys = {"care_relation": 4, "handed_over": 4, "epicrisis_delivery": 3, "glass": 4}
    for table, length in keys.items():
        rows[table] = [*{row[:length]: row for row in rows[table]}.values()]
    return rows


def lay_down(tx: Transaction, worlds: Iterable[World]) -> None:
    """Put worlds into a database."""
    tx.as_actor(JOB)
    there = list(worlds)
    for table, columns in COLUMNS.items():
        marks = ", ".join("?" for _ in columns.split(", "))
        rows = [row for world in there for row in world.rows[table]]
        tx.many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


class _Over(Exception):
    """Ends some worlds: nothing of them is kept."""


class Decided(Struct):
    """What decide says in some worlds: each who acts there, and the cards that they may read anything of."""

    worlds: dict[int, World]
    acting: list[tuple[int, Actor]]
    opened: list[set[int]]


def differences(ctx: Context, seeds: range, tally: Tally | None = None) -> list[Difference]:
    """Where decide and the wall do not agree, in worlds side by side, and what was compared added to the tally.

    The database is left as it was: empty.
    """
    return against(ctx, decided_in(ctx, seeds, tally))


def decided_in(ctx: Context, seeds: range, tally: Tally | None = None) -> Decided:
    """What decide says, by the facts that the program reads from this database."""
    worlds, counted = {seed: make_world(seed) for seed in seeds}, tally or Tally()
    acting = [(seed, actor) for seed, world in worlds.items() for actor in world.actors]
    found = Decided(worlds, acting, [])
    with suppress(_Over), ctx.database.transaction() as tx:
        lay_down(tx, worlds.values())
        tx.deciding()
        for seed, actor in acting:
            world = worlds[seed]
            found.opened.append(
                {card for card in world.cards if _opens(ctx, tx, world, actor, card, counted)}
            )
        raise _Over
    return found


def against(ctx: Context, decided: Decided) -> list[Difference]:
    """Where the wall of this database says otherwise."""
    every = zip(decided.acting, decided.opened, _shown(ctx, decided.worlds, decided.acting), strict=True)
    return [
        Difference(seed, actor, card, table, card in opened)
        for (seed, actor), opened, shown in every
        for table in TABLES
        for card in sorted(opened ^ shown[table])
    ]


def _shown(
    ctx: Context, worlds: dict[int, World], acting: list[tuple[int, Actor]]
) -> list[dict[str, set[int]]]:
    """Of each who acts, by table the cards that the wall shows them."""
    found: list[dict[str, set[int]]] = [{table: set() for table in TABLES} for _ in acting]
    told = [as_acting(actor, NOW) for _, actor in acting]
    with suppress(_Over), ctx.database.transaction() as tx:
        lay_down(tx, worlds.values())
        rows = tx.rows(
            "SELECT place, named, card FROM shown_to(?, ?, ?, ?, ?, ?)",
            (
                [str(each.kind) for each in told],
                [each.party for each in told],
                [each.unit for each in told],
                NOW,
                [min(worlds[seed].cards) for seed, _ in acting],
                [max(worlds[seed].cards) for seed, _ in acting],
            ),
        )
        for place, table, card in rows:
            found[place - 1][table].add(card)
        raise _Over
    return found


def _opens(ctx: Context, tx: Transaction, world: World, actor: Actor, card: int, tally: Tally) -> bool:
    """Whether decide lets the actor read anything of a card, by the facts that the program reads."""
    _, facts = facts_of(ctx, tx, actor, _target(world, actor, card), NOW)
    return tally.count({each: decide(actor, each, facts) for each in OPENS}, CLASSES)


def _target(world: World, actor: Actor, card: int) -> Target:
    """The card, with what the actions find of it before they ask: here by hand, from the rows."""
    here = (actor.party, actor.organisation)
    return Target(
        card,
        referred=any(
            row[0] == card and row[7] == actor.organisation and row[4] in WAITING
            for row in world.rows["referral"]
        ),
        handed_over=any(
            row[0] == card and row[2:4] == here and row[4] <= NOW < row[5]  # type: ignore[operator]  # times are numbers
            for row in world.rows["handed_over"]
        ),
        handed=any(
            row[0] == card and row[2] == actor.organisation and row[3] != "cancelled"
            for row in world.rows["epicrisis_delivery"]
        ),
    )


def main() -> None:
    """Compare as many worlds as asked for, and say where the walls differ.

    The facts are read from the same rows in SQLite, which waits for nobody; the tests read them from PostgreSQL.
    """
    count, begin = (int(given) for given in (*sys.argv[1:3], *("10000", "0")[len(sys.argv) - 1 :]))
    shown, tally = 0, Tally()
    with (
        TemporaryDirectory() as folder,
        a_server() as own,
        behind_the_wall(own.server, own.make_database()) as walled,
    ):
        facts = open_house(f"sqlite:///{folder}/facts.db")
        let_ask(walled.owner)
        for first in range(begin, begin + count, AT_ONCE):
            seeds = range(first, min(first + AT_ONCE, begin + count))
            for each in against(walled.service, decided_in(facts, seeds, tally)):
                shown += 1
                print(each, flush=True)
            if (seeds.stop - begin) % 500 == 0:
                print(f"{seeds.stop - begin} worlds: {shown}", file=sys.stderr, flush=True)
    print(f"{count} worlds from seed {begin}; differences: {shown}")
    print(*tally.lines(), sep="\n")


if __name__ == "__main__":
    main()
