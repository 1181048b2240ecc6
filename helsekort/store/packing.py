"""How bytes are kept: compressed where that makes them smaller, with the number of the form.

The forms 0 and 1 need nothing else to be read. From 16 on the form is the number of a dictionary, which the database
keeps as long as it keeps anything packed with it: forever.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import zstandard
from msgspec import Struct

PLAIN, ZSTD = 0, 1
FIRST_DICTIONARY = 16
LEVEL = 3
MAX_BODY = 1 << 24

Pack = Callable[[bytes], tuple[int, bytes]]


class UnreadableBody(Exception):
    """The stored bytes are no body: changed on the disk, or past the database's guards."""


class Dictionary(Struct, frozen=True):
    """A trained dictionary for the bodies of one log. `number` is the form of what is packed with it."""

    number: int
    log: str
    content: bytes


class _Tools(threading.local):
    """Each thread's own: a compressor shared by two threads writes frames that nobody can read, or crashes."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=LEVEL)
        self.decompressor = zstandard.ZstdDecompressor()
        self.of: dict[int, tuple[zstandard.ZstdCompressor, zstandard.ZstdDecompressor]] = {}


_tools = _Tools()


def pack(body: bytes) -> tuple[int, bytes]:
    """(form, bytes) to store, readable without a dictionary."""
    small = _tools.compressor.compress(body)
    return (ZSTD, small) if len(small) < len(body) else (PLAIN, body)


def unpack(form: int, stored: bytes) -> bytes:
    """The body as it was. UnreadableBody where the bytes are none, or need a dictionary."""
    if form == PLAIN:
        return bytes(stored)
    if form != ZSTD:
        raise UnreadableBody("a format nobody writes")
    return _unfold(_tools.decompressor, [stored])[0]


def _unfold(decompressor: zstandard.ZstdDecompressor, stored: Sequence[bytes]) -> list[bytes]:
    try:
        # asked first, for a damaged frame may state any size, and that much memory would be taken
        if max(map(zstandard.frame_content_size, stored)) > MAX_BODY:
            raise UnreadableBody("larger than any body")
        decompress = decompressor.decompress
        return [decompress(each, MAX_BODY, False, False) for each in stored]
    except zstandard.ZstdError as error:
        raise UnreadableBody("not a compressed body") from error


class Reads(Protocol):
    """What is needed of a transaction here."""

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]: ...


class Dictionaries:
    """The dictionaries of one database, read when they are first needed. One for each open database."""

    def __init__(self, known: Sequence[Dictionary] = ()) -> None:
        self._known: dict[int, zstandard.ZstdCompressionDict] = {}
        self._newest: dict[str, int] = {}
        self._asked = bool(known)
        self._tools = _Tools()
        for each in known:
            self._learn(each)

    def _learn(self, dictionary: Dictionary) -> None:
        if dictionary.number not in self._known:
            made = zstandard.ZstdCompressionDict(dictionary.content)
            made.precompute_compress(level=LEVEL)
            self._known[dictionary.number] = made
        self._newest[dictionary.log] = max(dictionary.number, self._newest.get(dictionary.log, 0))

    def _ask(self, tx: Reads) -> None:
        for each in stored(tx):
            self._learn(each)
        self._asked = True

    def packer(self, tx: Reads, log: str) -> Pack:
        """How new bodies of a log are packed: with its newest dictionary, where it has one."""
        if not self._asked:
            self._ask(tx)
        return self.packer_of(log)

    def packer_of(self, log: str) -> Pack:
        """The same from what is known already."""
        number = self._newest.get(log)
        if number is None:
            return pack
        compressor = self._of(number)[0]

        def pack_with(body: bytes) -> tuple[int, bytes]:
            small = compressor.compress(body)
            return (number, small) if len(small) < len(body) else (PLAIN, body)

        return pack_with

    def unpack(self, tx: Reads, form: int, stored: bytes) -> bytes:
        """One body."""
        if form == PLAIN:
            return bytes(stored)
        return _unfold(self._decompressor(tx, form), [stored])[0]

    def unpack_all(self, tx: Reads, forms: Sequence[int], stored: Sequence[bytes]) -> list[bytes]:
        """Many bodies; leaner than one by one where all are compressed alike, which is nearly always."""
        alike = set(forms)
        if len(alike) != 1 or PLAIN in alike:
            return [self.unpack(tx, form, each) for form, each in zip(forms, stored, strict=True)]
        return _unfold(self._decompressor(tx, alike.pop()), stored)

    def _decompressor(self, tx: Reads, form: int) -> zstandard.ZstdDecompressor:
        if form == ZSTD:
            return _tools.decompressor
        if form not in self._known and form >= FIRST_DICTIONARY:
            # one that another process put there since
            self._ask(tx)
        if form not in self._known:
            raise UnreadableBody("a format nobody writes, or its dictionary is not there")
        return self._of(form)[1]

    def _of(self, number: int) -> tuple[zstandard.ZstdCompressor, zstandard.ZstdDecompressor]:
        """This thread's tools for a dictionary. The frames name none: the form beside them does."""
        tools = self._tools.of.get(number)
        if tools is None:
            known = self._known[number]
            tools = (
                zstandard.ZstdCompressor(level=LEVEL, dict_data=known, write_dict_id=False),
                zstandard.ZstdDecompressor(dict_data=known),
            )
            self._tools.of[number] = tools
        return tools


def stored(tx: Reads) -> list[Dictionary]:
    """Every dictionary of a database, by number."""
    rows = tx.rows("SELECT number, log, bytes FROM dictionary ORDER BY number")
    return [Dictionary(number, log, bytes(content)) for number, log, content in rows]
