"""What is written on one card, in the order it is written: sequences, versions, who and when."""

from collections.abc import Iterable

from helsekort.demo.country.land import MICROSECONDS, Post
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import card_body
from helsekort.record.entries import Content, Entry
from helsekort.record.measurements import Catalogue

_STEP = 40 * MICROSECONDS


class Diary:
    """One card's entries. Everything written between two calls of `by` is one act, at one moment."""

    def __init__(self, card: int, woman: int) -> None:
        self.card, self.woman = card, woman
        self.entries: list[Entry] = []
        self._moment = 0
        self._post = Post(0, 0, "")

    def by(self, post: Post, moment: int) -> None:
        """Who writes from now on, and when: at the earliest a little after the last act."""
        self._post = post
        self._moment = max(moment, self._moment + _STEP)

    def add(self, content: Content) -> int:
        """A new thing; its origin."""
        origin = len(self.entries) + 1
        self._write(origin, 1, content)
        return origin

    def revise(self, entry: Entry, content: Content) -> None:
        """The next version of the thing that stands in `entry`, its newest one."""
        self._write(entry.origin, entry.version + 1, content)

    def of_origins(self, origins: Iterable[int]) -> list[Entry]:
        """The newest entries of these things."""
        newest = {entry.origin: entry for entry in self.entries}
        return [newest[origin] for origin in origins]

    def _write(self, origin: int, version: int, content: Content) -> None:
        post = self._post
        self.entries.append(
            Entry(len(self.entries) + 1, origin, version, self._moment, post.party, post.unit, content)
        )

    def body(self, entry: Entry, catalogue: Catalogue) -> bytes:
        """The canonical bytes of an entry of this diary."""
        if entry.content is None:
            raise ValueError("an entry of a diary has its content")
        begun = self.entries[entry.origin - 1]
        first = 0 if begun is entry else begun.author
        head = Head(
            self.card,
            entry.origin,
            entry.version,
            entry.recorded,
            self.woman,
            entry.author,
            first_author=first,
        )
        return card_body(entry.content, head, catalogue)
