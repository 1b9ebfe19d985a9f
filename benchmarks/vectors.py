"""Which vectors do peers get that need some, where no embedding model is at hand?

TF-IDF of words (Chinese ones as rjieba cuts them), reduced by a truncated SVD: latent semantic analysis
(Deerwester et al., 1990). Every peer gets the same ones.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import rjieba
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from huiyin.triage.characters import normalise

Vectors = npt.NDArray[np.float32]
DIMENSIONS = 100  # usual for latent semantic analysis of short texts
LEAST_TEXTS = 2  # a word in one text alone compares nothing


@dataclass(frozen=True, slots=True)
class Vectorised:
    """One unit vector for each text, and the seconds that it took to make them."""

    vectors: Vectors
    seconds: float


def vectorise(texts: Sequence[str]) -> Vectorised:
    """Texts as unit vectors; those without a word that another text shares are zero."""
    started = time.perf_counter()
    counted = TfidfVectorizer(analyzer=_words, min_df=LEAST_TEXTS, sublinear_tf=True).fit_transform(texts)
    dimensions = min(DIMENSIONS, counted.shape[1] - 1)
    reduced = TruncatedSVD(dimensions, random_state=0).fit_transform(counted)
    vectors = np.asarray(normalize(reduced), dtype=np.float32)
    return Vectorised(vectors, time.perf_counter() - started)


def _words(text: str) -> list[str]:
    return [word for word in rjieba.cut(normalise(text)) if word.strip()]
