"""Is the part that a plan refers to there, and do the ways between parts come to an end?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding, Path, place_of
from huiyin.plan.shapes import nearest

# The lists at the top of a plan whose entries are known by a key.
KEYED_LISTS = (
    *(
        "phases",
        "requirements",
        "goals",
        "measures",
        "tasks",
        "unit_kinds",
        "units",
        "leader_levels",
        "people",
    ),
    *(
        "guidance_groups",
        "channels",
        "opinion_channels",
        "screens",
        "asset_kinds",
        "assets",
        "target_kinds",
        "targets",
    ),
    *("contact_rules", "areas", "checklists", "kind_groups", "kinds", "figures", "papers"),
)


@dataclass(frozen=True)
class References:
    """The keys of a plan, by the list in which they stand."""

    plan: Plan

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, None]]:
        return {
            name: dict.fromkeys(str(entry.key) for entry in getattr(self.plan, name)) for name in KEYED_LISTS
        }

    def knows(self, name: str, key: str) -> bool:
        """Does this list hold this key?"""
        return key in self._known[name]

    def missing(self, path: Path, name: str, key: str | None) -> Iterator[Finding]:
        """A finding, when a key is given that this list does not hold."""
        if key is not None and not self.knows(name, key):
            yield no_such(path, key, name, self._known[name])

    def missing_of(self, path: Path, name: str, keys: Iterable[str]) -> Iterator[Finding]:
        """The same for each of several keys."""
        for index, key in enumerate(keys):
            yield from self.missing((*path, index), name, key)


def no_such(path: Path, key: str, where: str, known: Iterable[str]) -> Finding:
    """A reference that leads nowhere, with the key that was likely meant."""
    told = {"found": key, "where": where, "nearest": nearest(key, list(known))}
    return Finding(path, FaultCode.NO_SUCH, told)


def twice(path: Path, keys: Iterable[str], *, at: str = "key") -> Iterator[Finding]:
    """Keys of a list that stand there a second time."""
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        if key in first:
            told = {"found": key, "first": place_of((*path, first[key]))}
            yield Finding((*path, index, at), FaultCode.KEY_TWICE, told)
        first.setdefault(key, index)


def loops(above: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """The rings in what leads from key to key, each once, beginning with its first key in order."""
    ended: set[str] = set()
    for start in above:
        way: dict[str, Iterator[str]] = {start: iter(above[start])}
        while way:
            last = next(reversed(way))
            following = next(way[last], None)
            if following is None:
                ended.add(last)
                del way[last]
            elif following in way:
                keys = list(way)
                yield tuple(keys[keys.index(following) :])
                ended.update(way)
            elif following not in ended and following in above:
                way[following] = iter(above[following])
