"""Writing a file whole, or not at all."""

from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write beside the file and put it in its place; OSError leaves what was there, and nothing beside it."""
    beside = file.with_name(file.name + ".part")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
