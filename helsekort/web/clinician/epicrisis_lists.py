"""The list of summaries of a unit: what it was sent and has to read, and what it has sent."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.epicrisis_post import WAITING, ListedEpicrisis, list_epicrises
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.epicrisis import Delivered
from helsekort.web.clinician import epicrisis_words, wording
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts


class Row(Struct, frozen=True):
    """One summary at one unit. `path` is empty where it can be opened no more."""

    path: str
    name: str
    lost: bool
    other: str
    status: str
    when: str


def list_page(request: Request, ctx: Context, session: Session) -> Response:
    """Summaries to and from the unit."""
    texts = texts_of(request)
    found = list_epicrises(session.actor, ctx=ctx)
    return show(
        request,
        "clinician/epicrises.jinja",
        unread=[_row(texts, ctx, one) for one in found if _unread(one)],
        read=[_row(texts, ctx, one) for one in reversed(found) if one.mine and not _unread(one)],
        sent=[_row(texts, ctx, one) for one in reversed(found) if not one.mine],
        unit=session.unit,
        days=ctx.referrals.answered.days,
    )


def _unread(one: ListedEpicrisis) -> bool:
    return one.mine and one.row.step in WAITING


def unread(found: list[ListedEpicrisis]) -> int:
    """How many the unit has still to read."""
    return sum(_unread(one) for one in found)


def _row(texts: Texts, ctx: Context, one: ListedEpicrisis) -> Row:
    row = one.row
    opens = row.step != Delivered.WITHDRAWN
    return Row(
        path=f"/klinikk/kort/{ids.to_text(row.card)}/epikrise/{row.epicrisis}" if opens else "",
        name=one.name,
        lost=one.lost,
        other=f"{one.sender}, {one.from_name}" if one.mine else one.to_name,
        status=epicrisis_words.status(texts, Delivered(row.step)),
        when=wording.stamp(texts, row.changed, ctx.today()),
    )
