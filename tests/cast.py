"""The tests' own small cast: made through the same actions as real people, at one fixed moment.

Kari and Nora each have a card. Ingrid, midwife at Solsiden, and Amir, doctor at Torget, care for both; Lars,
doctor at Nordlia, cares for nobody. All are fictive and their numbers synthetic.
"""

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from functools import cache
from itertools import count

from msgspec import Struct

from helsekort import app, datafiles
from helsekort.access.actors import Actor, ActorKind, system
from helsekort.actions import cards, contacts, due_dates, laboratories, registry
from helsekort.actions.context import Context
from helsekort.demo.make import make_demo
from helsekort.dhg.table import Table
from helsekort.fhir.questionnaire import Forms
from helsekort.guideline.guidance import Guideline
from helsekort.kith.lab_report.mapping import MappingTable
from helsekort.record.card import Card
from helsekort.record.codes import FNR
from helsekort.record.covers import Covers
from helsekort.record.entries import Contact, ContactKind, DueDate, Fetus, Finding, Pressure, Value, Way
from helsekort.record.excerpts import Excerpts
from helsekort.record.gestation import TermTable
from helsekort.record.growth import Curve
from helsekort.record.identifiers import InvalidIdentifier, OrganisationNumber, make_synthetic_number
from helsekort.record.measurements import Catalogue
from helsekort.record.neutral_units import NeutralUnits
from helsekort.record.parties import Clinician, NationalNumberFact, Organisation, Role, Woman
from helsekort.record.referral_table import ReferralTable
from helsekort.record.results import ResultTable
from helsekort.store import chain
from helsekort.store.database import open_database
from helsekort.store.migrate import migrate

TODAY = dt.date(2026, 3, 10)
MINUTE = 60_000_000
# ten o'clock in Norway, in microseconds
MOMENT = int(dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC).timestamp()) * 1_000_000
JOB = system("registry")
LAB = system("laboratory")
# HER-ids of the units; Torget's is the one that the laboratory's samples are addressed to
SOLSIDEN, TORGET, NORDLIA = "900301", "900201", "900303"
FJORD = "900101"
"""The laboratory of the samples; it serves Solsiden and Torget."""
EDD = TODAY + dt.timedelta(days=66)
_keys = count()


class Cast(Struct, frozen=True):
    """The people as actors, and the two cards. Nora expects one child, whose fetus is `nora_fetus`."""

    ctx: Context
    ingrid: Actor
    amir: Actor
    lars: Actor
    kari: Actor
    nora: Actor
    kari_card: int
    nora_card: int
    nora_fetus: int


Data = tuple[
    Catalogue, TermTable, dict[str, Curve], ResultTable, MappingTable, Table, ReferralTable, Excerpts
]


@cache
def data() -> Data:
    """The catalogue, terms, curves, and the tables for results, the national model, referrals and excerpts; once."""
    known = datafiles.catalogue()
    results, mapping = datafiles.results(known), datafiles.mapping(known)
    national, referrals = datafiles.national(known), datafiles.referrals(known)
    excerpts = datafiles.excerpts(known)
    return known, datafiles.terms(), datafiles.curves(), results, mapping, national, referrals, excerpts


@cache
def forms() -> Forms:
    """The forms of the service, read once."""
    return app.forms(data()[0])


@cache
def guideline() -> Guideline:
    """The rules and the programme of the service, read once."""
    known = data()[0]
    return Guideline(datafiles.guideline(known), datafiles.schedule(known), "cast", TODAY)


@cache
def neutral_units() -> NeutralUnits:
    """The units whose names are not told where others may read along, read once."""
    return datafiles.neutral_units(data()[0])


def open_house(url: str, *, checked: bool = True, migrated: bool = False) -> Context:
    """A migrated database, and the house around it at the fixed moment. The caller closes `ctx.database`.

    Not `checked`, it may be a database that the program itself would refuse. `migrated`, it is known to be of this
    version.
    """
    database = open_database(url)
    if not migrated:
        migrate(database, datafiles.migrations(), datafiles.dictionaries())
    if checked:
        database.check()
    return Context(
        database,
        lambda: MOMENT,
        *data(),
        forms=forms(),
        neutral_units=neutral_units(),
        guideline=guideline(),
        demo=True,
        reception=SOLSIDEN,
    )


def number_of(day: int) -> str:
    """A synthetic national number of someone born on this day of May 1990."""
    made = next(made for each in range(1000) if (made := make_synthetic_number(day, 5, 90, each)))
    return made.value


def organisation_number(start: str) -> str:
    """The organisation number that begins with these eight digits. Those from 31 are synthetic, as Tenor's are."""
    for last in "0123456789":
        with suppress(InvalidIdentifier):
            return OrganisationNumber(start + last).value
    raise AssertionError(start)


def make_woman(ctx: Context, name: str, day: int) -> Actor:
    """Register a woman born on this day of May 1990."""
    birth = dt.date(1990, 5, day)
    party = Woman(name, birth, (NationalNumberFact(FNR, number_of(day), birth),))
    return Actor(ActorKind.WOMAN, registry.register_party(JOB, ctx=ctx, party=party))


def make_clinician(
    ctx: Context, name: str, hpr: str, unit: str, category: str, her_id: str | None = None
) -> Actor:
    """Register a clinician at a unit of their own, which messages with this HER-id are addressed to."""
    place = registry.register_party(JOB, ctx=ctx, party=Organisation(unit, None, "55 00 00 10", her_id))
    party = registry.register_party(JOB, ctx=ctx, party=Clinician(name, hpr))
    registry.register_party(JOB, ctx=ctx, party=Role(party, place, category))
    return Actor(ActorKind.CLINICIAN, party, place, category)


def begin_care(ctx: Context, woman: Actor, clinician: Actor) -> None:
    """Enter a care relation from now on."""
    registry.begin_care(
        JOB,
        ctx=ctx,
        woman=woman.party,
        clinician=clinician.party,
        organisation=clinician.organisation,
        basis="list",
    )


def set_due_date(ctx: Context, actor: Actor, card: int, edd: dt.date = EDD) -> int:
    """Propose and confirm a due date; its origin."""
    due = DueDate(edd, ctx.terms.norwegian_length, "US_EARLY", ctx.today(), ctx.today())
    origin = due_dates.propose_due_date(actor, ctx=ctx, card=card, due=due, key=new_key())
    due_dates.confirm_due_date(
        actor, ctx=ctx, card=card, origin=origin, base_version=1, why=None, looked=True
    )
    return origin


def name_fetus(ctx: Context, actor: Actor, card: int, label: str = "A") -> int:
    """Enter a fetus; its origin."""
    return contacts.name_fetus(actor, ctx=ctx, card=card, fetus=Fetus(label, TODAY), key=new_key())


def make_cast(ctx: Context) -> Cast:
    """Everyone, and the two cards with a due date each."""
    ingrid = make_clinician(ctx, "Ingrid Dahl", "900000001", "Solsiden helsestasjon", "JO", SOLSIDEN)
    amir = make_clinician(ctx, "Amir Rahimi", "900000002", "Torget legesenter", "LE", TORGET)
    lars = make_clinician(ctx, "Lars Brekke", "900000005", "Nordlia legesenter", "LE", NORDLIA)
    laboratories.register_laboratory(
        JOB, ctx=ctx, her_id=FJORD, name="Fjordlaboratoriet", serves=(SOLSIDEN, TORGET)
    )
    kari, nora = make_woman(ctx, "Kari Lunde Berg", 3), make_woman(ctx, "Nora Haugen Sletten", 4)
    opened = {}
    for woman in (kari, nora):
        for clinician in (ingrid, amir):
            begin_care(ctx, woman, clinician)
        opened[woman] = cards.open_new_card(ingrid, ctx=ctx, woman=woman.party, key="open")
        set_due_date(ctx, ingrid, opened[woman])
    fetus = name_fetus(ctx, ingrid, opened[nora])
    return Cast(ctx, ingrid, amir, lars, kari, nora, opened[kari], opened[nora], fetus)


def made_demo(ctx: Context) -> dict[str, int]:
    """Lives three of the demo's stories up to the fixed day; cards by story."""
    few = {name: text for name, text in datafiles.stories().items() if name in ("kari", "nora", "silje")}
    return make_demo(ctx, cast=datafiles.cast(), stories=few, today=ctx.today(), tell=lambda line: None)


def covers(cast: Cast, card: int = 0) -> Covers:
    """The names that a woman's pages and programs have for things on Nora's card, or another."""
    number = card or cast.nora_card
    with cast.ctx.database.transaction(write=False) as tx:
        return Covers(number, chain.first_hash(tx, chain.CARDS, number))


def hers(cast: Cast, origin: int, card: int = 0) -> int:
    """Such a name of one thing."""
    return covers(cast, card).of(origin)


def new_key() -> str:
    """An idempotency key that nobody has used."""
    return f"key-{next(_keys)}"


def check_up(on: dt.date = TODAY) -> Contact:
    """A planned check-up."""
    return Contact(ContactKind.CHECK_UP, Way.VISIT, on)


def pressure(systolic: int = 120, diastolic: int = 78, on: dt.date = TODAY) -> Finding:
    """A blood pressure that nobody asks about."""
    return Finding("blood_pressure", Pressure(Decimal(systolic), Decimal(diastolic)), on)


def finding(what: str, value: Value | None, fetus: int | None = None, on: dt.date = TODAY) -> Finding:
    """Any finding of the day."""
    return Finding(what, value, on, fetus=fetus)


def record(cast: Cast, card: int, *findings: Finding, by: Actor | None = None, key: str | None = None) -> int:
    """Ingrid, or another, records a check-up of the day with these findings, or one blood pressure."""
    return contacts.record_contact(
        by or cast.ingrid,
        ctx=cast.ctx,
        card=card,
        contact=check_up(),
        findings=list(findings) or [pressure()],
        key=key or new_key(),
    )


def read(cast: Cast, card: int) -> Card:
    """The card as Amir sees it: a reader who writes nothing in the tests that count on it."""
    return cards.open_card(cast.amir, ctx=cast.ctx, card=card).card
