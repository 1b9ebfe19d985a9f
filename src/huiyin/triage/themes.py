"""Which groups speak of the same matter in different places, and how many such themes are there?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from sknetwork.clustering import Leiden

from huiyin.triage.characters import FloatArray, IntArray
from huiyin.triage.counts import Matrix
from huiyin.triage.matters import MatterList
from huiyin.triage.theme_evidence import EvidenceSettings, Groups, ThemeWords, matter_scores, see_groups
from huiyin.triage.theme_names import NameSettings, name_themes
from huiyin.triage.theme_tree import UNPLACED, Join, TreeSettings, after, gather_themes, joins, part, spread
from huiyin.triage.vectors import Pairs, Space, unique_pairs, unit_rows

OUTSIDE = UNPLACED  # the theme of groups that fit none: "other"


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """When a group belongs to a theme, and when a theme is too small or too large to be one."""

    least_score: float = 0.20  # of a matter; below, the group belongs to none: about one in ten public messages
    least_share: float = 0.005  # a theme holds this share of the opinions, else it joins its nearest
    least_groups: float = 3.0  # and at least so many opinions
    largest_share: float = 0.08  # a theme that holds more is parted
    most: int = 90  # themes, where the office names no number
    # Matters decide if they place this share of the opinions in at least so many themes; else words alone do.
    matter_share: float = 0.5
    matter_themes: int = 8
    least_new_share: float = 0.01  # groups of no matter make a theme of their own from this share on
    least_cosine: float = 0.10  # two groups less alike are no neighbours
    resolution: float = 3.0  # of communities: CLINC150 falls into 71 that agree with its 150 intents at NMI .75
    attach: float = 0.15  # least likeness at which a group outside the communities joins one
    evidence: EvidenceSettings = field(default_factory=EvidenceSettings)
    tree: TreeSettings = field(default_factory=TreeSettings)
    names: NameSettings = field(default_factory=NameSettings)


@dataclass(frozen=True, slots=True)
class ThemeAssignment:
    """The theme of each group (OUTSIDE for other), the themes' titles, and how they join into fewer.

    Themes are numbered from 0 by opinions, largest first. `tree` holds count - 1 joins, the nearest first:
    after the first k of them there are count - k themes.
    """

    theme_of_group: IntArray
    titles: Sequence[str]
    tree: Sequence[Join]
    by_matter: bool  # False where words alone decided


def _canonical(groups: Groups) -> IntArray:
    """An order of the groups that depends on what they hold alone, so that the order of rows decides nothing."""
    use = np.round(np.asarray(groups.words.sum(axis=1), dtype=np.float64).ravel(), 4)
    content = np.unique(list(groups.titles), return_inverse=True)[1]
    return np.lexsort((use, groups.size, content)).astype(np.int64)


def _in_order(groups: Groups, order: IntArray) -> Groups:
    return Groups(
        titles=[groups.titles[number] for number in order.tolist()],
        size=groups.size[order],
        words=sparse.csr_array(groups.words[order]),
        named=groups.named[order],
    )


@dataclass(frozen=True, slots=True)
class _Themes:
    """The finest themes: which groups each holds, and the family of each ("" for none)."""

    theme: IntArray
    families: list[str]
    matters: list[str]

    @property
    def count(self) -> int:
        return len(self.families)


def _communities(words: Matrix, pairs: Pairs, settings: ThemeSettings) -> IntArray:
    """Communities of groups that share words (Leiden, modularity); a group without neighbours stays alone."""
    cosine = np.round(np.asarray(words[pairs.a].multiply(words[pairs.b]).sum(axis=1), dtype=np.float64).ravel(), 6)
    near = cosine >= settings.least_cosine
    if not near.any():
        return np.arange(words.shape[0], dtype=np.int64)
    a, b, weight = pairs.a[near], pairs.b[near], cosine[near]
    cells = (np.concatenate([weight, weight]), (np.concatenate([a, b]), np.concatenate([b, a])))
    graph = sparse.csr_matrix(cells, shape=(words.shape[0], words.shape[0]))
    return np.asarray(Leiden(resolution=settings.resolution, random_state=0).fit_predict(graph), dtype=np.int64)


def _large(label: IntArray, size: FloatArray, least: float) -> IntArray:
    """The labels numbered anew by size, those of fewer than `least` opinions as OUTSIDE."""
    held = np.bincount(label, weights=size)
    ranked = np.argsort(-held, kind="stable")
    ranked = ranked[held[ranked] >= least]
    number = np.full(held.size, OUTSIDE, dtype=np.int64)
    number[ranked] = np.arange(ranked.size)
    return number[label]


def _by_words(groups: Groups, pairs: Pairs, settings: ThemeSettings) -> _Themes:
    """Communities as themes; groups outside join the one they are most like."""
    least = max(settings.least_groups, settings.least_share * groups.size.sum())
    theme = _large(_communities(groups.words, pairs, settings), groups.size, least)
    count = int(theme.max(initial=OUTSIDE)) + 1
    outside = np.flatnonzero(theme == OUTSIDE)
    if count and outside.size:
        centres = unit_rows(sparse.csr_array(gather_themes(theme, groups.size, count) @ groups.words))
        alike = np.asarray((groups.words[outside] @ centres.T).toarray())
        theme[outside] = np.where(alike.max(axis=1) >= settings.attach, alike.argmax(axis=1), OUTSIDE)
    return _Themes(theme, [""] * count, [""] * count)


def _by_matter(groups: Groups, listed: tuple[MatterList, ThemeWords], settings: ThemeSettings) -> _Themes:
    """The matters that hold a group each as a theme."""
    matters, words = listed
    score = matter_scores(groups, settings.evidence)
    best = score.argmax(axis=1)
    placed = np.take_along_axis(score, best[:, None], axis=1).ravel() >= settings.least_score
    used, theme = np.unique(best[placed], return_inverse=True)
    result = np.full(best.size, OUTSIDE, dtype=np.int64)
    result[placed] = theme
    names = [matters.names[number] for number in used.tolist()]
    return _Themes(result, [words.family.get(name, "") for name in names], names)


def _matters_decide(themes: _Themes, size: FloatArray, settings: ThemeSettings) -> bool:
    """Do the matters place enough of the opinions, and in enough themes?"""
    placed = themes.theme != OUTSIDE
    held = np.bincount(themes.theme[placed], weights=size[placed], minlength=1)
    large = held >= max(settings.least_groups, settings.least_share * size.sum())
    return bool(held.sum() >= settings.matter_share * size.sum()) and int(large.sum()) >= settings.matter_themes


def _with_new(themes: _Themes, groups: Groups, pairs: Pairs, settings: ThemeSettings) -> _Themes:
    """The themes and those that groups of no matter make among themselves."""
    outside = np.flatnonzero(themes.theme == OUTSIDE)
    position = np.full(themes.theme.size, OUTSIDE, dtype=np.int64)
    position[outside] = np.arange(outside.size)
    inner = (position[pairs.a] != OUTSIDE) & (position[pairs.b] != OUTSIDE)
    among = Pairs(a=position[pairs.a[inner]], b=position[pairs.b[inner]])
    found = _communities(sparse.csr_array(groups.words[outside]), among, settings)
    least = max(settings.least_groups, settings.least_new_share * groups.size.sum())
    new = _large(found, groups.size[outside], least)
    theme = themes.theme.copy()
    theme[outside] = np.where(new == OUTSIDE, OUTSIDE, new + themes.count)
    more = [""] * (int(new.max(initial=OUTSIDE)) + 1)
    return _Themes(theme, [*themes.families, *more], [*themes.matters, *more])


def _parted(themes: _Themes, number: int, groups: Groups, settings: ThemeSettings) -> _Themes | None:
    """The themes with this one in two; None where nothing divides it."""
    inner = np.flatnonzero(themes.theme == number)
    second = part(sparse.csr_array(groups.words[inner]), groups.size[inner], settings.tree)
    if not second.any():
        return None
    theme = themes.theme.copy()
    theme[inner[second]] = themes.count
    return _Themes(theme, [*themes.families, themes.families[number]], [*themes.matters, themes.matters[number]])


def _without_giants(themes: _Themes, groups: Groups, settings: ThemeSettings) -> _Themes:
    """The themes with every one that holds too much parted, as far as it can be."""
    whole: set[int] = set()
    while True:
        placed = themes.theme != OUTSIDE
        held = np.bincount(themes.theme[placed], weights=groups.size[placed], minlength=themes.count)
        held[list(whole)] = 0.0
        largest = int(held.argmax()) if held.size else OUTSIDE
        if not held.size or held[largest] <= settings.largest_share * groups.size.sum():
            return themes
        parted = _parted(themes, largest, groups, settings)
        if parted is None:
            whole.add(largest)
        else:
            themes = parted


def _finest(groups: Groups, pairs: Pairs, listed: tuple[MatterList, ThemeWords], settings: ThemeSettings) -> tuple[_Themes, bool]:
    themes = _by_matter(groups, listed, settings)
    by_matter = _matters_decide(themes, groups.size, settings)
    themes = _with_new(themes, groups, pairs, settings) if by_matter else _by_words(groups, pairs, settings)
    return _without_giants(themes, groups, settings), by_matter


def find_themes(
    space: Space, labels: IntArray, titles: Sequence[str], listed: tuple[MatterList, ThemeWords], *, wanted: int | None = None, settings: ThemeSettings = ThemeSettings()
) -> ThemeAssignment:
    seen = see_groups(space, labels, titles, listed, settings.evidence)
    order = _canonical(seen)
    groups = _in_order(seen, order)
    place = np.empty_like(order); place[order] = np.arange(order.size)
    group = place[np.unique(labels, return_inverse=True)[1]]
    pairs = unique_pairs(group[space.candidates.a], group[space.candidates.b], order.size)
    themes, by_matter = _finest(groups, pairs, listed, settings)
    if wanted is not None:
        while themes.count < wanted:
            gain = spread(groups.words, groups.size, themes.theme, themes.count)
            done = None
            for number in np.argsort(-gain, kind="stable").tolist():
                if (themes.theme == number).sum() > 1:
                    done = _parted(themes, number, groups, settings)
                    if done is not None: break
            if done is None: break
            themes = done
    least = max(settings.least_groups, settings.least_share * groups.size.sum())
    made, needed = joins(groups.words, gather_themes(themes.theme, groups.size, themes.count), themes.families, least=least, settings=settings.tree)
    target = wanted if wanted is not None else min(themes.count - needed, settings.most)
    cut = max(themes.count - target, 0)
    belongs = after(made[:cut], themes.count)
    theme = np.where(themes.theme == OUTSIDE, OUTSIDE, belongs[np.maximum(themes.theme, 0)]) if themes.count else themes.theme
    final = _large(np.where(theme == OUTSIDE, themes.count, theme), np.where(theme == OUTSIDE, 0, groups.size), 1e-9)
    from huiyin.triage.theme_names import KnownWords
    matters = listed[0]
    from huiyin.triage.naming import make_namer
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
    known = KnownWords(frozenset(matters.templates | matters.functions | {'小区','居民','村民','业主','市民','的','安装','请求','a','an','s'}|ENGLISH_STOP_WORDS), frozenset(w for l in matters.matters.values() for w in l if len(w) > 1))
    leads=[]; fall=[]
    for k in range(int(final.max(initial=-1))+1):
        own=np.bincount(themes.theme[(final==k)],weights=groups.size[final==k],minlength=themes.count)
        ms=[themes.matters[i] for i in np.argsort(-own,kind='stable') if own[i]>0 and themes.matters[i]]
        leads.append(frozenset(w for m in ms for w in matters.matters[m])); fall.append('、'.join(dict.fromkeys(ms[:3])))
    names = name_themes(final, groups.titles, leads, fall, known, settings.names)
    result = np.empty_like(final); result[order] = final
    return ThemeAssignment(result, names, made[cut:], by_matter)
