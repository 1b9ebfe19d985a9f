"""How does a leader read what a theme is about: which few phrases of its titles say most of it?"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import rjieba

from huiyin.triage.phrases import is_chinese

_REGION_CODE = re.compile(r"[A-Za-z]\d{0,2}[省市县区州]+")
_NAME_TAGS = ("nr", "ns", "nt", "nz", "j")  # rjieba's tags of persons, places, bodies, brands, short names
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameSettings:
    """Which phrases make the name of a theme; set by reading the names of the themes of public messages."""

    read: int = 400  # titles of each theme
    longest_phrase: int = 4  # words
    least_titles: int = 2  # a phrase stands in at least so many titles of the theme
    least_share: float = 0.03  # and in this share of them
    least_lift: float = 1.5  # and so much more often than in all titles
    stranger_lift: float = 3.0  # if it holds no word of the theme's matters
    leading: float = 1.6  # a phrase with a telling word of the theme's matters is worth so much more
    most_phrases: int = 3
    later_share: float = 0.2  # a further phrase adds at least this share of the titles that the first covers
    fuller_share: float = (
        0.1  # a longer phrase stands for a shorter one if it covers so much more of its titles
    )
    short: int = 3  # characters: a name of no more looks for more words, in fewer titles
    short_share: float = 0.1
    longest: int = 16  # Chinese characters of a name
    longest_english: int = 48  # characters of an English name
    longest_fuller: int = 8  # characters of a Chinese phrase that stands for a shorter one
    candidates: int = 60
    # How well a phrase reads by its number of Chinese characters, or of English words; more is as the last.
    reads_chinese: tuple[float, ...] = (0.0, 0.0, 0.45, 0.6, 1.0, 1.05, 1.05, 0.95, 0.85, 0.5)
    reads_english: tuple[float, ...] = (0.0, 0.6, 1.0, 1.1, 0.9)


@dataclass(frozen=True, slots=True)
class ThemeTitles:
    """What the name of one theme is made of."""

    titles: Sequence[str]
    strong: frozenset[str]  # telling words of the theme's matters; empty where words alone made the theme
    weak: frozenset[str]  # their other words
    fallback: str  # the name where no phrase is frequent enough


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that cannot begin or end a phrase of a name, and the words of all matters."""

    plain: frozenset[str]
    matters: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    titles: frozenset[int]
    value: float


def _runs(title: str) -> Iterator[list[str]]:
    """The runs of words between punctuation, regions and numbers; a number takes its classifier along (204路)."""
    run: list[str] = []
    after_number = False
    for word in [*rjieba.cut(_REGION_CODE.sub("，", title).lower()), "，"]:
        if word.isspace():
            continue
        if after_number and len(word) == 1:
            after_number = False
            continue
        after_number = word.isdigit()
        if after_number or not any(map(str.isalnum, word)):
            yield run
            run = []
        else:
            run.append(word)


def _phrases(title: str, plain: frozenset[str], longest: int) -> set[Words]:
    """All runs of a few words that begin and end with a word that can carry a name."""
    found: set[Words] = set()
    for run in _runs(title):
        ends = [number for number, word in enumerate(run) if word not in plain]
        for start in ends:
            found.update(tuple(run[start : end + 1]) for end in ends if start <= end < start + longest)
    return found


def _text(phrase: Words) -> str:
    joined = "".join(phrase)
    return joined if is_chinese(joined) else " ".join(phrase)


def _holds(text: str, part: str) -> bool:
    """Is `part` a part of the text, in English word by word?"""
    return part in text if is_chinese(part) else f" {part} " in f" {text} "


def _has_any(text: str, words: frozenset[str]) -> bool:
    return any(word in text for word in words)


@dataclass(slots=True)
class _Counts:
    """The phrases of all themes, and how often each stands in any title."""

    known: KnownWords
    settings: NameSettings
    found: list[list[set[Words]]]
    everywhere: Counter[Words]
    total: int
    place: dict[str, bool] = field(default_factory=dict)

    def names_place(self, phrase: Words) -> bool:
        """Does the phrase hold a name: a word the dictionary calls so or does not know, and that says no matter?"""
        for word in phrase:
            if word not in self.place:
                own = is_chinese(word) and not _has_any(word, self.known.matters)
                tags = [tag for _, tag in rjieba.tag(word)] if own else []
                self.place[word] = own and (
                    not rjieba.has_word(word) or any(t.startswith(_NAME_TAGS) for t in tags)
                )
        return any(self.place[word] for word in phrase)

    def reads(self, phrase: Words) -> float:
        text = _text(phrase)
        if is_chinese(text):
            return self.settings.reads_chinese[min(len(text), len(self.settings.reads_chinese) - 1)]
        return self.settings.reads_english[min(len(phrase), len(self.settings.reads_english) - 1)]

    def value(self, phrase: Words, share: float, theme: ThemeTitles) -> float:
        """How well would the phrase name the theme; 0 where it cannot."""
        settings, text = self.settings, _text(phrase)
        lift = share / (self.everywhere[phrase] / self.total)
        strong, weak = _has_any(text, theme.strong), _has_any(text, theme.weak)
        stranger = bool(theme.strong) and not strong and not weak
        if (
            stranger
            and is_chinese(text)
            and len(text) <= settings.short
            and not _has_any(text, self.known.matters)
        ):
            return 0.0
        # Where there is one theme, nothing is more frequent in it than elsewhere.
        least = settings.stranger_lift if stranger else settings.least_lift
        if len(self.found) > 1 and lift < least:
            return 0.0
        told = math.log(max(lift, settings.least_lift))
        return math.sqrt(share) * told * self.reads(phrase) * (settings.leading if strong else 1.0)


def _candidates(counts: _Counts, number: int, theme: ThemeTitles) -> list[_Candidate]:
    """The phrases that could name the theme, best first."""
    settings = counts.settings
    where: defaultdict[Words, set[int]] = defaultdict(set)
    for title, phrases in enumerate(counts.found[number]):
        for phrase in phrases:
            where[phrase].add(title)
    size = len(counts.found[number])
    least = max(settings.least_titles, settings.least_share * size)
    listed: list[_Candidate] = []
    for phrase, titles in where.items():
        if len(titles) < least:
            continue
        value = counts.value(phrase, len(titles) / size, theme)
        if value > 0.0 and not counts.names_place(phrase):
            listed.append(_Candidate(_text(phrase), frozenset(titles), value))
    listed.sort(key=lambda one: (-one.value, one.text))
    return listed[: settings.candidates]


def _fuller(
    one: _Candidate, listed: Sequence[_Candidate], share: float, settings: NameSettings
) -> _Candidate:
    """The best longer phrase around this one that a good share of its titles have, else itself."""
    least = max(settings.least_titles, share * len(one.titles))
    longer = [
        other
        for other in listed
        if other.text != one.text and _holds(other.text, one.text) and len(other.titles) >= least
        if not is_chinese(other.text) or len(other.text) <= settings.longest_fuller
    ]
    return min(longer, key=lambda other: (-other.value, other.text), default=one)


def _next(
    listed: Sequence[_Candidate], chosen: Sequence[_Candidate], covered: set[int], least: float
) -> _Candidate | None:
    """The phrase that adds most to those chosen, by value and by titles that none of them covers."""
    fresh = [
        (one.value * len(one.titles - covered) / len(one.titles), one)
        for one in listed
        if len(one.titles - covered) >= least
        if not any(_holds(one.text, held.text) or _holds(held.text, one.text) for held in chosen)
    ]
    return min(fresh, key=lambda pair: (-pair[0], pair[1].text))[1] if fresh else None


def _joined(texts: Sequence[str]) -> str:
    if any(map(is_chinese, texts)):
        return "、".join(texts)
    name = ", ".join(texts)
    return name[:1].upper() + name[1:]


def _select(
    listed: Sequence[_Candidate], first: _Candidate, share: float, settings: NameSettings
) -> list[str]:
    """The first phrase and up to two more, while the name is short enough; the most frequent first."""
    chosen = [_fuller(first, listed, share + settings.fuller_share, settings)]
    covered = set(first.titles)
    while len(chosen) < settings.most_phrases:
        more = _next(listed, chosen, covered, max(settings.least_titles, share * len(first.titles)))
        if more is None:
            break
        fuller = _fuller(more, listed, share + settings.fuller_share, settings)
        texts = [one.text for one in (*chosen, fuller)]
        longest = settings.longest if any(map(is_chinese, texts)) else settings.longest_english
        if len(_joined(texts)) > longest:
            break
        chosen.append(fuller)
        covered |= more.titles
    chosen.sort(key=lambda one: -len(one.titles))
    return [one.text for one in chosen]


def _name(counts: _Counts, number: int, theme: ThemeTitles) -> str:
    settings = counts.settings
    listed = _candidates(counts, number, theme)
    first = next((one for one in listed if _has_any(one.text, theme.strong)), None)
    first = first or next((one for one in listed if _has_any(one.text, theme.weak)), None)
    if first is None and listed and not theme.strong:
        first = listed[0]
    if first is None:
        return theme.fallback
    texts = _select(listed, first, settings.later_share, settings)
    if len(_joined(texts)) <= settings.short:
        texts = _select(listed, first, settings.short_share, settings)
    return _joined(texts)


def name_themes(themes: Sequence[ThemeTitles], known: KnownWords, settings: NameSettings) -> list[str]:
    """A name for each theme: up to three of its own frequent phrases, those of its matters first."""
    found = [
        [_phrases(title, known.plain, settings.longest_phrase) for title in theme.titles[: settings.read]]
        for theme in themes
    ]
    everywhere = Counter(phrase for titles in found for phrases in titles for phrase in phrases)
    counts = _Counts(known, settings, found, everywhere, total=sum(map(len, found)))
    return [_name(counts, number, theme) for number, theme in enumerate(themes)]
