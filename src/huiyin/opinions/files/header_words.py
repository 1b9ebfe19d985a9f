"""Which role does the name of a column point at?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


class Role(StrEnum):
    """What a column may be used as."""

    TEXT = "text"
    TITLE = "title"
    ID = "id"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    LIKES = "likes"
    AREA = "area"
    UNIT = "unit"


class Strength(IntEnum):
    """How surely a header points at its role."""

    LAST = 1  # only when no other column holds it
    ENDING = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What one header says: a role, or no role but a known header (`role` None)."""

    role: Role | None
    strength: Strength = Strength.WHOLE
    rank: int = 0  # place in the list of names, 0 is best


@dataclass(frozen=True, slots=True)
class CellWords:
    """Words that tell what a cell holds."""

    replies: tuple[str, ...]
    places: tuple[str, ...]
    nobody: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of `columns.yaml`, ready for look-up. Keys are in the form of `header_key`."""

    names: Mapping[str, HeaderMatch]
    endings: tuple[tuple[str, HeaderMatch], ...]  # longest first
    serial: frozenset[str]
    ignored_names: frozenset[str]
    ignored_anywhere: tuple[str, ...]
    ignored_words: frozenset[str]
    cells: CellWords


_NUMBERING = re.compile(r"^[\s*＊]*(?:[(（]?\d{1,3}[)）.、:：]\s*|[qQ]\d{1,3}[.、:：\s]\s*)?")
_BRACKETS = re.compile(r"[(（\[【〔<《][^)）\]】〕>》]*[)）\]】〕>》]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GAPS = re.compile(r"[\s_\-./\\|:：?？*!！,，。]+")
_GAP_AT_HAN = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """How is a header written when case, blanks, numbering and brackets do not count?

    "*2、留言 主题（必填）" gives "留言主题", "createdAt" and "Created_At" give "created at".
    """
    plain = unicodedata.normalize("NFKC", header)
    plain = _BRACKETS.sub(" ", _NUMBERING.sub("", plain)) or plain
    words = _GAPS.sub(" ", _CAMEL.sub(" ", plain)).strip().lower()
    return _GAP_AT_HAN.sub("", words)


def match_header(header: str) -> HeaderMatch | None:
    """What does this header say? None when its words are not known."""
    key = header_key(header)
    lexicon = read_lexicon()
    if not key:
        return None
    whole = lexicon.names.get(key)
    if whole is not None:
        return whole
    if _is_ignored(key, lexicon):
        return HeaderMatch(role=None)
    for ending, match in lexicon.endings:
        if _ends_with(key, ending):
            return match
    return None


def is_serial(header: str) -> bool:
    """Does this header promise nothing but the running number of the line?"""
    return header_key(header) in read_lexicon().serial


def _is_ignored(key: str, lexicon: Lexicon) -> bool:
    return (
        key in lexicon.ignored_names
        or key in lexicon.serial
        or any(word in key for word in lexicon.ignored_anywhere)
        or not lexicon.ignored_words.isdisjoint(key.split(" "))
    )


def _ends_with(key: str, ending: str) -> bool:
    return key.endswith(f" {ending}" if ending.isascii() else ending)


@lru_cache(maxsize=1)
def read_lexicon() -> Lexicon:
    """Which words does `columns.yaml` hold?"""
    path = Path(__file__).with_name("columns.yaml")
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    ignored = data["ignored"]
    return Lexicon(
        names=_names(data["roles"]),
        endings=_endings(data["roles"]),
        serial=_keys(data["serial"]),
        ignored_names=_keys(ignored["names"]),
        ignored_anywhere=tuple(ignored["anywhere"]),
        ignored_words=_keys(ignored["words"]),
        cells=CellWords(
            replies=tuple(data["cells"]["replies"]),
            places=tuple(data["cells"]["places"]),
            nobody=frozenset(str(word) for word in data["cells"]["nobody"]) | {""},
        ),
    )


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(header_key(str(word)) for word in words)


def _names(roles: Mapping[str, Any]) -> dict[str, HeaderMatch]:
    found: dict[str, HeaderMatch] = {}
    for role, lists in roles.items():
        for strength, words in ((Strength.WHOLE, lists["names"]), (Strength.LAST, lists["last"])):
            for rank, word in enumerate(words):
                found.setdefault(header_key(str(word)), HeaderMatch(Role(role), strength, rank))
    return found


def _endings(roles: Mapping[str, Any]) -> tuple[tuple[str, HeaderMatch], ...]:
    """An ending ranks as the same word does among the whole names, else behind them all."""
    pairs = []
    for role, lists in roles.items():
        ranks = {str(word): rank for rank, word in enumerate(lists["names"])}
        for word in map(str, lists["endings"]):
            match = HeaderMatch(Role(role), Strength.ENDING, ranks.get(word, len(ranks)))
            pairs.append((header_key(word), match))
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))
