"""One example of each action about referrals; tests/actions/every_action.py takes them in."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import homecomings, owed_tasks, referrals, referred
from helsekort.record.entries import Referral, ReferralKind, Step
from tests import cast as made
from tests.cast import JOB, Cast

Arguments = dict[str, Any]
P = Permission


def referral(cast: Cast, **changes: Any) -> Referral:  # noqa: ANN401  # any of its elements
    """A referral to Nordlia, where Lars works."""
    plain = Referral(
        ReferralKind.REFERRAL,
        cast.lars.organisation,
        "BLOOD_PRESSURE",
        "urgent",
        "Ber om vurdering.",
        cast.ctx.referrals.usual(ReferralKind.REFERRAL),
    )
    return replace(plain, **changes)


def drafted(cast: Cast, **changes: Any) -> int:  # noqa: ANN401  # any of its elements
    """Ingrid writes one on Nora's card; its origin."""
    return referrals.draft_referral(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        referral=referral(cast, **changes),
        key=made.new_key(),
    )


def base(cast: Cast, origin: int) -> int:
    """The version that the next step must have read."""
    line = made.read(cast, cast.nora_card).referral(origin)
    assert line is not None
    return line.last_seq


def at(cast: Cast, origin: int, **more: Any) -> Arguments:  # noqa: ANN401  # of any action
    return {"card": cast.nora_card, "origin": origin, "base_seq": base(cast, origin), **more}


def sent(cast: Cast, **changes: Any) -> int:  # noqa: ANN401  # any of its elements
    """Ingrid sends one with all that stands on the card; its origin."""
    origin = drafted(cast, **changes)
    up_to = made.read(cast, cast.nora_card).last_seq
    referrals.send_referral(cast.ingrid, ctx=cast.ctx, **at(cast, origin, up_to=up_to))
    return origin


def answer(cast: Cast, origin: int, step: Step, words: str = "", by: Actor | None = None) -> None:
    """Lars, or another, takes a step."""
    given = at(cast, origin, step=step, words=words)
    referred.answer_referral(by or cast.lars, ctx=cast.ctx, **given)


def asked(cast: Cast) -> int:
    """Ingrid has sent one, and Lars wants to know more."""
    origin = sent(cast)
    answer(cast, origin, Step.ASKED, "Hva var trykket i går?")
    return origin


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _lars(cast: Cast) -> Actor:
    return cast.lars


def _no_relation(cast: Cast) -> list[Actor]:
    elsewhere = replace(cast.ingrid, organisation=cast.lars.organisation)
    return [cast.lars, elsewhere, cast.nora, cast.kari, JOB, NOBODY]


def _not_asked(cast: Cast) -> list[Actor]:
    """Also those who care for her: only who was asked answers."""
    return [cast.ingrid, cast.amir, cast.nora, cast.kari, JOB, NOBODY]


def _no_clinician(cast: Cast) -> list[Actor]:
    return [cast.nora, JOB, NOBODY]


def _nobody_there(cast: Cast) -> list[Actor]:
    return [*_no_clinician(cast), cast.kari, replace(cast.lars, organisation=1)]


def _new(cast: Cast) -> Arguments:
    return {"card": cast.nora_card, "referral": referral(cast), "key": "one"}


def _ready(cast: Cast) -> Arguments:
    given = at(cast, drafted(cast))
    return given | {"up_to": given["base_seq"]}


def examples() -> Iterator[tuple[Any, ...]]:
    """(action, permission, needs, may, may_not)."""
    for_her = lambda cast: {"card": cast.nora_card}  # noqa: E731  # one of a row of such
    change = lambda cast: at(cast, drafted(cast), referral=referral(cast, words="Haster."))  # noqa: E731
    reply = lambda cast: at(cast, asked(cast), words="150/95.")  # noqa: E731
    taken = lambda cast: at(cast, sent(cast), words="Hun er innlagt.")  # noqa: E731
    opened = lambda cast: {"card": cast.nora_card, "origin": sent(cast)}  # noqa: E731
    accepted = lambda cast: at(cast, sent(cast), step=Step.ACCEPTED)  # noqa: E731
    yield referrals.where_to_refer, P.WHERE_TO_REFER, for_her, _ingrid, _no_relation
    yield referrals.draft_referral, P.DRAFT_REFERRAL, _new, _ingrid, _no_relation
    yield referrals.change_referral, P.DRAFT_REFERRAL, change, _ingrid, _no_relation
    yield referrals.send_referral, P.SEND_REFERRAL, _ready, _ingrid, _no_relation
    yield referrals.reply_to_question, P.REPLY_TO_QUESTION, reply, _ingrid, _nobody_there
    yield referrals.take_back_referral, P.TAKE_BACK_REFERRAL, taken, _ingrid, _no_relation
    yield referrals.list_referrals, P.LIST_REFERRALS, lambda cast: {}, _ingrid, _no_clinician
    yield owed_tasks.list_tasks, P.LIST_TASKS, lambda cast: {}, _ingrid, _no_clinician
    yield homecomings.list_homecomings, P.LIST_HOMECOMINGS, lambda cast: {}, _ingrid, _no_clinician
    yield referred.open_referral, P.OPEN_REFERRAL, opened, _lars, _nobody_there
    yield referred.answer_referral, P.ANSWER_REFERRAL, accepted, _lars, _not_asked
