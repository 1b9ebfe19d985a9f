"""Which title does a group of opinions carry, in its members' own words?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import rjieba
from scipy import sparse

from huiyin.triage.characters import FloatArray, IntArray
from huiyin.triage.clauses import ClauseSettings, ClauseWords, Rarity, best_clauses, first_place
from huiyin.triage.english_phrases import EnglishSettings, english_phrase
from huiyin.triage.matters import MatterList
from huiyin.triage.phrases import Cleaner, Forms, read_forms, reads_chinese, tidy
from huiyin.triage.vectors import Space, scaled


@dataclass(frozen=True, slots=True)
class TitleSettings:
    """How the title of a group is chosen; set by reading the titles of 2,777 messages."""

    longest: int = 40  # a title of more characters is treated as a text
    tellers: int = 3  # members whose texts are read together where a group has no title
    matters: float = 0.3  # weight of the group's matters in a title, beside its closeness to the members
    names: float = 0.3  # weight of the names in a title that other members confirm
    region: float = 0.1  # weight of a region named in a title
    names_full: float = (
        4.0  # so many once-only pairs of characters are a full name, as in the study of grouping
    )
    shared_matter: float = 0.33  # a matter that a third of the members' titles name belongs in the title
    longest_added: int = 10  # characters of a matter that is added from another member
    clauses: ClauseSettings = field(default_factory=ClauseSettings)
    english: EnglishSettings = field(default_factory=EnglishSettings)


@dataclass(frozen=True, slots=True)
class Namer:
    """What is needed to name groups: the forms to take off and the words that name matters and places."""

    cleaner: Cleaner
    words: ClauseWords
    named_places: frozenset[str]
    settings: TitleSettings = TitleSettings()


def make_namer(matters: MatterList, forms: Forms | None = None) -> Namer:
    """A namer for these matters; the forms are those of titles.yaml unless others are given."""
    forms = forms or read_forms()
    listed = frozenset(word for words in matters.matters.values() for word in words)
    return Namer(
        cleaner=Cleaner(forms, listed),
        words=ClauseWords(matters=sorted(listed), **forms.clause_words),
        named_places=forms.named_places,
    )


@dataclass(frozen=True, slots=True)
class _Members:
    """Opinions by group, in the order of the sorted labels."""

    group: IntArray  # the position of each opinion's label among the sorted labels
    size: IntArray


def _members(labels: IntArray) -> _Members:
    _, group, size = np.unique(labels, return_inverse=True, return_counts=True)
    return _Members(group=group.astype(np.int64), size=size.astype(np.int64))


def _row_dot(left: sparse.csr_array, right: sparse.csr_array) -> FloatArray:
    return np.asarray(left.multiply(right).sum(axis=1), dtype=np.float64).ravel()


def _centrality(space: Space, members: _Members, rows: IntArray, settings: TitleSettings) -> FloatArray:
    """How well would the title of each row stand for its group: by closeness, matters, confirmed names?"""
    _, own = np.unique(members.group[rows], return_inverse=True)
    share = 1.0 / members.size[members.group[rows]]
    gather = sparse.csr_array((share, (own, np.arange(rows.size))), shape=(int(own.max()) + 1, rows.size))
    texts, matters = space.texts[rows], space.counts.title_matters[rows]
    closeness = _row_dot(texts, sparse.csr_array(gather @ texts)[own])
    held = sparse.csr_array(gather @ matters)
    wanted = np.asarray(held.sum(axis=1)).ravel()[own]
    named = _row_dot(matters, held[own]) / np.maximum(wanted, 1e-9)
    bigrams = sparse.csr_array(gather @ space.counts.bigrams[rows])
    names = scaled(space.counts.names[rows], space.weights.names)
    confirmed = _row_dot(names, bigrams[own]) / (settings.names_full * np.log(space.weights.total + 1.0))
    titles_name = settings.matters * named + settings.names * np.minimum(confirmed, 1.0)
    return np.asarray(closeness + titles_name + settings.region * space.counts.regions.in_title[rows])


def _by_centrality(
    space: Space, titles: Sequence[str], members: _Members, settings: TitleSettings
) -> IntArray:
    """Opinions, group by group in the order of the labels, the most central first; content breaks ties."""
    score = np.zeros(members.group.size)
    rows = np.flatnonzero(members.size[members.group] > 1)
    if rows.size:
        score[rows] = np.round(_centrality(space, members, rows, settings), 6)
    untitled = np.array([not title for title in titles], dtype=np.bool_)
    length = np.array([len(title) for title in titles], dtype=np.int64)
    content = np.zeros(members.group.size, dtype=np.int64)
    if rows.size:
        content[rows] = np.unique([titles[row] for row in rows.tolist()], return_inverse=True)[1]
    return np.lexsort((content, length, -score, untitled, members.group))


def _rarity(space: Space) -> Rarity:
    pairs = space.counts.grams.vocabulary < np.uint64(1 << 32)
    return Rarity(bigrams=space.counts.grams.vocabulary[pairs], weights=space.weights.grams[pairs])


def _shortened(phrase: str, longest: int) -> str:
    """At most so many characters, ending with a whole word."""
    if len(phrase) <= longest:
        return phrase
    kept = ""
    for word in rjieba.cut(phrase):
        if len(kept) + len(word) > longest:
            break
        kept += word
    return tidy(kept) or phrase[:longest]


def _from_clause(clause: str, text: str, namer: Namer) -> str:
    """The title that a clause makes, with the place that the text names where the clause names none."""
    phrase = _shortened(namer.cleaner.phrase(clause), namer.settings.clauses.longest)
    if any(word in phrase for word in (*namer.words.places, *namer.words.regions)):
        return phrase
    place = first_place(text, namer.named_places, namer.settings.clauses)
    return place + phrase if len(place + phrase) <= namer.settings.clauses.longest else phrase


def _phrases(titles: Sequence[str], details: Sequence[str], space: Space, namer: Namer) -> list[str]:
    """What each title says beyond its forms; from the best clause of the text where there is no title."""
    settings = namer.settings
    phrases: list[str] = []
    untitled: dict[int, str] = {}
    for number, (title, detail) in enumerate(zip(titles, details, strict=True)):
        title = tidy(title)
        text = title or tidy(detail)
        if not reads_chinese(text):
            phrases.append(english_phrase(title or detail, namer.cleaner.forms, settings.english))
            continue
        phrases.append(_shortened(namer.cleaner.phrase(title), settings.longest))
        if not title or len(title) > settings.longest:
            untitled[number] = text
    clauses = best_clauses(list(untitled.values()), namer.words, _rarity(space), settings.clauses)
    for (number, text), clause in zip(untitled.items(), clauses, strict=True):
        phrases[number] = _from_clause(clause, text, namer)
    return phrases


def _told(details: Sequence[str], rows: Sequence[int], settings: TitleSettings) -> str:
    """What the most central members tell, as one text, so that what several say weighs more."""
    first = tidy(details[rows[0]])
    if not reads_chinese(first):
        return first
    told = settings.clauses.read // settings.tellers
    return (
        "。".join(tidy(details[row])[:told] for row in rows[: settings.tellers]) if len(rows) > 1 else first
    )


def _added(phrase: str, other: str, namer: Namer) -> str:
    """The run of words of another member's phrase that names a matter and is not in this phrase, or ""."""
    run = ""
    for word in [*rjieba.cut(other), ""]:
        if word and word not in phrase and any(map(str.isalnum, word)):
            run += word
            continue
        run = namer.cleaner.forms.hanging.sub("", run)
        is_place = run.endswith(tuple(namer.named_places))
        if 4 <= len(run) <= namer.settings.longest_added and not is_place and namer.cleaner.names_matter(run):
            return run
        run = ""
    return ""


@dataclass(frozen=True, slots=True)
class _Group:
    """The members of a group, the most central first."""

    rows: IntArray
    phrase: str


def _with_second_matter(group: _Group, titles: Sequence[str], space: Space, namer: Namer) -> str:
    """The phrase and, where a good part of the members name one more matter, a member's words for it."""
    matters = space.counts.title_matters
    held = np.bincount(matters[group.rows].indices, minlength=matters.shape[1])
    missing = held >= namer.settings.shared_matter * group.rows.size
    missing[matters[group.rows[:1]].indices] = False
    if not missing.any() or len(group.phrase) > namer.settings.clauses.longest - 4:
        return group.phrase
    for row in group.rows[1:]:
        if missing[matters[[row]].indices].any():
            added = _added(group.phrase, namer.cleaner.phrase(tidy(titles[row])), namer)
            if added:
                return f"{group.phrase.removesuffix('问题')}、{added}"
    return group.phrase


def group_titles(
    titles: Sequence[str], details: Sequence[str], labels: IntArray, space: Space, namer: Namer
) -> list[str]:
    """One title for each group, in the order of the sorted labels.

    `titles` and `details` are the redacted texts as written; `space` was built from them, row by row. The
    title is that of the most central member without its forms, or the best clause of its text; "" only where
    the members say nothing. The order of rows does not matter.
    """
    if not len(labels):
        return []
    members = _members(labels)
    order = _by_centrality(space, titles, members, namer.settings)
    first = np.concatenate(([0], np.cumsum(members.size)))
    rows = np.split(order, first[1:-1])
    central = [int(listed[0]) for listed in rows]
    told = [
        details[row] if titles[row] else _told(details, listed.tolist(), namer.settings)
        for row, listed in zip(central, rows, strict=True)
    ]
    phrases = _phrases([titles[row] for row in central], told, space, namer)
    for number in np.flatnonzero(members.size > 1).tolist():
        group = _Group(rows[number], phrases[number])
        if reads_chinese(group.phrase):
            phrases[number] = _with_second_matter(group, titles, space, namer)
    return phrases
