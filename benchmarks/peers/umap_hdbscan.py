"""How does BERTopic group vectors: by UMAP, then HDBSCAN, both set as it sets them?

Called by the benchmark of groupings with a request and an answer file, in an environment of its own.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
from hdbscan import HDBSCAN  # type: ignore[import-not-found,unused-ignore]
from umap import UMAP  # type: ignore[import-not-found,unused-ignore]

Vectors = npt.NDArray[np.float32]
WARMING = 200  # vectors that are grouped first, so that compiling is not counted
OWN_SIZE = 10  # the least size of a group that BERTopic asks for; the others are its defaults too
LEAST_SIZE = 2  # the least that HDBSCAN takes: for collections whose groups are small


def reduced(vectors: Vectors) -> Vectors:
    """The vectors in five dimensions."""
    return np.asarray(
        UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine").fit_transform(vectors)
    )


def grouped(points: Vectors, least: int) -> list[int]:
    """The group of each point, -1 for outliers."""
    model = HDBSCAN(
        min_cluster_size=least,
        metric="euclidean",
        cluster_selection_method="eom",
        prediction_data=True,
    )
    return [int(label) for label in model.fit(points).labels_]


def one_run(vectors: Vectors) -> dict[str, object]:
    """Both groupings of one reduction, with the seconds of each way."""
    started = time.perf_counter()
    points = reduced(vectors)
    between = time.perf_counter()
    own = grouped(points, OWN_SIZE)
    ended = time.perf_counter()
    small = grouped(points, LEAST_SIZE)
    last = time.perf_counter()
    return {
        "own": {"labels": own, "seconds": ended - started},
        "small": {"labels": small, "seconds": between - started + last - ended},
    }


def main(request: Path, answer: Path) -> None:
    """Read where the vectors lie, group them as often as asked, write the groups."""
    asked = json.loads(request.read_text(encoding="utf-8"))
    vectors = np.load(asked["vectors"])
    one_run(vectors[:WARMING])
    found = {
        "versions": {name: version(name) for name in ("umap-learn", "hdbscan")},
        "runs": [one_run(vectors) for _ in range(asked["runs"])],
    }
    answer.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
