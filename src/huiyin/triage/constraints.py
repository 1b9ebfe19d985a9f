"""What do people's decisions, taken together, demand of the groups, and do they contradict each other?

Merges, sides of a split and pins tie opinions into components (must-link); splits hold components apart
(cannot-link). Two decided titles, areas, units or pins hold groups apart as well: a group bears one of each.
Following Wagstaff and others, "Constrained K-means Clustering with Background Knowledge", ICML 2001, a
must-link is transitive and a cannot-link holds between whole components.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, pairwise

from huiyin.triage.decisions import Decision, Decisions, Kind


@dataclass(frozen=True, slots=True)
class Marks:
    """What people decided of one group; "" and 0 mean that nothing is decided."""

    title: str = ""
    area: str = ""
    unit: str = ""
    pin: int = 0  # number of the pinned group
    is_closed: bool = False  # a pinned group that nobody else may join
    is_problem: bool = True

    def agrees_with(self, other: Marks) -> bool:
        """Could one group bear both?"""
        if self.pin != other.pin and (self.is_closed or other.is_closed):
            return False
        mine, theirs = self._exclusive(), other._exclusive()
        return all(not a or not b or a == b for a, b in zip(mine, theirs, strict=True))

    def with_those_of(self, other: Marks) -> Marks:
        """What a group bears that unites both."""
        return Marks(
            title=self.title or other.title,
            area=self.area or other.area,
            unit=self.unit or other.unit,
            pin=self.pin or other.pin,
            is_closed=self.is_closed or other.is_closed,
            is_problem=self.is_problem and other.is_problem,
        )

    def _exclusive(self) -> tuple[str, str, str, int]:
        return (self.title, self.area, self.unit, self.pin)


UNMARKED = Marks()


class Clash(StrEnum):
    """Between which demands a contradiction lies."""

    APART = "apart"  # merged and split
    TITLE = "title"  # two titles for one group
    AREA = "area"
    UNIT = "unit"
    PIN = "pin"  # somebody is tied to a pinned group who is not among those pinned


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Decisions that cannot all be obeyed. `lines` are all that take part: the two that clash first, then the
    chain of merges between them; `values` are the two titles, areas or units."""

    clash: Clash
    lines: tuple[int, ...]
    ids: tuple[str, str]
    values: tuple[str, str] = ("", "")

    def __str__(self) -> str:
        return f"{self.clash}: lines {', '.join(map(str, self.lines))}: {' / '.join(self.ids)}"


class DecisionsContradict(ValueError):
    """The decisions cannot all be obeyed; nothing is obeyed before a person has mended them."""

    def __init__(self, file: str, contradictions: tuple[Contradiction, ...]) -> None:
        self.file = file
        self.contradictions = contradictions
        super().__init__("\n".join(f"{file}: {each}" for each in contradictions))


@dataclass(frozen=True, slots=True)
class Constraints:
    """Decisions without contradiction, over opinion ids; whether an id is in the input plays no part here."""

    component: Mapping[str, int] = field(default_factory=dict)  # named id -> number of its component, from 0
    marks: Sequence[Marks] = ()  # by component
    apart: frozenset[tuple[int, int]] = frozenset()  # pairs of components, smaller number first
    line: Mapping[str, int] = field(default_factory=dict)  # named id -> first line that names it

    def unknown(self, ids: Iterable[str]) -> Mapping[str, int]:
        """Which ids of the file are not among these, and on which line does each stand first?"""
        known = frozenset(ids)
        return {name: line for name, line in self.line.items() if name not in known}


def compile_decisions(decisions: Decisions) -> Constraints:
    """What must hold if every decision is obeyed? Raises `DecisionsContradict` when that is impossible."""
    ties = _Ties(decisions.entries)
    contradictions = sorted(
        {
            *_apart_but_tied(decisions.entries, ties),
            *_two_values(decisions.entries, ties),
            *_leaky_pins(ties),
        },
        key=lambda each: (each.lines, each.clash, each.ids, each.values),
    )
    if contradictions:
        raise DecisionsContradict(decisions.file, tuple(contradictions))
    return Constraints(
        component=ties.component,
        marks=_marks_of_components(decisions.entries, ties),
        apart=frozenset(_apart_components(decisions.entries, ties)),
        line={name: ties.first_line[name] for name in ties.component},
    )


class _Ties:
    """Which opinions do decisions tie together, directly or through others, and by which lines?"""

    def __init__(self, entries: Sequence[Decision]) -> None:
        self.entries = entries
        self.first_line: dict[str, int] = {}
        self._neighbours: dict[str, list[tuple[str, int]]] = {}
        for entry in entries:
            for name in entry.ids:
                self.first_line.setdefault(name, entry.line)
                self._neighbours.setdefault(name, [])
            for side in _tied_sides(entry):
                for one, other in pairwise(side):
                    self._neighbours[one].append((other, entry.line))
                    self._neighbours[other].append((one, entry.line))
        self.component = self._numbered()

    def chain(self, start: str, end: str) -> tuple[int, ...]:
        """The lines of a shortest chain of ties from one opinion to another, without repetition."""
        came_from: dict[str, tuple[str, int]] = {start: (start, 0)}
        queue = deque([start])
        while queue and end not in came_from:
            here = queue.popleft()
            for there, line in self._neighbours[here]:
                if there not in came_from:
                    came_from[there] = (here, line)
                    queue.append(there)
        lines: list[int] = []
        while end != start:
            end, line = came_from[end]
            lines.append(line)
        return tuple(dict.fromkeys(reversed(lines)))

    def members(self) -> Mapping[int, Sequence[str]]:
        members: dict[int, list[str]] = {}
        for name, number in self.component.items():
            members.setdefault(number, []).append(name)
        return members

    def _numbered(self) -> dict[str, int]:
        component: dict[str, int] = {}
        for number, start in enumerate(self._unreached(component)):
            stack = [start]
            while stack:
                here = stack.pop()
                if here not in component:
                    component[here] = number
                    stack.extend(there for there, _ in self._neighbours[here])
        return component

    def _unreached(self, component: Mapping[str, int]) -> Iterator[str]:
        return (name for name in sorted(self._neighbours) if name not in component)


def _tied_sides(entry: Decision) -> tuple[tuple[str, ...], ...]:
    return entry.sides if entry.kind in {Kind.MERGE, Kind.SPLIT, Kind.PIN} else ()


def _split_pairs(entries: Iterable[Decision]) -> Iterator[tuple[Decision, str, str]]:
    """One opinion of either side is enough: a side's members are tied together."""
    for entry in entries:
        if entry.kind is Kind.SPLIT:
            for one, other in combinations(entry.sides, 2):
                yield entry, one[0], other[0]


def _apart_components(entries: Iterable[Decision], ties: _Ties) -> Iterator[tuple[int, int]]:
    for _, one, other in _split_pairs(entries):
        pair = sorted((ties.component[one], ties.component[other]))
        yield (pair[0], pair[1])


def _apart_but_tied(entries: Iterable[Decision], ties: _Ties) -> Iterator[Contradiction]:
    for entry, one, other in _split_pairs(entries):
        if ties.component[one] == ties.component[other]:
            lines = dict.fromkeys((entry.line, *ties.chain(one, other)))
            yield Contradiction(Clash.APART, tuple(lines), (one, other))


def _decided_values(entry: Decision) -> Iterator[tuple[Clash, str]]:
    given = ((Clash.TITLE, entry.title), (Clash.AREA, entry.area), (Clash.UNIT, entry.unit))
    return ((clash, value) for clash, value in given if value)


def _two_values(entries: Iterable[Decision], ties: _Ties) -> Iterator[Contradiction]:
    first: dict[tuple[int, Clash], tuple[str, str, int]] = {}
    for entry in entries:
        for clash, value in _decided_values(entry):
            for name in entry.ids:
                before = first.setdefault((ties.component[name], clash), (value, name, entry.line))
                if before[0] != value:
                    lines = dict.fromkeys((before[2], entry.line, *ties.chain(before[1], name)))
                    yield Contradiction(clash, tuple(lines), (before[1], name), (before[0], value))


def _leaky_pins(ties: _Ties) -> Iterator[Contradiction]:
    """A closed pin is broken by everyone tied to its members who is not a member."""
    members = ties.members()
    for entry in ties.entries:
        if entry.kind is not Kind.PIN or entry.is_open:
            continue
        inside = entry.sides[0]
        for name in sorted(set(members[ties.component[inside[0]]]).difference(inside)):
            chain = min((ties.chain(start, name) for start in inside), key=lambda lines: (len(lines), lines))
            yield Contradiction(Clash.PIN, tuple(dict.fromkeys((entry.line, *chain))), (inside[0], name))


def _marks_of_components(entries: Iterable[Decision], ties: _Ties) -> tuple[Marks, ...]:
    marks = [UNMARKED] * len(set(ties.component.values()))
    for entry in entries:
        for number in sorted({ties.component[name] for name in entry.ids}):
            is_pin = entry.kind is Kind.PIN
            own = Marks(
                title=entry.title,
                area=entry.area,
                unit=entry.unit,
                pin=number + 1 if is_pin else 0,
                is_closed=is_pin and not entry.is_open,
                is_problem=entry.kind is not Kind.NOT_A_PROBLEM,
            )
            marks[number] = marks[number].with_those_of(own)
    return tuple(marks)
