"""How does a leader read what a theme is about: which few phrases of its titles say most of it?"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rjieba

from huiyin.triage.characters import IntArray
from huiyin.triage.phrases import is_chinese

_REGION_CODE = re.compile(r"[A-Za-z]\d{0,2}[省市县区州]+")
_NAME_TAGS = ("nr", "ns", "nt", "nz")  # rjieba's tags of persons, places, bodies, brands
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameSettings:
    """Which phrases make the name of a theme; set by reading the names of the themes of public messages."""

    read: int = 400  # titles of each theme
    longest_phrase: int = 4  # words
    least_groups: int = 2  # a phrase stands in at least so many titles of the theme
    least_share: float = 0.03  # and in this share of them
    least_lift: float = 1.5  # and so much more often than in all titles
    unknown_lift: float = 3.0  # if it holds no word of a matter
    most_phrases: int = 3
    later_share: float = 0.2  # a further phrase adds at least this share of the titles that the first covers
    fuller_share: float = 0.3  # a longer phrase that covers this share of a shorter one's titles stands for it
    longest: int = 16  # Chinese characters of a name
    longest_english: int = 48  # characters of an English name
    candidates: int = 60


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that cannot begin or end a phrase of a name, and the words of all matters."""

    stops: frozenset[str]
    matters: frozenset[str]


def _reads(phrase: str, words: int) -> float:
    """How well does a phrase of this length read?"""
    if is_chinese(phrase):
        lengths = {1: 0.0, 2: 0.45, 3: 0.6, 4: 1.0, 5: 1.05, 6: 1.05, 7: 0.95, 8: 0.85}
        return lengths.get(len(phrase), 0.5)
    return {1: 0.6, 2: 1.0, 3: 1.1}.get(words, 0.9)


def _runs(title: str) -> Iterator[list[str]]:
    """The runs of words between punctuation, regions and numbers."""
    run: list[str] = []
    chinese = is_chinese(title)
    for word in [*rjieba.cut(_REGION_CODE.sub("，", title).lower()), "，"]:
        if word.isspace() and not chinese:
            continue
        if not any(map(str.isalnum, word)) or word.isdigit():
            if run:
                yield run
            run = []
            continue
        run.append(word)


def _phrases(title: str, known: KnownWords, settings: NameSettings) -> set[Words]:
    """All runs of one to four words that begin and end with a word that can carry a name."""
    found: set[Words] = set()
    for run in _runs(title):
        for start, word in enumerate(run):
            if word in known.stops:
                continue
            for end in range(start + 1, min(start + settings.longest_phrase, len(run)) + 1):
                if run[end - 1] not in known.stops:
                    found.add(tuple(run[start:end]))
    return found


def _join(phrase: Words) -> str:
    return "".join(phrase) if is_chinese("".join(phrase)) else " ".join(phrase)


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    titles: frozenset[int]
    value: float


class _Namer:
    """Names themes one after the other, with the counts of all titles at hand."""

    def __init__(self, titles: dict[int, list[str]], known: KnownWords, settings: NameSettings) -> None:
        self.known, self.settings = known, settings
        self.is_name: dict[str, bool] = {}
        self.found = {theme: [_phrases(title, known, settings) for title in listed] for theme, listed in titles.items()}
        self.everywhere = Counter(phrase for listed in self.found.values() for phrases in listed for phrase in phrases)
        self.total = sum(map(len, self.found.values()))

    def _names_place(self, phrase: Words) -> bool:
        for word in phrase:
            if word not in self.is_name:
                own = is_chinese(word) and not any(matter in word for matter in self.known.matters)
                self.is_name[word] = own and any(tag[:2] in _NAME_TAGS or tag == "j" for _, tag in rjieba.tag(word))
        return any(self.is_name[word] for word in phrase)

    def _candidates(self, theme: int, leads: frozenset[str]) -> list[_Candidate]:
        settings = self.settings
        where: defaultdict[Words, set[int]] = defaultdict(set)
        for number, phrases in enumerate(self.found[theme]):
            for phrase in phrases:
                where[phrase].add(number)
        size = len(self.found[theme])
        least = max(settings.least_groups, settings.least_share * size)
        listed: list[_Candidate] = []
        for phrase, titles in where.items():
            text = _join(phrase)
            share = len(titles) / size
            lift = share / (self.everywhere[phrase] / self.total)
            leading = any(word in text for word in leads)
            if len(titles) < least or lift < (settings.least_lift if leading or not leads else settings.unknown_lift):
                continue
            reads = _reads(text, len(phrase))
            if not reads or (not leading and leads and len(text) < 4 and is_chinese(text) and not any(word in text for word in self.known.matters)) or self._names_place(phrase):
                continue
            value = math.sqrt(share) * math.log(lift) * reads * (1.6 if leading else 1.0)
            listed.append(_Candidate(text, frozenset(titles), value))
        listed.sort(key=lambda one: (-one.value, one.text))
        return listed[: settings.candidates]

    def _fuller(self, one: _Candidate, listed: Sequence[_Candidate]) -> _Candidate:
        least = max(self.settings.least_groups, self.settings.fuller_share * len(one.titles))
        longer = [c for c in listed if one.text in c.text and one.text != c.text and len(c.titles) >= least and len(c.text) <= 8]
        return max(longer, key=lambda c: (c.value, c.text)) if longer and is_chinese(one.text) else one

    def name(self, theme: int, leads: frozenset[str], fallback: str) -> str:
        listed = self._candidates(theme, leads)
        leading = [one for one in listed if any(word in one.text for word in leads)] if leads else listed
        if not leading:
            return fallback
        first = self._fuller(leading[0], listed)
        chosen = [first]
        covered = set(leading[0].titles)
        while len(chosen) < self.settings.most_phrases:
            least = max(self.settings.least_groups, self.settings.later_share * len(leading[0].titles))
            fresh = [
                (one.value * len(one.titles - covered) / len(one.titles), one)
                for one in listed
                if not any(one.text in held.text or held.text in one.text for held in chosen)
                and len(one.titles - covered) >= least
            ]
            if not fresh:
                break
            _, best = max(fresh, key=lambda pair: (pair[0], pair[1].text))
            fuller = self._fuller(best, listed)
            text = "、".join(one.text for one in [*chosen, fuller])
            if len(text) > (self.settings.longest if is_chinese(text) else self.settings.longest_english):
                break
            chosen.append(fuller)
            covered |= best.titles
        texts = [one.text for one in chosen]
        if is_chinese(texts[0]):
            return "、".join(texts)
        name = ", ".join(texts)
        return name[:1].upper() + name[1:]


def name_themes(theme: IntArray, titles: Sequence[str], leads: Sequence[frozenset[str]], fallbacks: Sequence[str], known: KnownWords, settings: NameSettings) -> list[str]:
    listed: defaultdict[int, list[str]] = defaultdict(list)
    for number, title in zip(theme.tolist(), titles, strict=True):
        if len(listed[number]) < settings.read:
            listed[number].append(title)
    namer = _Namer(dict(listed), known, settings)
    return [namer.name(number, leads[number], fallbacks[number]) for number in range(len(leads))]
