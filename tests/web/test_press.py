"""From a page to a PDF: whole, tagged, every page named and numbered, in time, and with nothing from elsewhere."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pytest

from helsekort.actions.printing import Edition
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing.editions import document
from helsekort.web.shared.printing import press
from helsekort.web.shared.printing.document import Document
from helsekort.web.shared.printing.page import as_html
from helsekort.web.shared.printing.press import NotPrintedError, Press, WhyNotPrinted
from helsekort.web.shared.printing.press_child import make, spelled
from helsekort.web.shared.texts import texts_for
from tests.cast import MOMENT
from tests.web.test_print_complete import strings
from tests.web.written_cards import CATALOGUE, CURVES, TERMS, Log, long_log, opened

Pages = Callable[[bytes], list[str]]
PAGE = "<html lang=nb><title>Kort</title><style>@page { size: A4 }</style><body><p>%s</p></body></html>"


def _page(log: Log, edition: Edition, language: str = "nb") -> str:
    return as_html(_document(log, edition, language))


def _document(log: Log, edition: Edition, language: str) -> Document:
    desk = Desk(opened(log.card()), CATALOGUE, TERMS, CURVES, texts_for(language), 11, "Ingrid Dahl")
    return document(desk, edition, MOMENT)


@pytest.fixture(scope="module")
def long_pdf(pango: None) -> bytes:
    """The archive edition of a card with twins, 20 check-ups, long notes and 400 entries."""
    return make(_page(long_log(), Edition.ARCHIVE))


def test_a_long_card_is_printed_whole_on_pages_that_are_named_and_numbered(
    long_pdf: bytes, pages_of: Pages
) -> None:
    pages = pages_of(long_pdf)
    for number, page in enumerate(pages, start=1):
        assert "Nora Haugen Sletten, født 04.05.1990" in page
        assert f"Side {number} av {len(pages)}" in page
        assert "Skrevet ut 10.03.2026 kl. 10.00 av Ingrid Dahl." in page
        assert f"Versjon {len(long_log().entries)}" in page
    said = _letters(" ".join(pages))
    whole = _document(long_log(), Edition.ARCHIVE, "nb")
    assert [
        text
        for text in strings([one for one in whole.sections if not one.empty])
        if _letters(text) not in said and len(text) < 60
    ] == []
    assert said.count(_letters("Hun har det bra hjemme, men sover dårlig")) == 4 * 30


def _letters(text: str) -> str:
    """A text without what a line's end may have put into it or taken out."""
    return "".join(one for one in text if one.isalnum())


def test_a_table_says_its_heads_on_every_page_and_no_heading_is_left_behind(
    long_pdf: bytes, pages_of: Pages
) -> None:
    pages = pages_of(long_pdf)
    with_check_ups = [page for page in pages if "Holdt av Ingrid Dahl" in page]
    assert len(with_check_ups) > 1
    assert all("Blodtrykk" in page.split("Holdt av")[0] for page in with_check_ups)
    titles = {section.title for section in _document(long_log(), Edition.ARCHIVE, "nb").sections}
    for page in pages:
        body = [line for line in page.split("\n") if line and not line.startswith(("Skrevet ut", "Versjon"))]
        assert body[-1] not in titles


@pytest.mark.parametrize("edition", Edition)
def test_each_edition_is_tagged_as_pdf_ua_asks(edition: Edition, pango: None, tmp_path: Path) -> None:
    made = tmp_path / "card.pdf"
    made.write_bytes(make(_page(long_log(check_ups=3, entries=120), edition)))
    report = pdfua.validate(str(made))
    assert [str(one) for one in report.findings] == []


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "Kontroller"), ("nn", "Kontrollar"), ("en", "Check-ups")]
)
def test_a_pdf_says_its_language(language: str, word: str, pages_of: Pages) -> None:
    made = make(_page(long_log(check_ups=1, entries=60), Edition.SHARING, language))
    assert word in " ".join(pages_of(made))
    with pikepdf.open(BytesIO(made)) as pdf:
        assert str(pdf.Root.Lang) == language


def test_what_no_font_can_draw_is_spelled_and_not_lost(pages_of: Pages) -> None:
    unassigned = "\U0001fbff\u0378"
    said = " ".join(pages_of(make(PAGE % f"Hun skrev {unassigned} her")))
    assert "[U+0378]" in said
    assert spelled("<b>a\u0378b ≤ 3</b>", {"\u0378", "≤"}) == "<b>a[U+0378]b &lt;= 3</b>"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "card:../../settings.py"]
)
def test_a_print_fetches_nothing(address: str, pango: None) -> None:
    with pytest.raises(NotPrintedError) as failed:
        asyncio.run(Press().pdf(PAGE % f'<img src="{address}" alt="">'))
    assert failed.value.why is WhyNotPrinted.FAILED


def test_a_print_that_takes_too_long_is_given_up_and_its_child_is_ended(pango: None) -> None:
    with pytest.raises(NotPrintedError) as failed:
        asyncio.run(Press(seconds=0.2).pdf(_page(long_log(), Edition.ARCHIVE)))
    assert failed.value.why is WhyNotPrinted.SLOW
    children = ["ps", "-o", "args=", "--ppid", str(os.getpid())]
    running = subprocess.run(children, capture_output=True, text=True, check=False).stdout
    assert "press_child" not in running


def test_others_are_served_while_a_pdf_is_made(pango: None) -> None:
    async def both() -> int:
        made = asyncio.create_task(Press().pdf(_page(long_log(check_ups=2, entries=60), Edition.ARCHIVE)))
        turns = 0
        while not made.done():
            await asyncio.sleep(0.001)
            turns += 1
        assert (await made).startswith(b"%PDF-")
        return turns

    assert asyncio.run(both()) > 10


def test_without_its_libraries_print_is_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text("import sys; sys.exit(3)\n")
    monkeypatch.setattr(press, "_CHILD", str(tmp_path / "child.py"))
    with pytest.raises(NotPrintedError) as failed:
        asyncio.run(Press().pdf(PAGE))
    assert failed.value.why is WhyNotPrinted.OFF
    assert asyncio.run(press.can_print()) is False


def test_the_child_says_when_a_library_is_missing(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')\n")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv = ['', '--look'];"
    program += f"import runpy; runpy.run_path({press.press_child.__file__!r}, run_name='__main__')"
    assert (
        subprocess.run([sys.executable, "-c", program], check=False).returncode
        == press.press_child.NO_LIBRARY
    )


def test_the_serving_process_never_loads_what_makes_pdfs() -> None:
    loaded = "[name for name in ('weasyprint', 'pydyf', 'PIL', 'pikepdf') if name in sys.modules]"
    program = f"import sys; from helsekort import app; print({loaded})"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
