"""docs/limits.md: how often the same may be done, made from the table."""

from collections.abc import Callable, Iterable

from helsekort import datafiles

Page = Callable[..., str]
Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]
EACH = {"person": "person, at a unit or by a system", "address": "address"}


def limits_page(page: Page, table: Table) -> str:
    """Every limit."""
    rows = [
        (
            f"`{name}`",
            one.says,
            one.most,
            f"{one.minutes} minutes",
            EACH[one.each],
            ", ".join(f"`{each}`" for each in one.permissions),
            one.source,
            one.mark,
        )
        for name, one in datafiles.limits().named.items()
    ]
    heads = ["limit", "of what", "at most", "in", "for each", "actions", "source", "mark"]
    return page(
        "Limits",
        "[`helsekort/access/limits.toml`](../helsekort/access/limits.toml)",
        "What is done more often is answered 429 with `Retry-After`, and with what to do. `HELSEKORT_LIMITS` sets other"
        " numbers. Why so: [the decision](adr/0041-limits-are-counted-in-the-acts-own-transaction.md).",
        table(heads, rows),
        "What is not named has no limit: to open a card, to write on it, to break the glass. Whoever has used up a"
        " limit can still do all of that.",
    )
