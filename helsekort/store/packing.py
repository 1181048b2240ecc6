"""How bytes are kept: compressed where that makes them smaller, with the number of the form."""

import threading

import zstandard

PLAIN, ZSTD = 0, 1
LEVEL = 3
MAX_BODY = 1 << 24


class _Tools(threading.local):
    """Each thread's own: a compressor shared by two threads writes frames that nobody can read, or crashes."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=LEVEL)
        self.decompressor = zstandard.ZstdDecompressor()


_tools = _Tools()


class UnreadableBody(Exception):
    """The stored bytes are no body: changed on the disk, or past the database's guards."""


def pack(body: bytes) -> tuple[int, bytes]:
    """(form, bytes) to store."""
    small = _tools.compressor.compress(body)
    return (ZSTD, small) if len(small) < len(body) else (PLAIN, body)


def unpack(form: int, stored: bytes) -> bytes:
    """The body as it was. UnreadableBody where the bytes are none."""
    if form == PLAIN:
        return bytes(stored)
    if form != ZSTD:
        raise UnreadableBody("a format nobody writes")
    try:
        # asked first, for a damaged frame may state any size, and that much memory would be taken
        if zstandard.frame_content_size(stored) > MAX_BODY:
            raise UnreadableBody("larger than any body")
        return _tools.decompressor.decompress(stored, max_output_size=MAX_BODY, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise UnreadableBody("not a compressed body") from error
