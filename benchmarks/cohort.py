"""A cohort of the synthetic country in a database: drawn and loaded by the program's own commands.

Each woman is asked for with the token of the one who cares for most women among those who care for her: the midwife
of the birth unit, who has a list of 500 women where there are so many.
"""

import re
from collections import Counter
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.country import cohort
from benchmarks.figures import Bench
from helsekort import app
from helsekort.access.actors import NOBODY, ActorKind, system
from helsekort.actions import registry, sessions
from helsekort.actions.context import Context
from helsekort.actions.loading import load_cards
from helsekort.record.ids import entry_id, from_text, to_text
from helsekort.settings import Settings
from helsekort.store.parties import PersonaRow

JOB = system("bench")
MIDWIFE = "JO"
_PARTY = re.compile(rb'"reference":"(?:Patient|Practitioner|PractitionerRole|Organization)/([0-9a-z]{12})"')


class _Party(Struct):
    id: int


class _Care(Struct):
    clinician: int
    organisation: int
    until: int | None


class _Card(Struct):
    """What the bench must know of a line of the file."""

    card: int
    woman: _Party
    care: list[_Care]


class Cohort(Struct, frozen=True):
    """The cards and their women, with the token of one who cares for each, and (clinician, unit) of that one;
    `list_token` is that of the longest list. `named` has the parties that each card names; empty where nobody asked for
    them."""

    cards: list[int]
    women: list[int]
    tokens: list[str]
    list_token: str
    entries: int
    named: dict[int, list[int]]
    posts: list[tuple[int, int]]

    def everything(self) -> list[tuple[str, str]]:
        """(path, token) of each card's `$everything`."""
        return [
            (f"/fhir/r4/EpisodeOfCare/{entry_id(card, 1)}/$everything", token)
            for card, token in zip(self.cards, self.tokens, strict=True)
        ]

    def pages(self) -> list[tuple[str, str]]:
        """(path, token) of each card's page for the clinician."""
        return [
            (f"/klinikk/kort/{to_text(card)}", token)
            for card, token in zip(self.cards, self.tokens, strict=True)
        ]


def filled(bench: Bench, dialect: str, size: int, *, naming: bool = False) -> tuple[str, Cohort]:
    """A database with so many cards of 150 entries or so, which nobody is connected to; its URL."""
    file = cohort(bench, size, filled=True)
    url = bench.servers.fresh(dialect)
    bench.tell(f"filling {dialect} with {size} cards")
    ctx = app.context(Settings(url, bench.folder), demo=True)
    with file.open("rb") as lines:
        entries = load_cards(JOB, ctx=ctx, lines=lines, tell=lambda told: None).entries
    made = _known(ctx, file, entries, naming=naming)
    ctx.database.close()
    return url, made


def _known(ctx: Context, file: Path, entries: int, *, naming: bool) -> Cohort:
    cards, named = [], {}
    read = msgspec.json.Decoder(_Card)
    with file.open("rb") as lines:
        for line in lines:
            if line.startswith(b'{"card"'):
                cards.append(card := read.decode(line))
                if naming:
                    named[card.card] = [from_text(name.decode()) for name in sorted({*_PARTY.findall(line)})]
    lists = Counter(
        (one.clinician, one.organisation) for card in cards for one in card.care if one.until is None
    )
    chosen = [
        max(
            ((one.clinician, one.organisation) for one in card.care if one.until is None),
            key=lists.__getitem__,
        )
        for card in cards
    ]
    tokens = {post: _token(ctx, place, *post) for place, post in enumerate(dict.fromkeys(chosen))}
    return Cohort(
        cards=[card.card for card in cards],
        women=[card.woman.id for card in cards],
        tokens=[tokens[post] for post in chosen],
        list_token=tokens[max(tokens, key=lists.__getitem__)],
        entries=round(entries / len(cards)),
        named=named,
        posts=chosen,
    )


def _token(ctx: Context, place: int, clinician: int, organisation: int) -> str:
    row = PersonaRow(f"bench-{place}", place, ActorKind.CLINICIAN, clinician, organisation, MIDWIFE, "Fiktiv")
    registry.register_persona(JOB, ctx=ctx, persona=row)
    return sessions.enter_as_persona(NOBODY, ctx=ctx, persona=row.key)
