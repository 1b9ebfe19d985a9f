"""Which group does each distinct opinion belong to, by problem or by topic?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from huiyin.triage.attaching import attach, attach_to
from huiyin.triage.characters import BoolArray, IntArray
from huiyin.triage.counts import count
from huiyin.triage.doubts import Doubt
from huiyin.triage.enforcement import ItemConstraints
from huiyin.triage.items import Items
from huiyin.triage.knowledge import Knowledge
from huiyin.triage.linking import Grouping, LinkSettings, ScoredPairs, complete
from huiyin.triage.matters import MatterList
from huiyin.triage.pairs import FEATURES, Givers, PairSpace, pair_features, pair_probabilities, pair_space
from huiyin.triage.regions import learn_gazetteer, read_region_settings
from huiyin.triage.result import Mode
from huiyin.triage.topics import TopicSettings, topic_groups
from huiyin.triage.vectors import Pairs, Space, VectorSettings, build_space, plain_space


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands before the machine groups: earlier groups and people's decisions."""

    seeds: IntArray  # by item: its earlier group, see continuation.seed_labels
    constraints: ItemConstraints


@dataclass(frozen=True, slots=True)
class Grouped:
    """The group of each item, the links that speak for it, and what a person should look at."""

    space: Space
    grouping: Grouping
    scored: ScoredPairs
    proposed: tuple[Doubt, ...]  # earlier groups that the machine would have joined
    compared: PairSpace | None = None  # problem mode: what the features of any pair are computed from

    def name_one_thing(self, pairs: Pairs) -> BoolArray:
        """Of which pairs do both titles name the same region and number, as far as they name any?"""
        if self.compared is None:
            return np.ones(pairs.count, dtype=np.bool_)
        features = pair_features(self.compared, pairs)
        apart = [FEATURES.index("regions_apart"), FEATURES.index("numbers_apart")]
        return np.asarray((features[:, apart] < 1.0).all(axis=1))


def _space(items: Items, mode: Mode, matters: MatterList) -> Space:
    """What stands in the items, weighed; regions are learnt from the items themselves."""
    stop_words = matters.templates | matters.functions
    gazetteer = learn_gazetteer(items.compared_texts, stop_words, read_region_settings())
    counts = count(items.compared_titles, items.compared_details, gazetteer, matters)
    build = build_space if mode is Mode.PROBLEM else plain_space
    return build(counts, VectorSettings())


def _problem_groups(space: Space, items: Items, settled: Settled, knowledge: Knowledge) -> Grouped:
    """Score the candidate pairs by place and matter, then join by top-q linkage."""
    compared = pair_space(space, Givers(items.person))
    settings = LinkSettings(cut=knowledge.model.cut)
    scored = complete(
        space.candidates,
        lambda pairs: pair_probabilities(compared, pairs, knowledge.model),
        items.count,
        settings,
    )
    attached = attach(scored, settled.seeds, settled.constraints, settings)
    return Grouped(space, attached.grouping, scored, attached.proposed, compared)


def _topic_groups(space: Space, items: Items, settled: Settled) -> Grouped:
    """Group by words alone; the neighbours found are the links."""
    texts = [f"{title} {detail}" for title, detail in zip(items.titles, items.details, strict=True)]
    found = topic_groups(texts, settings=TopicSettings())
    attached = attach_to(found.grouping, found.scored, settled.seeds, settled.constraints)
    return Grouped(
        replace(space, candidates=found.scored.pairs), attached.grouping, found.scored, attached.proposed
    )


def group_items(items: Items, mode: Mode, settled: Settled, knowledge: Knowledge) -> Grouped:
    """Group the items in a mode; earlier groups stand and every decision is obeyed."""
    space = _space(items, mode, knowledge.matters)
    if mode is Mode.PROBLEM:
        return _problem_groups(space, items, settled, knowledge)
    return _topic_groups(space, items, settled)
