"""Do two nearly equal texts name another place, number or road, or is what differs noise and wording?

A difference speaks against a copy when both sides are words that live in other texts too, for noise makes
strings that nobody else writes; when it returns in the same text; or when nothing else differs, for noise
does not pick out names. Dates, the person addressed, and words that only say how a thing is asked for never
speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import rjieba
from ruamel.yaml import YAML

from huiyin.triage.characters import BoolArray
from huiyin.triage.copy_candidates import Pairs, blocks
from huiyin.triage.copy_spans import Case, Change, Living, SpanSettings, cases
from huiyin.triage.matters import read_matter_list

DATA = Path(__file__).parent / "data" / "copies.yaml"


@dataclass(frozen=True, slots=True)
class DifferenceSettings:
    """The numbers that decide whether a difference is another name; measured with the copies' benchmark."""

    noisy_share: float = 0.04  # slips a character, above which two of them side by side are no wonder
    short_text: int = 40  # characters; in a shorter text every other word of substance is another matter
    spans: SpanSettings = field(default_factory=SpanSettings)


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of copies.yaml, with the templates and function characters of the matter list."""

    place: re.Pattern[str]
    place_ends: frozenset[str]
    sister_signs: frozenset[str]
    long_place_ends: tuple[str, ...]
    addressed: tuple[str, ...]
    time_units: frozenset[str]
    wording: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Difference:
    """What the two texts have in one place, without what is equal at its edges, and what stands around."""

    a: str
    b: str
    before: str
    after: str
    number_a: str  # the whole number or code that the difference is part of; "" where it is none
    number_b: str
    is_living: bool
    is_framed: bool


@dataclass(frozen=True, slots=True)
class _Company:
    """In what company a difference stands: how noisy the rest is, and whether it returns."""

    is_again: bool
    is_alone: bool  # nothing else looks like noise
    is_rare: bool  # so little does that two slips side by side are unlikely
    is_short: bool


def name_other_things(
    texts: Sequence[str], pairs: Pairs, table: Living, settings: DifferenceSettings
) -> BoolArray:
    """Of which pairs does one text name another place, number or road than the other?

    `table` counts the 3-grams of all texts (`copy_spans.living`).
    """
    first, second = pairs.first, pairs.second
    refused = np.zeros(first.size, dtype=np.bool_)
    for block in blocks(texts, first, second):
        a = [texts[index] for index in first[block].tolist()]
        b = [texts[index] for index in second[block].tolist()]
        for case in cases(a, b, table, settings.spans):
            refused[block.start + case.pair] = _names_another(case, settings)
    return refused


def _names_another(case: Case, settings: DifferenceSettings) -> bool:
    """Is one of the differences another name, or so much rewritten that it is another text?"""
    length = min(len(case.a), len(case.b))
    if case.is_other_text:
        return True
    pieces = [(case.a[c.a_start : c.a_end], case.b[c.b_start : c.b_end]) for c in case.changes]
    for change, piece in zip(case.changes, pieces, strict=True):
        times = _times(case.changes, pieces, piece)
        slips = case.noise - (times if change.is_noise else 0)
        company = _Company(
            is_again=times > 1,
            is_alone=slips <= case.allowed_noise,
            is_rare=slips <= settings.noisy_share * length,
            is_short=length < settings.short_text,
        )
        may_speak = change.is_living or not change.is_noise or times > 1 or company.is_rare
        if may_speak and _speaks_against(_difference(case, change), company):
            return True
    return case.noise <= case.allowed_noise and _adds_other_names(case)


def _times(changes: Sequence[Change], pieces: Sequence[tuple[str, str]], piece: tuple[str, str]) -> int:
    """How often does this difference come, at different places of both texts?"""
    if pieces.count(piece) == 1:
        return 1
    same = [change for change, other in zip(changes, pieces, strict=True) if other == piece]
    return min(len({change.a_start for change in same}), len({change.b_start for change in same}))


def _adds_other_names(case: Case) -> bool:
    """Does each text name a place, or number a thing, that the other does not know at all?"""
    for finder in (_places, _numbered):
        a = _only_here(finder, case.a, case.a_runs)
        b = _only_here(finder, case.b, case.b_runs)
        if any(name not in case.b for name in a) and any(name not in case.a for name in b):
            return True
    return False


def _places(piece: str) -> Iterator[tuple[int, int]]:
    """Where the piece has names of places: by their ends, or known as names and longer than most words."""
    for match in _words().place.finditer(piece):
        yield match.span(1)
    at = 0
    for word, tag in rjieba.tag(piece):
        if tag in _PLACE_TAGS and len(word) > 1:
            yield at, at + len(word)
        at += len(word)


def _numbered(piece: str) -> Iterator[tuple[int, int]]:
    for match in _NUMBERED.finditer(piece):
        yield match.span(1)


def _only_here(
    finder: Callable[[str], Iterator[tuple[int, int]]], text: str, runs: Sequence[Sequence[int]]
) -> set[str]:
    """The names that touch one of the runs."""
    found = set()
    for start, end in runs:
        edge = max(0, start - _AROUND)
        piece = text[edge : end + _AROUND]
        for name_start, name_end in finder(piece):
            if edge + name_start < end and start < edge + name_end:
                found.add(piece[name_start:name_end])
    return found


def _difference(case: Case, change: Change) -> _Difference:
    """The change without what is equal at its edges and without the signs around it."""
    a, b = case.a[change.a_start : change.a_end], case.b[change.b_start : change.b_end]
    head = _equal_beginning(a, b)
    tail = _equal_beginning(a[head:][::-1], b[head:][::-1])
    a, b = a[head : len(a) - tail], b[head : len(b) - tail]
    a_start, b_start = change.a_start + head, change.b_start + head
    numbers = "", ""
    for kind in (_CODE, _NUMERAL):
        if kind.fullmatch(a + b):
            numbers = (_whole(kind, case.a, a_start, len(a)), _whole(kind, case.b, b_start, len(b)))
    return _Difference(
        a=_SIGNS_AROUND.sub("", a),
        b=_SIGNS_AROUND.sub("", b),
        before=case.a[max(0, a_start - _AROUND) : a_start],
        after=case.a[a_start + len(a) : a_start + len(a) + _AROUND],
        number_a=numbers[0],
        number_b=numbers[1],
        is_living=change.is_living,
        is_framed=change.is_framed,
    )


def _equal_beginning(a: str, b: str) -> int:
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _whole(kind: re.Pattern[str], text: str, start: int, length: int) -> str:
    """The whole number or code that the piece at `start` is part of."""
    end = start + length
    while start and kind.fullmatch(text[start - 1]):
        start -= 1
    while end < len(text) and kind.fullmatch(text[end]):
        end += 1
    return text[start:end]


def _speaks_against(d: _Difference, company: _Company) -> bool:
    """Does this difference show that the texts speak of two things?"""
    if d.number_a or d.number_b:
        return _is_other_number(d, company)
    is_seen = company.is_again or (d.is_living and company.is_alone)
    if not (_is_exchange(d) or (is_seen and sorted(d.a) != sorted(d.b))) or _is_wording(d):
        return False
    if _are_ends(d):
        return company.is_alone or is_seen
    shortest, longest = sorted((len(d.a), len(d.b)))
    is_sure = company.is_again or d.is_living
    if _is_place(d):
        return (
            (is_sure and (longest == 1 or shortest > 1))
            or (company.is_alone and _are_sisters(d))
            or (company.is_rare and shortest > 1)
            or (shortest >= _NO_SLIP and not set(d.a) & set(d.b))
        )
    if shortest > 1 and longest <= _LONGEST_NAME:
        is_phrase = shortest >= _PHRASE and is_seen
        is_name = company.is_short or is_phrase or company.is_again or (_is_name(d.a) and _is_name(d.b))
        return (is_sure or company.is_alone) and is_name
    return longest == 1 and company.is_short and d.is_living


def _is_exchange(d: _Difference) -> bool:
    """Does one whole word stand for another, with nothing of it left?"""
    shared = len(set(d.a) & set(d.b))
    may_share = max(len(d.a), len(d.b)) // _ONE_SHARED_OF
    return d.is_framed and d.a.isalnum() and d.b.isalnum() and shared <= may_share


def _is_other_number(d: _Difference, company: _Company) -> bool:
    """Another number or code; not a date, a time or how often something was said."""
    if not d.number_a or not d.number_b or not _NUMBER.search(d.number_a + d.number_b):
        return False
    if d.after[:1] in _words().time_units or _DATE_BEFORE.search(d.before) or _DATE_AFTER.match(d.after):
        return False
    if sorted(d.number_a) == sorted(d.number_b):
        return company.is_alone and d.number_a != d.number_b and (d.number_a + d.number_b).isdigit()
    return company.is_alone or (bool(d.a and d.b) and (company.is_rare or company.is_again or d.is_living))


def _is_wording(d: _Difference) -> bool:
    """Does one side only say how a thing is asked for, or whom?"""
    words = _words()
    if d.after.startswith(words.addressed) or d.a.endswith(words.addressed) or d.b.endswith(words.addressed):
        return True
    return bool(words.wording.fullmatch(d.a) or words.wording.fullmatch(d.b))


def _is_place(d: _Difference) -> bool:
    """Does the end of a place's name follow, or do both sides end in one?"""
    words = _words()
    if len(d.a) > 1 and len(d.b) > 1 and d.a[-1] in words.place_ends and d.b[-1] in words.place_ends:
        return True
    return d.after[:1] in words.place_ends or d.after.startswith(words.long_place_ends)


def _are_ends(d: _Difference) -> bool:
    """Are both the end of a place's name themselves (望江大道, 望江县)?"""
    words = _words()
    return all(piece in words.place_ends or piece in words.long_place_ends for piece in (d.a, d.b))


def _are_sisters(d: _Difference) -> bool:
    return {d.a, d.b} <= _words().sister_signs


def _is_name(piece: str) -> bool:
    """Is the piece, by its words, likelier a name than a word of the language?"""
    if piece.isascii():
        return len(piece) > 2
    return any(
        tag[:2] in _NAME_TAGS or len(word) == 1 or not rjieba.has_word(word)
        for word, tag in rjieba.tag(piece)
    )


_AROUND = 4  # characters
_CODE = re.compile("[0-9a-z]+")
_NUMERAL = re.compile("[一二两三四五六七八九十百〇零]+")
_NUMBER = re.compile("[0-9一二两三四五六七八九十百〇零]")
_DATE_BEFORE = re.compile(r"[0-9][.\-/:年月]\Z")
_DATE_AFTER = re.compile(r"[.\-/:][0-9]|个[月天年小]|多?[年月日天次]")
_SIGNS_AROUND = re.compile(r"\A[\W_]+|[\W_]+\Z")
_ONE_SHARED_OF = 4  # characters: longer names may share one in four (明湖花园, 望湖名邸)
_PHRASE = 4  # characters: so long a word for another is another matter (电梯故障, 垃圾臭味)
_NO_SLIP = 3  # characters: nobody slips so often in a row
_LONGEST_NAME = 8  # characters; a longer difference is a rewritten sentence
_NUMBERED = re.compile("(?<![0-9a-z])([0-9]{1,4}(?:路|号线|期|栋|号楼|单元|中|小|组))")
_PLACE_TAGS = frozenset({"ns", "nt", "nz"})
_NAME_TAGS = frozenset({"ns", "nr", "nz", "nt", "j"})


@cache
def _words() -> _Words:
    document = YAML(typ="safe").load(DATA.read_text(encoding="utf-8"))
    matters = read_matter_list()
    wording = sorted(
        {*str(document["wording"]).split(), *matters.templates, *matters.functions},
        key=lambda word: (-len(word), word),
    )
    ends = "|".join((*document["long_place_ends"], f"[{document['sure_place_ends']}]"))
    return _Words(
        place=re.compile(rf"(?=((?:(?![{document['no_names']}])[\u4e00-\u9fff]){{2}}(?:{ends})))"),
        place_ends=frozenset(document["place_ends"]),
        sister_signs=frozenset(document["sister_signs"]),
        long_place_ends=(*document["long_place_ends"], *document["people_of_places"]),
        addressed=tuple(document["addressed"]),
        time_units=frozenset(document["time_units"]),
        wording=re.compile(r"(?:\s*(?:" + "|".join(map(re.escape, wording)) + "))+"),
    )
