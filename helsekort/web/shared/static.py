"""Style sheets, fonts and the icon, from our own host alone. What has `?v=` in its address never changes."""

import hashlib
from functools import cache
from os import PathLike, stat_result
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from helsekort.web.shared.headers import EVERYWHERE

_FOLDER = Path(__file__).parent.parent / "static"


@cache
def asset(name: str) -> str:
    """`/static/app.css?v=…`, where v is the content's hash, so that browsers may keep it for good.

    A file that was not fetched gets its bare address: a page without its look is better than none.
    """
    file = _FOLDER / name
    if not file.exists():
        return f"/static/{name}"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


class OwnFiles(StaticFiles):
    """Files with the headers every answer of ours has."""

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, kept for good where the address carries its hash, else asked for again each time."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(EVERYWHERE)
        lasting = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response


# The folder holds fetched files too; where they are missing, pages must still be served.
routes = [Mount("/static", OwnFiles(directory=_FOLDER, check_dir=False), name="static")]
