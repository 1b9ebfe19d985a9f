"""Which groups speak of the same matter in different places, and how many such themes are there?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from huiyin.triage.characters import FloatArray, IntArray
from huiyin.triage.communities import modular_communities
from huiyin.triage.counts import Matrix
from huiyin.triage.theme_evidence import EvidenceSettings, Grouped, Groups, Lexicon, matter_scores, see_groups
from huiyin.triage.theme_names import KnownWords, NameSettings, ThemeTexts, name_themes
from huiyin.triage.theme_tree import UNPLACED, Join, TreeSettings, after, gather_themes, joins, part, spread
from huiyin.triage.vectors import Pairs, unique_pairs, unit_rows

OUTSIDE = UNPLACED  # the theme of groups that fit none: "other"


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """When a group belongs to a theme, and when a theme is too small or too large to be one."""

    least_score: float = 0.20  # of a matter; below, a group belongs to none: one public message in twelve
    least_share: float = 0.005  # a theme holds this share of the opinions, else it joins its nearest
    least_groups: float = 3.0  # and at least so many opinions
    largest_share: float = 0.08  # a theme that holds more is parted,
    largest_times: float = 1.5  # if it holds so many times what themes hold on average
    most: int = 90  # themes, where the office names no number
    # Matters decide if the titles of this share of the opinions name one clearly, and make at least so many
    # themes; else words alone do. Public messages: .59; questions to a bank: .11; English intents: 0.
    matter_share: float = 0.3
    matter_themes: int = 8
    least_cosine: float = 0.10  # two groups less alike are no neighbours
    # The first resolution at which communities large enough hold half of the opinions. At 8 CLINC150
    # falls into 117 that agree with its 150 intents at NMI .79; a few dozen texts need less.
    resolutions: tuple[float, ...] = (8.0, 4.0, 2.0, 1.0)
    least_held: float = 0.5
    # Groups of no matter make a theme among themselves where they are so much alike (length of their mean
    # word vector, 1 where all say the same): a matter that the list lacks reaches .6 to .9, chance .36 to .6.
    new_resolution: float = 1.0
    least_cohesion: float = 0.45
    attach: float = 0.15  # least likeness at which a group outside the communities joins one
    evidence: EvidenceSettings = field(default_factory=EvidenceSettings)
    tree: TreeSettings = field(default_factory=TreeSettings)
    names: NameSettings = field(default_factory=NameSettings)

    def least_opinions(self, size: FloatArray) -> float:
        """How many opinions does a theme hold at least, among groups of these sizes?"""
        return max(self.least_groups, self.least_share * float(size.sum()))


@dataclass(frozen=True, slots=True)
class ThemeRules:
    """What decides themes: the known matters, and the numbers."""

    lexicon: Lexicon
    settings: ThemeSettings = field(default_factory=ThemeSettings)


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
    """An order of the groups by what they hold alone, so that the order of rows decides nothing."""
    use = np.round(np.asarray(groups.words.sum(axis=1), dtype=np.float64).ravel(), 4)
    content = np.unique(list(groups.titles), return_inverse=True)[1]
    return np.lexsort((use, groups.size, content)).astype(np.int64)


def _in_order(groups: Groups, order: IntArray) -> Groups:
    return Groups(
        titles=[groups.titles[number] for number in order.tolist()],
        size=groups.size[order],
        words=sparse.csr_array(groups.words[order]),
        named=groups.named[order],
        in_title=groups.in_title[order],
    )


@dataclass(frozen=True, slots=True)
class _Themes:
    """The finest themes: which groups each holds, and the family of each ("" for none)."""

    theme: IntArray
    families: list[str]
    matters: list[str]  # the matter that made each, "" where words did

    @property
    def count(self) -> int:
        return len(self.families)


def _communities(words: Matrix, pairs: Pairs, resolution: float, least_cosine: float) -> IntArray:
    """Communities of groups that share words; a group without neighbours stays alone."""
    cosine = np.round(
        np.asarray(words[pairs.a].multiply(words[pairs.b]).sum(axis=1), dtype=np.float64).ravel(), 6
    )
    near = cosine >= least_cosine
    return modular_communities(
        Pairs(pairs.a[near], pairs.b[near]), cosine[near], words.shape[0], resolution=resolution
    )


def _cohesion(words: Matrix, size: FloatArray, label: IntArray) -> FloatArray:
    """The length of the mean word vector of each label: 1 where all its groups use the same words."""
    gathered = gather_themes(label, size, int(label.max(initial=OUTSIDE)) + 1)
    sums = sparse.csr_array(gathered @ words)
    length = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1), dtype=np.float64).ravel())
    return np.asarray(length / np.maximum(np.asarray(gathered.sum(axis=1)).ravel(), 1e-9))


def _large(label: IntArray, size: FloatArray, least: float) -> IntArray:
    """The labels numbered anew by size, those of fewer than `least` opinions as OUTSIDE."""
    held = np.bincount(label, weights=size)
    ranked = np.argsort(-held, kind="stable")
    ranked = ranked[held[ranked] >= least]
    number = np.full(held.size, OUTSIDE, dtype=np.int64)
    number[ranked] = np.arange(ranked.size)
    return number[label]


def _finest_communities(groups: Groups, pairs: Pairs, settings: ThemeSettings) -> IntArray:
    """The finest communities that hold enough of the opinions; groups of small ones are OUTSIDE."""
    theme = np.full(groups.size.size, OUTSIDE, dtype=np.int64)
    for resolution in settings.resolutions:
        found = _communities(groups.words, pairs, resolution, settings.least_cosine)
        theme = _large(found, groups.size, settings.least_opinions(groups.size))
        if groups.size[theme != OUTSIDE].sum() >= settings.least_held * groups.size.sum():
            break
    return theme


def _by_words(groups: Groups, pairs: Pairs, settings: ThemeSettings) -> _Themes:
    """Communities as themes; groups outside join the one they are most like."""
    theme = _finest_communities(groups, pairs, settings)
    count = int(theme.max(initial=OUTSIDE)) + 1
    outside = np.flatnonzero(theme == OUTSIDE)
    if count and outside.size:
        centres = unit_rows(sparse.csr_array(gather_themes(theme, groups.size, count) @ groups.words))
        alike = np.asarray((groups.words[outside] @ centres.T).toarray())
        theme[outside] = np.where(alike.max(axis=1) >= settings.attach, alike.argmax(axis=1), OUTSIDE)
    return _Themes(theme, [""] * count, [""] * count)


def _by_matter(groups: Groups, rules: ThemeRules) -> _Themes:
    """The matters that hold a group each as a theme."""
    if not groups.named.shape[1]:
        return _Themes(np.full(groups.size.size, OUTSIDE, dtype=np.int64), [], [])
    score = matter_scores(groups, rules.settings.evidence)
    spoken_of = (groups.in_title > 0.0).T @ groups.size
    score[:, spoken_of < rules.settings.least_groups] = 0.0
    best = score.argmax(axis=1)
    placed = np.take_along_axis(score, best[:, None], axis=1).ravel() >= rules.settings.least_score
    used, theme = np.unique(best[placed], return_inverse=True)
    result = np.full(best.size, OUTSIDE, dtype=np.int64)
    result[placed] = theme
    names = [rules.lexicon.matters.names[number] for number in used.tolist()]
    return _Themes(result, [rules.lexicon.words.family.get(name, "") for name in names], names)


def _matters_decide(themes: _Themes, groups: Groups, settings: ThemeSettings) -> bool:
    """Do enough titles name a matter, and enough different ones?"""
    placed = themes.theme != OUTSIDE
    held = np.bincount(themes.theme[placed], weights=groups.size[placed], minlength=1)
    large = int((held >= settings.least_opinions(groups.size)).sum())
    clear = groups.size[groups.is_clear].sum() >= settings.matter_share * groups.size.sum()
    return bool(clear) and large >= settings.matter_themes


def _with_new(themes: _Themes, groups: Groups, pairs: Pairs, settings: ThemeSettings) -> _Themes:
    """The themes and those that groups of no matter make among themselves."""
    outside = np.flatnonzero(themes.theme == OUTSIDE)
    position = np.full(themes.theme.size, OUTSIDE, dtype=np.int64)
    position[outside] = np.arange(outside.size)
    inner = (position[pairs.a] != OUTSIDE) & (position[pairs.b] != OUTSIDE)
    among = Pairs(a=position[pairs.a[inner]], b=position[pairs.b[inner]])
    words, size = sparse.csr_array(groups.words[outside]), groups.size[outside]
    found = _communities(words, among, settings.new_resolution, settings.least_cosine)
    alike = _cohesion(words, size, found)[found] >= settings.least_cohesion
    new = _large(found, np.where(alike, size, 0.0), settings.least_opinions(groups.size))
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
    return _Themes(
        theme, [*themes.families, themes.families[number]], [*themes.matters, themes.matters[number]]
    )


def _without_giants(themes: _Themes, groups: Groups, settings: ThemeSettings) -> _Themes:
    """The themes with every one that holds too much parted, as far as it can be."""
    placed = themes.theme != OUTSIDE
    held = np.bincount(themes.theme[placed], weights=groups.size[placed], minlength=themes.count)
    usual = held.sum() / max(int((held >= settings.least_opinions(groups.size)).sum()), 1)
    largest_allowed = max(settings.largest_share * groups.size.sum(), settings.largest_times * usual)
    whole: set[int] = set()
    while True:
        held = np.bincount(themes.theme[placed], weights=groups.size[placed], minlength=themes.count)
        held[list(whole)] = 0.0
        largest = int(held.argmax()) if held.size else OUTSIDE
        if not held.size or held[largest] <= largest_allowed:
            return themes
        parted = _parted(themes, largest, groups, settings)
        if parted is None:
            whole.add(largest)
        else:
            themes = parted


def _finest(groups: Groups, pairs: Pairs, rules: ThemeRules) -> tuple[_Themes, bool]:
    """The finest themes, and whether matters decided them."""
    themes = _by_matter(groups, rules)
    by_matter = _matters_decide(themes, groups, rules.settings)
    if by_matter:
        themes = _with_new(themes, groups, pairs, rules.settings)
    else:
        themes = _by_words(groups, pairs, rules.settings)
    return _without_giants(themes, groups, rules.settings), by_matter


def _with_more(themes: _Themes, wanted: int, groups: Groups, settings: ThemeSettings) -> _Themes:
    """The themes parted until there are as many as wanted, those first whose groups are least alike."""
    while themes.count < wanted:
        gain = spread(groups.words, groups.size, themes.theme, themes.count)
        ranked = (
            _parted(themes, number, groups, settings) for number in np.argsort(-gain, kind="stable").tolist()
        )
        parted = next((found for found in ranked if found is not None), None)
        if parted is None:
            break
        themes = parted
    return themes


def _matters_of_themes(themes: _Themes, final: IntArray, groups: Groups) -> list[list[str]]:
    """The matters of each final theme, the one with most opinions first."""
    held: list[Counter[str]] = [Counter() for _ in range(int(final.max(initial=OUTSIDE)) + 1)]
    for number, finest, size in zip(final.tolist(), themes.theme.tolist(), groups.size.tolist(), strict=True):
        if number != OUTSIDE and themes.matters[finest]:
            held[number][themes.matters[finest]] += size
    ranked = (sorted(matters.items(), key=lambda item: (-item[1], item[0])) for matters in held)
    return [[name for name, _ in matters] for matters in ranked]


def _theme_texts(
    matters: Sequence[Sequence[str]], texts: Sequence[Sequence[str]], lexicon: Lexicon
) -> list[ThemeTexts]:
    """What each final theme's name is made of: what its opinions say, and the words of its matters."""
    made: list[ThemeTexts] = []
    for names, said in zip(matters, texts, strict=True):
        words = {word for name in names for word in lexicon.matters.matters[name]}
        made.append(
            ThemeTexts(
                texts=said,
                strong=frozenset(words - lexicon.words.weak),
                weak=frozenset(words & lexicon.words.weak),
                fallback="、".join(lexicon.words.names.get(name, name) for name in names[:2]) or said[0],
            )
        )
    return made


def _said(theme: IntArray, texts: Sequence[str], most: int) -> list[list[str]]:
    """The texts of each theme, sorted, as many as are read."""
    said: list[list[str]] = [[] for _ in range(int(theme.max(initial=OUTSIDE)) + 1)]
    for number, text in zip(theme.tolist(), texts, strict=True):
        if number != OUTSIDE:
            said[number].append(text)
    # Of many, one in so many: the first in order would all begin alike.
    return [sorted(listed)[:: -(-len(listed) // most)] for listed in said]


def _known(lexicon: Lexicon) -> KnownWords:
    matters = frozenset(
        word for listed in lexicon.matters.matters.values() for word in listed if len(word) > 1
    )
    return KnownWords(
        plain=lexicon.words.plain | lexicon.matters.templates,
        breaks=lexicon.words.breaks | lexicon.matters.functions,
        matters=matters,
    )


def _cut(
    themes: _Themes, groups: Groups, wanted: int | None, rules: ThemeRules
) -> tuple[IntArray, list[Join]]:
    """The final theme of each group, numbered by opinions, and the joins that lead on from there."""
    settings = rules.settings
    gathered = gather_themes(themes.theme, groups.size, themes.count)
    least = settings.least_opinions(groups.size)
    made, needed = joins(groups.words, gathered, themes.families, least=least, settings=settings.tree)
    target = min(themes.count - needed, settings.most) if wanted is None else wanted
    done = max(themes.count - max(target, 1), 0)
    belongs = after(made[:done], themes.count)
    placed = themes.theme != OUTSIDE
    held = np.bincount(belongs[themes.theme[placed]], weights=groups.size[placed], minlength=themes.count)
    ranked = np.argsort(-held, kind="stable")[: themes.count - done]
    number = np.full(themes.count + 1, OUTSIDE, dtype=np.int64)
    number[ranked] = np.arange(ranked.size)
    final = np.full(themes.theme.size, OUTSIDE, dtype=np.int64)
    final[placed] = number[belongs[themes.theme[placed]]]
    return final, [Join(int(number[join.kept]), int(number[join.joined])) for join in made[done:]]


def find_themes(grouped: Grouped, rules: ThemeRules, *, wanted: int | None = None) -> ThemeAssignment:
    """Put groups into themes: exactly `wanted` of them if the groups allow, else as many as the data give.

    Matters decide first (a group belongs to the matter that its title names and whose words it uses), so that
    more rows change little; where the known matters place too few opinions, communities of shared words do. A
    theme too small joins its nearest, one too large is parted. Places play no part: regions are left out of
    the words. The order of rows does not matter. Raises ValueError when `wanted` is less than 1.
    """
    if wanted is not None and wanted < 1:
        raise ValueError(f"at least one theme is needed, not {wanted}")
    seen = see_groups(grouped, rules.lexicon, rules.settings.evidence)
    order = _canonical(seen)
    groups = _in_order(seen, order)
    place = np.argsort(order, kind="stable")
    group = place[np.unique(grouped.labels, return_inverse=True)[1]]
    candidates = grouped.space.candidates
    pairs = unique_pairs(group[candidates.a], group[candidates.b], order.size)
    themes, by_matter = _finest(groups, pairs, rules)
    if wanted is not None:
        themes = _with_more(themes, wanted, groups, rules.settings)
    final, tree = _cut(themes, groups, wanted, rules)
    # Where matters decide, one large issue must not name its theme after its place: a group speaks once.
    spoken = (final, groups.titles) if by_matter else (final[group], grouped.texts)
    said = _said(*spoken, rules.settings.names.read)
    made_of = _theme_texts(_matters_of_themes(themes, final, groups), said, rules.lexicon)
    titles = name_themes(made_of, _known(rules.lexicon), rules.settings.names)
    return ThemeAssignment(theme_of_group=final[place], titles=titles, tree=tree, by_matter=by_matter)
