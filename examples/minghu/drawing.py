"""From what are the records of Minghu, an invented district, drawn: plan, days, words, chance?"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

from district import WORDS, Place, filled, places

from examples.recording import Days, Line
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Role

# How many working days after it happened something is told, and how often.
DELAYS = {0: 46, 1: 25, 2: 14, 3: 8, 4: 3, 9: 4}
# These units fall silent in the second half; nobody knows why.
SILENT = frozenset({"baishu", "museum", "taiyuan", "wanghu-kinder"})


@dataclass
class Scene:
    """What the records are drawn from. Each part of the drawing has its own stream of chance."""

    plan: Plan
    days: Days
    seed: int
    chance: Random = field(default_factory=Random)
    lines: list[Line] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    used: set[tuple[object, ...]] = field(default_factory=set)

    def begin(self, part: str) -> None:
        """Begin a part: whatever was drawn before, the same comes out of it."""
        self.chance = Random(f"{self.seed} {part}")

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """The words in which things are told."""
        return tomllib.loads((WORDS / "campaign.toml").read_text(encoding="utf-8"))

    @cached_property
    def areas(self) -> Sequence[str]:
        """The keys of the areas of problems."""
        return [area.key for area in self.plan.areas]

    def line(self, kind: str, unit: str, day: date, values: Mapping[str, Any], **more: Any) -> Line:
        """Add a record; without `told` it is entered some working days after it happened."""
        self.numbers[kind] += 1
        told = more.pop("told", None) or self.told(more.get("last_day") or day)
        line = Line(f"{kind}-{self.numbers[kind]:04}", told, kind, unit, day, values, **more)
        self.lines.append(line)
        return line

    def told(self, day: date) -> date:
        """The working day on which something is entered that happened on this day."""
        delay = self.chance.choices(list(DELAYS), list(DELAYS.values()))[0]
        return self.days.after(day, delay)

    def of_kind(self, kind: str) -> list[Line]:
        """The records of a kind that were drawn so far."""
        return [line for line in self.lines if line.kind == kind]

    def day(self, first: float, last: float) -> date:
        """A working day between these shares of the time that has passed."""
        return self.days.at(self.chance.uniform(first, last))

    def units(self, *kinds: str) -> list[str]:
        """The units of these kinds, in the plan's order."""
        return [unit.key for unit in self.plan.units if unit.kind in kinds]

    def talking(self, units: Sequence[str], day: date) -> str:
        """One of the units; those that fall silent only in the first half."""
        is_early = day < self.days.at(0.5)
        return self.chance.choice([unit for unit in units if is_early or unit not in SILENT])

    def leader_of(self, unit: str) -> str:
        """Who leads a unit: of several, the one whose post is named first."""
        held = [
            person.key
            for person in self.plan.people
            for post in person.posts
            if post.role is Role.LEADER and post.unit == unit
        ]
        return held[0] if held else self.chance.choice(self.leaders("district"))

    def leaders(self, level: str) -> list[str]:
        """The leaders of a level, in the plan's order."""
        return [
            person.key
            for person in self.plan.people
            if any(post.role is Role.LEADER and post.level == level for post in person.posts)
        ]

    def members(self, unit: str) -> int:
        """How many people a unit has."""
        return self.plan.units_by_key[unit].members or 0

    def place(self, unit: str = "") -> Place:
        """A place of the district; for a unit below a street, one in that street."""
        within = {unit, self.plan.units_by_key[unit].within} if unit else set()
        streets = {self.plan.units_by_key[key].name.zh for key in within if key}
        near = [place for place in places() if place.street in streets]
        return self.chance.choice(near or list(places()))

    def said(self, texts: Sequence[str], unit: str = "") -> str:
        """One of the texts, with the name of a place for {p} and a corner of one for {o}."""
        place = self.place(unit)
        corner = place.name + self.chance.choice(place.spots)
        return filled(self.chance.choice(texts), {"{p}": place.name, "{o}": corner})

    def said_once(self, where: str, texts: Sequence[str], unit: str = "") -> str:
        """The same, and never twice under one key."""
        while not self.is_new(where, text := self.said(texts, unit)):
            pass
        return text

    def is_new(self, *said: object) -> bool:
        """Is this told for the first time?"""
        if said in self.used:
            return False
        self.used.add(said)
        return True
