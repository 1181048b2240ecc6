"""The files of her card, each beside what it belongs to."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions.attachments import open_file
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.record.card import Trail
from helsekort.record.entries import Attachment
from helsekort.record.ids import UnreadableId, origin_of_text, origin_text, to_text
from helsekort.web.shared.door import card_of, page
from helsekort.web.shared.file_words import file_answer, kind_and_size
from helsekort.web.woman.values import Words

NONE = 0
"""The name of no file: what cannot be read as one is answered as one that is not there."""


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
            _path(words, trail) if trail.stands else "",
        )
        for trail in card.files_of(origin)
    ]


def _path(words: Words, trail: Trail[Attachment]) -> str:
    """Where it is: under a name from which nobody can count what else there is."""
    card, covers = to_text(words.opened.card.card), words.opened.covers
    assert covers is not None  # noqa: S101  # hers have them; tells the type checker
    return f"/min/vedlegg/{card}/{origin_text(covers.of(trail.origin))}"


def file_page(request: Request, ctx: Context, session: Session) -> Response:
    """The file itself."""
    try:
        named = origin_of_text(request.path_params["origin"])
    except UnreadableId:
        named = NONE
    return file_answer(open_file(session.actor, ctx=ctx, card=card_of(request), origin=named))


routes = [Route("/min/vedlegg/{card}/{origin}", page(file_page, "woman"))]
