"""Which other groups speak of nearly the same, by their titles and words?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from huiyin.triage.characters import normalise

_PIECE = 2  # characters: a Chinese word is mostly two


def nearest(text: str, others: Mapping[str, str], *, most: int, least: float) -> list[tuple[str, float]]:
    """The ids of the texts most like this one, with nearness from 0 to 1; the nearest first, ties by id.

    Cosine of pairs of characters, each weighted by how few of the texts have it, so that what all say alike
    (please, as soon as possible) brings nobody near.
    """
    pieces = {name: _pieces(said) for name, said in others.items()}
    own = _pieces(text)
    spread = Counter(piece for held in (own, *pieces.values()) for piece in held)
    weight = {piece: math.log((len(pieces) + 2) / count) ** 2 for piece, count in spread.items()}
    near = ((name, _cosine(own, held, weight)) for name, held in pieces.items())
    ranked = sorted((each for each in near if each[1] >= least), key=lambda each: (-each[1], each[0]))
    return ranked[:most]


def _cosine(one: Sequence[str], other: Sequence[str], weight: Mapping[str, float]) -> float:
    shared = sum(weight[piece] for piece in set(one) & set(other))
    length = math.sqrt(sum(weight[piece] for piece in one) * sum(weight[piece] for piece in other))
    return shared / length if length else 0.0


def _pieces(text: str) -> list[str]:
    """The distinct pairs of characters of a text, blanks left out."""
    plain = "".join(normalise(text).split())
    return sorted({plain[at : at + _PIECE] for at in range(max(1, len(plain) - 1))}) if plain else []
