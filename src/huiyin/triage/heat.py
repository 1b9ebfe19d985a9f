"""How hot is each group: how many speak, how recently, are they growing, and what is at stake?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from huiyin.triage.characters import BoolArray, FloatArray, IntArray
from huiyin.triage.matters import DATA
from huiyin.triage.result import Heat

PARTS = ("people", "recency", "growth", "gravity")
_TIMED = ("recency", "growth")


class UnusableHeat(ValueError):
    """A heat file that cannot be read; the message names the file, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class HeatSettings:
    """The numbers of heat.yaml; their reasons stand there."""

    weights: Mapping[str, float]  # by part; they add up to 1
    full_people: float
    like_weight: float
    half_life: float  # days
    window: float  # days
    prior: float
    gravity_share: float
    gravity_in_text: float
    gravity: Mapping[str, float]  # by word, lower case


@dataclass(frozen=True, slots=True)
class Voices:
    """All opinions of a collection that have a group, copies included: one entry each, in any order."""

    labels: IntArray  # the group of each
    person: IntArray  # who spoke; -1 where not known, then each voice is a person
    day: FloatArray  # when, in days on any scale; nan where not known
    likes: IntArray
    gravity: FloatArray  # what gravity_of says of each text


@dataclass(frozen=True, slots=True)
class HeatPart:
    """One part of the formula as it was used: 0 where the collection could not give it."""

    name: str  # one of PARTS
    weight: float
    left_out: bool


def _flat(value: object) -> list[str]:
    if isinstance(value, list):
        return [word for part in value for word in _flat(part)]
    return [str(value).lower()]


def read_heat_settings(path: Path = DATA / "heat.yaml") -> HeatSettings:
    """The settings of a file in the shape of heat.yaml. Raises UnusableHeat when it has another shape."""
    try:
        held = YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))
        weights = {part: float(held["weights"][part]) for part in PARTS}
        words = held["gravity"]["words"]
        settings = HeatSettings(
            weights={part: weight / sum(weights.values()) for part, weight in weights.items()},
            full_people=float(held["people"]["full"]),
            like_weight=float(held["people"]["like_weight"]),
            half_life=float(held["recency"]["half_life"]),
            window=float(held["growth"]["window"]),
            prior=float(held["growth"]["prior"]),
            gravity_share=float(held["gravity"]["share"]),
            gravity_in_text=float(held["gravity"]["in_text"]),
            gravity={word: float(weight) for weight, listed in words.items() for word in _flat(listed)},
        )
    except (YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise UnusableHeat(f"{path.name}: {error!r}; expected the shape of heat.yaml") from error
    if min(weights.values()) < 0.0 or not all(0.0 <= weight <= 1.0 for weight in settings.gravity.values()):
        raise UnusableHeat(f"{path.name}: weights must not be negative, those of words lie between 0 and 1")
    return settings


def _gravest(texts: Sequence[str], settings: HeatSettings) -> FloatArray:
    ordered = sorted(settings.gravity, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(re.escape, ordered)) or "(?!)")
    gravest = np.zeros(len(texts))
    for number, text in enumerate(texts):
        lowered = text.lower()
        weights = [settings.gravity[hit[0]] for hit in pattern.finditer(lowered) if _is_whole(lowered, hit)]
        gravest[number] = max(weights, default=0.0)
    return gravest


def gravity_of(titles: Sequence[str], details: Sequence[str], settings: HeatSettings) -> FloatArray:
    """The weight of the gravest word of each opinion, 0 without one.

    A word that stands in the text alone weighs less than one in the title; where there is no title, the text
    is all and weighs fully. English words count as whole words only.
    """
    has_title = np.array([bool(title.strip()) for title in titles], dtype=np.bool_)
    share = np.where(has_title, settings.gravity_in_text, 1.0)
    return np.maximum(_gravest(titles, settings), share * _gravest(details, settings))


def _is_whole(text: str, found: re.Match[str]) -> bool:
    """Is a hit in Latin letters bounded by none? Chinese writes no bounds."""
    if not found[0].isascii():
        return True
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def people_of(voices: Voices) -> IntArray:
    """How many distinct people speak in each group, in the order of the sorted labels?"""
    names, group = np.unique(voices.labels, return_inverse=True)
    unknown = np.arange(group.size) + voices.person.max(initial=0) + 1
    person = np.where(voices.person >= 0, voices.person, unknown)
    distinct = np.unique(np.column_stack([group, person]), axis=0)
    return np.bincount(distinct[:, 0], minlength=names.size).astype(np.int64)


def _people(voices: Voices, group: IntArray, settings: HeatSettings) -> FloatArray:
    speaking = people_of(voices)
    likes = np.bincount(group, weights=np.maximum(voices.likes, 0), minlength=speaking.size)
    support = speaking + settings.like_weight * np.sqrt(likes)
    return np.asarray(np.minimum(np.log(support) / np.log(settings.full_people), 1.0))


def _recency(day: FloatArray, group: IntArray, count: int, settings: HeatSettings) -> FloatArray:
    """Half after each half-life between the group's last voice and the collection's; nan without a time."""
    known = ~np.isnan(day)
    last = np.full(count, np.nan)
    np.fmax.at(last, group[known], day[known])
    return np.asarray(0.5 ** ((np.nanmax(last, initial=-np.inf) - last) / settings.half_life))


def _growth(day: FloatArray, group: IntArray, count: int, settings: HeatSettings) -> FloatArray:
    """(now - before) / (now + before + prior) over two windows up to the latest time; nan without a time."""
    known = ~np.isnan(day)
    age = np.nanmax(day, initial=-np.inf) - day

    def voices_in(mask: BoolArray) -> FloatArray:
        return np.bincount(group[mask], minlength=count).astype(np.float64)

    now = voices_in(known & (age < settings.window))
    before = voices_in(known & (age >= settings.window) & (age < 2 * settings.window))
    grown = np.maximum((now - before) / (now + before + settings.prior), 0.0)
    return np.where(voices_in(known) > 0, grown, np.nan)


def _gravity(gravity: FloatArray, group: IntArray, size: IntArray, settings: HeatSettings) -> FloatArray:
    """The highest weight that at least the given share of a group's voices reach."""
    order = np.lexsort((-gravity, group))
    first = np.concatenate(([0], np.cumsum(size)[:-1]))
    needed = np.maximum(np.ceil(size * settings.gravity_share - 1e-9), 1).astype(np.int64)
    return np.asarray(gravity[order[first + needed - 1]])


def heat_of(voices: Voices, settings: HeatSettings) -> list[Heat]:
    """The heat of each group, in the order of the sorted labels.

    A part that a group cannot give (no time known) is left out of its total and shown as 0; the weights of
    the other parts are divided by their sum. "Now" is the latest time of the collection, never the clock.
    """
    names, group, size = np.unique(voices.labels, return_inverse=True, return_counts=True)
    if not names.size:
        return []
    parts = {
        "people": _people(voices, group, settings),
        "recency": _recency(voices.day, group, names.size, settings),
        "growth": _growth(voices.day, group, names.size, settings),
        "gravity": _gravity(voices.gravity, group, size, settings),
    }
    values = np.column_stack([parts[name] for name in PARTS])
    weights = np.where(np.isnan(values), 0.0, np.array([settings.weights[name] for name in PARTS]))
    values = np.nan_to_num(values)
    total = (values * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-12)
    rows = np.round(np.column_stack([values, total]), 6).tolist()
    return [Heat(**dict(zip((*PARTS, "total"), row, strict=True))) for row in rows]


def formula(voices: Voices, settings: HeatSettings) -> list[HeatPart]:
    """The parts and weights of the heat as used for this collection, for display."""
    timed = not bool(np.isnan(voices.day).all())
    kept = {name for name in PARTS if timed or name not in _TIMED}
    whole = sum(settings.weights[name] for name in kept) or 1.0
    return [
        HeatPart(name, settings.weights[name] / whole if name in kept else 0.0, left_out=name not in kept)
        for name in PARTS
    ]
