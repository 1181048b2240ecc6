"""The copy of all checkpoints outside the database: a folder with one file that only grows, and the keys beside it.

What a database's owner can cut, rewrite or remove there is found by what stands here. Whoever keeps the log should
see to it that this folder is on another machine's disk, and that the service may append to it and no more.
"""

import os
import re
from pathlib import Path

from msgspec import Struct

from helsekort.audit.notes import key_text, read_key_text

NOTES, KEYS = "checkpoints", "keys"
_LONGEST = 4096
_WHOLE = re.compile(r"(?:(?!— )[^\n]+\n)+\n— [^\n]+\n")
_NOTE = re.compile(_WHOLE.pattern + r"\n")
"""A note is its lines, an empty line and its signature; after it an empty line parts it from the next."""


class Outside(Struct, frozen=True):
    """The folder. It is made when the first checkpoint is kept."""

    folder: Path

    def notes(self) -> list[str]:
        """Every note that was kept, the oldest first, each as it was written; last, what stands there and is none.
        Empty where there is no folder."""
        return _notes(_bytes(self.folder / NOTES))

    def newest(self) -> str | None:
        """The last note that was kept; None where there is none."""
        found = _notes(_bytes(self.folder / NOTES, last=_LONGEST))
        return next((note for note in reversed(found) if _WHOLE.fullmatch(note)), None)

    def keep(self, notes: list[str]) -> None:
        """Put notes at the end, on disk before this returns. OSError where there is no room or no leave."""
        if notes:
            before = _bytes(self.folder / NOTES, last=_LONGEST)
            # what a power cut left half written stands alone, and spoils no other
            parted = "" if not before or before.endswith(b"\n\n") else "\n\n"
            _append(self.folder / NOTES, parted + "".join(f"{note}\n" for note in notes))

    def keys(self) -> list[bytes]:
        """The public keys that have signed here. One that cannot be read is passed over: then its notes are not
        signed by a known key."""
        found = []
        for line in _bytes(self.folder / KEYS).decode("utf-8", "replace").splitlines():
            try:
                found.append(read_key_text(line))
            except ValueError:
                continue
        return found

    def keep_key(self, public: bytes) -> None:
        """Put a key beside the notes, if it is not there."""
        if public not in self.keys():
            _append(self.folder / KEYS, key_text(public) + "\n")


def _notes(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace")
    found = [each[0] for each in _NOTE.finditer(text)]
    other = _NOTE.sub("", text).strip("\n")
    return [note[:-1] for note in found] + ([other] if other else [])


def _bytes(file: Path, last: int = 0) -> bytes:
    """What a file holds, or its last bytes."""
    try:
        with file.open("rb") as opened:
            if last:
                opened.seek(max(0, file.stat().st_size - last))
            return opened.read()
    except FileNotFoundError:
        return b""


def _append(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(number, text.encode())
        os.fsync(number)
    finally:
        os.close(number)
