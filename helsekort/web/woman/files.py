"""The files of her card, each beside what it belongs to."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions.attachments import open_file
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.record.ids import to_text
from helsekort.web.shared.door import card_of, origin_of, page
from helsekort.web.shared.file_words import file_answer, kind_and_size
from helsekort.web.woman.values import Words


class File(Struct, frozen=True):
    """One file. `path` is empty for one that was withdrawn: it cannot be opened."""

    title: str
    kind: str
    path: str


def files_of(words: Words, origin: int) -> list[File]:
    """The files of one contact or row, in the order they came."""
    card = words.opened.card
    return [
        File(
            trail.now.title,
            kind_and_size(words.texts, trail.now),
            f"/min/vedlegg/{to_text(card.card)}/{trail.origin}" if trail.stands else "",
        )
        for trail in card.files_of(origin)
    ]


def file_page(request: Request, ctx: Context, session: Session) -> Response:
    """The file itself."""
    return file_answer(open_file(session.actor, ctx=ctx, card=card_of(request), origin=origin_of(request)))


routes = [Route("/min/vedlegg/{card}/{origin}", page(file_page, "woman"))]
