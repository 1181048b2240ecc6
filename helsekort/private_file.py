"""Files that hold a secret: read only where nobody but their owner can."""

import os
import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class OthersCanRead(Exception):
    """The file is open to its group or to everyone. Nothing of it was read."""


def read_private(file: Path) -> bytes:
    """All of the file. OthersCanRead, or OSError where it cannot be read at all."""
    with file.open("rb") as opened:
        # of the file that is open, which nobody can put another in the place of meanwhile
        if os.fstat(opened.fileno()).st_mode & OTHERS:
            raise OthersCanRead
        return opened.read()
