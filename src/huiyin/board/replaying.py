"""What do people's decisions demand of the next run, after all that was decided since?

A later decision overrides an earlier one, and each was carried out on the board when it was made. So what an
earlier one still demands is seen where its opinions stand: those of a side that share a group stay together,
those of two sides that stand in two groups stay apart. Taken so, decisions never contradict each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from huiyin.triage.constraints import Constraints, compile_decisions
from huiyin.triage.decisions import Decision, Decisions, Kind


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands: opinions of one side belong together, opinions of two sides apart."""

    sides: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A group that a run may not treat as it likes, with the opinions that stand in it."""

    group: str
    members: tuple[str, ...]
    is_whole: bool = False  # stands in a problem or has its answer: nobody leaves it
    is_closed: bool = False  # pinned: nobody joins it either
    area: str = ""  # as a person set it
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Demands:
    """All that the next run must obey: opinions that stay together, and pairs of which each stays apart."""

    together: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[str, str], ...]
    closed: tuple[tuple[str, ...], ...]  # exactly these are one group
    entries: tuple[Decision, ...]  # the same as triage reads them

    def constraints(self) -> Constraints:
        """The demands as a run takes them."""
        return compile_decisions(Decisions(entries=self.entries))

    def broken(self, group_of: Mapping[str, str]) -> int:
        """How many of them does this way to group break? Opinions that it does not know break none."""
        parted = sum(len(_groups(side, group_of)) > 1 for side in self.together)
        joined = sum(
            one in group_of and group_of[one] == group_of.get(other, "") for one, other in self.apart
        )
        return parted + joined + self._entered(group_of)

    def _entered(self, group_of: Mapping[str, str]) -> int:
        """Closed groups that somebody left or joined."""
        if not self.closed:
            return 0
        members: dict[str, set[str]] = defaultdict(set)
        for name, group in group_of.items():
            members[group].add(name)
        known = ([name for name in side if name in group_of] for side in self.closed)
        return sum(members[group_of[side[0]]] != set(side) for side in known if side)


def demands_of(
    decided: Iterable[Decided], standing: Iterable[Standing], group_of: Mapping[str, str]
) -> Demands:
    """What these decisions and groups demand; `group_of` says where each counted opinion stands.

    Groups that are whole, closed, or named keep their own: no run joins two of them.
    """
    gathered = _Gathered(group_of)
    for each in decided:
        gathered.add_decided(each)
    for group in standing:
        gathered.add_standing(group)
    return gathered.demands()


class _Gathered:
    """Demands as they are gathered. A line is the number of an entry: nobody reads it."""

    def __init__(self, group_of: Mapping[str, str]) -> None:
        self._group_of = group_of
        self._together: list[tuple[str, ...]] = []
        self._apart: list[tuple[str, str]] = []
        self._closed: list[tuple[str, ...]] = []
        self._entries: list[Decision] = []

    def demands(self) -> Demands:
        return Demands(tuple(self._together), tuple(self._apart), tuple(self._closed), tuple(self._entries))

    def add_decided(self, decided: Decided) -> None:
        parts: dict[str, list[str]] = defaultdict(list)
        for side in decided.sides:
            for group, part in _parts(side, self._group_of).items():
                self._tie(part)
                parts[group] += part
        if len(decided.sides) > 1 and len(parts) > 1:
            firsts = [part[0] for part in parts.values()]
            self._apart += combinations(firsts, 2)
            self._enter(Kind.SPLIT, *((first,) for first in firsts))

    def add_standing(self, standing: Standing) -> None:
        if not standing.members:
            return
        first = standing.members[:1]
        if standing.is_closed:
            self._closed.append(standing.members)
            self._together.append(standing.members)
            self._enter(Kind.PIN, standing.members)
        elif standing.is_whole:
            self._tie(standing.members)
        # Two decided titles hold groups apart; the title itself is the board's and not the run's.
        self._enter(Kind.RENAME, first, title=standing.group)
        if standing.area or standing.unit:
            self._enter(Kind.SET, first, area=standing.area, unit=standing.unit)

    def _tie(self, names: Sequence[str]) -> None:
        if len(names) > 1:
            self._together.append(tuple(names))
            self._enter(Kind.MERGE, tuple(names))

    def _enter(
        self, kind: Kind, *sides: tuple[str, ...], title: str = "", area: str = "", unit: str = ""
    ) -> None:
        line = len(self._entries) + 1
        self._entries.append(Decision(kind, line, sides, title=title, area=area, unit=unit))


def _parts(side: Iterable[str], group_of: Mapping[str, str]) -> dict[str, list[str]]:
    """The opinions of a side by the group that they stand in; those that count nowhere are left out."""
    parts: dict[str, list[str]] = defaultdict(list)
    for name in side:
        if name in group_of:
            parts[group_of[name]].append(name)
    return parts


def _groups(side: Collection[str], group_of: Mapping[str, str]) -> set[str]:
    return {group_of[name] for name in side if name in group_of}


def numbered(groups: Iterable[str]) -> dict[str, str]:
    """The names that a run knows standing groups by, "G1", "G2", …, in the order of their ids."""
    return {group: f"G{number}" for number, group in enumerate(sorted(groups), start=1)}


def kept_themes(run_theme: Mapping[str, str], kept: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """For each theme of a run the kept theme in which most of its standing groups are.

    Left out where none has half of them. `run_theme` is the run's theme of each group, `kept` the kept theme
    of those that stand.
    """
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for group, theme in kept.items():
        if group in run_theme:
            counts[run_theme[group]][theme] += 1
    for theme, held in counts.items():
        best = min(held, key=lambda each: (-held[each], each))
        if 2 * held[best] >= sum(held.values()):
            yield theme, best
