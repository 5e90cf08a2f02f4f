"""The Merkle tree of RFC 6962 (and 9162): pure functions over leaf hashes.

          root
         /    \\
       ab      cd        leaf = SHA-256(00 || bytes), node = SHA-256(01 || left || right)
      /  \\    /  \\       the left subtree is the largest power of two below the size
     a    b  c    d
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, in one pass: a stack of complete subtrees, like binary carry."""
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, node = 0, leaf
        while stack and stack[-1][0] == height:
            node = node_hash(stack.pop()[1], node)
            height += 1
        stack.append((height, node))
    if not stack:
        return EMPTY
    node = stack.pop()[1]
    while stack:
        node = node_hash(stack.pop()[1], node)
    return node


def _split(size: int) -> int:
    """The largest power of two smaller than ``size`` (which is at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The neighbours from leaf ``index`` up to the root: RFC 6962 section 2.1.1."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"no leaf {index} in a tree of {len(leaves)}")
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low = middle
    return path[::-1]


class Levels:
    """A tree whose levels are kept: for many inclusion proofs of one tree, each of them a look-up."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels: list[Sequence[bytes]] = [leaves]
        while len(below := self.levels[-1]) > 1:
            paired = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
            # An odd last node rises unchanged, which is the split at the largest power of two.
            self.levels.append(paired + list(below[len(paired) * 2 :]))

    @property
    def root(self) -> bytes:
        return self.levels[-1][0] if self.levels[0] else EMPTY

    def path(self, index: int) -> list[bytes]:
        """As `inclusion_proof`."""
        if not 0 <= index < len(self.levels[0]):
            raise ValueError(f"no leaf {index} in a tree of {len(self.levels[0])}")
        path: list[bytes] = []
        for level in self.levels[:-1]:
            if (index ^ 1) < len(level):
                path.append(level[index ^ 1])
            index >>= 1
        return path


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """What shows that the tree over ``leaves`` grew from its first ``old`` ones: section 2.1.2."""
    size = len(leaves)
    if not 0 <= old <= size:
        raise ValueError(f"no tree of {old} inside one of {size}")
    if old in (0, size):
        return []
    path: list[bytes] = []
    low, high = 0, size
    whole = True  # the old tree is still a complete subtree of the part looked at
    while old - low != high - low:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low, whole = middle, False
    if not whole:
        path.append(root(leaves[low:high]))
    return path[::-1]


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to (RFC 9162 section 2.1.3.2); None when it has the wrong length."""
    if not 0 <= index < size:
        return None
    fn, sn, node = index, size - 1, leaf
    for step in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            node = node_hash(step, node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = node_hash(node, step)
        fn, sn = fn >> 1, sn >> 1
    return node if sn == 0 else None


@dataclass(frozen=True, slots=True)
class Step:
    """One hash of a proof: the neighbour, on which side it stands, and what both give."""

    neighbour: bytes
    on_left: bool
    node: bytes


def steps_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> list[Step]:
    """A proof spelled out, one step a line, for somebody who checks it by hand."""
    steps: list[Step] = []
    fn, sn, node = index, size - 1, leaf
    for neighbour in path:
        on_left = bool(fn & 1 or fn == sn)
        node = node_hash(neighbour, node) if on_left else node_hash(node, neighbour)
        if on_left:
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        fn, sn = fn >> 1, sn >> 1
        steps.append(Step(neighbour, on_left, node))
    return steps


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    return root_of_inclusion(leaf, index, size, path) == expected


def is_consistent(old: int, old_root: bytes, size: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of ``size`` has the tree of ``old`` as its beginning: RFC 9162 section 2.1.4.2."""
    if old > size or old < 0:
        return False
    if old == size:
        return old_root == new_root and not path
    if old == 0:
        return old_root == EMPTY and not path
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first, second = node_hash(step, first), node_hash(step, second)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and first == old_root and second == new_root
