"""Where a printed page ends: never inside a row, and charts begin where there is room for two of them."""

import asyncio
from collections.abc import Callable

from helsekort.web.shared.printing.press import Press

Pages = Callable[[bytes], list[str]]
LINES = [f"linje-{number}" for number in range(1, 7)]


def _printed(*sections: str) -> bytes:
    """A PDF of these sections, with the style sheet of all prints."""
    body = "\n".join(sections)
    page = f'<html lang="nb"><head><title>Prøve</title></head><body><main>{body}</main></body></html>'
    return asyncio.run(Press().pdf(page))


def _table_after(room: int, name: str) -> str:
    """A new page with so many mm above a table, whose one row has many lines and stands with one below it."""
    lines = "".join(f'<span class="line">{name}-{line}</span>' for line in LINES)
    return (
        f'<section class="new-page"><p style="height: {room}mm">{name}</p></section>'
        '<section><h2>Henvisninger</h2><table class="rows"><caption>Den eldste øverst</caption>'
        '<thead><tr><th scope="col">Hva</th></tr></thead><tbody>'
        f'<tr><td>{lines}</td></tr><tr class="below"><td>{name}-under</td></tr>'
        "</tbody></table></section>"
    )


def test_a_row_is_never_cut_nor_parted_from_what_stands_below_it(pages_of: Pages) -> None:
    tables = {f"etter{room}": room for room in range(196, 252, 4)}
    pages = pages_of(_printed(*(_table_after(room, name) for name, room in tables.items())))
    for name in tables:
        wanted = {f"{name}-{line}" for line in [*LINES, "under"]}
        there = [wanted & set(page.split()) for page in pages]
        assert [found for found in there if found] == [wanted], name


def test_charts_begin_on_the_page_that_has_room_for_two(pages_of: Pages) -> None:
    dot = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='88' height='70'/%3E"
    chart = f'<figure><figcaption>Kurve</figcaption><img src="{dot}" alt="En kurve"></figure>\n'
    above = '<section><p style="height: 140mm">Over</p></section>'
    pages = pages_of(_printed(above, f"<section><h2>Kurver</h2>{chart * 4}</section>"))
    assert [page.count("Kurve") - page.count("Kurver") for page in pages] == [2, 2]
    assert "Kurver" in pages[0]


def test_no_page_ends_after_the_first_line_of_a_list_nor_begins_with_its_last(pages_of: Pages) -> None:
    rooms = range(200, 256, 4)
    sections = []
    for room in rooms:
        rows = "".join(
            f'<tr><th scope="row">Hva</th><td>liste{room}-{number}</td></tr>' for number in range(1, 6)
        )
        above = f'<section class="new-page"><p style="height: {room}mm">Over</p></section>'
        sections.append(f'{above}<section><table class="sayings"><tbody>{rows}</tbody></table></section>')
    pages = pages_of(_printed(*sections))
    cut = []
    for room in rooms:
        wanted = {f"liste{room}-{number}" for number in range(1, 6)}
        parts = [len(found) for page in pages if (found := wanted & set(page.split()))]
        assert sum(parts) == 5
        assert 1 not in parts, room
        cut.append(len(parts) > 1)
    assert any(cut), "some list must have met the end of a page"
