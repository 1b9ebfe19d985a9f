"""What stands in each opinion: words, characters, matters, names, regions, numbers?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import rjieba
from scipy import sparse

from huiyin.triage.characters import BoolArray, CodeArray, IntArray, distinct, encode, gram_counts, grams
from huiyin.triage.matters import MatterList, cover, matters_of
from huiyin.triage.places import Places, find_places, read_place_words
from huiyin.triage.regions import Gazetteer, Region

Matrix = sparse.csr_array

DETAIL_CHARACTERS = 300  # what is said first says what it is about; measured in the study of grouping
_LATIN_OR_DIGIT = re.compile(r"[a-z0-9]+")
_BLANK = " "
_REGION_MARK = "§"  # before a region among the words; no word of a text begins with it


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Words of titles and details over one vocabulary; regions are words of their own."""

    title: Matrix
    detail: Matrix
    vocabulary: Sequence[str]
    is_region: BoolArray
    is_plain: BoolArray  # neither a region nor a template word nor made of function characters


@dataclass(frozen=True, slots=True)
class GramCounts:
    """Character n-grams of titles and details over one vocabulary of packed codes."""

    title: Matrix
    detail: Matrix
    vocabulary: CodeArray


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """The regions of each opinion: those of its title, else those of its detail. All 1 or 0."""

    units: Matrix  # below a city
    cities: Matrix  # named as such
    cities_of_units: Matrix
    in_title: BoolArray


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything counted of a collection of opinions, one row each, in the order given."""

    words: WordCounts
    grams: GramCounts  # runs of 2 and 3 characters
    title_matters: Matrix
    detail_matters: Matrix
    names: Matrix  # bigrams of what remains of a title without matters, templates, functions, regions
    bigrams: Matrix  # the same bigrams anywhere in title or detail
    regions: RegionCounts
    places: Places  # names by their endings, of the title or the beginning of the detail
    numbers: Matrix  # numbers and Latin words of titles


def _indicator(tokens: Sequence[Iterable[str]]) -> Matrix:
    """Which row holds which token? 1 or 0; columns in order of first sight."""
    columns: dict[str, int] = {}
    indices: list[int] = []
    starts = [0]
    for row in tokens:
        indices.extend(sorted({columns.setdefault(token, len(columns)) for token in row}))
        starts.append(len(indices))
    cells = np.ones(len(indices), dtype=np.float32)
    return sparse.csr_array((cells, indices, starts), shape=(len(tokens), len(columns)))


def _cut(texts: Sequence[str], gazetteer: Gazetteer) -> tuple[list[str], list[list[str]], list[list[Region]]]:
    """The texts without their regions, their words, and their regions."""
    bare: list[str] = []
    words: list[list[str]] = []
    regions: list[list[Region]] = []
    for text in texts:
        found = [gazetteer.region(match[0]) for match in gazetteer.pattern.finditer(text)]
        rest = gazetteer.pattern.sub(_BLANK, text) if found else text
        bare.append(rest)
        regions.append(found)
        found_words = [word for word in rjieba.cut(rest) if any(map(str.isalnum, word))]
        words.append(found_words + [_REGION_MARK + region.name for region in found])
    return bare, words, regions


def _count_words(rows: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> Matrix:
    indices = [vocabulary[word] for row in rows for word in row]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64)))
    cells = np.ones(len(indices), dtype=np.float32)
    matrix = sparse.csr_array(
        (cells, np.array(indices, dtype=np.int64), starts), shape=(len(rows), len(vocabulary))
    )
    matrix.sum_duplicates()
    return matrix


def _says_something(word: str, matters: MatterList) -> bool:
    is_template = word in matters.templates or all(char in matters.functions for char in word)
    return word[0] != _REGION_MARK and not is_template


def _words(titles: list[list[str]], details: list[list[str]], matters: MatterList) -> WordCounts:
    vocabulary: dict[str, int] = {}
    for rows in (titles, details):
        for row in rows:
            for word in row:
                vocabulary.setdefault(word, len(vocabulary))
    listed = list(vocabulary)
    return WordCounts(
        title=_count_words(titles, vocabulary),
        detail=_count_words(details, vocabulary),
        vocabulary=listed,
        is_region=np.array([word[0] == _REGION_MARK for word in listed], dtype=np.bool_),
        is_plain=np.array([_says_something(word, matters) for word in listed], dtype=np.bool_),
    )


def _grams(titles: Sequence[str], details: Sequence[str]) -> GramCounts:
    parts: list[list[tuple[IntArray, CodeArray]]] = []
    for texts in (titles, details):
        characters = encode(texts)
        parts.append(
            [
                (characters.text[starts], codes)
                for starts, codes in (grams(characters, 2), grams(characters, 3))
            ]
        )
    vocabulary = distinct(np.concatenate([codes for part in parts for _, codes in part]))
    counted = [
        gram_counts(
            np.concatenate([text for text, _ in part]),
            np.concatenate([codes for _, codes in part]),
            vocabulary=vocabulary,
            count=len(titles),
        )
        for part in parts
    ]
    for matrix in counted:
        matrix.sum_duplicates()
    return GramCounts(title=counted[0], detail=counted[1], vocabulary=vocabulary)


def _regions(title: Sequence[Sequence[Region]], detail: Sequence[Sequence[Region]]) -> RegionCounts:
    named = [in_title or in_detail for in_title, in_detail in zip(title, detail, strict=True)]
    cities = sorted({region.city for row in named for region in row if region.city})
    column = {city: number for number, city in enumerate(cities)}

    def over_cities(rows: list[list[str]]) -> Matrix:
        texts = [number for number, row in enumerate(rows) for _ in row]
        columns = [column[city] for row in rows for city in row]
        matrix = sparse.csr_array(
            (np.ones(len(texts), dtype=np.float32), (texts, columns)), shape=(len(rows), len(cities))
        )
        matrix.sum_duplicates()
        matrix.data[:] = 1.0
        return matrix

    return RegionCounts(
        units=_indicator([[r.name for r in row if not r.is_city] for row in named]),
        cities=over_cities([[r.city for r in row if r.is_city] for row in named]),
        cities_of_units=over_cities([[r.city for r in row if r.city and not r.is_city] for row in named]),
        in_title=np.array([bool(row) for row in title], dtype=np.bool_),
    )


def _names(titles: Sequence[str], details: Sequence[str], matters: MatterList) -> tuple[Matrix, Matrix]:
    """Bigrams of what remains of each title, and where the same bigrams stand in title and detail."""
    characters = encode(titles)
    said = [*(word for words in matters.matters.values() for word in words), *matters.templates]
    remains = characters.is_word & ~cover(characters, said) & ~cover(characters, matters.functions)
    starts, codes = grams(characters, 2, remains)
    vocabulary = distinct(codes)
    whole = encode([f"{title} {detail}" for title, detail in zip(titles, details, strict=True)])
    everywhere, all_codes = grams(whole, 2)
    matrices = [
        gram_counts(text, found, vocabulary=vocabulary, count=len(titles))
        for text, found in ((characters.text[starts], codes), (whole.text[everywhere], all_codes))
    ]
    for matrix in matrices:
        matrix.sum_duplicates()
        matrix.data[:] = 1.0
    return matrices[0], matrices[1]


def count(titles: Sequence[str], details: Sequence[str], gazetteer: Gazetteer, matters: MatterList) -> Counts:
    """Count everything that the comparison of opinions needs, of normalised titles and details."""
    details = [detail[:DETAIL_CHARACTERS] for detail in details]
    bare_titles, title_words, title_regions = _cut(titles, gazetteer)
    bare_details, detail_words, detail_regions = _cut(details, gazetteer)
    names, bigrams = _names(bare_titles, bare_details, matters)
    return Counts(
        words=_words(title_words, detail_words, matters),
        grams=_grams(bare_titles, bare_details),
        title_matters=matters_of(encode(bare_titles), matters),
        detail_matters=matters_of(encode(bare_details), matters),
        names=names,
        bigrams=bigrams,
        regions=_regions(title_regions, detail_regions),
        places=find_places(bare_titles, bare_details, matters, read_place_words()),
        numbers=_indicator([_LATIN_OR_DIGIT.findall(title) for title in bare_titles]),
    )
