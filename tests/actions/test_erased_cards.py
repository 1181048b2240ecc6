"""A card whose content was erased stays erased: she has consented anew, and no door writes on the old card again."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from msgspec.structs import replace

from helsekort.access import groups
from helsekort.actions import consents, contacts, inquiries
from helsekort.actions.context import Context
from helsekort.actions.outcomes import CardErased, Doubt, KeyUsedBefore, Refused, Rejected, Stale
from helsekort.actions.verifying import verify_record
from helsekort.audit.events import Event
from helsekort.dhg.faults import Fault
from helsekort.fhir.outcome import NotAccepted
from helsekort.record.agreements import LegalBasis
from helsekort.record.ids import to_text
from tests import answers
from tests import cast as made
from tests.actions.every_action import EXAMPLES, Example
from tests.actions.every_log_action import asked
from tests.api.callers import Caller
from tests.api.dhg.national_caller import National
from tests.api.resources import observation
from tests.cast import MINUTE, MOMENT, TODAY, Cast
from tests.past import end_card
from tests.store.stored import about_card, audit, breaks
from tests.web.at_work import card_path, ingrid, words

HER_CARD = (
    groups.CARE | groups.CHILD | groups.OWN | groups.HANDED | groups.RESPONSIBILITY | groups.ON_HER_WORD
)
ENDS = (Refused, Rejected, Stale, Doubt, KeyUsedBefore, NotAccepted, Fault)


def erased(cast: Cast) -> Cast:
    """The cast a minute after Nora withdrew her consent and gave it anew; all who followed her follow her again."""
    trial = replace(cast.ctx, legal_basis=LegalBasis.TRIAL)
    consents.withdraw_consent(cast.nora, ctx=trial)
    consents.give_consent(cast.nora, ctx=trial)
    for actor in (cast.ingrid, cast.amir):
        made.begin_care(trial.at(MOMENT + 1), cast.nora, actor)
    return replace(cast, ctx=trial.at(MOMENT + MINUTE))


def log_of(ctx: Context, card: int) -> object:
    rows = about_card(ctx, card)
    return rows["entry"], rows["body"]


@pytest.mark.parametrize(
    "example",
    [one for one in EXAMPLES.values() if one.permission in HER_CARD],
    ids=lambda one: one.permission,
)
def test_no_action_writes_on_it(cast: Cast, example: Example) -> None:
    arguments = example.needs(cast)
    later = erased(cast)
    before = log_of(later.ctx, cast.nora_card)
    with suppress(*ENDS):
        example.action(example.may(later), ctx=example.allowed_in(later.ctx), **arguments)
    assert log_of(later.ctx, cast.nora_card) == before
    assert breaks(later.ctx) == []


def test_who_cares_for_her_again_is_told_that_it_is_erased(cast: Cast) -> None:
    later = erased(cast)
    with pytest.raises(CardErased):
        made.record(later, cast.nora_card)
    with pytest.raises(CardErased):
        contacts.state_facts(
            later.ingrid,
            ctx=later.ctx,
            card=cast.nora_card,
            findings=[made.finding("allergies", value=False)],
            key=made.new_key(),
        )


def _by_fhir(later: Cast) -> tuple[int, str]:
    """What refers to something on that card is about that card."""
    sent = observation(later, encounter=2)
    answer = Caller(later, later.ingrid).post("/Observation", sent, Idempotency_Key="one")
    return answer.status_code, answer.text


def _by_the_national_api(later: Cast) -> tuple[int, str]:
    path = f"/record/{to_text(later.nora_card)}/vitalMeasurementsBeforePregnancy"
    answer = National(later, later.ingrid).ask("POST", path, {"height": 168})
    return answer.status_code, answer.text


def _by_a_page(later: Cast) -> tuple[int, str]:
    path = card_path(later.nora_card) + "/kontroll"
    answer = ingrid(later).post(path, on="10.03.2026", way="visit", weight="72", key="one")
    return answer.status_code, words(answer.text)


@pytest.mark.parametrize(
    ("door", "status", "says"),
    [
        (_by_fhir, 422, "erased by law"),
        # there the record is no more
        (_by_the_national_api, 404, "DHG-0015"),
        (_by_a_page, 410, "Det kan ikke føres mer på dette kortet."),
    ],
)
def test_each_door_says_so_and_what_to_do(
    cast: Cast, door: Callable[[Cast], tuple[int, str]], status: int, says: str
) -> None:
    made.record(cast, cast.nora_card)
    later = erased(cast)
    before = log_of(later.ctx, cast.nora_card)
    answered, said = door(later)
    assert (answered, says in said) == (status, True), said
    assert log_of(later.ctx, cast.nora_card) == before


def test_its_page_says_that_it_is_erased_and_not_that_nothing_was_ever_there(cast: Cast) -> None:
    later = erased(cast)
    answer = ingrid(later).get(card_path(cast.nora_card))
    assert answer.status_code == 410
    assert "kan det opprettes et nytt kort" in words(answer.text)


def test_what_a_laboratory_sends_about_that_time_waits(cast: Cast) -> None:
    later = erased(cast)
    before = log_of(later.ctx, cast.nora_card)
    answers.receive(later.ctx, *answers.sent(answers.answer(answers.NORA, answers.haemoglobin("12.0"))))
    assert answers.states(later.ctx) == [("waiting", "no-pregnancy")]
    assert log_of(later.ctx, cast.nora_card) == before


def _texts(ctx: Context) -> list[str]:
    with ctx.database.transaction(write=False) as tx:
        return [row[0] for row in tx.rows("SELECT text FROM inquiry_text")]


def _answer(cast: Cast, text: str) -> None:
    place = asked(cast)
    inquiries.answer_inquiry(cast.amir, ctx=cast.ctx, **place, code="other", text=text)


def test_what_a_unit_wrote_to_her_about_a_look_up_goes_too(cast: Cast) -> None:
    _answer(cast, "Jeg lette etter svaret på hiv-prøven.")
    later = erased(cast)
    assert _texts(later.ctx) == []
    (line,) = [line for line in audit(later.ctx) if line.event is Event.ERASED]
    assert line.about == ("inquiry",)
    # that she asked, and what kind of answer she got, is her log's
    with later.ctx.database.transaction(write=False) as tx:
        assert tx.rows("SELECT code, answered_by FROM inquiry") == [("other", cast.amir.party)]
    assert verify_record(later.ctx)[0] == []


def test_what_was_answered_after_it_goes_when_she_withdraws_again(cast: Cast) -> None:
    place = asked(cast)
    later = erased(cast)
    inquiries.answer_inquiry(
        cast.amir, ctx=later.ctx, **place, code="mistake", text="Jeg åpnet feil kort, om hiv."
    )
    assert len(_texts(later.ctx)) == 1
    consents.withdraw_consent(cast.nora, ctx=later.ctx)
    assert _texts(later.ctx) == []
    assert verify_record(later.ctx)[0] == []


def test_another_womans_answers_stay(cast: Cast) -> None:
    _answer(cast, "En kollega var syk.")
    trial = replace(cast.ctx, legal_basis=LegalBasis.TRIAL)
    consents.withdraw_consent(cast.kari, ctx=trial)
    assert _texts(trial) == ["En kollega var syk."]


def test_a_card_that_has_merely_ended_is_corrected_as_before(cast: Cast) -> None:
    origin = made.record(cast, cast.nora_card)
    end_card(cast.ctx, cast.nora_card, cast.ingrid, TODAY)
    line = made.read(cast, cast.nora_card).contact(origin)
    assert line is not None
    contacts.withdraw_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=line.last_seq,
        reason="Tastefeil",
    )
