"""Which matter does each group belong to, by its title and by the words that groups of one matter share?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from scipy import sparse

from huiyin.triage.characters import BoolArray, FloatArray, IntArray, encode, normalise
from huiyin.triage.counts import Matrix
from huiyin.triage.matters import DATA, MatterList, matters_of
from huiyin.triage.vectors import Space, damped, scaled, unit_rows

Dense = npt.NDArray[np.float32]


class UnusableThemes(ValueError):
    """A themes file that cannot be read; the message names the file, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """What themes.yaml says of matters and words; its comments tell what each part is for."""

    family: Mapping[str, str]  # by matter
    weak: frozenset[str]
    plain: frozenset[str]
    breaks: frozenset[str]
    names: Mapping[str, str]  # by matter


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The matters that are known, and how they make themes."""

    matters: MatterList
    words: ThemeWords


def read_theme_words(path: Path = DATA / "themes.yaml") -> ThemeWords:
    """The words of a file. Raises UnusableThemes when it is not of the shape of themes.yaml."""
    try:
        held = YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))
        return ThemeWords(
            family={str(matter): str(name) for name, listed in held["families"].items() for matter in listed},
            weak=frozenset(str(word) for word in held["weak"]),
            names={str(matter): str(name) for matter, name in held["names"].items()},
            breaks=frozenset(str(word) for word in held["breaks"]),
            plain=frozenset(str(word) for listed in held["plain"] for word in listed),
        )
    except (YAMLError, UnicodeDecodeError, AttributeError, KeyError, TypeError) as error:
        expected = "expected the sections families, weak, names, plain and breaks as in themes.yaml"
        raise UnusableThemes(f"{path.name}: {error!r}; {expected}") from error


@dataclass(frozen=True, slots=True)
class EvidenceSettings:
    """How the matter of a group is found; set by reading 330 groups of public messages."""

    least_word_texts: int = 3  # words in fewer opinions are names and slips
    common_word_share: float = 0.15  # words in more opinions tell no theme,
    common_word_texts: int = 30  # if they are at least so many
    weak: float = 0.4  # what a weak word of a title counts; a strong one counts 1
    weak_in_text: float = 0.1  # the same in its texts
    read: int = 300  # characters of a text: what is said first says what it is about
    text: float = 0.5  # what all matters that a text names by telling words count together
    rarity: float = 0.5  # power of a matter's rarity: a matter that few name says more
    focus: float = 2.0  # power by which a group that names several matters is an example of the strongest
    named: float = 0.8  # weight of a matter that is named beside likeness to the groups of the matter
    most_named: float = 1.2
    sure_examples: float = 1.0  # a matter with so many examples is half trusted to know its words


@dataclass(frozen=True, slots=True)
class Grouped:
    """Opinions in groups."""

    space: Space
    labels: IntArray  # the group of each opinion
    titles: Sequence[str]  # of each group, in the order of the sorted labels
    texts: Sequence[str]  # of each opinion: its title and what it says, normalised


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of opinions as themes see them, one row each in the order of the sorted labels."""

    titles: Sequence[str]
    size: FloatArray  # opinions
    words: Matrix  # unit rows over words that are no places
    named: Dense  # groups x matters: how clearly title and texts name each matter
    in_title: (
        Dense  # groups x matters: 1 where the title has a telling word of the matter, less for a weak one
    )

    @property
    def is_clear(self) -> BoolArray:
        """Which groups have a title that names a matter by a telling word?"""
        return np.asarray(self.in_title.max(axis=1, initial=0.0) >= 1.0)


def _place_free(space: Space, settings: EvidenceSettings) -> Matrix:
    """Opinions as unit vectors over words that are neither regions nor rare nor everywhere."""
    words = space.counts.words
    both = sparse.csr_array(words.title * np.float32(2.0) + words.detail)
    held = np.bincount(both.indices, minlength=both.shape[1])
    weight = space.weights.words.copy()
    weight[words.is_region | (held < settings.least_word_texts)] = 0.0
    weight[held > max(settings.common_word_share * both.shape[0], settings.common_word_texts)] = 0.0
    return unit_rows(scaled(damped(both), weight))


def _only_telling(lexicon: Lexicon) -> MatterList:
    """The matters with the words that decide alone."""
    telling = {
        name: [word for word in words if word not in lexicon.words.weak]
        for name, words in lexicon.matters.matters.items()
    }
    return MatterList(telling, frozenset(), frozenset(), {})


def _named(texts: Sequence[str], lexicon: Lexicon, weak: float) -> Matrix:
    """Texts x matters: 1 where a text names a matter by a telling word, `weak` where only by another one."""
    characters = encode(texts)
    by_telling = matters_of(characters, _only_telling(lexicon))
    by_any = matters_of(characters, lexicon.matters) * np.float32(weak)
    return sparse.csr_array(by_telling.maximum(by_any))


def _shared(named: Matrix) -> Matrix:
    """Each row with a sum of at most 1: a text that names many matters says little of each."""
    whole = np.maximum(np.asarray(named.sum(axis=1)).ravel(), 1.0)
    each = named.data / np.repeat(whole, np.diff(named.indptr)).astype(np.float32)
    return sparse.csr_array((each, named.indices, named.indptr), shape=named.shape)


def see_groups(grouped: Grouped, lexicon: Lexicon, settings: EvidenceSettings) -> Groups:
    """The groups as themes see them, one row each in the order of the sorted labels."""
    space = grouped.space
    _, group, size = np.unique(grouped.labels, return_inverse=True, return_counts=True)
    share = (1.0 / size)[group].astype(np.float32)
    gather = sparse.csr_array((share, (group, np.arange(group.size))), shape=(size.size, group.size))
    titles = [normalise(title) for title in grouped.titles]
    in_title = np.asarray(_named(titles, lexicon, settings.weak).toarray(), dtype=np.float32)
    said = _shared(_named([text[: settings.read] for text in grouped.texts], lexicon, settings.weak_in_text))
    named = in_title + settings.text * np.asarray((gather @ said).toarray(), dtype=np.float32)
    rarity = np.maximum(space.weights.matters, 1e-9)
    if rarity.size:
        named *= ((rarity / np.median(rarity)) ** settings.rarity).astype(np.float32)
    return Groups(
        titles=grouped.titles,
        size=size.astype(np.float64),
        words=unit_rows(sparse.csr_array(gather @ _place_free(space, settings))),
        named=named,
        in_title=in_title,
    )


def _own_words(groups: Groups, settings: EvidenceSettings) -> Dense:
    """Matters x words: the words that the groups which name a matter use more than all groups do."""
    example = groups.named**settings.focus
    example /= np.maximum(example.sum(axis=1), 1e-9)[:, None]
    example *= np.minimum(groups.named.max(axis=1, initial=0.0), 1.0)[:, None]
    weight = np.maximum(example.sum(axis=0), 1.0)
    used = np.asarray(groups.words.T @ example).T / weight[:, None]
    usual = np.asarray(groups.words.mean(axis=0)).ravel()
    own = np.maximum(used - usual, 0.0)
    length = np.sqrt((own * own).sum(axis=1))
    examples = example.sum(axis=0)
    trust = examples / (examples + settings.sure_examples)
    return np.asarray(own * (trust / np.maximum(length, 1e-9))[:, None], dtype=np.float32)


def matter_scores(groups: Groups, settings: EvidenceSettings) -> Dense:
    """Groups x matters: how well does each matter fit, by what a group names and by what words it uses?"""
    alike = np.asarray(groups.words @ _own_words(groups, settings).T)
    return np.asarray(
        settings.named * np.minimum(groups.named, settings.most_named) + alike, dtype=np.float32
    )
