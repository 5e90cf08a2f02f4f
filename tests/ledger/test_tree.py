"""The RFC 6962 tree: known answers, and that proofs verify for every size and index."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules import tree

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
HASHES = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
CONSISTENCY_6_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
MANY = [tree.leaf_hash(bytes([n])) for n in range(66)]


def slow_root(leaves):
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return tree.node_hash(slow_root(leaves[:k]), slow_root(leaves[k:]))


@pytest.mark.parametrize(("size", "expected"), ROOTS.items())
def test_the_root_is_the_known_answer(size, expected):
    assert tree.root(HASHES[:size]).hex() == expected


def test_the_consistency_proof_from_six_to_eight_is_the_known_answer():
    assert [step.hex() for step in tree.consistency_proof(HASHES, 6)] == CONSISTENCY_6_8


@pytest.mark.parametrize("size", range(67))
def test_the_root_in_one_pass_is_the_root_of_the_rfc(size):
    assert tree.root(MANY[:size]) == slow_root(MANY[:size])


@pytest.mark.parametrize("size", range(1, 67))
def test_every_leaf_of_every_size_is_proved(size):
    leaves = MANY[:size]
    whole = tree.root(leaves)

    for index, leaf in enumerate(leaves):
        path = tree.inclusion_proof(leaves, index)
        assert tree.is_included(leaf, index, size, path, whole)


@pytest.mark.parametrize("size", range(67))
def test_every_older_tree_is_proved_to_be_the_beginning(size):
    leaves = MANY[:size]

    for old in range(size + 1):
        path = tree.consistency_proof(leaves, old)
        assert tree.is_consistent(old, tree.root(leaves[:old]), size, tree.root(leaves), path)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33])
def test_a_proof_spelled_out_ends_at_the_root(size):
    for index in range(size):
        path = tree.inclusion_proof(MANY[:size], index)
        steps = tree.steps_of_inclusion(MANY[index], index, size, path)

        assert [step.neighbour for step in steps] == path
        assert ([step.node for step in steps] or [MANY[index]])[-1] == tree.root(MANY[:size])


sizes = st.integers(2, 66)


@given(sizes, st.data())
def test_a_proof_does_not_serve_another_leaf_place_or_size(size, data):
    leaves = MANY[:size]
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    path, whole = tree.inclusion_proof(leaves, index), tree.root(leaves)

    assert not tree.is_included(leaves[other], index, size, path, whole)
    assert not tree.is_included(leaves[index], other, size, path, whole)
    assert not tree.is_included(leaves[index], index, size, [*path, whole], whole)
    assert not tree.is_included(leaves[index], index, size, path[:-1], whole)


@given(sizes, st.data())
def test_a_rewritten_beginning_has_no_consistency_proof(size, data):
    leaves = MANY[:size]
    old = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old - 1))
    kept_root = tree.root(leaves[:old])
    forged = [*leaves]
    forged[changed] = tree.leaf_hash(b"forged")

    path = tree.consistency_proof(forged, old)

    assert not tree.is_consistent(old, kept_root, size, tree.root(forged), path)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_of_a_leaf_outside_the_tree(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion_proof(MANY[:size], index)


def test_there_is_no_proof_from_a_larger_tree():
    with pytest.raises(ValueError, match="no tree"):
        tree.consistency_proof(MANY[:3], 4)
    assert not tree.is_consistent(4, MANY[0], 3, MANY[0], [])


def test_an_empty_proof_shows_nothing_between_two_sizes():
    assert not tree.is_consistent(3, tree.root(MANY[:3]), 5, tree.root(MANY[:5]), [])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 31, 64, 66])
def test_a_tree_with_its_levels_kept_gives_the_same_root_and_paths(size):
    kept = tree.Levels(MANY[:size])

    assert kept.root == tree.root(MANY[:size])
    assert [kept.path(n) for n in range(size)] == [tree.inclusion_proof(MANY[:size], n) for n in range(size)]


def test_an_empty_one_has_the_empty_root_and_no_path():
    kept = tree.Levels([])

    assert kept.root == tree.EMPTY
    with pytest.raises(ValueError, match="no leaf 0"):
        kept.path(0)
