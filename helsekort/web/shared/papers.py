"""The page that offers her confirmations, and the address that gives one as PDF; for her and for who hands it out."""

import datetime as dt
from collections.abc import Callable

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.opened import Opened
from helsekort.actions.papers import Confirmed, Paper
from helsekort.record.attendance import attended
from helsekort.record.entries import ContactKind
from helsekort.record.ids import UnreadableId, origin_of_text, origin_text
from helsekort.web.shared.printing.answering import Unprinted
from helsekort.web.shared.printing.confirmation import document
from helsekort.web.shared.rendering import texts_of

PAPERS = {"termin": Paper.DUE_DATE, "oppmote": Paper.ATTENDANCE}
"""As an address names them."""
FILE = "bekreftelse.pdf"
Confirm = Callable[[Paper, int | None], Confirmed]


class Came(Struct, frozen=True):
    """A meeting that can be confirmed, by the name that its address has."""

    name: str
    on: dt.date
    at: dt.time | None
    check_up: bool


class Offered(Struct, frozen=True):
    """What there is to confirm. `due` is None where no due date is in force, or the pregnancy is over.

    `expecting`: the pregnancy goes on; after it no due date is spoken of.
    """

    due: dt.date | None
    came: list[Came]
    expecting: bool = True


def offered(opened: Opened) -> Offered:
    """The due date in force and every meeting she came to."""
    card, covers = opened.card, opened.covers
    due = card.due.edd if card.pregnant and card.due else None
    came = [
        Came(
            origin_text(covers.of(one.origin) if covers else one.origin),
            one.now.on,
            one.now.at,
            one.now.kind is ContactKind.CHECK_UP,
        )
        for one in attended(card, opened.today)
    ]
    return Offered(due, came, expecting=card.pregnant)


def asked_paper(request: Request, confirm: Confirm, now: int) -> Response | None:
    """The PDF that the address asks for; None where it asks for none."""
    paper = PAPERS.get(request.query_params.get("papir", ""))
    if paper is None:
        return None
    try:
        met = origin_of_text(request.query_params.get("mote", ""))
    except UnreadableId:
        met = None
    confirmed = confirm(paper, met)
    names_it = request.query_params.get("kontroll") == "ja"
    return Unprinted(document(confirmed, texts_of(request), now, says_check_up=names_it), FILE)
