"""How often something was done in a window, counted for all who serve. Nothing is kept when the window is over."""

from helsekort.store.database import Transaction


def count(tx: Transaction, what: str, who: str, window: tuple[int, int], most: int) -> bool:
    """Count one more; False, with nothing counted, where there were `most` already. `window` is (since, until), µs."""
    return (
        tx.run(
            "INSERT INTO counted (what, who, since, until, times, told) VALUES (?, ?, ?, ?, 1, 0)"
            " ON CONFLICT (what, who, since) DO UPDATE SET times = counted.times + 1 WHERE counted.times < ?",
            (what, who, *window, most),
        )
        == 1
    )


def tell(tx: Transaction, what: str, who: str, since: int) -> bool:
    """Say that the log tells of this one being used up; False where another has said it."""
    return (
        tx.run(
            "UPDATE counted SET told = 1 WHERE what = ? AND who = ? AND since = ? AND told = 0",
            (what, who, since),
        )
        == 1
    )


def forget(tx: Transaction, moment: int) -> None:
    """Forget the windows that ended before a moment."""
    tx.run("DELETE FROM counted WHERE until < ?", (moment,))
