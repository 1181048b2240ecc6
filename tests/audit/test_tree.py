"""The tree is that of RFC 6962: held against its definition, written down anew, and against hashes made by hand."""

import hashlib

import pytest

from helsekort.audit import tree


def _leaf(number: int) -> bytes:
    return hashlib.sha256(b"\x00" + bytes([number % 256, number // 256])).digest()


def _root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, as it stands there."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = max(2**power for power in range(10) if 2**power < len(leaves))
    return hashlib.sha256(b"\x01" + _root(leaves[:k]) + _root(leaves[k:])).digest()


def _proof(place: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1, as it stands there."""
    if len(leaves) == 1:
        return []
    k = max(2**power for power in range(10) if 2**power < len(leaves))
    if place < k:
        return [*_proof(place, leaves[:k]), _root(leaves[k:])]
    return [*_proof(place - k, leaves[k:]), _root(leaves[:k])]


class _Made:
    """A tree that keeps every node."""

    def __init__(self, size: int) -> None:
        self.leaves = [_leaf(number) for number in range(size)]
        self.edge, self.nodes = tree.Edge(), {}
        for leaf in self.leaves:
            for level, place, node in self.edge.append(leaf):
                assert (level, place) not in self.nodes
                self.nodes[level, place] = node

    def complete(self, level: int, place: int) -> bytes:
        return self.nodes[level, place]


SIZES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 255, 256, 257)


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_that_of_the_definition(size: int) -> None:
    made = _Made(size)
    assert made.edge.root() == _root(made.leaves)
    assert tree.edge_of(size, made.complete) == made.edge


@pytest.mark.parametrize("size", SIZES[1:])
def test_a_proof_is_that_of_the_definition_and_leads_to_the_root(size: int) -> None:
    made = _Made(size)
    root = made.edge.root()
    for place in range(size):
        proof = tree.inclusion(place, size, made.complete)
        assert proof == _proof(place, made.leaves)
        assert tree.root_by(place, size, made.leaves[place], proof) == root


def test_a_proof_of_an_older_tree_is_made_from_the_newer_one() -> None:
    made = _Made(100)
    for size in range(1, 100):
        proof = tree.inclusion(size // 2, size, made.complete)
        assert tree.root_by(size // 2, size, made.leaves[size // 2], proof) == _root(made.leaves[:size])


def test_a_proof_leads_elsewhere_for_another_leaf_place_or_size() -> None:
    made = _Made(13)
    root = made.edge.root()
    for place in range(13):
        proof = tree.inclusion(place, 13, made.complete)
        assert tree.root_by(place, 13, _leaf(99), proof) != root
        assert tree.root_by((place + 1) % 13, 13, made.leaves[place], proof) != root
        assert tree.root_by(place, 13, made.leaves[place], proof[:-1]) != root
        assert tree.root_by(place, 13, made.leaves[place], [*proof, proof[0]]) is None
        for at in range(len(proof)):
            changed = [*proof[:at], bytes(32), *proof[at + 1 :]]
            assert tree.root_by(place, 13, made.leaves[place], changed) != root


@pytest.mark.parametrize("place", [-1, 5, 6])
def test_there_is_no_proof_of_what_is_not_there(place: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion(place, 5, _Made(5).complete)


# Made by hand with `printf | sha256sum`: the leaves of the texts "a", "b" and "c", each behind a zero byte.
A = "022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c"
B = "57eb35615d47f34ec714cacdf5fd74608a5e8e102724e80b24b287c0c27b6a31"
C = "597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8"
A_B = "b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb"
A_B_C = "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1"


def test_known_answers() -> None:
    leaves = [hashlib.sha256(b"\x00" + each).digest() for each in (b"a", b"b", b"c")]
    assert [leaf.hex() for leaf in leaves] == [A, B, C]
    edge = tree.Edge()
    assert edge.root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    edge.append(leaves[0])
    edge.append(leaves[1])
    assert edge.root().hex() == A_B
    edge.append(leaves[2])
    assert edge.root().hex() == A_B_C


def test_the_published_tree_of_eight_leaves() -> None:
    """The inputs and the root that Certificate Transparency's implementations are tried with."""
    texts = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    edge = tree.Edge()
    for text in texts:
        edge.append(hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest())
    assert edge.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
