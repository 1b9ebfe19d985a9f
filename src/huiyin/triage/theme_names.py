"""How does a leader read what a theme is about: which few phrases of its texts say most of it?"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import rjieba

from huiyin.triage.phrases import holds_word, is_chinese

_REGION_CODE = re.compile(r"[A-Za-z]\d{0,2}[省市县区州]+")
_NAME_TAGS = ("nr", "ns", "nt", "nz", "j")  # rjieba's tags of persons, places, bodies, brands, short names
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameSettings:
    """Which phrases make the name of a theme; set by reading the names of the themes of public messages."""

    read: int = 400  # texts of each theme
    read_characters: int = 60  # of each text: what is said first says what it is about
    longest_phrase: int = 4  # words
    least_texts: int = 2  # a phrase stands in at least so many texts of the theme
    least_share: float = 0.03  # and in this share of them
    least_lift: float = 1.5  # and so much more often than in all texts
    widest_share: float = 0.2  # a phrase without a telling word that stands in more of the themes is a place
    widest: int = 4  # if it stands in more than so many
    stranger_lift: float = 3.0  # if it holds no word of the theme's matters
    leading: float = 1.6  # a phrase with a telling word of the theme's matters is worth so much more
    most_phrases: int = 3
    later_share: float = 0.2  # a further phrase adds at least this share of the texts that the first covers
    fuller_share: float = 0.1  # a longer phrase stands for a shorter one if it covers so much more of them
    short: int = 3  # characters: one phrase of no more looks for others, a name has a phrase of as many
    short_share: float = 0.1  # then a further phrase adds at least this share
    longest: int = 16  # Chinese characters of a name
    longest_english: int = 48  # characters of an English name
    longest_fuller: int = 8  # characters of a Chinese phrase that stands for a shorter one
    least_cover: float = 0.2  # a name whose phrases stand in fewer of the texts gives way to the matter's own
    candidates: int = 60
    # How well a phrase reads by its number of Chinese characters, or of English words; more is as the last.
    reads_chinese: tuple[float, ...] = (0.0, 0.0, 0.45, 0.6, 1.0, 1.05, 1.05, 0.95, 0.85, 0.5)
    reads_english: tuple[float, ...] = (0.0, 0.6, 1.0, 1.1, 0.9)


@dataclass(frozen=True, slots=True)
class ThemeTexts:
    """What the name of one theme is made of."""

    texts: Sequence[str]
    strong: frozenset[str]  # telling words of the theme's matters; empty where words alone made the theme
    weak: frozenset[str]  # their other words
    fallback: str  # the name where no phrase is frequent enough

    @property
    def is_chinese(self) -> bool:
        """Are most of the texts Chinese? A name is in one language."""
        return 2 * sum(map(is_chinese, self.texts)) >= len(self.texts)


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that cannot begin or end a phrase of a name, words that end one, and the words of all matters."""

    plain: frozenset[str]
    breaks: frozenset[str]
    matters: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    texts: frozenset[int]
    value: float


def _runs(text: str) -> Iterator[list[str]]:
    """The runs of words between punctuation, regions and numbers; a number takes its classifier along."""
    run: list[str] = []
    after_number = False
    for word in [*rjieba.cut(_REGION_CODE.sub("，", text).lower()), "，"]:
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


def _carries_a_name(word: str, known: KnownWords) -> bool:
    """Can a phrase begin or end with it? A single Chinese character is mostly a scrap of a longer word."""
    is_scrap = len(word) == 1 and is_chinese(word) and word not in known.matters
    return word not in known.plain and not is_scrap


def _phrases(run: Sequence[str], known: KnownWords, longest: int) -> Iterator[Words]:
    """The parts of a run, of a few words, that begin and end with a word that can carry a name."""
    ends = [number for number, word in enumerate(run) if _carries_a_name(word, known)]
    for start in ends:
        for end in ends:
            if start <= end < start + longest:
                yield tuple(run[start : end + 1])


def _pieces(
    run: Sequence[str], count: Counter[str], least: int, breaks: frozenset[str]
) -> Iterator[list[str]]:
    """The run without function words and rare words, in pieces: a phrase with a rare word is rare."""
    for kept, words in groupby(run, key=lambda word: count[word] >= least and word not in breaks):
        if kept:
            yield list(words)


def _phrases_of_texts(texts: Sequence[str], known: KnownWords, settings: NameSettings) -> list[set[Words]]:
    """The phrases of each text whose words stand in more than one of the texts."""
    runs = [list(_runs(text[: settings.read_characters])) for text in texts]
    count = Counter(word for listed in runs for word in {word for run in listed for word in run})
    return [
        {
            phrase
            for run in listed
            for piece in _pieces(run, count, settings.least_texts, known.breaks)
            for phrase in _phrases(piece, known, settings.longest_phrase)
        }
        for listed in runs
    ]


def _text(phrase: Words) -> str:
    joined = "".join(phrase)
    return joined if is_chinese(joined) else " ".join(phrase)


def _holds(text: str, part: str) -> bool:
    """Is `part` a part of the text, in English word by word?"""
    return part in text if is_chinese(part) else f" {part} " in f" {text} "


def _is_name(word: str) -> bool:
    if not is_chinese(word):
        return False
    return not rjieba.has_word(word) or any(tag.startswith(_NAME_TAGS) for _, tag in rjieba.tag(word))


@dataclass(slots=True)
class _Counts:
    """The phrases of all themes, and how often each stands in any title."""

    known: KnownWords
    settings: NameSettings
    found: list[list[set[Words]]]
    everywhere: Counter[Words]
    total: int
    themes: Counter[Words]  # in how many themes each phrase stands
    place: dict[str, bool] = field(default_factory=dict)

    def names_place(self, phrase: Words) -> bool:
        """Does the phrase hold a word without a matter that the dictionary calls a name or does not know?"""
        for word in phrase:
            if word not in self.place:
                self.place[word] = (
                    is_chinese(word) and not holds_word(word, self.known.matters) and _is_name(word)
                )
        return any(self.place[word] for word in phrase)

    def reads(self, phrase: Words) -> float:
        text = _text(phrase)
        if is_chinese(text):
            return self.settings.reads_chinese[min(len(text), len(self.settings.reads_chinese) - 1)]
        return self.settings.reads_english[min(len(phrase), len(self.settings.reads_english) - 1)]

    def value(self, phrase: Words, share: float, theme: ThemeTexts) -> float:
        """How well would the phrase name the theme; 0 where it cannot."""
        settings, text = self.settings, _text(phrase)
        lift = share / (self.everywhere[phrase] / self.total)
        strong, weak = holds_word(text, theme.strong), holds_word(text, theme.weak)
        known = strong or weak or holds_word(text, self.known.matters)
        if theme.strong and not known and is_chinese(text) and len(text) <= settings.short:
            return 0.0
        # Where there is one theme, nothing is more frequent in it than elsewhere.
        least = settings.least_lift if strong or weak else settings.stranger_lift
        if len(self.found) > 1 and lift < least:
            return 0.0
        widest = max(settings.widest, settings.widest_share * len(self.found))
        if not strong and self.themes[phrase] > widest:
            return 0.0
        told = math.log(max(lift, settings.least_lift))
        return math.sqrt(share) * told * self.reads(phrase) * (settings.leading if strong else 1.0)


def _candidates(counts: _Counts, number: int, theme: ThemeTexts) -> list[_Candidate]:
    """The phrases that could name the theme, best first."""
    settings = counts.settings
    where: defaultdict[Words, set[int]] = defaultdict(set)
    for number_of_text, phrases in enumerate(counts.found[number]):
        for phrase in phrases:
            where[phrase].add(number_of_text)
    size = len(counts.found[number])
    least = max(settings.least_texts, settings.least_share * size)
    in_chinese = theme.is_chinese
    listed: list[_Candidate] = []
    for phrase, texts in where.items():
        if len(texts) < least:
            continue
        text = _text(phrase)
        value = counts.value(phrase, len(texts) / size, theme) if is_chinese(text) == in_chinese else 0.0
        if value > 0.0 and not counts.names_place(phrase):
            listed.append(_Candidate(text, frozenset(texts), value))
    listed.sort(key=lambda one: (-one.value, one.text))
    return listed[: settings.candidates]


def _fuller(
    one: _Candidate, listed: Sequence[_Candidate], share: float, settings: NameSettings
) -> _Candidate:
    """The best longer phrase around this one that a good share of its texts have, else itself."""
    least = max(settings.least_texts, share * len(one.texts))
    longer = [
        other
        for other in listed
        if other.text != one.text and _holds(other.text, one.text) and len(other.texts) >= least
        if not is_chinese(other.text) or len(other.text) <= settings.longest_fuller
    ]
    return min(longer, key=lambda other: (-other.value, other.text), default=one)


def _next(
    listed: Sequence[_Candidate], chosen: Sequence[_Candidate], covered: set[int], least: float
) -> _Candidate | None:
    """The phrase that adds most to those chosen, by value and by texts that none of them covers."""
    fresh = [
        (one.value * len(one.texts - covered) / len(one.texts), one)
        for one in listed
        if len(one.texts - covered) >= least
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
) -> list[_Candidate]:
    """The first phrase and up to two more, while the name is short enough; the most frequent first."""
    chosen = [_fuller(first, listed, share + settings.fuller_share, settings)]
    covered = set(first.texts)
    while len(chosen) < settings.most_phrases:
        more = _next(listed, chosen, covered, max(settings.least_texts, share * len(first.texts)))
        if more is None:
            break
        fuller = _fuller(more, listed, share + settings.fuller_share, settings)
        texts = [one.text for one in (*chosen, fuller)]
        longest = settings.longest if any(map(is_chinese, texts)) else settings.longest_english
        if len(_joined(texts)) > longest:
            break
        chosen.append(fuller)
        covered |= more.texts
    return sorted(chosen, key=lambda one: -len(one.texts))


def _name(counts: _Counts, number: int, theme: ThemeTexts) -> str:
    settings = counts.settings
    listed = _candidates(counts, number, theme)
    first = next((one for one in listed if holds_word(one.text, theme.strong)), None)
    first = first or next((one for one in listed if holds_word(one.text, theme.weak)), None)
    if first is None and listed and not theme.strong:
        first = listed[0]
    if first is None:
        return theme.fallback
    chosen = _select(listed, first, settings.later_share, settings)
    if len(chosen) == 1 and len(first.text) <= settings.short:
        chosen = _select(listed, first, settings.short_share, settings)
    covered = frozenset[int]().union(*(one.texts for one in chosen))
    tells = len(covered) >= settings.least_cover * len(counts.found[number])
    if theme.strong and not (tells and max(len(one.text) for one in chosen) >= settings.short):
        return theme.fallback
    return _joined([one.text for one in chosen])


def name_themes(themes: Sequence[ThemeTexts], known: KnownWords, settings: NameSettings) -> list[str]:
    """A name for each theme: up to three of its own frequent phrases, those of its matters first."""
    found = [_phrases_of_texts(theme.texts, known, settings) for theme in themes]
    everywhere = Counter(phrase for texts in found for phrases in texts for phrase in phrases)
    themes_of = Counter(phrase for texts in found for phrase in set[Words]().union(*texts))
    counts = _Counts(known, settings, found, everywhere, sum(map(len, found)), themes_of)
    return [_name(counts, number, theme) for number, theme in enumerate(themes)]
