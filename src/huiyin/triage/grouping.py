"""Which group does each distinct opinion belong to, by problem or by topic?"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.triage.attaching import attach
from huiyin.triage.characters import IntArray
from huiyin.triage.counts import Counts, count
from huiyin.triage.doubts import Doubt
from huiyin.triage.enforcement import ItemConstraints
from huiyin.triage.items import Items
from huiyin.triage.linking import Grouping, LinkSettings, ScoredPairs, complete
from huiyin.triage.matters import MatterList
from huiyin.triage.pairs import Givers, PairModel, PairSpace, pair_probabilities, pair_space
from huiyin.triage.regions import learn_gazetteer, read_region_settings
from huiyin.triage.result import Mode
from huiyin.triage.vectors import Space, VectorSettings, build_space, plain_space


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before any opinion is read: words and weights, each from a data file."""

    matters: MatterList
    model: PairModel


@dataclass(frozen=True, slots=True)
class Grouped:
    """The group of each item, the links that speak for it, and what a person should look at."""

    grouping: Grouping
    scored: ScoredPairs
    proposed: tuple[Doubt, ...]  # earlier groups that the machine would have joined
    cut: float


def count_items(items: Items, matters: MatterList) -> Counts:
    """Count what stands in the items; regions are learnt from the items themselves."""
    texts = items.compared_texts
    gazetteer = learn_gazetteer(texts, matters.templates | matters.functions, read_region_settings())
    return count(items.compared_titles, items.compared_details, gazetteer, matters)


def space_of(items: Items, mode: Mode, matters: MatterList) -> Space:
    """The comparison space of the items; topic mode finds its neighbours elsewhere."""
    counts = count_items(items, matters)
    build = build_space if mode is Mode.PROBLEM else plain_space
    return build(counts, VectorSettings())


def problem_groups(
    space: Space, items: Items, knowledge: Knowledge, *, seeds: IntArray, constraints: ItemConstraints
) -> Grouped:
    """Group by place and matter: score the candidate pairs, then join by top-q linkage."""
    compared: PairSpace = pair_space(space, Givers(items.person))
    settings = LinkSettings(cut=knowledge.model.cut)
    scored = complete(
        space.candidates,
        lambda pairs: pair_probabilities(compared, pairs, knowledge.model),
        items.count,
        settings,
    )
    attached = attach(scored, seeds, constraints, settings)
    return Grouped(attached.grouping, scored, attached.proposed, settings.cut)
