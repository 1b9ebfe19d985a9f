"""What is a message about, and which of its words say nothing of it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from scipy import sparse

from huiyin.triage.characters import (
    MAX_GRAM,
    BoolArray,
    Characters,
    CodeArray,
    IntArray,
    encode,
    grams,
    pack,
)

DATA = Path(__file__).parent / "data"


class UnusableMatters(ValueError):
    """A matter list that cannot be read; the message names the file, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class MatterList:
    """The words of each matter, and the words that carry no matter at all."""

    matters: Mapping[str, Sequence[str]]
    templates: frozenset[str]
    functions: frozenset[str]
    numbered: Mapping[str, Sequence[str]]  # words that name a matter right behind a number

    @property
    def names(self) -> list[str]:
        return list(self.matters)


def _flatten(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Iterable):
        return [word for part in value for word in _flatten(part)]
    return [str(value)]


def _word_lists(document: Mapping[str, Any], part: str, file: str) -> dict[str, list[str]]:
    listed = document.get(part, {})
    if not isinstance(listed, dict):
        raise UnusableMatters(f"{file}: '{part}' is {type(listed).__name__}, expected 'name: [words]'")
    return {str(name): _flatten(words) for name, words in listed.items()}


def read_matter_list(path: Path = DATA / "matters.yaml") -> MatterList:
    """The matter list of a file. Raises UnusableMatters when the file is not of the expected shape."""
    try:
        document = YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise UnusableMatters(f"{path.name}: {error}") from error
    if not isinstance(document, dict):
        raise UnusableMatters(f"{path.name}: expected a mapping with 'matters: name: [words]'")
    return MatterList(
        matters=_word_lists(document, "matters", path.name),
        templates=frozenset(_flatten(document.get("templates", []))),
        functions=frozenset("".join(_flatten(document.get("functions", [])))),
        numbered=_word_lists(document, "numbered", path.name),
    )


def _united(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: [*one.get(name, []), *other.get(name, [])] for name in dict.fromkeys([*one, *other])}


def extend(matters: MatterList, own: MatterList) -> MatterList:
    """The matter list with an office's own words added; a matter of the same name gets both."""
    return MatterList(
        matters=_united(matters.matters, own.matters),
        templates=matters.templates | own.templates,
        functions=matters.functions | own.functions,
        numbered=_united(matters.numbered, own.numbered),
    )


def _packed(words: Iterable[str], size: int) -> CodeArray:
    return np.array(sorted({pack(word) for word in words if len(word) == size}), dtype=np.uint64)


def cover(characters: Characters, words: Iterable[str]) -> BoolArray:
    """Which characters stand under one of the words (of one to four characters)?"""
    words = list(words)
    covered = np.zeros(characters.codes.size, dtype=np.bool_)
    for size in range(1, MAX_GRAM + 1):
        listed = _packed(words, size)
        if not listed.size:
            continue
        starts, codes = grams(characters, size)
        hits = starts[np.isin(codes, listed)]
        for step in range(size):
            covered[hits + step] = True
    return covered


def _behind_numbers(characters: Characters, words: Iterable[str]) -> IntArray:
    """Where one of the words stands right behind a digit."""
    found = [np.zeros(0, dtype=np.int64)]
    is_digit = characters.is_digit
    for word in words:
        starts, codes = grams(characters, len(word))
        starts = starts[codes == np.uint64(pack(word))]
        found.append(starts[(starts > 0) & is_digit[starts - 1]])
    return np.concatenate(found)


def matters_of(characters: Characters, matters: MatterList) -> sparse.csr_array:
    """Which matters does each text name? Texts x matters, 1 or 0."""
    names = {name: column for column, name in enumerate(matters.names)}
    texts: list[IntArray] = []
    columns: list[IntArray] = []
    for size in range(1, MAX_GRAM + 1):
        pairs = sorted(
            (pack(word), names[name])
            for name, words in matters.matters.items()
            for word in words
            if len(word) == size
        )
        if not pairs:
            continue
        listed = np.array([code for code, _ in pairs], dtype=np.uint64)
        column = np.array([name for _, name in pairs], dtype=np.int64)
        starts, codes = grams(characters, size)
        first, last = np.searchsorted(listed, codes), np.searchsorted(listed, codes, side="right")
        for offset in range(int((last - first).max(initial=0))):
            hit = first + offset < last
            texts.append(characters.text[starts[hit]])
            columns.append(column[first[hit] + offset])
    for name, words in matters.numbered.items():
        if name in names:
            hits = _behind_numbers(characters, words)
            texts.append(characters.text[hits])
            columns.append(np.full(hits.size, names[name], dtype=np.int64))
    rows = np.concatenate(texts) if texts else np.zeros(0, dtype=np.int64)
    named = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
    shape = (characters.count, len(names))
    matrix = sparse.csr_array((np.ones(rows.size, dtype=np.float32), (rows, named)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def matter_of(text: str, matters: MatterList) -> list[str]:
    """The matters that one text names, in the order of the list."""
    return [matters.names[column] for column in matters_of(encode([text]), matters).indices]
