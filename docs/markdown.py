"""How the pages of docs/ are put together."""

from collections.abc import Iterable


def page(title: str, made_from: str, *parts: str) -> str:
    """A page with its title, where it comes from, and its parts."""
    note = f"Made by `docs/generate.py` from {made_from}. Change it there, then make this page anew."
    return "\n\n".join([f"# {title}", note, *parts]) + "\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; a bar in a cell is escaped."""
    lines = [list(heads)]
    lines.append(["---"] * len(lines[0]))
    lines += [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
