"""How is it proved that an entry stands in the log, and that an older log is the beginning of a newer one?

RFC 9162 2.1.3 (inclusion) and 2.1.4 (consistency). Only hashes of complete subtrees are stored, so a proof
reads about twice the logarithm of the size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from huiyin.trail.rules import node_hash, tree_hash

HashAt = Callable[[int, int], bytes]  # the stored hash of a complete subtree: level (0: leaves), index


def root_of(size: int, at: HashAt) -> bytes:
    """The root of the first `size` entries."""
    return _range_hash(0, size, at) if size else tree_hash(())


def inclusion_proof(index: int, size: int, at: HashAt) -> list[bytes]:
    """The hashes that lead from the leaf at `index` to the root of the first `size` entries, lowest first."""
    if not 0 <= index < size:
        raise IndexError(index, size)
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_range_hash(middle, end, at))
            end = middle
        else:
            proof.append(_range_hash(start, middle, at))
            start = middle
    return proof[::-1]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Do these hashes lead from this leaf to this root? RFC 9162 2.1.3.2."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for hash_ in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(hash_, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, hash_)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(old: int, new: int, at: HashAt) -> list[bytes]:
    """The hashes that show the first `old` entries to begin the first `new` (RFC 9162 2.1.4.1)."""
    if not 0 < old <= new:
        raise IndexError(old, new)
    return _subproof(old, (0, new), at, True) if old < new else []  # noqa: FBT003  the RFC's own b


def _subproof(old: int, span: tuple[int, int], at: HashAt, is_whole: bool) -> list[bytes]:  # noqa: FBT001
    start, end = span
    width = end - start
    if old == width:
        return [] if is_whole else [_range_hash(start, end, at)]
    middle = start + _split(width)
    if old <= middle - start:
        return [*_subproof(old, (start, middle), at, is_whole), _range_hash(middle, end, at)]
    rest = _subproof(old - (middle - start), (middle, end), at, False)  # noqa: FBT003
    return [*rest, _range_hash(start, middle, at)]


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Do these hashes show that the older log is the newer one's beginning? RFC 9162 2.1.4.2."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    found_old = found_new = path[0]
    for hash_ in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            found_old, found_new = node_hash(hash_, found_old), node_hash(hash_, found_new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found_new = node_hash(found_new, hash_)
        node, last = node >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1


def _range_hash(start: int, end: int, at: HashAt) -> bytes:
    """The hash of the entries from `start` to before `end`, where the RFC cuts the tree."""
    width = end - start
    if width & (width - 1) == 0:
        return at(width.bit_length() - 1, start // width)
    middle = start + _split(width)
    return node_hash(_range_hash(start, middle, at), _range_hash(middle, end, at))
