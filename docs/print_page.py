"""Writes docs/print.md: `python docs/print_page.py [FOLDER [NAME ...]]`, from prints of the stories and a long card.

Each PDF is made as the service makes it: by a child of its own, whose start is in the time.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pdfua
import pypdfium2 as pdfium
from msgspec import Struct
from starlette.testclient import TestClient

from docs.generate import table
from helsekort import app, datafiles
from helsekort.access.actors import NOBODY
from helsekort.actions import sessions
from helsekort.actions.context import Context
from helsekort.actions.printing import Edition
from helsekort.demo.make import make_demo
from helsekort.record.ids import to_text
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing import editions
from helsekort.web.clinician.printing.pages import EDITIONS as ADDRESSED
from helsekort.web.shared.printing.page import as_html
from helsekort.web.shared.printing.press import Press
from helsekort.web.shared.texts import texts_for
from helsekort.web.woman import paper
from tests.cast import MOMENT, open_house
from tests.web.written_cards import CATALOGUE, CURVES, HOUSE, INGRID, TERMS, long_log, opened

WOMEN = (
    "kari", "nora", "silje", "hilde", "fatima", "ragnhild", "ida", "marte", "selam", "berit", "thea", "emma",
)  # fmt: skip
PAGE = Path(__file__).resolve().parent / "print.md"
KB = 1000
EDITIONS = ("sharing", "archive", "emergency", "own")
WORDS = {edition.value: word for word, edition in ADDRESSED.items()}
CLINICIANS = ("ingrid", "amir", "sol", "hege", "lars")
OK = 200
PATIENCE = 600
"""Seconds that the long card may take: it is measured here, also where the machine does much else."""


class Print(Struct, frozen=True):
    """One PDF: whose, which edition, and what came of it."""

    who: str
    edition: str
    pages: int
    seconds: float
    size: int
    errors: int


def looked_at(who: str, edition: str, made: bytes, took: float, folder: Path) -> Print:
    """Count its pages, and ask pdfua for its errors. The PDF stays in the folder."""
    path = folder / f"{who.replace(' ', '-')}-{edition}.pdf"
    path.write_bytes(made)
    errors = len(pdfua.validate(str(path)).findings)
    return Print(who, edition, len(pdfium.PdfDocument(made)), took, len(made), errors)


def of_the_women(ctx: Context, folder: Path, women: tuple[str, ...]) -> Iterator[Print]:
    """Each edition of each woman, by the addresses that people use."""
    stories = {name: text for name, text in datafiles.stories().items() if name in women}
    cards = make_demo(
        ctx,
        cast=datafiles.cast(),
        stories=stories,
        today=ctx.today(),
        tell=lambda line: None,
        kept_back=True,
    )
    for who in women:
        path = f"/klinikk/kort/{to_text(cards[who])}/utskrift"
        ways = {name: (CLINICIANS, f"{path}?utgave={word}") for name, word in WORDS.items()}
        for edition, (people, way) in {**ways, "own": ((who,), "/min/utskrift")}.items():
            made, took = _fetched(ctx, people, way)
            yield looked_at(who, edition, made, took, folder)


def _fetched(ctx: Context, people: Iterable[str], way: str) -> tuple[bytes, float]:
    """The PDF for the first of these people who may have it, and the seconds that it took."""
    for persona in people:
        client = TestClient(app.build(ctx), base_url="http://127.0.0.1")
        client.cookies.set("helsekort", sessions.enter_as_persona(NOBODY, ctx=ctx, persona=persona))
        began = time.perf_counter()
        answer = client.get(way)
        if answer.status_code == OK:
            return answer.content, time.perf_counter() - began
    raise LookupError(f"none of {people} may have {way}")


def of_the_long_card(folder: Path) -> Iterator[Print]:
    """Each edition of a card that is as long as any will be."""
    card = opened(long_log().card())
    desk = Desk(card, CATALOGUE, TERMS, CURVES, texts_for("nb"), INGRID, "Ingrid Dahl")
    made = {each.value: editions.document(desk, each, MOMENT) for each in Edition}
    made["own"] = paper.document(card, texts_for("nb"), HOUSE, MOMENT)
    press = Press(PATIENCE)
    for edition in EDITIONS:
        html, began = as_html(made[edition]), time.perf_counter()
        pdf = asyncio.run(press.pdf(html))
        yield looked_at("a long card", edition, pdf, time.perf_counter() - began, folder)


def page(prints: list[Print]) -> str:
    """The page: pages of each print, then seconds, size and errors of each edition."""
    by = {(one.who, one.edition): one for one in prints}
    people = [*dict.fromkeys(one.who for one in prints)]
    counted = [[who, *(str(by[who, each].pages) for each in EDITIONS)] for who in people]
    costs = []
    for edition in EDITIONS:
        those = [one for one in prints if one.edition == edition]
        seconds, sizes = [one.seconds for one in those], [one.size / KB for one in those]
        costs.append(
            [
                edition,
                f"{statistics.median(seconds):.1f}",
                f"{max(seconds):.1f}",
                f"{statistics.median(sizes):.0f}",
                f"{max(sizes):.0f}",
                str(sum(one.errors for one in those)),
            ]
        )
    heads = ["edition", "seconds, median", "seconds, most", "kB, median", "kB, most", "errors of `pdfua`"]
    return "\n".join(
        [
            "# Print figures",
            "",
            "Made by `python docs/print_page.py`, which prints the twelve women of the stories, or those named to it,",
            "and a long card: twins, 20 check-ups, notes of 2,700 characters, 400 entries. Each PDF is made in a child",
            f"of its own, whose start is in the time. {busy()}",
            "",
            "## Pages",
            "",
            table(["card", *EDITIONS], counted),
            "",
            "## Time, size and errors",
            "",
            table(heads, costs),
            "",
        ]
    )


def busy() -> str:
    """What else the machine did, for the seconds say little without it."""
    return f"Load average {os.getloadavg()[1]:.0f} on {os.cpu_count()} cores."


def main(folder: Path, women: tuple[str, ...]) -> None:
    """Print these women and the long card into the folder, and write the page."""
    ctx = open_house(f"sqlite:///{folder}/print.db")
    prints = []
    for one in chain(of_the_women(ctx, folder, women), of_the_long_card(folder)):
        prints.append(one)
        sys.stdout.write(f"{one}\n")
        sys.stdout.flush()
    ctx.database.close()
    PAGE.write_text(page(prints), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made_here:
        main(Path(sys.argv[1] if sys.argv[1:] else made_here), tuple(sys.argv[2:]) or WOMEN)
