"""What becomes of files when what they belong to is withdrawn or moved; inside an action."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from helsekort.actions.log import Pen
from helsekort.actions.work import Work
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Attachment, Status
from helsekort.store import files


def end_files(pen: Pen, card: Card, owners: Iterable[int], status: Status, reason: str) -> None:
    """What a contact or a row comes to, its files come to."""
    for owner in owners:
        for trail in card.files_of(owner):
            if trail.stands or status is Status.MISPLACED:
                end_file(pen, trail, status, reason)


def copy_files(doing: Work, pen: Pen, wrong: Card, to: int, places: Mapping[int, int]) -> None:
    """The files that stand of what is moved to the card `to`; `places` are the new origins of what they belong to."""
    for old, new in places.items():
        for trail in wrong.files_of(old):
            data = files.read(doing.tx, wrong.card, trail.origin) if trail.stands else None
            if data is not None:
                kept = replace(trail.now, status=Status.FINAL, reason=None)
                moved = replace(kept, contact=kept.contact and new, row=kept.row and new)
                files.put(doing.tx, to, pen.add(moved), data)


def end_file(pen: Pen, trail: Trail[Attachment], status: Status, reason: str) -> None:
    """The last version of a file. Its bytes stay."""
    ended = replace(trail.now, status=status, reason=reason)
    pen.revise(trail.origin, trail.last.version + 1, ended)
