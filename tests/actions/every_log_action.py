"""One example of each action about her log and why someone looked; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from typing import Any

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import audit_events, inquiries, sealing, taking_log
from helsekort.actions.cards import open_card
from helsekort.store import audit_lines
from tests.cast import JOB, LAB, TODAY, Cast

Arguments = dict[str, Any]
P = Permission


def looked(cast: Cast) -> Arguments:
    """Amir has opened Nora's card today."""
    open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    return {"person": cast.amir.party, "organisation": cast.amir.organisation, "day": TODAY}


def asked(cast: Cast) -> Arguments:
    """Nora has asked Amir's unit why; where the question stands."""
    inquiries.ask_why(cast.nora, ctx=cast.ctx, **looked(cast))
    (row,) = inquiries.list_inquiries(cast.amir, ctx=cast.ctx)
    return {"card": row.card, "inquiry": row.inquiry}


def _a_line(cast: Cast) -> Arguments:
    with cast.ctx.database.transaction(write=False) as tx:
        line = audit_lines.of_card(tx, cast.nora_card)[0]
    return {"card": cast.nora_card, "at": line.at, "line": line.line, "basis": "§ 25"}


def _nora(cast: Cast) -> Actor:
    return cast.nora


def _amir(cast: Cast) -> Actor:
    return cast.amir


def _no_clinician(cast: Cast) -> list[Actor]:
    return [cast.nora, JOB, NOBODY]


def examples() -> Iterator[tuple[Any, ...]]:
    """Action, permission, needs, may, may_not."""
    yield (
        audit_events.read_own_audit_events,
        P.READ_OWN_LOG,
        lambda cast: {"woman": cast.nora.party},
        _nora,
        lambda cast: [cast.kari, cast.ingrid, JOB, NOBODY],
    )
    yield (
        audit_events.export_audit_events,
        P.EXPORT_AUDIT_EVENTS,
        lambda cast: {"since": 0},
        lambda cast: JOB,
        lambda cast: [cast.nora, cast.ingrid, LAB, NOBODY],
    )
    yield (
        taking_log.take_own_log,
        P.TAKE_OWN_LOG,
        lambda cast: {},
        _nora,
        lambda cast: [cast.ingrid, JOB, NOBODY],
    )
    yield (
        sealing.erase_line,
        P.ERASE_LINE,
        _a_line,
        lambda cast: JOB,
        lambda cast: [cast.nora, cast.ingrid, LAB, NOBODY],
    )
    yield inquiries.ask_why, P.ASK_WHY, looked, _nora, lambda cast: [cast.ingrid, JOB, NOBODY]
    yield inquiries.list_inquiries, P.LIST_INQUIRIES, lambda cast: {}, _amir, _no_clinician
    yield inquiries.count_inquiries, P.LIST_INQUIRIES, lambda cast: {}, _amir, _no_clinician
    yield (
        inquiries.answer_inquiry,
        P.ANSWER_INQUIRY,
        lambda cast: {**asked(cast), "code": "care", "text": ""},
        _amir,
        lambda cast: [cast.lars, cast.ingrid, *_no_clinician(cast)],
    )
