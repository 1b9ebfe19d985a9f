"""Which places does Minghu, an invented district, have, and what troubles its people?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Place:
    """A place and the ways in which people call it; the first is its name."""

    says: tuple[str, ...]
    kind: str
    street: str
    spots: tuple[str, ...]  # corners of such a place

    @property
    def name(self) -> str:
        return self.says[0]


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of trouble, wherever it is, and the clauses in which people speak of it."""

    key: str
    area: str
    weight: int
    firm: str  # what a firm in the matter is called after its name; "" where there is none
    kinds: tuple[str, ...]  # of places where it occurs
    subjects: tuple[str, ...]  # one of them is fixed for each problem
    titles: tuple[str, ...]
    facts: tuple[str, ...]
    harms: tuple[str, ...]
    asks: tuple[str, ...]
    questions: tuple[str, ...]


@cache
def phrases() -> Mapping[str, Any]:
    """What all messages share."""
    return tomllib.loads((WORDS / "phrases.toml").read_text(encoding="utf-8"))


@cache
def variants() -> Mapping[str, Any]:
    """Words that people use for each other."""
    return tomllib.loads((WORDS / "variants.toml").read_text(encoding="utf-8"))


@cache
def matters() -> tuple[Matter, ...]:
    """All matters, in the order of their files."""
    held = [
        matter
        for file in ("matters_city.toml", "matters_people.toml")
        for matter in tomllib.loads((WORDS / file).read_text(encoding="utf-8"))["matter"]
    ]
    lists = ("kinds", "subjects", "titles", "facts", "harms", "asks", "questions")
    return tuple(
        Matter(
            key=matter["key"],
            area=matter["area"],
            weight=matter["weight"],
            firm=matter.get("firm", ""),
            **{name: tuple(matter.get(name, ())) for name in lists},
        )
        for matter in held
    )


def matter_named(key: str) -> Matter:
    """The matter with this key."""
    return next(matter for matter in matters() if matter.key == key)


@cache
def places() -> tuple[Place, ...]:
    """All places, in the order of their file."""
    held = tomllib.loads((WORDS / "places.toml").read_text(encoding="utf-8"))
    streets = held.pop("streets")
    return tuple(
        Place(tuple(says), kind, streets[street], tuple(listed["spots"]))
        for kind, listed in held.items()
        for says, street in zip(listed["says"], listed["streets"], strict=True)
    )


def places_of(matter: Matter) -> tuple[Place, ...]:
    """The places where a matter occurs."""
    return tuple(place for place in places() if place.kind in matter.kinds)


def filled(text: str, blanks: Mapping[str, str]) -> str:
    """The text with each blank replaced by its value."""
    for blank, value in blanks.items():
        text = text.replace(blank, value)
    return text
