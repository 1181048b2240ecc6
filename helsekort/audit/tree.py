"""The proof tree over the log's leaves: RFC 6962 section 2.1 (RFC 9162 section 2.1). Pure.

Places count from 0. The node of level `l` at place `p` is the hash over the leaves p*2**l up to (p+1)*2**l; level 0
are the leaves themselves. Such a node never changes once all its leaves are there: the tree grows at its right edge.
"""

import hashlib
from collections.abc import Callable, Sequence

from msgspec import Struct, field

EMPTY = hashlib.sha256(b"").digest()
Complete = Callable[[int, int], bytes]
"""(level, place) -> the hash of a node whose leaves are all there."""


def above(left: bytes, right: bytes) -> bytes:
    """The hash of the node over two."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Edge(Struct):
    """A tree of `size` leaves by its right edge alone: the nodes that are not yet under another, the widest first."""

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Put a leaf at the end; (level, place, hash) of each node that it made complete, the leaf's own first."""
        made = [(0, self.size, leaf)]
        self.size += 1
        level, width = 0, self.size
        while width % 2 == 0:
            level, width = level + 1, width // 2
            leaf = above(self.nodes.pop(), leaf)
            made.append((level, width - 1, leaf))
        self.nodes.append(leaf)
        return made

    def root(self) -> bytes:
        """The hash of the whole tree."""
        if not self.nodes:
            return EMPTY
        *others, root = self.nodes
        for node in reversed(others):
            root = above(node, root)
        return root


def edge_of(size: int, complete: Complete) -> Edge:
    """The edge of a tree that is kept as nodes."""
    levels = [level for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]
    return Edge(size, [complete(level, (size >> level) - 1) for level in levels])


def under(children: Sequence[bytes]) -> bytes:
    """The node over 2**n nodes of one level."""
    while len(children) > 1:
        children = [above(*children[at : at + 2]) for at in range(0, len(children), 2)]
    return children[0]


def inclusion(place: int, size: int, complete: Complete) -> list[bytes]:
    """The proof that the leaf at `place` is in the tree of the first `size` leaves, from the leaf up."""
    if not 0 <= place < size:
        raise ValueError(f"there is no leaf {place} in a tree of {size}")
    proof: list[bytes] = []
    _path(place, 0, size, complete, proof)
    return proof


def _path(place: int, start: int, end: int, complete: Complete, proof: list[bytes]) -> None:
    if end - start == 1:
        return
    middle = start + _split(end - start)
    if place < middle:
        _path(place, start, middle, complete, proof)
        proof.append(_hash(middle, end, complete))
    else:
        _path(place, middle, end, complete, proof)
        proof.append(_hash(start, middle, complete))


def _split(width: int) -> int:
    """The greatest power of two that is smaller than the width."""
    return 1 << (width - 1).bit_length() - 1


def _hash(start: int, end: int, complete: Complete) -> bytes:
    """Of the leaves from `start` up to `end`, as they stand side by side in the tree."""
    width = end - start
    level = width.bit_length() - 1
    if width == 1 << level:
        return complete(level, start >> level)
    middle = start + _split(width)
    return above(_hash(start, middle, complete), _hash(middle, end, complete))


def root_by(place: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to; None where it has not as many hashes as such a proof has."""
    first, last = place, size - 1
    for node in proof:
        if not last:
            return None
        if first % 2 or first == last:
            leaf = above(node, leaf)
            while first % 2 == 0 and first:
                first, last = first >> 1, last >> 1
        else:
            leaf = above(leaf, node)
        first, last = first >> 1, last >> 1
    return None if last else leaf
