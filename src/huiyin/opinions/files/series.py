"""Which several points does one paragraph make (一是…二是…, first… second…)?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_HAN_DIGITS = "一二三四五六七八九十"
_BEFORE = r"(?:^|(?<=[。；;，,：:！？!?.\s、]))"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True)
class Points:
    """A paragraph taken apart: what stands before its points, and the points without their marks."""

    lead: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Family:
    """One way of counting points: its mark, and which number the mark has."""

    mark: re.Pattern[str]
    number_of: Callable[[re.Match[str]], int]


def _han(found: re.Match[str]) -> int:
    return _HAN_DIGITS.index(found[1]) + 1


def _arabic(found: re.Match[str]) -> int:
    return int(found[1])


def _circled(found: re.Match[str]) -> int:
    return ord(found[1]) - ord("①") + 1


def _english(found: re.Match[str]) -> int:
    word = found[1].lower().removesuffix("ly")
    return _ORDINALS.index(word) + 1


def _sequence(found: re.Match[str]) -> int:
    return _SEQUENCE[found[1]]


_SEQUENCE = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 4}
_FAMILIES = (
    _Family(re.compile(rf"{_BEFORE}([{_HAN_DIGITS}])是[，,：:]?\s*"), _han),
    _Family(
        re.compile(rf"{_BEFORE}第([{_HAN_DIGITS}])(?:[，,、：:]|是|点[，,：:]?|个问题[，,：:是]?)\s*"), _han
    ),
    _Family(re.compile(rf"{_BEFORE}其([{_HAN_DIGITS}])[，,、：:]?\s*"), _han),
    _Family(re.compile(rf"{_BEFORE}({'|'.join(_SEQUENCE)})[，,：:]?(?:是)?\s*"), _sequence),
    _Family(re.compile(rf"{_BEFORE}[（(]([{_HAN_DIGITS}])[)）]\s*"), _han),
    _Family(re.compile(rf"{_BEFORE}[（(](\d{{1,2}})[)）]\s*"), _arabic),
    _Family(re.compile(rf"{_BEFORE}(\d{{1,2}})(?:[、．)）]|\.(?!\d))\s*"), _arabic),
    _Family(re.compile(r"([①-⑳])\s*"), _circled),
    _Family(
        re.compile(
            rf"(?:^|(?<=[.;:!?] ))({'|'.join(_ORDINALS)}|firstly|secondly|thirdly),?\s+", re.IGNORECASE
        ),
        _english,
    ),
)


def split_points(text: str, *, min_point: int = 4) -> Points | None:
    """Take a paragraph apart at marks that count from one upwards; None when it makes one point only.

    A point shorter than `min_point` characters is no point of its own, then the paragraph stays whole.
    """
    best: Sequence[re.Match[str]] = ()
    for family in _FAMILIES:
        run = _ascending_run(family, text)
        if len(run) > 1 and (not best or run[0].start() < best[0].start()):
            best = run
    if not best:
        return None
    ends = [mark.start() for mark in best[1:]] + [len(text)]
    points = tuple(text[mark.end() : end].strip(" ；;，,、\n") for mark, end in zip(best, ends, strict=True))
    if any(len(point) < min_point for point in points):
        return None
    return Points(text[: best[0].start()].strip(" ：:，,；;。"), points)


def _ascending_run(family: _Family, text: str) -> list[re.Match[str]]:
    """The marks 1, 2, 3, … in this order; what stands out of turn is no mark."""
    run: list[re.Match[str]] = []
    for found in family.mark.finditer(text):
        if family.number_of(found) == len(run) + 1 or (run and found[1] == "最后"):
            run.append(found)
    return run
