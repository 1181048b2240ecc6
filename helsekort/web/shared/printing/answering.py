"""From a page function to a PDF: the action is done and durable first, then a child makes the PDF beside the server."""

from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from helsekort.web.shared import faults
from helsekort.web.shared.door import Endpoint, Kind, Page, page
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.printing.document import Document
from helsekort.web.shared.printing.page import as_html
from helsekort.web.shared.printing.press import NotPrintedError, Press


class Unprinted(Response):
    """What a page function gives where a PDF shall be the answer. `file` is the name it is saved under."""

    def __init__(self, document: Document, file: str = "helsekort.pdf") -> None:
        super().__init__()
        self.page = as_html(document)
        self.file = file


def printed(function: Page, kind: Kind = "clinician") -> Endpoint:
    """The endpoint of a page function that may give an `Unprinted`. No one else waits while the PDF is made."""
    inner = page(function, kind)

    @wraps(inner)
    async def endpoint(request: Request) -> Response:
        answer = await inner(request)
        if not isinstance(answer, Unprinted):
            return answer
        try:
            made = await _press(request).pdf(answer.page)
        except NotPrintedError as fault:
            return faults.not_printed(request, fault.why)
        # no one's name: the file may come to lie in a folder that others see
        disposition = {"Content-Disposition": f'inline; filename="{answer.file}"'}
        return Response(made, media_type="application/pdf", headers={**PERSONAL, **disposition})

    return endpoint


def _press(request: Request) -> Press:
    """One for the whole server, made when first asked for."""
    state = request.app.state
    if getattr(state, "press", None) is None:
        state.press = Press()
    press: Press = state.press
    return press
