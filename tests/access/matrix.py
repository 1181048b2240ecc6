"""The whole matrix as one table: who may what, and what comes with it. `python -m tests.access.matrix` writes it anew.

A row for each permission, a column for each of people.WHO. A dot is no; x is yes, and letters behind it say what it
obliges to: h hide classes, r ask for a reason, n tell her, v have it reviewed. The file is what is meant: after it was
written anew, read what has changed before it is kept.
"""

from pathlib import Path

from helsekort.access.decide import Obligation, decide
from helsekort.access.permissions import Permission
from tests.access.people import WHO

FILE = Path(__file__).with_name("matrix.txt")
LETTERS = {
    Obligation.HIDE_CLASSES: "h",
    Obligation.ASK_REASON: "r",
    Obligation.NOTIFY_HER: "n",
    Obligation.REVIEW: "v",
}
NO = "."


def expected() -> dict[str, dict[str, str]]:
    """What the file says: permission -> who -> mark."""
    heads, *rows = [line.split() for line in FILE.read_text(encoding="utf-8").splitlines()]
    return {name: dict(zip(heads, marks, strict=True)) for name, *marks in rows}


def mark(who: str, permission: Permission) -> str:
    """What `decide` says."""
    asked = WHO[who]
    decision = decide(asked.actor, permission, asked.facts)
    if not decision.allowed:
        return NO
    return "x" + "".join(sorted(LETTERS[each] for each in decision.obligations))


def decided() -> str:
    """The file as `decide` would have it."""
    widths = {who: max(len(who), 4) for who in WHO}
    first = max(len(permission) for permission in Permission)
    lines = [" " * first + "".join(f" {who:<{widths[who]}}" for who in WHO)]
    for permission in Permission:
        marks = (f" {mark(who, permission):<{widths[who]}}" for who in WHO)
        lines.append(f"{permission.value:<{first}}" + "".join(marks))
    return "\n".join(line.rstrip() for line in lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(decided(), encoding="utf-8")
