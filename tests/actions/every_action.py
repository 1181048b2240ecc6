"""One example of each action: what it needs, who may do it and who may not."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import (
    cards,
    contacts,
    documents,
    drafts,
    due_dates,
    launches,
    loading,
    notifying,
    papers,
    printing,
    registry,
    rows,
    sessions,
    taking_over,
    worklists,
)
from helsekort.actions.context import Context
from helsekort.record.entries import Cell, DueDate, Fetus, Row
from helsekort.record.parties import Woman
from helsekort.store.parties import PersonaRow
from tests import cast as made
from tests.actions import (
    card_files,
    every_access_action,
    every_emergency_action,
    every_ending_action,
    every_epicrisis_action,
    every_file_action,
    every_form_action,
    every_inbox_action,
    every_log_action,
    every_login_action,
    every_national_action,
    every_private_action,
    every_referral_action,
    every_resource_action,
    every_token_action,
)
from tests.cast import JOB, TODAY, Cast

Arguments = dict[str, Any]


class Example(Struct, frozen=True):
    """`needs` makes what must be there first and gives the keyword arguments; `may_not` are all refused."""

    action: Callable[..., object]
    permission: Permission
    needs: Callable[[Cast], Arguments]
    may: Callable[[Cast], Actor]
    may_not: Callable[[Cast], list[Actor]]
    refused_in: Callable[[Context], Context] = lambda ctx: ctx
    allowed_in: Callable[[Context], Context] = lambda ctx: ctx


def _recorded(cast: Cast) -> Arguments:
    origin = made.record(cast, cast.nora_card)
    line = made.read(cast, cast.nora_card).contact(origin)
    assert line is not None
    return {"card": cast.nora_card, "origin": origin, "base_seq": line.last_seq, "reason": "Tastefeil"}


def _proposed(cast: Cast) -> Arguments:
    due = DueDate(made.EDD, cast.ctx.terms.norwegian_length, "US_EARLY", TODAY, TODAY)
    origin = due_dates.propose_due_date(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, due=due, key=made.new_key()
    )
    return {"card": cast.nora_card, "origin": origin, "base_version": 1, "why": "Ny ultralyd", "looked": True}


def _to_take_back(cast: Cast) -> Arguments:
    proposed = _proposed(cast)
    return {**{key: proposed[key] for key in ("card", "origin", "base_version")}, "reason": "Feil dato"}


def _second(cast: Cast) -> int:
    return made.make_woman(cast.ctx, "Nora H. Sletten", 5).party


def _joined(cast: Cast) -> Arguments:
    second = _second(cast)
    registry.join_women(JOB, ctx=cast.ctx, woman=second, into=cast.nora.party)
    return {"woman": second}


def _persona(cast: Cast) -> Arguments:
    row = PersonaRow("ingrid", 1, "clinician", cast.ingrid.party, cast.ingrid.organisation, "JO", "Jordmor")
    return {"persona": row}


def _registered_persona(cast: Cast) -> Arguments:
    registry.register_persona(JOB, ctx=cast.ctx, **_persona(cast))
    return {"persona": "ingrid"}


def _token(cast: Cast) -> Arguments:
    return {"token": sessions.enter_as_persona(NOBODY, ctx=cast.ctx, **_registered_persona(cast))}


def _typed(cast: Cast) -> Arguments:
    return {"card": cast.nora_card, "path": "contacts/new", "fields": [("weight", "70")]}


def _draft(cast: Cast) -> Arguments:
    return {"draft": drafts.keep_draft(cast.ingrid, ctx=cast.ctx, **_typed(cast))}


def _due(cast: Cast) -> DueDate:
    length = cast.ctx.terms.norwegian_length
    return DueDate(made.EDD + dt.timedelta(days=2), length, "US_EARLY", TODAY, TODAY)


def _allergy(substance: str = "Penicillin") -> Row:
    return Row("allergy", TODAY, (Cell("substance", substance),))


def _row(cast: Cast) -> int:
    """An allergy on Nora's card; its origin."""
    card = cast.nora_card
    written = rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=card, findings=[], rows=[_allergy()], key=made.new_key()
    )
    return written[0]


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _her_own(cast: Cast) -> Actor:
    return cast.nora


def _job(cast: Cast) -> Actor:
    return JOB


def _no_relation(cast: Cast) -> list[Actor]:
    elsewhere = replace(cast.ingrid, organisation=cast.lars.organisation)
    return [cast.lars, elsewhere, cast.nora, cast.kari, JOB, NOBODY]


def _not_the_typist(cast: Cast) -> list[Actor]:
    return [cast.amir, cast.lars, cast.nora, JOB, NOBODY]


def _no_woman(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, JOB, NOBODY]


def _no_job(cast: Cast) -> list[Actor]:
    return [cast.ingrid, cast.lars, cast.nora, replace(JOB, job=""), NOBODY]


def _no_clinician(cast: Cast) -> list[Actor]:
    return [cast.nora, JOB, NOBODY]


def _not_of_the_card(cast: Cast) -> list[Actor]:
    """She herself may, for her own form."""
    return [cast.kari, JOB, NOBODY]


def _none(cast: Cast) -> list[Actor]:
    return []


def _nora(cast: Cast, **more: object) -> Arguments:
    return {"card": cast.nora_card, **more}


P = Permission
EXAMPLES = {
    example.action.__name__: example
    for example in (
        Example(cards.open_card, P.OPEN_CARD, _nora, _ingrid, _no_relation),
        Example(
            cards.find_woman,
            P.FIND_WOMAN,
            lambda cast: {"number": made.number_of(4)},
            _ingrid,
            _no_relation,
        ),
        Example(
            launches.ask_launch,
            P.ASK_LAUNCH,
            lambda cast: {"number": made.number_of(4)},
            _ingrid,
            _no_relation,
        ),
        Example(
            launches.follow_launch,
            P.FOLLOW_LAUNCH,
            lambda cast: {"launch": launches.ask_launch(cast.ingrid, ctx=cast.ctx, number=made.number_of(4))},
            _ingrid,
            lambda cast: [cast.amir, cast.lars, cast.nora, JOB, replace(cast.ingrid, organisation=1)],
        ),
        Example(taking_over.read_lacking, P.READ_LACKING, _nora, _ingrid, _no_relation),
        Example(
            taking_over.mark_taken, P.MARK_TAKEN, lambda cast: _nora(cast, up_to=2), _ingrid, _no_relation
        ),
        Example(worklists.list_women, P.LIST_WOMEN, lambda cast: {}, _ingrid, _no_clinician),
        Example(worklists.list_unit, P.LIST_UNIT, lambda cast: {}, _ingrid, _no_clinician),
        Example(cards.open_own_card, P.OPEN_OWN_CARD, lambda cast: {}, _her_own, _no_woman),
        Example(
            printing.print_card,
            P.PRINT_CARD,
            lambda cast: _nora(cast, edition=printing.Edition.ARCHIVE),
            _ingrid,
            _no_relation,
        ),
        Example(printing.print_own_card, P.PRINT_OWN_CARD, lambda cast: {}, _her_own, _no_woman),
        Example(notifying.preview_notification, P.PREVIEW_NOTIFICATION, _nora, _ingrid, _no_relation),
        Example(
            documents.read_notification,
            P.PREVIEW_NOTIFICATION,
            lambda cast: _nora(cast, door=""),
            _ingrid,
            _no_relation,
        ),
        Example(
            papers.hand_out_paper,
            P.PRINT_CARD,
            lambda cast: _nora(cast, paper=papers.Paper.DUE_DATE),
            _ingrid,
            _no_relation,
        ),
        Example(
            papers.take_own_paper,
            P.PRINT_OWN_CARD,
            lambda cast: {"paper": papers.Paper.DUE_DATE},
            _her_own,
            _no_woman,
        ),
        Example(cards.read_own_log, P.READ_OWN_LOG, lambda cast: {}, _her_own, _no_woman),
        Example(
            contacts.record_contact,
            P.RECORD_CONTACT,
            lambda cast: _nora(cast, contact=made.check_up(), findings=[made.pressure()], key="one"),
            _ingrid,
            _no_relation,
        ),
        Example(
            contacts.correct_contact,
            P.CORRECT_CONTACT,
            lambda cast: {
                **_recorded(cast),
                "contact": made.check_up(),
                "findings": [contacts.Corrected(made.pressure(118))],
            },
            _ingrid,
            _no_relation,
        ),
        Example(contacts.withdraw_contact, P.CORRECT_CONTACT, _recorded, _ingrid, _no_relation),
        Example(
            contacts.move_contact,
            P.MOVE_CONTACT,
            lambda cast: {**_recorded(cast), "to_number": None},
            _ingrid,
            _no_relation,
        ),
        Example(
            contacts.state_facts,
            P.STATE_FACTS,
            lambda cast: _nora(cast, findings=[made.finding("allergies", False)], key="one"),
            _ingrid,
            _no_relation,
        ),
        Example(
            rows.write_answers,
            P.WRITE_ANSWERS,
            lambda cast: _nora(cast, findings=[], rows=[_allergy()], key="one"),
            _ingrid,
            _no_relation,
        ),
        Example(
            rows.correct_row,
            P.CORRECT_ROW,
            lambda cast: _nora(
                cast, origin=_row(cast), base_seq=999, row=_allergy("Latex"), reason="Tastefeil"
            ),
            _ingrid,
            _no_relation,
        ),
        Example(
            rows.withdraw_row,
            P.WITHDRAW_ROW,
            lambda cast: _nora(cast, origin=_row(cast), base_seq=999, reason="Tastefeil"),
            _ingrid,
            _no_relation,
        ),
        Example(
            contacts.name_fetus,
            P.NAME_FETUS,
            lambda cast: _nora(cast, fetus=Fetus("B", TODAY), key="one"),
            _ingrid,
            _no_relation,
        ),
        Example(
            due_dates.propose_due_date,
            P.PROPOSE_DUE_DATE,
            lambda cast: _nora(cast, due=_due(cast), key="one"),
            _ingrid,
            _no_relation,
        ),
        Example(due_dates.confirm_due_date, P.CONFIRM_DUE_DATE, _proposed, _ingrid, _no_relation),
        Example(due_dates.withdraw_due_date, P.PROPOSE_DUE_DATE, _to_take_back, _ingrid, _no_relation),
        Example(drafts.keep_draft, P.KEEP_DRAFT, _typed, _ingrid, _not_of_the_card),
        Example(drafts.take_draft, P.TAKE_DRAFT, _draft, _ingrid, _not_the_typist),
        Example(
            registry.register_party,
            P.REGISTER_PARTY,
            lambda cast: {"party": Woman("Silje Aas", None)},
            _job,
            _no_job,
        ),
        Example(registry.register_persona, P.REGISTER_PARTY, _persona, _job, _no_job),
        Example(
            registry.begin_care,
            P.BEGIN_CARE,
            lambda cast: {
                "woman": cast.nora.party,
                "clinician": cast.lars.party,
                "organisation": cast.lars.organisation,
                "basis": "referral",
            },
            _job,
            _no_job,
        ),
        Example(
            registry.join_women,
            P.JOIN_WOMEN,
            lambda cast: {"woman": _second(cast), "into": cast.nora.party},
            _job,
            _no_job,
        ),
        Example(registry.part_women, P.PART_WOMEN, _joined, _job, _no_job),
        Example(
            registry.erase_body, P.ERASE_BODY, lambda cast: _nora(cast, seq=2, basis="§ 25"), _job, _no_job
        ),
        Example(
            loading.load_cards,
            P.LOAD_CARDS,
            lambda cast: {"lines": card_files.file(1), "tell": lambda told: None},
            _job,
            _no_job,
        ),
        Example(
            sessions.enter_as_persona,
            P.ENTER_AS_PERSONA,
            _registered_persona,
            lambda cast: NOBODY,
            lambda cast: [NOBODY, cast.ingrid],
            refused_in=lambda ctx: replace(ctx, demo=False),
        ),
        Example(sessions.recognise, P.RECOGNISE, _token, lambda cast: NOBODY, _none),
        Example(sessions.leave, P.LEAVE, _token, lambda cast: NOBODY, _none),
        *(Example(*each) for each in every_access_action.examples()),
        *(Example(*each) for each in every_resource_action.examples()),
        *(Example(*each) for each in every_national_action.examples()),
        *(Example(*each) for each in every_inbox_action.examples()),
        *(Example(*each) for each in every_emergency_action.examples()),
        *(Example(*each) for each in every_ending_action.examples()),
        *(Example(*each) for each in every_form_action.examples()),
        *(Example(*each) for each in every_file_action.examples()),
        *(Example(*each) for each in every_private_action.examples()),
        *(Example(*each) for each in every_log_action.examples()),
        *(Example(*each) for each in every_referral_action.examples()),
        *(Example(*each) for each in every_epicrisis_action.examples()),
        *(Example(*each) for each in every_login_action.examples()),
        *(Example(*each) for each in every_token_action.examples()),
    )
}
