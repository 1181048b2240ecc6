"""A woman who stands before a clinician: registered or known, taken in by one act, and told of it in her log."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import blocks, cards, earlier, her_access
from helsekort.actions.consents import give_consent, withdraw_consent
from helsekort.actions.context import Context
from helsekort.actions.outcomes import KeyUsedBefore, Refused, Rejected
from helsekort.actions.referral_steps import DAY
from helsekort.actions.taking_in import TakenIn, take_in_woman
from helsekort.actions.worklists import list_women
from helsekort.audit.events import Event
from helsekort.record.agreements import Informed, InformedBy, InformedHow, LegalBasis
from helsekort.record.codes import DNR, FHN, FNR
from helsekort.record.parties import NationalNumberFact
from helsekort.record.taking_in import Newcomer, NumberKind, Why
from helsekort.store import consents
from helsekort.store.consents import ConsentRow
from tests.actions.test_idempotency import _at_once
from tests.actions.test_registry import _d_number
from tests.cast import MOMENT, TODAY, Cast, make_woman, new_key, number_of
from tests.past import end_card
from tests.store.stored import audit, breaks, content, refusals

BORN = dt.date(1990, 5, 20)
THURID = Newcomer("Thurid Moen", BORN, NumberKind.NATIONAL, number_of(20), "nb", Why.CAME)
NORA = replace(THURID, name="Nora Sletten", birth_date=dt.date(1990, 5, 4), number=number_of(4))


def _take_in(cast: Cast, newcomer: Newcomer = THURID, key: str = "", by: Actor | None = None) -> TakenIn:
    return take_in_woman(by or cast.lars, ctx=cast.ctx, newcomer=newcomer, key=key or new_key())


def test_a_woman_nobody_knows_is_registered_cared_for_and_has_a_card(cast: Cast) -> None:
    taken = _take_in(cast)
    assert (taken.known, taken.opened) == (False, True)
    opened = cards.open_card(cast.lars, ctx=cast.ctx, card=taken.card)
    assert opened.woman.name == "Thurid Moen"
    assert opened.woman.birth_date == BORN
    assert opened.woman.numbers == (NationalNumberFact(FNR, number_of(20)),)
    assert [row.card for row in list_women(cast.lars, ctx=cast.ctx)] == [taken.card]
    assert cards.find_woman(cast.lars, ctx=cast.ctx, number=number_of(20)) == taken.card
    assert breaks(cast.ctx) == []


@pytest.mark.parametrize("why", Why)
def test_she_reads_in_her_log_who_took_her_in_and_why(cast: Cast, why: Why) -> None:
    taken = _take_in(cast, replace(NORA, why=why))
    assert taken == TakenIn(cast.nora_card, known=True, opened=False)
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).notice
    (line,) = [each for each in cards.read_own_log(cast.nora, ctx=cast.ctx) if each.event == "taken-in"]
    assert (line.who, line.unit, line.about) == ("Lars Brekke", "Nordlia legesenter", (why,))


def test_of_a_pregnancy_that_is_over_the_facts_are_offered_on_a_new_card(cast: Cast) -> None:
    end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY)
    taken = _take_in(cast, NORA)
    assert taken.known
    assert taken.opened
    assert taken.card != cast.nora_card
    found = earlier.read_earlier_cards(cast.lars, ctx=cast.ctx, card=taken.card)
    assert [each.card for each in found.cards] == [cast.nora_card]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Berit Aas"},
        {"birth_date": dt.date(1990, 5, 5)},
        {"name": "S"},
    ],
)
def test_a_number_alone_opens_nobodys_card(cast: Cast, other: dict[str, Any]) -> None:
    before = content(cast.ctx)
    with pytest.raises(Refused):
        _take_in(cast, replace(NORA, **other))
    assert content(cast.ctx) == before
    (line,) = refusals(cast.ctx)
    assert (line.card, line.party) == (cast.nora_card, cast.lars.party)


def test_a_name_that_is_written_otherwise_is_hers(cast: Cast) -> None:
    for name in ("NORA", "Sletten, Nora", "Nora Haugen-Sletten"):
        assert _take_in(cast, replace(NORA, name=name)).card == cast.nora_card


def test_who_follows_her_already_comes_to_her_card_and_begins_nothing(cast: Cast) -> None:
    assert _take_in(cast, NORA, by=cast.ingrid).card == cast.nora_card
    assert Event.TAKEN_IN not in {line.event for line in audit(cast.ctx)}


def test_the_relation_ends_after_its_time(cast: Cast) -> None:
    taken = _take_in(cast, NORA)
    days = cast.ctx.terms.taken_in.days
    last = cast.ctx.at(MOMENT + days * DAY - 1)
    assert cards.open_card(cast.lars, ctx=last, card=taken.card)
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx.at(MOMENT + days * DAY), card=taken.card)


def test_no_relation_lasts_longer_than_the_house_lets_any(cast: Cast) -> None:
    short = replace(cast.ctx, care_days=3)
    taken = take_in_woman(cast.lars, ctx=short, newcomer=NORA, key="short")
    assert cards.open_card(cast.lars, ctx=cast.ctx.at(MOMENT + 3 * DAY - 1), card=taken.card)
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx.at(MOMENT + 3 * DAY), card=taken.card)


def test_a_d_number_and_a_help_number_are_kept_as_what_they_are(cast: Cast) -> None:
    for kind, number, system in (
        (NumberKind.NATIONAL, _d_number(), DNR),
        (NumberKind.HELP, "80000000004", FHN),
    ):
        taken = _take_in(cast, replace(THURID, kind=kind, number=number))
        opened = cards.open_card(cast.lars, ctx=cast.ctx, card=taken.card)
        assert opened.woman.numbers == (NationalNumberFact(system, number),)
        again = _take_in(cast, replace(THURID, kind=kind, number=number))
        assert again == TakenIn(taken.card, known=True, opened=False)


def test_one_without_a_number_is_registered_once_for_each_form(cast: Cast) -> None:
    nameless = replace(THURID, kind=NumberKind.NONE, number="", birth_date=None)
    first = _take_in(cast, nameless, "one")
    assert _take_in(cast, nameless, "one").card == first.card
    assert _take_in(cast, nameless, "two").card != first.card
    with pytest.raises(KeyUsedBefore):
        _take_in(cast, replace(nameless, name="Ada Vik"), "one")


@pytest.mark.parametrize(
    ("other", "field", "code"),
    [
        ({"name": " "}, "name", "missing"),
        ({"name": "x" * 5000}, "name", "outside"),
        ({"birth_date": None}, "birth_date", "missing"),
        ({"birth_date": TODAY + dt.timedelta(days=1)}, "birth_date", "future"),
        ({"number": ""}, "number", "number-digits"),
        ({"number": number_of(20)[:-1] + str((int(number_of(20)[-1]) + 1) % 10)}, "number", "number-fails"),
        ({"kind": NumberKind.NONE}, "number", "not-asked"),
        ({"kind": NumberKind.HELP}, "number", "is-national"),
        ({"language": ""}, "language", "choice"),
        ({"why": None}, "why", "choice"),
        ({"kind": NumberKind.HELP, "number": "8000000000"}, "number", "number-digits"),
    ],
)
def test_what_cannot_be_registered_is_told_and_nothing_changed(
    cast: Cast, other: dict[str, Any], field: str, code: str
) -> None:
    before = content(cast.ctx)
    with pytest.raises(Rejected) as caught:
        _take_in(cast, replace(THURID, **other))
    assert [(one.field, one.code) for one in caught.value.problems] == [(field, code)]
    assert content(cast.ctx) == before


def test_a_real_number_only_outside_the_demo_and_a_synthetic_one_only_in_it(cast: Cast) -> None:
    real = replace(cast.ctx, demo=False)
    with pytest.raises(Rejected):
        take_in_woman(cast.lars, ctx=real, newcomer=THURID, key="real")


def test_several_at_once_take_in_one_woman(cast: Cast, database_url: str) -> None:
    def take(key: str, by: Actor) -> Any:  # noqa: ANN401  # what each came to
        return lambda own: take_in_woman(by, ctx=own, newcomer=THURID, key=key).card

    results = _at_once(database_url, [take("a", cast.lars), take("b", cast.ingrid), take("c", cast.amir)])
    made = {each for each in results if isinstance(each, int)}
    assert len(made) == 1
    assert all(isinstance(each, int | Rejected) for each in results)
    assert breaks(cast.ctx) == []


def test_the_same_form_twice_at_once_registers_one_without_a_number_once(
    cast: Cast, database_url: str
) -> None:
    nameless = replace(THURID, kind=NumberKind.NONE, number="")

    def take(own: Context) -> int:
        return take_in_woman(cast.lars, ctx=own, newcomer=nameless, key="same").card

    assert len(set(_at_once(database_url, [take] * 4))) == 1
    assert len(list_women(cast.lars, ctx=cast.ctx)) == 1


def test_a_number_of_someone_without_a_card_is_held_to_her_name_too(cast: Cast) -> None:
    make_woman(cast.ctx, "Silje Aas", 6)
    with pytest.raises(Refused):
        _take_in(cast, replace(THURID, number=number_of(6)))
    silje = replace(THURID, name="Silje Aas", number=number_of(6), birth_date=dt.date(1990, 5, 6))
    taken = _take_in(cast, silje)
    assert taken.known
    assert taken.opened


def test_one_she_has_closed_out_is_answered_as_one_with_a_wrong_name(cast: Cast) -> None:
    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.lars.party)
    with pytest.raises(Refused):
        _take_in(cast, NORA)
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)


# --- under a trial, only with her consent ---------------------------------------------------------------------


TOLD = Informed(InformedBy.COLLEAGUE, InformedHow.INTERPRETED)


@pytest.fixture
def trial(cast: Cast) -> Cast:
    """Gives the cast in a service that rests on consent."""
    return replace(cast, ctx=replace(cast.ctx, legal_basis=LegalBasis.TRIAL))


@pytest.mark.parametrize("newcomer", [THURID, NORA])
def test_under_a_trial_nobody_is_taken_in_without_her_word_known_or_not(
    trial: Cast, newcomer: Newcomer
) -> None:
    before = content(trial.ctx)
    with pytest.raises(Rejected) as told:
        _take_in(trial, newcomer)
    assert [(each.field, each.code) for each in told.value.problems] == [("consent", "no-consent")]
    assert content(trial.ctx) == before


def test_her_consent_is_kept_with_who_wrote_it_and_how_she_was_told(trial: Cast) -> None:
    taken = _take_in(trial, replace(THURID, informed=TOLD))
    assert taken.opened
    with trial.ctx.database.transaction(write=False) as tx:
        (woman,) = tx.row("SELECT woman FROM card WHERE card_id = ?", (taken.card,)) or (0,)
        (row,) = consents.of_woman(tx, woman)
    lars = trial.lars
    assert row == ConsentRow(
        MOMENT, "consented", "trial", lars.party, lars.organisation, "colleague", "interpreted"
    )
    her = Actor(ActorKind.WOMAN, woman)
    agreed = her_access.read_access(her, ctx=trial.ctx).agreed
    assert (agreed.open, agreed.by, agreed.informed) == (True, lars.party, TOLD)
    log = cards.read_own_log(her, ctx=trial.ctx)
    assert [(line.who, line.about) for line in log if line.event == Event.CONSENT] == [
        ("Lars Brekke", ("given",))
    ]
    assert breaks(trial.ctx) == []


def test_who_consented_herself_has_consented_herself(trial: Cast) -> None:
    give_consent(trial.nora, ctx=trial.ctx)
    _take_in(trial, replace(NORA, informed=TOLD))
    agreed = her_access.read_access(trial.nora, ctx=trial.ctx).agreed
    assert (agreed.open, agreed.by, agreed.informed) == (True, 0, None)


def test_who_withdrew_it_is_opened_for_by_nobody_but_herself(trial: Cast) -> None:
    give_consent(trial.nora, ctx=trial.ctx)
    withdraw_consent(trial.nora, ctx=trial.ctx)
    with pytest.raises(Refused):
        _take_in(trial, replace(NORA, informed=TOLD))
    assert not her_access.read_access(trial.nora, ctx=trial.ctx).agreed.open


def test_under_a_regulation_nothing_is_kept_of_consent(cast: Cast) -> None:
    _take_in(cast, replace(THURID, informed=TOLD))
    assert content(cast.ctx)["consent"] == []
