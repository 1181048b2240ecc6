"""A cohort of cards alike in size to real ones: one card lived through the actions, then copied under new ids.

The copy goes through the store's own `append`, so that chains, hashes and compression are those of the service.
"""

import datetime as dt
import random
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.actions import contacts, registry, sessions
from helsekort.actions.context import Context
from helsekort.record.ids import entry_id, new_id, to_text
from helsekort.store import cards, chain
from helsekort.store import parties as heads
from helsekort.store.cards import Summary
from helsekort.store.chain import CARDS, PARTIES, START, EntryRow, Head, NewEntry, Tables
from helsekort.store.database import Transaction
from helsekort.store.parties import PersonaRow
from tests.cast import JOB, MOMENT, TODAY, Cast, check_up, finding, make_cast, pressure

VISITS = 13
LISTED = 500
AT_ONCE = 50
NOTE = "Fin kontroll. Hun har det bra hjemme, sover litt urolig, og gleder seg. Snakket om fødested og reise."


class Cohort(Struct, frozen=True):
    """The cards, all in the care of one clinician, whose token is `token`; the first of them, as many as the longest
    list has, in that of another, whose token is `list_token`."""

    cards: list[int]
    women: list[int]
    clinician: Actor
    token: str
    list_token: str
    entries: int
    parties: list[int]

    def everything(self) -> list[str]:
        """The path of each card's `$everything`."""
        return [f"/fhir/r4/EpisodeOfCare/{entry_id(card, 1)}/$everything" for card in self.cards]

    def pages(self) -> list[str]:
        """The path of each card's page for the clinician."""
        return [f"/klinikk/kort/{to_text(card)}" for card in self.cards]


def build(ctx: Context, size: int, seed: int) -> Cohort:
    """Fill an empty house with this many cards of about 150 entries."""
    draw = random.Random(seed)
    then = replace(ctx, clock=lambda: MOMENT, random_bytes=draw.randbytes, random_bits=draw.getrandbits)
    cast = make_cast(then)
    _live(cast)
    with ctx.database.transaction() as tx:
        rows = chain.read(tx, CARDS, cast.nora_card)
        summary = cards.summary(tx, cast.nora_card)
        herself = chain.read(tx, PARTIES, cast.nora.party)
    assert summary is not None
    made: list[tuple[int, int]] = []
    while len(made) < size:
        with ctx.database.transaction() as tx:
            made += [
                _copy(tx, draw, cast, rows, summary, herself) for _ in range(min(AT_ONCE, size - len(made)))
            ]
    parties = [cast.ingrid.party, cast.amir.party, cast.ingrid.organisation]
    with ctx.database.transaction() as tx:
        for _, woman in made[:LISTED]:
            cards.begin_care(tx, woman, cast.amir.party, cast.amir.organisation, 0, None, "bench")
    return Cohort(
        cards=[card for card, _ in made],
        women=[woman for _, woman in made],
        clinician=cast.ingrid,
        token=_token(ctx, cast.ingrid, 1),
        list_token=_token(ctx, cast.amir, 2),
        entries=len(rows),
        parties=parties,
    )


def _token(ctx: Context, actor: Actor, place: int) -> str:
    row = PersonaRow(
        f"bench-{place}", place, actor.kind, actor.party, actor.organisation, actor.category, "Fiktiv"
    )
    registry.register_persona(JOB, ctx=ctx, persona=row)
    return sessions.enter_as_persona(NOBODY, ctx=ctx, persona=row.key)


def _live(cast: Cast) -> None:
    """A pregnancy's check-ups on Nora's card: eleven entries each."""
    for number in range(VISITS):
        on = TODAY - dt.timedelta(days=14 * (VISITS - 1 - number))
        found = [
            pressure(112 + number, 70 + number % 9, on),
            finding("weight", Decimal("64.5") + number, on=on),
            finding("headache", value=False, on=on),
            finding("vision", value=False, on=on),
            finding("epigastric_pain", value=False, on=on),
            finding("urine_protein", "NEG", on=on),
            finding("oedema", "0", on=on),
            finding("fetal_heart_rate", Decimal(140 + number % 5), cast.nora_fetus, on),
            finding("movements", "YES", cast.nora_fetus, on),
            finding("note", f"{NOTE} Uke {13 + 2 * number}.", on=on),
        ]
        contacts.record_contact(
            cast.ingrid if number % 3 else cast.amir,
            ctx=cast.ctx,
            card=cast.nora_card,
            contact=check_up(on),
            findings=found,
            key=f"visit-{number}",
            confirmed=frozenset(contacts.confirmation_mark(each) for each in found),
        )


def _copy(
    tx: Transaction,
    draw: random.Random,
    cast: Cast,
    rows: list[EntryRow],
    summary: Summary,
    herself: list[EntryRow],
) -> tuple[int, int]:
    """(card, woman): the pattern under new ids, in the care of the same two."""
    card, woman = new_id(draw.getrandbits), new_id(draw.getrandbits)
    renamed = {
        to_text(cast.nora_card).encode(): to_text(card).encode(),
        to_text(cast.nora.party).encode(): to_text(woman).encode(),
    }
    heads.open_head(tx, woman, "Patient", "Fiktiv Kvinne")
    _append(tx, draw, PARTIES, woman, herself, renamed)
    cards.open_head(tx, card, woman)
    _append(tx, draw, CARDS, card, rows, renamed)
    cards.update_summary(tx, replace(summary, card=card, woman=woman))
    cards.begin_care(tx, woman, cast.ingrid.party, cast.ingrid.organisation, 0, None, "bench")
    return card, woman


def _append(
    tx: Transaction,
    draw: random.Random,
    tables: Tables,
    owner: int,
    rows: list[EntryRow],
    renamed: dict[bytes, bytes],
) -> None:
    new = []
    for row in rows:
        body = row.body or b""
        for old, name in renamed.items():
            body = body.replace(old, name)
        new.append(NewEntry(row.origin, row.version, row.author, row.organisation, row.recorded, body))
    chain.append(tx, tables, owner, Head(0, START), new, draw.randbytes)
