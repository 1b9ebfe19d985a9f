"""How likely do two opinions speak of the same problem: the same place and the same matter?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from huiyin.triage.characters import BoolArray, FloatArray, IntArray
from huiyin.triage.counts import Matrix
from huiyin.triage.matters import DATA
from huiyin.triage.vectors import Pairs, Space, damped, presence, scaled, unit_rows

# What each feature says, all from 0 to 1. How they were found: docs/why/grouping.md.
FEATURES = (
    "same_details",  # cosine of the words of the details
    "same_matters",  # cosine of the matters, those of a title twice
    "matters_shared",  # how rare the matters of one title are that the other opinion names too
    "names_shared",  # how rare the name characters of one title are that the other opinion holds too
    "names_missing",  # how rare the name characters of one title are that the other lacks
    "region_shared",  # how rare the administrative region is that both name
    "place_and_title",  # the place shared, times the share of title words found in the other opinion
    "regions_apart",  # 1 when both titles name regions and none agree; 0.5 when seen through details only
    "places_apart",  # 1 when both name places by their endings and neither text holds one of the other's
    "numbers_apart",  # 1 when both titles hold numbers or Latin words and share none
    "same_person",
)


class UnusableModel(ValueError):
    """A file of weights that cannot be used; the message names the file and what was expected."""


@dataclass(frozen=True, slots=True)
class PairModel:
    """A logistic score over the pair features: p = 1 / (1 + exp(-(w.f + offset)))."""

    weights: Mapping[str, float]
    offset: float
    cut: float  # groups join from this linkage value on


def read_pair_model(path: Path = DATA / "pair_weights.json") -> PairModel:
    """The weights of a file. Raises UnusableModel when it holds no weight for a feature or an unknown one."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        weights = {str(name): float(weight) for name, weight in held["weights"].items()}
        model = PairModel(weights=weights, offset=float(held["offset"]), cut=float(held["cut"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        expected = 'expected {"weights": {feature: number}, "offset": number, "cut": number}'
        raise UnusableModel(f"{path.name}: {error}; {expected}") from error
    if set(weights) != set(FEATURES):
        wrong = sorted(set(weights) ^ set(FEATURES))
        raise UnusableModel(f"{path.name}: these features are missing or unknown: {', '.join(wrong)}")
    return model


@dataclass(frozen=True, slots=True)
class Givers:
    """Who gave each opinion: equal numbers for one person, -1 where not known."""

    person: IntArray


def _dot(left: Matrix, right: Matrix, pairs: Pairs) -> FloatArray:
    """Pair by pair: left[a] . right[b]."""
    product = left[pairs.a].multiply(right[pairs.b])
    return np.asarray(product.sum(axis=1), dtype=np.float64).ravel()


def _both_ways(asked: Matrix, held: Matrix, pairs: Pairs) -> tuple[FloatArray, FloatArray]:
    """asked[a] . held[b] and asked[b] . held[a]."""
    return _dot(asked, held, pairs), _dot(asked, held, Pairs(a=pairs.b, b=pairs.a))


def _row_sums(matrix: Matrix) -> FloatArray:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _capped(mass: FloatArray, most: float) -> FloatArray:
    return np.asarray(np.minimum(mass, most) / most)


@dataclass(frozen=True, slots=True)
class PairSpace:
    """Everything that the features of any pair are computed from, weighted once."""

    details: Matrix
    matters: Matrix
    title_matters: Matrix
    held_matters: Matrix
    names: Matrix
    held_names: Matrix
    units: Matrix
    held_units: Matrix
    cities: Matrix
    held_cities: Matrix
    named_cities: Matrix
    cities_of_units: Matrix
    has_region: BoolArray
    region_in_title: BoolArray
    title_words: Matrix
    held_words: Matrix
    places: Matrix
    held_places: Matrix
    numbers: Matrix
    person: IntArray
    rarest: float  # the weight of a word that stands in one opinion only: the unit of rarity


def _rarity(matrix: Matrix) -> FloatArray:
    size = matrix.shape[0]
    held = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.asarray(np.maximum(0.0, np.log((size + 1.0) / (held + 0.5))))


def pair_space(space: Space, givers: Givers) -> PairSpace:
    """Weigh what stands in the opinions for the comparison of pairs."""
    counts, weights = space.counts, space.weights
    words, regions = counts.words, counts.regions
    both = counts.title_matters * np.float32(2.0) + counts.detail_matters
    plain = np.where(words.is_plain, weights.words, 0.0)
    any_city = presence(sparse.csr_array(regions.cities + regions.cities_of_units))
    return PairSpace(
        details=unit_rows(scaled(damped(words.detail), weights.words)),
        matters=unit_rows(scaled(both, weights.matters)),
        title_matters=scaled(counts.title_matters, weights.matters),
        held_matters=presence(both),
        names=scaled(presence(counts.names), weights.names),
        held_names=presence(counts.bigrams),
        units=scaled(regions.units, _rarity(regions.units)),
        held_units=regions.units,
        cities=scaled(any_city, _rarity(any_city)),
        held_cities=any_city,
        named_cities=regions.cities,
        cities_of_units=regions.cities_of_units,
        has_region=_row_sums(regions.units) + _row_sums(any_city) > 0,
        region_in_title=regions.in_title,
        title_words=scaled(presence(words.title), plain),
        held_words=presence(words.title + words.detail),
        places=counts.places.own,
        held_places=counts.places.held,
        numbers=counts.numbers,
        person=givers.person,
        rarest=float(np.log(max(weights.total, 2.0))),
    )


def _matter_features(space: PairSpace, pairs: Pairs) -> dict[str, FloatArray]:
    there, back = _both_ways(space.title_matters, space.held_matters, pairs)
    return {
        "same_details": _dot(space.details, space.details, pairs),
        "same_matters": _dot(space.matters, space.matters, pairs),
        "matters_shared": _capped(np.maximum(there, back) / space.rarest, 2.0),
    }


def _region_features(space: PairSpace, pairs: Pairs) -> dict[str, FloatArray]:
    by_unit = _dot(space.units, space.held_units, pairs)
    by_city = _dot(space.cities, space.held_cities, pairs)
    same_unit = by_unit > 0
    same_city = _dot(space.named_cities, space.named_cities, pairs) > 0
    there, back = _both_ways(space.named_cities, space.cities_of_units, pairs)
    agree = same_unit | same_city | (there + back > 0)
    apart = space.has_region[pairs.a] & space.has_region[pairs.b] & ~agree
    in_titles = space.region_in_title[pairs.a] & space.region_in_title[pairs.b]
    return {
        "region_shared": np.maximum(by_unit, by_city) / space.rarest,
        "regions_apart": np.where(apart, np.where(in_titles, 1.0, 0.5), 0.0),
    }


def _name_features(space: PairSpace, pairs: Pairs) -> dict[str, FloatArray]:
    whole = _row_sums(space.names)
    there, back = _both_ways(space.names, space.held_names, pairs)
    missing = np.maximum(whole[pairs.a] - there, whole[pairs.b] - back)
    return {
        "names_shared": _capped(np.maximum(there, back) / space.rarest, 4.0),
        "names_missing": _capped(missing / space.rarest, 6.0),
    }


def _title_share(space: PairSpace, pairs: Pairs) -> FloatArray:
    """The smaller of both shares: how much of each title stands in the other opinion, by rarity."""
    whole = _row_sums(space.title_words)
    there, back = _both_ways(space.title_words, space.held_words, pairs)
    filled = np.maximum(whole, 1e-9)
    return np.asarray(np.minimum(there / filled[pairs.a], back / filled[pairs.b]))


def _apart_features(space: PairSpace, pairs: Pairs) -> dict[str, FloatArray]:
    has_numbers = np.diff(space.numbers.indptr) > 0
    shared = _dot(space.numbers, space.numbers, pairs) > 0
    person = space.person
    has_place = np.diff(space.places.indptr) > 0
    there, back = _both_ways(space.places, space.held_places, pairs)
    elsewhere = has_place[pairs.a] & has_place[pairs.b] & (there + back == 0)
    return {
        "places_apart": elsewhere.astype(np.float64),
        "numbers_apart": (has_numbers[pairs.a] & has_numbers[pairs.b] & ~shared).astype(np.float64),
        "same_person": ((person[pairs.a] == person[pairs.b]) & (person[pairs.a] >= 0)).astype(np.float64),
    }


def pair_features(space: PairSpace, pairs: Pairs) -> FloatArray:
    """The features of each pair: pairs x FEATURES."""
    found = {
        **_matter_features(space, pairs),
        **_region_features(space, pairs),
        **_name_features(space, pairs),
        **_apart_features(space, pairs),
    }
    place = found["names_shared"] + found["region_shared"] * 0.5
    found["place_and_title"] = np.minimum(place, 1.0) * _title_share(space, pairs)
    return np.column_stack([found[name] for name in FEATURES])


def probabilities(features: FloatArray, model: PairModel) -> FloatArray:
    """How likely is each pair the same problem, from 0 to 1?"""
    weights = np.array([model.weights[name] for name in FEATURES])
    return np.asarray(1.0 / (1.0 + np.exp(-(features @ weights + model.offset))))


def pair_probabilities(
    space: PairSpace, pairs: Pairs, model: PairModel, *, block: int = 200_000
) -> FloatArray:
    """The probability of each pair, computed in blocks so that memory stays bounded."""
    parts = [
        probabilities(pair_features(space, Pairs(pairs.a[at : at + block], pairs.b[at : at + block])), model)
        for at in range(0, pairs.count, block)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)
