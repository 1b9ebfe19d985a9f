"""How must the machine's groups change, as little as possible, so that every decision is obeyed?

Groups that a decision ties together are joined whole. A group that then holds what must be apart is cut at
its weakest links: its links are taken from strong to weak (Kruskal's order), and each joins its two ends
unless a decision forbids it. What no link reaches stays with its old group as far as that is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from huiyin.triage.characters import BoolArray, FloatArray, IntArray
from huiyin.triage.constraints import UNMARKED, Constraints, Marks


class Camps:
    """Sets that grow by joining, unless a decision keeps them apart."""

    def __init__(self, marks: Sequence[Marks], apart: Iterable[tuple[int, int]]) -> None:
        self._parent = list(range(len(marks)))
        self._marks = list(marks)
        self._foes: dict[int, set[int]] = {}
        for one, other in apart:
            self._foes.setdefault(one, set()).add(other)
            self._foes.setdefault(other, set()).add(one)

    def root(self, member: int) -> int:
        top = member
        while self._parent[top] != top:
            top = self._parent[top]
        while self._parent[member] != top:
            self._parent[member], member = top, self._parent[member]
        return top

    def marks(self, member: int) -> Marks:
        return self._marks[self.root(member)]

    def may_join(self, one: int, other: int) -> bool:
        first, second = self.root(one), self.root(other)
        if second in self._foes.get(first, ()):
            return False
        return first == second or self._marks[first].agrees_with(self._marks[second])

    def join(self, one: int, other: int) -> None:
        kept, gone = self.root(one), self.root(other)
        if kept == gone:
            return
        self._parent[gone] = kept
        self._marks[kept] = self._marks[kept].with_those_of(self._marks[gone])
        for foe in self._foes.pop(gone, ()):
            self._foes[foe].discard(gone)
            self._foes[foe].add(kept)
            self._foes.setdefault(kept, set()).add(foe)


@dataclass(frozen=True, slots=True)
class Links:
    """How strongly items belong together: value[k] for the items a[k] and b[k]; a missing pair is no link."""

    a: IntArray
    b: IntArray
    value: FloatArray


@dataclass(frozen=True, slots=True)
class ItemConstraints:
    """Constraints on items 0 … n-1, the kept opinions, of which some stand for their copies too."""

    component: IntArray  # (n,) number of the must-link component, -1 where no decision names the item
    rank: IntArray  # (n,) place of the item's id among all ids; ties are broken by it, never by row order
    marks: Sequence[Marks]  # by component
    apart: IntArray  # (k, 2) components that no group may hold both of

    def forbids(self, a: IntArray, b: IntArray) -> BoolArray:
        """Which pairs of items may not share a group? Use it to drop links before grouping."""
        codes = _mark_codes(self.marks)
        left, right = codes[self.component[a]], codes[self.component[b]]
        closed, exclusive = 0, slice(1, None)
        clash: BoolArray = left[:, closed] != right[:, closed]
        both = (left[:, exclusive] > 0) & (right[:, exclusive] > 0)
        clash |= (both & (left[:, exclusive] != right[:, exclusive])).any(axis=1)
        size = len(self.marks) + 1
        held = np.sort(self.apart, axis=1)
        asked = np.sort(np.stack([self.component[a], self.component[b]], axis=1), axis=1)
        clash |= np.isin(asked[:, 0] * size + asked[:, 1], held[:, 0] * size + held[:, 1])
        return clash


def _mark_codes(marks: Sequence[Marks]) -> IntArray:
    """(components + 1, 5): closed pin, title, area, unit, pin as numbers; the last line: nothing decided."""
    columns = [
        [str(each.pin) if each.is_closed else "" for each in marks],
        [each.title for each in marks],
        [each.area for each in marks],
        [each.unit for each in marks],
        [str(each.pin or "") for each in marks],
    ]
    codes = [np.unique(["", *column, ""], return_inverse=True)[1][1:] for column in columns]
    return np.stack(codes, axis=1).astype(np.int64)


def consistent_copies(constraints: Constraints, pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """Which copies may count as copies? `pairs` are ids: the original and its copy.

    A copy that a decision keeps apart from its original is an opinion of its own. Pairs are weighed in the
    order of ids, each together with those allowed before it; a copy that no decision names is always allowed.
    """
    atoms = dict(constraints.component)
    for name in sorted({name for pair in pairs for name in pair}):
        atoms.setdefault(name, len(atoms))
    marks = [*constraints.marks, *[UNMARKED] * len(atoms)]
    camps = Camps(marks, constraints.apart)
    allowed = [True] * len(pairs)
    for index in sorted(range(len(pairs)), key=lambda index: (pairs[index][1], pairs[index][0])):
        original, copy = pairs[index]
        if copy not in constraints.component or original == copy:
            continue
        allowed[index] = camps.may_join(atoms[original], atoms[copy])
        if allowed[index]:
            camps.join(atoms[original], atoms[copy])
    return allowed


def on_items(constraints: Constraints, ids: Sequence[str], copies: Mapping[str, str]) -> ItemConstraints:
    """The constraints as arrays over the kept opinions `ids`; `copies` gives the original's id of each copy.

    Every copy must have passed `consistent_copies`; ids that are not in the input are left out.
    """
    camps = Camps(constraints.marks, constraints.apart)
    component = dict(constraints.component)
    for copy in sorted(copies):
        original = copies[copy]
        if copy not in constraints.component:
            continue
        if original in component:
            camps.join(component[original], component[copy])
        else:
            component[original] = component[copy]
    roots = [camps.root(number) for number in range(len(constraints.marks))]
    apart = sorted({(roots[one], roots[other]) for one, other in constraints.apart})
    place = {name: index for index, name in enumerate(sorted(set(ids)))}
    return ItemConstraints(
        component=np.array([roots[component[name]] if name in component else -1 for name in ids], np.int64),
        rank=np.array([place[name] for name in ids], dtype=np.int64),
        marks=[camps.marks(number) for number in range(len(constraints.marks))],
        apart=np.array(apart, dtype=np.int64).reshape(-1, 2),
    )


def enforce(labels: IntArray, links: Links, constraints: ItemConstraints) -> IntArray:
    """The same groups, changed only where a decision demands it; numbered by first appearance from 0.

    `labels` is one group number for each item. A second call changes nothing.
    """
    wanted = _with_closed_pins(labels, constraints)
    blocks = _joined_by_ties(wanted, constraints.component)
    broken = np.flatnonzero(np.isin(blocks, _broken_blocks(blocks, constraints)))
    if broken.size:
        parts = _cut(broken, wanted, links, constraints)
        blocks = blocks.copy()
        blocks[broken] = blocks.max() + 1 + parts
    return _by_first_appearance(blocks)


def group_marks(labels: IntArray, constraints: ItemConstraints) -> Mapping[int, Marks]:
    """What did people decide of each group? Groups of which nothing is decided are left out."""
    marks: dict[int, Marks] = {}
    named = constraints.component >= 0
    pairs = np.unique(np.stack([labels[named], constraints.component[named]], axis=1), axis=0)
    for label, number in pairs.tolist():
        marks[label] = marks.get(label, UNMARKED).with_those_of(constraints.marks[number])
    return marks


def _with_closed_pins(labels: IntArray, constraints: ItemConstraints) -> IntArray:
    closed = np.array([each.is_closed for each in constraints.marks] + [False])
    is_closed = closed[constraints.component]
    fresh = labels.max(initial=-1) + 1 + constraints.component
    return np.where(is_closed, fresh, labels)


def _joined_by_ties(labels: IntArray, component: IntArray) -> IntArray:
    """Groups, with those joined that share a must-link component."""
    named = component >= 0
    dense = np.unique(labels, return_inverse=True)[1].ravel()
    groups = int(dense.max(initial=-1)) + 1
    size = groups + int(component.max(initial=-1)) + 1
    edges = (dense[named], groups + component[named])
    graph = sparse.coo_array((np.ones(int(named.sum())), edges), shape=(size, size))
    return connected_components(graph, directed=False)[1].astype(np.int64)[dense]


def _broken_blocks(blocks: IntArray, constraints: ItemConstraints) -> IntArray:
    """Which blocks hold two decided titles, areas, units or pins, or two components that must be apart?"""
    named = constraints.component >= 0
    held = np.unique(np.stack([blocks[named], constraints.component[named]], axis=1), axis=0)
    codes = _mark_codes(constraints.marks)[held[:, 1]]
    broken = []
    for column in codes.T[1:]:
        values = np.unique(np.stack([held[:, 0], column], axis=1)[column > 0], axis=0)
        block, count = np.unique(values[:, 0], return_counts=True)
        broken.append(block[count > 1])
    block_of = np.full(len(constraints.marks), -1)
    block_of[held[:, 1]] = held[:, 0]
    one, other = block_of[constraints.apart[:, 0]], block_of[constraints.apart[:, 1]]
    broken.append(one[(one == other) & (one >= 0)])
    return np.unique(np.concatenate(broken))


@dataclass(frozen=True, slots=True)
class _Atoms:
    """What is never cut: a must-link component or a single item; and the machine's groups it comes from."""

    of_item: IntArray  # number of the atom for each item of the broken blocks
    label: IntArray  # the machine's group of each item
    rank: IntArray  # by atom
    size: IntArray  # by atom


def _cut(broken: IntArray, labels: IntArray, links: Links, constraints: ItemConstraints) -> IntArray:
    """The parts into which the items of broken blocks fall, numbered over all of them."""
    component = constraints.component[broken]
    single = len(constraints.marks) + np.arange(broken.size)
    names, of_item = np.unique(np.where(component >= 0, component, single), return_inverse=True)
    of_item = of_item.ravel().astype(np.int64)
    rank = np.full(names.size, constraints.rank.max(initial=0) + 1)
    np.minimum.at(rank, of_item, constraints.rank[broken])
    atoms = _Atoms(of_item, labels[broken], rank, np.bincount(of_item))
    named = {int(name): index for index, name in enumerate(names.tolist()) if name < len(constraints.marks)}
    marks = [UNMARKED] * names.size
    for number, index in named.items():
        marks[index] = constraints.marks[number]
    apart = [
        (named[one], named[other])
        for one, other in constraints.apart.tolist()
        if one in named and other in named
    ]
    camps = Camps(marks, apart)
    for one, other in _strongest_first(_inner(links, broken, labels.size), atoms):
        if camps.may_join(one, other):
            camps.join(one, other)
    _house_the_rest(camps, atoms)
    return np.array([camps.root(atom) for atom in of_item.tolist()], dtype=np.int64)


def _inner(links: Links, items: IntArray, size: int) -> Links:
    """The links among these items, renumbered from 0."""
    place = np.full(size, -1)
    place[items] = np.arange(items.size)
    a, b = place[links.a], place[links.b]
    inside = (a >= 0) & (b >= 0)
    return Links(a[inside], b[inside], links.value[inside])


def _strongest_first(links: Links, atoms: _Atoms) -> Iterable[tuple[int, int]]:
    """Pairs of atoms from strong to weak, ties by id; only pairs that have a machine's group in common."""
    one, other = atoms.of_item[links.a], atoms.of_item[links.b]
    width = int(atoms.label.max(initial=0)) + 1
    belongs = np.unique(atoms.of_item * width + atoms.label)
    common = np.isin(one * width + atoms.label[links.b], belongs)
    common |= np.isin(other * width + atoms.label[links.a], belongs)
    keep = common & (one != other) & (links.value > 0)
    one, other, value = one[keep], other[keep], links.value[keep]
    low, high = np.minimum(atoms.rank[one], atoms.rank[other]), np.maximum(atoms.rank[one], atoms.rank[other])
    order = np.lexsort((high, low, -value))
    return zip(one[order].tolist(), other[order].tolist(), strict=True)


def _house_the_rest(camps: Camps, atoms: _Atoms) -> None:
    """Parts of one old group that no link joined are joined where allowed, the largest first."""
    item_rank = atoms.rank[atoms.of_item]
    by_rank = np.argsort(item_rank, kind="stable")
    for label in dict.fromkeys(atoms.label[by_rank].tolist()):
        inside = np.unique(atoms.of_item[atoms.label == label])
        weight: dict[int, int] = {}
        first: dict[int, int] = {}
        for atom in inside.tolist():
            root = camps.root(atom)
            weight[root] = weight.get(root, 0) + int(atoms.size[atom])
            first[root] = min(first.get(root, int(atoms.rank[atom])), int(atoms.rank[atom]))
        homes: list[int] = []
        for root in sorted(weight, key=lambda root: (-weight[root], first[root])):
            home = next((home for home in homes if camps.may_join(home, root)), None)
            if home is None:
                homes.append(root)
            else:
                camps.join(home, root)


def _by_first_appearance(labels: IntArray) -> IntArray:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.empty(first.size, dtype=np.int64)
    order[np.argsort(first, kind="stable")] = np.arange(first.size)
    return order[inverse.ravel()]
