"""Which administrative regions (cities, counties, districts) does a text name?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

DATA = Path(__file__).parent / "data"
_SUFFIX = "市县区州旗"
# Public data sets put codes in the place of names, such as A3区 and K9县; the letter is the city.
_CODE = rf"[a-z]\d{{0,2}}(?:[{_SUFFIX}]县|县市|[{_SUFFIX}])"
_CODE_PARTS = re.compile(r"([a-z])(\d{0,2})")
_AT_SUFFIX = re.compile("市(?!场|面|值)|区(?!域|间|别|分)|[县州旗]")  # not 市场, 区域 and their like
_HAN = re.compile("[\u4e00-\u9fff]")
_NAME = re.compile("[^\\W\\da-z_市县区旗]{2,3}")  # 州 is part of many names


@dataclass(frozen=True, slots=True)
class RegionSettings:
    """When is a run of characters before a suffix taken for a name? The reasons stand in regions.yaml."""

    least_texts: int
    extension_share: float
    suffix_share: float
    least_parent_texts: int
    parent_share: float
    common: Mapping[str, str]
    common_stems: frozenset[str]
    common_ends: frozenset[str]


def read_region_settings(path: Path = DATA / "regions.yaml") -> RegionSettings:
    """The numbers and words of a file of the shape of regions.yaml."""
    held = dict(YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8")))
    stems = frozenset(word for line in held.pop("common_stems") for word in line)
    return RegionSettings(common_stems=stems, common_ends=frozenset(held.pop("common_ends")), **held)


@dataclass(frozen=True, slots=True)
class Region:
    """A region named in a text: itself, and the city that it belongs to ("" when not known)."""

    name: str
    city: str

    @property
    def is_city(self) -> bool:
        return self.name == self.city


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The regions that a collection names, and the pattern that finds them in a text."""

    pattern: re.Pattern[str]
    regions: Mapping[str, Region]  # by stem: the name without its suffix

    def region(self, words: str) -> Region:
        """The region that a match of the pattern names."""
        for stem in (words, words[:-1]):
            if stem in self.regions:
                return self.regions[stem]
        code = _CODE_PARTS.match(words)
        return Region(code[1] + code[2], code[1]) if code else Region(words, "")


@dataclass(slots=True)
class _Seen:
    """In how many texts each stem stands with its suffix, and which character stands before it."""

    texts: Counter[str] = field(default_factory=Counter)
    before: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    as_city: Counter[str] = field(default_factory=Counter)


def _stems_before(text: str, end: int, settings: RegionSettings) -> Iterable[tuple[str, str]]:
    """The 2- and 3-character stems that end before a suffix, each with the character before it."""
    if end < 2 or text[end - 1] in settings.common[text[end]]:
        return
    for size in (2, 3):
        stem = text[end - size : end] if end >= size else ""
        if not _NAME.fullmatch(stem) or stem in settings.common_stems or stem[2:] in settings.common_ends:
            return
        yield stem, text[end - size - 1] if end > size else ""


def _see(texts: Sequence[str], settings: RegionSettings) -> _Seen:
    seen = _Seen()
    for text in texts:
        here: set[str] = set()
        for match in _AT_SUFFIX.finditer(text):
            for stem, before in _stems_before(text, match.start(), settings):
                seen.before[stem][before] += 1
                seen.as_city[stem] += 1 if match[0] in "市州" else -1
                here.add(stem)
        seen.texts.update(here)
    return seen


def _is_extended(stem: str, seen: _Seen, settings: RegionSettings) -> bool:
    """Does one and the same character stand before the stem nearly always, so that it belongs to the name?"""
    total = sum(seen.before[stem].values())
    before, count = min(seen.before[stem].items(), key=lambda item: (-item[1], item[0]))
    is_part = bool(_HAN.match(before)) and before not in _SUFFIX
    return is_part and count >= settings.extension_share * total


def _candidates(seen: _Seen, settings: RegionSettings) -> list[str]:
    """The stems that are frequent and neither a piece nor an extension of another name."""
    frequent = {stem for stem, count in seen.texts.items() if count >= settings.least_texts}
    short = {stem for stem in frequent if len(stem) == 2 and not _is_extended(stem, seen, settings)}
    long = {
        stem
        for stem in frequent
        if len(stem) == 3 and stem[1:] not in short and not _is_extended(stem, seen, settings)
    }
    return sorted(short | long)


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def _names(texts: Sequence[str], seen: _Seen, settings: RegionSettings) -> list[str]:
    """The candidates that bear their suffix often enough to be names and not common words."""
    candidates = _candidates(seen, settings)
    if not candidates:
        return []
    anywhere: Counter[str] = Counter()
    pattern = re.compile("|".join(map(re.escape, _longest_first(candidates))))
    for text in texts:
        anywhere.update(set(pattern.findall(text)))
    return [name for name in candidates if seen.texts[name] >= settings.suffix_share * anywhere[name]]


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Longest names first, with or without suffix; codes last."""
    parts = [f"{re.escape(name)}[{_SUFFIX}]?" for name in _longest_first(names)]
    return re.compile("|".join([*parts, _CODE]))


@dataclass(slots=True)
class _Beside:
    """In how many texts each name stands, and with which others."""

    held: Counter[str] = field(default_factory=Counter)
    accompanied: Counter[str] = field(default_factory=Counter)  # by any city
    cities: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    directly_before: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def _look_beside(names: Sequence[str], texts: Sequence[str], seen: _Seen) -> _Beside:
    pattern, known, beside = _pattern(names), set(names), _Beside()
    for text in texts:
        here: set[str] = set()
        before, end = "", -1
        for match in pattern.finditer(text):
            stem = match[0] if match[0] in known else match[0][:-1]
            if stem not in known:
                continue
            if match.start() == end and before != stem:
                beside.directly_before[stem][before] += 1
            here.add(stem)
            before, end = stem, match.end()
        beside.held.update(here)
        for stem in here:
            cities = [other for other in here if other != stem and seen.as_city[other] > 0]
            beside.cities[stem].update(cities)
            beside.accompanied[stem] += bool(cities)
    return beside


def _most(counted: Counter[str]) -> tuple[str, int]:
    return min(counted.items(), key=lambda item: (-item[1], item[0]), default=("", 0))


def _city(stem: str, seen: _Seen, beside: _Beside, settings: RegionSettings) -> str:
    """The city of one name: the one that stands directly before it, else that it is mostly named with."""
    is_city = seen.as_city[stem] > 0
    city, count = _most(beside.directly_before[stem])
    if count >= settings.least_parent_texts and beside.directly_before[city][stem] < count:
        return city
    if is_city:
        return stem
    city, count = _most(beside.cities[stem])
    enough = max(settings.least_parent_texts, settings.parent_share * beside.accompanied[stem])
    return city if count >= enough else ""


def learn_gazetteer(texts: Sequence[str], stop_words: Collection[str], settings: RegionSettings) -> Gazetteer:
    """Find the regions that a collection of normalised texts names, with or without their suffix.

    No name holds one of the stop words (template words and function characters).
    """
    seen = _see(texts, settings)
    for stem in [stem for stem in seen.texts if any(word in stem for word in stop_words)]:
        del seen.texts[stem]
    names = _names(texts, seen, settings)
    beside = _look_beside(names, texts, seen)
    regions = {name: Region(name, _city(name, seen, beside, settings)) for name in names}
    return Gazetteer(pattern=_pattern(names), regions=regions)
