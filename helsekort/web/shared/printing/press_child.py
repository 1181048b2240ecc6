"""The child that makes one PDF: HTML on standard input, tagged PDF/UA-1 on standard output. Started by press.py.

It fetches nothing: fonts and style sheet are files of this package, pictures are in the HTML. What no font on this
machine can draw is written as its code point, so that nothing written is lost without a word.
"""

import html
import logging
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

NO_LIBRARY = 3
"""Exit status: WeasyPrint, or a library it draws with, is not there."""

_HERE = Path(__file__).parent
_FONTS = _HERE.parent.parent / "static" / "vendor"
_LOOK = _HERE / "print.css"
_OWN = {
    "card:inter-latin.woff2": _FONTS / "inter-latin.woff2",
    "card:inter-latin-ext.woff2": _FONTS / "inter-latin-ext.woff2",
}
# More than the longest card takes, less than would trouble the machine.
_MEMORY = 2 * 1024**3
_PROCESSOR_SECONDS = 120
# What our own fonts lack, though the card's pages say it, as it is typed on a keyboard.
_TYPED = {"≤": "<=", "≥": ">=", "→": "->", "←": "<-"}
_NOT_DRAWN = re.compile(r"\(U\+([0-9A-F]{4,6})\)")


class _Missing(logging.Handler):
    """Collects the characters that WeasyPrint says no font has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        match = _NOT_DRAWN.search(record.getMessage())
        if match and "notdef" in record.getMessage():
            self.found.add(chr(int(match[1], 16)))


def make(page: str) -> bytes:
    """The PDF of a page."""
    from weasyprint import LOGGER

    missing = _Missing()
    LOGGER.handlers = [missing]
    made = _laid_out(page)
    if missing.found:
        made = _laid_out(spelled(page, missing.found))
    return made


def spelled(page: str, missing: set[str]) -> str:
    """The page with each of these characters as it is typed, or as its code point: `[U+1F642]`."""
    for one in missing:
        page = page.replace(one, html.escape(_TYPED.get(one, f"[U+{ord(one):04X}]")))
    return page


def _laid_out(page: str) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fetch, fonts = _fetcher(), FontConfiguration()
    look = CSS(string=_LOOK.read_text(encoding="utf-8"), url_fetcher=fetch, font_config=fonts)
    made = HTML(string=page, url_fetcher=fetch).write_pdf(
        stylesheets=[look], font_config=fonts, pdf_variant="pdf/ua-1", finisher=_scoped
    )
    assert isinstance(made, bytes)  # noqa: S101  # without a target it gives the bytes; tells the type checker
    return made


def _fetcher() -> "Callable[[str], URLFetcherResponse]":
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    held = URLFetcher(allowed_protocols={"data"})

    def fetch(url: str) -> URLFetcherResponse:
        """Our own files by name, and what an address itself holds; anything else ends the child."""
        if url in _OWN:
            return URLFetcherResponse(url, _OWN[url].read_bytes())
        if url.startswith("data:"):
            return held.fetch(url)
        raise FatalURLFetchingError("a print asked for something that is not in it")

    return fetch


def _scoped(_document: object, pdf: Any) -> None:  # noqa: ANN401  # a pydyf.PDF; WeasyPrint has no types
    """Say of each head of a table whether it is a column's or a row's, which WeasyPrint leaves out."""
    import pydyf

    objects = {one.number: one for one in pdf.objects}
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and one.get("S") == "/TH":
            row = objects[_number(one["P"])]
            part = objects[_number(row["P"])]
            scope = "/Column" if part.get("S") == "/THead" else "/Row"
            one.setdefault("A", pydyf.Dictionary({"O": "/Table"})).update(Scope=scope)


def _number(reference: str | bytes) -> int:
    """`12 0 R` -> 12."""
    text = reference.decode() if isinstance(reference, bytes) else reference
    return int(text.split()[0])


def main() -> int:
    """Exit status 0, NO_LIBRARY, or what an exception gives; with `--look` nothing is made."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    try:
        import weasyprint  # noqa: F401  # whether it and what it draws with can be loaded
    except (ImportError, OSError):
        return NO_LIBRARY
    if "--look" not in sys.argv:
        sys.stdout.buffer.write(make(sys.stdin.buffer.read().decode()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
