"""The list of referrals of a unit: what it was asked, what it has asked for, and what was answered lately."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.referrals import ListedReferral, list_referrals
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.entries import ReferralKind, Step
from helsekort.record.referral_table import ReferralTable
from helsekort.record.referring import UNANSWERED
from helsekort.web.clinician import referral_words, wording
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts


class Row(Struct):
    """One referral in the list. `path` is empty where it cannot be opened any more."""

    path: str
    name: str
    what: str
    other: str
    urgency: str
    urgent: bool
    status: str
    when: str


class Lists(Struct):
    """Three lists, what waits longest first; of those answered the newest."""

    incoming: list[Row]
    outgoing: list[Row]
    answered: list[Row]


def list_page(request: Request, ctx: Context, session: Session) -> Response:
    """Referrals to and from the unit."""
    texts = texts_of(request)
    lists = sorted_out(list_referrals(session.actor, ctx=ctx), texts, ctx)
    return show(
        request,
        "clinician/referrals.jinja",
        lists=lists,
        unit=session.unit,
        answered_now="svart" in request.query_params,
        days=ctx.referrals.answered.days,
    )


def sorted_out(found: list[ListedReferral], texts: Texts, ctx: Context) -> Lists:
    """Those that wait for this unit, those of its own that are under way, and those that are answered."""
    waits = [one for one in found if one.row.step in UNANSWERED]
    answered = [one for one in found if one.row.step and one.row.step not in UNANSWERED]
    drafts = [one for one in found if not one.row.step]
    urgent = sorted(
        (one for one in waits if one.mine), key=lambda one: _urgency(ctx.referrals, one.row.urgency)
    )
    own = [one for one in waits if not one.mine]
    own.sort(key=lambda one: one.row.step != Step.ASKED)
    return Lists(
        [_row(texts, ctx, one) for one in urgent],
        [_row(texts, ctx, one) for one in [*own, *drafts]],
        [_row(texts, ctx, one) for one in reversed(answered)],
    )


def _urgency(table: ReferralTable, code: str) -> int:
    """The most urgent first: the table has them from the least."""
    return -list(table.urgency).index(code) if code in table.urgency else 0


def _row(texts: Texts, ctx: Context, one: ListedReferral) -> Row:
    _ = texts.translate
    row = one.row
    opens = one.in_care or row.step in UNANSWERED
    urgency = ctx.referrals.urgency.get(row.urgency)
    kind = ReferralKind(row.kind)
    whats = {
        ReferralKind.BIRTH_PLACE: _("Søknad om fødeplass"),
        ReferralKind.HANDOVER: _("Overføring"),
        ReferralKind.REFERRAL: _("Henvisning"),
    }
    return Row(
        path=f"/klinikk/kort/{ids.to_text(row.card)}/henvisning/{row.origin}" if opens else "",
        name=one.name,
        what=whats[kind],
        other=f"{one.sender}, {one.from_name}" if one.mine else one.to_name,
        urgency=_(urgency.label) if urgency else row.urgency,
        urgent=row.urgency != next(iter(ctx.referrals.urgency)),
        status=_("Mottakeren ser den ikke lenger. Snakk med henne.")
        if one.unseen
        else referral_words.step_name(texts, Step(row.step) if row.step else None, kind),
        when=wording.stamp(texts, row.sent or row.changed, ctx.today()),
    )


def waiting(found: list[ListedReferral], party: int) -> tuple[int, int]:
    """(how many wait for the unit's answer, how many of this person's own wait for theirs)."""
    incoming = sum(one.mine and one.row.step in UNANSWERED for one in found)
    asked = sum(not one.mine and one.row.step == Step.ASKED and one.row.sender == party for one in found)
    return incoming, asked
