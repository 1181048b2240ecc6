"""How a page takes a form with a file: who asks is known before the file is read, and the file is made anew."""

from msgspec import Struct
from starlette.requests import Request

from helsekort.actions.attachments import count_upload
from helsekort.actions.context import Context
from helsekort.web.shared.door import recognised
from helsekort.web.shared.posted import Form
from helsekort.web.shared.uploads.cleaning import Cleaner, NotTakenError, WhyNotTaken
from helsekort.web.shared.uploads.reading import read_sent


class Upload(Struct, frozen=True):
    """The file of a posted form as it may be kept, or why it may not."""

    data: bytes = b""
    why: WhyNotTaken | None = WhyNotTaken.MISSING


async def read_with_file(request: Request) -> Form:
    """The fields of a posted form; its file is then there by `uploaded`. Of one who is not logged in none is read."""
    ctx: Context = request.app.state.ctx
    known = await request.app.state.run(_may_send, request, ctx)
    sent = await read_sent(request, ctx.file_bytes if known else 0)
    if sent.too_big:
        request.state.upload = Upload(why=WhyNotTaken.TOO_BIG)
    else:
        request.state.upload = await _made_anew(request, sent.data, ctx.file_bytes)
    return sent.form


async def _made_anew(request: Request, data: bytes, most: int) -> Upload:
    try:
        return Upload(await _cleaner(request).made_anew(data, most), None)
    except NotTakenError as fault:
        return Upload(why=fault.why)


def _may_send(request: Request, ctx: Context) -> bool:
    """Whether who asks is logged in; TooMany where they have sent as many files as they may for now."""
    session = recognised(request, ctx)
    if session is None or not session.live:
        return False
    count_upload(session.actor, ctx=ctx)
    return True


def uploaded(request: Request) -> Upload:
    """What came with the form of this request."""
    found: Upload = getattr(request.state, "upload", Upload())
    return found


def _cleaner(request: Request) -> Cleaner:
    """One for the whole server, made when first asked for."""
    state = request.app.state
    if getattr(state, "cleaner", None) is None:
        state.cleaner = Cleaner()
    cleaner: Cleaner = state.cleaner
    return cleaner
