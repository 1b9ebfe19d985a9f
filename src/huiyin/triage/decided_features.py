"""Which features have the pairs of opinions of which people decided whether they belong together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.opinions.files.rows import Row
from huiyin.triage.characters import FloatArray
from huiyin.triage.constraints import Constraints
from huiyin.triage.counts import count
from huiyin.triage.enforcement import on_items
from huiyin.triage.items import Items, distinct_items
from huiyin.triage.matters import MatterList
from huiyin.triage.pairs import Givers, pair_features, pair_space
from huiyin.triage.refit import DecidedPairs, decided_pairs
from huiyin.triage.regions import learn_gazetteer, read_region_settings
from huiyin.triage.vectors import VectorSettings, build_space


@dataclass(frozen=True, slots=True)
class DecidedFeatures:
    """The decided pairs among the opinions that were read; `features` has a row for each of them."""

    decided: DecidedPairs
    features: FloatArray


def decided_features(rows: Sequence[Row], constraints: Constraints, matters: MatterList) -> DecidedFeatures:
    """The pairs that decisions put together or keep apart, seen among all opinions as a triage sees them.

    A copy that a decision names stands for its original; ids that are not among the rows are passed over.
    """
    items = distinct_items(rows, constraints, earlier=0)
    decided = decided_pairs(_of_items(rows, items, constraints), list(items.ids))
    stop_words = matters.templates | matters.functions
    gazetteer = learn_gazetteer(items.compared_texts, stop_words, read_region_settings())
    counts = count(items.compared_titles, items.compared_details, gazetteer, matters)
    compared = pair_space(build_space(counts, VectorSettings()), Givers(items.person))
    return DecidedFeatures(decided, pair_features(compared, decided.pairs))


def _of_items(rows: Sequence[Row], items: Items, constraints: Constraints) -> Constraints:
    """The constraints by the ids of items alone."""
    originals = {
        row.id: items.ids[item]
        for row, item in zip(rows, items.item_of_row.tolist(), strict=True)
        if item >= 0 and row.id != items.ids[item]
    }
    held = on_items(constraints, items.ids, originals)
    components = zip(items.ids, held.component.tolist(), strict=True)
    return Constraints(
        component={name: component for name, component in components if component >= 0},
        apart=frozenset((one, other) for one, other in held.apart.tolist()),
    )
