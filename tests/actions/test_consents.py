"""Consent under a trial, reservation under a regulation: what each opens, closes, erases and leaves."""

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import (
    attachments,
    blocks,
    cards,
    consents,
    drafts,
    her_access,
    inbox,
    launches,
    national_writing,
    private_views,
    registry,
    resource_writing,
    rows,
    worklists,
)
from helsekort.actions.outcomes import CardErased, Gone, Refused, Rejected
from helsekort.actions.verifying import verify_record
from helsekort.audit.events import Event
from helsekort.dhg.faults import Code, Fault
from helsekort.fhir import strict_json
from helsekort.fhir.outcome import NotAccepted
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.structs import Kind
from helsekort.record.agreements import LegalBasis, Said
from helsekort.record.entries import Cell, Row, Status, Step
from helsekort.record.identifiers import parse_national_number
from helsekort.store import blocks as stored_blocks
from helsekort.store import chain
from tests import answers
from tests import cast as made
from tests.actions import every_emergency_action as example
from tests.actions.every_referral_action import drafted
from tests.api.resources import episode, sent_bytes
from tests.cast import JOB, Cast
from tests.store.stored import about_card, audit, breaks, content, everything, refusals


@pytest.fixture
def trial(cast: Cast) -> Cast:
    """Gives the cast in a service that rests on consent."""
    return replace(cast, ctx=replace(cast.ctx, legal_basis=LegalBasis.TRIAL))


def _silje(cast: Cast) -> Actor:
    woman = made.make_woman(cast.ctx, "Silje Aas", 6)
    made.begin_care(cast.ctx, woman, cast.ingrid)
    return woman


def _opened(cast: Cast, woman: Actor) -> int:
    return cards.open_new_card(cast.ingrid, ctx=cast.ctx, woman=woman.party, key=made.new_key())


def _no_entry(cast: Cast, card: int) -> bool:
    try:
        cards.open_card(cast.ingrid, ctx=cast.ctx, card=card)
    except Refused:
        return True
    return False


def test_under_a_trial_no_card_is_opened_without_her_consent(trial: Cast) -> None:
    silje = _silje(trial)
    before = content(trial.ctx)
    with pytest.raises(Rejected) as told:
        _opened(trial, silje)
    assert [each.code for each in told.value.problems] == ["no-consent"]
    assert content(trial.ctx) == before
    consents.give_consent(silje, ctx=trial.ctx)
    assert _opened(trial, silje)


def test_it_can_be_written_down_on_her_word(trial: Cast) -> None:
    silje = _silje(trial)
    consents.record_consent(trial.ingrid, ctx=trial.ctx, woman=silje.party)
    assert _opened(trial, silje)


def test_under_a_regulation_none_is_asked_for(cast: Cast) -> None:
    assert _opened(cast, _silje(cast))


def _filled(cast: Cast) -> None:
    """Something of each kind hangs on Nora's card."""
    origin = made.record(cast, cast.nora_card)
    attachments.attach_file(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        owner=origin,
        title="Ultralyd",
        data=b"%PDF-1.7\nsecret-in-a-file",
        key=made.new_key(),
    )
    drafted(cast)
    drafts.keep_draft(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, path="/klinikk", fields=[("a", "secret")]
    )
    launches.ask_launch(cast.ingrid, ctx=cast.ctx, number=made.number_of(4))


def test_withdrawn_under_a_trial_all_is_erased_and_the_proof_holds(trial: Cast) -> None:
    _filled(trial)
    kari = about_card(trial.ctx, trial.kari_card)
    rows = about_card(trial.ctx, trial.nora_card)["entry"]
    erased = consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    left = about_card(trial.ctx, trial.nora_card)
    assert left["entry"][: len(rows)] == rows
    assert erased == len(rows) - 1
    # the one that opened it, and the one that says it is withdrawn
    assert len(left["body"]) == 2
    there = content(trial.ctx)
    assert there["attached_file"] == []
    assert there["draft"] == []
    assert verify_record(trial.ctx)[0] == []
    assert about_card(trial.ctx, trial.kari_card) == kari
    with trial.ctx.database.transaction() as tx:
        assert tx.row("SELECT count(*) FROM launch") == (0,)
        assert tx.row("SELECT step FROM referral") == (Step.WITHDRAWN.value,)
        bodies = [row.body for row in chain.read(tx, chain.CARDS, trial.nora_card) if row.body]
    assert not [body for body in bodies if b"valueQuantity" in body or b"secret" in body]


TELLING = ("hiv", "HBV_DOSE", "Redd", "violence", "infection")
"""Kinds, classes, words and days that would tell what stood there."""
LOGGED = frozenset({"audit_payload", "glass", "review_text"})
"""What tells who opened the card, when and why: that stays, and she is told so."""


def _told_by(trial: Cast) -> set[tuple[str, str]]:
    """(table, what it tells) of every table but the log's own, those of words for all cards, and who may come in."""
    there = {name: repr(found) for name, found in everything(trial.ctx).items() if name != "dictionary"}
    return {(name, told) for name, text in there.items() for told in TELLING if told in text}


def test_withdrawn_no_row_beside_the_card_says_what_stood_there(trial: Cast) -> None:
    answers.receive(
        trial.ctx,
        *answers.sent(answers.answer(answers.NORA, answers.hiv("Negativ"), answers.haemoglobin("12.1"))),
    )
    owner = Cell("task_owner", "Amir Rahimi")
    task = Row("task", made.TODAY, (Cell("task_kind", "HBV_DOSE"), owner, Cell("task_due", made.TODAY)))
    rows.write_answers(
        trial.ingrid, ctx=trial.ctx, card=trial.nora_card, findings=[], rows=[task], key=made.new_key()
    )
    private_views.open_class(trial.ingrid, ctx=trial.ctx, card=trial.nora_card, name="violence")
    example.broken(trial, about_violence="Redd for noen hjemme")
    assert {"task", "owed", "opened_class", "review_text"} <= {table for table, _ in _told_by(trial)}
    consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    left = _told_by(trial)
    assert {table for table, _ in left} <= LOGGED
    assert ("review_text", "Redd") not in left
    assert content(trial.ctx)["hold"] == []
    assert verify_record(trial.ctx)[0] == []


def test_withdrawn_nobody_else_opens_anything_and_she_reads_her_log(trial: Cast) -> None:
    consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    assert _no_entry(trial, trial.nora_card)
    assert [row.card for row in worklists.list_women(trial.ingrid, ctx=trial.ctx)] == [trial.kari_card]
    with pytest.raises(Refused):
        _opened(trial, trial.nora)
    opening = cards.open_own_card(trial.nora, ctx=trial.ctx).card.opening.now
    assert (opening.status, opening.active) == (Status.WITHDRAWN, False)
    events = {line.event for line in cards.read_own_log(trial.nora, ctx=trial.ctx)}
    assert {Event.CONSENT, Event.ERASED} <= events
    said = her_access.read_access(trial.nora, ctx=trial.ctx).agreed
    assert (said.said, said.open) == (Said.WITHDRAWN, False)


def test_who_consents_again_can_have_a_new_card_and_nothing_comes_back(trial: Cast) -> None:
    consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    consents.give_consent(trial.nora, ctx=trial.ctx)
    made.begin_care(trial.ctx.at(made.MOMENT + 1), trial.nora, trial.ingrid)
    later = replace(trial, ctx=trial.ctx.at(made.MOMENT + 2))
    fresh = _opened(later, trial.nora)
    assert fresh != trial.nora_card
    assert len(about_card(trial.ctx, trial.nora_card)["body"]) == 2


def test_withdrawn_twice_it_is_withdrawn_once(trial: Cast) -> None:
    consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    before = about_card(trial.ctx, trial.nora_card)["entry"]
    assert consents.withdraw_consent(trial.nora, ctx=trial.ctx) == 0
    assert about_card(trial.ctx, trial.nora_card)["entry"] == before
    assert breaks(trial.ctx) == []


def test_reserved_under_a_regulation_nothing_is_erased_and_nobody_reads(cast: Cast) -> None:
    before = about_card(cast.ctx, cast.nora_card)
    assert consents.withdraw_consent(cast.nora, ctx=cast.ctx) == 0
    after = about_card(cast.ctx, cast.nora_card)
    assert (after["entry"], after["body"]) == (before["entry"], before["body"])
    assert _no_entry(cast, cast.nora_card)
    with pytest.raises(Refused):
        cards.find_woman(cast.ingrid, ctx=cast.ctx, number=made.number_of(4))
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).card.pregnant
    consents.give_consent(cast.nora, ctx=cast.ctx)
    assert not _no_entry(cast, cast.nora_card)


def test_reserved_no_new_card_is_opened_for_her(cast: Cast) -> None:
    silje = _silje(cast)
    consents.withdraw_consent(silje, ctx=cast.ctx)
    with pytest.raises(Refused):
        _opened(cast, silje)
    with pytest.raises(Refused):
        consents.record_consent(cast.ingrid, ctx=cast.ctx, woman=silje.party)


@pytest.mark.parametrize("later", LegalBasis)
def test_one_who_is_reserved_is_refused_whatever_holds_later_and_whatever_is_closed(
    cast: Cast, later: LegalBasis
) -> None:
    """What she said is asked, not only the row that closes her cards."""
    silje = _silje(cast)
    consents.withdraw_consent(silje, ctx=cast.ctx)
    now = replace(cast, ctx=replace(cast.ctx, legal_basis=later))
    with now.ctx.database.transaction() as tx:
        for each in stored_blocks.standing(tx, silje.party):
            stored_blocks.end(tx, silje.party, each.block, made.MOMENT, silje.party, 0)
    before = content(now.ctx)
    with pytest.raises(Refused):
        _opened(now, silje)
    assert content(now.ctx) == before
    assert refusals(now.ctx)[-1].rule == "reserved"


def test_one_who_took_back_that_she_was_reserved_is_asked_when_the_service_is_on_trial(cast: Cast) -> None:
    silje = _silje(cast)
    consents.withdraw_consent(silje, ctx=cast.ctx)
    consents.give_consent(silje, ctx=cast.ctx)
    assert _opened(cast, silje)
    trial = replace(cast, ctx=replace(cast.ctx, legal_basis=LegalBasis.TRIAL))
    mari = made.make_woman(cast.ctx, "Mari Aas", 7)
    made.begin_care(cast.ctx, mari, cast.ingrid)
    consents.withdraw_consent(mari, ctx=cast.ctx)
    consents.give_consent(mari, ctx=cast.ctx)
    with pytest.raises(Rejected) as told:
        _opened(trial, mari)
    assert [each.code for each in told.value.problems] == ["no-consent"]


def test_what_is_closed_to_one_stays_closed_when_she_opens_to_all(cast: Cast) -> None:

    blocks.block_access(cast.nora, ctx=cast.ctx, whom=cast.ingrid.party)
    consents.withdraw_consent(cast.nora, ctx=cast.ctx)
    consents.give_consent(cast.nora, ctx=cast.ctx)
    assert _no_entry(cast, cast.nora_card)


def test_said_as_one_party_it_holds_for_all_that_she_is(trial: Cast) -> None:
    second = made.make_woman(trial.ctx, "Nora H. Sletten", 5)
    registry.join_women(JOB, ctx=trial.ctx, woman=second.party, into=trial.nora.party)
    consents.withdraw_consent(second, ctx=trial.ctx)
    assert _no_entry(trial, trial.nora_card)
    assert len(about_card(trial.ctx, trial.nora_card)["body"]) == 2
    assert her_access.read_access(trial.nora, ctx=trial.ctx).agreed.said is Said.WITHDRAWN


def test_an_erased_card_gives_no_file(trial: Cast) -> None:
    _filled(trial)
    files = [trail.origin for trail in made.read(trial, trial.nora_card).attachments]
    consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    named = made.hers(trial, files[0])
    with pytest.raises(Gone):
        attachments.open_file(trial.nora, ctx=trial.ctx, card=trial.nora_card, origin=named)


def test_each_erased_entry_has_its_line(trial: Cast) -> None:
    erased = consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    (line,) = [line for line in audit(trial.ctx) if line.event is Event.ERASED]
    assert len(line.entries) == erased


def test_each_door_that_opens_a_card_says_what_is_missing(trial: Cast) -> None:
    silje = _silje(trial)
    before = content(trial.ctx)
    with pytest.raises(Fault) as national:
        national_writing.open_national_record(
            trial.ingrid,
            ctx=trial.ctx,
            number=parse_national_number(made.number_of(6), allow_synthetic=True),
        )
    assert national.value.code is Code.NO_CONSENT
    with pytest.raises(NotAccepted) as fhir:
        resource_writing.create_episode(
            trial.ingrid,
            ctx=trial.ctx,
            sent=strict_json.own(sent_bytes(episode(trial, silje.party))),
            woman=silje.party,
            key="one",
        )
    assert [issue.code for issue in fhir.value.issues] == ["suppressed"]
    assert content(trial.ctx) == before


def test_an_answer_of_one_who_is_reserved_waits_with_who_asked_for_it(cast: Cast) -> None:
    consents.withdraw_consent(cast.nora, ctx=cast.ctx)
    before = about_card(cast.ctx, cast.nora_card)["entry"]
    answers.receive(cast.ctx, *answers.sent(answers.answer(answers.NORA, answers.haemoglobin("12.0"))))
    assert about_card(cast.ctx, cast.nora_card)["entry"] == before
    assert answers.states(cast.ctx) == [("waiting", "no-pregnancy")]
    assert len(inbox.list_inbox(cast.amir, ctx=cast.ctx)) == 1


def test_what_a_laboratory_said_is_erased_with_the_card_and_does_not_come_back(trial: Cast) -> None:
    name = samples.uuid_of("one")
    first, again = answers.sent(
        answers.answer(answers.NORA, answers.haemoglobin("12.0"), answers.thyroxine(), report_id=name),
        answers.answer(
            answers.NORA,
            answers.haemoglobin("11.0", Kind.CHANGED),
            report_id=name,
            minutes=60,
            kind=Kind.CHANGED,
        ),
    )
    answers.receive(trial.ctx, first)
    assert "haemoglobin" in answers.results(trial, trial.nora_card)
    consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    with trial.ctx.database.transaction() as tx:
        assert tx.rows("SELECT state, person FROM inbox") == [("erased", "")]
        assert tx.row("SELECT count(*) FROM lab_outside") == (0,)
        assert tx.row("SELECT count(*) FROM task WHERE closed IS NULL") == (0,)
    before = about_card(trial.ctx, trial.nora_card)["entry"]
    answers.receive(trial.ctx, again)
    assert about_card(trial.ctx, trial.nora_card)["entry"] == before
    assert breaks(trial.ctx) == []


def test_she_writes_nothing_either_on_a_card_that_was_erased(trial: Cast) -> None:
    consents.withdraw_consent(trial.nora, ctx=trial.ctx)
    before = about_card(trial.ctx, trial.nora_card)["entry"]
    said = [made.finding("allergies", value=False)]
    with pytest.raises(CardErased):
        rows.answer_own(
            trial.nora, ctx=trial.ctx, card=trial.nora_card, findings=said, rows=[], key=made.new_key()
        )
    assert about_card(trial.ctx, trial.nora_card)["entry"] == before
